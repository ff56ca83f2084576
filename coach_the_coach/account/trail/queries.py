"""What the audit log holds of the reader: what others did that concerns them, and own acts."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.account.trail.rows import EntryRow
from coach_the_coach.account.trail.rules import refusal_words, what_was_refused
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry, Result, Told
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of

PAGE: Final = 25
"""Entries shown at once. Source: docs/method.md#lists."""

Entries = tuple[list[EntryRow], int]


def looked_at(session: Session, actor: Actor, *, page: int, at: datetime) -> Entries:
    """What others did, tried or read that concerns the actor, newest first, `PAGE` from `page`.

    Only what the one it is about may know of. With it how many there are; in four statements.
    """
    by_others = or_(col(AuditEntry.actor_id).is_(None), AuditEntry.actor_id != actor.person_id)
    scope = and_(
        col(AuditEntry.about_id) == actor.person_id,
        by_others,
        col(AuditEntry.action).in_(audit.told_to(Told.SUBJECT)),
    )
    return entries_in(session, actor, scope, page=page, at=at)


def own_acts(session: Session, actor: Actor, *, page: int, at: datetime) -> Entries:
    """What the actor did, read and was refused, likewise."""
    scope = col(AuditEntry.actor_id) == actor.person_id
    return entries_in(session, actor, scope, page=page, at=at)


def entries_in(
    session: Session, actor: Actor, scope: ColumnElement[bool], *, page: int, at: datetime
) -> Entries:
    """The entries in `scope`, for which its caller answers."""
    total = session.exec(select(func.count()).select_from(AuditEntry).where(scope)).one()
    found = session.exec(
        select(AuditEntry)
        .where(scope)
        .order_by(col(AuditEntry.id).desc())
        .offset(max(page, 0) * PAGE)
        .limit(PAGE)
    ).all()
    people = (who for one in found for who in (one.actor_id, one.about_id) if who is not None)
    names = names_of(session, people)
    details = _details(session, found)
    return [_row(one, names, details.get(one.id or 0, ""), actor, at) for one in found], total


def _details(session: Session, entries: Sequence[AuditEntry]) -> dict[int, str]:
    """What may be shown of the details of refusals, by entry."""
    refused = {one.id or 0: one.action for one in entries if one.result is Result.REFUSED}
    found = session.exec(select(AuditDetail).where(col(AuditDetail.entry_id).in_(refused))).all()
    return {
        one.entry_id: refusal_words(refused[one.entry_id], json.loads(one.text)) for one in found
    }


def _row(
    entry: AuditEntry, names: dict[int, str], detail: str, actor: Actor, at: datetime
) -> EntryRow:
    """One entry in words."""
    about = "" if entry.about_id in {None, entry.actor_id} else _name(entry.about_id, names)
    what = audit.WORDS.get(entry.action, entry.action)
    is_refused = entry.result is Result.REFUSED
    return EntryRow(
        who=_who(entry, names),
        what=what_was_refused(entry.action, what) if is_refused else what,
        about=about,
        when=moment(entry.at, actor.time_zone, at),
        mark=_("Refused") if is_refused else "",
        thing=entry.thing,
        detail=detail,
    )


def _who(entry: AuditEntry, names: dict[int, str]) -> str:
    """Who did it; a person has a name, even one who was erased."""
    if entry.actor_id is not None:
        return _name(entry.actor_id, names)
    return _("Somebody unknown") if entry.result is Result.REFUSED else _("The program")


def _name(person_id: int | None, names: dict[int, str]) -> str:
    return names.get(person_id or 0, _("Somebody"))
