"""Writing an action plan, doing what it says, signing and closing it."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.coaching.cycles.plan.queries import (
    leaders_of,
    own_plan,
    plan_of,
    same_plan,
    side_of,
    signed_sides,
    steps_of,
    still_open,
)
from coach_the_coach.coaching.cycles.plan.rules import (
    NOTE_LENGTH,
    PlanDraft,
    problems_in,
    problems_in_result,
    problems_in_words,
)
from coach_the_coach.coaching.cycles.rules import Side
from coach_the_coach.coaching.cycles.tables import (
    ActionPlan,
    ActionPlanBody,
    ActionStep,
    PlanReview,
)
from coach_the_coach.coaching.queries import as_opened, coached
from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.sign_in import has_left
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell, tell_all
from coach_the_coach.shell import routes


@logged("action_plan:open", _("wrote an action plan with somebody"), Told.SUBJECT)
def open_plan(
    session: Session, actor: Actor, *, person: str, draft: PlanDraft, at: datetime
) -> str:
    """Write a plan with somebody and return its public id; the same objective is written once.

    Raises NotFound for one the actor cannot see, NotPermitted for one they do not coach, Invalid
    for a draft that does not hold together.
    """
    actor.require(Permission.COACHING_HOLD)
    one = coached(session, actor, person)
    if has_left(one, at):
        raise Invalid({"person": _("{name} has left.").format(name=one.name)})
    wait_for_people(session, [actor.person_id])
    if there := same_plan(session, actor, person=person, objective=draft.objective.strip()):
        nothing_done(session)
        return there
    today = local_day(at, actor.time_zone)
    if problems := problems_in(draft, opened_on=today, today=today):
        raise Invalid(problems)
    plan = ActionPlan(
        coach_id=actor.person_id,
        coached_id=one.id or 0,
        opened_on=today,
        review_on=draft.review_on or today,
        touched_at=at,
    )
    session.add(plan)
    session.flush()
    session.add(ActionPlanBody(action_plan_id=plan.id or 0, objective=draft.objective.strip()))
    _write_steps(session, plan, draft, [])
    session.flush()
    about(session, person_id=one.id, thing=plan.public_id)
    text = _("{name} has written an action plan with you.").format(name=actor.name)
    tell(session, one.id or 0, text, link=routes.action_plan(plan.public_id), at=at)
    return plan.public_id


@logged("action_plan:change", _("changed an action plan"), Told.SUBJECT)
def change_plan(
    session: Session, actor: Actor, *, public_id: str, version: int, draft: PlanDraft, at: datetime
) -> None:
    """Put other words in place of the version's that was read; signatures stay with that one.

    What was done stays done where its step stays. Raises NotFound, NotPermitted for another's,
    Conflict once it is closed and where another change came first, Invalid for a draft that does
    not hold together.
    """
    wait_for_people(session, [actor.person_id])
    plan, body = own_plan(session, actor, public_id)
    about(session, person_id=plan.coached_id, thing=public_id)
    steps = steps_of(session, actor, plan)
    is_same = _is_as_written(plan, body, steps, draft)
    # The same change sent twice is done once; its places are then those before it.
    if not is_same:
        as_opened(plan.version, version)
    today = local_day(at, actor.time_zone)
    if problems := problems_in(draft, opened_on=plan.opened_on, today=today):
        raise Invalid(problems)
    if is_same and (plan.version != version or _is_in_place(steps, draft)):
        nothing_done(session)
        return
    body.objective, plan.review_on = draft.objective.strip(), draft.review_on or plan.review_on
    plan.version, plan.touched_at = plan.version + 1, at
    session.add_all([plan, body])
    _write_steps(session, plan, draft, steps)


@logged("action_plan:tick", _("noted what was done of an action plan"), Told.SUBJECT)
def tick_step(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    version: int,
    place: int,
    done: bool,
    at: datetime,
) -> None:
    """Note that a step of the version that was read is done, or is not; it makes no new version.

    By either of the two. Raises NotFound for a plan the actor may not read and for a step it has
    not, NotPermitted for the leader, Conflict where it was changed or is closed.
    """
    plan, _body = plan_of(session, actor, public_id)
    if actor.person_id not in {plan.coach_id, plan.coached_id}:
        raise NotPermitted
    wait_for_people(session, [plan.coach_id])
    plan, _body = plan_of(session, actor, public_id)
    still_open(plan)
    if plan.version != version:
        raise Conflict(_("It was changed meanwhile. Read it again, then note what is done."))
    step = next((one for one in steps_of(session, actor, plan) if one.place == place), None)
    if step is None:
        raise NotFound
    about(session, person_id=plan.coached_id, thing=public_id)
    if (step.done_on is not None) == done:
        nothing_done(session)
        return
    step.done_on = local_day(at, actor.time_zone) if done else None
    session.add(step)


@logged("action_plan:sign", _("signed an action plan"), Told.SUBJECT)
def sign_plan(
    session: Session, actor: Actor, *, public_id: str, version: int, note: str = "", at: datetime
) -> None:
    """Sign the version that was read: its coach first, then whoever leads the coach directly.

    Once both have signed one, it is evidence. Raises NotFound, NotPermitted for whoever may read
    and not sign it, Conflict where it was changed, is closed, or its coach has not signed.
    """
    plan, _body = plan_of(session, actor, public_id)
    wait_for_people(session, [plan.coach_id])
    plan, _body = plan_of(session, actor, public_id)
    side = side_of(session, actor, plan)
    if side is None:
        raise NotPermitted
    still_open(plan)
    if problems := problems_in_words("note", note, NOTE_LENGTH):
        raise Invalid(problems)
    about(session, person_id=_subject(plan, side), thing=public_id)
    if plan.version != version:
        raise Conflict(_("It was changed meanwhile. Read it again, then sign."))
    signed = signed_sides(session, actor, plan)
    if side in signed:
        nothing_done(session)
        return
    if side is Side.LEADER and Side.MANAGER not in signed:
        raise Conflict(_("Whoever wrote it signs first."))
    review = PlanReview(
        action_plan_id=plan.id or 0,
        version=version,
        side=side,
        by_id=actor.person_id,
        at=at,
        note=note.strip(),
    )
    session.add(review)
    session.flush()
    _tell_of(session, actor, plan, side, at)
    if side is Side.LEADER:
        keep(session, plan.coach_id, EvidenceKind.ACTION_PLAN, public_id, at=at, now=at)


@logged("action_plan:close", _("closed an action plan"), Told.SUBJECT)
def close_plan(
    session: Session, actor: Actor, *, public_id: str, result: str, at: datetime
) -> None:
    """Close it with what came of it; it stays as it is from then on.

    Raises NotFound, NotPermitted for another's, Invalid without a result, Conflict where it was
    closed with other words.
    """
    wait_for_people(session, [actor.person_id])
    actor.require(Permission.COACHING_HOLD)
    plan, body = plan_of(session, actor, public_id)
    if plan.coach_id != actor.person_id:
        raise NotPermitted
    if problems := problems_in_result(result):
        raise Invalid(problems)
    about(session, person_id=plan.coached_id, thing=public_id)
    if plan.closed_on is not None and body.result == result.strip():
        nothing_done(session)
        return
    still_open(plan)
    plan.closed_on, plan.touched_at = local_day(at, actor.time_zone), at
    body.result = result.strip()
    session.add_all([plan, body])


def _subject(plan: ActionPlan, side: Side) -> int:
    """Whom a signature concerns: the coach when it is the leader's, else the one coached."""
    return plan.coach_id if side is Side.LEADER else plan.coached_id


