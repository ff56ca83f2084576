"""Checking a file first, then bringing it in or leaving it."""

from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import delete
from sqlmodel import Session, col

from coach_the_coach.foundation import audit, jobs
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.formats.sheet import MAX_BYTES
from coach_the_coach.imports.people.actions import import_people, keep_people
from coach_the_coach.imports.people.queries import may_import
from coach_the_coach.imports.people.rows import ImportReport
from coach_the_coach.imports.queries import WAIT, content_of, told_of
from coach_the_coach.imports.rows import Judged, WaitingFile
from coach_the_coach.imports.tables import Import

BY_HAND: Final = audit.known("people:import", _("brought in a list of people"), Told.ADMIN)
"""What the log calls it when a file of people comes in past the pages."""

MOST_CHANGES: Final = 200
"""Changes that are kept in words for the page; the numbers count them all.

Source: docs/method.md#limits.
"""


@logged("import:check", _("had a file of people checked"), Told.ADMIN)
def check_import(
    session: Session,
    actor: Actor,
    *,
    file_name: str,
    content: bytes,
    judged: Judged,
    at: datetime,
) -> str:
    """Keep a file for `WAIT`, with what it would change or what is wrong; returns its public id.

    It is judged before (`queries.judged`), so that nothing is held meanwhile. Raises NotPermitted.
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
    checked.problems = judged.problems
    if judged.report is not None:
        checked.report = _kept(judged.report)
        checked.waits = not judged.report.does_nothing
        checked.content = content[:MAX_BYTES] if checked.waits else None
    session.add(checked)
    session.flush()
    jobs.enqueue(
        session,
        "delete-checked-import",
        key=f"delete-checked-import:{checked.public_id}",
        payload={"public_id": checked.public_id},
        due_at=at + WAIT,
    )
    about(session, thing=checked.public_id)
    return checked.public_id


@jobs.job("delete-checked-import")
def delete_checked(session: Session, payload: dict[str, Any], _at: datetime) -> None:
    """Delete a file that nobody brought in; what it holds of people must not stay for good.

    The whole row goes: its changes and problems name people as well.
    """
    session.exec(
        delete(Import).where(
            col(Import.public_id) == payload["public_id"], col(Import.brought_in_at).is_(None)
        )
    )


@logged("import:bring_in", _("brought in a file of people"), Told.ADMIN)
def bring_in(session: Session, actor: Actor, *, waiting: WaitingFile, at: datetime) -> ImportReport:
    """Bring in a file that was checked, judged anew: the organisation may have changed meanwhile.

    A file gives roles, and says by what people are known when they come in. Raises NotPermitted,
    NotFresh, NotFound, Conflict when it was brought in already, Invalid.
    """
    may_import(session, actor)
    actor.require_fresh(at)
    checked = session.exec(
        visible(Import, actor, Permission.PERSON_IMPORT)
        .where(Import.public_id == waiting.public_id)
        .with_for_update()
    ).first()
    if checked is None:
        raise NotFound(_("This file is no longer kept. Choose it again."))
    content_of(checked, at)
    report = import_people(session, actor, file=waiting.people, at=at)
    checked.report = _kept(report)
    checked.brought_in_at = at
    checked.content = None
    checked.waits = False
    session.add(checked)
    about(session, thing=checked.public_id)
    return report


def import_people_file(session: Session, *, content: bytes, at: datetime) -> str:
    """Bring in the people of a file for the command line, and say what that did.

    Raises Invalid whose problems name each line, and Conflict.
    """
    # Read before the first statement, which is the one that takes the write lock.
    report = keep_people(session, file=read_people(content), at=at)
    audit.note(session, BY_HAND, actor_id=None, at=at)
    return "\n".join(told_of(report))


@logged("import:discard", _("let go of a checked file"), Told.ADMIN)
def leave_import(session: Session, actor: Actor, *, public_id: str) -> None:
    """Delete a file that was checked and not brought in; nothing happens to one that was."""
    may_import(session, actor)
    checked = session.exec(
        visible(Import, actor, Permission.PERSON_IMPORT).where(
            Import.public_id == public_id, col(Import.brought_in_at).is_(None)
        )
    ).first()
    if checked is None:
        nothing_done(session)
        return
    about(session, thing=public_id)
    session.delete(checked)


def _kept(report: ImportReport) -> dict[str, Any]:
    """A report as it is stored: of a very large file only some changes in words."""
    return asdict(replace(report, changes=report.first(MOST_CHANGES)))
