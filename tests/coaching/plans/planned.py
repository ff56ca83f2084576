"""Calls with their plans and debriefs, as the two make them."""

from datetime import datetime, timedelta

from sqlmodel import Session

from coach_the_coach.coaching.plans import actions
from coach_the_coach.coaching.plans.rules import CallDraft, DebriefDraft, PlanDraft
from coach_the_coach.coaching.plans.significant.rules import PROPOSED
from coach_the_coach.foundation.ids import new_id
from tests.cast import NOW, Cast

CALL_AT = NOW + timedelta(hours=2)
OVER = CALL_AT + timedelta(minutes=30)
REASON = PROPOSED[3]

PLAN = PlanDraft(
    objective="They name a date for the review of the proposal.",
    questions="Who else has to agree?\nWhat happens if nothing changes?",
    information="Who signs, and by which criteria.",
    risk="They ask for a discount first.",
    risk_answer="Ask what it would have to be worth.",
)
REP = DebriefDraft("They talked.", "I rushed the end.", "They fear the change.", "Wait longer.")
COACH = DebriefDraft(well="Your second question.", next_time="One question at a time.")


def entered(
    session: Session,
    cast: Cast,
    *,
    by: str = "mo",
    of: str = "rae",
    reason: str = REASON,
    call_at: datetime = CALL_AT,
    plan: PlanDraft | None = None,
    at: datetime = NOW,
    public_id: str = "",
) -> str:
    """A call of 30 minutes that one of the cast enters."""
    rep = getattr(cast, of).public_id
    draft = CallDraft(rep_id=rep, deal="Northwind", call_at=call_at, reason=reason)
    actor = cast.actor(getattr(cast, by))
    made = public_id or new_id()
    return actions.plan_call(session, actor, public_id=made, draft=draft, plan=plan, at=at)


def planned(session: Session, cast: Cast, **given) -> str:
    """A call that Mo planned with Rae."""
    return entered(session, cast, plan=PLAN, **given)


def debriefed(session: Session, cast: Cast, *, after: int = 20, **given) -> str:
    """A planned call on which both looked back so many minutes after it."""
    call = planned(session, cast, **given)
    over = given.get("call_at", CALL_AT) + timedelta(minutes=30 + after)
    rep, coach = (cast.actor(one) for one in (cast.rae, cast.mo))
    actions.keep_rep_part(session, rep, public_id=call, draft=REP, at=over)
    actions.keep_coach_part(session, coach, public_id=call, draft=COACH, at=over)
    return call
