"""What somebody is told is theirs alone."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from coach_the_coach.foundation.when import Moment
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import read_notices, tell, tell_all
from coach_the_coach.notices.queries import NEWEST, notices_of, unread_count
from coach_the_coach.notices.rows import NoticeRow
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast


def say(session: Session, to: Person, text: str, minutes: float = 0) -> None:
    """Tell somebody, so many minutes after NOW."""
    tell(session, to.id or 0, text, link="/people", at=NOW + timedelta(minutes=minutes))
    session.flush()


def told(session: Session, cast: Cast, who: Person) -> list[str]:
    rows = notices_of(session, cast.actor(who), at=NOW)
    return [f"{row.text}{' (new)' if row.is_new else ''}" for row in rows]


def test_what_was_said_is_shown_with_its_time_and_where_it_leads(session: Session, cast: Cast):
    say(session, cast.mo, "Lena has observed you.")
    say(session, cast.sol, "Odd has observed you.")

    assert notices_of(session, cast.actor(cast.mo), at=NOW) == [
        NoticeRow(
            text="Lena has observed you.",
            link="/people",
            when=Moment("Today 10:00", "Monday 2 March 2026, 10:00 CET", "2026-03-02T10:00+01:00"),
            is_new=True,
        )
    ]


def test_nobody_else_sees_it_whatever_they_may(session: Session, cast: Cast):
    say(session, cast.mo, "For Mo.")

    for other in (cast.lena, cast.cleo, cast.odd, cast.rae, cast.spec, cast.ada):
        assert told(session, cast, other) == []
        assert unread_count(session, cast.actor(other)) == 0


def test_what_is_said_again_before_it_is_read_is_said_once_as_of_now(session: Session, cast: Cast):
    for minute in (0, 1, 2):
        say(session, cast.mo, "Lena has moved your talk.", minute)

    assert session.exec(select(Notice.at)).all() == [NOW + timedelta(minutes=2)]

    read_notices(session, cast.actor(cast.mo), at=NOW + timedelta(minutes=3))
    say(session, cast.mo, "Lena has moved your talk.", 4)

    assert told(session, cast, cast.mo) == [
        "Lena has moved your talk. (new)",
        "Lena has moved your talk.",
    ]


def test_the_newest_comes_first_and_of_one_instant_what_was_said_last(session: Session, cast: Cast):
    for text, minutes in (("old", -9), ("first", 0), ("second", 0), ("older", -10)):
        say(session, cast.mo, text, minutes)

    assert told(session, cast, cast.mo) == [
        "second (new)",
        "first (new)",
        "old (new)",
        "older (new)",
    ]


def test_there_are_so_many_in_one_statement(session: Session, cast: Cast, statements):
    mo = cast.actor(cast.mo)
    sent = []
    for number in (1, NEWEST + 5):
        for at in range(number):
            say(session, cast.mo, f"{at} of {number}", at)
        session.expunge_all()
        with statements() as seen:
            rows = notices_of(session, mo, at=NOW)
        sent.append(len(seen))

    assert (sent, len(rows)) == ([1, 1], NEWEST)
    assert unread_count(session, mo) == NEWEST + 6


def test_reading_marks_ones_own_and_what_was_said_until_then(session: Session, cast: Cast):
    say(session, cast.mo, "before", -1)
    say(session, cast.mo, "meanwhile", 1)
    say(session, cast.mia, "for Mia", -1)

    read_notices(session, cast.actor(cast.mo), at=NOW)
    session.expire_all()

    assert told(session, cast, cast.mo) == ["meanwhile (new)", "before"]
    assert told(session, cast, cast.mia) == ["for Mia (new)"]
    assert unread_count(session, cast.actor(cast.mo)) == 1


def test_what_was_read_stays_read_at_the_time_it_was(session: Session, cast: Cast):
    say(session, cast.mo, "once", -1)
    mo = cast.actor(cast.mo)
    read_notices(session, mo, at=NOW)
    read_notices(session, mo, at=NOW + timedelta(days=1))
    session.expire_all()

    assert [one.read_at for one in session.exec(select(Notice))] == [NOW]


def test_a_long_sentence_is_cut_to_what_is_kept(session: Session, cast: Cast):
    say(session, cast.mo, "x" * 400)

    assert told(session, cast, cast.mo) == ["x" * 300 + " (new)"]


def test_telling_many_takes_as_many_statements_as_telling_one_and_nobody_twice(
    session: Session, cast: Cast, statements: Any
):
    def say_all(*people: Person) -> None:
        told = {one.id or 0: f"{one.given_name}, it is so." for one in people}
        tell_all(session, told, link="/people", at=NOW)
        session.flush()

    with statements() as for_one:
        say_all(cast.ada)
    with statements() as for_many:
        say_all(cast.mo, cast.mia, cast.rae, cast.ren)
    say_all(cast.mo, cast.sol)

    assert len(for_many) == len(for_one)
    assert told(session, cast, cast.mo) == ["Mo, it is so. (new)"]
    assert told(session, cast, cast.sol) == ["Sol, it is so. (new)"]
