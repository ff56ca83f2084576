"""Passwords, sign-ins and invitations."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import NotFound, NotSignedIn
from coach_the_coach.identity import invitations, passwords, sign_in
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.tables import Account, Invitation, SignIn
from tests.cast import NOW, Cast

PASSWORD = "a sentence nobody else says"


def is_right(session: Session, email: str, password: str) -> bool:
    """Whether e-mail and password match."""
    account = sign_in.account_of(session, email=email, at=NOW)
    return passwords.matches(password, account.password_hash if account else None)


def start(session: Session, cast: Cast) -> str:
    """Mo's secret."""
    return sign_in.start_sign_in(session, cast.mo.id or 0, device="Phone", at=NOW)


def test_a_right_password_opens_a_sign_in_and_a_wrong_one_none(session: Session, cast: Cast):
    sign_in.set_password(session, cast.mo.id or 0, PASSWORD, NOW)

    def tried(email: str, password: str) -> bool:
        return is_right(session, email, password)

    assert tried("mo@example.com", PASSWORD)
    assert tried(" MO@Example.com ", PASSWORD)
    assert not tried("mo@example.com", PASSWORD + " ")
    assert not tried("mo@example.com", "")
    assert not tried("nobody@example.com", PASSWORD)
    assert not tried("lena@example.com", PASSWORD)


def test_a_password_is_the_same_however_its_letters_are_composed(session: Session, cast: Cast):
    sign_in.set_password(session, cast.mo.id or 0, "caf\u00e9 au lait, s'il vous plaît", NOW)

    assert is_right(session, "mo@example.com", "cafe\u0301 au lait, s'il vous plaît")


def test_somebody_who_has_left_cannot_sign_in(session: Session, cast: Cast):
    sign_in.set_password(session, cast.mo.id or 0, PASSWORD, NOW)
    secret = start(session, cast)
    cast.mo.ends_on = NOW.date() - timedelta(days=1)
    session.add(cast.mo)
    session.flush()

    assert sign_in.sign_in_of(session, secret, NOW) is None
    assert not is_right(session, "mo@example.com", PASSWORD)


@pytest.mark.parametrize(
    ("minutes_idle", "hours_old", "in_force"),
    [(0, 0, True), (59, 1, True), (60, 1, False), (1, 11, True), (1, 12, False)],
)
def test_a_sign_in_ends_when_idle_or_old(
    session: Session, cast: Cast, minutes_idle: int, hours_old: int, in_force: bool
):
    secret = start(session, cast)
    one = session.exec(select(SignIn)).one()
    one.created_at = NOW - timedelta(hours=hours_old)
    one.seen_at = NOW - timedelta(minutes=minutes_idle)
    session.add(one)
    session.flush()

    assert (sign_in.sign_in_of(session, secret, NOW) is not None) is in_force


def test_the_secret_itself_is_not_stored(session: Session, cast: Cast):
    secret = start(session, cast)

    assert secret not in session.exec(select(SignIn)).one().model_dump_json()


def test_an_ended_sign_in_is_nobody_and_its_pages_are_named(session: Session, cast: Cast):
    secret = start(session, cast)
    one = sign_in.sign_in_of(session, secret, NOW)
    assert one is not None
    sign_in.remember_tab(session, one.id or 0, "tab-one")
    sign_in.remember_tab(session, one.id or 0, "tab-two")
    session.flush()

    tokens = sign_in.end_sign_ins(session, [one.id or 0], NOW)

    assert sorted(tokens) == ["tab-one", "tab-two"]
    with pytest.raises(NotSignedIn):
        actor_of(session, secret, NOW)


@pytest.mark.parametrize("secret", [None, "", "x", "x" * 5000, "' OR 1=1 --"])
def test_a_made_up_secret_is_nobody(session: Session, cast: Cast, secret: str | None):
    start(session, cast)

    with pytest.raises(NotSignedIn):
        actor_of(session, secret, NOW)


def test_an_invitation_works_once_and_for_three_days(session: Session, cast: Cast):
    secret = invitations.invite(session, cast.mo.id or 0, NOW)
    session.flush()

    late = NOW + timedelta(hours=72)
    with pytest.raises(NotFound):
        invitations.accept_invitation(session, secret=secret, hashed="a hash", at=late)
    assert (
        invitations.accept_invitation(session, secret=secret, hashed="a hash", at=NOW) == cast.mo.id
    )
    assert session.get_one(Account, cast.mo.id).password_hash == "a hash"
    with pytest.raises(NotFound):
        invitations.accept_invitation(session, secret=secret, hashed="another", at=NOW)


def test_a_new_invitation_ends_the_one_before(session: Session, cast: Cast):
    first = invitations.invite(session, cast.mo.id or 0, NOW)
    second = invitations.invite(session, cast.mo.id or 0, NOW)
    session.flush()

    with pytest.raises(NotFound):
        invitations.invited(session, first, NOW)
    assert invitations.invited(session, second, NOW).id == cast.mo.id
    assert len(session.exec(select(Invitation)).all()) == 2


def test_a_new_password_ends_the_sign_ins_made_with_the_old_one(session: Session, cast: Cast):
    secret = start(session, cast)

    sign_in.set_password(session, cast.mo.id or 0, PASSWORD, NOW)

    assert sign_in.sign_in_of(session, secret, NOW) is None
