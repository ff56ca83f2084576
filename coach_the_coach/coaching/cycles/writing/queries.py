"""What the fields of a skill begin with."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.coaching.cycles.queries import cycle_of, open_skills
from coach_the_coach.coaching.cycles.rows import Choice
from coach_the_coach.coaching.cycles.writing.rows import WritingRow
from coach_the_coach.coaching.queries import team
from coach_the_coach.coaching.rules import stamp
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.tables import Person


def new_skill(
    session: Session, actor: Actor, *, person: str, after: str = "", at: datetime
) -> WritingRow:
    """An empty form for a person, or for one of the team; with what was to come `after` a skill.

    Raises NotPermitted for whoever coaches nobody.
    """
    actor.require(Permission.COACHING_HOLD)
    people = team(session, actor, at=at)
    known = next((one for one in people if one.public_id == person), None)
    if known is None and person:
        # Somebody further down may be coached too; whoever else is named is nobody here.
        known = visible_person(session, actor, person, Permission.COACHING_HOLD)
        people = [*people, known]
    chosen = known.public_id if known else ""
    return WritingRow(
        people=[Choice(one.public_id, one.name, one.title) for one in people],
        person=chosen,
        name=known.name if known else "",
        skill=_was_next(session, actor, after) if after else "",
        others=", ".join(open_skills(session, actor, person=chosen)) if chosen else "",
    )


def changed_skill(session: Session, actor: Actor, *, public_id: str) -> WritingRow:
    """The form of a skill that the actor coaches, as it was agreed. Raises NotFound, NotPermitted.

    Raises NotFound too for one that is closed.
    """
    actor.require(Permission.COACHING_HOLD)
    cycle, body = cycle_of(session, actor, public_id)
    if cycle.coach_id != actor.person_id:
        raise NotPermitted
    if cycle.closed_on is not None:
        raise NotFound
    one = session.get_one(Person, cycle.coached_id)
    return WritingRow(
        person=one.public_id,
        name=one.name,
        change=public_id,
        opened=stamp(cycle.touched_at),
        skill=body.skill,
        baseline=body.baseline,
        target=body.target,
        exit_evidence=body.exit_evidence,
        cause=cycle.cause,
        fear=cycle.fear or "",
        ladder=cycle.ladder,
        deals=body.deals,
        next_skill=body.next_skill,
        reason=body.reason,
        others=", ".join(
            name for name in open_skills(session, actor, person=one.public_id) if name != body.skill
        ),
    )


def _was_next(session: Session, actor: Actor, after: str) -> str:
    """What was named as the next skill when the one before was closed; empty for none."""
    try:
        _cycle, body = cycle_of(session, actor, after)
    except NotFound:
        return ""
    return body.next_skill
