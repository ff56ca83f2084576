"""The pages of what is scored by two, as the browser of one of the cast sees them."""

from collections.abc import Iterator

import pytest

from coach_the_coach.calibration.double.one.state import PairState
from coach_the_coach.calibration.double.state import DoubleState
from coach_the_coach.foundation import clock, store
from coach_the_coach.shell import routes
from tests.calibration import scene
from tests.cast import NOW
from tests.observations.results.signed import cast_in
from tests.observations.visit import Visit, house


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast on a Monday in March; Sage watches Mo, whom Odd and Cleo may certify too."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        yield


def watched() -> str:
    """Public id of the session that Sage watches."""
    with store.transaction() as session:
        cast = cast_in(session)
        scene.let_certify(session, cast)
        return scene.held_of(session, scene.watched(session, cast, cast.spec)).public_id


def far_apart() -> str:
    """Public id of a pair too far apart, for which Ann could be the third."""
    with store.transaction() as session:
        cast = cast_in(session)
        scene.let_certify(session, cast)
        scene.outsider(session, "ann")
        scoring, _one, _other = scene.scored(
            session, cast, cast.spec, cast.odd, one={1: 4}, other={1: 1}
        )
        return scoring.public_id


def asked() -> str:
    """Public id of the pair that Sage asked for, with Odd as the second."""
    held = watched()
    sage = Visit(DoubleState, routes.DOUBLE, "spec")
    sage.do("choose", held)
    odd = next(one.value for one in sage.state.people if one.word.startswith("Odd"))
    sage.do("name", {"observer": odd})
    sage.do("load")
    return sage.state.pairs[0].public_id


def test_one_chooses_a_session_and_has_somebody_drawn():
    held = watched()
    sage = Visit(DoubleState, routes.DOUBLE, "spec")
    assert [one.held_id for one in sage.state.askable] == [held]
    assert sage.state.pairs == []

    sage.do("choose", held)
    assert sage.state.asking == held
    assert len(sage.state.people) == 3
    (sent,) = sage.do("draw", held)

    sage.do("load")
    assert sage.state.askable == []
    assert sage.state.pairs[0].public_id in sent


def test_naming_nobody_says_what_to_do():
    sage = Visit(DoubleState, routes.DOUBLE, "spec")
    sage.do("name", {})
    assert sage.state.problems == {"observer": "Choose somebody from the list, or have one drawn."}


@pytest.mark.parametrize("held", ["", "0" * 32, "x" * 999])
def test_what_is_no_session_of_theirs_is_sent_back(held: str):
    watched()
    sol = Visit(DoubleState, routes.DOUBLE, "sol")
    sol.do("choose", held)
    sol.do("draw", held)

    assert (sol.state.asking, sol.state.people, sol.state.pairs) == ("", [], [])


def test_the_second_begins_and_goes_where_they_score():
    pair = asked()
    odd = Visit(PairState, routes.double(pair), "odd")
    assert (odd.state.stage, odd.state.row.can_begin) == ("here", True)

    odd.do("begin", pair, {})
    assert set(odd.state.problems) == {"both_agreed"}
    (sent,) = odd.do("begin", pair, {"both_agreed": "yes"})

    assert "/live" in sent
    assert odd.state.row.goes_on.endswith("/live")


def test_it_is_called_off_with_a_reason():
    pair = asked()
    lena = Visit(PairState, routes.double(pair), "lena")
    lena.do("call_off", pair, {"reason": ""})
    assert set(lena.state.problems) == {"reason"}

    lena.do("call_off", pair, {"reason": "Odd is ill."})

    assert (lena.state.row.word, lena.state.row.reason) == ("Scored by one", "Odd is ill.")


def test_a_third_is_drawn_and_may_leave_it():
    pair = far_apart()
    lena = Visit(PairState, routes.double(pair), "lena")
    lena.do("name_third", pair, {})
    assert set(lena.state.problems) == {"observer"}

    lena.do("draw_third", pair)

    assert lena.state.row.third == "Ann Outside"
    ann = Visit(PairState, routes.double(pair), "ann")
    ann.do("decline", pair)
    assert (ann.state.row.third, ann.state.row.can_begin) == ("", False)
    lena.do("name_third", pair, {"observer": lena.state.row.thirds[0].value})
    assert lena.state.row.word == "A third looks"


def test_whoever_may_not_know_of_it_finds_nothing():
    pair = asked()
    sol = Visit(PairState, routes.double(pair), "sol")
    sol.do("call_off", pair, {"reason": "No."})
    sol.do("draw_third", pair)

    assert sol.state.stage == "gone"
