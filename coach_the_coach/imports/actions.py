"""Checking a file first, then bringing it in or leaving it."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import delete
from sqlmodel import Session, col

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.imports.formats.sheet import MAX_BYTES
from coach_the_coach.imports.people.actions import import_people, keep_people
from coach_the_coach.imports.people.queries import import_plan, may_import, report_of
from coach_the_coach.imports.people.rows import ImportReport
from coach_the_coach.imports.queries import summary_of
from coach_the_coach.imports.tables import Import

WAIT: Final = timedelta(days=1)
"""How long a checked file waits to be brought in, then it is deleted. Source: a proposal."""

MOST_CHANGES: Final = 200
"""Changes that are kept in words for the page; the numbers count them all. Source: a proposal."""


def check_import(
    session: Session, actor: Actor, *, file_name: str, content: bytes, at: datetime
) -> str:
    """Keep a file until it is brought in, with what it would change; returns its public id.

    What is wrong with it is kept likewise and not raised. Raises NotPermitted.
    """
    may_import(session, actor)
    session.exec(
        delete(Import).where(
            col(Import.brought_in_at).is_(None), col(Import.checked_at) < at - WAIT
        )
    )
    checked = Import(
        actor_id=actor.person_id,
        file_name=" ".join(file_name.split())[-200:] or _("a file without a name"),
        sha256=sha256(content).hexdigest(),
        checked_at=at,
    )
    try:
        report = report_of(import_plan(session, content=content, at=at, importer=actor))
    except Invalid as refusal:
        checked.problems = refusal.problems
    else:
        checked.report = _kept(report)
        checked.waits = not report.does_nothing
        checked.content = content[:MAX_BYTES] if checked.waits else None
    session.add(checked)
    session.flush()
    return checked.public_id


def bring_in(session: Session, actor: Actor, *, public_id: str, at: datetime) -> ImportReport:
    """Bring in a file that was checked, judged anew: the organisation may have changed meanwhile.

    Raises NotPermitted, NotFound, Conflict when it was brought in already, Invalid.
    """
    may_import(session, actor)
    checked = session.exec(
        visible(Import, actor, Permission.PERSON_IMPORT)
        .where(Import.public_id == public_id)
        .with_for_update()
    ).first()
    if checked is None:
        raise NotFound(_("This file is no longer kept. Choose it again."))
    if checked.brought_in_at is not None or checked.content is None:
        raise Conflict(_("This file has been brought in already."))
    report = import_people(session, actor, content=checked.content, at=at)
    checked.report = _kept(report)
    checked.brought_in_at = at
    checked.content = None
    checked.waits = False
    session.add(checked)
    return report


def import_people_file(session: Session, *, content: bytes, at: datetime) -> str:
    """Bring in the people of a file for the command line, and say what that did.

    Raises Invalid whose problems name each line, and Conflict.
    """
    report = keep_people(session, content=content, at=at)
    return "\n".join([summary_of(report), *report.notes])


def leave_import(session: Session, actor: Actor, *, public_id: str) -> None:
    """Delete a file that was checked and not brought in; nothing happens to one that was."""
    may_import(session, actor)
    checked = session.exec(
        visible(Import, actor, Permission.PERSON_IMPORT).where(
            Import.public_id == public_id, col(Import.brought_in_at).is_(None)
        )
    ).first()
    if checked is not None:
        session.delete(checked)


def _kept(report: ImportReport) -> dict[str, Any]:
    """A report as it is stored: of a very large file only the first changes in words."""
    return asdict(replace(report, changes=report.changes[:MOST_CHANGES]))
