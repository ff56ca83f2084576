"""Bringing a transcript in, coding it turn by turn, and letting go of its words in time."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import PureWindowsPath
from random import Random
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from coach_the_coach.foundation import audit, jobs
from coach_the_coach.foundation.audit import DRAFT, about, logged, unlogged
from coach_the_coach.foundation.erasing import wait_for_holds
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.formats.rules import MAX_CUES, ParsedTranscript, Turn
from coach_the_coach.observations.queries import own_countable
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    PendingDecision,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import BUTTONS, Code
from coach_the_coach.observations.transcript.keeping.queries import must_wait
from coach_the_coach.observations.transcript.queries import coded_turns, turn_to_code
from coach_the_coach.observations.transcript.rows import CodedRow
from coach_the_coach.observations.transcript.rules import (
    MIN_FOR_RUNS,
    Measures,
    can_be_drawn,
    drawn_runs,
    measures,
    run_of,
)

LETTING_GO = audit.known(
    "transcript:delete", _("deleted the words of a transcript"), audit.Told.ADMIN
)
"""What the log calls it when the words of a transcript are let go of; of whom, it does not say."""

NAME_LENGTH = 120
"""Most characters kept of a speaker's name. Source: docs/method.md#text-lengths."""

DELETES_WORDS = "delete-transcript"
"""The kind of job that deletes the words of a transcript."""

ASKED_AGAIN = timedelta(days=1)
"""How long after its days a transcript that must stay is asked about again.

Source: docs/method.md#retention.
"""

FILE_NAME_LENGTH = 200
"""Most characters kept of a file's name. Source: docs/method.md#text-lengths."""


@logged("transcript:keep", _("brought in a transcript"))
def keep_transcript(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    file_name: str,
    parsed: ParsedTranscript,
    days: int,
    at: datetime,
) -> None:
    """Keep a file's turns for `days`, in place of an earlier file of the same draft and its codes.

    Raises NotFound for a draft that is not the actor's, Conflict for one that is signed or live.
    """
    observation = own_countable(session, actor, public_id)
    if observation.source is not Source.TRANSCRIPT:
        raise Conflict(_("This observation is watched live and takes no transcript."))
    owner = observation.id or 0
    _drop_codes(session, owner)
    _drop_words(session, owner)
    transcript = session.get(Transcript, owner)
    if transcript is None:
        transcript = Transcript(
            observation_id=owner, file_name="", format="", uploaded_at=at, delete_after=at
        )
    transcript.file_name = kept_name(file_name)
    transcript.format = str(parsed.format)
    transcript.manager_speaker, transcript.measures, transcript.runs = None, {}, None
    transcript.uploaded_at, transcript.deleted_at = at, None
    transcript.delete_after = at + timedelta(days=days)
    session.add(transcript)
    session.flush()
    session.connection().execute(insert(TranscriptTurn), turn_values(parsed, observation_id=owner))
    # One job for each file: the job of an earlier one must neither end nor spare this one.
    jobs.enqueue(
        session,
        DELETES_WORDS,
        key=f"{DELETES_WORDS}:{owner}:{at:%Y%m%dT%H%M%S.%f}",
        payload={"observation_id": owner},
        due_at=transcript.delete_after,
    )
    about(session, person_id=observation.observed_id, thing=public_id)


def copy_transcript(session: Session, source: Transcript, owner: int, *, at: datetime) -> None:
    """Give another observation of the same session the turns, and none of the codes.

    They are let go of when the first's are. The caller has made sure that both may have them.
    """
    same = source.model_dump(exclude={"observation_id", "uploaded_at"})
    session.add(Transcript(observation_id=owner, uploaded_at=at, **same))
    session.flush()
    turns = session.exec(
        select(TranscriptTurn)
        .where(TranscriptTurn.observation_id == source.observation_id)
        .order_by(col(TranscriptTurn.index))
    ).all()
    values = [one.model_dump() | {"observation_id": owner} for one in turns]
    if values:
        session.connection().execute(insert(TranscriptTurn), values)
    jobs.enqueue(
        session,
        DELETES_WORDS,
        key=f"{DELETES_WORDS}:{owner}:{at:%Y%m%dT%H%M%S.%f}",
        payload={"observation_id": owner},
        due_at=source.delete_after,
    )


