"""Lena rates what she watched, in one call."""

from datetime import timedelta

from sqlmodel import Session

from coach_the_coach.observations.rating.actions import save_level, save_words
from coach_the_coach.observations.tables import Observation
from tests.cast import NOW, Cast

SIGNED_AT = NOW + timedelta(hours=1)
"""When observations of these tests are signed."""


def rate(session: Session, cast: Cast, observation: Observation) -> None:
    """A 3 for everything and one thing to work on, by Lena."""
    actor, public_id = cast.actor(cast.lena), observation.public_id
    for dimension in range(1, 9):
        save_level(session, actor, public_id=public_id, dimension=dimension, level=3)
    save_words(session, actor, public_id=public_id, name="one_thing", text="Leave the pause alone.")
