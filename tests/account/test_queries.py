"""One's own account: who one is here, and where one is signed in."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.actions import (
    choose_time_zone,
    end_other_sign_ins,
    end_own_sign_in,
)
from coach_the_coach.account.queries import LIMIT, device_words, own_account, own_sign_ins
from coach_the_coach.account.rows import AccountRow, SignInRow
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.when import Moment
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.tables import Person, SignIn
from tests.cast import NOW, Cast

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


def start(session: Session, who: Person, *, minutes: float = 0, hours: float = 0) -> str:
    """A sign-in, last used so many minutes ago and so many hours old."""
    secret = sign_in.start_sign_in(session, who.id or 0, device=FIREFOX, at=NOW)
    one = session.exec(select(SignIn).where(SignIn.secret_digest == sign_in.digest(secret))).one()
    one.seen_at = NOW - timedelta(minutes=minutes)
    one.created_at = NOW - timedelta(hours=hours)
    session.add(one)
    session.flush()
    return secret


def test_the_account_is_ones_own(session: Session, cast: Cast):
    accounts = {who: own_account(session, cast.actor(getattr(cast, who))) for who in ("mo", "lena")}

    assert accounts == {
        "mo": AccountRow("Mo Manager", "mo@example.com", "Manager", "Europe/Paris"),
        "lena": AccountRow(
            "Lena Leader", "lena@example.com", "Certifying observer, Leader", "Europe/Paris"
        ),
    }


def test_the_sign_ins_in_force_are_listed_the_last_used_first(session: Session, cast: Cast):
    old = start(session, cast.mo, minutes=30)
    here = start(session, cast.mo)
    start(session, cast.mo, minutes=60)
    start(session, cast.mo, hours=12)
    start(session, cast.sol)
    ended = actor_of(session, start(session, cast.mo), NOW)
    sign_in.end_sign_ins(session, [ended.sign_in_id], NOW)
    actor, other = actor_of(session, here, NOW), actor_of(session, old, NOW)

    begun = Moment("Today 10:00", "Monday 2 March 2026, 10:00 CET", "2026-03-02T10:00+01:00")
    assert own_sign_ins(session, actor, at=NOW) == [
        SignInRow(
            id=str(actor.sign_in_id),
            device="Firefox on Linux",
            way="With a password",
            begun=begun,
            seen=Moment("Today 10:00", "Monday 2 March 2026, 10:00 CET", "2026-03-02T10:00+01:00"),
            is_this=True,
        ),
        SignInRow(
            id=str(other.sign_in_id),
            device="Firefox on Linux",
            way="With a password",
            begun=begun,
            seen=Moment("Today 09:30", "Monday 2 March 2026, 09:30 CET", "2026-03-02T09:30+01:00"),
            is_this=False,
        ),
    ]


def test_nobody_sees_the_sign_ins_of_somebody_else(session: Session, cast: Cast):
    start(session, cast.mo)

    for other in (cast.lena, cast.cleo, cast.sol, cast.spec, cast.ada):
        assert own_sign_ins(session, cast.actor(other), at=NOW) == []


def test_all_others_are_ended_at_once_and_nobody_elses(session: Session, cast: Cast):
    here = actor_of(session, start(session, cast.mo), NOW)
    start(session, cast.mo, minutes=5)
    start(session, cast.mo, minutes=9)
    sol = actor_of(session, start(session, cast.sol), NOW)

    end_other_sign_ins(session, here, at=NOW)

    assert [one.id for one in own_sign_ins(session, here, at=NOW)] == [str(here.sign_in_id)]
    assert len(own_sign_ins(session, sol, at=NOW)) == 1


def test_there_are_so_many_sign_ins_in_one_statement(session: Session, cast: Cast, statements):
    mo = cast.actor(cast.mo)
    sent = []
    for number in (1, LIMIT + 1):
        for _each in range(number):
            start(session, cast.mo)
        session.expunge_all()
        with statements() as seen:
            rows = own_sign_ins(session, mo, at=NOW)
        sent.append(len(seen))

    assert (sent, len(rows)) == ([1, 1], LIMIT)


def test_one_ends_ones_own_sign_in_and_its_pages_are_named(session: Session, cast: Cast):
    mo = actor_of(session, start(session, cast.mo), NOW)
    sign_in.remember_tab(session, mo.sign_in_id, "tab")
    session.flush()

    assert end_own_sign_in(session, mo, sign_in=str(mo.sign_in_id), at=NOW) == ["tab"]
    assert own_sign_ins(session, mo, at=NOW) == []
    with pytest.raises(NotFound):
        end_own_sign_in(session, mo, sign_in=str(mo.sign_in_id), at=NOW)


def test_nobody_ends_a_sign_in_that_is_not_theirs(session: Session, cast: Cast):
    mo = actor_of(session, start(session, cast.mo), NOW)

    for other in (cast.lena, cast.sol, cast.ada):
        with pytest.raises(NotFound):
            end_own_sign_in(session, cast.actor(other), sign_in=str(mo.sign_in_id), at=NOW)
    for made_up in ("", "0", "-1", "x", f" {mo.sign_in_id}", "9" * 400, "\0"):
        with pytest.raises(NotFound):
            end_own_sign_in(session, mo, sign_in=made_up, at=NOW)
    assert len(own_sign_ins(session, mo, at=NOW)) == 1


def test_a_time_zone_is_chosen_for_oneself_from_those_there_are(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)

    choose_time_zone(session, mo, zone="Asia/Tokyo", at=NOW)
    for wrong in (
        "",
        "Mars/Olympus",
        "../../etc/passwd",
        "asia/tokyo",
        "Factory",
        "x" * 5000,
        "\0",
    ):
        with pytest.raises(Invalid) as refusal:
            choose_time_zone(session, mo, zone=wrong, at=NOW)
        assert refusal.value.problems == {"time_zone": "Choose a time zone from the list."}
    session.flush()
    session.expire_all()

    assert (cast.mo.time_zone, cast.mia.time_zone) == ("Asia/Tokyo", "Europe/Paris")


def test_whoever_has_a_zone_of_an_old_name_may_keep_it(session: Session, cast: Cast):
    cast.mo.time_zone = "US/Eastern"
    session.add(cast.mo)
    session.flush()
    mo = cast.actor(cast.mo)

    assert own_account(session, mo).other_zone == "US/Eastern"
    choose_time_zone(session, mo, zone="US/Eastern", at=NOW)
    choose_time_zone(session, mo, zone="America/New_York", at=NOW)
    session.flush()
    assert own_account(session, mo).other_zone == ""
    with pytest.raises(Invalid):
        choose_time_zone(session, mo, zone="US/Eastern", at=NOW)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/150.0.0.0 Safari/537.36 Edg/150.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/19.0 Safari/605.1", "Safari on Mac"),
        ("Linux", "Linux"),
        ("curl/8.0", "A browser"),
        ("<script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_is_said_as_a_person_would(agent: str, words: str):
    assert device_words(agent) == words
