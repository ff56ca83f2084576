"""What a coach does to an appointment: what is kept, who is told, and what is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract.rules import template_reasons
from coach_the_coach.cadence.rules import Blocker, Booked, Status
from coach_the_coach.cadence.tables import AppointmentStep
from coach_the_coach.cadence.week import actions
from coach_the_coach.cadence.week.shown import queries as shown
from coach_the_coach.coaching.rules import Form
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.audit import ABOUT, NOTHING, About
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests.cadence.week.booked import appointment, appointments, at, entry, steps
from tests.cast import NOW, Cast

ILLNESS = "Illness"
WEDNESDAY = at(4, 10)
FRIDAY = at(6, 16)
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


def stale(session: Session, person: Person) -> list[str]:
    """The months of somebody whose figures are to be made anew."""
    with as_program(session):
        found = session.exec(
            select(Stale).where(Stale.person_id == person.id).order_by(col(Stale.month))
        )
        return [f"{one.month:%Y-%m}" for one in found]


def test_a_session_moves_with_a_reason_and_stays_due_in_its_week(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, FRIDAY)
    actions.move(
        session,
        cast.actor(cast.mo),
        public_id=one.public_id,
        starts_at=at(10, 9),
        reason=" illness ",
        at=NOW,
    )
    (moved,) = appointments(session, cast.mo)
    assert (moved.starts_at, moved.first_at, moved.due_week.isoformat(), moved.sequence) == (
        at(10, 9),
        FRIDAY,
        "2026-03-02",
        1,
    )
    assert steps(session, moved) == [("moved", "illness", True)]
    assert told(session) == [("Rae", "Mo Manager has moved your session: Tuesday 10 March, 09:00.")]
    assert stale(session, cast.mo) == ["2026-03"]


def test_a_reason_that_the_contract_does_not_name_is_kept_and_counted_as_a_bypass(
    session: Session, cast: Cast
):
    assert ILLNESS in template_reasons()
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    mo = cast.actor(cast.mo)
    given = {"public_id": one.public_id, "at": NOW}
    actions.move(session, mo, starts_at=at(5, 9), reason="Forecast call", **given)
    actions.cancel(session, mo, reason=ILLNESS, **given)
    assert steps(session, one) == [
        ("moved", "Forecast call", False),
        ("cancelled", ILLNESS, True),
    ]


def test_a_move_needs_a_reason_a_free_time_and_the_days_of_the_rules(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    appointment(session, cast.mo, cast.ren, at(5, 9))
    mo = cast.actor(cast.mo)
    given = {"public_id": one.public_id, "at": NOW}
    for starts_at, reason, fields in (
        (at(5, 11), "", {"reason"}),
        (at(9, 11), ILLNESS, {"starts_at"}),
        (at(5, 9, 30), ILLNESS, {"starts_at"}),
        (None, "", {"starts_at", "reason"}),
    ):
        with pytest.raises(Invalid) as refused:
            actions.move(session, mo, starts_at=starts_at, reason=reason, **given)
        assert set(refused.value.problems) == fields
    assert (steps(session, one), told(session)) == ([], [])


def test_moving_later_by_a_few_minutes_does_not_run_into_itself(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    actions.move(
        session,
        cast.actor(cast.mo),
        public_id=one.public_id,
        starts_at=WEDNESDAY + timedelta(minutes=15),
        reason=ILLNESS,
        at=NOW,
    )
    assert len(steps(session, one)) == 1


def test_a_fourth_on_a_day_only_where_it_is_wanted(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    for hour in (11, 13, 15):
        appointment(session, cast.mo, cast.ren, at(5, hour))
    mo = cast.actor(cast.mo)
    given = {"public_id": one.public_id, "starts_at": at(5, 9), "reason": ILLNESS, "at": NOW}
    with pytest.raises(Invalid) as refused:
        actions.move(session, mo, **given)
    assert set(refused.value.problems) == {"override"}
    actions.move(session, mo, override=True, **given)
    assert session.info[ABOUT].detail == {"fourth_on": "2026-03-05"}


def test_short_is_better_than_skipped_and_counts_towards_no_limit(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    mo = cast.actor(cast.mo)
    actions.shorten(session, mo, public_id=one.public_id, minutes=15, at=NOW)
    (short,) = appointments(session, cast.mo)
    assert (short.minutes, short.booked_minutes, short.status) == (15, 45, Status.BOOKED)
    assert steps(session, one) == [("shortened", "", True)]
    assert told(session) == [
        (
            "Rae",
            "Mo Manager has shortened your session to 15 minutes: Wednesday 4 March, 10:00.",
        )
    ]
    for minutes in (30, 45, 0, -15):
        with pytest.raises(Invalid):
            actions.shorten(session, mo, public_id=one.public_id, minutes=minutes, at=NOW)


def test_what_is_cancelled_or_missed_stays_due(session: Session, cast: Cast):
    off = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    missed = appointment(session, cast.mo, cast.ren, at(2, 8))
    mo = cast.actor(cast.mo)
    with pytest.raises(Invalid):
        actions.cancel(session, mo, public_id=off.public_id, reason=" ", at=NOW)
    actions.cancel(session, mo, public_id=off.public_id, reason=ILLNESS, at=NOW)
    for blocker in ("", "nothing"):
        with pytest.raises(Invalid):
            actions.mark_missed(session, mo, public_id=missed.public_id, blocker=blocker, at=NOW)
    actions.mark_missed(session, mo, public_id=missed.public_id, blocker=Blocker.NO_TIME, at=NOW)
    assert [one.status for one in appointments(session, cast.mo)] == [Status.CANCELLED] * 2
    with as_program(session):
        found = session.exec(select(AppointmentStep.move, AppointmentStep.blocker))
        assert sorted((str(move), str(blocker)) for move, blocker in found) == [
            ("cancelled", "None"),
            ("missed", "no-time"),
        ]
    assert told(session) == [
        ("Rae", "Mo Manager has cancelled your session of Wednesday 4 March, 10:00.")
    ]


def test_what_is_still_to_come_was_not_missed_and_is_not_held(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    mo = cast.actor(cast.mo)
    with pytest.raises(Invalid):
        actions.mark_missed(session, mo, public_id=one.public_id, blocker=Blocker.NO_TIME, at=NOW)
    with pytest.raises(Conflict):
        actions.settle_held(session, mo, public_id=one.public_id, at=NOW)


def test_held_is_what_the_log_holds(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    mo = cast.actor(cast.mo)
    assert not actions.settle_held(session, mo, public_id=one.public_id, at=FRIDAY)
    assert session.info[NOTHING]

    entry(session, cast.mo, cast.rae, WEDNESDAY, minutes=14)
    entry(session, cast.mo, cast.ren, WEDNESDAY)
    entry(session, cast.mo, cast.rae, at(9, 10))
    entry(session, cast.lena, cast.mo, WEDNESDAY)
    entry(session, cast.mo, cast.rae, WEDNESDAY, form=Form.LISTENING)
    entry(session, cast.mo, cast.rae, WEDNESDAY, withdrawn_at=NOW)
    assert not actions.settle_held(session, mo, public_id=one.public_id, at=FRIDAY)

    far = entry(session, cast.mo, cast.rae, at(2, 8))
    near = entry(session, cast.mo, cast.rae, at(5, 9))
    assert actions.settle_held(session, mo, public_id=one.public_id, at=FRIDAY)
    (held,) = appointments(session, cast.mo)
    assert (held.status, held.log_entry_id, held.settled_at) == (Status.HELD, near.id, FRIDAY)
    assert steps(session, one) == [("held", "", True)]
    assert far.id != near.id


def test_each_entry_of_the_log_serves_one_appointment(session: Session, cast: Cast):
    first = appointment(session, cast.mo, cast.rae, at(3, 9))
    second = appointment(session, cast.mo, cast.rae, at(5, 9))
    entry(session, cast.mo, cast.rae, at(3, 9))
    mo = cast.actor(cast.mo)
    assert actions.settle_held(session, mo, public_id=first.public_id, at=FRIDAY)
    assert not actions.settle_held(session, mo, public_id=second.public_id, at=FRIDAY)


def test_the_log_settles_the_nearest_of_two_and_the_other_asks_for_a_log(
    session: Session, cast: Cast
):
    monday, thursday = (appointment(session, cast.mo, cast.rae, at(day, 9)) for day in (2, 5))
    entry(session, cast.mo, cast.rae, at(5, 9))
    mo = cast.actor(cast.mo)

    assert not actions.settle_held(session, mo, public_id=monday.public_id, at=FRIDAY)
    assert actions.settle_logged(session, mo, back=0, at=FRIDAY) == 1
    assert (monday.status, thursday.status) == (Status.BOOKED, Status.HELD)


def test_of_two_as_near_the_earlier_takes_the_log_however_they_were_kept(
    session: Session, cast: Cast
):
    late, early = (appointment(session, cast.mo, cast.rae, at(day, 9)) for day in (5, 3))
    entry(session, cast.mo, cast.rae, at(4, 9))
    mo = cast.actor(cast.mo)
    assert actions.settle_logged(session, mo, back=0, at=FRIDAY) == 1
    assert (early.status, late.status) == (Status.HELD, Status.BOOKED)


def test_what_was_moved_in_from_the_week_before_is_settled_with_the_week(
    session: Session, cast: Cast
):
    one = appointment(session, cast.mo, cast.rae, at(27, 9, month=2))
    mo = cast.actor(cast.mo)
    given = {"public_id": one.public_id, "reason": ILLNESS, "at": NOW - timedelta(days=4)}
    actions.move(session, mo, starts_at=at(2, 9), **given)
    entry(session, cast.mo, cast.rae, at(2, 9))
    week = shown.week_row(session, mo, back=0, at=FRIDAY)
    assert (week.left, week.logged) == (1, 1)
    assert actions.settle_logged(session, mo, back=0, at=FRIDAY) == 1
    assert one.status is Status.HELD
    assert shown.week_row(session, mo, back=0, at=FRIDAY).left == 0


def test_a_week_takes_as_many_statements_to_settle_with_many_as_with_few(
    session: Session, cast: Cast, statements: Statements
):
    mo = cast.actor(cast.mo)

    def settled(count: int, back: int) -> int:
        for number in range(count):
            held_at = at(2, 8) - timedelta(weeks=back) + timedelta(minutes=20 * number)
            appointment(session, cast.mo, cast.rae, held_at, minutes=20)
            entry(session, cast.mo, cast.rae, held_at, minutes=20)
        session.expire_all()
        with statements() as sent:
            assert actions.settle_logged(session, mo, back=back, at=FRIDAY) == count
        return len(sent)

    assert settled(2, 1) == settled(30, 0)


def test_the_week_is_settled_at_once_as_far_as_the_log_goes(session: Session, cast: Cast):
    appointment(session, cast.mo, cast.rae, at(3, 9))
    appointment(session, cast.mo, cast.ren, at(4, 9))
    appointment(session, cast.mo, None, at(5, 9), booked=Booked.TEAM_PRACTICE)
    appointment(session, cast.mo, cast.ren, at(6, 17))
    appointment(session, cast.lena, cast.mo, at(3, 11))
    entry(session, cast.mo, cast.rae, at(3, 9))
    entry(session, cast.mo, None, at(5, 9), form=Form.TEAM_PRACTICE)
    mo = cast.actor(cast.mo)

    assert actions.settle_logged(session, mo, back=0, at=FRIDAY) == 2
    assert session.info[ABOUT] == About(detail={"week": "2026-03-02", "held": 2})
    assert actions.settle_logged(session, mo, back=0, at=FRIDAY) == 0
    assert session.info[NOTHING]
    assert [one.status for one in appointments(session, cast.mo)] == [
        Status.HELD,
        Status.BOOKED,
        Status.HELD,
        Status.BOOKED,
    ]
    assert [one.status for one in appointments(session, cast.lena)] == [Status.BOOKED]


def test_protected_time_needs_no_log_and_no_reason(session: Session, cast: Cast):
    one = appointment(session, cast.mo, None, at(3, 9), booked=Booked.BLOCK)
    two = appointment(session, cast.mo, None, at(4, 9), booked=Booked.BLOCK)
    mo = cast.actor(cast.mo)
    assert actions.settle_held(session, mo, public_id=one.public_id, at=FRIDAY)
    actions.move(session, mo, public_id=two.public_id, starts_at=at(5, 9), reason="", at=NOW)
    assert steps(session, two) == [("moved", "", True)]
    assert told(session) == []


def test_what_is_near_is_not_taken_out_and_what_is_far_is(session: Session, cast: Cast):
    near = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    slip = appointment(session, cast.mo, cast.rae, at(5, 9), made_at=NOW)
    far = appointment(session, cast.mo, cast.rae, at(11, 9))
    mo = cast.actor(cast.mo)
    with pytest.raises(Invalid):
        actions.remove(session, mo, public_id=near.public_id, at=NOW)
    for one in (slip, far):
        actions.remove(session, mo, public_id=one.public_id, at=NOW)
        actions.remove(session, mo, public_id=one.public_id, at=NOW)
        assert steps(session, one) == [("removed", "", True)]
    assert [one.status for one in appointments(session, cast.mo)] == [
        Status.BOOKED,
        Status.REMOVED,
        Status.REMOVED,
    ]


def test_every_settling_can_be_taken_back(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    entry(session, cast.mo, cast.rae, WEDNESDAY)
    mo = cast.actor(cast.mo)
    actions.settle_held(session, mo, public_id=one.public_id, at=FRIDAY)
    with pytest.raises(Conflict):
        actions.cancel(session, mo, public_id=one.public_id, reason=ILLNESS, at=FRIDAY)
    actions.reopen(session, mo, public_id=one.public_id, at=FRIDAY)
    actions.reopen(session, mo, public_id=one.public_id, at=FRIDAY)
    (again,) = appointments(session, cast.mo)
    assert (again.status, again.log_entry_id, again.settled_at, again.sequence) == (
        Status.BOOKED,
        None,
        None,
        2,
    )


def test_what_was_cancelled_stands_again_unless_its_time_is_taken(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    mo = cast.actor(cast.mo)
    actions.cancel(session, mo, public_id=one.public_id, reason=ILLNESS, at=NOW)
    other = appointment(session, cast.mo, cast.ren, WEDNESDAY)
    with pytest.raises(Conflict):
        actions.reopen(session, mo, public_id=one.public_id, at=NOW)
    actions.cancel(session, mo, public_id=other.public_id, reason=ILLNESS, at=NOW)
    actions.reopen(session, mo, public_id=one.public_id, at=NOW)
    assert told(session)[-1] == (
        "Rae",
        "Mo Manager has taken it back: your session stands, Wednesday 4 March, 10:00.",
    )


def test_what_was_cancelled_and_held_after_all_was_held(session: Session, cast: Cast):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    mo = cast.actor(cast.mo)
    actions.cancel(session, mo, public_id=one.public_id, reason=ILLNESS, at=NOW)
    entry(session, cast.mo, cast.rae, at(5, 9))
    assert actions.settle_held(session, mo, public_id=one.public_id, at=FRIDAY)
    assert steps(session, one) == [("cancelled", ILLNESS, True), ("held", "", True)]


ACTS: dict[str, Callable[..., object]] = {
    "move": lambda *given, **more: actions.move(*given, starts_at=at(5, 9), reason=ILLNESS, **more),
    "shorten": lambda *given, **more: actions.shorten(*given, minutes=15, **more),
    "cancel": lambda *given, **more: actions.cancel(*given, reason=ILLNESS, **more),
    "miss": lambda *given, **more: actions.mark_missed(*given, blocker="no-time", **more),
    "settle": actions.settle_held,
    "remove": actions.remove,
    "reopen": actions.reopen,
}


@pytest.mark.parametrize("name", [*ACTS])
def test_an_appointment_is_its_coachs_alone(session: Session, cast: Cast, name: str):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY)
    for who in ("lena", "cleo", "sol", "mia"):
        with pytest.raises(NotFound):
            ACTS[name](session, cast.actor(getattr(cast, who)), public_id=one.public_id, at=NOW)
    for who in ("rae", "ada", "spec"):
        with pytest.raises(NotPermitted):
            ACTS[name](session, cast.actor(getattr(cast, who)), public_id=one.public_id, at=NOW)
    assert steps(session, one) == []


@pytest.mark.parametrize("name", ["move", "shorten", "cancel", "remove"])
def test_each_step_taken_twice_is_taken_once(session: Session, cast: Cast, name: str):
    one = appointment(session, cast.mo, cast.rae, WEDNESDAY, made_at=NOW)
    mo = cast.actor(cast.mo)
    ACTS[name](session, mo, public_id=one.public_id, at=NOW)
    session.info.pop(NOTHING, None)
    ACTS[name](session, mo, public_id=one.public_id, at=NOW)
    assert session.info[NOTHING]
    assert len(steps(session, one)) == 1
