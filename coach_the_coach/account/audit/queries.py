"""The log as an administrator reads it: who did what, about whom and when, and no more."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, true
from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

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
    _note_search(session, actor, search)
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


def _note_search(session: Session, actor: Actor, search: Search) -> None:
    """Have it written down what was looked for, and about whom where that is one person.

    What was typed of a name is not kept: no erasure would find it there.
    """
    named = _named(actor, search.person)
    found = [] if named is None else session.exec(named.limit(2)).all()
    is_one = len(found) == 1
    asked = {
        "action": search.action,
        "on": search.on.isoformat() if search.on else "",
        "people": "" if named is None or is_one else "several" if found else "nobody",
        "result": search.result,
    }
    detail = {name: value for name, value in asked.items() if value}
    audit.seen(session, READING, person_id=found[0] if is_one else None, detail=detail)


def _by_or_about(actor: Actor, person: str) -> ColumnElement[bool]:
    """The condition that somebody of that name did it, or it is about them."""
    named = _named(actor, person)
    if named is None:
        return true()
    return or_(col(AuditEntry.actor_id).in_(named), col(AuditEntry.about_id).in_(named))


def _named(actor: Actor, person: str) -> SelectOfScalar[Any] | None:
    """Whoever has these words in their name or address; None where none are looked for."""
    words = person.lower().split()[:WORDS]
    if not words:
        return None
    whole = func.lower(Person.given_name + " " + Person.family_name + " " + Person.email)
    return select(Person.id).where(
        sees(Person, actor, Permission.PERSON_SEE),
        *(whole.contains(word, autoescape=True) for word in words),
    )


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
