"""Entering a customer call, planning it, looking back on it, dropping it."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.plans.queries import held_call, own_coach
from coach_the_coach.coaching.plans.rules import (
    CallDraft,
    DebriefDraft,
    PlanDraft,
    Tier,
    minutes_after,
    missing_in_plan,
    problems_in_call,
    problems_in_debrief,
    problems_in_plan,
)
from coach_the_coach.coaching.plans.significant.actions import reason_id
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall, RepTier
from coach_the_coach.coaching.plans.whom.rules import proposed_tier
from coach_the_coach.coaching.queries import coached
from coach_the_coach.evidence.actions import keep, turn_stale, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("call:enter", _("entered a customer call"), Told.SUBJECT)
def plan_call(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    draft: CallDraft,
    plan: PlanDraft | None = None,
    at: datetime,
) -> str:
    """Enter a call with as much of its plan as there is, and tell the other; returns its public id.

    As a coach with somebody one coaches; with oneself as the rep, with one's own coach, who is
    asked for a plan. The same public id again changes nothing. Raises NotFound or NotPermitted for
    somebody the actor does not coach, Invalid for what does not fit.
    """
    actor.require(Permission.SELF)
    if _entered(session, actor, public_id) is not None:
        nothing_done(session)
        return public_id
    if problems := problems_in_call(draft, at=at):
        raise Invalid(problems)
    coach, rep = _two(session, actor, draft, at)
    reason = reason_id(session, draft.reason, at=at)
    is_first = _insert_once(
        session,
        public_id=public_id,
        coach_id=coach.id,
        rep_id=rep.id,
        call_at=draft.call_at,
        call_minutes=draft.minutes,
        significance_id=reason,
        tier=_tier(session, rep, at),
        by_rep=rep.id == actor.person_id,
        made_at=at,
    )
    call = _entered(session, actor, public_id)
    if call is None:
        raise NotFound
    if not is_first:
        nothing_done(session)
        return public_id
    body = CallBody(customer_call_id=call.id or 0, deal=draft.deal.strip())
    session.add(body)
    session.flush()
    other = coach if call.by_rep else rep
    about(session, person_id=other.id, thing=public_id)
    if plan is not None and not plan.is_empty:
        _keep_plan(session, actor, call, body, plan, at)
    _count(session, call, at)
    said = _("{name} would like to plan a customer call with you.")
    if not call.by_rep:
        said = _("{name} entered a customer call of yours, to plan it with you.")
    tell(
        session,
        other.id or 0,
        said.format(name=actor.name),
        link=routes.customer_call(public_id),
        at=at,
    )
    return public_id


@logged("call:plan", _("planned a customer call"), Told.SUBJECT)
def change_plan(
    session: Session, actor: Actor, *, public_id: str, plan: PlanDraft, at: datetime
) -> None:
    """Keep the plan of a call that has not begun; once its coach keeps it whole, it is planned.

    A rep may leave parts open for the two to fill in. Raises NotFound for everybody but the two,
    Conflict once the call has begun or is dropped, Invalid for what is missing or does not fit.
    """
    call, body = held_call(session, actor, public_id)
    _require_there(call)
    if call.call_at <= at:
        raise Conflict(_("The call has begun. What was planned stays as it is."))
    if _plan_in(body) == plan and (call.planned_at or call.coach_id != actor.person_id):
        nothing_done(session)
        return
    _keep_plan(session, actor, call, body, plan, at)
    about(session, person_id=_other(call, actor), thing=public_id)
    _count(session, call, at)


@logged("call:rep_part", _("looked back on a customer call"), Told.SUBJECT)
def keep_rep_part(
    session: Session, actor: Actor, *, public_id: str, draft: DebriefDraft, at: datetime
) -> None:
    """Keep what the rep says of the call, which comes first: said by them, or typed by the coach.

    The rep may change it until the coach has said theirs. Raises NotFound for everybody but the
    two, Conflict before the call, once it is settled, and for a coach where the rep has spoken;
    Invalid for what is missing.
    """
    call, body = held_call(session, actor, public_id)
    _require_debriefing(call, at)
    if problems := problems_in_debrief(draft, by_rep=True):
        raise Invalid(problems)
    before = DebriefDraft(body.rep_well, body.rep_not, body.rep_learned, body.rep_next)
    if call.rep_said_at is not None and before == draft:
        nothing_done(session)
        return
    if call.debriefed_at is not None:
        raise Conflict(_("Both have looked back on this call, and it stays as it is."))
    is_rep = call.rep_id == actor.person_id
    if call.rep_said_at is not None and not is_rep:
        raise Conflict(_("This is said already, and only the one who said it changes it."))
    body.rep_well, body.rep_not = draft.well, draft.not_well
    body.rep_learned, body.rep_next = draft.learned, draft.next_time
    is_first = call.rep_said_at is None
    call.rep_said_at = call.rep_said_at or at
    session.add_all([call, body])
    about(session, person_id=_other(call, actor), thing=public_id)
    _count(session, call, at)
    if is_first and is_rep:
        said = _("{name} looked back on a customer call. Your part is next.")
        link = routes.customer_call(public_id)
        tell(session, call.coach_id, said.format(name=actor.name), link=link, at=at)


@logged("call:coach_part", _("answered in the debrief of a customer call"), Told.SUBJECT)
def keep_coach_part(
    session: Session, actor: Actor, *, public_id: str, draft: DebriefDraft, at: datetime
) -> None:
    """Keep what the coach says after the rep: then the call is debriefed, and it counts.

    The coach may change their words later; when it was debriefed stays. Raises NotFound for
    everybody but the coach, Conflict before the rep's part is kept, Invalid for what is missing.
    """
    call, body = held_call(session, actor, public_id)
    if call.coach_id != actor.person_id:
        raise NotFound
    _require_debriefing(call, at)
    if call.rep_said_at is None:
        raise Conflict(_("First what the other says, then what you say."))
    if problems := problems_in_debrief(draft, by_rep=False):
        raise Invalid(problems)
    before = DebriefDraft(body.coach_well, body.coach_not, body.coach_learned, body.coach_next)
    if call.debriefed_at is not None and before == draft:
        nothing_done(session)
        return
    body.coach_well, body.coach_not = draft.well, draft.not_well
    body.coach_learned, body.coach_next = draft.learned, draft.next_time
    about(session, person_id=call.rep_id, thing=public_id)
    session.add(body)
    if call.debriefed_at is not None:
        return
    call.debriefed_at = at
    call.minutes_after = minutes_after(call.call_at, call.call_minutes, at)
    session.add(call)
    keep(session, call.coach_id, EvidenceKind.DEBRIEF, public_id, at=call.call_at, now=at)
    _count(session, call, at)
    said = _("{name} answered in the debrief of your customer call.")
    link = routes.customer_call(public_id)
    tell(session, call.rep_id, said.format(name=actor.name), link=link, at=at)


@logged("call:drop", _("dropped a customer call"), Told.SUBJECT)
def drop_call(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Drop a call that does not take place; it is counted apart, and its plan counts no longer.

    Raises NotFound for everybody but the two, Conflict once both have looked back on it.
    """
    call, _body = held_call(session, actor, public_id)
    if call.dropped_at is not None:
        nothing_done(session)
        return
    if call.debriefed_at is not None:
        raise Conflict(_("Both have looked back on this call, so it took place."))
    call.dropped_at = at
    session.add(call)
    withdraw(session, public_id, at=at, reason=_("The call was dropped."))
    about(session, person_id=_other(call, actor), thing=public_id)
    _count(session, call, at)
    link = routes.customer_call(public_id)
    said = _("{name} dropped a customer call.").format(name=actor.name)
    tell(session, _other(call, actor), said, link=link, at=at)


