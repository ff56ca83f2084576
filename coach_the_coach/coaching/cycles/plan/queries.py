"""Action plans, for the two and the direct leader; and whose signature waits."""

from datetime import date, datetime
from typing import Final

from babel.lists import format_list
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.cycles.plan.rows import PlanRow, SignatureRow, StepRow
from coach_the_coach.coaching.cycles.plan.rules import (
    side_word,
    standing,
    standing_mark,
    standing_word,
)
from coach_the_coach.coaching.cycles.rules import Side
from coach_the_coach.coaching.cycles.tables import (
    ActionPlan,
    ActionPlanBody,
    ActionStep,
    PlanReview,
)
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.foundation.when import begins, day, local_day, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, sees
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

WAITING: Final = 20
"""Most lines of one sort that wait. Source: docs/method.md#lists."""

READING: Final = audit.known("action_plan:read", _("read an action plan"), audit.Told.SUBJECT)
"""What is entered when whoever leads the coach reads a plan."""

_coach, _coached = aliased(Person), aliased(Person)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read a plan: one of the two, or direct leader."""
    return or_(
        sees(ActionPlan, actor, None),
        leads_directly(col(ActionPlan.coach_id), actor, Permission.COACHING_READ),
    )


def plan_of(session: Session, actor: Actor, public_id: str) -> tuple[ActionPlan, ActionPlanBody]:
    """A plan whose words the actor may read, as it is now. Raises NotFound for any other."""
    found = session.exec(
        select(ActionPlan, ActionPlanBody)
        .join(ActionPlanBody, col(ActionPlanBody.action_plan_id) == col(ActionPlan.id))
        .where(readable(actor), ActionPlan.public_id == public_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    return found


def own_plan(session: Session, actor: Actor, public_id: str) -> tuple[ActionPlan, ActionPlanBody]:
    """An open plan of the actor's, as its coach.

    Raises NotFound for one the actor may not read, NotPermitted for one they read and did not
    write, Conflict for one that is closed.
    """
    actor.require(Permission.COACHING_HOLD)
    plan, body = plan_of(session, actor, public_id)
    if plan.coach_id != actor.person_id:
        raise NotPermitted
    still_open(plan)
    return plan, body


def still_open(plan: ActionPlan) -> None:
    """Go on only with an open one. Raises Conflict."""
    if plan.closed_on is not None:
        raise Conflict(_("This plan is closed and stays as it is."))


def side_of(session: Session, actor: Actor, plan: ActionPlan) -> Side | None:
    """In which capacity the actor signs the plan; None for whoever does not."""
    if plan.coach_id == actor.person_id:
        return Side.MANAGER if actor.can(Permission.COACHING_HOLD) else None
    if plan.coached_id == actor.person_id:
        return None
    leads = leads_directly(col(Person.id), actor, Permission.COACHING_SIGN)
    led = session.exec(select(Person.id).where(Person.id == plan.coach_id, leads)).first()
    return Side.LEADER if led is not None else None


def signed_sides(session: Session, actor: Actor, plan: ActionPlan) -> set[Side]:
    """Who has signed the version that holds."""
    found = session.exec(
        select(PlanReview.side)
        .join(ActionPlan, col(ActionPlan.id) == col(PlanReview.action_plan_id))
        .where(readable(actor), PlanReview.action_plan_id == plan.id)
        .where(PlanReview.version == plan.version)
    ).all()
    return {Side(one) for one in found}


def same_plan(session: Session, actor: Actor, *, person: str, objective: str) -> str:
    """The actor's open plan with somebody for the same objective, by public id; empty for none."""
    found = session.exec(
        select(ActionPlan.public_id)
        .join(ActionPlanBody, col(ActionPlanBody.action_plan_id) == col(ActionPlan.id))
        .join(Person, col(Person.id) == col(ActionPlan.coached_id))
        .where(ActionPlan.coach_id == actor.person_id, Person.public_id == person)
        .where(col(ActionPlan.closed_on).is_(None), ActionPlanBody.objective == objective)
        .order_by(col(ActionPlan.id))
    ).first()
    return found or ""


