"""Log, calls, cycles, plans, practice, rhythm and time, as far as the actor may know of them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract.tables import InterruptionContract
from coach_the_coach.cadence.hours.tables import TimeAudit, TimeSlot
from coach_the_coach.cadence.tables import (
    Appointment,
    AppointmentStep,
    CadenceOverride,
    CoachMonth,
    CoachOfRecord,
    QuarterHour,
    Series,
)
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
from coach_the_coach.coaching.cycles.tables import (
    ActionPlan,
    ActionPlanBody,
    ActionStep,
    PlanReview,
)
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogBody, LogEntry
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall, Pilot, RepTier
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint

WHO: Final = (
    *("coach_id", "coached_id", "rep_id", "person_id", "by_id", "about_id"),
    *("signed_by_id", "set_by_id", "agreed_by_id"),
)
"""Columns that name somebody, given as names."""

HIDDEN: Final = frozenset(
    {
        *("id", "public_id", "coaching_session_id", "uid", "recurrence", "sequence", "subject"),
        "seen_sequence",
        *("log_entry_id", "cycle_id", "customer_call_id", "significance_id", "action_plan_id"),
        "seed",
        *("series_id", "appointment_id", "time_audit_id", "self_audit_id", "team_practice_id"),
    }
)
"""Columns that say nothing about anybody."""

COACHS: Final = frozenset({"blocker", "allowed"})
"""Of a step, what the one coached is not given: what was in the way, and what is a bypass."""

Given = list[dict[str, Any]]


def evidence_of(session: Session, actor: Actor) -> Given:
    """What counts for the actor, and what no longer does."""
    mine = select(Evidence).where(Evidence.person_id == actor.person_id)
    return _given(session, session.exec(mine.order_by(col(Evidence.id))).all())


def coaching_of(session: Session, actor: Actor) -> dict[str, Given]:
    """Sessions in the log, next steps, cycles and plans in which the actor took part."""
    entries = _with(session, actor, LogEntry)
    cycles = _with(session, actor, Cycle)
    plans = _with(session, actor, ActionPlan)
    tiers = select(RepTier).where(
        or_(col(RepTier.rep_id) == actor.person_id, col(RepTier.set_by_id) == actor.person_id)
    )
    return {
        "log": _given(session, entries, _parts(session, entries, LogBody, LogAnswer)),
        "next_steps": _given(session, _with(session, actor, Commitment)),
        "cycles": _given(session, cycles, _parts(session, cycles, CycleBody)),
        "plans": _given(
            session, plans, _parts(session, plans, ActionPlanBody, ActionStep, PlanReview)
        ),
        "tiers": _given(session, session.exec(tiers.order_by(col(RepTier.rep_id))).all()),
    }


def calls_of(session: Session, actor: Actor) -> dict[str, Given]:
    """Customer calls in which the actor took part, with plan and debrief; and pilots."""
    calls = _with(session, actor, CustomerCall, "rep_id")
    return {
        "calls": _given(session, calls, _parts(session, calls, CallBody)),
        "pilots": _given(session, _with(session, actor, Pilot, "rep_id")),
    }


def team_practice_of(session: Session, actor: Actor) -> dict[str, Given]:
    """Practices that the actor led, and the actor's own rounds."""
    led = select(TeamPractice).where(TeamPractice.coach_id == actor.person_id)
    rounds = select(PracticeTurn).where(PracticeTurn.rep_id == actor.person_id)
    return {
        "led": _given(session, session.exec(led.order_by(col(TeamPractice.id))).all()),
        "rounds": _given(session, session.exec(rounds.order_by(col(PracticeTurn.id))).all()),
    }


def cadence_of(session: Session, actor: Actor) -> dict[str, Given]:
    """What was booked with the actor and what became of it, and the rules that hold for it."""
    booked = _with(session, actor, Appointment)
    months = select(CoachMonth).where(CoachMonth.coach_id == actor.person_id)
    contracts = select(InterruptionContract).where(InterruptionContract.coach_id == actor.person_id)
    return {
        "appointments": _given(session, booked, _steps(session, actor, booked)),
        "series": _given(session, _with(session, actor, Series)),
        "own_rhythms": _given(session, _with(session, actor, CadenceOverride)),
        "asked_for_time": _given(session, _with(session, actor, QuarterHour, "rep_id")),
        "coach_of_record": _given(session, _with(session, actor, CoachOfRecord, "rep_id")),
        "rules_of_interruption": _given(
            session, session.exec(contracts.order_by(col(InterruptionContract.id))).all()
        ),
        "months": _given(session, session.exec(months.order_by(col(CoachMonth.month))).all()),
    }


