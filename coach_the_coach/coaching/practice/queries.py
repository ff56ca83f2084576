"""The library, how often a team practises, and one's own rounds.

What was said in a round is the rep's and the coach's alone. Leaders above and the specialist learn
in which weeks somebody practised with their team, and nothing else.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.practice import rules
from coach_the_coach.coaching.practice.rows import (
    CountLine,
    CountList,
    HardMomentRow,
    HeldLine,
    HeldList,
    OpenPractice,
    OverviewRow,
    RoundLine,
    RoundList,
)
from coach_the_coach.coaching.practice.rules import Library, read_library
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.queries import team
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import begins, day, local_day, moment, monday_of, past_day
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine, page_row

FILE: Final = Path(__file__).with_name("moments-1.0.toml")
"""The hard moments in force."""

PER_PAGE: Final = 10
"""Practices, rounds or people shown at once. Source: docs/method.md#team-practice."""

MOST_OPEN: Final = 5
"""Practices shown that are not closed. Source: docs/method.md#team-practice."""

LOOKED_BACK: Final = timedelta(weeks=104)
"""How far back weeks in a row are counted. Source: docs/method.md#team-practice."""

COUNT: Final = Permission.COACHING_COUNT


@cache
def library() -> Library:
    """The library, read once."""
    return read_library(FILE.read_text("utf-8"))


def moments() -> list[HardMomentRow]:
    """Every hard moment, in the order of the library."""
    return [moment_row(one.key) for one in library().moments]


def moment_row(key: str) -> HardMomentRow:
    """The hard moment of that key; its key alone where the library no longer has it."""
    one = library().moment(key)
    if one is None:
        return HardMomentRow(key=key, title=key.replace("-", " ").capitalize())
    return HardMomentRow(
        key=one.key,
        title=one.title,
        situation=one.situation,
        opening=one.opening,
        prompts=list(one.prompts),
        good=one.good,
        debrief=list(one.debrief),
        harder=one.harder,
    )


def is_held() -> ColumnElement[bool]:
    """The condition that a practice was held: it is closed, and the log still has it."""
    logged = exists().where(
        col(LogEntry.id) == col(TeamPractice.log_entry_id), col(LogEntry.withdrawn_at).is_(None)
    )
    return and_(col(TeamPractice.closed_at).is_not(None), logged)


def held_days(
    session: Session, actor: Actor, *, people: Collection[int], at: datetime
) -> dict[int, set[date]]:
    """On which days these people held a practice in the last two years, by their id.

    Only of those whose count the actor may know; in one statement.
    """
    found = session.exec(
        visible(TeamPractice, actor, COUNT).where(
            is_held(),
            col(TeamPractice.coach_id).in_(people),
            col(TeamPractice.held_on) > at.date() - LOOKED_BACK,
        )
    ).all()
    days: dict[int, set[date]] = {}
    for one in found:
        days.setdefault(one.coach_id, set()).add(one.held_on)
    return days


def overview(session: Session, actor: Actor, *, at: datetime) -> OverviewRow:
    """How often the actor's own team practises, and what they have begun."""
    if not actor.can(Permission.COACHING_HOLD) or not team(session, actor, at=at):
        return OverviewRow()
    today = local_day(at, actor.time_zone)
    held = held_days(session, actor, people=[actor.person_id], at=at).get(actor.person_id, set())
    is_done = rules.is_held_this_week(held, today=today)
    weeks = rules.streak(held, today=today)
    return OverviewRow(
        leads=True,
        streak=_n("{n} week", "{n} weeks", weeks).format(n=weeks),
        recent=_("{n} of {all}").format(n=rules.recent_weeks(held, today=today), all=rules.WEEKS),
        held_this_week=is_done,
        this_week=_("Held") if is_done else _("Not yet"),
        open=[
            OpenPractice(
                title=moment_row(one.moment).title,
                link=routes.team_practice(one.public_id),
                begun=moment(one.begun_at, actor.time_zone, at),
            )
            for one in _open(session, actor)
        ],
    )


