"""A running observation keeps its observer signed in, and nobody else, and not for ever."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.sign_in import ABSOLUTE, IDLE
from coach_the_coach.identity.tables import SignIn
from coach_the_coach.observations.live.actions import (
    LOOK_IN,
    start_watching,
    stay_signed_in,
    stop_watching,
)
from coach_the_coach.observations.rules import STALE_AFTER
from coach_the_coach.observations.tables import Observation
from tests import build
from tests.cast import NOW, Cast

MINUTE = timedelta(minutes=1)


@pytest.fixture
def watched(session: Session, cast: Cast) -> Observation:
    """Lena watches Mo since now, and taps nothing."""
    made = build.observation(session, by=cast.lena, of=cast.mo, coached=cast.rae, started=False)
    start_watching(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)
    session.flush()
    return made


def signed_in(session: Session, cast: Cast, at: datetime = NOW) -> str:
    """The secret of a sign-in of Lena's."""
    return sign_in.start_sign_in(session, cast.lena.id or 0, device="", at=at)


def pass_until(session: Session, end: datetime) -> None:
    """Do what falls due of it until `end`, each at its time."""
    while True:
        due = session.exec(
            select(Job)
            .where(Job.kind == LOOK_IN, col(Job.done_at).is_(None), col(Job.due_at) <= end)
            .order_by(col(Job.due_at))
        ).first()
        if due is None:
            return
        row = session.exec(select(Observation.id)).first()
        stay_signed_in(session, {"observation": row}, due.due_at)
        due.done_at = due.due_at
        session.add(due)
        session.flush()


def is_in(session: Session, secret: str, at: datetime) -> bool:
    """Whether the sign-in is in force."""
    session.expire_all()
    return sign_in.sign_in_of(session, secret, at) is not None


def test_while_the_clock_runs_nobody_has_to_tap_to_stay_signed_in(
    session: Session, cast: Cast, watched: Observation
):
    secret = signed_in(session, cast)
    for minutes in (59, 61, 90, 180, 235):
        at = NOW + minutes * MINUTE
        pass_until(session, at)
        assert is_in(session, secret, at)


def test_a_clock_that_was_forgotten_keeps_nobody_signed_in(
    session: Session, cast: Cast, watched: Observation
):
    secret = signed_in(session, cast)
    late = NOW + STALE_AFTER + IDLE + MINUTE
    pass_until(session, late)

    assert not is_in(session, secret, late)
    assert session.exec(select(Job).where(col(Job.done_at).is_(None))).all() == []


def test_no_sign_in_lasts_longer_for_it_than_twelve_hours(
    session: Session, cast: Cast, watched: Observation
):
    secret = signed_in(session, cast, NOW - ABSOLUTE + 30 * MINUTE)
    one = session.exec(select(SignIn)).one()
    one.seen_at = NOW
    session.add(one)
    session.flush()
    pass_until(session, NOW + 40 * MINUTE)

    assert is_in(session, secret, NOW + 29 * MINUTE)
    assert not is_in(session, secret, NOW + 31 * MINUTE)


def test_a_stopped_clock_keeps_nobody_and_one_that_goes_on_does_again(
    session: Session, cast: Cast, watched: Observation
):
    secret = signed_in(session, cast)
    pass_until(session, NOW + 25 * MINUTE)
    stop_watching(session, cast.actor(cast.lena), public_id=watched.public_id, at=NOW + 30 * MINUTE)
    session.flush()
    pass_until(session, NOW + 85 * MINUTE)

    assert is_in(session, secret, NOW + 79 * MINUTE)
    assert not is_in(session, secret, NOW + 81 * MINUTE)


def test_only_what_was_used_since_it_began_is_kept_and_nothing_that_was_ended(
    session: Session, cast: Cast, watched: Observation
):
    desk = signed_in(session, cast, NOW - 30 * MINUTE)
    ended = signed_in(session, cast)
    sign_in.end_sign_ins(session, [actor_of(session, ended, NOW).sign_in_id], NOW)
    other = sign_in.start_sign_in(session, cast.mo.id or 0, device="", at=NOW)
    phone = signed_in(session, cast)
    late = NOW + 90 * MINUTE
    pass_until(session, late)

    assert [is_in(session, one, late) for one in (desk, ended, other, phone)] == [
        False,
        False,
        False,
        True,
    ]
