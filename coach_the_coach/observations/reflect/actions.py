"""Rating oneself: each answer is kept as it is given; both views open in the talk, not here."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.audit import DRAFT, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.letters.actions import withdraw_handed_over
from coach_the_coach.observations.rating.rules import problems_in_own_levels
from coach_the_coach.observations.reflect.queries import about_me, own_levels, purpose_of
from coach_the_coach.observations.rubric.rules import is_scored, stored_rubric
from coach_the_coach.observations.scope import is_current, is_shown
from coach_the_coach.observations.tables import Observation, Reply, SelfRating
from coach_the_coach.shell import routes


@unlogged(DRAFT)
def keep_own_level(
    session: Session, actor: Actor, *, public_id: str, dimension: int, level: int | None
) -> int:
    """Keep the own level of one dimension, None for one of which they cannot say.

    The last one given counts; returns how many dimensions are answered. Raises NotFound for
    everybody but the one observed, Conflict once the own view is finished or the observation is
    replaced or open, or was not for something that is rated, Invalid for a dimension or a level
    that the form does not have.
    """
    observation = about_me(session, actor, public_id)
    if reply_to(session, observation).self_rated_at is not None:
        raise Conflict(_("Your own view is finished and stays as it is."))
    purpose = _asked_for(session, actor, observation)
    content, own = own_levels(session, actor, public_id=public_id)
    form = stored_rubric(content)
    field = f"rating_{dimension}"
    if dimension not in {one.number for one in form.dimensions}:
        raise Invalid({field: _("This form has no such dimension.")})
    if problem := problems_in_own_levels({dimension: level}, form, purpose=purpose).get(field):
        raise Invalid({field: problem})
    given = session.get(SelfRating, (observation.id, dimension))
    given = given or SelfRating(observation_id=observation.id or 0, dimension=dimension)
    given.level = level
    session.add(given)
    return len(own | {dimension: level})


@logged("own_view:finish", _("gave their own view"))
def finish_own_rating(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Finish the own view: from now on it stays as it is, and the talk can come.

    Finishing again changes nothing. Raises NotFound for everybody but the one observed, Invalid
    while a dimension that the purpose needs has no answer, Conflict for a version that has been
    replaced or is open.
    """
    observation = about_me(session, actor, public_id)
    reply = reply_to(session, observation)
    if reply.self_rated_at is not None:
        nothing_done(session)
        return
    purpose = _asked_for(session, actor, observation)
    content, own = own_levels(session, actor, public_id=public_id)
    if problems := problems_in_own_levels(own, stored_rubric(content), purpose=purpose):
        raise Invalid(problems)
    reply.self_rated_at = at
    session.add(reply)
    about(session, person_id=observation.observed_id, thing=public_id)
    withdraw_handed_over(session, observation)
    text = _("{name} has rated themself, and is ready for your talk.").format(name=actor.name)
    link = routes.observation(public_id, routes.TALK)
    tell(session, observation.observer_id, text, link=link, at=at)


def reply_to(session: Session, observation: Observation) -> Reply:
    """The reply to an observation that the caller holds, begun where there is none."""
    found = session.get(Reply, observation.id, with_for_update=True)
    return found or Reply(observation_id=observation.id or 0)


def require_current(session: Session, observation: Observation) -> None:
    """Go on only with the version that holds. Raises Conflict."""
    replaced = select(Observation.id).where(Observation.id == observation.id, ~is_current())
    if session.exec(replaced).first() is not None:
        raise Conflict(_("A corrected version has taken its place. Open that one instead."))


def _asked_for(session: Session, actor: Actor, observation: Observation) -> Purpose:
    """For what purpose an own view is asked for. Raises Conflict where none is any more."""
    require_current(session, observation)
    purpose = purpose_of(session, actor, public_id=observation.public_id)
    if not is_scored(purpose):
        raise Conflict(_("Nothing is rated in a session for this. Go on to the talk."))
    shown = select(Observation.id).where(Observation.id == observation.id, is_shown())
    if session.exec(shown).first() is not None:
        raise Conflict(_("Both views are open already. An own view comes before that."))
    return purpose
