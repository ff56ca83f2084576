"""Bringing the words of one's own session in, coding them, and letting go of them in time."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.audit import PRIVATE, unlogged
from coach_the_coach.foundation.erasing import under_hold, wait_for_holds
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.observations.formats.rules import MAX_CUES, ParsedTranscript
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.actions import DELETES_WORDS, settle
from coach_the_coach.observations.selftally.queries import own_tally
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTurn
from coach_the_coach.observations.selftally.words.queries import own_words
from coach_the_coach.observations.tally.rules import BUTTONS, Code
from coach_the_coach.observations.transcript.actions import kept_name, turn_values


@unlogged(PRIVATE)
def keep_words(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    file_name: str,
    parsed: ParsedTranscript,
    days: int,
    at: datetime,
) -> None:
    """Keep a file's turns for `days`, in place of an earlier file of the same tally and its codes.

    Raises NotFound for what is not the actor's own, Conflict for a live or a finished tally.
    """
    tally = _own_words(session, actor, public_id)
    _drop(session, SelfCode, tally)
    _drop(session, SelfTurn, tally)
    tally.file_name, tally.speaker = kept_name(file_name), None
    tally.delete_after, tally.deleted_at = at + timedelta(days=days), None
    session.add(tally)
    session.flush()
    values = turn_values(parsed, self_tally_id=tally.id or 0)
    session.connection().execute(insert(SelfTurn), values)
    # One job for each file, as for the transcript of an observation.
    jobs.enqueue(
        session,
        DELETES_WORDS,
        key=f"{DELETES_WORDS}:{public_id}:{at:%Y%m%dT%H%M%S.%f}",
        payload={"public_id": public_id},
        due_at=tally.delete_after,
    )


@unlogged(PRIVATE)
def choose_speaker(session: Session, actor: Actor, *, public_id: str, speaker: str) -> None:
    """Say who one is in the file; another than before takes all codes off.

    An empty `speaker` stands for the turns without a name. Raises Invalid under "speaker" for
    nobody in the file, else as `keep_words`.
    """
    tally = _own_words(session, actor, public_id)
    speaks = select(SelfTurn.index).where(
        SelfTurn.self_tally_id == tally.id, SelfTurn.speaker == speaker
    )
    if session.exec(speaks.limit(1)).first() is None:
        raise Invalid({"speaker": _("Choose somebody who speaks in this file.")})
    if speaker != tally.speaker:
        _drop(session, SelfCode, tally)
    tally.speaker = speaker
    session.add(tally)


@unlogged(PRIVATE)
def code_turn(
    session: Session, actor: Actor, *, public_id: str, index: int, code: str, at: datetime
) -> None:
    """Give one of one's own turns its one code, in place of an earlier one.

    Raises NotFound for a turn that is not theirs, Invalid for a code without a button.
    """
    tally = _own_words(session, actor, public_id)
    if code not in BUTTONS[tally.buttons]:
        raise Invalid({"code": _("This tally has no such button.")})
    _require_own_turn(session, tally, index)
    given = session.get(SelfCode, (tally.id, index))
    if given is None:
        given = SelfCode(self_tally_id=tally.id or 0, turn_index=index, code=Code(code), at=at)
    given.code, given.at = Code(code), at
    session.add(given)


@unlogged(PRIVATE)
def uncode_turn(session: Session, actor: Actor, *, public_id: str, index: int) -> None:
    """Take a turn's code off; one without a code stays as it is. Refuses as `code_turn` does."""
    tally = _own_words(session, actor, public_id)
    _require_own_turn(session, tally, index)
    session.exec(
        delete(SelfCode).where(
            col(SelfCode.self_tally_id) == tally.id, col(SelfCode.turn_index) == index
        )
    )


@unlogged(PRIVATE)
def finish_coding(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Say what came out. Raises Conflict before one has said who one is, else as `keep_words`."""
    tally = _own_words(session, actor, public_id)
    if tally.speaker is None:
        raise Conflict(_("Bring the words in and say who you are first."))
    tally.stopped_at = at
    settle(session, tally)


@unlogged(PRIVATE)
def go_on_coding(session: Session, actor: Actor, *, public_id: str) -> None:
    """Take the finishing back. Raises NotFound likewise, Conflict once the words are deleted."""
    actor.require(Permission.COACHING_HOLD)
    tally = own_tally(session, actor, public_id)
    if tally.source is not Source.TRANSCRIPT or tally.deleted_at is not None:
        raise Conflict(_("Its words have been deleted. The counts stay."))
    tally.stopped_at, tally.tally, tally.strip = None, None, None
    session.add(tally)


@jobs.job(DELETES_WORDS)
def delete_words(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Let go of the words when their time has come; codes stay, and what they came to.

    Does nothing for words deleted before, for a later file that has more time, or once the whole
    tally is gone.
    """
    wait_for_holds(session)
    tally = session.exec(
        select(SelfTally).where(SelfTally.public_id == payload["public_id"]).with_for_update()
    ).first()
    if tally is None or tally.deleted_at is not None:
        return
    if tally.delete_after is None or tally.delete_after > at:
        return
    if under_hold(session, tally.coach_id):
        key = f"{DELETES_WORDS}:{tally.public_id}:{at:%Y%m%dT%H%M%S}"
        later = at + timedelta(days=1)
        jobs.enqueue(session, DELETES_WORDS, key=key, due_at=later, payload=payload)
        return
    # Where in the session a code was is known only as long as the words are there.
    if tally.stopped_at is None:
        tally.stopped_at = at
        settle(session, tally)
    tally.deleted_at, tally.file_name, tally.speaker = at, "", None
    session.add(tally)
    _drop(session, SelfTurn, tally)


def _own_words(session: Session, actor: Actor, public_id: str) -> SelfTally:
    """The actor's own tally from a transcript that is still being counted, held."""
    actor.require(Permission.COACHING_HOLD)
    return own_words(session, actor, public_id)


def _require_own_turn(session: Session, tally: SelfTally, index: int) -> None:
    known = 0 < index <= MAX_CUES
    turn = session.get(SelfTurn, (tally.id, index)) if known else None
    if turn is None or tally.speaker is None or turn.speaker != tally.speaker:
        raise NotFound(_("This is not a turn of yours."))


def _drop(session: Session, table: type[SelfCode] | type[SelfTurn], tally: SelfTally) -> None:
    session.exec(delete(table).where(col(table.self_tally_id) == tally.id))
