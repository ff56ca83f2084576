"""The plan for a talk, for the observer alone."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.bank.queries import bank
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.focus.queries import focus_of
from coach_the_coach.observations.plan.evidence.rules import Evidence, Last, Rated
from coach_the_coach.observations.plan.rows import LineRow, PlanRow
from coach_the_coach.observations.plan.rules import PlanLine, place_word, talk_plan
from coach_the_coach.observations.queries import header
from coach_the_coach.observations.rating.rules import absent_words
from coach_the_coach.observations.rubric.rules import Dimension, StopSign, stored_rubric, worded
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.scope import is_shown, is_signed
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    Rubric,
    SelfRating,
)
from coach_the_coach.observations.tally.rules import Tally


def plan_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> PlanRow:
    """A plan for the observer's talk over what they signed.

    The own levels of the one observed are in it once both views are open. Raises NotFound for
    everybody but the observer, and while it is a draft.
    """
    found = session.exec(
        select(Observation, CoachingSession, ObservationBody, Outcome)
        .where(
            Observation.public_id == public_id,
            Observation.observer_id == actor.person_id,
            is_signed(),
        )
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
    ).first()
    if found is None:
        raise NotFound
    observation, held, body, outcome = found
    rubric = session.get_one(Rubric, observation.rubric_id)
    head = header(session, actor, public_id=public_id, at=at)
    purpose = observation.purpose_corrected or held.purpose
    form = worded(stored_rubric(rubric.content), coach=head.coach_word, coached=head.coached_word)
    own = _own_levels(session, actor, observation)
    evidence = Evidence(
        observed=head.observed,
        coached=head.coached,
        purpose=purpose,
        rated=_rated(session, actor, observation, _names(form.dimensions, purpose), own),
        ticks=body.ticks,
        tally=Tally(**outcome.tally),
        in_runs=outcome.in_runs,
        stop_signs=_texts(form.stop_signs, body.stop_signs),
        strengths=body.strengths,
        suggestion=body.one_thing,
        last=_last(session, actor, observation, body, at),
    )
    return PlanRow(public_id, [_row(line) for line in talk_plan(evidence)])


def _names(dimensions: tuple[Dimension, ...], purpose: Purpose) -> dict[int, str]:
    """What each dimension is called; after a training by what it asks there, where that differs."""
    is_training = purpose is Purpose.TRAIN
    return {
        one.number: one.training.hint if is_training and one.training else one.name
        for one in dimensions
    }


def _texts(signs: tuple[StopSign, ...], marked: list[str]) -> tuple[str, ...]:
    """The words of the stop signs that were marked."""
    return tuple(sign.text for sign in signs if sign.key in marked)


def _rated(
    session: Session,
    actor: Actor,
    observation: Observation,
    names: dict[int, str],
    own: dict[int, int | None],
) -> tuple[Rated, ...]:
    """What the observer gave, in the order of the rubric."""
    given = session.exec(
        select(Rating)
        .join(Observation, col(Observation.id) == col(Rating.observation_id))
        .where(Rating.observation_id == observation.id, Observation.observer_id == actor.person_id)
        .order_by(col(Rating.dimension))
    ).all()
    return tuple(
        Rated(
            number=one.dimension,
            name=names[one.dimension],
            level=one.level,
            quote=one.quote,
            clock=clock_words(one.moment_seconds),
            absent=absent_words(one.absent_from, one.absent_to),
            own_level=own.get(one.dimension),
        )
        for one in given
    )


def _own_levels(session: Session, actor: Actor, observation: Observation) -> dict[int, int | None]:
    """What the one observed gave themself; nothing before they finished it and both are open."""
    found = session.exec(
        select(SelfRating)
        .join(Observation, col(Observation.id) == col(SelfRating.observation_id))
        .join(Reply, col(Reply.observation_id) == col(SelfRating.observation_id))
        .where(
            SelfRating.observation_id == observation.id,
            Observation.observer_id == actor.person_id,
            col(Reply.self_rated_at).is_not(None),
            is_shown(),
        )
    ).all()
    return {one.dimension: one.level for one in found}


def _last(
    session: Session, actor: Actor, observation: Observation, body: ObservationBody, at: datetime
) -> Last | None:
    """The ONE thing that was followed, with what this session adds; None for none."""
    if observation.followed_id is None:
        return None
    before = focus_of(session, actor, public_id=observation.public_id, at=at)
    if not before.text:
        return None
    return Last(
        one_thing=before.text,
        promised=before.promised,
        answer=body.seen,
        times_seen=before.times_seen + (body.seen is Seen.SEEN),
    )


def _row(line: PlanLine) -> LineRow:
    """A line in words, with its question from the bank."""
    question = bank().question(line.question)
    return LineRow(
        place=place_word(line.place),
        text=line.text,
        source=line.source,
        quote=line.quote,
        question=question.text if question else "",
        instead=question.instead if question else "",
        question_key=line.question,
    )
