"""Reporting lines, the closure over them, grants, and the first administrator."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, exists, false, insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, or_, select

from coach_the_coach.foundation import audit, jobs
from coach_the_coach.foundation.changes import EVER, changed
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import NOBODYS, Actor, Role
from coach_the_coach.identity.invitations import invite
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.scope import was_coached
from coach_the_coach.identity.sign_in import ON, passwords_are_on, set_passwords
from coach_the_coach.identity.tables import (
    Account,
    ExternalIdentity,
    Grant,
    Person,
    Reach,
    ReportingLine,
)
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.settings import settings

BATCH: Final = 5000
"""Rows written at a time. Source: docs/method.md#store."""

COMPARES: Final = "compare-reach"
"""The job that compares the closure with the lines."""

AFTER_MIDNIGHT: Final = timedelta(minutes=5)
"""How long after midnight in UTC it is compared. Source: docs/method.md#grants."""

LONGEST_WAIT: Final = timedelta(minutes=1)
"""Later than this after us nobody began who was first nevertheless. Source: docs/method.md#grants.
"""

MADE: Final = audit.known("person:administer", _("made an administrator"), audit.Told.BOTH)
"""What the log calls it when the command line makes an administrator."""

PASSWORDS_ON: Final = audit.known(
    "house:passwords_again",
    _("switched signing in with a password on with a new administrator"),
    audit.Told.ADMIN,
)
"""What the log calls it when the command line switches passwords on."""

_AGAIN: Final = {"passwords": ON}

REPAIRED: Final = audit.known(
    "reach:repaired",
    _("found that reach differed from the reporting lines and mended it"),
    audit.Told.ADMIN,
)
"""What the log calls it when the closure was not what the lines say."""

_log = logging.getLogger(__name__)


def lines_on(session: Session, on: date) -> dict[int, int]:
    """Who answers for whom on a day: person id to manager id."""
    rows = session.exec(
        select(ReportingLine.person_id, ReportingLine.manager_id).where(
            ReportingLine.starts_on <= on,
            or_(col(ReportingLine.ends_on).is_(None), col(ReportingLine.ends_on) > on),
        )
    ).all()
    return dict(rows)


