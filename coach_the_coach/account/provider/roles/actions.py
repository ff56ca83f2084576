"""Giving what the directory says of somebody who comes in by it, and letting go of it again."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, or_, select

from coach_the_coach.account.provider.rules import EVERYBODY, MARK, directory_roles
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About, Told
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import COACHED_ROLES, Role
from coach_the_coach.identity.actions import becomes_coached
from coach_the_coach.identity.oidc import Proof
from coach_the_coach.identity.tables import Grant
from coach_the_coach.servers import DirectoryRole, Provider

ROLES: Final = audit.known("grant:directory", _("got or lost roles by the directory"), Told.BOTH)
"""What the log calls it when a directory gives roles, or does so no more."""


def keep_roles(
    session: Session, provider: Provider, proof: Proof, person_id: int, at: datetime
) -> None:
    """Give the roles that the directory says, and end those it gave and says no more.

    They last as long as a sign-in may: who comes in by it no more has them no more. A guest gets
    none, for a guest is from outside.
    """
    is_guest = _is_guest(session, person_id, at)
    wanted = {} if is_guest else directory_roles(proof.claims, provider.roles)
    held = _held(session, person_id, at)
    for grant in held:
        grant.ends_at = at + sign_in.ABSOLUTE if grant.role in wanted else at
        session.add(grant)
    new = sorted(set(wanted) - {grant.role for grant in held})
    if COACHED_ROLES & {*new}:
        becomes_coached(session, person_id, at=at)
    session.add_all(_grant(person_id, role, wanted[role], at) for role in new)
    _note(session, person_id, new, [one.role for one in held if one.role not in wanted], at)


def end_roles(session: Session, person_id: int, at: datetime) -> None:
    """End the roles that the directory gave somebody."""
    # Nobody writes their own roles; that these end is the program's doing.
    with as_program(session):
        held = _held(session, person_id, at)
        for grant in held:
            grant.ends_at = at
            session.add(grant)
        _note(session, person_id, [], [grant.role for grant in held], at)


def _held(session: Session, person_id: int, at: datetime) -> list[Grant]:
    """What the directory gave somebody and is not over; what another gave only reads alike."""
    held = select(Grant).where(
        Grant.person_id == person_id,
        col(Grant.reason).startswith(MARK, autoescape=True),
        col(Grant.given_by_id).is_(None),
        col(Grant.stands_in_for_id).is_(None),
        or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
    )
    return list(session.exec(held))


def _is_guest(session: Session, person_id: int, at: datetime) -> bool:
    """Whether they are a guest, or are to be one."""
    guest = select(Grant.id).where(
        Grant.person_id == person_id,
        Grant.role == Role.GUEST,
        or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
    )
    return session.exec(guest).first() is not None


def _grant(person_id: int, role: Role, rule: DirectoryRole, at: datetime) -> Grant:
    return Grant(
        person_id=person_id,
        role=role,
        root_id=None if role in EVERYBODY else person_id,
        starts_at=at,
        ends_at=at + sign_in.ABSOLUTE,
        reason=f"{MARK}{rule.claim}={rule.value}"[:200],
    )


def _note(
    session: Session, person_id: int, given: list[Role], taken: list[Role], at: datetime
) -> None:
    if given or taken:
        of = About(person_id=person_id, detail={"given": given, "taken": sorted(taken)})
        audit.note(session, ROLES, actor_id=None, at=at, of=of)