def _tell_of(session: Session, actor: Actor, plan: ActionPlan, side: Side, at: datetime) -> None:
    """Tell who comes next, or that all is done."""
    link = routes.action_plan(plan.public_id)
    if side is Side.LEADER:
        text = _("{name} has signed your action plan.").format(name=actor.name)
        tell(session, plan.coach_id, text, link=link, at=at)
        return
    text = _("{name} has signed an action plan, which waits for yours.").format(name=actor.name)
    leaders = leaders_of(session, actor, plan, at=at)
    tell_all(session, {one.id or 0: text for one in leaders}, link=link, at=at)


def _is_as_written(
    plan: ActionPlan, body: ActionPlanBody, steps: list[ActionStep], draft: PlanDraft
) -> bool:
    """Whether the draft says what the plan says."""
    written = [(one.text, one.due_on, one.is_milestone) for one in steps]
    typed = [(one.text.strip(), one.due_on, one.is_milestone) for one in draft.steps]
    return (body.objective, plan.review_on, written) == (
        draft.objective.strip(),
        draft.review_on,
        typed,
    )


def _is_in_place(steps: list[ActionStep], draft: PlanDraft) -> bool:
    """Whether each step of the draft is the one that stands in its place."""
    return [one.place for one in steps] == [one.place for one in draft.steps]


def _write_steps(
    session: Session, plan: ActionPlan, draft: PlanDraft, steps: list[ActionStep]
) -> None:
    """The steps of the draft in its order; one that stays keeps the day it was done."""
    there = {one.place: one for one in steps}
    for place, typed in enumerate(draft.steps):
        step = there.pop(typed.place, None) if typed.place is not None else None
        if step is None:
            step = ActionStep(
                action_plan_id=plan.id or 0,
                place=place,
                text="",
                due_on=typed.due_on or plan.opened_on,
            )
        step.place, step.text = place, typed.text.strip()
        step.due_on, step.is_milestone = typed.due_on or step.due_on, typed.is_milestone
        session.add(step)
    for gone in there.values():
        session.delete(gone)
    session.flush()
