"""Writing what hangs on an observation: its body, taps, notes, transcript, codes and outcome."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlmodel import Session

from coach_the_coach.coaching.rules import kind_mix
from coach_the_coach.demo.chance import chance, device_id
from coach_the_coach.demo.handing import Handing
from coach_the_coach.demo.plan import KEPT_DAYS, Stage, key_of
from coach_the_coach.demo.records import opened_at, salt_of
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.demo.views import View, ticks_of
from coach_the_coach.foundation import jobs
from coach_the_coach.observations.formats.rules import Format
from coach_the_coach.observations.rating.outcome.rules import strip_of
from coach_the_coach.observations.rules import Seen, Source
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    ObservationBody,
    Outcome,
    Rating,
    Tap,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import BUTTONS, Code, tally_of
from coach_the_coach.observations.transcript.rules import Measures, measures

SLIP: Final = 0.012
"""The share of taps that were pressed by mistake, taken back and pressed right."""

JOB: Final = "delete-transcript"
"""The kind of job that deletes the words of a transcript."""


def add_parts(
    session: Session,
    views: list[View],
    ids: dict[str, int],
    found: Mapping[str, Handing],
    *,
    seed: int,
    at: datetime,
) -> None:
    """Write all that hangs on the observations, while they are drafts."""
    shelf = Shelf()
    for view in views:
        key = ids[view.watch.public_id]
        luck = chance(seed, "parts", view.watch.public_id)
        put_body(shelf, key, view, found[key_of(view.watch)].seen, salt_of(view.watch, seed))
        if view.watch.source is Source.LIVE:
            put_taps(shelf, key, view, luck)
            put_asides(shelf, key, view, luck)
        else:
            _put_transcript(shelf, key, view, at)
        if view.watch.stage is not Stage.DRAFT:
            put_outcome(shelf, key, view)
    shelf.write(
        session,
        ObservationBody,
        Rating,
        Tap,
        KindAnswer,
        Note,
        Transcript,
        TranscriptTurn,
        TurnCode,
        Outcome,
    )
    _enqueue_deletions(session, views, ids, at)


def put_body(shelf: Shelf, key: int, view: View, seen: Seen | None, salt: str) -> None:
    """The words of the whole, whether the ONE thing was seen, the ticks, and the levels."""
    draft = view.draft
    shelf.add(
        ObservationBody,
        observation_id=key,
        salt=salt,
        strengths=draft.strengths,
        one_thing=draft.one_thing,
        # What was agreed, and when to watch again, is set together in the talk.
        agreed="",
        watch_again_on=None,
        stop_signs=list(draft.stop_signs),
        revision=1,
        seen=seen,
        ticks=ticks_of(view),
    )
    for rating in draft.ratings:
        # `asdict` copies what is plain already, which takes ten times as long.
        shelf.add(Rating, observation_id=key, **vars(rating))


def put_taps(shelf: Shelf, key: int, view: View, luck: Random) -> None:
    """The taps of one device; a slip is tapped, taken back, and tapped right."""
    device = device_id(luck)
    presses: list[tuple[str, float, Code | None, str | None]] = []
    for second, code in view.moments:
        if luck.random() < SLIP:
            wrong = device_id(luck)
            presses.append((wrong, second - 2.0, luck.choice(BUTTONS[view.watch.buttons]), None))
            presses.append((device_id(luck), second - 0.8, None, wrong))
        presses.append((device_id(luck), second, code, None))
    for seq, (tap, second, pressed, undoes) in enumerate(presses, 1):
        shelf.add(
            Tap,
            id=tap,
            observation_id=key,
            device_id=device,
            seq=seq,
            at=view.started_at + timedelta(seconds=second),
            code=pressed,
            undoes=undoes,
        )


def put_asides(shelf: Shelf, key: int, view: View, luck: Random) -> None:
    """The kinds of talk, one every five minutes, and the notes."""
    for number, kind in enumerate(view.kinds, 1):
        answered = timedelta(minutes=5 * number, seconds=luck.randint(2, 14))
        shelf.add(
            KindAnswer,
            id=device_id(luck),
            observation_id=key,
            at=view.started_at + answered,
            kind=kind,
        )
    for second, text in view.notes:
        shelf.add(
            Note,
            id=device_id(luck),
            observation_id=key,
            at=view.started_at + timedelta(seconds=second),
            seconds=second,
            text=text,
        )


def _put_transcript(shelf: Shelf, key: int, view: View, at: datetime) -> None:
    """What the file was and its codes; its words only while they may be kept."""
    manager = view.watch.meeting.coach.name
    uploaded_at = opened_at(view) + timedelta(minutes=2)
    delete_after = uploaded_at + timedelta(days=KEPT_DAYS)
    timed = not view.turns or view.turns[0].start is not None
    kind = Format.WEBVTT if timed else Format.PLAIN
    ending = "vtt" if timed else "txt"
    shelf.add(
        Transcript,
        observation_id=key,
        file_name=f"{view.watch.meeting.held_at:%Y-%m-%d} one-to-one.{ending}",
        format=str(kind),
        manager_speaker=manager,
        measures=asdict(_measures(view, manager)) | _starts(view),
        uploaded_at=uploaded_at,
        delete_after=delete_after,
        deleted_at=delete_after if delete_after <= at else None,
    )
    for turn in view.turns:
        shelf.add(TranscriptTurn, observation_id=key, **asdict(turn))
    for number, (index, code) in enumerate(view.codes.items()):
        coded_at = uploaded_at + timedelta(seconds=20 + 7 * number)
        shelf.add(TurnCode, observation_id=key, turn_index=index, code=code, at=coded_at)


def _measures(view: View, manager: str) -> Measures:
    """What the turns tell; where the words are gone, what they told."""
    if view.turns:
        return measures(view.turns, manager)
    tally = tally_of(code for _second, code in view.moments)
    told = tally.tells / max(1, tally.coded)
    talked = round(0.34 + 0.36 * told, 6)
    return Measures(
        talk_share=talked,
        longest_stretch_seconds=round(18 + 120 * told, 1),
        questions_per_ten_minutes=round(600 * tally.questions / view.seconds, 4),
        word_share=round(talked * 0.98, 6),
        turns=2 * len(view.codes),
        manager_turns=len(view.codes),
        manager_questions=tally.questions,
    )


def _starts(view: View) -> dict[str, dict[str, float]]:
    """When each coded turn began, which is kept when the words go; nothing while they are there."""
    if view.turns:
        return {}
    seconds = (second for second, code in view.moments if code is not Code.PAUSE)
    return {
        "starts": {str(at): float(second) for at, second in zip(view.codes, seconds, strict=True)}
    }


def put_outcome(shelf: Shelf, key: int, view: View) -> None:
    """What it came to, by the room's own rules."""
    codes = view.codes.values() if view.codes else (code for _second, code in view.moments)
    tally = tally_of(codes)
    levels = [one.level for one in view.draft.ratings if one.level is not None]
    kinds = {str(kind): n for kind, n in kind_mix(view.kinds).counts.items()}
    shelf.add(
        Outcome,
        observation_id=key,
        tally=asdict(tally),
        kinds=kinds,
        asks=tally.asks,
        tells=tally.tells,
        levels_sum=sum(levels),
        levels_count=len(levels),
        stop_signs=len(view.draft.stop_signs),
        strip=_strip(view),
        in_runs=False,
    )


def _strip(view: View) -> list[list[int]] | None:
    """Asks and tells over the time; None where the file had no times."""
    timed = not view.turns or view.turns[0].start is not None
    return strip_of(view.moments, seconds=view.seconds) if timed else None


def _enqueue_deletions(
    session: Session, views: list[View], ids: dict[str, int], at: datetime
) -> None:
    """Have the words of each transcript that is still there deleted in time."""
    for view in views:
        due_at = opened_at(view) + timedelta(minutes=2, days=KEPT_DAYS)
        if view.watch.source is Source.TRANSCRIPT and due_at > at:
            key = ids[view.watch.public_id]
            payload = {"observation_id": key}
            jobs.enqueue(session, JOB, key=f"{JOB}:{key}", due_at=due_at, payload=payload)
