"""Who would pass a changed path today, counted over those who are on it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.certification.editing.path.changes.rules import changes
from coach_the_coach.certification.editing.path.rows import TriedGroup, TriedLine, TriedRow
from coach_the_coach.certification.editing.path.rules import PathDraft, path_of
from coach_the_coach.certification.editing.path.trying.rules import (
    Group,
    Pair,
    group_words,
    groups,
    too_few_words,
    whole_words,
)
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.progress.queries import stood
from coach_the_coach.certification.progress.rules import came_to
from coach_the_coach.certification.queries import newest_versions
from coach_the_coach.certification.rules import Asked
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.pulse.minimum.queries import minimum

TRYING: Final = audit.known(
    "path:try", _("tried what a change of a path would do"), audit.Told.ADMIN
)
"""What the log calls it when those who would pass are counted."""

BATCH: Final = 500
"""People who are measured at once. Source: docs/method.md#editing-paths."""


def tried(session: Session, actor: Actor, *, draft: PathDraft, at: datetime) -> TriedRow:
    """What a change of a path would do to those who are on it: numbers, and nobody's name.

    Measured as the program, for an administrator reads no assessment; of fewer people than make a
    pulse in this house nothing is said. Raises NotPermitted, Invalid for what is no path.
    """
    actor.require(Permission.PATH_WRITE)
    there = {one.key: one for one in newest_versions(session)}
    others = [stored_path(one.content) for one in there.values()]
    after = path_of(draft, known=there.keys(), others=others)
    if after.key not in there:
        return TriedRow(is_done=True)
    before = stored_path(there[after.key].content)
    audit.seen(session, TRYING, thing=after.key)
    pairs = list(_pairs(session, before, after, at))
    found = groups(before, after, pairs, least=minimum(session).people)
    has_lapsed = any(pair.now.asking is Asked.RESTART for pair in pairs)
    return TriedRow(
        is_done=True,
        changes=changes(before, after),
        groups=[_row(one) for one in found],
        lapsed=_("Whose certificate has lapsed is not counted.") if has_lapsed else "",
    )


def _pairs(session: Session, before: Path, after: Path, at: datetime) -> Iterator[Pair]:
    """How everybody on the path stands on it as it is, and as it would be."""
    with as_program(session):
        people = session.exec(
            select(Enrolment.person_id)
            .where(Enrolment.path_key == before.key, col(Enrolment.withdrawn_at).is_(None))
            .order_by(col(Enrolment.person_id))
        ).all()
    for first in range(0, len(people), BATCH):
        for one in stood(session, people[first : first + BATCH], at=at):
            if one.path.key == before.key:
                yield Pair(
                    came_to(before, one.known, awards=one.awards, today=one.today),
                    came_to(after, one.known, awards=one.awards, today=one.today),
                )


def _row(group: Group) -> TriedGroup:
    title = group_words(group.asking)
    if group.too_few:
        return TriedGroup(title, too_few_words())
    said = _("{n} of {people}")
    lines = [
        TriedLine(
            one.sentence,
            *(
                _("not asked") if n is None else said.format(n=n, people=group.people)
                for n in (one.now, one.then)
            ),
        )
        for one in group.lines
    ]
    return TriedGroup(title, whole_words(group), lines)
