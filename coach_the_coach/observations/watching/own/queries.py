"""The plans one takes part in, and what waits of them for whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.booking.rules import said_time
from coach_the_coach.observations.watching.own.rows import OwnLine
from coach_the_coach.observations.watching.queries import begun_by, part_of, said, takes_part
from coach_the_coach.observations.watching.rules import (
    OPEN,
    Move,
    Part,
    State,
    is_its_day,
    is_near,
    is_over,
    moves_of,
    state_mark,
    state_word,
)
from coach_the_coach.observations.watching.tables import Watching
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

LIMIT: Final = 20
"""Most lines of one sort. Source: docs/method.md#lists."""

SOON: Final = timedelta(days=1)
"""An agreed session is among what comes next this long before. Source: docs/method.md#watching."""

GOES_ON: Final = frozenset({Move.ACCEPT, Move.AGREE})
"""Steps that the other waits for; so is the first proposal."""

_observer, _observed = aliased(Person), aliased(Person)

_Found = tuple[Watching, Person, Person]


def own_watchings(session: Session, actor: Actor, *, at: datetime) -> list[OwnLine]:
    """Open plans in which the actor takes part and that have not begun, the next session first."""
    return [_line(actor, one, at) for one in _open(session, actor)]


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor: an answer, a session to propose, one that is near or was missed."""
    waits = or_(
        col(Watching.state) != State.AGREED,
        col(Watching.starts_at) < at + SOON,
    )
    found = (_next_line(actor, one, at) for one in _open(session, actor, waits))
    return [line for line in found if line is not None]


def _open(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> Sequence[_Found]:
    """Plans of the actor that go on, those with a time first, at most `LIMIT`."""
    return session.exec(
        select(Watching, _observer, _observed)
        .join(_observer, col(_observer.id) == col(Watching.observer_id))
        .join(_observed, col(_observed.id) == col(Watching.observed_id))
        .where(
            takes_part(actor),
            col(Watching.state).in_(OPEN),
            or_(col(Watching.coaching_session_id).is_(None), ~begun_by()),
            *conditions,
        )
        .order_by(col(Watching.starts_at).is_(None), col(Watching.starts_at), col(Watching.id))
        .limit(LIMIT)
    ).all()


def _line(actor: Actor, found: _Found, at: datetime) -> OwnLine:
    watching, observer, observed = found
    part = part_of(watching, actor)
    over = is_over(watching.starts_at, at, observer.time_zone, observed.time_zone)
    words = {
        Part.OBSERVER: _("You watch {observed}"),
        Part.OBSERVED: _("{observer} watches you"),
    }.get(part or Part.ASKER, _("{observer} watches {observed}"))
    return OwnLine(
        link=routes.watching(watching.public_id),
        words=words.format(observer=observer.name, observed=observed.name),
        state_word=_("The day has passed") if over else state_word(watching.state),
        mark="attention" if over else state_mark(watching.state),
        starts=said(watching.starts_at, actor.time_zone, at),
        is_mine_next=_is_next(watching, part),
    )


def _is_next(watching: Watching, part: Part | None) -> bool:
    """Whether the other waits for this one."""
    moves = set(moves_of(watching.state, part))
    return bool(moves & GOES_ON) or (watching.state is State.ASKED and Move.PROPOSE in moves)


def _next_line(actor: Actor, found: _Found, at: datetime) -> NextLine | None:
    """What the actor does next; None while others are next."""
    watching, observer, observed = found
    part = part_of(watching, actor)
    zones = (observer.time_zone, observed.time_zone)
    if watching.state is State.AGREED:
        return _agreed_line(actor, found, is_its_day(watching.starts_at, at, *zones), at)
    if not _is_next(watching, part):
        return None
    if watching.state is State.OFFERED:
        text, action = _("You are asked to watch a session of {observed}."), _("Answer")
    elif watching.state is State.ASKED:
        text = _("{observer} would like to watch one of your sessions.")
        action = _("Propose one")
    else:
        text, action = _("{other} proposes {time} for the session to be watched."), _("Answer")
    return _as_line(actor, found, text, action, rank=0)


def _agreed_line(actor: Actor, found: _Found, is_today: bool, at: datetime) -> NextLine | None:
    """An agreed session that is near, is today, or was missed."""
    watching = found[0]
    watches = watching.observer_id == actor.person_id
    starts_at = watching.starts_at or at
    if starts_at < at and not is_today:
        text = _(
            "The session that {observer} was to watch, {time}, has passed. Move it or call it off."
        )
        return _as_line(actor, found, text, _("Open"), rank=1)
    text = _("You watch {observed}: {time}.") if watches else _("{observer} watches you: {time}.")
    begins = watches and is_today and is_near(watching.starts_at, at)
    return _as_line(actor, found, text, _("Begin") if begins else _("Open"), rank=1)


def _as_line(actor: Actor, found: _Found, text: str, action: str, *, rank: int) -> NextLine:
    watching, observer, observed = found
    watches = watching.observer_id == actor.person_id
    starts_at = watching.starts_at
    return NextLine(
        text=text.format(
            observer=observer.name,
            observed=observed.name,
            other=observed.name if watches else observer.name,
            time=said_time(starts_at, actor.time_zone) if starts_at else "",
        ),
        action=action,
        link=routes.watching(watching.public_id),
        rank=rank,
        since=watching.changed_at.isoformat(),
    )
