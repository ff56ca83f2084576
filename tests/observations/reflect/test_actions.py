"""Rating oneself: kept at once, by the one observed alone, finished once and for good."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.reflect.actions import finish_own_rating, keep_own_level
from coach_the_coach.observations.reflect.queries import level_sent, reflection
from coach_the_coach.observations.results.queries import result
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation, Reply, SelfRating
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.observations.results import signed

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def made(session: Session, cast: Cast) -> Observation:
    """Lena's signed observation of Mo."""
    return signed.observation(session, cast)


def answer(session: Session, cast: Cast, made: Observation, own: dict[int, int | None]) -> int:
    """Mo answers for these dimensions; how many are answered then."""
    answered = 0
    for dimension, level in own.items():
        answered = keep_own_level(
            session,
            cast.actor(cast.mo),
            public_id=made.public_id,
            dimension=dimension,
            level=level,
        )
    return answered


def told(session: Session) -> list[tuple[int, str, str]]:
    """Everything anybody was told."""
    found = session.exec(select(Notice).order_by(col(Notice.id))).all()
    return [(one.person_id, one.text, one.link) for one in found]


def test_each_answer_is_kept_and_the_last_one_counts(
    session: Session, cast: Cast, made: Observation
):
    assert answer(session, cast, made, {1: 4, 2: None}) == 2
    assert answer(session, cast, made, {1: 3}) == 2
    row = reflection(session, cast.actor(cast.mo), public_id=made.public_id, at=NOW)
    assert [one.chosen for one in row.questions][:3] == ["3", "none", ""]


def test_an_answer_the_form_does_not_have_is_refused(
    session: Session, cast: Cast, made: Observation
):
    for dimension, level in ((1, 0), (1, 5), (0, 3), (9, 3)):
        with pytest.raises(Invalid) as refusal:
            answer(session, cast, made, {dimension: level})
        assert list(refusal.value.problems) == [f"rating_{dimension}"]
    assert [level_sent(text) for text in ("1", "4", "none", "", "5", "x")] == [1, 4, None, 0, 0, 0]


def test_what_is_finished_stays_and_the_observer_is_told_once(
    session: Session, cast: Cast, made: Observation
):
    answer(session, cast, made, signed.OWN)
    mo = cast.actor(cast.mo)
    finish_own_rating(session, mo, public_id=made.public_id, at=LATER)
    finish_own_rating(session, mo, public_id=made.public_id, at=LATER + timedelta(hours=1))

    session.expire_all()
    assert session.get_one(Reply, made.id).self_rated_at == LATER
    assert told(session) == [
        (
            cast.lena.id,
            "Mo Manager has rated themself, and is ready for your talk.",
            routes.observation(made.public_id, routes.TALK),
        )
    ]
    with pytest.raises(Conflict, match="stays as it is"):
        answer(session, cast, made, {1: 4})
    assert session.get_one(SelfRating, (made.id, 1)).level == 3


def test_it_is_not_finished_while_an_answer_is_missing(
    session: Session, cast: Cast, made: Observation
):
    answer(session, cast, made, {key: level for key, level in signed.OWN.items() if key != 4})
    with pytest.raises(Invalid) as refusal:
        finish_own_rating(session, cast.actor(cast.mo), public_id=made.public_id, at=LATER)
    assert list(refusal.value.problems) == ["rating_4"]
    assert told(session) == []


def test_what_a_training_does_without_may_stay_without_an_answer(session: Session, cast: Cast):
    made = signed.observation(session, cast, purpose=Purpose.TRAIN)
    own = {key: level for key, level in signed.OWN.items() if key != 5}
    answer(session, cast, made, {key: level for key, level in own.items() if key != 4})
    mo = cast.actor(cast.mo)
    with pytest.raises(Invalid) as refusal:
        finish_own_rating(session, mo, public_id=made.public_id, at=LATER)
    assert list(refusal.value.problems) == ["rating_4"]

    assert answer(session, cast, made, {4: own[4]}) == 7
    finish_own_rating(session, mo, public_id=made.public_id, at=LATER)
    assert session.get_one(Reply, made.id).self_rated_at == LATER
    signed.show(session, made)
    views = result(session, mo, public_id=made.public_id, at=LATER).views
    assert [view.own_word for view in views if view.number == 5] == ["Cannot say"]


def test_before_it_is_signed_there_is_nothing_to_rate(session: Session, cast: Cast):
    draft = signed.observation(session, cast, draft=True)
    with pytest.raises(NotFound):
        answer(session, cast, draft, {1: 3})
    with pytest.raises(NotFound):
        finish_own_rating(session, cast.actor(cast.mo), public_id=draft.public_id, at=LATER)


@pytest.mark.parametrize("aim", list(Aim))
@pytest.mark.parametrize("who", ["lena", "cleo", "odd", "sol", "rae", "spec", "ada"])
def test_nobody_else_can_rate_in_their_place(session: Session, cast: Cast, who: str, aim: Aim):
    made = signed.observation(session, cast, aim=aim)
    other = cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        keep_own_level(session, other, public_id=made.public_id, dimension=1, level=3)
    with pytest.raises(NotFound):
        finish_own_rating(session, other, public_id=made.public_id, at=LATER)
    assert session.exec(select(SelfRating)).all() == []


def test_a_version_that_was_corrected_is_not_rated_any_more(
    session: Session, cast: Cast, made: Observation
):
    answer(session, cast, made, signed.OWN)
    signed.observation(session, cast, corrects=made)
    with pytest.raises(Conflict, match="corrected version"):
        answer(session, cast, made, {1: 4})
    with pytest.raises(Conflict, match="corrected version"):
        finish_own_rating(session, cast.actor(cast.mo), public_id=made.public_id, at=LATER)


def test_once_both_views_are_open_no_own_view_is_asked_for(
    session: Session, cast: Cast, made: Observation
):
    answer(session, cast, made, signed.OWN)
    signed.show(session, made)
    with pytest.raises(Conflict, match="open already"):
        answer(session, cast, made, {1: 4})
    with pytest.raises(Conflict, match="open already"):
        finish_own_rating(session, cast.actor(cast.mo), public_id=made.public_id, at=LATER)


@pytest.mark.parametrize("purpose", [Purpose.INSPECT, Purpose.CELEBRATE])
def test_what_is_not_scored_is_not_rated_by_oneself_either(
    session: Session, cast: Cast, purpose: Purpose
):
    made = signed.observation(session, cast, purpose=purpose)
    with pytest.raises(Conflict, match="Nothing is rated"):
        answer(session, cast, made, {1: 4})
    with pytest.raises(Conflict, match="Nothing is rated"):
        finish_own_rating(session, cast.actor(cast.mo), public_id=made.public_id, at=LATER)
