"""What managers of the demo company do is told as it would have been: whole, and worth a look."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.rules import Status
from coach_the_coach.cadence.tables import Appointment, CoachMonth
from coach_the_coach.certification.learning.content.queries import UNITS
from coach_the_coach.certification.learning.queries import learned
from coach_the_coach.certification.learning.rows import Learned
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.certification.learning.tables import KnowledgeTry
from coach_the_coach.coaching.log.tables import Commitment, LogBody, LogEntry
from coach_the_coach.coaching.plans.tables import CustomerCall
from coach_the_coach.coaching.rules import Form
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.demo import cast
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Person
from coach_the_coach.pulse.tables import PulseFigure
from tests.demo import reading
from tests.demo.conftest import AT


def test_every_manager_has_a_rhythm_and_every_month_its_figures(found: Session):
    managers = {one.id for one in reading.in_role(found, Role.MANAGER)}
    made = found.exec(select(CoachMonth)).all()

    assert managers <= {one.coach_id for one in made}
    assert len({one.month for one in made}) == 5
    assert max(one.held for one in made) > 10
    assert all(0 <= one.held <= one.wanted for one in made)


def test_the_first_month_says_what_was_there_and_no_more(found: Session):
    """The history begins on Monday, 12 January."""
    first = found.exec(select(CoachMonth).where(CoachMonth.month == date(2026, 1, 1))).all()

    assert max(one.contracted_minutes for one in first) == 15 * 480
    assert sum(one.held for one in first) / sum(one.wanted for one in first) > 0.5
    assert max(one.due for one in first) <= 12


def test_the_stalled_manager_has_held_none_of_late_and_the_improving_one_most(found: Session):
    def kept(name: str) -> float:
        counts = found.exec(
            select(Appointment.status, func.count())
            .join(Person, col(Person.id) == col(Appointment.coach_id))
            .where(
                Person.family_name == name,
                col(Appointment.starts_at) > AT - timedelta(days=25),
                col(Appointment.starts_at) < AT - timedelta(hours=1),
            )
            .group_by(col(Appointment.status))
        ).all()
        by_status = dict(counts)
        return by_status.get(Status.HELD, 0) / sum(by_status.values())

    assert kept("Brandt") == 0
    assert kept("Raman") > 0.7


def test_whoever_is_coached_works_on_one_skill_and_has_one_open_step(found: Session):
    cycles = found.exec(select(Cycle.coached_id).where(col(Cycle.closed_on).is_(None))).all()
    steps = found.exec(
        select(Commitment.coach_id, Commitment.coached_id).where(
            col(Commitment.closed_at).is_(None)
        )
    ).all()

    assert set(Counter(cycles).values()) == {1}
    assert set(Counter(steps).values()) == {1}


def test_the_log_says_what_a_log_says_and_nothing_is_in_the_future(found: Session):
    entries = found.exec(
        select(LogEntry, LogBody).join(LogBody, col(LogBody.log_entry_id) == col(LogEntry.id))
    ).all()

    assert {one.form for one, _body in entries} >= {
        *(Form.ONE_TO_ONE, Form.DEAL, Form.CALL_REVIEW, Form.TEAM_PRACTICE, Form.LEADER)
    }
    assert max(one.logged_at for one, _body in entries) <= AT
    whole = [body for one, body in entries if one.complete]
    assert all(body.focus and body.feedback for body in whole)


def test_three_meetings_a_day_are_the_most(found: Session):
    booked = found.exec(select(Appointment.coach_id, Appointment.first_at)).all()
    assert max(Counter((coach, at.date()) for coach, at in booked).values()) <= 3


def test_rules_are_signed_but_for_one_that_is_offered_and_one_that_is_not(found: Session):
    rules = found.exec(select(InterruptionContract)).all()
    assert Counter((one.signed_at is not None, one.offered_at is not None) for one in rules) == {
        (True, True): 10,
        (False, True): 1,
        (False, False): 1,
    }


def test_calls_practice_and_voices_are_there_and_what_counts_is_entered(found: Session):
    calls = found.exec(select(CustomerCall)).all()
    assert {one.planned_at is None for one in calls} == {True, False}
    assert any(one.debriefed_at for one in calls)
    figures = found.exec(select(PulseFigure)).all()
    assert min(one.people for one in figures) >= 5
    kinds = set(found.exec(select(Evidence.kind)).all())
    assert kinds >= {"log", "plan", "debrief", "cycle", "practice", "contract", "time-audit"}
    assert kinds >= {"knowledge", "unit-used"}


def test_the_improving_manager_knows_and_used_all_of_it_and_the_stalled_one_read_nothing(
    found: Session,
):
    ids = {one.name: one.id or 0 for one in found.exec(select(Person)).all()}
    both = [ids[cast.IMPROVING.name], ids[cast.STALLED.name]]
    improving, stalled = (learned(found, both)[one] for one in both)
    assert [one.unit for one in improving.used if one.is_standing] == list(UNITS)
    assert {one.bank for one in improving.passed} == {*UNITS, EXAM}
    assert stalled == Learned()
    assert all(one.finished_at for one in found.exec(select(KnowledgeTry)).all())
