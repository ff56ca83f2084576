"""Beginning a practice with one's team."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.practice.queries import library
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.queries import team
from coach_the_coach.foundation.audit import about, logged, nothing_done
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.turns import wait_for_people


@logged("team_practice:begin", _("began a practice with their team"))
def begin_practice(session: Session, actor: Actor, *, key: str, at: datetime) -> str:
    """The public id of the actor's open practice of this moment, begun where there is none.

    One that was opened on another day, and that nobody has tried, begins now.

    Raises NotPermitted for whoever coaches nobody, Invalid for no moment and without a team.
    """
    actor.require(Permission.COACHING_HOLD)
    if library().moment(key) is None:
        raise Invalid({"moment": _("Choose a hard moment from the library.")})
    if not team(session, actor, at=at):
        raise Invalid({"moment": _("Nobody reports to you yet, so there is no team to practise.")})
    # Whoever begins it on two devices at once takes turns, and finds the same practice.
    wait_for_people(session, [actor.person_id])
    practice = session.exec(
        visible(TeamPractice, actor)
        .where(TeamPractice.coach_id == actor.person_id, TeamPractice.moment == key)
        .where(col(TeamPractice.closed_at).is_(None))
        .order_by(col(TeamPractice.id))
    ).first()
    today = local_day(at, actor.time_zone)
    if practice is None:
        practice = TeamPractice(coach_id=actor.person_id, moment=key, begun_at=at, held_on=today)
    elif practice.held_on == today or _is_tried(session, practice):
        nothing_done(session)
        return practice.public_id
    practice.begun_at, practice.held_on = at, today
    session.add(practice)
    session.flush()
    about(session, thing=practice.public_id)
    return practice.public_id


def _is_tried(session: Session, practice: TeamPractice) -> bool:
    turns = select(PracticeTurn.id).where(PracticeTurn.team_practice_id == practice.id)
    return session.exec(turns).first() is not None
