"""The log as an administrator reads it: who did what, about whom and when, and no more."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, true
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.account.audit.rows import ActionRow
from coach_the_coach.account.audit.rules import Search
from coach_the_coach.account.trail.queries import Entries, entries_in
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import AuditEntry, Result, Told
from coach_the_coach.foundation.when import begins
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person

READING = audit.known("audit:read", _("read the audit log"), Told.ADMIN)
"""What the log calls it when somebody reads it."""

WORDS = 5
"""Most words of a name that are looked for. Source: docs/method.md#lists."""


def entries(session: Session, actor: Actor, *, search: Search, page: int, at: datetime) -> Entries:
    """What of the log concerns an administrator, newest first; reading it is entered as well.

    What is between an observer and the one observed is not in it, but for what others read, and for
    refusals, which name nobody that they are about. Raises NotPermitted.
    """
    actor.require(Permission.AUDIT_READ)
    audit.seen(session, READING)
    scope = and_(
        or_(
            col(AuditEntry.action).in_(audit.told_to(Told.ADMIN)),
            col(AuditEntry.result) == Result.REFUSED,
        ),
        _by_or_about(actor, search.person),
        col(AuditEntry.action) == search.action if search.action else true(),
        col(AuditEntry.result) == search.result if search.result in list(Result) else true(),
        _within_day(actor, search),
    )
    return entries_in(session, actor, scope, page=page, at=at)


def _by_or_about(actor: Actor, person: str) -> ColumnElement[bool]:
    """The condition that somebody of that name did it, or it is about them."""
    words = person.lower().split()[:WORDS]
    if not words:
        return true()
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.email)
    named = select(Person.id).where(
        sees(Person, actor, Permission.PERSON_SEE),
        *(whole.contains(word, autoescape=True) for word in words),
    )
    return or_(col(AuditEntry.actor_id).in_(named), col(AuditEntry.about_id).in_(named))


def _within_day(actor: Actor, search: Search) -> ColumnElement[bool]:
    """The condition that it was on a day of the reader's own zone."""
    if search.on is None:
        return true()
    first = begins(search.on, actor.time_zone)
    after = begins(search.on + timedelta(days=1), actor.time_zone)
    return and_(col(AuditEntry.at) >= first, col(AuditEntry.at) < after)


def searchable() -> list[ActionRow]:
    """What can be looked for, in the order of its words."""
    told = ((audit.WORDS[one], one) for one in audit.told_to(Told.ADMIN))
    return [ActionRow(value=one, word=words) for words, one in sorted(told)]
