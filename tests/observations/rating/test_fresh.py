"""What decides about somebody is signed by one who has just shown who they are."""

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.access import FRESH
from coach_the_coach.observations.rating.actions import amend_observation, sign_observation
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation, Status
from tests import build
from tests.cast import Cast
from tests.observations.rating.rated import SIGNED_AT, rate


def rated(session: Session, cast: Cast, aim: Aim) -> Observation:
    """Lena's rating of Mo, to be signed."""
    draft = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, aim=aim)
    rate(session, cast, draft)
    build.practised(session, cast.lena)
    return draft


def test_a_certification_is_signed_once_one_has_confirmed_and_nothing_is_lost(
    session: Session, cast: Cast
):
    draft = rated(session, cast, Aim.CERTIFICATION)
    stale = cast.actor(cast.lena, proved_at=SIGNED_AT - FRESH)
    with pytest.raises(NotFresh):
        sign_observation(session, stale, public_id=draft.public_id, at=SIGNED_AT)
    assert draft.status is Status.DRAFT

    fresh = cast.actor(cast.lena, proved_at=SIGNED_AT)
    sign_observation(session, fresh, public_id=draft.public_id, at=SIGNED_AT)

    assert draft.status is Status.SIGNED


def test_a_certification_is_corrected_once_one_has_confirmed(session: Session, cast: Cast):
    signed = rated(session, cast, Aim.CERTIFICATION)
    sign_observation(session, cast.actor(cast.lena), public_id=signed.public_id, at=SIGNED_AT)
    stale = cast.actor(cast.lena, proved_at=SIGNED_AT - FRESH)

    with pytest.raises(NotFresh):
        amend_observation(session, stale, public_id=signed.public_id, reason="Why.", at=SIGNED_AT)
    assert amend_observation(
        session, cast.actor(cast.lena), public_id=signed.public_id, reason="Why.", at=SIGNED_AT
    )


def test_what_helps_somebody_grow_is_signed_and_corrected_without_asking(
    session: Session, cast: Cast
):
    draft = rated(session, cast, Aim.DEVELOPMENT)
    stale = cast.actor(cast.lena, proved_at=SIGNED_AT - 10 * FRESH)

    sign_observation(session, stale, public_id=draft.public_id, at=SIGNED_AT)

    assert draft.status is Status.SIGNED
    own = draft.public_id
    assert amend_observation(session, stale, public_id=own, reason="Why.", at=SIGNED_AT)
