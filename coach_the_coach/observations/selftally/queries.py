"""Tallies of one's own sessions: the actor's own, and what others share with the actor now.

Nothing here looks at reach: a tally is its maker's alone, and of the one person they chose.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.coaching.rules import purpose_word
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import clock_words, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.results.evidence.queries import (
    bar_rows,
    count_rows,
    figure_rows,
    share_row,
)
from coach_the_coach.observations.results.evidence.rows import FigureRow
from coach_the_coach.observations.results.rules import share_view
from coach_the_coach.observations.rules import Source, source_word
from coach_the_coach.observations.selftally.rows import (
    LastRow,
    LeaderRow,
    TalliesRow,
    TallyLine,
    TallyRow,
)
from coach_the_coach.observations.selftally.rules import (
    MOST_LEADERS,
    buttons_word,
    is_fresh,
    read_tally,
    strip_words,
)
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTurn
from coach_the_coach.observations.tally.rules import Bar, Buttons
from coach_the_coach.shell import routes

PAGE: Final = 25
"""Tallies of one page. Source: docs/method.md#lists."""

MOST_PAGES: Final = 1000
"""A page further on than this is none. Source: docs/method.md#lists."""


def own_tally(session: Session, actor: Actor, public_id: str, *, held: bool = True) -> SelfTally:
    """The actor's own tally, held so that nothing of it changes until the transaction ends.

    Who only reads does not hold it. Raises NotFound where there is none of theirs.
    """
    own = select(SelfTally).where(
        SelfTally.public_id == public_id, SelfTally.coach_id == actor.person_id
    )
    tally = session.exec(own.with_for_update() if held else own).first()
    if tally is None:
        raise NotFound
    return tally


