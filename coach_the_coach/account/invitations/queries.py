"""Who cannot sign in yet."""

from datetime import datetime
from typing import Final

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from coach_the_coach.account.invitations.rows import InviteeRow
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.sign_in import in_employment, is_able
from coach_the_coach.identity.tables import Invitation, Person
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

PAGE: Final = 25
"""People shown at once. Source: docs/method.md#lists."""


def invitees(
    session: Session, actor: Actor, *, search: str, page: int, at: datetime
) -> tuple[list[InviteeRow], int]:
    """People the actor can see, those who cannot sign in first, by name, `PAGE` from `page`.

    With it how many there are in all; in two statements. Raises NotPermitted.
    """
    actor.require(Permission.PERSON_IMPORT)
    pending = (
        select(Invitation.person_id)
        .where(col(Invitation.used_at).is_(None), Invitation.expires_at > at)
        .subquery()
    )
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.email)
    scope = and_(
        sees(Person, actor, Permission.PERSON_SEE),
        in_employment(at),
        *(whole.contains(word, autoescape=True) for word in _words_of(search)),
    )
    total = session.exec(select(func.count()).select_from(Person).where(scope)).one()
    found = session.exec(
        select(Person, is_able(), pending.c.person_id)
        .where(scope)
        .join(pending, pending.c.person_id == Person.id, isouter=True)
        .order_by(is_able(), col(Person.given_name), col(Person.family_name), col(Person.id))
        .offset(max(page, 0) * PAGE)
        .limit(PAGE)
    ).all()
    rows = [
        InviteeRow(
            public_id=person.public_id,
            name=person.name,
            email=person.email,
            state=_state(is_able=able, pending=waiting is not None),
        )
        for person, able, waiting in found
    ]
    return rows, total


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """For an administrator: bring people in, or let those in who cannot sign in yet."""
    if not actor.can(Permission.PERSON_IMPORT):
        return []
    known = select(Invitation.person_id).where(
        col(Invitation.used_at).is_(None), Invitation.expires_at > at
    )
    others, outside = session.exec(
        select(
            func.count(),
            func.count().filter(~is_able(), col(Person.id).not_in(known), in_employment(at)),
        )
        .select_from(Person)
        .where(sees(Person, actor, Permission.PERSON_SEE), col(Person.id) != actor.person_id)
    ).one()
    if not others:
        text = _("Nobody is here yet. Bring in your people from a file.")
        return [NextLine(text, _("Import"), routes.IMPORTS, rank=0, since="")]
    if not outside:
        return []
    text = _n("{n} person cannot sign in yet.", "{n} people cannot sign in yet.", outside)
    return [NextLine(text.format(n=outside), _("Invite"), routes.INVITATIONS, rank=2, since="")]


def _words_of(search: str) -> list[str]:
    """The first words looked for; without NUL, which PostgreSQL refuses in any text."""
    return search.replace("\0", "").lower().split()[:5]


def _state(*, is_able: bool, pending: bool) -> str:
    if pending:
        return _("Invited")
    return _("Can sign in") if is_able else _("Not invited yet")
