"""Coverage of the paths among those one leads, from what was made of evidence and what stands."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.certification.coverage.lists.queries import (
    BY_END,
    Day,
    conditions,
    is_on_list,
    known,
    stands,
    stands_on_path,
    until_of,
)
from coach_the_coach.certification.coverage.rows import (
    CountRow,
    CoveredRow,
    CoverListRow,
    PathCoverRow,
)
from coach_the_coach.certification.coverage.rules import (
    SOON,
    Which,
    share_words,
    step_of,
    unblocks_words,
    which_mark,
    which_word,
    yours_words,
)
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.paths.rules import Path, stored_path
from coach_the_coach.certification.queries import (
    newest_version,
    newest_versions,
    paths_by_version,
)
from coach_the_coach.certification.rules import State, state_mark, state_word
from coach_the_coach.certification.tables import Enrolment, Progress
from coach_the_coach.coaching.queries import coaches
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.queries import named_like
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import page_row

PAGE: Final = 25
"""People shown at once. Source: docs/method.md#lists."""

_READ = Permission.CERTIFICATION_READ


def coverage(session: Session, actor: Actor, *, at: datetime) -> list[PathCoverRow]:
    """Each path with who is certified of all, and every list with its number; four statements.

    Raises NotPermitted.
    """
    actor.require(_READ)
    today = Day(local_day(at, actor.time_zone), actor.time_zone)
    total = session.exec(
        select(func.count()).select_from(Person).where(known(actor, at), coaches(at))
    ).one()
    paths = [stored_path(one.content) for one in newest_versions(session)]
    on_path = _on_path(session, actor, today, at)
    awarded = _awarded(session, actor, today, at)
    return [_cover_row(path, total, on_path, awarded) for path in paths]


