"""What the fields of an action plan begin with."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.coaching.cycles.plan.queries import own_plan, steps_of
from coach_the_coach.coaching.cycles.plan.writing.rows import PlanWritingRow, StepField
from coach_the_coach.coaching.cycles.rows import Choice
from coach_the_coach.coaching.queries import team
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.tables import Person


def new_plan(session: Session, actor: Actor, *, person: str, at: datetime) -> PlanWritingRow:
    """An empty form for a person, or for one of the team.

    Raises NotFound for somebody the actor cannot see, NotPermitted for one they do not coach.
    """
    actor.require(Permission.COACHING_HOLD)
    people = team(session, actor, at=at)
    known = next((one for one in people if one.public_id == person), None)
    if known is None and person:
        known = visible_person(session, actor, person, Permission.COACHING_HOLD)
        people = [*people, known]
    return PlanWritingRow(
        people=[Choice(one.public_id, one.name, one.title) for one in people],
        person=known.public_id if known else "",
        name=known.name if known else "",
    )


def changed_plan(session: Session, actor: Actor, *, public_id: str) -> PlanWritingRow:
    """The form of an open plan of the actor's. Raises NotFound, NotPermitted, Conflict."""
    plan, body = own_plan(session, actor, public_id)
    one = session.get_one(Person, plan.coached_id)
    return PlanWritingRow(
        person=one.public_id,
        name=one.name,
        change=public_id,
        version=plan.version,
        objective=body.objective,
        review_on=plan.review_on.isoformat(),
        steps=[
            StepField(
                number=str(place + 1),
                key=str(place),
                place=str(step.place),
                text=step.text,
                due_on=step.due_on.isoformat(),
                is_milestone=step.is_milestone,
            )
            for place, step in enumerate(steps_of(session, actor, plan))
        ],
    )
