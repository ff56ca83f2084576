"""The form of an observation being rated, what was answered, and what can be quoted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.rules import problems_in_clock
from coach_the_coach.observations.queries import header, own_draft
from coach_the_coach.observations.rating.rows import (
    AnswersRow,
    DimensionRow,
    FormRow,
    OfferRow,
)
from coach_the_coach.observations.rating.rules import (
    QUOTE_LENGTH,
    WATCH_AGAIN_WITHIN,
    RatingDraft,
    WholeDraft,
    missing_in,
    problems_before_signing,
)
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.rubric.rules import Rubric as Form
from coach_the_coach.observations.rubric.rules import stored_rubric, worded
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import (
    Note,
    Observation,
    ObservationBody,
    Rating,
    Rubric,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.transcript.rules import problems_in_coding

OFFERS: Final = 30
"""Most notes, and most turns, offered as quotes at once. Source: docs/method.md#lists."""

NOT_OBSERVED: Final = "none"
"""What the form sends for a dimension that was not observed."""


@dataclass(frozen=True)
class InHand:
    """An own draft while it is being changed: its rows, its form, and the day it is about."""

    observation: Observation
    body: ObservationBody
    form: Form
    held_on: date


def in_hand(session: Session, actor: Actor, public_id: str, *, held: bool = True) -> InHand:
    """The actor's own draft with its form; who only reads does not hold it.

    Raises NotFound where there is none of theirs, Conflict where it is signed already.
    """
    observation = own_draft(session, actor, public_id, held=held)
    body, held_at, content = session.exec(
        select(ObservationBody, CoachingSession.held_at, Rubric.content)
        .join(Observation, col(Observation.id) == col(ObservationBody.observation_id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Rubric, col(Rubric.id) == col(Observation.rubric_id))
        .where(Observation.id == observation.id)
    ).one()
    held_on = held_at.astimezone(ZoneInfo(actor.time_zone)).date()
    return InHand(observation, body, stored_rubric(content), held_on)


def form_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> FormRow:
    """The form of the actor's own draft, in the words of the two it is about. Refuses likewise."""
    held = in_hand(session, actor, public_id, held=False)
    head = header(session, actor, public_id=public_id, at=at)
    form = worded(held.form, coach=head.coach_word, coached=head.coached_word)
    return FormRow(
        header=head,
        zone=actor.time_zone,
        dimensions=[
            DimensionRow(
                number=dimension.number,
                name=dimension.name,
                hint=dimension.hint,
                choices=[
                    *(
                        ChoiceRow(str(level), f"{level} · {form.level_word(level)}", anchor)
                        for level, anchor in enumerate(dimension.anchors, 1)
                    ),
                    ChoiceRow(NOT_OBSERVED, form.level_word(None)),
                ],
            )
            for dimension in form.dimensions
        ],
        stop_signs=[ChoiceRow(sign.key, sign.text) for sign in form.stop_signs],
        first_day=(held.held_on + timedelta(days=1)).isoformat(),
        last_day=(held.held_on + WATCH_AGAIN_WITHIN).isoformat(),
    )


def answers_of(session: Session, actor: Actor, *, public_id: str) -> AnswersRow:
    """What the actor has answered so far in their own draft. Refuses likewise."""
    held = in_hand(session, actor, public_id, held=False)
    draft = whole_draft(session, actor, public_id=public_id)
    rated = {rating.dimension: rating for rating in draft.ratings}
    numbers = [dimension.number for dimension in held.form.dimensions]
    return AnswersRow(
        levels={str(one): _level(rated, one) for one in numbers},
        level_words={
            str(one): held.form.level_word(rated[one].level) if one in rated else ""
            for one in numbers
        },
        quotes={str(one): rated[one].quote if one in rated else "" for one in numbers},
        moments={
            str(one): clock_words(rated[one].moment_seconds) if one in rated else ""
            for one in numbers
        },
        missing={str(one): missing_in(rated[one]) if one in rated else "" for one in numbers},
        stop_signs=list(draft.stop_signs),
        strengths=draft.strengths,
        one_thing=draft.one_thing,
        agreed=draft.agreed,
        watch_again_on=draft.watch_again_on.isoformat() if draft.watch_again_on else "",
        rated=len(rated),
    )


def whole_draft(session: Session, actor: Actor, *, public_id: str) -> WholeDraft:
    """A rating by the actor as far as it has come. Raises NotFound for what is not theirs."""
    body = session.exec(
        select(ObservationBody)
        .join(Observation, col(Observation.id) == col(ObservationBody.observation_id))
        .where(Observation.public_id == public_id, Observation.observer_id == actor.person_id)
    ).first()
    if body is None:
        raise NotFound
    ratings = session.exec(
        select(Rating)
        .where(Rating.observation_id == body.observation_id)
        .order_by(col(Rating.dimension))
    ).all()
    return WholeDraft(
        ratings=tuple(
            RatingDraft(one.dimension, one.level, one.quote, one.moment_seconds) for one in ratings
        ),
        stop_signs=tuple(body.stop_signs),
        strengths=body.strengths,
        one_thing=body.one_thing,
        agreed=body.agreed,
        watch_again_on=body.watch_again_on,
    )


def problems_to_solve(session: Session, actor: Actor, *, public_id: str) -> dict[str, str]:
    """What keeps the actor's own draft from being signed: field to sentence. Refuses likewise."""
    held = in_hand(session, actor, public_id, held=False)
    draft = whole_draft(session, actor, public_id=public_id)
    unwatched = _problems_in_watching(session, held.observation)
    return unwatched | problems_before_signing(draft, held.form, held_on=held.held_on)


def offers(session: Session, actor: Actor, *, public_id: str, search: str) -> list[OfferRow]:
    """Notes and turns that hold `search`, in the order of the talk, at most `OFFERS` of each.

    A correction offers what was noted for the version it corrects, and no turns: from signing on
    nobody reads a transcript but for what was quoted. Raises as `in_hand` does.
    """
    observation = own_draft(session, actor, public_id, held=False)
    words = search.replace("\0", "").strip().lower()
    versions = select(Observation.id).where(
        Observation.coaching_session_id == observation.coaching_session_id,
        Observation.observer_id == actor.person_id,
    )
    notes = session.exec(
        select(Note)
        .where(
            col(Note.observation_id).in_(versions),
            func.lower(Note.text).contains(words, autoescape=True),
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
    return [
        *(OfferRow(f"note-{one.id}", _cut(one.text), clock_words(one.seconds)) for one in notes),
        *(
            OfferRow(f"turn-{one.index}", _cut(one.text), clock_words(one.start), one.speaker)
            for one in turns
        ),
    ]


def _problems_in_watching(session: Session, observation: Observation) -> dict[str, str]:
    """What keeps an observation in which nothing was watched from being signed."""
    if observation.supersedes_id is not None:
        # A correction keeps what was counted for the version it corrects.
        return {}
    if observation.source is Source.LIVE:
        return problems_in_clock(observation.started_at)
    transcript = session.get(Transcript, observation.id)
    code = select(TurnCode.code).where(TurnCode.observation_id == observation.id).limit(1)
    return problems_in_coding(
        has_file=transcript is not None,
        has_manager=transcript is not None and transcript.manager_speaker is not None,
        coded=session.exec(code).first() is not None,
    )


def _level(rated: Mapping[int, RatingDraft], number: int) -> str:
    """The answer to one dimension as the form sends it; "" before there is one."""
    if number not in rated:
        return ""
    level = rated[number].level
    return NOT_OBSERVED if level is None else str(level)


def _cut(text: str) -> str:
    """As much of what was said as a quote may hold."""
    return text if len(text) <= QUOTE_LENGTH else f"{text[: QUOTE_LENGTH - 1]}…"