def own_tallies(session: Session, actor: Actor, *, number: int, at: datetime) -> TalliesRow:
    """One page of the actor's own tallies, newest first, from 1, with whom each is shared."""
    number = min(max(number, 1), MOST_PAGES)
    found = session.exec(
        select(SelfTally, Person)
        .join(Person, col(Person.id) == col(SelfTally.shared_with_id), isouter=True)
        .where(SelfTally.coach_id == actor.person_id)
        .order_by(col(SelfTally.opened_at).desc(), col(SelfTally.id).desc())
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return _page(found, actor, number=number, at=at)


def shared_tallies(session: Session, actor: Actor, *, number: int, at: datetime) -> TalliesRow:
    """One page of the tallies shared with the actor now, the newest share first, from 1."""
    number = min(max(number, 1), MOST_PAGES)
    found = session.exec(
        select(SelfTally, Person)
        .join(Person, col(Person.id) == col(SelfTally.coach_id))
        .where(SelfTally.shared_with_id == actor.person_id, is_finished())
        .order_by(col(SelfTally.shared_at).desc(), col(SelfTally.id).desc())
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return _page(found, actor, number=number, at=at)


def is_finished() -> ColumnElement[bool]:
    """The condition that a tally is no longer being counted: it says what came out."""
    return col(SelfTally.stopped_at).is_not(None)


def how_last(session: Session, actor: Actor) -> LastRow:
    """How the actor counted last; empty before the first time."""
    last = session.exec(
        select(SelfTally)
        .where(SelfTally.coach_id == actor.person_id)
        .order_by(col(SelfTally.opened_at).desc(), col(SelfTally.id).desc())
        .limit(1)
    ).first()
    if last is None:
        return LastRow(buttons=str(Buttons.FOUR), source=str(Source.LIVE))
    return LastRow(str(last.purpose), str(last.buttons), str(last.source))


def leaders_of_actor(session: Session, actor: Actor, *, at: datetime) -> list[LeaderRow]:
    """Those who lead the actor today, the direct one first: with one of them one may share."""
    found = session.exec(
        select(Person)
        .join(Reach, col(Reach.ancestor_id) == col(Person.id))
        .where(Reach.descendant_id == actor.person_id, Reach.depth > 0, in_employment(at))
        .order_by(col(Reach.depth), col(Person.given_name), col(Person.id))
        .limit(MOST_LEADERS)
    ).all()
    return [LeaderRow(person.public_id, person.name) for person in found]


def tally_page(session: Session, actor: Actor, *, public_id: str, at: datetime) -> TallyRow:
    """One tally for its maker, or what came out of it for whom they share it with now.

    Raises NotFound for everybody else, and for the reader while it is being counted.
    """
    shared = and_(col(SelfTally.shared_with_id) == actor.person_id, is_finished())
    found = session.exec(
        select(SelfTally, Person)
        .join(Person, col(Person.id) == col(SelfTally.coach_id))
        .where(SelfTally.public_id == public_id)
        .where(or_(col(SelfTally.coach_id) == actor.person_id, shared))
    ).first()
    if found is None:
        raise NotFound
    tally, coach = found
    row = _shown(tally, coach, actor, at)
    if tally.coach_id != actor.person_id:
        return row
    reader = session.get(Person, tally.shared_with_id) if tally.shared_with_id else None
    has_words = (
        session.exec(select(SelfTurn.index).where(SelfTurn.self_tally_id == tally.id).limit(1))
    ).first() is not None
    return replace(
        row,
        stage=_stage(tally, has_words=has_words),
        is_mine=True,
        can_go_on=(tally.source is Source.LIVE or has_words) and is_fresh(tally.stopped_at, at),
        has_words=has_words,
        words_go=moment(tally.delete_after if has_words else None, actor.time_zone, at),
        words_gone=moment(tally.deleted_at, actor.time_zone, at),
        shared_with=reader.name if reader else "",
    )


def _stage(tally: SelfTally, *, has_words: bool) -> str:
    """What its maker does with a tally next."""
    if tally.stopped_at is not None:
        return "result"
    if tally.source is Source.LIVE:
        return "ready" if tally.started_at is None else "watch"
    if not has_words:
        return "upload"
    return "speaker" if tally.speaker is None else "code"


def _shown(tally: SelfTally, coach: Person, actor: Actor, at: datetime) -> TallyRow:
    """What both are shown: what it was, and once it is finished what came out."""
    counts, zone = read_tally(tally.tally or {}), actor.time_zone
    stretches = tally.strip or []
    return TallyRow(
        public_id=tally.public_id,
        about=_called(tally),
        stage="result",
        coach=coach.name,
        purpose_word=purpose_word(tally.purpose),
        buttons=str(tally.buttons),
        buttons_word=buttons_word(tally.buttons),
        is_live=tally.source is Source.LIVE,
        opened=moment(tally.opened_at, zone, at),
        lasted=clock_words(_seconds(tally)),
        share=share_row(counts, tally.purpose),
        measures=_measures(tally),
        counts=count_rows(counts, tally.buttons),
        strip_sentence=strip_words(stretches),
        strip=bar_rows(Bar(place, *one) for place, one in enumerate(stretches, start=1))
        if stretches
        else [],
        shared=moment(tally.shared_at, zone, at),
    )


def _measures(tally: SelfTally) -> list[FigureRow]:
    """The companions of the share, as far as the buttons tell them apart."""
    return figure_rows(read_tally(tally.tally or {}), tally.buttons)


def _seconds(tally: SelfTally) -> float | None:
    """How long the clock ran; None where none did."""
    if tally.started_at is None or tally.stopped_at is None:
        return None
    return (tally.stopped_at - tally.started_at).total_seconds()


def _called(tally: SelfTally) -> str:
    return tally.about or _("A session")


def _page(
    found: Sequence[tuple[SelfTally, Person | None]], actor: Actor, *, number: int, at: datetime
) -> TalliesRow:
    lines = [
        TallyLine(
            public_id=tally.public_id,
            about=_called(tally),
            purpose_word=purpose_word(tally.purpose),
            source_word=source_word(tally.source),
            opened=moment(tally.opened_at, actor.time_zone, at),
            sentence=_sentence(tally),
            person=person.name if person else "",
            link=routes.self_tally(tally.public_id),
        )
        for tally, person in found[:PAGE]
    ]
    return TalliesRow(lines=lines, number=number, has_more=len(found) > PAGE)


def _sentence(tally: SelfTally) -> str:
    """What came out; empty while it is being counted."""
    if tally.stopped_at is None:
        return ""
    return share_view(read_tally(tally.tally or {}), tally.purpose).sentence