def held_practices(session: Session, actor: Actor, *, page: int, at: datetime) -> HeldList:
    """What the actor held with their team, the newest first."""
    own = (col(TeamPractice.coach_id) == actor.person_id, is_held())
    total = session.exec(select(func.count(col(TeamPractice.id))).where(*own)).one()
    found = session.exec(
        select(TeamPractice, LogBody.feedback)
        .join(LogBody, col(LogBody.log_entry_id) == col(TeamPractice.log_entry_id))
        .where(*own)
        .order_by(col(TeamPractice.held_on).desc(), col(TeamPractice.id).desc())
        .offset(page * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    rounds = _full_rounds(session, [one.id or 0 for one, _learned in found])
    today = local_day(at, actor.time_zone)
    lines = [
        HeldLine(
            link=routes.team_practice(one.public_id),
            title=moment_row(one.moment).title,
            held=day(one.held_on, today),
            rounds=_n("{n} full round", "{n} full rounds", rounds.get(one.id or 0, 0)).format(
                n=rounds.get(one.id or 0, 0)
            ),
            learned=learned,
        )
        for one, learned in found
    ]
    return HeldList(lines, page_row(page, size=PER_PAGE, shown=len(lines), total=total))


def own_rounds(session: Session, actor: Actor, *, page: int, at: datetime) -> RoundList:
    """The rounds the actor took part in, the newest first: the moment, and their own debrief."""
    own = col(PracticeTurn.rep_id) == actor.person_id
    total = session.exec(select(func.count(col(PracticeTurn.id))).where(own)).one()
    turns = session.exec(
        select(PracticeTurn)
        .where(own)
        .order_by(col(PracticeTurn.attempted_at).desc(), col(PracticeTurn.id).desc())
        .offset(page * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    # A round stays its rep's when somebody else leads the team, or did in the leader's place.
    with as_program(session):
        found = session.exec(
            select(TeamPractice, Person)
            .join(Person, col(Person.id) == col(TeamPractice.coach_id))
            .where(col(TeamPractice.id).in_({turn.team_practice_id for turn in turns}))
        ).all()
    practices = {practice.id: (practice, coach.name) for practice, coach in found}
    today = local_day(at, actor.time_zone)
    lines = []
    for turn in turns:
        practice, coach = practices[turn.team_practice_id]
        step = rules.step_of(attempted=True, debrief=turn.debrief, retried=turn.retried)
        lines.append(
            RoundLine(
                title=moment_row(practice.moment).title,
                held=past_day(practice.held_on, today),
                coach=coach,
                debrief=turn.debrief,
                step=rules.step_word(step),
                mark=rules.step_mark(step),
            )
        )
    return RoundList(lines, page_row(page, size=PER_PAGE, shown=len(lines), total=total))


def team_counts(session: Session, actor: Actor, *, page: int, at: datetime) -> CountList:
    """How often those in reach who lead a team practise with it, by name; no word of it."""
    if not actor.can(COUNT):
        return CountList()
    leads = exists().where(col(Reach.ancestor_id) == col(Person.id), col(Reach.depth) == 1)
    people = visible(Person, actor, COUNT).where(
        Person.id != actor.person_id, leads, in_employment(at)
    )
    ids = people.with_only_columns(col(Person.id)).subquery()
    total = session.exec(select(func.count()).select_from(ids)).one()
    shown = session.exec(
        people.order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .offset(page * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    held = held_days(session, actor, people=[one.id or 0 for one in shown], at=at)
    lines = [_count_line(one, held.get(one.id or 0, set()), at) for one in shown]
    return CountList(lines, page_row(page, size=PER_PAGE, shown=len(lines), total=total))


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """That a practice is not closed, or that by Thursday there was none this week."""
    own = overview(session, actor, at=at)
    begun = [
        NextLine(
            text=_("Your practice “{title}” is not closed yet.").format(title=one.title),
            action=_("Go on"),
            link=one.link,
            rank=1,
            since=one.begun.at,
        )
        for one in own.open
    ]
    today = local_day(at, actor.time_zone)
    if begun or not own.leads or own.held_this_week or not rules.is_late(today):
        return begun
    return [
        NextLine(
            text=_("Your team has not practised this week."),
            action=_("Choose a hard moment"),
            link=routes.TEAM_PRACTICE,
            rank=2,
            since=begins(monday_of(today), actor.time_zone).isoformat(),
        )
    ]


def _count_line(person: Person, held: set[date], at: datetime) -> CountLine:
    today = local_day(at, person.time_zone)
    return CountLine(
        name=person.name,
        title=person.title,
        recent=rules.recent_words(rules.recent_weeks(held, today=today)),
        streak=rules.streak_words(rules.streak(held, today=today)),
    )


def _open(session: Session, actor: Actor) -> list[TeamPractice]:
    """What the actor has begun and not closed, the newest first."""
    found = session.exec(
        visible(TeamPractice, actor)
        .where(TeamPractice.coach_id == actor.person_id, col(TeamPractice.closed_at).is_(None))
        .order_by(col(TeamPractice.begun_at).desc(), col(TeamPractice.id).desc())
        .limit(MOST_OPEN)
    )
    return list(found.all())


def _full_rounds(session: Session, practices: Iterable[int]) -> dict[int, int]:
    """How many full rounds each of these practices had."""
    found = session.exec(
        select(PracticeTurn.team_practice_id, func.count(col(PracticeTurn.id)))
        .where(col(PracticeTurn.team_practice_id).in_([*practices]), col(PracticeTurn.retried))
        .group_by(col(PracticeTurn.team_practice_id))
    ).all()
    return dict(found)
