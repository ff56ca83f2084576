"""The words of the actor's own sessions, turn by turn; nobody else ever reads them."""

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.formats.rules import MAX_CUES
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.queries import own_tally
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTurn
from coach_the_coach.observations.selftally.words.rows import DeskRow, WordsRow
from coach_the_coach.observations.transcript.queries import (
    Step,
    focus_row,
    likely_speaker,
    said_in,
    speaker_rows,
    turn_row,
    turns_by_speaker,
)
from coach_the_coach.observations.transcript.rows import TurnRow


def own_words(session: Session, actor: Actor, public_id: str, *, held: bool = True) -> SelfTally:
    """The actor's own tally from a transcript, held likewise, that is still being counted.

    Raises NotFound where there is none of theirs, Conflict for a live or a finished one.
    """
    tally = own_tally(session, actor, public_id, held=held)
    if tally.source is not Source.TRANSCRIPT:
        raise Conflict(_("This tally is counted live and takes no transcript."))
    if tally.stopped_at is not None:
        raise Conflict(_("This tally is finished. Go on counting first."))
    return tally


def words_of(session: Session, actor: Actor, *, public_id: str) -> WordsRow:
    """What was brought in and who speaks in it. Raises what `own_words` does."""
    tally = own_words(session, actor, public_id, held=False)
    said = said_in(session.exec(turns_by_speaker(SelfTurn, "self_tally_id", tally.id)).all())
    likely = likely_speaker(said, actor.name)
    return WordsRow(
        file_name=tally.file_name,
        speakers=speaker_rows(said),
        speaker=likely if tally.speaker is None else tally.speaker,
        named=any(said),
        codable=said.get(tally.speaker, (0, 0))[0] if tally.speaker else 0,
        coded=_coded(session, tally),
    )


def desk(session: Session, actor: Actor, *, public_id: str, index: int, step: Step) -> DeskRow:
    """The maker's turn nearest to `index` in a direction, with what was said before it.

    "uncoded" is the next one without a code. Raises what `own_words` does.
    """
    tally = own_words(session, actor, public_id, held=False)
    wanted = select(SelfTurn).where(
        SelfTurn.self_tally_id == tally.id, SelfTurn.speaker == tally.speaker
    )
    index = min(max(index, 0), MAX_CUES)
    if step == "previous":
        near = wanted.where(SelfTurn.index < index).order_by(col(SelfTurn.index).desc())
    else:
        near = wanted.where(SelfTurn.index > index).order_by(col(SelfTurn.index))
    if step == "uncoded":
        near = near.where(~select(SelfCode.turn_index).where(_same_turn()).exists())
    turn = session.exec(near.limit(1)).first()
    coded = _coded(session, tally)
    if turn is None:
        return DeskRow(coded=coded)
    before = session.get(SelfTurn, (tally.id, turn.index - 1))
    given = session.get(SelfCode, (tally.id, turn.index))
    shown = turn_row(before, None) if before else TurnRow()
    return DeskRow(
        focus=focus_row(turn_row(turn, tally.speaker), shown),
        code=str(given.code) if given else "",
        coded=coded,
    )


def _same_turn() -> ColumnElement[bool]:
    same: Any = col(SelfCode.self_tally_id) == col(SelfTurn.self_tally_id)
    return same & (col(SelfCode.turn_index) == col(SelfTurn.index))


def _coded(session: Session, tally: SelfTally) -> int:
    """How many turns have a code."""
    counted = select(func.count()).select_from(SelfCode)
    return session.exec(counted.where(SelfCode.self_tally_id == tally.id)).one()
