"""Sessions in the log: words for the two and the direct leader, counts for those above."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, or_
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.rows import (
    CommitmentLine,
    CountsRow,
    EntryLine,
    LogPage,
    TeamLine,
)
from coach_the_coach.coaching.log.rules import (
    PROOF_DAYS,
    first_day,
    missing_in,
    missing_words,
    title_of,
)
from coach_the_coach.coaching.log.tables import Commitment, LogBody, LogEntry
from coach_the_coach.coaching.queries import coaches, team
from coach_the_coach.coaching.rules import Form, Kind, Owner
from coach_the_coach.foundation.when import day, local_day, past_day
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly, sees, visible_person
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine, page_row

PER_PAGE: Final = 20
"""Sessions of a list shown at once. Source: docs/method.md#coaching-log."""

OPEN_MOST: Final = 200
"""Most open next steps read for one team. Source: docs/method.md#coaching-log."""

WAITING: Final = 20
"""Most lines of one sort that wait. Source: docs/method.md#lists."""

Said = tuple[LogEntry, LogBody, Commitment | None]
"""A session with its words and its next step, if it has one."""


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read a session's words: one of the two, or who leads."""
    return or_(
        col(LogEntry.coach_id) == actor.person_id,
        col(LogEntry.coached_id) == actor.person_id,
        leads_directly(col(LogEntry.coach_id), actor, Permission.COACHING_READ),
    )


def stands() -> ColumnElement[bool]:
    """The condition that a session was not withdrawn."""
    return col(LogEntry.withdrawn_at).is_(None)


def last_of(session: Session, actor: Actor, *, people: Collection[int]) -> dict[int, date]:
    """The day of the actor's last session with each of these people; one statement."""
    found = session.exec(
        select(LogEntry.coached_id, func.max(LogEntry.held_on))
        .where(LogEntry.coach_id == actor.person_id, stands())
        .where(col(LogEntry.coached_id).in_(people))
        .group_by(col(LogEntry.coached_id))
    ).all()
    return {person: on for person, on in found if person is not None}


def who_coach(session: Session, *, people: Collection[int], at: datetime) -> frozenset[int]:
    """Those of these people, whom its caller found already, who coach others themselves."""
    found = session.exec(select(Person.id).where(col(Person.id).in_(people), coaches(at))).all()
    return frozenset(one for one in found if one is not None)


def log_page(
    session: Session, actor: Actor, *, at: datetime, person: str = "", page: int = 0
) -> LogPage:
    """The sessions that the actor held, newest first, one page from 0; of one person by `person`.

    For somebody with whom they held none it is empty.
    """
    mine = [col(LogEntry.coach_id) == actor.person_id, stands()]
    if person:
        whom = select(Person.id).where(Person.public_id == person)
        mine.append(col(LogEntry.coached_id).in_(whom))
    return listed(session, actor, scope=mine, at=at, page=page)


def listed(
    session: Session,
    actor: Actor,
    *,
    scope: Iterable[ColumnElement[bool]],
    at: datetime,
    page: int,
) -> LogPage:
    """The sessions within this scope that the actor may read, newest first, a page from 0."""
    page = min(max(page, 0), 999)
    scope = (readable(actor), *scope)
    total = session.exec(select(func.count()).select_from(LogEntry).where(*scope)).one()
    found = session.exec(
        select(LogEntry, LogBody, Commitment)
        .join(LogBody, col(LogBody.log_entry_id) == col(LogEntry.id))
        .join(Commitment, col(Commitment.log_entry_id) == col(LogEntry.id), isouter=True)
        .where(*scope)
        .order_by(col(LogEntry.held_on).desc(), col(LogEntry.id).desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * page)
    ).all()
    lines = _entry_lines(session, actor, found, at=at)
    return LogPage(lines, page_row(page, size=PER_PAGE, shown=len(lines), total=total))


