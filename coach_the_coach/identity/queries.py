"""Who is signed in, with the grants in force; the names of people."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, or_, select

from coach_the_coach.foundation.errors import NotSignedIn
from coach_the_coach.identity.access import Actor, ActorGrant
from coach_the_coach.identity.sign_in import sign_in_of
from coach_the_coach.identity.tables import Grant, Person


def actor_of(session: Session, secret: str | None, at: datetime) -> Actor:
    """The person behind a cookie. Raises NotSignedIn when there is none."""
    sign_in = sign_in_of(session, secret, at)
    if sign_in is None:
        raise NotSignedIn
    return actor_named(session, sign_in.person_id, at, sign_in_id=sign_in.id or 0)


def actor_named(session: Session, person_id: int, at: datetime, *, sign_in_id: int = 0) -> Actor:
    """This person as an actor, with the grants in force at `at`. Raises NotSignedIn for nobody."""
    person = session.get(Person, person_id)
    if person is None or person.id is None:
        raise NotSignedIn
    grants = session.exec(
        select(Grant).where(
            Grant.person_id == person_id,
            Grant.starts_at <= at,
            or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
        )
    ).all()
    return Actor(
        person_id=person.id,
        public_id=person.public_id,
        name=person.name,
        time_zone=person.time_zone,
        grants=tuple(ActorGrant(grant.role, grant.root_id) for grant in grants),
        sign_in_id=sign_in_id,
    )


def names_of(session: Session, people: Iterable[int]) -> dict[int, str]:
    """The names of these people by id, in one statement; for rows the reader may see already."""
    found = session.exec(select(Person).where(col(Person.id).in_(set(people)))).all()
    return {person.id or 0: person.name for person in found}
