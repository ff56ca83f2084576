"""Booking ahead: what is kept, what is left out, who is told, and what is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy.actions import override_rhythm
from coach_the_coach.cadence.policy.rules import OverrideDraft, Rhythm
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Series
from coach_the_coach.cadence.week.booking import actions
from coach_the_coach.cadence.week.booking.queries import booking_row, without_times
from coach_the_coach.cadence.week.booking.rules import OWN, TEAM
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence, Stale
from coach_the_coach.foundation.audit import ABOUT, NOTHING
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests.cadence.week import booked
from tests.cadence.week.booked import appointment, appointments, at, draft, series, wall
from tests.cast import NOW, Cast

Statements = Callable[[], AbstractContextManager[list[str]]]


def told(session: Session) -> list[tuple[str, str]]:
    """Who was told what, in order."""
    with as_program(session):
        found = session.exec(
            select(Person.given_name, Notice.text)
            .join(Notice, col(Notice.person_id) == col(Person.id))
            .order_by(col(Notice.id))
        )
        return [(name, text) for name, text in found]


def evidence(session: Session, person: Person) -> list[tuple[EvidenceKind, str, bool]]:
    """What counts for somebody: of what, on what it rests, and whether it still does."""
    with as_program(session):
        found = session.exec(select(Evidence).where(Evidence.person_id == person.id))
        return [(one.kind, one.subject, one.withdrawn_at is None) for one in found]


def test_a_series_is_booked_in_one_step_and_keeps_its_time_across_the_change_of_clocks(
    session: Session, cast: Cast
):
    public_id = series(session, cast)

    made = appointments(session, cast.mo)
    assert [one.starts_at for one in made] == [
        at(3, 9, 30),
        at(10, 9, 30),
        at(17, 9, 30),
        at(24, 9, 30),
        at(31, 9, 30),
    ]
    assert {wall(one) for one in made} == {time(9, 30)}
    assert made[4].starts_at - made[3].starts_at == timedelta(days=7, hours=-1)
    assert [one.due_week for one in made] == [
        date(2026, 3, 2) + timedelta(weeks=n) for n in range(5)
    ]
    assert {(one.coached_id, one.minutes, one.booked_minutes, one.status) for one in made} == {
        (cast.rae.id, 45, 45, Status.BOOKED)
    }
    assert {one.uid for one in made} == {f"{one.public_id}@cadence.coach-the-coach" for one in made}
    assert evidence(session, cast.mo) == [(EvidenceKind.BOOKED, public_id, True)]
    assert told(session) == [
        (
            "Rae",
            "Mo Manager has booked a series of sessions with you; the first is "
            "Tuesday 3 March, 09:30.",
        )
    ]
    with as_program(session):
        stale = session.exec(select(Stale).where(Stale.person_id == cast.mo.id)).all()
    assert [one.month for one in stale] == [date(2026, 3, 1)]


def test_pressed_twice_it_is_one_series(session: Session, cast: Cast):
    first = series(session, cast)
    assert series(session, cast) == first
    assert session.info[NOTHING]
    assert (len(appointments(session, cast.mo)), len(told(session))) == (5, 1)


def test_what_runs_into_something_is_left_out_and_said(session: Session, cast: Cast):
    appointment(session, cast.mo, cast.ren, at(10, 10), minutes=30)
    appointment(session, cast.mo, cast.ren, at(17, 10), status=Status.CANCELLED)

    made = actions.book_series(session, cast.actor(cast.mo), draft=draft(cast), at=NOW)

    assert (made.count, made.skipped) == (4, ["10 March"])
    with pytest.raises(Invalid) as refused:
        actions.book_series(
            session, cast.actor(cast.mo), draft=draft(cast, who=cast.ren.public_id), at=NOW
        )
    assert set(refused.value.problems) == {"starts"}


def test_a_fourth_one_to_one_of_a_day_is_refused_until_it_is_wanted_and_then_written_down(
    session: Session, cast: Cast
):
    for hour in (11, 13, 15):
        appointment(session, cast.mo, cast.ren, at(10, hour))
    mo = cast.actor(cast.mo)

    with pytest.raises(Invalid) as refused:
        actions.book_series(session, mo, draft=draft(cast), at=NOW)
    assert refused.value.problems == {
        "override": "Three one-to-ones are booked on that day already: 10 March."
    }
    assert appointments(session, cast.rae) == []

    made = actions.book_series(session, mo, draft=draft(cast), override=True, at=NOW)
    assert made.count == 5
    assert session.info[ABOUT].detail == {"fourth_on": ["2026-03-10"]}


def test_practice_of_the_team_and_protected_time_are_no_one_to_ones(session: Session, cast: Cast):
    for hour in (11, 13, 15):
        appointment(session, cast.mo, cast.ren, at(3, hour))
    mo = cast.actor(cast.mo)

    actions.book_series(session, mo, draft=draft(cast, who=TEAM), at=NOW)
    later = booked.TUESDAY + timedelta(hours=-1)
    actions.book_series(session, mo, draft=draft(cast, who=OWN, starts=later), at=NOW)

    kinds = {one.booked for one in appointments(session, cast.mo) if one.coached_id is None}
    assert kinds == {Booked.TEAM_PRACTICE, Booked.BLOCK}
    assert told(session) == []


def test_one_time_alone_is_booked_once(session: Session, cast: Cast):
    mo, once = cast.actor(cast.mo), draft(cast, every_weeks=0, until=None)
    first = actions.book_one(session, mo, draft=once, at=NOW)
    again = actions.book_one(session, mo, draft=once, at=NOW)
    assert (first.count, again.count, again.public_id) == (1, 0, first.public_id)
    (one,) = appointments(session, cast.mo)
    assert (one.series_id, one.starts_at) == (None, at(3, 9, 30))
    assert told(session) == [
        ("Rae", "Mo Manager has booked a session with you: Tuesday 3 March, 09:30.")
    ]
    assert evidence(session, cast.mo) == []
    with pytest.raises(Invalid):
        actions.book_one(
            session, mo, draft=draft(cast, every_weeks=0, who=cast.ren.public_id), at=NOW
        )


def test_a_leader_books_managers_with_the_very_same(session: Session, cast: Cast):
    lena = cast.actor(cast.lena)
    made = actions.book_series(session, lena, draft=draft(cast, who=cast.mo.public_id), at=NOW)
    assert made.count == 5
    assert {one.coached_id for one in appointments(session, cast.lena)} == {cast.mo.id}


@pytest.mark.parametrize("who", ["sid", "sol", "cleo", "lena"])
def test_nobody_books_whom_they_do_not_coach(session: Session, cast: Cast, who: str):
    person = getattr(cast, who).public_id
    with pytest.raises((NotFound, NotPermitted)):
        actions.book_series(session, cast.actor(cast.mo), draft=draft(cast, who=person), at=NOW)


@pytest.mark.parametrize("who", ["rae", "ada", "spec"])
def test_whoever_coaches_nobody_books_nothing(session: Session, cast: Cast, who: str):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotPermitted):
        actions.book_series(session, actor, draft=draft(cast), at=NOW)
    with pytest.raises(NotPermitted):
        actions.book_team(session, actor, at=NOW)
    with pytest.raises(NotPermitted):
        booking_row(session, actor, at=NOW)


def test_the_whole_team_is_booked_at_once_where_there_is_room(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    appointment(session, cast.mo, cast.ren, at(10, 9))
    row = booking_row(session, mo, at=NOW)
    assert [(one.name, one.when) for one in row.proposed] == [
        ("Rae Rep", "Every week, Tuesday 10:00, 45 min"),
        ("Ren Rep", "Every week, Tuesday 11:00, 45 min"),
    ]

    assert actions.book_team(session, mo, at=NOW) == 2
    assert actions.book_team(session, mo, at=NOW) == 0
    assert session.info[NOTHING]
    weekly = Rhythm(4, 45)
    rhythms = {one.id or 0: weekly for one in (cast.rae, cast.ren, cast.sid)}
    assert without_times(session, mo, rhythms=rhythms, at=NOW) == {cast.sid.id}
    assert booking_row(session, mo, at=NOW).proposed == []
    assert sorted(name for name, _text in told(session)) == ["Rae", "Ren"]


def test_whose_times_came_from_a_calendar_or_one_by_one_is_not_booked_twice(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    made = [
        appointment(session, cast.mo, person, at(day, hour), imported=True)
        for person, hour in ((cast.rae, 9), (cast.ren, 11))
        for day in (10, 17, 24, 30)
    ]
    row = booking_row(session, mo, at=NOW)
    assert (row.proposed, row.without) == ([], "")
    assert actions.book_team(session, mo, at=NOW) == 0
    assert session.info[NOTHING]

    # What is removed, over or too far ahead is no time: one of Ren's four is not there.
    made[-1].status = Status.REMOVED
    appointment(session, cast.mo, cast.ren, at(31, 9))
    appointment(session, cast.mo, cast.ren, at(2, 8))
    appointment(session, cast.lena, cast.ren, at(12, 9))
    assert [one.name for one in booking_row(session, mo, at=NOW).proposed] == ["Ren Rep"]
    assert actions.book_team(session, mo, at=NOW) == 1


def test_a_rhythm_of_twice_a_month_wants_two_times(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    for day in (10, 24):
        appointment(session, cast.mo, cast.rae, at(day, 9))
    names = [one.name for one in booking_row(session, mo, at=NOW).proposed]
    assert names == ["Rae Rep", "Ren Rep"]
    override = OverrideDraft(per_month="2", minutes="30", reason="Away on Fridays")
    override_rhythm(session, mo, person=cast.rae.public_id, draft=override, at=NOW)
    assert [one.name for one in booking_row(session, mo, at=NOW).proposed] == ["Ren Rep"]


def test_the_form_begins_with_the_rhythm_and_the_next_working_day(session: Session, cast: Cast):
    row = booking_row(session, cast.actor(cast.mo), at=NOW)
    assert [one.word for one in row.who] == [
        "Rae Rep",
        "Ren Rep",
        "The whole team: practice",
        "Protected time of my own",
    ]
    assert (row.starts, row.minutes, row.every, row.until) == (
        "2026-03-03T09:00",
        "45",
        "1",
        "2026-05-25",
    )


def running(session: Session, cast: Cast) -> list[tuple[str, ...]]:
    """Mo's series that run, as the page lists them; others' are never among them."""
    rows = booking_row(session, cast.actor(cast.mo), at=NOW).running
    return [(one.public_id, one.name, one.when, one.until) for one in rows]


def test_ending_a_series_takes_out_what_is_still_to_come_but_for_the_next_days(
    session: Session, cast: Cast
):
    public_id = series(session, cast)
    mo, later = cast.actor(cast.mo), NOW + timedelta(days=8)
    assert running(session, cast) == [
        (public_id, "Rae Rep", "Every week, Tuesday 09:30, 45 min", "31 March 2026")
    ]

    assert actions.end_series(session, mo, public_id=public_id, at=later) == 2
    assert actions.end_series(session, mo, public_id=public_id, at=later) == 0

    assert running(session, cast) == []
    assert [one.status for one in appointments(session, cast.mo)] == [
        *[Status.BOOKED] * 3,
        *[Status.REMOVED] * 2,
    ]
    assert evidence(session, cast.mo) == [(EvidenceKind.BOOKED, public_id, True)]
    with pytest.raises(NotFound):
        actions.end_series(session, cast.actor(cast.mia), public_id=public_id, at=later)


def test_a_long_series_is_ended_with_as_many_statements_as_a_short_one(
    session: Session, cast: Cast, statements: Statements
):
    mo = cast.actor(cast.mo)

    def ended(who: str, until: date) -> tuple[int, int]:
        public_id = series(session, cast, who=who, until=until)
        session.expire_all()
        with statements() as sent:
            count = actions.end_series(session, mo, public_id=public_id, at=NOW)
        return count, len(sent)

    few, sent = ended(cast.rae.public_id, date(2026, 3, 31))
    many, as_many = ended(cast.rae.public_id, date(2027, 1, 26))
    assert (few, many) == (4, 47)
    assert as_many <= sent


def test_a_series_ended_at_once_counts_no_longer(session: Session, cast: Cast):
    public_id = series(session, cast)
    actions.end_series(session, cast.actor(cast.mo), public_id=public_id, at=NOW)
    assert evidence(session, cast.mo) == [(EvidenceKind.BOOKED, public_id, False)]
    with as_program(session):
        assert session.exec(select(Series.ended_at)).all() == [NOW]


def test_without_a_way_to_be_free_nothing_is_proposed(session: Session, cast: Cast):
    for day in range(9, 14):
        appointment(session, cast.mo, None, at(day, 8), minutes=600, booked=Booked.BLOCK)
    row = booking_row(session, cast.actor(cast.mo), at=NOW)
    assert (row.proposed, row.without) == ([], "2 need a time that you choose.")