def _entry_lines(
    session: Session, actor: Actor, found: Sequence[Said], *, at: datetime
) -> list[EntryLine]:
    """These sessions, which the actor may read, as lines of a list; one statement for the names."""
    today = local_day(at, actor.time_zone)
    names = names_of(
        session, {one for entry, *_rest in found for one in (entry.coach_id, entry.coached_id or 0)}
    )
    return [
        EntryLine(
            public_id=entry.public_id,
            link=routes.log_entry(entry.public_id),
            title=title_of(entry.form, kinds_of(entry)),
            coach=names[entry.coach_id],
            coached=whom(entry, names),
            day=past_day(entry.held_on, today),
            minutes=minutes_said(entry.minutes),
            focus=body.focus,
            next_step=step.text if step else "",
            missing=missing_said(entry, body, step),
        )
        for entry, body, step in found
    ]


def team_lines(session: Session, actor: Actor, *, at: datetime) -> list[TeamLine]:
    """Whom the actor coaches, who waits longest first: the last session, and what is open."""
    people = team(session, actor, at=at)
    ids = [one.id or 0 for one in people]
    last = last_of(session, actor, people=ids)
    open_steps = open_with(session, actor, people=ids, at=at)
    today = local_day(at, actor.time_zone)
    people.sort(key=lambda one: (last.get(one.id or 0, date.min), one.name))
    return [
        TeamLine(
            public_id=one.public_id,
            name=one.name,
            title=one.title,
            last=day(last.get(one.id or 0), today),
            new_link=routes.log_new(one.public_id),
            moment_link=routes.log_moment(one.public_id),
            filter_link=routes.log_of(one.public_id),
            open=open_steps.get(one.id or 0, []),
        )
        for one in people
    ]


def open_with(
    session: Session, actor: Actor, *, people: Collection[int], at: datetime
) -> dict[int, list[CommitmentLine]]:
    """The open next steps that the actor agreed with these people as coach, soonest due first."""
    found = _steps(
        session,
        col(Commitment.coach_id) == actor.person_id,
        col(Commitment.coached_id).in_(people),
        limit=OPEN_MOST,
    )
    by_person: dict[int, list[CommitmentLine]] = {}
    for line, step in zip(_step_lines(session, actor, found, at), found, strict=True):
        by_person.setdefault(step[0].coached_id, []).append(line)
    return by_person


def own_steps(session: Session, actor: Actor, *, at: datetime) -> list[CommitmentLine]:
    """The open next steps that somebody agreed with the actor as the one coached."""
    about = col(Commitment.coached_id) == actor.person_id
    return _step_lines(session, actor, _steps(session, about, limit=OPEN_MOST), at)


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """Next steps of either side that are due today or were due, the longest due first."""
    today = local_day(at, actor.time_zone)
    found = session.exec(
        select(Commitment, LogEntry.public_id)
        .join(LogEntry, col(LogEntry.id) == col(Commitment.log_entry_id))
        .where(sees(Commitment, actor, None), col(Commitment.closed_at).is_(None))
        .where(Commitment.due_on <= today)
        .order_by(col(Commitment.due_on), col(Commitment.id))
        .limit(WAITING)
    ).all()
    return [
        NextLine(
            text=_("{who}: {text}. Due: {day}.").format(
                who=line.owner, text=line.text.rstrip("."), day=line.due.words
            ),
            action=_("Close it"),
            link=line.link,
            # One's own was promised; of the other's it is good to hear.
            rank=1 if _is_own(step, actor) else 2,
            since=step.due_on.isoformat(),
        )
        for line, (step, _link) in zip(_step_lines(session, actor, found, at), found, strict=True)
    ]


def counts_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> CountsRow:
    """How often somebody in reach coached in the past `PROOF_DAYS` days; no word and no name.

    Raises NotFound for somebody the actor cannot see, NotPermitted for one they may not count.
    """
    coach = visible_person(session, actor, public_id, Permission.COACHING_COUNT)
    return counted(session, actor, one=coach, at=at)