def steps_of(session: Session, actor: Actor, plan: ActionPlan) -> list[ActionStep]:
    """The actions and milestones of a plan in their order."""
    found = session.exec(
        select(ActionStep)
        .join(ActionPlan, col(ActionPlan.id) == col(ActionStep.action_plan_id))
        .where(readable(actor), ActionStep.action_plan_id == plan.id)
        .order_by(col(ActionStep.place), col(ActionStep.id))
        .execution_options(populate_existing=True)
    ).all()
    return list(found)


def leaders_of(session: Session, actor: Actor, plan: ActionPlan, *, at: datetime) -> list[Person]:
    """To whom the coach of a plan reports directly; for those who may read the plan."""
    found = session.exec(
        select(Person)
        .join(Reach, col(Reach.ancestor_id) == col(Person.id))
        .join(ActionPlan, col(ActionPlan.coach_id) == col(Reach.descendant_id))
        .where(readable(actor), ActionPlan.id == plan.id, Reach.depth == 1, in_employment(at))
        .order_by(col(Person.given_name), col(Person.id))
    ).all()
    return list(found)


def plan_row(session: Session, actor: Actor, *, public_id: str, at: datetime) -> PlanRow:
    """One plan as the actor may read it. Raises NotFound for whoever may read no word of it."""
    plan, body = plan_of(session, actor, public_id)
    people = select(Person).where(col(Person.id).in_([plan.coach_id, plan.coached_id]))
    by_id = {one.id: one for one in session.exec(people).all()}
    coach, coached = by_id[plan.coach_id], by_id[plan.coached_id]
    today = local_day(at, coach.time_zone)
    leaders = leaders_of(session, actor, plan, at=at)
    steps = [_step(one, today) for one in steps_of(session, actor, plan)]
    signed = signed_sides(session, actor, plan)
    stands = standing(is_closed=plan.closed_on is not None, signed_by=signed)
    is_open = plan.closed_on is None
    part = _part(actor, plan)
    if part == "leader":
        audit.seen(session, READING, person_id=plan.coach_id, thing=public_id)
    side = side_of(session, actor, plan) if is_open else None
    return PlanRow(
        public_id=public_id,
        coach=coach.name,
        coached=coached.name,
        part=part,
        objective=body.objective,
        version=plan.version,
        version_word=_("Version {n}").format(n=plan.version),
        opened=day(plan.opened_on, today),
        review=day(plan.review_on, today),
        review_due=_review_due(plan, today),
        steps=steps,
        done_words=_("{done} of {all} done").format(
            done=sum(one.is_done for one in steps), all=len(steps)
        ),
        signatures=_signatures(session, actor, plan, at),
        standing=standing_word(stands, coach=coach.name),
        mark=standing_mark(stands),
        leader_words=_leader_words([one.name for one in leaders]),
        may_sign=_may_sign(side, signed),
        may_tick=is_open and part in {"coach", "coached"},
        is_open=is_open,
        closed=day(plan.closed_on, today),
        result=body.result,
        change=f"{routes.PLAN_NEW}?change={public_id}" if is_open and part == "coach" else "",
    )


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor of action plans: a signature, and the day to look at one again."""
    return _to_sign_as_leader(session, actor) + _own_plans(session, actor, at)


def _to_sign_as_leader(session: Session, actor: Actor) -> list[NextLine]:
    """Plans that whoever the actor leads directly has signed, and the actor has not."""
    if not actor.can(Permission.COACHING_SIGN):
        return []
    found = session.exec(
        select(ActionPlan, PlanReview.at, _coach, _coached)
        .join(PlanReview, _signed(Side.MANAGER))
        .join(_coach, col(_coach.id) == col(ActionPlan.coach_id))
        .join(_coached, col(_coached.id) == col(ActionPlan.coached_id))
        .where(leads_directly(col(ActionPlan.coach_id), actor, Permission.COACHING_SIGN))
        .where(col(ActionPlan.coached_id) != actor.person_id)
        .where(col(ActionPlan.closed_on).is_(None), _not_signed(Side.LEADER))
        .order_by(col(PlanReview.at), col(ActionPlan.id))
        .limit(WAITING)
    ).all()
    text = _("The action plan of {coach} with {coached} waits for your signature.")
    return [
        NextLine(
            text.format(coach=coach.name, coached=coached.name),
            _("Read and sign"),
            routes.action_plan(plan.public_id),
            0,
            signed_at.isoformat(),
        )
        for plan, signed_at, coach, coached in found
    ]


def _own_plans(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    """The actor's plans that they have not signed, and those whose day of review has come."""
    today = local_day(at, actor.time_zone)
    unsigned = _not_signed(Side.MANAGER)
    found = session.exec(
        select(ActionPlan, _coached, unsigned)
        .join(_coached, col(_coached.id) == col(ActionPlan.coached_id))
        .where(ActionPlan.coach_id == actor.person_id, col(ActionPlan.closed_on).is_(None))
        .where(or_(unsigned, col(ActionPlan.review_on) <= today))
        .order_by(col(ActionPlan.review_on), col(ActionPlan.id))
        .limit(WAITING)
    ).all()
    return [_own_line(actor, plan, coached, today) for plan, coached, _unsigned in found]


