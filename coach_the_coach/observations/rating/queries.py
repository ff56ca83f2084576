"""The form of an observation being rated, what was answered, and what can be quoted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose, purpose_meaning, purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.focus.queries import focus_of_draft, has_to_answer
from coach_the_coach.observations.focus.rules import seen_word
from coach_the_coach.observations.live.rules import problems_in_clock
from coach_the_coach.observations.queries import header, may_certify, own_draft
from coach_the_coach.observations.rating.rows import AnswersRow, DimensionRow, FormRow
from coach_the_coach.observations.rating.rules import (
    NOT_CALLED,
    NOT_OBSERVED,
    RatingDraft,
    WholeDraft,
    absent_words,
    missing_in,
    not_scored_words,
    problems_before_signing,
    uncalled_words,
)
from coach_the_coach.observations.readiness.queries import practices_left
from coach_the_coach.observations.readiness.rules import missing_words
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.rubric.rules import (
    Dimension,
    for_purpose,
    is_scored,
    needed_dimensions,
    stored_rubric,
    worded,
)
from coach_the_coach.observations.rubric.rules import Rubric as Form
from coach_the_coach.observations.rules import Aim, Seen, Source
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Rating,
    Rubric,
    Transcript,
)
from coach_the_coach.observations.ticks.rules import Tick, tick_word
from coach_the_coach.observations.transcript.queries import coded_turns
from coach_the_coach.observations.transcript.rules import problems_in_coding


@dataclass(frozen=True)
class InHand:
    """An own draft while it is being changed: its rows, what it is for, and the form for that."""

    observation: Observation
    body: ObservationBody
    held: CoachingSession
    form: Form

    @property
    def purpose(self) -> Purpose:
        """The purpose that counts: as corrected, where it was."""
        return self.observation.purpose_corrected or self.held.purpose


def in_hand(session: Session, actor: Actor, public_id: str, *, held: bool = True) -> InHand:
    """The actor's own draft with its form; who only reads does not hold it.

    Raises NotFound where there is none of theirs, Conflict where it is signed already.
    """
    observation = own_draft(session, actor, public_id, held=held)
    body, meeting, content = session.exec(
        select(ObservationBody, CoachingSession, Rubric.content)
        .join(Observation, col(Observation.id) == col(ObservationBody.observation_id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Rubric, col(Rubric.id) == col(Observation.rubric_id))
        .where(Observation.id == observation.id)
    ).one()
    purpose = observation.purpose_corrected or meeting.purpose
    return InHand(observation, body, meeting, for_purpose(stored_rubric(content), purpose))


def form_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> FormRow:
    """The form of the actor's own draft, in the words of the two it is about. Refuses likewise."""
    held = in_hand(session, actor, public_id, held=False)
    head = header(session, actor, public_id=public_id, at=at)
    form = worded(held.form, coach=head.coach_word, coached=head.coached_word)
    is_rated = is_scored(held.purpose)
    needed = needed_dimensions(form, held.purpose)
    return FormRow(
        header=head,
        zone=actor.time_zone,
        focus=focus_of_draft(session, actor, public_id=public_id, at=at),
        answers_to_focus=[ChoiceRow(str(seen), seen_word(seen)) for seen in Seen],
        why_not_rated=not_scored_words(held.purpose),
        dimensions=[
            DimensionRow(
                number=dimension.number,
                name=dimension.name,
                hint=dimension.hint,
                is_optional=dimension.number not in needed,
                choices=_choices(form, dimension),
            )
            for dimension in form.dimensions
            if is_rated
        ],
        stop_signs=[ChoiceRow(one.key, one.text) for one in form.stop_signs if is_rated],
        ticks=[ChoiceRow(str(tick), tick_word(tick)) for tick in Tick],
        purposes=[ChoiceRow(str(one), purpose_word(one), purpose_meaning(one)) for one in Purpose],
    )


