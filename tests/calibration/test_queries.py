"""What counts of sessions observed for certification: of one observer, of two, of three."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from fractions import Fraction

import pytest
from sqlmodel import Session

from coach_the_coach.calibration.adjudication.actions import ask_third
from coach_the_coach.calibration.pairing.actions import call_off_double
from coach_the_coach.calibration.queries import scored_sessions
from coach_the_coach.calibration.rules import ScoredSession
from coach_the_coach.observations.rating.actions import amend_observation
from coach_the_coach.observations.rubric.rules import stored_rubric
from coach_the_coach.observations.rules import Aim, Source
from tests import build
from tests.calibration import scene
from tests.calibration.scene import SIGNED_AT
from tests.cast import NOW, Cast

Statements = Callable[[], AbstractContextManager[list[str]]]

THREES = {number: Fraction(3) for number in range(1, 9)}


@pytest.fixture(autouse=True)
def certifiers(session: Session, cast: Cast) -> None:
    """Sage, Odd and Cleo may certify anybody."""
    scene.let_certify(session, cast)


def of_mo(session: Session, cast: Cast) -> list[ScoredSession]:
    """What counts of Mo's."""
    session.flush()
    return list(scored_sessions(session, [cast.mo.id or 0]))


def stop_sign(session: Session) -> str:
    """A stop sign of the form."""
    return stored_rubric(build.rubric(session).content).stop_signs[0].key


def test_what_one_observer_signed_counts_as_it_is_and_drafts_and_development_do_not(
    session: Session, cast: Cast
):
    made = scene.watched(session, cast, cast.spec)
    key = stop_sign(session)
    scene.rate(session, cast, cast.spec, made.public_id, levels={2: None}, stop_signs=(key,))
    scene.sign(session, cast, cast.spec, made.public_id)
    scene.watched(session, cast, cast.odd)
    helps = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    scene.rate(session, cast, cast.lena, helps.public_id)
    scene.sign(session, cast, cast.lena, helps.public_id)

    assert of_mo(session, cast) == [
        ScoredSession(
            session=scene.held_of(session, made).public_id,
            held_at=NOW,
            observed_id=cast.mo.id or 0,
            coached_id=cast.rae.id or 0,
            observers=(cast.spec.id or 0,),
            observations=(made.public_id,),
            signed_at=(SIGNED_AT,),
            lines_of_day=((cast.lena.public_id, cast.cleo.public_id),),
            levels={number: level for number, level in THREES.items() if number != 2},
            stop_signs=frozenset({key}),
        )
    ]
    assert of_mo(session, cast)[0].total == 3
    assert scored_sessions(session, [cast.sol.id or 0, cast.rae.id or 0]) == []


def test_while_one_waits_for_the_other_nothing_of_it_counts(session: Session, cast: Cast):
    _scoring, one, _other = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
    assert of_mo(session, cast) == []

    scene.sign(session, cast, cast.spec, one.public_id)

    (found,) = of_mo(session, cast)
    assert (found.is_waiting, found.is_double, found.levels, found.total) == (True, False, {}, None)


def test_of_two_the_mean_counts_and_stop_signs_that_both_saw(session: Session, cast: Cast):
    key = stop_sign(session)
    made = scene.watched(session, cast, cast.spec)
    scoring = scene.ask(session, cast, made, cast.odd, by=cast.spec)
    other = scene.begin(session, cast, cast.odd, scoring)
    scene.rate(session, cast, cast.spec, made.public_id, levels={1: 4}, stop_signs=(key,))
    scene.rate(session, cast, cast.odd, other.public_id, levels={5: None})
    scene.sign(session, cast, cast.spec, made.public_id)
    scene.sign(session, cast, cast.odd, other.public_id)

    (found,) = of_mo(session, cast)

    assert (found.is_double, found.is_waiting) == (True, False)
    assert found.observers == (cast.spec.id, cast.odd.id)
    assert found.levels == THREES | {1: Fraction(7, 2)}
    assert found.total == Fraction(49, 16)
    assert found.stop_signs == frozenset()


def test_where_two_are_far_apart_it_waits_for_a_third_and_the_middle_counts(
    session: Session, cast: Cast
):
    ann = scene.outsider(session, "ann")
    scoring, _one, _other = scene.scored(
        session, cast, cast.spec, cast.odd, one={1: 4}, other={1: 1}
    )
    assert [found.is_waiting for found in of_mo(session, cast)] == [True]
    ask_third(session, cast.actor(cast.lena), public_id=scoring.public_id, at=NOW)
    third = scene.begin(session, cast, ann, scoring)
    scene.rate(session, cast, ann, third.public_id, levels={1: 2})
    assert [found.is_waiting for found in of_mo(session, cast)] == [True]

    scene.sign(session, cast, ann, third.public_id)

    (found,) = of_mo(session, cast)
    assert (found.is_double, found.is_waiting) == (True, False)
    assert found.levels == THREES | {1: Fraction(2)}
    assert len(found.observers) == 3


def test_a_correction_counts_in_the_place_of_what_it_corrects_and_settles_nothing_anew(
    session: Session, cast: Cast
):
    _scoring, one, _other = scene.scored(session, cast, cast.spec, cast.odd)
    actor = cast.actor(cast.spec)
    version = amend_observation(
        session, actor, public_id=one.public_id, reason="A slip.", at=SIGNED_AT
    )
    scene.rate(session, cast, cast.spec, version, levels={1: 1})
    scene.sign(session, cast, cast.spec, version)

    (found,) = of_mo(session, cast)

    assert found.levels == THREES | {1: Fraction(2)}
    assert set(found.observations) >= {version}
    assert not found.is_waiting


def test_what_is_called_off_counts_as_of_one(session: Session, cast: Cast):
    scoring, one, _other = scene.scored(session, cast, cast.spec, cast.odd, signed=False)
    scene.sign(session, cast, cast.spec, one.public_id)
    call_off_double(
        session, cast.actor(cast.odd), public_id=scoring.public_id, reason="Ill.", at=SIGNED_AT
    )

    (found,) = of_mo(session, cast)

    assert (found.is_double, found.is_waiting, found.levels) == (False, False, THREES)


def test_it_says_whether_a_manager_was_coached_and_whether_it_was_recorded(
    session: Session, cast: Cast
):
    made = build.observation(
        session,
        of=cast.lena,
        by=cast.cleo,
        coached=cast.mo,
        aim=Aim.CERTIFICATION,
        source=Source.LIVE,
    )
    scene.rate(session, cast, cast.cleo, made.public_id)
    scene.sign(session, cast, cast.cleo, made.public_id)

    (found,) = scored_sessions(session, [cast.lena.id or 0])

    assert (found.is_of_manager, found.is_recorded) == (True, False)


def test_however_many_sessions_there_are_it_takes_the_same_statements(
    session: Session, cast: Cast, statements: Statements
):
    def add(number: int) -> None:
        for _each in range(number):
            made = scene.watched(session, cast, cast.spec)
            scene.rate(session, cast, cast.spec, made.public_id)
            scene.sign(session, cast, cast.spec, made.public_id)

    def sent() -> int:
        session.flush()
        session.expunge_all()
        with statements() as found:
            assert scored_sessions(session, people)
        return len(found)

    people = [cast.mo.id or 0, cast.lena.id or 0]
    scene.scored(session, cast, cast.spec, cast.odd)
    one = sent()
    add(6)

    assert sent() == one <= 5