def _two(session: Session, actor: Actor, draft: CallDraft, at: datetime) -> tuple[Person, Person]:
    """Coach and rep. Raises as `plan_call`."""
    if draft.rep_id != actor.public_id:
        return session.get_one(Person, actor.person_id), coached(session, actor, draft.rep_id)
    coach = own_coach(session, actor, at=at)
    if coach is None:
        raise Invalid({"rep_id": _("Nobody is named here who coaches you.")})
    return coach, session.get_one(Person, actor.person_id)


def _entered(session: Session, actor: Actor, public_id: str) -> CustomerCall | None:
    mine = visible(CustomerCall, actor).where(CustomerCall.public_id == public_id)
    return session.exec(mine).first()


def _tier(session: Session, rep: Person, at: datetime) -> Tier:
    """Where the rep stands, as said, or as proposed until somebody says."""
    # A coach who takes another's place says nothing of it and yet it counts.
    with as_program(session):
        said = session.exec(select(RepTier.tier).where(RepTier.rep_id == rep.id)).first()
    return Tier(said) if said else proposed_tier(rep.starts_on, today=local_day(at, rep.time_zone))


def _keep_plan(
    session: Session,
    actor: Actor,
    call: CustomerCall,
    body: CallBody,
    plan: PlanDraft,
    at: datetime,
) -> None:
    """Keep the words of a plan, and that it is planned where its coach does. Raises Invalid."""
    is_coach = call.coach_id == actor.person_id
    must_be_whole = is_coach or call.planned_at is not None
    check = missing_in_plan if must_be_whole else problems_in_plan
    if problems := check(plan, deal=body.deal):
        raise Invalid(problems)
    if call.call_at <= at:
        raise Invalid({"call_at": _("The call has begun: there is nothing to plan any more.")})
    for name in ("objective", "questions", "information", "risk", "risk_answer"):
        setattr(body, name, getattr(plan, name))
    session.add(body)
    if is_coach and call.planned_at is None:
        call.planned_at = at
        session.add(call)
        keep(session, call.coach_id, EvidenceKind.PLAN, call.public_id, at=at, now=at)


def _plan_in(body: CallBody) -> PlanDraft:
    return PlanDraft(body.objective, body.questions, body.information, body.risk, body.risk_answer)


def _require_there(call: CustomerCall) -> None:
    """Go on only with a call that is not dropped. Raises Conflict."""
    if call.dropped_at is not None:
        raise Conflict(_("This call was dropped."))


def _require_debriefing(call: CustomerCall, at: datetime) -> None:
    """Go on only with a call that has begun and is not dropped. Raises Conflict."""
    _require_there(call)
    if call.call_at > at:
        raise Conflict(_("The call is still to come. Look back once it is over."))


def _other(call: CustomerCall, actor: Actor) -> int:
    return call.rep_id if call.coach_id == actor.person_id else call.coach_id


def _count(session: Session, call: CustomerCall, at: datetime) -> None:
    """Have the coach's figures of the day of the call made anew."""
    coach = session.get_one(Person, call.coach_id)
    turn_stale(session, call.coach_id, [local_day(call.call_at, coach.time_zone)], at=at)


def _insert_once(session: Session, **values: object) -> bool:
    """Insert a call unless its id is there already, also in a race; whether it was new."""
    row = insert_into(session, CustomerCall).values(**values).on_conflict_do_nothing()
    return session.execute(row.returning(col(CustomerCall.id))).first() is not None
