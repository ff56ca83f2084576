"""A coach's week as they see it, and a rep's own times; and what nobody else sees."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.week import actions, queries
from coach_the_coach.cadence.week.rules import logged_words
from coach_the_coach.cadence.week.shown import queries as shown
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell.rows import NextLine
from tests.cadence.week.booked import appointment, at, entry
from tests.cast import NOW, Cast

FRIDAY = at(6, 16)
Statements = Callable[[], AbstractContextManager[list[str]]]


def crowd(session: Session, cast: Cast) -> None:
    """What Mo must not see: others' weeks."""
    appointment(session, cast.sol, cast.sid, at(3, 9))
    appointment(session, cast.mia, cast.rae, at(3, 10))
    appointment(session, cast.lena, cast.mo, at(3, 11))


def lost(
    session: Session, cast: Cast, who: Person, quarter: date = date(2026, 1, 1)
) -> dict[int, int]:
    """How many of Mo's sessions were lost, by rep, as somebody may count them."""
    return queries.lost_in_quarter(
        session,
        cast.actor(who),
        coach_id=cast.mo.id or 0,
        zone=cast.mo.time_zone,
        quarter=quarter,
    )


def test_the_week_shows_today_first_and_what_is_left_to_settle(session: Session, cast: Cast):
    crowd(session, cast)
    appointment(session, cast.mo, cast.rae, at(3, 9, 30))
    appointment(session, cast.mo, cast.ren, at(6, 9))
    appointment(session, cast.mo, None, at(6, 17), booked=Booked.TEAM_PRACTICE)
    appointment(session, cast.mo, cast.rae, at(10, 9, 30))
    appointment(session, cast.mo, cast.rae, at(4, 9), status=Status.REMOVED)
    entry(session, cast.mo, cast.rae, at(3, 9, 30))

    week = shown.week_row(session, cast.actor(cast.mo), back=0, at=FRIDAY)

    assert (week.name, week.is_current) == ("2 March to 8 March 2026", True)
    assert [(day.name, day.date, day.is_today) for day in week.days] == [
        ("Today", "6 March", True),
        ("Tuesday", "3 March", False),
    ]
    assert [
        (one.time, one.title, one.lasts, one.status_word, one.is_over, one.is_logged)
        for day in week.days
        for one in day.slots
    ] == [
        ("09:00", "Ren Rep", "45 min", "To settle", True, False),
        ("17:00", "Team practice", "45 min", "Booked", False, False),
        ("09:30", "Rae Rep", "45 min", "To settle", True, True),
    ]
    assert (week.left, week.left_words, week.logged) == (2, "2 left to settle.", 1)
    assert week.logged_words == "Settle 1 that is in the log"
    assert logged_words(2) == "Settle 2 that are in the log"
    ren = week.days[0].slots[0]
    assert ren.log_link == f"/coaching/new?of={cast.ren.public_id}&on=2026-03-06"
    assert (ren.shorter, ren.latest) == ([15, 30], "Tuesday 10 March")
    assert [one.value for one in week.reasons][-1] == "Illness"


def test_what_was_moved_out_of_the_week_it_is_due_in_stands_in_both(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, at(6, 9))
    mo = cast.actor(cast.mo)
    actions.move(session, mo, public_id=one.public_id, starts_at=at(9, 9), reason="Illness", at=NOW)
    for back in (0, -1):
        week = shown.week_row(session, mo, back=back, at=NOW)
        slots = [slot for day in week.days for slot in day.slots]
        assert [(slot.time, slot.note) for slot in slots] == [
            ("09:00", "Moved from Friday 6 March 09:00: Illness")
        ]