def _own_line(actor: Actor, plan: ActionPlan, coached: Person, today: date) -> NextLine:
    link = routes.action_plan(plan.public_id)
    if plan.review_on <= today:
        text = _("The action plan with {name} is to be looked at again.")
        since = begins(plan.review_on, actor.time_zone)
        return NextLine(text.format(name=coached.name), _("Open"), link, 1, since.isoformat())
    text = _("Your action plan with {name} is not signed yet.")
    since = plan.touched_at
    return NextLine(text.format(name=coached.name), _("Sign"), link, 1, since.isoformat())


def _signed(side: Side) -> ColumnElement[bool]:
    """The condition that a signature is for the version that holds, on this side."""
    return and_(
        col(PlanReview.action_plan_id) == col(ActionPlan.id),
        col(PlanReview.version) == col(ActionPlan.version),
        col(PlanReview.side) == side,
    )


_signature = aliased(PlanReview)


def _not_signed(side: Side) -> ColumnElement[bool]:
    return ~exists().where(
        col(_signature.action_plan_id) == col(ActionPlan.id),
        col(_signature.version) == col(ActionPlan.version),
        col(_signature.side) == side,
    )


def _part(actor: Actor, plan: ActionPlan) -> str:
    if plan.coach_id == actor.person_id:
        return "coach"
    return "coached" if plan.coached_id == actor.person_id else "leader"


def _may_sign(side: Side | None, signed: set[Side]) -> bool:
    """The leader signs what the manager has signed."""
    if side is None or side in signed:
        return False
    return side is Side.MANAGER or Side.MANAGER in signed


def _review_due(plan: ActionPlan, today: date) -> str:
    if plan.closed_on is not None or plan.review_on > today:
        return ""
    return _("The day to look at it again has come.")


def _leader_words(names: list[str]) -> str:
    if not names:
        return _("Nobody leads the one who wrote it, so one signature is all there is.")
    return _("{names} signs as the leader.").format(names=format_list(names, "or", locale="en_GB"))


def _step(one: ActionStep, today: date) -> StepRow:
    return StepRow(
        place=one.place,
        text=one.text,
        due=day(one.due_on, today),
        is_milestone=one.is_milestone,
        is_done=one.done_on is not None,
        done=day(one.done_on, today),
        is_late=one.done_on is None and one.due_on < today,
    )


def _signatures(
    session: Session, actor: Actor, plan: ActionPlan, at: datetime
) -> list[SignatureRow]:
    """Every signature, the newest first."""
    found = session.exec(
        select(PlanReview, Person)
        .join(Person, col(Person.id) == col(PlanReview.by_id))
        .join(ActionPlan, col(ActionPlan.id) == col(PlanReview.action_plan_id))
        .where(readable(actor), PlanReview.action_plan_id == plan.id)
        .order_by(col(PlanReview.at).desc(), col(PlanReview.version).desc(), col(PlanReview.side))
    ).all()
    return [
        SignatureRow(
            who=who.name,
            side=side_word(one.side, coach_word=_("coach")),
            version=_("version {n}").format(n=one.version),
            is_current=one.version == plan.version,
            when=moment(one.at, actor.time_zone, at),
            note=one.note,
        )
        for one, who in found
    ]