def closure(people: Iterable[int], manager_of: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Every (ancestor, descendant, depth) of the lines, each person with themself at depth 0.

    Raises ValueError where the lines go round in a circle.
    """
    reach: list[tuple[int, int, int]] = []
    for person in people:
        above: int | None = person
        seen: list[int] = []
        while above is not None:
            if above in seen:
                raise ValueError(f"the reporting lines above {person} go round in a circle")
            reach.append((above, person, len(seen)))
            seen.append(above)
            above = manager_of.get(above)
    return reach


@dataclass(frozen=True)
class Differences:
    """How many rows of the closure were missing, and how many were there that should not be."""

    missing: int = 0
    too_many: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.too_many)


def rebuild_reach(session: Session, people: Iterable[int], on: date) -> Differences:
    """Make the closure what the lines of the day say; only rows that differ are written.

    Returns what differed. Every place that writes lines ends with it, so that none goes round:
    raises Conflict for lines that do, and nothing of them is kept.
    """
    try:
        wanted = set(closure(people, lines_on(session, on)))
    except ValueError as circle:
        raise Conflict(_("Reporting lines would go round in a circle.")) from circle
    there = _stored_reach(session)
    _make_reach(session, gone=sorted(there - wanted), new=sorted(wanted - there))
    return Differences(missing=len(wanted - there), too_many=len(there - wanted))


def _stored_reach(session: Session) -> set[tuple[int, int, int]]:
    """The closure as it is kept."""
    kept = session.exec(select(Reach.ancestor_id, Reach.descendant_id, Reach.depth))
    return {(above, below, depth) for above, below, depth in kept}


def _make_reach(
    session: Session, *, gone: list[tuple[int, int, int]], new: list[tuple[int, int, int]]
) -> None:
    """Take rows of the closure away, and put others there."""
    one = (
        col(Reach.ancestor_id) == bindparam("above"),
        col(Reach.descendant_id) == bindparam("below"),
    )
    # Deleted first: somebody who moves up is below the same people at another depth.
    for start in range(0, len(gone), BATCH):
        session.connection().execute(
            delete(Reach).where(*one),
            [
                {"above": above, "below": below}
                for above, below, _depth in gone[start : start + BATCH]
            ],
        )
    for start in range(0, len(new), BATCH):
        session.exec(
            insert(Reach),
            params=[
                {"ancestor_id": above, "descendant_id": below, "depth": depth}
                for above, below, depth in new[start : start + BATCH]
            ],
        )


def compare_every_night(session: Session, at: datetime) -> None:
    """Have reach compared with the lines shortly after the next midnight in UTC, and from then on.

    Days of lines, of leaving and of the closure are those of UTC, as for signing in.
    """
    midnight = datetime.combine(at.date() + timedelta(days=1), time(), UTC)
    payload = {"since": at.date().isoformat(), "nightly": True}
    key = f"{COMPARES}:{midnight.date().isoformat()}"
    jobs.enqueue(session, COMPARES, key=key, due_at=midnight + AFTER_MIDNIGHT, payload=payload)


def compare_after_import(session: Session, at: datetime) -> None:
    """Have reach compared with the lines as soon as what changes them is committed."""
    payload = {"since": at.date().isoformat(), "nightly": False}
    jobs.enqueue(session, COMPARES, key=f"{COMPARES}:{new_id()}", due_at=at, payload=payload)


@jobs.job(COMPARES)
def compare_reach(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Let lines and leaving of the day take effect, and mend and enter what differs beyond that."""
    wait_for_lines(session)
    end_grants_of_leavers(session, at)
    people = [one or 0 for one in session.exec(select(Person.id))]
    before = _stored_reach(session)
    differences = rebuild_reach(session, people, at.date())
    since = date.fromisoformat(payload["since"])
    # What only a new day changed was right until today.
    if differences and before != set(closure(people, lines_on(session, since))):
        counted = {"missing": differences.missing, "too_many": differences.too_many}
        _log.warning("reach differed from the reporting lines and was mended: %s", counted)
        audit.note(session, REPAIRED, actor_id=None, at=at, of=audit.About(detail=counted))
    if payload["nightly"]:
        compare_every_night(session, at)


def wait_for_lines(session: Session) -> None:
    """Let one at a time plan and write lines: two at once would leave two managers to a person.

    On SQLite the transaction has the write lock already.
    """
    if session.connection().dialect.name == "postgresql":
        session.connection().execute(text("LOCK TABLE reporting_line IN SHARE ROW EXCLUSIVE MODE"))


def wait_for_administrators(
    session: Session, at: datetime, *, by: Actor | None, also: Iterable[int] = ()
) -> None:
    """Let one at a time decide who administers, and how administrators come in.

    Of two who end each other's role the second is none any more: whoever ends such a role by hand
    holds one at that moment. That one lasts is not said: roles for a time and from the directory
    end by themselves. `also` are people to wait for in the same turn. None is the command line.
    Raises NotPermitted for one who is no administrator any more.
    """
    lasts = or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at)
    administer = session.exec(select(Grant.person_id).where(Grant.role == Role.ADMIN, lasts)).all()
    wait_for_people(session, {*administer, *also})
    # Whoever was first may have begun after us, and so have ended our role a moment after `at`.
    if by is not None:
        still = actor_named(session, by.person_id, at + LONGEST_WAIT)
        if Role.ADMIN not in still.roles:
            raise NotPermitted


def comes_in_again(session: Session, person_id: int) -> bool:
    """Whether somebody has a way in that is open: a password while those are on, or the provider.

    An account of another provider than the one that is set opens nothing.
    """
    provider = settings().provider
    linked = exists().where(
        col(ExternalIdentity.person_id) == person_id,
        col(ExternalIdentity.issuer) == (provider.issuer if provider else None),
    )
    has_password = exists().where(col(Account.person_id) == person_id)
    open_ways = or_(linked, has_password if passwords_are_on(session) else false())
    return bool(session.exec(select(open_ways)).one())


