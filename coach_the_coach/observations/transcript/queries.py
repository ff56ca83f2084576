"""A transcript page by page, what may be quoted from it, and what its codes come to."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, func, true
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import Select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import clock_words, moment
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.formats.rules import MAX_CUES
from coach_the_coach.observations.queries import own_draft, readable_observation
from coach_the_coach.observations.tables import Transcript, TranscriptTurn, TurnCode
from coach_the_coach.observations.tally.rules import Code, Tally
from coach_the_coach.observations.transcript.rows import (
    FocusRow,
    SpeakerRow,
    TranscriptRow,
    TurnPage,
    TurnRow,
)
from coach_the_coach.observations.transcript.rules import (
    RUN_LENGTH,
    RUNS,
    Measures,
    can_be_drawn,
    margin_points,
    run_of,
)

PAGE: Final = 40
"""Turns of one page; the one before it is shown with them. Source: docs/method.md#lists."""

LONGEST_BEFORE: Final = 280
"""Characters shown of the turn before: its end is what was answered.

Source: docs/method.md#files-of-talk.
"""

Step = Literal["next", "previous", "uncoded"]


def transcript_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> TranscriptRow:
    """What was brought into the actor's own draft, and how far it is coded.

    Raises NotFound for a draft that is not theirs, Conflict for one that is signed.
    """
    observation = own_draft(session, actor, public_id, held=False)
    transcript = session.get(Transcript, observation.id)
    if transcript is None:
        return TranscriptRow()
    zone, coded = actor.time_zone, coded_turns(session, transcript)
    if transcript.deleted_at is not None:
        return TranscriptRow(
            stage="deleted",
            file_name=transcript.file_name,
            coded=coded,
            deleted=moment(transcript.deleted_at, zone, at),
        )
    said = said_in(
        session.exec(turns_by_speaker(TranscriptTurn, "observation_id", observation.id)).all()
    )
    observed = session.exec(select(Person).where(Person.id == observation.observed_id)).one()
    manager, turns = transcript.manager_speaker, sum(count for count, _length in said.values())
    whole, runs = said.get(manager or "", (0, 0))[0], transcript.runs
    drawn = sum(map(len, runs)) if runs else RUNS * RUN_LENGTH
    may_draw = bool(manager) and can_be_drawn(whole)
    return TranscriptRow(
        stage="manager" if manager is None else "code",
        file_name=transcript.file_name,
        turns=turns,
        speakers=speaker_rows(said),
        likely=likely_speaker(said, observed.name),
        manager=manager or "",
        named=any(said),
        names_known=manager != "",
        codable=drawn if runs else whole,
        coded=coded,
        buttons=str(observation.buttons),
        in_runs=bool(runs),
        can_draw=may_draw,
        whole=whole,
        margin=margin_points(whole) if may_draw else 0,
        margin_runs=margin_points(drawn, in_runs=True) if may_draw else 0,
        pages=-(-turns // PAGE),
        deletes=moment(transcript.delete_after, zone, at),
    )


def turn_page(session: Session, actor: Actor, *, public_id: str, number: int) -> TurnPage:
    """One page of turns, from 1, in the order of the file, with the turn before its first.

    Raises NotFound for a draft that is not the actor's, or has no such page, and Conflict for a
    signed one.
    """
    observation = own_draft(session, actor, public_id, held=False)
    last = min(max(number, 1), MAX_CUES) * PAGE
    found = session.exec(
        select(TranscriptTurn, TurnCode.code, Transcript)
        .where(TranscriptTurn.observation_id == observation.id)
        .where(col(TranscriptTurn.index).between(last - PAGE, last))
        .join(Transcript, col(Transcript.observation_id) == col(TranscriptTurn.observation_id))
        .join(TurnCode, _same_turn(), isouter=True)
        .order_by(col(TranscriptTurn.index))
    ).all()
    if not any(turn.index > last - PAGE for turn, _code, _transcript in found):
        raise NotFound(_("This transcript has no such page."))
    return TurnPage(
        number=last // PAGE,
        turns=[_row(turn, transcript) for turn, _code, transcript in found],
        codes={str(turn.index): str(code) for turn, code, _transcript in found if code},
    )


def page_of(index: int) -> int:
    """The number of the page, from 1, on which the turn `index` stands."""
    return -(-index // PAGE)


def coded_turns(session: Session, transcript: Transcript) -> int:
    """How many of the turns to code have a code; for a caller who has checked who asks."""
    counted = select(func.count()).where(
        TurnCode.observation_id == transcript.observation_id,
        _in_runs(transcript, col(TurnCode.turn_index)),
    )
    return session.exec(counted).one()


def turn_to_code(
    session: Session, actor: Actor, *, public_id: str, index: int, step: Step
) -> int | None:
    """Index of the manager's turn nearest to `index` in a direction; None when there is none.

    Where runs were drawn, of those in them. "uncoded" is the next one without a code. Raises what
    `turn_page` does.
    """
    observation = own_draft(session, actor, public_id, held=False)
    index = min(max(index, 0), MAX_CUES)
    transcript = session.get(Transcript, observation.id)
    wanted = select(TranscriptTurn.index).where(
        TranscriptTurn.observation_id == observation.id,
        _is_managers(),
        _in_runs(transcript, col(TranscriptTurn.index)),
    )
    if step == "previous":
        earlier = wanted.where(TranscriptTurn.index < index)
        return session.exec(earlier.order_by(col(TranscriptTurn.index).desc()).limit(1)).first()
    later = wanted.where(TranscriptTurn.index > index).order_by(col(TranscriptTurn.index)).limit(1)
    return session.exec(later.where(~_has_code()) if step == "uncoded" else later).first()


def tally_of_transcript(session: Session, observation_id: int) -> Tally:
    """How often each code was given to a turn that counts; for a caller who checked who asks."""
    transcript = session.get(Transcript, observation_id)
    counted = session.exec(
        select(TurnCode.code, func.count())
        .where(TurnCode.observation_id == observation_id)
        .where(_in_runs(transcript, col(TurnCode.turn_index)))
        .group_by(col(TurnCode.code))
    ).all()
    return Tally(**{str(code): count for code, count in counted})


def moments_of_transcript(
    session: Session, actor: Actor, *, public_id: str
) -> list[tuple[float, Code]]:
    """Seconds from the start with the code given there, in order; none where the file has no times.

    Where runs were drawn, in them. They outlive the words. Raises NotFound for an observation the
    actor may not read.
    """
    observation = readable_observation(session, actor, public_id)
    transcript = session.get(Transcript, observation.id)
    timed = (
        select(TurnCode.turn_index, TurnCode.code, TranscriptTurn.start)
        .where(TurnCode.observation_id == observation.id)
        .where(_in_runs(transcript, col(TurnCode.turn_index)))
        .join(TranscriptTurn, _same_turn(), isouter=True)
        .order_by(col(TurnCode.turn_index))
    )
    # Whoever reads what came out is told when a turn began, and none of its words.
    with as_program(session):
        found = session.exec(timed).all()
    kept = transcript.measures.get("starts", {}) if transcript else {}
    starts = ((kept.get(str(index), start), Code(code)) for index, code, start in found)
    return [(start, code) for start, code in starts if start is not None]


def measures_of_transcript(session: Session, actor: Actor, *, public_id: str) -> Measures:
    """What the turns told when the manager was chosen; they outlive the words.

    Raises NotFound for an observation the actor may not read.
    """
    observation = readable_observation(session, actor, public_id)
    transcript = session.get(Transcript, observation.id)
    found = transcript.measures if transcript else {}
    return Measures(**{one.name: found.get(one.name) for one in fields(Measures)})


def _same_turn() -> ColumnElement[bool]:
    return (col(TurnCode.observation_id) == col(TranscriptTurn.observation_id)) & (
        col(TurnCode.turn_index) == col(TranscriptTurn.index)
    )


def _is_managers() -> ColumnElement[bool]:
    """The condition that a turn is of whoever was chosen as the manager; none before that."""
    chosen = select(Transcript.manager_speaker).where(
        Transcript.observation_id == TranscriptTurn.observation_id
    )
    return col(TranscriptTurn.speaker) == chosen.scalar_subquery()


def _has_code() -> ColumnElement[bool]:
    return select(TurnCode.turn_index).where(_same_turn()).exists()


def _in_runs(transcript: Transcript | None, index: Any) -> ColumnElement[bool]:
    """The condition that a turn counts: all do, unless runs were drawn."""
    if transcript is None or not transcript.runs:
        return true()
    return index.in_([turn for run in transcript.runs for turn in run])


def _row(turn: TranscriptTurn, transcript: Transcript) -> TurnRow:
    """A turn as it is shown; only those of the runs are to be coded where some were drawn."""
    row, runs = turn_row(turn, transcript.manager_speaker), transcript.runs
    if not runs:
        return row
    begun = next((place for place, run in enumerate(runs, 1) if turn.index == run[0]), 0)
    return replace(row, codable=row.codable and run_of(turn.index, runs) > 0, run=begun)


def turns_by_speaker(table: type[SQLModel], owner: str, own: Any) -> "Select[Any, int, Any]":
    """How many turns and characters are whose, of the turns whose column `owner` is `own`.

    In the order in which they first speak.
    """
    turns: Any = table
    return (
        select(turns.speaker, func.count(), func.sum(func.length(turns.text)))
        .where(getattr(turns, owner) == own)
        .group_by(turns.speaker)
        .order_by(func.min(turns.index))
    )


def said_in(found: Iterable[tuple[Any, int, Any]]) -> dict[str, tuple[int, int]]:
    """Turns and characters by speaker."""
    return {name: (count, int(length)) for name, count, length in found}


def likely_speaker(said: dict[str, tuple[int, int]], name: str) -> str:
    """The speaker who bears this name; empty for none."""
    return next((one for one in said if one.casefold() == name.casefold()), "")


def speaker_rows(said: dict[str, tuple[int, int]]) -> list[SpeakerRow]:
    """Everybody to choose from, with how much of the words is theirs."""
    whole = sum(length for _count, length in said.values()) or 1
    rows = []
    for name, (count, length) in said.items():
        text = _n(
            "{n} turn, {percent} % of what is said", "{n} turns, {percent} % of what is said", count
        )
        meaning = text.format(n=count, percent=round(100 * length / whole))
        rows.append(SpeakerRow(name, name or _("Turns without a name"), meaning))
    return rows


def focus_row(turn: TurnRow, before: TurnRow) -> FocusRow:
    """A turn to be coded, after the end of what was said before it."""
    text = before.text
    return FocusRow(
        index=turn.index,
        key=turn.key,
        clock=turn.clock,
        speaker=turn.speaker,
        text=turn.text,
        before_speaker=before.speaker,
        before=text if len(text) <= LONGEST_BEFORE else f"… {text[-LONGEST_BEFORE:].lstrip()}",
    )


def turn_row(turn: Any, speaker: str | None) -> TurnRow:
    """A stored turn as it is shown; to be coded if it is of `speaker`."""
    return TurnRow(
        index=turn.index,
        key=str(turn.index),
        clock=clock_words(turn.start),
        speaker=turn.speaker,
        text=turn.text,
        codable=turn.speaker == speaker,
    )