@unlogged(DRAFT)
def choose_manager(session: Session, actor: Actor, *, public_id: str, speaker: str) -> None:
    """Say which speaker is the one observed; another than before takes all codes off.

    An empty `speaker` stands for the turns without a name: they are coded by hand and nothing is
    measured. Raises Invalid under "speaker" for nobody in the file, else as `code_turn`.
    """
    _observation, transcript = _held_transcript(session, actor, public_id)
    turns = [
        Turn(row.index, row.start, row.end, row.speaker, row.text)
        for row in session.exec(
            select(TranscriptTurn)
            .where(TranscriptTurn.observation_id == transcript.observation_id)
            .order_by(col(TranscriptTurn.index))
        )
    ]
    if speaker not in {turn.speaker for turn in turns}:
        raise Invalid({"speaker": _("Choose somebody who speaks in this file.")})
    if speaker != transcript.manager_speaker:
        _drop_codes(session, transcript.observation_id)
        transcript.runs = None
    transcript.manager_speaker = speaker
    transcript.measures = asdict(measures(turns, speaker) if speaker else Measures())
    session.add(transcript)


@unlogged(DRAFT)
def draw_runs(session: Session, actor: Actor, *, public_id: str) -> None:
    """Code four runs of ten turns, drawn by the program, and not the whole.

    Drawn again they are the same: nobody draws until the runs please them. Raises Conflict for
    a transcript too short or without names, else as `code_turn`.
    """
    observation, transcript = _held_transcript(session, actor, public_id)
    if not transcript.manager_speaker:
        raise Conflict(_("Runs are drawn from the manager's turns. Choose who that is first."))
    owner = transcript.observation_id
    turns = session.exec(
        select(TranscriptTurn.index)
        .where(TranscriptTurn.observation_id == owner)
        .where(TranscriptTurn.speaker == transcript.manager_speaker)
        .order_by(col(TranscriptTurn.index))
    ).all()
    if not can_be_drawn(len(turns)):
        words = _("Runs are drawn from {n} turns of the manager or more. Code all of these.")
        raise Conflict(words.format(n=MIN_FOR_RUNS))
    salt = session.exec(
        select(ObservationBody.salt).where(ObservationBody.observation_id == observation.id)
    ).one()
    rng = Random(f"{salt}:{len(turns)}")  # noqa: S311 - a draw that comes out the same again; it keeps no secret
    transcript.runs = drawn_runs(turns, rng)
    session.add(transcript)


@unlogged(DRAFT)
def code_whole(session: Session, actor: Actor, *, public_id: str) -> None:
    """Code the whole after all; every code given stays. Refuses as `code_turn` does."""
    _observation, transcript = _held_transcript(session, actor, public_id)
    transcript.runs = None
    session.add(transcript)


@unlogged(DRAFT)
def code_turn(
    session: Session, actor: Actor, *, public_id: str, index: int, code: str, at: datetime
) -> CodedRow:
    """Give a turn of the manager its one code, in place of an earlier one.

    Raises NotFound for a draft that is not the actor's or a turn that is not the manager's or in
    none of the runs, Conflict for a draft that is signed or whose words are deleted, Invalid for a
    code that is on none of its buttons.
    """
    observation, transcript = _held_transcript(session, actor, public_id)
    if code not in list(BUTTONS[observation.buttons]):
        raise Invalid({"code": _("There is no such code.")})
    owner = transcript.observation_id
    _require_managers_turn(session, transcript, index)
    given = session.get(TurnCode, (owner, index))
    if given is None:
        given = TurnCode(observation_id=owner, turn_index=index, code=Code(code), at=at)
    given.code, given.at = Code(code), at
    session.add(given)
    session.flush()
    following = turn_to_code(session, actor, public_id=public_id, index=index, step="uncoded")
    return CodedRow(coded=coded_turns(session, transcript), next_index=following)


@unlogged(DRAFT)
def uncode_turn(session: Session, actor: Actor, *, public_id: str, index: int) -> CodedRow:
    """Take a turn's code off; one without a code stays as it is. Refuses as `code_turn` does."""
    _observation, transcript = _held_transcript(session, actor, public_id)
    owner = transcript.observation_id
    _require_managers_turn(session, transcript, index)
    session.exec(
        delete(TurnCode).where(
            col(TurnCode.observation_id) == owner, col(TurnCode.turn_index) == index
        )
    )
    return CodedRow(coded=coded_turns(session, transcript))


