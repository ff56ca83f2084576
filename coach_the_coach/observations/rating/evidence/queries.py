"""What was noted, said and tapped, as it can be quoted; and how long was watched."""

from collections import Counter
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, or_, select

from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.queries import own_draft
from coach_the_coach.observations.rating.evidence.rows import OfferRow
from coach_the_coach.observations.rating.rules import LONGEST_SECONDS, QUOTE_LENGTH
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Note, Observation, Tap, TranscriptTurn
from coach_the_coach.observations.tally.rules import TapMark, code_word, kept_taps, side_of

OFFERS: Final = 30
"""Most notes, and most turns, offered as quotes at once. Source: docs/method.md#lists."""

TAPS: Final = 6
"""Most taps offered of each side. Source: docs/method.md#lists."""


def offers(session: Session, actor: Actor, *, public_id: str, search: str) -> list[OfferRow]:
    """Notes, taps and turns that hold `search`, each in the order of the talk.

    At most `OFFERS` notes, as many turns, and `TAPS` taps of each side. A correction offers what
    was noted and tapped for the version it corrects, and no turns: from signing on nobody reads a
    transcript but for what was quoted. Raises NotFound and Conflict as `own_draft` does.
    """
    observation = own_draft(session, actor, public_id, held=False)
    words = search.replace("\0", "").strip().lower()
    notes = session.exec(
        select(Note)
        .where(
            col(Note.observation_id).in_(
                select(Observation.id).where(*_versions(observation, actor))
            ),
            or_(
                func.lower(Note.text).contains(words, autoescape=True),
                func.lower(Note.quote).contains(words, autoescape=True),
            ),
        )
        .order_by(col(Note.at), col(Note.id))
        .limit(OFFERS)
    ).all()
    turns = session.exec(
        select(TranscriptTurn)
        .where(
            TranscriptTurn.observation_id == observation.id,
            func.lower(TranscriptTurn.text).contains(words, autoescape=True),
        )
        .order_by(col(TranscriptTurn.index))
        .limit(OFFERS)
    ).all()
    taps = _taps(session, actor, observation)
    return [
        *(
            OfferRow(
                # What was said, word for word, is better evidence than what was thought of it.
                f"note-{one.id}",
                _cut(one.quote or one.text),
                clock_words(one.seconds),
                sort="note",
            )
            for one in notes
        ),
        *(one for one in taps if words in one.text.lower()),
        *(
            OfferRow(
                f"turn-{one.index}", _cut(one.text), clock_words(one.start), one.speaker, "turn"
            )
            for one in turns
        ),
    ]


def watched_seconds(session: Session, actor: Actor, *, public_id: str, at: datetime) -> int | None:
    """How long an own draft was watched, or its transcript is; None where no times are known.

    Raises NotFound and Conflict as `own_draft` does.
    """
    observation = own_draft(session, actor, public_id, held=False)
    if observation.source is Source.LIVE:
        if observation.started_at is None:
            return None
        ran = (observation.stopped_at or at) - observation.started_at
        return min(int(ran.total_seconds()), LONGEST_SECONDS) or None
    end = session.exec(
        select(func.max(func.coalesce(TranscriptTurn.end, TranscriptTurn.start))).where(
            col(TranscriptTurn.observation_id).in_(
                select(Observation.id).where(*_versions(observation, actor))
            )
        )
    ).one()
    return min(int(end), LONGEST_SECONDS) or None if end else None


def _versions(observation: Observation, actor: Actor) -> tuple[bool, bool]:
    """The conditions of a version of an own observation: what was watched hangs on the first."""
    return (
        Observation.coaching_session_id == observation.coaching_session_id,
        Observation.observer_id == actor.person_id,
    )


def _taps(session: Session, actor: Actor, observation: Observation) -> list[OfferRow]:
    """Of each side the taps that were rarest, in the order of the talk: those tell most."""
    start = observation.started_at
    if start is None:
        return []
    found = session.exec(
        select(Tap).where(
            col(Tap.observation_id).in_(
                select(Observation.id).where(*_versions(observation, actor))
            )
        )
    ).all()
    kept = kept_taps(TapMark(one.id, one.at, one.code, one.undoes, one.seq) for one in found)
    marks = [(mark, mark.code) for mark in kept if mark.code]
    often = Counter(code for _mark, code in marks)
    rarest = sorted(marks, key=lambda one: (often[one[1]], one[0].at, one[0].id))
    left = Counter({str(side_of(code)): TAPS for code in often})
    rows = []
    for mark, code in rarest:
        side = str(side_of(code))
        if left[side]:
            left[side] -= 1
            seconds = max(0.0, (mark.at - start).total_seconds())
            row = OfferRow(
                f"tap-{mark.id}",
                code_word(code, observation.buttons),
                clock_words(seconds),
                sort=side,
            )
            rows.append((seconds, row))
    return [row for _seconds, row in sorted(rows, key=lambda one: one[0])]


def _cut(text: str) -> str:
    """As much of what was said as a quote may hold."""
    return text if len(text) <= QUOTE_LENGTH else f"{text[: QUOTE_LENGTH - 1]}…"
