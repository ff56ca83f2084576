"""Noting time: taps add up, also from two devices; closing it makes it count and be offered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.cadence.hours.actions import (
    begin_anew,
    begin_audit,
    close_audit,
    keep_drops,
    take_over,
)
from coach_the_coach.cadence.hours.tables import TimeAudit, TimeSlot
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cadence.hours.noted import DROPS, FIRST, LATER, closed, noted, one_tap
from tests.cast import NOW, Cast, people


def slots(session: Session) -> dict[tuple[str, str], tuple[int, bool]]:
    """What is noted, by day and category."""
    found = session.exec(select(TimeSlot).execution_options(populate_existing=True)).all()
    return {
        (one.day.isoformat(), str(one.category)): (one.minutes, one.from_calendar) for one in found
    }


def test_one_is_begun_at_a_time_today_or_on_monday(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    first = begin_audit(session, mo, at=NOW)
    assert begin_audit(session, mo, at=LATER) == first
    begin_audit(session, cast.actor(cast.lena), at=datetime(2026, 3, 7, 12, tzinfo=UTC))

    assert sorted(one.starts_on.day for one in session.exec(select(TimeAudit))) == [2, 9]
    for who in (cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotPermitted):
            begin_audit(session, cast.actor(who), at=NOW)


def test_taps_add_up_and_never_fall_below_none(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)
    for minutes in (60, 30, 15, -15, -15):
        one_tap(session, mo, audit, FIRST, "coaching", minutes)
    for minutes in (15, -15, -15):
        one_tap(session, mo, audit, FIRST, "crm", minutes)
    one_tap(session, mo, audit, FIRST, "other", -15)

    assert slots(session) == {
        ("2026-03-02", "coaching"): (75, False),
        ("2026-03-02", "crm"): (0, False),
        ("2026-03-02", "other"): (0, False),
    }


def test_a_tap_that_is_sent_twice_counts_once(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)
    for name in ("a", "a", "b", "b", "a"):
        one_tap(session, mo, audit, FIRST, "coaching", 30, name=name)
    one_tap(session, mo, audit, FIRST, "crm", 30, name="a")
    assert slots(session) == {
        ("2026-03-02", "coaching"): (90, False),
        ("2026-03-02", "crm"): (30, False),
    }


@pytest.mark.parametrize(
    ("day", "category", "minutes"),
    [
        (0, "coaching", 7),
        (0, "golf", 15),
        (5, "coaching", 15),
        (-1, "coaching", 15),
        (1, "coaching", 15),
    ],
)
def test_a_tap_that_does_not_fit_is_refused(
    session: Session, cast: Cast, day: int, category: str, minutes: int
):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)

    with pytest.raises(Invalid):
        one_tap(session, mo, audit, FIRST + timedelta(days=day), category, minutes, NOW)

    assert slots(session) == {}


def test_a_day_has_sixteen_hours(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)
    for place in range(16):
        one_tap(session, mo, audit, FIRST, ["crm", "meetings"][place % 2], 60)
    with pytest.raises(Invalid):
        one_tap(session, mo, audit, FIRST, "coaching", 15)
    one_tap(session, mo, audit, FIRST, "crm", -15)
    one_tap(session, mo, audit, FIRST, "coaching", 15)


def test_nobody_notes_in_anothers_audit(session: Session, cast: Cast):
    audit = begin_audit(session, cast.actor(cast.mo), at=NOW)
    for who in (cast.lena, cast.cleo, cast.mia, cast.sol):
        actor = cast.actor(who)
        for work in (
            lambda actor=actor: one_tap(session, actor, audit, FIRST, "crm", 15),
            lambda actor=actor: keep_drops(session, actor, public_id=audit, text="All"),
            lambda actor=actor: close_audit(session, actor, public_id=audit, at=LATER),
            lambda actor=actor: begin_anew(session, actor, public_id=audit, at=LATER),
        ):
            with pytest.raises(NotFound):
                work()
    for who in (cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotPermitted):
            one_tap(session, cast.actor(who), audit, FIRST, "crm", 15)
    assert slots(session) == {}


def test_taps_of_two_devices_at_once_all_count(database_url: str):
    store.open_at(database_url)
    with store.transaction() as session:
        made = people(session)
        mo = made.actor(made.mo)
        audit = begin_audit(session, mo, at=NOW)

    def press(_time: int) -> None:
        with store.transaction() as session:
            one_tap(session, mo, audit, FIRST, "coaching", 15)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(20)))
    with store.reading() as session:
        assert slots(session) == {("2026-03-02", "coaching"): (300, False)}
    store.open_at(None)


def test_what_log_and_calendar_know_is_taken_over_by_one_tap(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)
    one_tap(session, mo, audit, FIRST, "coaching", 15)
    session.add(_logged(cast.mo.id or 0, cast.rae.id or 0))
    session.add(_logged(cast.sol.id or 0, cast.sid.id or 0))
    session.add(_booked(cast.mo.id or 0, cast.ren.id or 0, "a", Status.BOOKED))
    session.add(_booked(cast.mo.id or 0, cast.ren.id or 0, "b", Status.CANCELLED))
    session.add(_booked(cast.lena.id or 0, cast.mo.id or 0, "c", Status.BOOKED))
    session.flush()

    for _time in range(2):
        take_over(session, mo, public_id=audit, day="2026-03-02", at=LATER)

    assert slots(session) == {("2026-03-02", "coaching"): (70, True)}


def test_what_will_be_dropped_is_kept_as_it_is_written(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)
    keep_drops(session, mo, public_id=audit, text="Deck\0\nMeeting")
    with pytest.raises(Invalid):
        keep_drops(session, mo, public_id=audit, text="x" * 161)

    assert session.exec(select(TimeAudit)).one().drops == "Deck\nMeeting"


def test_closing_it_counts_and_tells_the_direct_leader_alone(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = closed(session, mo)

    row = session.exec(select(TimeAudit)).one()
    assert (row.closed_at, row.drops) == (LATER, DROPS)
    one = session.exec(select(Evidence)).one()
    assert (one.person_id, one.kind, one.subject) == (cast.mo.id, EvidenceKind.TIME_AUDIT, audit)
    told = session.exec(select(Notice)).all()
    assert [(one.person_id, one.text, one.link) for one in told] == [
        (
            cast.lena.id,
            "Mo Manager noted two weeks of time and says what they will drop.",
            routes.hours(audit),
        )
    ]
    for work in (
        lambda: one_tap(session, mo, audit, FIRST, "crm", 15),
        lambda: close_audit(session, mo, public_id=audit, at=LATER),
        lambda: begin_anew(session, mo, public_id=audit, at=LATER),
    ):
        with pytest.raises(Conflict):
            work()


def test_it_is_not_closed_while_something_is_missing(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = noted(session, mo, days=7)

    with pytest.raises(Invalid) as refusal:
        close_audit(session, mo, public_id=audit, at=LATER)

    assert sorted(refusal.value.problems) == ["days", "drops"]
    assert session.exec(select(Evidence)).all() == []


def test_whoever_was_away_begins_anew(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = noted(session, mo, days=2)

    begin_anew(session, mo, public_id=audit, at=LATER)

    assert slots(session) == {}
    assert session.exec(select(TimeAudit)).one().starts_on == LATER.date()


def _logged(coach: int, coached: int) -> LogEntry:
    """Forty minutes of coaching on the first day."""
    return LogEntry(
        coach_id=coach,
        coached_id=coached,
        form=Form.ONE_TO_ONE,
        purpose=Purpose.COACH,
        planned=True,
        held_at=NOW,
        held_on=FIRST,
        minutes=40,
        developmental=40,
        complete=True,
        specific=True,
        logged_at=NOW,
    )


def _booked(coach: int, coached: int, uid: str, status: Status) -> Appointment:
    """Half an hour on the first day."""
    return Appointment(
        coach_id=coach,
        coached_id=coached,
        booked=Booked.ONE_TO_ONE,
        status=status,
        due_week=FIRST,
        starts_at=NOW,
        minutes=30,
        booked_minutes=30,
        first_at=NOW,
        uid=uid,
    )