@jobs.job(DELETES_WORDS)
def delete_words(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Let go of a transcript's words when their time has come; codes and moments stay.

    Does nothing for words deleted before, or for a later file that has more time. What is still
    needed for a certification, or under a hold, is asked about again a day later.
    """
    wait_for_holds(session)
    owner = payload["observation_id"]
    transcript = session.exec(
        select(Transcript).where(Transcript.observation_id == owner).with_for_update()
    ).first()
    if transcript is None or transcript.deleted_at is not None or transcript.delete_after > at:
        return
    if must_wait(session, transcript, at):
        # The job that asks is done: each day has one of its own.
        _ask_again(session, owner, at + ASKED_AGAIN)
        return
    let_go(session, transcript, at)
    thing = session.get_one(Observation, owner).public_id
    audit.note(session, LETTING_GO, actor_id=None, at=at, of=audit.About(thing=thing))


def let_go(session: Session, transcript: Transcript, at: datetime) -> None:
    """Delete the words of a transcript now; codes stay, and when the coded turns began."""
    owner = transcript.observation_id
    starts = session.exec(
        select(TranscriptTurn.index, TranscriptTurn.start)
        .join(TurnCode, col(TurnCode.observation_id) == col(TranscriptTurn.observation_id))
        .where(TurnCode.turn_index == TranscriptTurn.index)
        .where(TranscriptTurn.observation_id == owner, col(TranscriptTurn.start).is_not(None))
    ).all()
    transcript.measures = {
        **transcript.measures,
        "starts": {str(index): start for index, start in starts},
    }
    transcript.deleted_at = at
    session.add(transcript)
    _drop_words(session, owner)


def keep_until_decided(session: Session, observation_id: int, *, at: datetime) -> None:
    """Keep the transcript of this observation until `decided`; said again it changes nothing.

    Nobody reads more of it, or longer, than before: it is kept so that a decision can be checked.
    """
    if session.get(PendingDecision, observation_id) is None:
        session.add(PendingDecision(observation_id=observation_id, since=at))


def decided(session: Session, observation_id: int, *, at: datetime) -> None:
    """Say that the decision is final: a transcript past its days goes now, by its job."""
    pending = session.get(PendingDecision, observation_id)
    if pending is not None and pending.decided_at is None:
        pending.decided_at = at
        session.add(pending)
        _ask_again(session, observation_id, at)


def _ask_again(session: Session, observation_id: int, due_at: datetime) -> None:
    jobs.enqueue(
        session,
        DELETES_WORDS,
        key=f"{DELETES_WORDS}:{observation_id}:{due_at:%Y%m%dT%H%M%S.%f}",
        payload={"observation_id": observation_id},
        due_at=due_at,
    )


def _held_transcript(
    session: Session, actor: Actor, public_id: str
) -> tuple[Observation, Transcript]:
    """The actor's own draft and its transcript, held for the transaction, its words still there."""
    observation = own_countable(session, actor, public_id)
    transcript = session.get(Transcript, observation.id, with_for_update=True)
    if transcript is None:
        raise NotFound(_("There is no transcript here yet."))
    if transcript.deleted_at is not None:
        raise Conflict(_("The words of this transcript have been deleted. Its codes stay."))
    return observation, transcript


def _require_managers_turn(session: Session, transcript: Transcript, index: int) -> None:
    known = 0 < index <= MAX_CUES
    turn = session.get(TranscriptTurn, (transcript.observation_id, index)) if known else None
    if turn is None or turn.speaker != transcript.manager_speaker:
        raise NotFound(_("This is not a turn of the manager."))
    if transcript.runs is not None and not run_of(index, transcript.runs):
        raise NotFound(_("This turn is in none of the runs drawn."))


def _drop_codes(session: Session, observation_id: int) -> None:
    session.exec(delete(TurnCode).where(col(TurnCode.observation_id) == observation_id))


def _drop_words(session: Session, observation_id: int) -> None:
    session.exec(delete(TranscriptTurn).where(col(TranscriptTurn.observation_id) == observation_id))


def turn_values(parsed: ParsedTranscript, **owner: int) -> list[dict[str, Any]]:
    """The turns as they are stored, each with the column that says whose it is."""
    return [
        {**asdict(turn), "speaker": turn.speaker[:NAME_LENGTH], **owner} for turn in parsed.turns
    ]


def kept_name(file_name: str) -> str:
    """The name of a file without folders, and without characters that cannot be shown."""
    shown = "".join(letter for letter in file_name if letter.isprintable())
    return PureWindowsPath(shown).name[:FILE_NAME_LENGTH]
