"""What an observation and its talk say outside the app, written and withdrawn as things happen."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.observations.actions import discard_draft
from coach_the_coach.observations.booking.actions import book_talk, move_talk
from coach_the_coach.observations.rating.actions import amend_observation, sign_observation
from coach_the_coach.observations.reflect.actions import finish_own_rating, keep_own_level
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.talk.actions import go_on_without, sign_talk, take_back_signature
from coach_the_coach.shell import routes
from tests import build
from tests.cast import NOW, Cast
from tests.letters import Written, mail_goes, written  # noqa: F401 - a fixture
from tests.observations.rating.rated import SIGNED_AT, rate
from tests.observations.results import signed
from tests.observations.talk import held
from tests.observations.talk.held import TALKED_AT

pytestmark = pytest.mark.usefixtures("mail_goes")

WEDNESDAY = NOW + timedelta(days=2, hours=5)
"""15:00 in Paris, two days after."""


def letters(session: Session, cast: Cast) -> list[tuple[str, str, datetime]]:
    """To whom letters are on their way, what about and for when."""
    session.flush()
    names = {one.id: one.given_name for one in (cast.lena, cast.mo)}
    return [(names[one.person_id], one.letter, one.due_at) for one in written(session)]


@pytest.fixture
def draft(session: Session, cast: Cast) -> Observation:
    """Lena watching Mo coach Rae, rated and not signed."""
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    rate(session, cast, made)
    return made


def sign(session: Session, cast: Cast, draft: Observation, at: datetime = SIGNED_AT) -> None:
    """Lena signs."""
    sign_observation(session, cast.actor(cast.lena), public_id=draft.public_id, at=at)


def test_signing_hands_over_at_once_and_reminds_a_day_later(
    session: Session, cast: Cast, draft: Observation
):
    assert written(session) == []
    sign(session, cast, draft)

    link = routes.observation(draft.public_id, routes.REFLECT)
    mo, later = cast.mo.id or 0, SIGNED_AT + timedelta(days=1)
    assert written(session) == [
        Written(mo, "handed_over", link, SIGNED_AT),
        Written(mo, "rate_yourself", link, later),
    ]


def test_whoever_has_rated_themself_is_not_reminded(
    session: Session, cast: Cast, draft: Observation
):
    sign(session, cast, draft)
    mo = cast.actor(cast.mo)
    for dimension in range(1, 9):
        keep_own_level(session, mo, public_id=draft.public_id, dimension=dimension, level=2)
    assert len(written(session)) == 2
    finish_own_rating(session, mo, public_id=draft.public_id, at=SIGNED_AT + timedelta(hours=1))

    assert letters(session, cast) == []


def test_a_correction_takes_the_place_of_what_has_not_gone(
    session: Session, cast: Cast, draft: Observation
):
    sign(session, cast, draft)
    later, lena = SIGNED_AT + timedelta(hours=2), cast.actor(cast.lena)
    newer = amend_observation(
        session, lena, public_id=draft.public_id, reason="It was otherwise.", at=later
    )
    session.flush()
    sign_observation(session, lena, public_id=newer, at=later)

    links = [(one.letter, one.link, one.due_at) for one in written(session)]
    assert links == [
        ("handed_over", routes.observation(newer), later),
        (
            "rate_yourself",
            routes.observation(newer, routes.REFLECT),
            later + timedelta(days=1),
        ),
    ]


def test_the_other_is_asked_to_sign_until_it_is_signed_or_taken_back(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made)
    held.talk(session, cast, made)
    held.agree(session, cast, made)
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    asked = [("Mo", "please_agree", TALKED_AT)]

    sign_talk(session, lena, public_id=made.public_id, at=TALKED_AT)
    assert letters(session, cast) == asked
    take_back_signature(session, lena, public_id=made.public_id, at=TALKED_AT)
    assert letters(session, cast) == []
    sign_talk(session, lena, public_id=made.public_id, at=TALKED_AT)
    assert letters(session, cast) == asked
    sign_talk(session, mo, public_id=made.public_id, at=TALKED_AT)
    assert letters(session, cast) == []


def test_opening_both_views_without_the_own_view_ends_the_reminder(
    session: Session, cast: Cast, draft: Observation
):
    sign(session, cast, draft)
    week = SIGNED_AT + timedelta(days=7)
    go_on_without(session, cast.actor(cast.lena), public_id=draft.public_id, at=week)
    assert len(written(session)) == 2

    held.talk(session, cast, draft, week)
    assert letters(session, cast) == []


def test_both_hear_of_a_booked_talk_the_working_day_before_and_of_its_last_time_alone(
    session: Session, cast: Cast, draft: Observation
):
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    tuesday = NOW + timedelta(days=1, hours=5)
    thursday = WEDNESDAY + timedelta(days=1)

    book_talk(session, lena, public_id=draft.public_id, starts_at=WEDNESDAY, at=NOW)
    assert sorted(letters(session, cast)) == [
        ("Lena", "watching_tomorrow", tuesday),
        ("Mo", "watching_tomorrow", tuesday),
    ]
    move_talk(session, mo, public_id=draft.public_id, starts_at=thursday, at=NOW)
    assert sorted(letters(session, cast)) == [
        ("Lena", "watching_tomorrow", tuesday + timedelta(days=1)),
        ("Mo", "watching_tomorrow", tuesday + timedelta(days=1)),
    ]
    move_talk(session, mo, public_id=draft.public_id, starts_at=NOW + timedelta(hours=4), at=NOW)
    assert letters(session, cast) == []


def test_a_draft_that_is_discarded_takes_its_letters_with_it(
    session: Session, cast: Cast, draft: Observation
):
    lena = cast.actor(cast.lena)
    book_talk(session, lena, public_id=draft.public_id, starts_at=WEDNESDAY, at=NOW)
    session.flush()
    discard_draft(session, lena, public_id=draft.public_id, at=NOW)

    assert letters(session, cast) == []
