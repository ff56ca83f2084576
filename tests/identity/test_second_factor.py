"""Numbers of a program on a phone, and codes for when it is lost; every time is an argument."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pyotp.totp import TOTP
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.identity import second_factor
from coach_the_coach.identity.second_factor import (
    CODES,
    HALF_WAY,
    HalfWay,
    accepts,
    begin,
    codes_left,
    confirm,
    has_factor,
    secret_to_show,
)
from coach_the_coach.identity.tables import RecoveryCode, SecondFactor
from tests.cast import NOW, Cast

STEP = timedelta(seconds=second_factor.STEP)


def number(secret: str, at: datetime = NOW) -> str:
    """What the phone shows."""
    return TOTP(secret).at(at)


def with_factor(session: Session, person_id: int, at: datetime = NOW) -> tuple[str, list[str]]:
    """Switch a second factor on; its secret and the recovery codes."""
    begin(session, person_id, at)
    session.flush()
    secret = secret_to_show(session, person_id) or ""
    return secret, confirm(session, person_id, number(secret, at), at)


def test_it_counts_only_once_a_number_of_it_was_shown(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    begin(session, mo, NOW)
    session.flush()
    secret = secret_to_show(session, mo) or ""

    assert not has_factor(session, mo)
    assert not accepts(session, mo, number(secret), NOW)
    with pytest.raises(Invalid):
        confirm(session, mo, "000000" if number(secret) != "000000" else "000001", NOW)
    assert not has_factor(session, mo)

    confirm(session, mo, number(secret), NOW)

    assert has_factor(session, mo)
    assert secret_to_show(session, mo) is None
    assert not has_factor(session, cast.mia.id or 0)


def test_begun_anew_it_has_another_secret_and_one_in_force_is_not_replaced(
    session: Session, cast: Cast
):
    mo = cast.mo.id or 0
    begin(session, mo, NOW)
    session.flush()
    first = secret_to_show(session, mo)
    begin(session, mo, NOW)
    session.flush()

    assert secret_to_show(session, mo) not in {first, None}
    confirm(session, mo, number(secret_to_show(session, mo) or ""), NOW)
    with pytest.raises(Conflict):
        begin(session, mo, NOW)
    with pytest.raises(Conflict):
        confirm(session, mo, "123456", NOW)


def test_a_number_works_once_and_so_does_none_before_it(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    secret, _codes = with_factor(session, mo)

    assert not accepts(session, mo, number(secret), NOW)
    later = NOW + 4 * STEP
    assert accepts(session, mo, number(secret, later), later)
    assert not accepts(session, mo, number(secret, later), later)
    assert not accepts(session, mo, number(secret, later - STEP), later)
    assert accepts(session, mo, number(secret, later + STEP), later)


@pytest.mark.parametrize(
    ("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_the_phones_clock_may_be_one_step_off(
    session: Session, cast: Cast, steps: int, is_right: bool
):
    mo, later = cast.mo.id or 0, NOW + 100 * STEP
    secret, _codes = with_factor(session, mo)

    assert accepts(session, mo, number(secret, later + steps * STEP), later) is is_right


def test_a_number_may_be_typed_with_a_gap_and_is_nobody_elses(session: Session, cast: Cast):
    mo, mia, later = cast.mo.id or 0, cast.mia.id or 0, NOW + 10 * STEP
    secret, _codes = with_factor(session, mo)
    with_factor(session, mia)
    shown = number(secret, later)

    assert not accepts(session, mia, shown, later)
    assert accepts(session, mo, f" {shown[:3]} {shown[3:]} ", later)


@pytest.mark.parametrize(
    "given", ["", " ", "abcdef", "12345", "1234567", "é" * 6, "٣" * 6, "-", "\0"]
)
def test_what_is_no_number_is_refused(session: Session, cast: Cast, given: str):
    with_factor(session, cast.mo.id or 0)

    assert not accepts(session, cast.mo.id or 0, given, NOW + 10 * STEP)


def test_a_recovery_code_works_once_however_it_is_typed(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    _secret, codes = with_factor(session, mo)

    assert len(set(codes)) == CODES == codes_left(session, mo)
    assert accepts(session, mo, f" {codes[0].upper()} ", NOW)
    assert not accepts(session, mo, codes[0], NOW)
    assert accepts(session, mo, codes[1].replace("-", ""), NOW)
    assert not accepts(session, cast.mia.id or 0, codes[2], NOW)
    assert codes_left(session, mo) == CODES - 2


def test_new_codes_end_the_earlier_ones(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    _secret, codes = with_factor(session, mo)
    newer = second_factor.renew_codes(session, mo)

    assert not accepts(session, mo, codes[0], NOW)
    assert accepts(session, mo, newer[0], NOW)


def test_neither_the_secret_nor_a_code_is_kept_in_clear(session: Session, cast: Cast):
    secret, codes = with_factor(session, cast.mo.id or 0)
    kept = session.exec(select(SecondFactor)).one().model_dump_json()
    kept += "".join(row.model_dump_json() for row in session.exec(select(RecoveryCode)))

    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_the_picture_names_us_and_the_person_and_the_usual_numbers():
    address = urlsplit(
        second_factor.address_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "mo@example.com")
    )

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/Coach%20the%20Coach:mo%40example.com"
    asked = parse_qs(address.query)
    assert (asked["secret"], asked["issuer"]) == (
        ["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"],
        ["Coach the Coach"],
    )


def test_switched_off_nothing_of_it_is_left(session: Session, cast: Cast):
    mo = cast.mo.id or 0
    _secret, codes = with_factor(session, mo)

    second_factor.end(session, mo)

    assert not has_factor(session, mo)
    assert not accepts(session, mo, codes[0], NOW)
    assert (session.exec(select(SecondFactor)).all(), codes_left(session, mo)) == ([], 0)


def test_half_way_in_lasts_five_minutes_and_ends_with_arriving(session: Session, cast: Cast):
    half = HalfWay(cast.mo.id or 0, proof="x", way="password", wanted="/people")
    secret = second_factor.half_way(session, half, NOW)

    assert second_factor.who_is_half_way(session, secret, NOW) == half
    late = NOW + HALF_WAY
    assert second_factor.who_is_half_way(session, secret, late) is None
    assert second_factor.who_is_half_way(session, "made up", NOW) is None
    assert second_factor.who_is_half_way(session, None, NOW) is None
    assert second_factor.arrived(session, secret)
    session.expire_all()
    assert second_factor.who_is_half_way(session, secret, NOW) is None
    assert not second_factor.arrived(session, secret)