def counted(session: Session, actor: Actor, *, one: Person, at: datetime) -> CountsRow:
    """The same for somebody found already, of whom the actor may know as much."""
    until = local_day(at, one.time_zone)
    since = first_day(until, PROOF_DAYS)
    figures: list[ColumnElement[int]] = [
        _how_many(col(LogEntry.complete)),
        _how_many(col(LogEntry.specific)),
        _how_many(col(LogEntry.planned)),
        _how_many(col(LogEntry.form) == Form.LISTENING),
        func.coalesce(func.sum(LogEntry.minutes), 0),
        func.count(func.distinct(LogEntry.coached_id)),
    ]
    sessions, complete, specific, planned, listened, minutes, people = session.exec(
        select(func.count(), *figures).where(
            *_counted_by(actor, one), LogEntry.held_on >= since, LogEntry.held_on <= until
        )
    ).one()
    today = local_day(at, actor.time_zone)
    return CountsRow(
        public_id=one.public_id,
        coach=one.name,
        first=day(since, today),
        last=day(until, today),
        days=PROOF_DAYS,
        sessions=sessions,
        complete=complete,
        specific=specific,
        planned=planned,
        listened=listened,
        minutes=minutes,
        coached=people,
    )


def kinds_of(entry: LogEntry) -> dict[Kind, int]:
    """Minutes of a session by kind, every kind named."""
    return {kind: getattr(entry, kind.value) for kind in Kind}


def missing_said(entry: LogEntry, body: LogBody, step: Commitment | None) -> str:
    """What a session does not say, as a sentence; empty where it says all five."""
    return missing_words(
        missing_in(
            form=entry.form,
            has_rep=entry.coached_id is not None,
            focus=body.focus,
            feedback=body.feedback,
            next_step=step.text if step else "",
        )
    )


def minutes_said(minutes: int) -> str:
    """A length as it is said."""
    return _n("{n} minute", "{n} minutes", minutes).format(n=minutes)


def whom(entry: LogEntry, names: Mapping[int, str]) -> str:
    """With whom it was, by name."""
    return names[entry.coached_id] if entry.coached_id is not None else _("The whole team")


def _is_own(step: Commitment, actor: Actor) -> bool:
    """Whether a next step is for the actor to do."""
    doer = step.coach_id if step.owner is Owner.COACH else step.coached_id
    return doer == actor.person_id


def owner_said(step: Commitment, actor: Actor, names: Mapping[int, str]) -> str:
    """Whose a next step is, to the reader."""
    owner = step.coached_id if step.owner is Owner.COACHED else step.coach_id
    return _("You") if owner == actor.person_id else names[owner]


def _counted_by(actor: Actor, coach: Person) -> tuple[ColumnElement[bool], ...]:
    """Sessions of a coach that stand, as far as the actor may count them."""
    mine = sees(LogEntry, actor, Permission.COACHING_COUNT)
    return col(LogEntry.coach_id) == coach.id, stands(), mine


def _how_many(holds: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, 1), else_=0)), 0)


def _steps(
    session: Session, *conditions: ColumnElement[bool], limit: int
) -> Sequence[tuple[Commitment, str]]:
    """Open next steps with the public id of the session they were agreed in."""
    return session.exec(
        select(Commitment, LogEntry.public_id)
        .join(LogEntry, col(LogEntry.id) == col(Commitment.log_entry_id))
        .where(col(Commitment.closed_at).is_(None), *conditions)
        .order_by(col(Commitment.due_on), col(Commitment.id))
        .limit(limit)
    ).all()


def _step_lines(
    session: Session,
    actor: Actor,
    found: Iterable[tuple[Commitment, str]],
    at: datetime,
) -> list[CommitmentLine]:
    found = list(found)
    today = local_day(at, actor.time_zone)
    names = names_of(session, {one for step, _link in found for one in _two(step)})
    return [
        CommitmentLine(
            public_id=step.public_id,
            text=step.text,
            deal=step.deal,
            with_whom=names[
                step.coach_id if step.coached_id == actor.person_id else step.coached_id
            ],
            owner=owner_said(step, actor, names),
            due=day(step.due_on, today),
            is_overdue=step.due_on < today,
            link=routes.log_entry(entry),
            field=f"outcome-{step.public_id}",
        )
        for step, entry in found
    ]


def _two(step: Commitment) -> tuple[int, int]:
    return step.coach_id, step.coached_id
