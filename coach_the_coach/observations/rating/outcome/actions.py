"""Counting what an observation came to, so that no page ever scans what was tapped."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose, kind_mix
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.rules import stretch_of
from coach_the_coach.observations.rating.outcome.rules import strip_of
from coach_the_coach.observations.rating.rules import WholeDraft
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import (
    KindAnswer,
    Observation,
    Outcome,
    Tap,
    Transcript,
)
from coach_the_coach.observations.tally.rules import (
    Code,
    TapMark,
    kept_taps,
    tally_of,
)
from coach_the_coach.observations.transcript.queries import (
    moments_of_transcript,
    tally_of_transcript,
)
from coach_the_coach.observations.transcript.rules import is_part


def make_outcome(
    session: Session,
    actor: Actor,
    observation: Observation,
    draft: WholeDraft,
    *,
    purpose: Purpose,
) -> Outcome:
    """What it came to; a correction keeps the tally of the version it corrects.

    Where the purpose is not scored there are no levels and no stop signs in it.
    """
    levels = draft.levels if is_scored(purpose) else {}
    observed = [level for level in levels.values() if level is not None]
    return Outcome(
        observation_id=observation.id or 0,
        **_counted(session, actor, observation),
        levels_sum=sum(observed),
        levels_count=len(observed),
        stop_signs=len(draft.stop_signs) if is_scored(purpose) else 0,
    )


def _counted(session: Session, actor: Actor, observation: Observation) -> dict[str, Any]:
    """The tally, over the time of the talk too, and the kinds of talk."""
    if observation.supersedes_id is not None:
        before = session.get_one(Outcome, observation.supersedes_id)
        return before.model_dump(include={"tally", "kinds", "asks", "tells", "strip", "in_runs"})
    in_runs = False
    if observation.source is Source.LIVE:
        moments, seconds = _tapped(session, observation)
        tally = tally_of(code for _second, code in moments)
    else:
        tally = tally_of_transcript(session, observation.id or 0)
        moments = moments_of_transcript(session, actor, public_id=observation.public_id)
        seconds = max((second for second, _code in moments), default=0.0)
        transcript = session.get(Transcript, observation.id)
        in_runs = transcript is not None and _is_in_part(transcript, tally.taps)
    return {
        "tally": asdict(tally),
        "kinds": _kinds(session, observation),
        "asks": tally.asks,
        "tells": tally.tells,
        "strip": strip_of(moments, seconds=seconds),
        "in_runs": in_runs,
    }


def _is_in_part(transcript: Transcript, coded: int) -> bool:
    """Whether runs were drawn, or no more of the whole is coded than of runs."""
    codable = transcript.measures.get("manager_turns") or 0
    return transcript.runs is not None or is_part(coded, codable)


def _tapped(session: Session, observation: Observation) -> tuple[list[tuple[float, Code]], float]:
    """Seconds from the start with the code tapped there, and how long the clock ran."""
    found = session.exec(select(Tap).where(Tap.observation_id == observation.id)).all()
    marks = kept_taps(TapMark(one.id, one.at, one.code, one.undoes, one.seq) for one in found)
    start = observation.started_at or observation.opened_at
    moments = [((one.at - start).total_seconds(), one.code) for one in marks if one.code]
    last = observation.stopped_at or max((one.at for one in marks), default=start)
    return moments, (last - start).total_seconds()


def _kinds(session: Session, observation: Observation) -> dict[str, int]:
    """How often each kind of talk was answered: the last answer of each stretch counts."""
    answers = session.exec(
        select(KindAnswer)
        .where(KindAnswer.observation_id == observation.id)
        .order_by(col(KindAnswer.at), col(KindAnswer.id))
    )
    start = observation.started_at or observation.opened_at
    last = {stretch_of(answer.at, start): answer.kind for answer in answers}
    return {str(kind): count for kind, count in kind_mix(last.values()).counts.items()}
