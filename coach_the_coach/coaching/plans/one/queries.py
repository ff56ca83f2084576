"""One call, for the two and for whoever leads its coach directly."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.coaching.plans.one.rows import Answers, CallRow
from coach_the_coach.coaching.plans.queries import found_call
from coach_the_coach.coaching.plans.rules import BEST_WITHIN, after_words
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall
from coach_the_coach.foundation.when import appointment
from coach_the_coach.identity.access import Actor


def customer_call(session: Session, actor: Actor, *, public_id: str, at: datetime) -> CallRow:
    """A call with its words. Raises NotFound for whoever may not read them."""
    call, body, reason, coach, rep = found_call(session, actor, public_id)
    after = call.minutes_after
    return CallRow(
        public_id=public_id,
        deal=body.deal,
        coach=coach.name,
        rep=rep.name,
        coach_first_name=coach.given_name,
        rep_first_name=rep.given_name,
        is_coach=call.coach_id == actor.person_id,
        is_rep=call.rep_id == actor.person_id,
        when=appointment(call.call_at, actor.time_zone, at),
        minutes=call.call_minutes,
        reason=reason or "",
        by_rep=call.by_rep,
        is_dropped=call.dropped_at is not None,
        has_begun=call.call_at <= at,
        objective=body.objective,
        questions=body.questions,
        information=body.information,
        risk=body.risk,
        risk_answer=body.risk_answer,
        is_planned=call.planned_at is not None,
        rep_said=call.rep_said_at is not None,
        rep_part=Answers(body.rep_well, body.rep_not, body.rep_learned, body.rep_next),
        coach_said=call.debriefed_at is not None,
        coach_part=_coach_part(body),
        after=after_words(after),
        is_quick=after is not None and after <= BEST_WITHIN,
        **_may(call, actor, at),
    )


def _coach_part(body: CallBody) -> Answers:
    return Answers(body.coach_well, body.coach_not, body.coach_learned, body.coach_next)


def _may(call: CustomerCall, actor: Actor, at: datetime) -> dict[str, bool]:
    """What the actor may do about the call now, as the actions see it."""
    is_coach, is_rep = (one == actor.person_id for one in (call.coach_id, call.rep_id))
    takes_part = (is_coach or is_rep) and call.dropped_at is None
    is_over, is_done = call.call_at <= at, call.debriefed_at is not None
    has_said = call.rep_said_at is not None
    return {
        "may_plan": takes_part and not is_over,
        "may_say": takes_part and is_over and not is_done and (is_rep or not has_said),
        "may_answer": takes_part and is_coach and is_over and has_said,
        "may_drop": takes_part and not is_done,
    }
