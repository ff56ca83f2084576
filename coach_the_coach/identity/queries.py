"""Who is signed in, with the grants in force; the names of people."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, bindparam, literal, null
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.foundation.errors import NotSignedIn
from coach_the_coach.identity.access import Actor, ActorGrant
from coach_the_coach.identity.scope import is_held
from coach_the_coach.identity.sign_in import in_force_at, is_in_force
from coach_the_coach.identity.tables import Grant, Person, SignIn

_grants = and_(
    col(Grant.person_id) == col(Person.id),
    # Whoever has left holds nothing any more, whatever was not ended yet.
    or_(col(Person.ends_on).is_(None), col(Person.ends_on) >= bindparam("day")),
    is_held(bindparam("at"), bindparam("day")),
)

_person = (
    columns(
        col(Person.id),
        col(Person.public_id),
        col(Person.given_name),
        col(Person.family_name),
        col(Person.time_zone),
        col(Grant.role),
        col(Grant.root_id),
        col(Grant.stands_in_for_id),
    )
    .select_from(Person)
    .join(Grant, _grants, isouter=True)
    .order_by(col(Grant.id))
)

ANYBODY: Final = _person.add_columns(literal(0), null(), null()).where(
    col(Person.id) == bindparam("person")
)
"""Somebody with the grants in force: made once, for it takes ten times as long as being run."""

SIGNED_IN: Final = _person.join(SignIn, is_in_force()).add_columns(
    col(SignIn.id), col(SignIn.seen_at), col(SignIn.proved_at)
)
"""The same for whoever is behind a sign-in."""

TYPING: Final = timedelta(minutes=2)
"""How long it may take to fill in a form, and still be let do it. Source: docs/method.md#grants."""


def actor_of(session: Session, secret: str | None, at: datetime) -> Actor:
    """The person behind a cookie. Raises NotSignedIn when there is none."""
    # Past the session, which would look for objects in rows that hold none.
    return actor_behind(session.connection(), secret, at)


def actor_behind(connection: Connection, secret: str | None, at: datetime) -> Actor:
    """The same where there is no session yet. Raises NotSignedIn."""
    return _actor(connection.execute(SIGNED_IN, {"at": at, **in_force_at(secret, at)}))


def actor_named(session: Session, person_id: int, at: datetime) -> Actor:
    """This person as an actor, with the grants in force at `at`. Raises NotSignedIn for nobody."""
    asked = {"at": at, "day": at.date(), "person": person_id}
    return _actor(session.connection().execute(ANYBODY, asked))


def _actor(found: Iterable[Any]) -> Actor:
    """One person from a row for each of their grants. Raises NotSignedIn without any."""
    rows = list(found)
    if not rows:
        raise NotSignedIn
    who, public_id, given, family, zone, *_grant, sign_in, seen_at, proved_at = rows[0]
    return Actor(
        person_id=who,
        public_id=public_id,
        name=f"{given} {family}".strip(),
        time_zone=zone,
        grants=tuple(ActorGrant(*row[5:8]) for row in rows if row[5] is not None),
        sign_in_id=sign_in,
        seen_at=seen_at,
        proved_at=proved_at,
    )


def must_confirm(_session: Session, actor: Actor, *, at: datetime) -> bool:
    """Whether the actor would be asked to confirm that it is them once a form is filled in."""
    return not actor.is_fresh(at + TYPING)


def names_of(session: Session, people: Iterable[int]) -> dict[int, str]:
    """The names of these people by id, in one statement; for rows the reader may see already."""
    found = session.exec(select(Person).where(col(Person.id).in_(set(people)))).all()
    return {person.id or 0: person.name for person in found}
