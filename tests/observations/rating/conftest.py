import pytest
from sqlmodel import Session

from coach_the_coach.observations.rating.actions import sign_observation
from coach_the_coach.observations.tables import Observation
from tests import build
from tests.cast import Cast
from tests.observations.rating.rated import SIGNED_AT, rate


@pytest.fixture
def draft(session: Session, cast: Cast) -> Observation:
    """Lena watching Mo coach Rae, nothing rated yet."""
    return build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)


@pytest.fixture
def rated(session: Session, cast: Cast, draft: Observation) -> Observation:
    """The same with a 3 for everything and one thing to work on."""
    rate(session, cast, draft)
    return draft


@pytest.fixture
def signed(session: Session, cast: Cast, rated: Observation) -> Observation:
    """The same, signed by Lena."""
    sign_observation(session, cast.actor(cast.lena), public_id=rated.public_id, at=SIGNED_AT)
    return rated
