"""Files that were checked or brought in."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import defer
from sqlmodel import Session, col

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.people.queries import import_plan, may_import, report_of
from coach_the_coach.imports.people.rows import Change, ImportReport
from coach_the_coach.imports.rows import CheckRow, Figure, Judged, PastImport, WaitingFile
from coach_the_coach.imports.tables import Import

WAIT: Final = timedelta(days=1)
"""How long a checked file waits to be brought in, then it is deleted.

Source: docs/method.md#limits.
"""

MOST_TOLD: Final = 50
"""Changes that the command line says in words. Source: docs/method.md#limits."""

PAST_LIMIT: Final = 50
"""Most past imports listed. Source: docs/method.md#lists."""


def judged(session: Session, actor: Actor, *, content: bytes, at: datetime) -> Judged:
    """What a file would do. Raises NotPermitted; what is wrong with the file is not raised.

    A query by itself: a large file takes seconds, in which others must be able to write.
    """
    may_import(session, actor)
    try:
        file = read_people(content)
        return Judged(report_of(import_plan(session, file=file, at=at, importer=actor)))
    except Invalid as refusal:
        return Judged(problems=refusal.problems)


def would_import(session: Session, *, content: bytes, at: datetime) -> str:
    """What a file would do, for the command line, which has no actor; nothing is changed.

    Raises Invalid whose problems name each line.
    """
    report = report_of(import_plan(session, file=read_people(content), at=at))
    return "\n".join([_("Nothing is changed. This is what the file would do:"), *told_of(report)])


def waiting_file(session: Session, actor: Actor, *, public_id: str, at: datetime) -> WaitingFile:
    """A file that waits, read before anything is held for it.

    Raises NotPermitted, NotFound, Conflict when it was brought in already, Invalid.
    """
    may_import(session, actor)
    one = session.exec(
        visible(Import, actor, Permission.PERSON_IMPORT).where(Import.public_id == public_id)
    ).first()
    return WaitingFile(public_id, read_people(content_of(one, at)))


def content_of(one: Import | None, at: datetime) -> bytes:
    """What a file holds that can still be brought in. Raises NotFound and Conflict."""
    if one is None or _is_over(one, at):
        raise NotFound(_("This file is no longer kept. Choose it again."))
    if one.brought_in_at is not None or one.content is None:
        raise Conflict(_("This file has been brought in already."))
    return one.content


def _is_over(one: Import, at: datetime) -> bool:
    """Whether nobody brought the file in while it waited, even if it is not deleted yet."""
    return one.brought_in_at is None and at >= one.checked_at + WAIT


def checked_import(session: Session, actor: Actor, *, public_id: str, at: datetime) -> CheckRow:
    """A file that was checked; an empty row for one that is not there. Raises NotPermitted."""
    may_import(session, actor)
    one = session.exec(
        visible(Import, actor, Permission.PERSON_IMPORT)
        .where(Import.public_id == public_id)
        .options(defer(Import.content))  # pyright: ignore[reportArgumentType] # SQLModel types it as bytes
    ).first()
    if one is None or _is_over(one, at):
        return CheckRow()
    report = report_in(one.report)
    return CheckRow(
        id=one.public_id,
        file_name=one.file_name,
        checked=moment(one.checked_at, actor.time_zone, at),
        summary="" if one.problems else summary_of(report),
        figures=figures_of(report),
        changes=report.changes,
        more=_more(report, len(report.changes)),
        questions=report.questions,
        notes=report.notes,
        problems=tuple(one.problems.values()),
        waits=one.waits and one.brought_in_at is None,
        is_done=one.brought_in_at is not None,
    )


def past_imports(session: Session, actor: Actor, *, at: datetime) -> list[PastImport]:
    """Files that were brought in, newest first, at most `PAST_LIMIT`. Raises NotPermitted."""
    may_import(session, actor)
    found = session.exec(
        visible(Import, actor, Permission.PERSON_IMPORT)
        .where(col(Import.brought_in_at).is_not(None))
        .options(defer(Import.content))  # pyright: ignore[reportArgumentType] # SQLModel types it as bytes
        .order_by(col(Import.brought_in_at).desc(), col(Import.id).desc())
        .limit(PAST_LIMIT)
    ).all()
    importers = session.exec(
        visible(Person, actor, Permission.PERSON_SEE).where(
            col(Person.id).in_({one.actor_id for one in found})
        )
    ).all()
    names = {person.id: person.name for person in importers}
    return [
        PastImport(
            id=one.public_id,
            file_name=one.file_name,
            by=names.get(one.actor_id, ""),
            summary=summary_of(report_in(one.report)),
            when=moment(one.brought_in_at, actor.time_zone, at),
        )
        for one in found
    ]


def summary_of(report: ImportReport) -> str:
    """A report in one line."""
    if report.does_nothing:
        return _("Everything in this file is so already.")
    added = _n("{n} person added", "{n} people added", report.added).format(n=report.added)
    changed = _("{n} changed").format(n=report.changed)
    unchanged = _("{n} as before").format(n=report.unchanged)
    return f"{added}, {changed}, {unchanged}"


def told_of(report: ImportReport) -> list[str]:
    """A report in lines, for the command line: what is asked first, then what changes."""
    text = _("Line {line}: {name} ({kind}): {change}")
    changes = report.first(MOST_TOLD)
    lines = [
        summary_of(report),
        *report.questions,
        *(
            text.format(line=one.line, name=one.name, kind=one.kind, change=one.text)
            for one in changes
        ),
        _more(report, len(changes)),
        *report.notes,
    ]
    return [line for line in lines if line]


def _more(report: ImportReport, listed: int) -> str:
    """How many changes are not listed, in words; nothing where all are."""
    unlisted = report.added + report.changed - listed
    return _("And {number} more.").format(number=f"{unlisted:,}") if unlisted > 0 else ""


def figures_of(report: ImportReport) -> tuple[Figure, ...]:
    """A report in figures, without those that are nothing."""
    figures = (
        (_("New"), report.added),
        (_("Changed"), report.changed),
        (_("Of these, another manager"), report.moved),
        (_("Of these, leaving"), report.ended),
        (_("As before"), report.unchanged),
    )
    return tuple(Figure(name, f"{number:,}") for name, number in figures if number)


def report_in(kept: dict[str, Any]) -> ImportReport:
    """A report as it was stored."""
    changes = tuple(Change(**one) for one in kept.get("changes", ()))
    words = {name: tuple(kept.get(name, ())) for name in ("notes", "questions")}
    return ImportReport(**{**kept, **words, "changes": changes})
