"""Words about coaching, statement by statement, as an erasure takes them; counts stay."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, select

from coach_the_coach.cadence.calendar.tables import CalendarFeed
from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.cadence.tables import (
    Appointment,
    AppointmentStep,
    CadenceOverride,
    CoachOfRecord,
)
from coach_the_coach.certification.credential.tables import Award, Credential
from coach_the_coach.certification.learning.tables import UnitUse
from coach_the_coach.coaching.cycles.tables import (
    ActionPlan,
    ActionPlanBody,
    ActionStep,
    PlanReview,
)
from coach_the_coach.coaching.log.tables import Commitment, LogBody, LogEntry
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall, RepTier
from coach_the_coach.coaching.practice.tables import PracticeTurn
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.foundation.erasing import is_held
from coach_the_coach.pulse.tables import PulseTicket
from coach_the_coach.records.queries import Step, emptied
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint


def shared_steps(people: Any) -> list[Step]:
    """What a coach and the coached share: words about the one coached, unless a hold keeps them."""
    entries = select(LogEntry.id).where(_between(LogEntry, people))
    cycles = select(Cycle.id).where(_between(Cycle, people))
    calls = select(CustomerCall.id).where(
        col(CustomerCall.rep_id).in_(people), ~is_held(col(CustomerCall.coach_id))
    )
    return [
        emptied(
            LogBody,
            col(LogBody.log_entry_id).in_(entries),
            ("focus", "moment", "feedback", "deal", "why_withdrawn"),
        ),
        emptied(UnitUse, col(UnitUse.log_entry_id).in_(entries), ("words",)),
        emptied(Commitment, _between(Commitment, people), ("text",)),
        *_deals_of_steps(people),
        emptied(
            CycleBody,
            col(CycleBody.cycle_id).in_(cycles),
            (
                *("skill", "goal", "baseline", "target"),
                *("exit_evidence", "seen", "deals", "next_skill", "reason"),
            ),
        ),
        emptied(
            CallBody,
            col(CallBody.customer_call_id).in_(calls),
            (
                *("deal", "objective", "questions", "information", "risk", "risk_answer"),
                *("rep_well", "rep_not", "rep_learned", "rep_next"),
                *("coach_well", "coach_not", "coach_learned", "coach_next"),
            ),
        ),
        emptied(CadenceOverride, _between(CadenceOverride, people), ("reason",)),
    ]


def _deals_of_steps(people: Any) -> list[Step]:
    """The deals of next steps; an open one keeps a name of its own, for one is open a deal."""
    deal, own = col(Commitment.deal), col(Commitment.public_id)
    between, is_open = _between(Commitment, people), col(Commitment.closed_at).is_(None)
    return [
        emptied(Commitment, and_(between, ~is_open), ("deal",)),
        Step(Commitment, and_(between, is_open, deal != "", deal != own), {"deal": own}),
    ]


def words_about(person_id: int) -> list[Step]:
    """Words about the person that are theirs or were signed, and so go in the erasure itself."""
    plans = select(ActionPlan.id).where(ActionPlan.coached_id == person_id)
    booked = select(Appointment.id).where(
        or_(col(Appointment.coached_id) == person_id, col(Appointment.coach_id) == person_id)
    )
    audits = select(SelfAudit.id).where(SelfAudit.about_id == person_id)
    return [
        emptied(
            ActionPlanBody,
            col(ActionPlanBody.action_plan_id).in_(plans),
            ("objective", "result"),
        ),
        emptied(ActionStep, col(ActionStep.action_plan_id).in_(plans), ("text",)),
        emptied(PlanReview, col(PlanReview.action_plan_id).in_(plans), ("note",)),
        emptied(PracticeTurn, col(PracticeTurn.rep_id) == person_id, ("debrief",)),
        emptied(AppointmentStep, col(AppointmentStep.appointment_id).in_(booked), ("reason",)),
        emptied(
            InterruptionContract,
            col(InterruptionContract.coach_id) == person_id,
            ("text", "reasons", "returned_why"),
        ),
        emptied(TimeAudit, col(TimeAudit.person_id) == person_id, ("drops",)),
        emptied(UnitUse, col(UnitUse.person_id) == person_id, ("words",)),
        emptied(SelfAuditPoint, col(SelfAuditPoint.self_audit_id).in_(audits), ("found", "note")),
    ]


def own_rows(person_id: int) -> list[Step]:
    """What is the person's alone, or says where they stand today."""
    awards = select(Award.id).where(Award.person_id == person_id)
    return [
        Step(RepTier, col(RepTier.rep_id) == person_id),
        Step(CalendarFeed, col(CalendarFeed.person_id) == person_id),
        Step(PulseTicket, col(PulseTicket.coached_id) == person_id),
        emptied(CoachOfRecord, col(CoachOfRecord.rep_id) == person_id, ("outside",)),
        # Without them a share shows nothing any more; its place in the lists stays as it is.
        Step(Credential, col(Credential.award_id).in_(awards)),
    ]


def _between(table: Any, people: Any) -> ColumnElement[bool]:
    """The condition that one of them is the one coached, and no hold is on who coached them."""
    return and_(col(table.coached_id).in_(people), ~is_held(col(table.coach_id)))
