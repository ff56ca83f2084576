"""A row in every table about coaching: Mo coaches Rae, with Lena who leads Mo directly."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, select

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
from coach_the_coach.certification.credential.rules import Format
from coach_the_coach.certification.credential.tables import (
    Award,
    Credential,
    CredentialShare,
    IssuerKey,
)
from coach_the_coach.certification.learning.tables import KnowledgeTry, UnitUse
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
from tests.identity.certified import certified

SAID: Final = "The pump story of Halden"
"""Words that stand in everything that is said about Rae."""

OWN: Final = "Mo keeps Tuesdays free"
"""Words that stand in everything that Mo writes about himself."""


def coached(
    session: Session,
    cast: Cast,
    *,
    at: datetime = NOW,
    said: str = SAID,
    own: str = OWN,
    outside: str = SAID,
) -> None:
    """Everything once; all of it signed, sent and settled; `outside` is who else coaches Rae."""
    mo, rae, lena = cast.mo.id or 0, cast.rae.id or 0, cast.lena.id or 0
    _log(session, mo, rae, at, said)
    _calls(session, mo, rae, at, said)
    _plans(session, (mo, rae, lena), at, said)
    _practice(session, mo, rae, at, said)
    _booked(session, (mo, rae), at, said, outside)
    _managed(session, (mo, rae, lena), at, own)
    certified(session, cast, at=at, own=own)
    _shared(session, mo, at)
    keep(session, mo, EvidenceKind.LOG, "f" * 32, at=at, now=at)
    session.flush()


def _log(session: Session, mo: int, rae: int, at: datetime, said: str) -> None:
    cycle = Cycle(
        coach_id=mo,
        coached_id=rae,
        cause=Cause.SKILL,
        ladder=Ladder.KNOWS,
        opened_on=at.date(),
        touched_at=at,
    )
    session.add(cycle)
    session.flush()
    entry = LogEntry(
        coach_id=mo,
        coached_id=rae,
        form=Form.ONE_TO_ONE,
        purpose=Purpose.COACH,
        planned=True,
        held_at=at,
        held_on=at.date(),
        minutes=30,
        developmental=30,
        cycle_id=cycle.id,
        complete=True,
        specific=True,
        logged_at=at,
    )
    session.add(entry)
    session.flush()
    number = entry.id or 0
    session.add_all(
        [
            CycleBody(
                cycle_id=cycle.id or 0, skill=said, baseline=said, target=said, exit_evidence=said
            ),
            LogBody(log_entry_id=number, focus=said, moment=said, feedback=said, deal=said),
            Commitment(
                log_entry_id=number,
                coach_id=mo,
                coached_id=rae,
                deal=said,
                text=said,
                owner=Owner.COACHED,
                due_on=at.date(),
                agreed_at=at,
            ),
            LogAnswer(log_entry_id=number, answer=Answer.TAKEN, at=at),
            KnowledgeTry(
                person_id=mo, bank="asking", seed=1, begun_at=at, finished_at=at, right=5, asked=5
            ),
            UnitUse(
                person_id=mo,
                unit="asking",
                read_at=at,
                read_on=at.date(),
                used_at=at,
                log_entry_id=number,
                words=said,
            ),
        ]
    )


def _calls(session: Session, mo: int, rae: int, at: datetime, said: str) -> None:
    call = CustomerCall(
        coach_id=mo, rep_id=rae, call_at=at, call_minutes=45, tier=Tier.NEW, made_at=at
    )
    session.add(call)
    session.flush()
    session.add_all(
        [
            CallBody(customer_call_id=call.id or 0, deal=said, objective=said, rep_well=said),
            RepTier(rep_id=rae, tier=Tier.NEW, set_by_id=mo, set_at=at),
            Pilot(
                coach_id=mo, rep_id=rae, starts_on=at.date(), ends_on=at.date() + timedelta(days=30)
            ),
        ]
    )


def _plans(session: Session, who: tuple[int, int, int], at: datetime, said: str) -> None:
    mo, rae, lena = who
    plan = ActionPlan(
        coach_id=mo, coached_id=rae, opened_on=at.date(), review_on=at.date(), touched_at=at
    )
    session.add(plan)
    session.flush()
    number = plan.id or 0
    session.add_all(
        [
            ActionPlanBody(action_plan_id=number, objective=said),
            ActionStep(action_plan_id=number, place=1, text=said, due_on=at.date()),
            PlanReview(
                action_plan_id=number, version=1, side=Side.LEADER, by_id=lena, at=at, note=said
            ),
        ]
    )


def _practice(session: Session, mo: int, rae: int, at: datetime, said: str) -> None:
    practice = TeamPractice(coach_id=mo, moment="price", begun_at=at, held_on=at.date())
    session.add(practice)
    session.flush()
    session.add(
        PracticeTurn(team_practice_id=practice.id or 0, rep_id=rae, attempted_at=at, debrief=said)
    )


def _booked(session: Session, who: tuple[int, int], at: datetime, said: str, outside: str) -> None:
    mo, rae = who
    series = Series(
        coach_id=mo,
        coached_id=rae,
        booked=Booked.ONE_TO_ONE,
        weekday=1,
        clock="09:30",
        zone="Europe/Paris",
        minutes=30,
        starts_on=at.date(),
        until=at.date() + timedelta(days=60),
        made_at=at,
    )
    session.add(series)
    session.flush()
    appointment = Appointment(
        coach_id=mo,
        coached_id=rae,
        series_id=series.id,
        booked=Booked.ONE_TO_ONE,
        status=Status.CANCELLED,
        due_week=at.date(),
        starts_at=at,
        minutes=30,
        booked_minutes=30,
        first_at=at,
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
                at=at,
                reason=said,
            ),
            CadenceOverride(
                coach_id=mo, coached_id=rae, per_month=2, minutes=30, reason=said, set_at=at
            ),
            QuarterHour(coach_id=mo, rep_id=rae, asked_at=at),
            CoachOfRecord(
                rep_id=rae,
                kind=CoachKind.EXTERNAL,
                outside=outside,
                starts_on=at.date(),
                set_by_id=mo,
                set_at=at,
            ),
            CalendarFeed(person_id=rae, secret_digest="r", made_at=at),
        ]
    )


def _managed(session: Session, who: tuple[int, int, int], at: datetime, own: str) -> None:
    (mo, rae, lena), month = who, at.date().replace(day=1)
    audit = TimeAudit(person_id=mo, starts_on=at.date(), drops=own, closed_at=at)
    ten = SelfAudit(about_id=mo, by_id=lena, quarter=month, begun_at=at)
    counts = {
        name: 0 for name in CoachMonth.model_fields if name not in {"coach_id", "month", "made_at"}
    }
    session.add_all([audit, ten])
    session.flush()
    session.add_all(
        [
            TimeSlot(
                time_audit_id=audit.id or 0, day=at.date(), category=Category.COACHING, minutes=30
            ),
            SelfAuditPoint(self_audit_id=ten.id or 0, point=1, yes=True, found=own, note=own),
            InterruptionContract(
                coach_id=mo,
                text=own,
                reasons=own,
                within_days=2,
                written_at=at,
                offered_at=at,
                signed_at=at,
                signed_by_id=lena,
            ),
            CoachMonth(coach_id=mo, month=month, made_at=at, **counts),
            PulseTicket(coached_id=rae, coach_id=mo, month=month, secret_digest="t"),
            PulseSaid(coach_id=mo, month=month, rating=4, thinking=4, one_thing=4, hard=4),
            PulseFigure(
                node_id=mo,
                period_from=month,
                period_to=month,
                people=5,
                rating=8,
                thinking=8,
                one_thing=8,
                hard=8,
                released_at=at,
            ),
        ]
    )
    session.flush()
    ten.sent_at = at
    session.add(ten)


def _shared(session: Session, mo: int, at: datetime) -> None:
    """A certificate that its holder shows, signed with a key of the house."""
    award = session.exec(select(Award).where(Award.person_id == mo)).one()
    key = IssuerKey(kid="one", algorithm="RS256", public={}, sealed="", made_at=at)
    share = CredentialShare(award_id=award.id or 0, status_index=5, made_at=at)
    session.add_all([key, share])
    session.flush()
    session.add(
        Credential(
            award_id=award.id or 0,
            share_id=share.id,
            format=Format.JWT,
            content="x",
            kid="one",
            issued_at=at,
        )
    )
    session.flush()