def hours_of(session: Session, actor: Actor) -> Given:
    """The actor's own audits of their time."""
    mine = select(TimeAudit).where(TimeAudit.person_id == actor.person_id)
    audits = session.exec(mine.order_by(col(TimeAudit.id))).all()
    return _given(session, audits, _parts(session, audits, TimeSlot))


def self_audits_of(session: Session, actor: Actor) -> Given:
    """The ten points as the actor answered them, and as others did who sent them about the actor.

    Those of others only for a quarter whose own the actor has sent.
    """
    by_me = col(SelfAudit.by_id) == actor.person_id
    own = aliased(SelfAudit)
    both_sent = exists().where(
        col(own.about_id) == col(SelfAudit.about_id),
        col(own.by_id) == actor.person_id,
        col(own.quarter) == col(SelfAudit.quarter),
        col(own.sent_at).is_not(None),
    )
    others = and_(
        col(SelfAudit.about_id) == actor.person_id, col(SelfAudit.sent_at).is_not(None), both_sent
    )
    found = session.exec(
        select(SelfAudit).where(or_(by_me, others)).order_by(col(SelfAudit.id))
    ).all()
    return _given(session, found, _parts(session, found, SelfAuditPoint))


def learning_of(session: Session, actor: Actor) -> dict[str, Given]:
    """What the actor answered of what they learned, and where they say they used it."""
    tries = select(KnowledgeTry).where(KnowledgeTry.person_id == actor.person_id)
    uses = select(UnitUse).where(UnitUse.person_id == actor.person_id)
    return {
        "tries": _given(session, session.exec(tries.order_by(col(KnowledgeTry.id))).all()),
        "units": _given(session, session.exec(uses.order_by(col(UnitUse.id))).all()),
    }


def _with(session: Session, actor: Actor, table: Any, coached: str = "coached_id") -> list[Any]:
    """Rows of a table in which the actor is one of the two, as they were made."""
    both = or_(table.coach_id == actor.person_id, getattr(table, coached) == actor.person_id)
    return list(session.exec(select(table).where(both).order_by(table.id)).all())


def _parts(session: Session, rows: Iterable[Any], *tables: Any) -> dict[int, dict[str, Given]]:
    """What hangs on these rows, by their id and the name of its table."""
    owners = list(rows)
    ids = [row.id for row in owners]
    of = owners[0].__table__ if owners else None
    found: dict[int, dict[str, Given]] = {}
    for table in tables if owners else ():
        key = next(
            column
            for column in table.__table__.columns
            if any(one.column.table is of for one in column.foreign_keys)
        )
        hangs = session.exec(
            select(table).where(key.in_(ids)).order_by(*table.__table__.primary_key)
        )
        rows_of = list(hangs.all())
        for row, given in zip(rows_of, _given(session, rows_of), strict=True):
            found.setdefault(getattr(row, key.name), {}).setdefault(table.__tablename__, []).append(
                given
            )
    return found


def _steps(
    session: Session, actor: Actor, booked: Iterable[Appointment]
) -> dict[int, dict[str, Given]]:
    """What was done to each, with what is the coach's alone where that is the actor."""
    rows = list(booked)
    steps = _parts(session, rows, AppointmentStep)
    for row in rows:
        if row.coach_id != actor.person_id:
            for step in steps.get(row.id or 0, {}).get(AppointmentStep.__tablename__, []):
                for name in COACHS:
                    del step[name]
    return steps


def _given(
    session: Session,
    rows: Iterable[Any],
    parts: Mapping[int, Mapping[str, Given]] | None = None,
) -> Given:
    """Rows with names in place of people, and with what hangs on them."""
    there = list(rows)
    people = (getattr(row, who, None) for row in there for who in WHO)
    names = names_of(session, (id for id in people if id is not None))
    return [
        {
            **{
                name.removesuffix("_id") if name in WHO else name: (
                    names.get(value) if name in WHO else value
                )
                for name, value in row.model_dump(mode="json").items()
                if name not in HIDDEN
            },
            **((parts or {}).get(row.id, {}) if parts else {}),
        }
        for row in there
    ]