def test_what_was_moved_or_cancelled_is_counted_by_rep_and_quarter(session: Session, cast: Cast):
    crowd(session, cast)
    mo = cast.actor(cast.mo)
    for person, day in ((cast.rae, 3), (cast.rae, 4), (cast.ren, 5)):
        one = appointment(session, cast.mo, person, at(day, 9))
        actions.cancel(session, mo, public_id=one.public_id, reason="Illness", at=NOW)
    back = appointment(session, cast.mo, cast.ren, at(6, 9))
    actions.cancel(session, mo, public_id=back.public_id, reason="Illness", at=NOW)
    actions.reopen(session, mo, public_id=back.public_id, at=NOW)
    short = appointment(session, cast.mo, cast.ren, at(6, 11))
    actions.shorten(session, mo, public_id=short.public_id, minutes=15, at=NOW)
    appointment(session, cast.mo, cast.ren, at(1, 9, month=4), status=Status.CANCELLED)

    assert lost(session, cast, cast.mo) == {cast.rae.id: 2, cast.ren.id: 1}
    week = shown.week_row(session, mo, back=0, at=NOW)
    assert [(one.name, one.word, one.mark) for one in week.limits] == [
        ("Rae Rep", "2 moved or cancelled: over the limit", "broken"),
        ("Ren Rep", "1 moved or cancelled: the limit", "attention"),
    ]


