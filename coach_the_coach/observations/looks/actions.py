"""Writing a short look, giving it, and having read it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation.audit import DRAFT, Told, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.looks.queries import levels_of, own_look
from coach_the_coach.observations.looks.rules import LENGTHS, LookDraft, missing_in, problems_in
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.queries import newest_rubric
from coach_the_coach.shell import routes


@logged("look:open", _("began a short look"))
def open_look(session: Session, actor: Actor, *, person: str, at: datetime) -> str:
    """The public id of the actor's open look at this person, begun where there is none.

    Raises NotFound for somebody the actor cannot see, NotPermitted for one they may not observe,
    Invalid for one who coaches nobody.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    observed = visible_person(session, actor, person, Permission.OBSERVATION_WRITE)
    who_coaches = select(Person.id).where(Person.id == observed.id, coaches(at), in_employment(at))
    if session.exec(who_coaches).first() is None:
        said = _("{name} does not coach anybody here.")
        raise Invalid({"person": said.format(name=observed.name)})
    # Whoever opens it on two devices at once takes turns, and finds the same look.
    wait_for_people(session, [actor.person_id])
    look = session.exec(
        select(Look)
        .where(Look.observer_id == actor.person_id, Look.observed_id == observed.id)
        .where(col(Look.given_at).is_(None))
        .order_by(col(Look.id))
    ).first()
    if look is None:
        look = Look(
            observer_id=actor.person_id,
            observed_id=observed.id or 0,
            rubric_id=newest_rubric(session).id or 0,
            opened_at=at,
        )
        session.add(look)
        session.flush()
        session.add(LookBody(look_id=look.id or 0))
        about(session, person_id=observed.id, thing=look.public_id)
    else:
        nothing_done(session)
    return look.public_id


@unlogged(DRAFT)
def keep_coached(
    session: Session, actor: Actor, *, public_id: str, coached: str, at: datetime
) -> None:
    """Keep with whom the observed talked; empty for nobody in particular.

    Raises NotFound for what is not the actor's own draft, Conflict once it is given, Invalid for
    somebody whom the observed does not lead. So does every `keep_...` for what does not fit.
    """
    look = own_look(session, actor, public_id)
    person = session.exec(
        select(Person)
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == look.observed_id, Reach.depth == 1)
        .where(Person.public_id == coached, in_employment(at))
    ).first()
    if coached and person is None:
        raise Invalid({"coached": _("Choose somebody from the list.")})
    look.coached_id = person.id if person else None
    session.add(look)


@unlogged(DRAFT)
def choose_dimension(
    session: Session, actor: Actor, *, public_id: str, dimension: int, wanted: bool
) -> list[int]:
    """Watch for this dimension, or no longer; returns all that are watched for, in order."""
    look = own_look(session, actor, public_id)
    levels = levels_of(session, actor, look=look.id)
    if not wanted and dimension in levels:
        session.exec(
            delete(LookLevel).where(
                col(LookLevel.look_id) == look.id, col(LookLevel.dimension) == dimension
            )
        )
        return sorted(set(levels) - {dimension})
    if not wanted:
        return sorted(levels)
    levels.setdefault(dimension, None)
    if problems := problems_in(LookDraft(levels)):
        raise Invalid(problems)
    if session.get(LookLevel, (look.id, dimension)) is None:
        session.add(LookLevel(look_id=look.id or 0, dimension=dimension))
    return sorted(levels)


@unlogged(DRAFT)
def keep_level(
    session: Session, actor: Actor, *, public_id: str, dimension: int, level: int
) -> None:
    """Keep the level of a dimension that is watched for."""
    look = own_look(session, actor, public_id)
    if problems := problems_in(LookDraft({dimension: level})):
        raise Invalid(problems)
    given = session.get(LookLevel, (look.id, dimension))
    if given is None:
        raise Invalid({"dimensions": _("Choose this one first.")})
    given.level = level
    session.add(given)


@unlogged(DRAFT)
def keep_words(session: Session, actor: Actor, *, public_id: str, name: str, text: str) -> None:
    """Keep the moment, or the thing to try."""
    look = own_look(session, actor, public_id)
    if name not in LENGTHS:
        raise Invalid({name: _("This is not part of the form.")})
    # A null character is text to a browser and not to a database.
    plain = text.replace("\0", "")
    if problems := problems_in(replace(LookDraft(), **{name: plain})):
        raise Invalid(problems)
    body = session.get_one(LookBody, look.id)
    setattr(body, name, plain)
    session.add(body)


@logged("look:give", _("gave a short look"), Told.SUBJECT)
def give_look(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Give it to the observed, who is told; from now on it stays as it is.

    Raises NotFound for what is not the actor's own, Conflict where it is given already, Invalid
    while something is missing.
    """
    look = own_look(session, actor, public_id)
    body = session.get_one(LookBody, look.id)
    draft = LookDraft(levels_of(session, actor, look=look.id), body.moment, body.to_try)
    if problems := missing_in(draft):
        raise Invalid(problems)
    look.given_at = at
    session.add(look)
    about(session, person_id=look.observed_id, thing=look.public_id)
    text = _("{name} took a short look and left you one thing to try.").format(name=actor.name)
    tell(session, look.observed_id, text, link=routes.look(public_id), at=at)


@logged("look:discard", _("discarded a short look"))
def discard_look(session: Session, actor: Actor, *, public_id: str) -> None:
    """Delete a look that was never given. Refuses as `keep_coached`."""
    look = own_look(session, actor, public_id)
    about(session, person_id=look.observed_id, thing=look.public_id)
    for part in (LookLevel, LookBody):
        session.exec(delete(part).where(col(part.look_id) == look.id))
    session.exec(delete(Look).where(col(Look.id) == look.id))


@logged("look:read", _("read a short look given to them"))
def read_look(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Note that the observed has opened a look given to them; for anybody else it does nothing."""
    look = session.exec(
        visible(Look, actor)
        .where(Look.public_id == public_id, Look.observed_id == actor.person_id)
        .where(col(Look.given_at).is_not(None), col(Look.read_at).is_(None))
        .with_for_update()
    ).first()
    if look is None:
        nothing_done(session)
        return
    look.read_at = at
    session.add(look)
    about(session, person_id=look.observed_id, thing=look.public_id)
