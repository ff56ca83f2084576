"""A row in every table about coaching: Mo coaches Rae, with Lena who leads Mo directly."""

from datetime import timedelta
from typing import Final

from sqlmodel import Session

from coach_the_coach.cadence.calendar.tables import CalendarFeed
from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.hours.tables import TimeAudit, TimeSlot
from coach_the_coach.cadence.rules import Booked, Category, CoachKind, Move, Status
from coach_the_coach.cadence.tables import (
    Appointment,
    AppointmentStep,
    CadenceOverride,
    CoachMonth,
    CoachOfRecord,
    QuarterHour,
    Series,
)
from coach_the_coach.coaching.cycles.rules import Side
from coach_the_coach.coaching.cycles.tables import (
    ActionPlan,
    ActionPlanBody,
    ActionStep,
    PlanReview,
)
from coach_the_coach.coaching.log.rules import Answer
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogBody, LogEntry
from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall, Pilot, RepTier
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.rules import Cause, Form, Ladder, Owner, Purpose
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.pulse.tables import PulseFigure, PulseSaid, PulseTicket
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from tests.cast import NOW, Cast

SAID: Final = "The pump story of Halden"
"""Words that stand in everything that is said about Rae."""

OWN: Final = "Mo keeps Tuesdays free"
"""Words that stand in everything that Mo writes about himself."""

TODAY: Final = NOW.date()
MONTH: Final = TODAY.replace(day=1)


def coached(session: Session, cast: Cast) -> None:
    """Everything once; all of it signed, sent and settled."""
    mo, rae, lena = cast.mo.id or 0, cast.rae.id or 0, cast.lena.id or 0
    _log(session, mo, rae)
    _calls(session, mo, rae)
    _plans(session, mo, rae, lena)
    _practice(session, mo, rae)
    _booked(session, mo, rae)
    _managed(session, mo, rae, lena)
    keep(session, mo, EvidenceKind.LOG, "f" * 32, at=NOW, now=NOW)
    session.flush()


def _log(session: Session, mo: int, rae: int) -> None:
    cycle = Cycle(
        coach_id=mo,
        coached_id=rae,
        cause=Cause.SKILL,
        ladder=Ladder.KNOWS,
        opened_on=TODAY,
        touched_at=NOW,
    )
    session.add(cycle)
    session.flush()
    entry = LogEntry(
        coach_id=mo,
        coached_id=rae,
        form=Form.ONE_TO_ONE,
        purpose=Purpose.COACH,
        planned=True,
        held_at=NOW,
        held_on=TODAY,
        minutes=30,
        developmental=30,
        cycle_id=cycle.id,
        complete=True,
        specific=True,
        logged_at=NOW,
    )
    session.add(entry)
    session.flush()
    number = entry.id or 0
    session.add_all(
        [
            CycleBody(
                cycle_id=cycle.id or 0, skill=SAID, baseline=SAID, target=SAID, exit_evidence=SAID
            ),
            LogBody(log_entry_id=number, focus=SAID, moment=SAID, feedback=SAID, deal=SAID),
            Commitment(
                log_entry_id=number,
                coach_id=mo,
                coached_id=rae,
                deal=SAID,
                text=SAID,
                owner=Owner.COACHED,
                due_on=TODAY,
                agreed_at=NOW,
            ),
            LogAnswer(log_entry_id=number, answer=Answer.TAKEN, at=NOW),
        ]
    )


def _calls(session: Session, mo: int, rae: int) -> None:
    call = CustomerCall(
        coach_id=mo, rep_id=rae, call_at=NOW, call_minutes=45, tier=Tier.NEW, made_at=NOW
    )
    session.add(call)
    session.flush()
    session.add_all(
        [
            CallBody(customer_call_id=call.id or 0, deal=SAID, objective=SAID, rep_well=SAID),
            RepTier(rep_id=rae, tier=Tier.NEW, set_by_id=mo, set_at=NOW),
            Pilot(coach_id=mo, rep_id=rae, starts_on=TODAY, ends_on=TODAY + timedelta(days=30)),
        ]
    )