def answers_of(session: Session, actor: Actor, *, public_id: str) -> AnswersRow:
    """What the actor has answered so far in their own draft. Refuses likewise."""
    held = in_hand(session, actor, public_id, held=False)
    draft = whole_draft(session, actor, public_id=public_id)
    rated = {rating.dimension: rating for rating in draft.ratings}

    def each(told: Callable[[RatingDraft], str]) -> dict[str, str]:
        """What is told of each dimension by its number; "" for one that is not rated."""
        numbers = (dimension.number for dimension in held.form.dimensions)
        return {str(one): told(rated[one]) if one in rated else "" for one in numbers}

    return AnswersRow(
        seen=str(draft.seen or ""),
        levels=each(_answer),
        level_words=each(partial(_answer_word, held.form)),
        quotes=each(lambda one: one.quote),
        moments=each(lambda one: clock_words(one.moment_seconds)),
        absences=each(lambda one: absent_words(one.absent_from, one.absent_to)),
        absent_from=each(lambda one: clock_words(one.absent_from)),
        absent_to=each(lambda one: clock_words(one.absent_to)),
        missing=each(missing_in),
        stop_signs=list(draft.stop_signs),
        ticks=[key for key, seen in draft.ticks.items() if seen],
        strengths=draft.strengths,
        one_thing=draft.one_thing,
        purpose=str(held.purpose),
        purpose_reason=draft.purpose_reason,
        rated=len(rated),
    )


def whole_draft(session: Session, actor: Actor, *, public_id: str) -> WholeDraft:
    """A rating by the actor as far as it has come. Raises NotFound for what is not theirs."""
    found = session.exec(
        select(ObservationBody, Observation)
        .join(Observation, col(Observation.id) == col(ObservationBody.observation_id))
        .where(Observation.public_id == public_id, Observation.observer_id == actor.person_id)
    ).first()
    if found is None:
        raise NotFound
    body, observation = found
    ratings = session.exec(
        select(Rating)
        .where(Rating.observation_id == body.observation_id)
        .order_by(col(Rating.dimension))
    ).all()
    return WholeDraft(
        ratings=tuple(RatingDraft(**one.model_dump(exclude={"observation_id"})) for one in ratings),
        stop_signs=tuple(body.stop_signs),
        strengths=body.strengths,
        one_thing=body.one_thing,
        agreed=body.agreed,
        watch_again_on=body.watch_again_on,
        seen=body.seen,
        ticks=body.ticks,
        purpose_corrected=observation.purpose_corrected,
        purpose_reason=observation.purpose_reason or "",
    )


def problems_to_solve(session: Session, actor: Actor, *, public_id: str) -> dict[str, str]:
    """What keeps the actor's own draft from being signed: field to sentence. Refuses likewise."""
    held = in_hand(session, actor, public_id, held=False)
    draft = whole_draft(session, actor, public_id=public_id)
    unwatched = _problems_in_watching(session, held.observation)
    unwatched |= _problems_in_practice(session, actor, held.observation)
    return unwatched | problems_before_signing(
        draft,
        held.form,
        purpose=held.purpose,
        is_followed=has_to_answer(session, actor, public_id=public_id),
    )


def _problems_in_practice(
    session: Session, actor: Actor, observation: Observation
) -> dict[str, str]:
    """What keeps a certification from being signed by one who has not practised scoring.

    Whoever may certify them no longer is told that instead, and not sent to practise.
    """
    if observation.aim is not Aim.CERTIFICATION:
        return {}
    observed = session.get_one(Person, observation.observed_id)
    if not may_certify(session, actor, coach=observed.public_id):
        return {}
    missing = missing_words(practices_left(session, actor.person_id))
    return {"practice": missing} if missing else {}


def _problems_in_watching(session: Session, observation: Observation) -> dict[str, str]:
    """What keeps an observation in which nothing was watched from being signed."""
    if observation.supersedes_id is not None:
        # A correction keeps what was counted for the version it corrects.
        return {}
    if observation.source is Source.LIVE:
        return problems_in_clock(observation.started_at)
    transcript = session.get(Transcript, observation.id)
    return problems_in_coding(
        has_file=transcript is not None,
        has_manager=transcript is not None and transcript.manager_speaker is not None,
        coded=transcript is not None and coded_turns(session, transcript) > 0,
    )


def _choices(form: Form, dimension: Dimension) -> list[ChoiceRow]:
    """The four levels with what they look like, and what else may be said of a dimension."""
    levels = [
        ChoiceRow(str(level), f"{level} · {form.level_word(level)}", anchor)
        for level, anchor in enumerate(dimension.anchors, 1)
    ]
    uncalled = [ChoiceRow(NOT_CALLED, uncalled_words())] if dimension.can_be_uncalled else []
    return [*levels, *uncalled, ChoiceRow(NOT_OBSERVED, form.level_word(None))]


def _answer(rating: RatingDraft) -> str:
    """The answer to one dimension as the form sends it."""
    if rating.not_called:
        return NOT_CALLED
    return NOT_OBSERVED if rating.level is None else str(rating.level)


def _answer_word(form: Form, rating: RatingDraft) -> str:
    """The answer to one dimension in words."""
    return uncalled_words() if rating.not_called else form.level_word(rating.level)
