"""One's own view of a talk one was observed in, as far as it has come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose, purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import visible
from coach_the_coach.observations.queries import header
from coach_the_coach.observations.reflect.rows import QuestionRow, ReflectRow
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
from coach_the_coach.observations.scope import is_shown
from coach_the_coach.observations.tables import Observation, Rubric, SelfRating, Status

CANNOT_SAY: Final = "none"
"""What the form sends for a dimension of which one cannot say."""


def about_me(session: Session, actor: Actor, public_id: str) -> Observation:
    """A signed observation of the actor, held so that two devices take turns.

    Raises NotFound for any other.
    """
    observation = session.exec(
        visible(Observation, actor)
        .where(
            Observation.public_id == public_id,
            Observation.observed_id == actor.person_id,
            Observation.status == Status.SIGNED,
        )
        .with_for_update()
    ).first()
    if observation is None:
        raise NotFound
    return observation


def reflection(session: Session, actor: Actor, *, public_id: str, at: datetime) -> ReflectRow:
    """The form with the actor's own answers, once the observation of them is signed.

    Raises NotFound for everybody but the one observed.
    """
    head = header(session, actor, public_id=public_id, at=at)
    if not (head.is_about_me and head.is_signed):
        raise NotFound
    content, own = own_levels(session, actor, public_id=public_id)
    purpose = purpose_of(session, actor, public_id=public_id)
    form = for_purpose(stored_rubric(content), purpose)
    needed = needed_dimensions(form, purpose)
    form = worded(form, coach=head.coach_word, coached=head.coached_word)
    shown = select(Observation.id).where(Observation.public_id == public_id, is_shown())
    return ReflectRow(
        public_id=public_id,
        observer=head.observer,
        coached=head.coached,
        purpose_word=purpose_word(purpose),
        held=head.held,
        questions=[
            _question(form, one, own, is_optional=one.number not in needed)
            for one in form.dimensions
        ],
        needed=len(needed),
        answered=len(own),
        is_over=head.self_rated
        or not is_scored(purpose)
        or session.exec(shown).first() is not None,
        corrected_by=head.corrected_by,
    )


def purpose_of(session: Session, actor: Actor, *, public_id: str) -> Purpose:
    """What a session in which the actor was observed was for after all.

    Raises NotFound for any other.
    """
    found = session.exec(
        select(Observation.purpose_corrected, CoachingSession.purpose)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(Observation.public_id == public_id, Observation.observed_id == actor.person_id)
    ).first()
    if found is None:
        raise NotFound
    corrected, opened = found
    return Purpose(corrected or opened)


def own_levels(
    session: Session, actor: Actor, *, public_id: str
) -> tuple[str, dict[int, int | None]]:
    """The stored form of an observation of the actor, and the own levels given so far.

    Raises NotFound for any other.
    """
    content = session.exec(
        select(Rubric.content)
        .join(Observation, col(Observation.rubric_id) == col(Rubric.id))
        .where(Observation.public_id == public_id, Observation.observed_id == actor.person_id)
    ).first()
    if content is None:
        raise NotFound
    given = session.exec(
        select(SelfRating)
        .join(Observation, col(Observation.id) == col(SelfRating.observation_id))
        .where(Observation.public_id == public_id, Observation.observed_id == actor.person_id)
        .order_by(col(SelfRating.dimension))
    ).all()
    return content, {one.dimension: one.level for one in given}


def level_sent(value: str) -> int | None:
    """The level that the form sent; None for one of which they cannot say, 0 for no answer."""
    if value == CANNOT_SAY:
        return None
    return int(value) if value in {"1", "2", "3", "4"} else 0


def _question(
    form: Form, dimension: Dimension, own: Mapping[int, int | None], *, is_optional: bool
) -> QuestionRow:
    chosen = ""
    if dimension.number in own:
        level = own[dimension.number]
        chosen = CANNOT_SAY if level is None else str(level)
    return QuestionRow(
        number=dimension.number,
        key=str(dimension.number),
        name=dimension.name,
        hint=dimension.hint,
        choices=[
            *(
                ChoiceRow(str(level), f"{level} · {form.level_word(level)}", anchor)
                for level, anchor in enumerate(dimension.anchors, 1)
            ),
            ChoiceRow(CANNOT_SAY, _("Cannot say"), _("It did not come up, or I do not remember.")),
        ],
        chosen=chosen,
        is_optional=is_optional,
    )