def _plans(session: Session, mo: int, rae: int, lena: int) -> None:
    plan = ActionPlan(coach_id=mo, coached_id=rae, opened_on=TODAY, review_on=TODAY, touched_at=NOW)
    session.add(plan)
    session.flush()
    number = plan.id or 0
    session.add_all(
        [
            ActionPlanBody(action_plan_id=number, objective=SAID),
            ActionStep(action_plan_id=number, place=1, text=SAID, due_on=TODAY),
            PlanReview(
                action_plan_id=number, version=1, side=Side.LEADER, by_id=lena, at=NOW, note=SAID
            ),
        ]
    )


def _practice(session: Session, mo: int, rae: int) -> None:
    practice = TeamPractice(coach_id=mo, moment="price", begun_at=NOW, held_on=TODAY)
    session.add(practice)
    session.flush()
    session.add(
        PracticeTurn(team_practice_id=practice.id or 0, rep_id=rae, attempted_at=NOW, debrief=SAID)
    )


def _booked(session: Session, mo: int, rae: int) -> None:
    series = Series(
        coach_id=mo,
        coached_id=rae,
        booked=Booked.ONE_TO_ONE,
        weekday=1,
        clock="09:30",
        zone="Europe/Paris",
        minutes=30,
        starts_on=TODAY,
        until=TODAY + timedelta(days=60),
        made_at=NOW,
    )
    session.add(series)
    session.flush()
    appointment = Appointment(
        coach_id=mo,
        coached_id=rae,
        series_id=series.id,
        booked=Booked.ONE_TO_ONE,
        status=Status.CANCELLED,
        due_week=TODAY,
        starts_at=NOW,
        minutes=30,
        booked_minutes=30,
        first_at=NOW,
        uid="one",
    )
    session.add(appointment)
    session.flush()
    session.add_all(
        [
            AppointmentStep(
                appointment_id=appointment.id or 0,
                place=1,
                by_id=mo,
                move=Move.CANCELLED,
                at=NOW,
                reason=SAID,
            ),
            CadenceOverride(
                coach_id=mo, coached_id=rae, per_month=2, minutes=30, reason=SAID, set_at=NOW
            ),
            QuarterHour(coach_id=mo, rep_id=rae, asked_at=NOW),
            CoachOfRecord(
                rep_id=rae,
                kind=CoachKind.EXTERNAL,
                outside=SAID,
                starts_on=TODAY,
                set_by_id=mo,
                set_at=NOW,
            ),
            CalendarFeed(person_id=rae, secret_digest="r", made_at=NOW),
        ]
    )


def _managed(session: Session, mo: int, rae: int, lena: int) -> None:
    audit = TimeAudit(person_id=mo, starts_on=TODAY, drops=OWN, closed_at=NOW)
    ten = SelfAudit(about_id=mo, by_id=lena, quarter=MONTH, begun_at=NOW)
    counts = {
        name: 0 for name in CoachMonth.model_fields if name not in {"coach_id", "month", "made_at"}
    }
    session.add_all([audit, ten])
    session.flush()
    session.add_all(
        [
            TimeSlot(
                time_audit_id=audit.id or 0, day=TODAY, category=Category.COACHING, minutes=30
            ),
            SelfAuditPoint(self_audit_id=ten.id or 0, point=1, yes=True, found=OWN, note=OWN),
            InterruptionContract(
                coach_id=mo,
                text=OWN,
                reasons=OWN,
                within_days=2,
                written_at=NOW,
                signed_at=NOW,
                signed_by_id=lena,
            ),
            CoachMonth(coach_id=mo, month=MONTH, made_at=NOW, **counts),
            PulseTicket(coached_id=rae, coach_id=mo, month=MONTH, secret_digest="t"),
            PulseSaid(coach_id=mo, month=MONTH, rating=4, thinking=4, one_thing=4, hard=4),
            PulseFigure(
                node_id=mo,
                period_from=MONTH,
                period_to=MONTH,
                people=5,
                rating=8,
                thinking=8,
                one_thing=8,
                hard=8,
                released_at=NOW,
            ),
        ]
    )
    session.flush()
    ten.sent_at = NOW
    session.add(ten)