def end_grants_of_leavers(session: Session, at: datetime) -> None:
    """End what people hold who have left, and what is held in their place.

    It counts no more since their last day (`scope.is_held`); this is so that it is also said.
    """
    left = select(Person.id).where(col(Person.ends_on) < at.date())
    session.exec(
        update(Grant)
        .where(
            or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
            or_(col(Grant.person_id).in_(left), col(Grant.stands_in_for_id).in_(left)),
        )
        .values(ends_at=at)
    )


def give_grant(
    session: Session,
    person_id: int,
    role: Role,
    *,
    root_id: int | None,
    at: datetime,
    ends_at: datetime | None = None,
) -> None:
    """Give a role over the people under `root_id`, or over everybody when it is None; once.

    One of their own that lasts as long is enough; a stand-in's, or one that ends before, is not.
    """
    lasts = col(Grant.ends_at).is_(None)
    held = session.exec(
        select(Grant).where(
            Grant.person_id == person_id,
            Grant.role == role,
            Grant.root_id == root_id if root_id is not None else col(Grant.root_id).is_(None),
            col(Grant.stands_in_for_id).is_(None),
            Grant.starts_at <= at,
            lasts if ends_at is None else or_(lasts, col(Grant.ends_at) >= ends_at),
        )
    ).first()
    if held is None:
        session.add(
            Grant(person_id=person_id, role=role, root_id=root_id, starts_at=at, ends_at=ends_at)
        )


def becomes_coached(session: Session, person_id: int, *, at: datetime) -> None:
    """Say, before somebody gets a role in which one is coached, that lines of theirs count by it.

    Who comes in by a directory gets it anew each time, and mostly nothing is said.
    """
    theirs = select(ReportingLine.id).where(ReportingLine.person_id == person_id, ~was_coached())
    if session.exec(theirs.limit(1)).first() is not None:
        changed(session, [person_id], since=EVER, at=at)


def somebodys(email: str) -> str:
    """An e-mail address that somebody can have, in lower case.

    Raises Invalid for what is none, and for that of somebody erased: under it they would come back,
    or whoever is added pass for erased.
    """
    address = email.strip().lower()
    name, sign, host = address.partition("@")
    if not (name and sign and "." in host) or " " in address or len(address) > 254:
        raise Invalid({"email": _("{email} is not an e-mail address.").format(email=email[:100])})
    if host == NOBODYS:
        raise Invalid({"email": _("{email} is an address that nobody has.").format(email=address)})
    return address


def add_person(session: Session, *, email: str, given_name: str, family_name: str) -> Person:
    """Somebody new whom no file brought, without role or line, as yet below nobody.

    Raises Invalid for what is no e-mail address, that of somebody erased, and somebody's who was
    added at this moment.
    """
    address = somebodys(email)
    name = given_name or address.partition("@")[0][:80]
    person = Person(email=address, given_name=name, family_name=family_name)
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as taken:
        raise Invalid({"email": _("Somebody with this address is here already.")}) from taken
    session.add(Reach(ancestor_id=person.id or 0, descendant_id=person.id or 0, depth=0))
    return person


def person_at(session: Session, email: str) -> Person | None:
    """Whoever has this e-mail address, for the command line; None where nobody has."""
    return session.exec(select(Person).where(Person.email == email.strip().lower())).first()


def create_admin(session: Session, *, email: str, at: datetime) -> str:
    """The secret of an invitation for an administrator, who is added where not yet here.

    Raises Invalid for what is no e-mail address, Conflict for somebody who has left or was erased.
    """
    person = person_at(session, email) or add_person(
        session, email=email, given_name="", family_name=""
    )
    give_grant(session, person.id or 0, Role.ADMIN, root_id=None, at=at)
    audit.note(session, MADE, actor_id=None, at=at, of=audit.About(person.id, person.public_id))
    if not passwords_are_on(session):
        # The way out where the provider fails for good: the link that follows chooses a password.
        set_passwords(session, ON, by=None, at=at)
        audit.note(session, PASSWORDS_ON, actor_id=None, at=at, of=audit.About(detail=_AGAIN))
    return invite(session, person.id or 0, at)