def test_a_session_that_moves_twice_and_falls_out_counts_once(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    one = appointment(session, cast.mo, cast.rae, at(3, 9))
    given = {"public_id": one.public_id, "reason": "Illness", "at": NOW}
    for day in (4, 5):
        actions.move(session, mo, starts_at=at(day, 9), **given)
        assert lost(session, cast, cast.mo) == {cast.rae.id: 1}
    actions.cancel(session, mo, **given)
    assert lost(session, cast, cast.mo) == {cast.rae.id: 1}


def test_what_was_missed_counts_and_by_the_quarter_it_was_booked_first_for(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    missed = appointment(session, cast.mo, cast.rae, at(2, 8))
    actions.mark_missed(session, mo, public_id=missed.public_id, blocker="no-time", at=NOW)
    out = appointment(session, cast.mo, cast.ren, at(31, 9))
    given = {"public_id": out.public_id, "reason": "Illness", "at": NOW}
    actions.move(session, mo, starts_at=at(1, 9, month=4), **given)
    assert lost(session, cast, cast.mo) == {cast.rae.id: 1, cast.ren.id: 1}
    assert lost(session, cast, cast.mo, quarter=date(2026, 4, 1)) == {}
    assert lost(session, cast, cast.lena) == {cast.rae.id: 1, cast.ren.id: 1}
    assert lost(session, cast, cast.mia) == lost(session, cast, cast.sol) == {}


def test_a_rep_sees_when_they_are_coached_and_nothing_else(session: Session, cast: Cast):
    crowd(session, cast)
    one = appointment(session, cast.mo, cast.rae, at(6, 9))
    appointment(session, cast.mo, cast.ren, at(6, 10))
    appointment(session, cast.mo, None, at(6, 11), booked=Booked.BLOCK)
    actions.shorten(session, cast.actor(cast.mo), public_id=one.public_id, minutes=30, at=NOW)
    rae = cast.actor(cast.rae)
    assert [
        (row.coach, row.title, row.when.words, row.lasts, row.note)
        for row in shown.own_times(session, rae, at=NOW)
    ] == [
        ("Mia Manager", "One-to-one", "Tomorrow 10:00", "45 min", ""),
        (
            "Mo Manager",
            "One-to-one",
            "Friday 09:00",
            "30 min, booked as 45",
            "Shortened instead of cancelled",
        ),
    ]
    with pytest.raises(NotPermitted):
        shown.week_row(session, rae, back=0, at=NOW)
    assert not queries.holds_sessions(session, rae)


def test_a_rep_sees_when_the_team_practises_and_not_why_it_was_moved(session: Session, cast: Cast):
    one = appointment(session, cast.mo, None, at(6, 9), booked=Booked.TEAM_PRACTICE)
    appointment(session, cast.mia, None, at(6, 10), booked=Booked.TEAM_PRACTICE)
    appointment(session, cast.lena, None, at(6, 11), booked=Booked.TEAM_PRACTICE)
    mo = cast.actor(cast.mo)
    actions.move(
        session, mo, public_id=one.public_id, starts_at=at(9, 9), reason="A fire at home", at=NOW
    )

    def seen(who: Person) -> list[tuple[str, str, str, str]]:
        rows = shown.own_times(session, cast.actor(who), at=NOW)
        return [(row.coach, row.title, row.when.words, row.note) for row in rows]

    assert seen(cast.rae) == [("Mo Manager", "Team practice", "Mon 9 Mar, 09:00", "")]
    assert seen(cast.mo) == [("Lena Leader", "Team practice", "Friday 11:00", "")]
    assert (seen(cast.sid), seen(cast.spec)) == ([], [])


def test_what_was_cancelled_and_is_still_to_come_is_cancelled_and_no_session_not_held(
    session: Session, cast: Cast
):
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)
    one = appointment(session, cast.mo, cast.rae, at(3, 9))
    actions.cancel(session, mo, public_id=one.public_id, reason="Illness", at=NOW)
    for now, said in (
        (NOW, ("Cancelled", "Illness")),
        (FRIDAY, ("Not held", "Cancelled: Illness")),
    ):
        (slot,) = (
            slot for day in shown.week_row(session, mo, back=0, at=now).days for slot in day.slots
        )
        (own,) = shown.own_times(session, rae, at=now)
        assert (slot.status_word, slot.note) == (own.status_word, own.note) == said


@pytest.mark.parametrize("who", ["lena", "cleo", "sol"])
def test_leaders_above_and_strangers_see_nothing_of_his_week(
    session: Session, cast: Cast, who: str
):
    appointment(session, cast.mo, cast.rae, at(3, 9))
    actor = cast.actor(getattr(cast, who))
    week = shown.week_row(session, actor, back=0, at=FRIDAY)
    assert [slot for day in week.days for slot in day.slots] == []
    assert (week.left, week.limits) == (0, [])
    assert shown.own_times(session, actor, at=NOW) == []
    assert queries.next_lines(session, actor, at=FRIDAY) == []


def test_the_week_waits_to_be_settled_and_the_one_before_too(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    one = appointment(session, cast.mo, cast.rae, at(3, 9))
    appointment(session, cast.mo, cast.rae, at(6, 17))
    assert queries.next_lines(session, mo, at=NOW) == []
    line = NextLine(
        "Settle your week: 1 left to settle.", "Settle", "/week", 1, "2026-03-03T08:00:00+00:00"
    )
    assert queries.next_lines(session, mo, at=FRIDAY) == [line]
    later = queries.next_lines(session, mo, at=FRIDAY + timedelta(days=7))
    assert [(two.text, two.link) for two in later] == [
        ("Settle your week: 2 left to settle.", "/week?back=1")
    ]
    assert queries.next_lines(session, cast.actor(cast.rae), at=FRIDAY) == []
    assert one.status is Status.BOOKED


def test_what_was_moved_out_of_the_week_before_last_waits_in_the_week_it_stands_in(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    one = appointment(session, cast.mo, cast.rae, at(20, 9, month=2))
    given = {"public_id": one.public_id, "reason": "Illness", "at": NOW - timedelta(days=11)}
    actions.move(session, mo, starts_at=at(24, 9, month=2), **given)
    for now, link in ((NOW, "/week?back=1"), (NOW - timedelta(days=5), "/week")):
        assert [line.link for line in queries.next_lines(session, mo, at=now)] == [link]


def test_it_takes_as_many_statements_for_many_as_for_few(
    session: Session, cast: Cast, statements: Statements
):
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)

    def counts() -> list[int]:
        sent = []
        for ask in (
            lambda: shown.week_row(session, mo, back=0, at=FRIDAY),
            lambda: shown.own_times(session, rae, at=FRIDAY),
            lambda: queries.next_lines(session, mo, at=FRIDAY),
        ):
            session.expire_all()
            with statements() as said:
                ask()
            sent.append(len(said))
        return sent

    appointment(session, cast.mo, cast.rae, at(2, 8))
    few = counts()
    for number in range(30):
        appointment(session, cast.mo, cast.rae, at(3, 8) + timedelta(minutes=number), minutes=1)
    assert counts() == few