def covered(
    session: Session,
    actor: Actor,
    *,
    path_key: str,
    which: Which,
    search: str,
    page: int,
    at: datetime,
) -> CoverListRow:
    """One page of one list, those whose day is nearest first; five statements.

    Raises NotPermitted, NotFound for no path.
    """
    actor.require(_READ)
    path = stored_path(newest_version(session, path_key).content)
    today = Day(local_day(at, actor.time_zone), actor.time_zone)
    joined = and_(
        col(Enrolment.person_id) == col(Person.id),
        col(Enrolment.path_key) == path_key,
        col(Enrolment.withdrawn_at).is_(None),
    )
    whole = (
        columns(
            Person,
            Enrolment,
            Progress,
            until_of(path_key),
            leads_directly(col(Person.id), actor, Permission.CERTIFICATION_SIGN),
        )
        .join(Enrolment, joined, isouter=True)
        .join(Progress, col(Progress.enrolment_id) == col(Enrolment.id), isouter=True)
        .where(known(actor, at), named_like(search), is_on_list(path, which, today, at))
    )
    total = session.exec(
        select(func.count()).select_from(whole.with_only_columns(col(Person.id)).subquery())
    ).one()
    by_day = until_of(path_key) if which in BY_END else col(Enrolment.due_on)
    found = session.execute(
        whole.order_by(
            *(by_day.is_(None), by_day),
            *(col(Person.given_name), col(Person.family_name), col(Person.id)),
        )
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    versions = {one.path_version_id for _person, one, *_rest in found if one is not None}
    paths = paths_by_version(session, versions)
    leaders = _leaders(session, [person.id or 0 for person, *_rest in found])
    lines = [
        _line(actor, person, one, progress, until, bool(leads), paths, leaders, which, today)
        for person, one, progress, until, leads in found
    ]
    may = which is Which.NOT_ON and actor.can(Permission.PATH_ASSIGN)
    return CoverListRow(
        path_key=path_key,
        which=str(which),
        title=f"{path.title}: {which_word(which)}",
        assign_link=routes.assign(path=path_key) if may else "",
        lines=lines,
        paging=page_row(page, size=PAGE, shown=len(lines), total=total),
    )


def _on_path(session: Session, actor: Actor, today: Day, at: datetime) -> dict[str, dict[str, int]]:
    """How many of those on each path are on which list; one statement."""
    lists = conditions(today)
    counts = [func.sum(case((one, 1), else_=0)) for one in lists.values()]
    holds = stands_on_path(today)
    found = session.execute(
        columns(
            col(Enrolment.path_key),
            func.sum(case((~holds, 1), else_=0)),
            func.sum(case((and_(coaches(at), ~holds), 1), else_=0)),
            func.sum(case((col(Progress.state) == State.GRACE, 1), else_=0)),
            *counts,
        )
        .join(Person, col(Person.id) == col(Enrolment.person_id))
        .join(Progress, col(Progress.enrolment_id) == col(Enrolment.id), isouter=True)
        .where(col(Enrolment.withdrawn_at).is_(None), known(actor, at))
        .group_by(col(Enrolment.path_key))
    ).all()
    names = ("without", "coaching", "grace", *map(str, lists))
    return {key: dict(zip(names, row, strict=True)) for key, *row in found}


def _awarded(
    session: Session, actor: Actor, today: Day, at: datetime
) -> dict[str, tuple[int, int, int]]:
    """By path how many hold its certificate, how many of these coach, how many soon end."""
    last = func.max(func.coalesce(Award.valid_until, date.max))
    held = (
        select(Award.path_key, Award.person_id, last.label("last"))
        .where(stands(today))
        .group_by(col(Award.path_key), col(Award.person_id))
        .subquery()
    )
    ends = case((held.c.last <= today.on + SOON, 1), else_=0)
    found = session.execute(
        select(
            held.c.path_key,
            func.count(),
            func.sum(case((coaches(at), 1), else_=0)),
            func.sum(ends),
        )
        .select_from(held)
        .join(Person, col(Person.id) == held.c.person_id)
        .where(known(actor, at))
        .group_by(held.c.path_key)
    ).all()
    return {key: (everybody, coaching, ending) for key, everybody, coaching, ending in found}


def _cover_row(
    path: Path,
    total: int,
    on_path: dict[str, dict[str, int]],
    awarded: dict[str, tuple[int, int, int]],
) -> PathCoverRow:
    on = on_path.get(path.key, {})
    everybody, coaching, ending = awarded.get(path.key, (0, 0, 0))
    certified = everybody if path.is_licence else coaching
    # Of a licence those count who have it or are to get it; of every other path whoever coaches.
    of = certified + on.get("without", 0) if path.is_licence else total
    numbers = {which: on.get(str(which), 0) for which in Which}
    numbers[Which.CERTIFIED] = certified
    numbers[Which.EXPIRING] = ending + on.get("grace", 0)
    numbers[Which.NOT_ON] = max(0, total - coaching - on.get("coaching", 0))
    shown = [one for one in Which if not (path.is_licence and one is Which.NOT_ON)]
    return PathCoverRow(
        path_key=path.key,
        title=path.title,
        certified=certified,
        total=of,
        figure=f"{certified} / {of}",
        share=share_words(certified, of),
        of=_("of those who have it or are on the way")
        if path.is_licence
        else _("of everybody in your reach who coaches"),
        counts=[
            CountRow(
                str(one),
                which_word(one),
                which_mark(one) if numbers[one] else "plain",
                numbers[one],
                routes.certified(path.key, str(one)),
            )
            for one in shown
        ],
    )


def _leaders(session: Session, people: Collection[int]) -> dict[int, str]:
    """The name of whoever leads each of these directly."""
    found = session.exec(
        select(Reach.descendant_id, Person)
        .join(Person, col(Person.id) == col(Reach.ancestor_id))
        .where(col(Reach.descendant_id).in_(people), Reach.depth == 1)
    )
    return {who: leader.name for who, leader in found}


def _line(
    actor: Actor,
    person: Person,
    one: Enrolment | None,
    progress: Progress | None,
    until: date | None,
    leads: bool,
    paths: dict[int, Path],
    leaders: dict[int, str],
    which: Which,
    today: Day,
) -> CoveredRow:
    """One person, with what helps them next and who can."""
    state = State.NOT_STARTED if progress is None else progress.state
    helps = by = met = ""
    if one is not None and which not in BY_END:
        types = _missing_types(paths[one.path_version_id], progress)
        step = step_of(state, progress.next if progress else "", types)
        attests = actor.can(Permission.CERTIFICATION_ATTEST)
        yours = yours_words(step.by, is_leader=leads, attests=attests)
        helps = yours or step.words
        by = _("You") if yours else unblocks_words(step.by, leaders.get(person.id or 0, ""))
        by = by if helps else ""
        met = f"{progress.met} / {progress.asked}" if progress else ""
    return CoveredRow(
        public_id=person.public_id,
        link=routes.certification_of(person.public_id),
        name=person.name,
        role=person.title,
        state=state_word(state) if one is not None else "",
        mark=state_mark(state) if one is not None else "plain",
        met=met,
        when=_when(one, until, which, today),
        helps=helps,
        by=by,
    )


def _missing_types(path: Path, progress: Progress | None) -> tuple[str, ...]:
    """The types of what is missing, in the order of the path."""
    if progress is None:
        return ()
    types = {one.key: one.type for one in (*path.recertify, *path.requirements)}
    return tuple(types.get(key, "") for key in progress.missing)


def _when(one: Enrolment | None, until: date | None, which: Which, today: Day) -> str:
    """The day that matters on a list, in words."""
    if which in BY_END:
        if until is None:
            return _("Without an end") if which is Which.CERTIFIED else ""
        said = _("Until {day}") if until >= today.on else _("Ended {day}")
        return said.format(day=day(until, today.on).exact)
    if one is None:
        return ""
    said = _("By {day}") if one.due_on >= today.on else _("Was due {day}")
    return said.format(day=day(one.due_on, today.on).exact)
