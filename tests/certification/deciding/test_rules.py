"""Who may sit where, hear an appeal, score again and confirm; and what a refusal says."""

from datetime import date, timedelta
from itertools import combinations, product

import pytest

from coach_the_coach.certification.deciding.appeal.rules import why_not_appeal
from coach_the_coach.certification.deciding.asking.rules import why_not_ask
from coach_the_coach.certification.deciding.granting.rules import ways_to_certified
from coach_the_coach.certification.deciding.rules import (
    LONGEST_WAIT,
    NEEDED,
    Around,
    Said,
    Sitter,
    VerdictDraft,
    appeal_due,
    appeal_until,
    is_settled,
    problems_in,
    sealed,
    why_not,
    why_not_act,
    why_not_decider,
    why_not_scorer,
)
from coach_the_coach.certification.deciding.seats.rules import found_alone
from coach_the_coach.certification.deciding.suspension.rules import allowed_acts
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.certification.rules import TRANSITIONS, Asked, State

CANDIDATE = 1
LENA = Sitter(2, depth=1, signs=True, signs_somewhere=True, coaches=True)
CLEO = Sitter(3, depth=2, signs=True, signs_somewhere=True, coaches=True)
SPEC = Sitter(4, signs=True, signs_somewhere=True)
ODD = Sitter(5, signs_somewhere=True, coaches=True)
SOL = Sitter(6, coaches=True)
GIL = Sitter(7, is_guest=True)
NOBODY = Sitter(8)
AMY = Sitter(9, depth=1, signs=True, signs_somewhere=True, places=frozenset({2}))
"""In Lena's place for a while."""

SUB = Sitter(10, signs_somewhere=True, coaches=True, is_below=True)
SELF = Sitter(CANDIDATE, signs=True, signs_somewhere=True)
INSTEAD = Sitter(11, signs_somewhere=True, places=frozenset({CANDIDATE}))

EVERYBODY = (LENA, CLEO, SPEC, ODD, SOL, GIL, NOBODY, AMY, SUB, SELF, INSTEAD)
AROUND, SMALL = Around(CANDIDATE), Around(CANDIDATE, is_small=True)
TODAY = date(2026, 3, 2)


def sits(seat: Seat, who: Sitter, around: Around = AROUND, *seated: Sitter, left: int = 1) -> bool:
    """Whether somebody may take a seat."""
    return not why_not(seat, who, around, seated=seated, left=left)


@pytest.mark.parametrize(
    ("seat", "around", "able"),
    [
        (Seat.LINE, AROUND, {LENA, CLEO, AMY}),
        (Seat.SPONSOR, AROUND, {CLEO}),
        (Seat.SECOND, AROUND, {LENA, CLEO, SPEC, ODD, AMY}),
        (Seat.LINE, SMALL, {LENA, CLEO, SPEC, ODD, SOL, GIL, AMY}),
        (Seat.SPONSOR, SMALL, {LENA, CLEO, SPEC, ODD, SOL, GIL, AMY}),
        (Seat.SECOND, SMALL, {LENA, CLEO, SPEC, ODD, SOL, GIL, AMY}),
    ],
)
def test_who_may_sit_where(seat: Seat, around: Around, able: set[Sitter]):
    assert {one for one in EVERYBODY if sits(seat, one, around)} == able


def test_whoever_scored_decides_nothing():
    around = Around(CANDIDATE, frozenset({LENA.person, SPEC.person}), is_small=True)
    for seat, who in product(Seat, (LENA, SPEC)):
        assert not sits(seat, who, around)
    assert why_not_decider(LENA, around, signers=())
    assert why_not_scorer(LENA.person, around, certifies=True, took_part=())


def test_one_person_takes_one_seat_also_in_the_place_of_another():
    assert not sits(Seat.SECOND, LENA, AROUND, LENA)
    assert not sits(Seat.SECOND, AMY, AROUND, LENA)
    assert not sits(Seat.SECOND, LENA, AROUND, AMY)
    assert sits(Seat.SECOND, SPEC, AROUND, LENA, left=0)


def test_two_who_lead_directly_do_not_decide_alone():
    other = Sitter(12, depth=1, signs=True, signs_somewhere=True)
    assert not sits(Seat.SECOND, other, AROUND, LENA, left=0)
    assert sits(Seat.SECOND, other, AROUND, LENA, left=1)
    assert sits(Seat.SECOND, other, AROUND, CLEO, left=0)


def test_whoever_may_sit_never_is_one_of_those_who_may_not():
    for around, seat, who, seated in product(
        (AROUND, SMALL), Seat, EVERYBODY, [(), *((one,) for one in EVERYBODY)]
    ):
        if sits(seat, who, around, *seated, left=0):
            assert CANDIDATE not in who.everywhere
            assert not who.is_below
            assert not any(who.everywhere & one.everywhere for one in seated)
            assert not who.is_direct or not all(one.is_direct for one in seated)


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ((LENA, CLEO, SPEC), {Seat.SECOND: SPEC}),
        ((LENA, SPEC), {Seat.LINE: LENA, Seat.SECOND: SPEC}),
        ((LENA,), {Seat.LINE: LENA}),
        ((LENA, SPEC, Sitter(20, signs=True, signs_somewhere=True)), {Seat.LINE: LENA}),
        ((ODD, SOL), {}),
    ],
)
def test_who_alone_fits_a_seat_is_found(people: tuple[Sitter, ...], found: dict[Seat, Sitter]):
    assert found_alone((Seat.LINE, Seat.SECOND), people, AROUND, seated={}) == found


def test_a_seat_that_is_taken_is_left_alone():
    seats = (Seat.LINE, Seat.SPONSOR)
    assert found_alone(seats, (LENA, CLEO), AROUND, seated={Seat.LINE: LENA}) == {
        Seat.SPONSOR: CLEO
    }
    # She is the only one further up, so the other seat is the direct leader's.
    assert found_alone(seats, (LENA, CLEO), AROUND, seated={}) == {
        Seat.SPONSOR: CLEO,
        Seat.LINE: LENA,
    }


def test_an_appeal_is_heard_by_who_took_no_part():
    able = {one for one in EVERYBODY if not why_not_decider(one, AROUND, signers=[SPEC.person])}
    assert able == {CLEO, ODD}
    assert not why_not_decider(GIL, SMALL, signers=[SPEC.person])


@pytest.mark.parametrize(
    ("person", "certifies", "able"),
    [(CANDIDATE, True, False), (4, True, False), (3, False, False), (3, True, True)],
)
def test_two_who_took_no_part_score_again(person: int, certifies: bool, able: bool):
    said = why_not_scorer(person, AROUND, certifies=certifies, took_part=[4])
    assert (said == "") is able


@pytest.mark.parametrize(
    ("who", "did", "able"),
    [
        (LENA, [], True),
        (LENA, [LENA.person], False),
        (AMY, [LENA.person], False),
        (SPEC, [LENA.person], True),
        (SELF, [], False),
        (INSTEAD, [], False),
        (SUB, [], False),
    ],
)
def test_two_different_people_who_observe_confirm(who: Sitter, did: list[int], able: bool):
    assert (why_not_act(who, CANDIDATE, observes=True, did=did) == "") is able
    assert why_not_act(who, CANDIDATE, observes=False, did=did)


def test_it_is_settled_by_two_different_people():
    people = [1, 1, 2, 3]
    for n in range(4):
        for did in combinations(people, n):
            assert is_settled(did) is (len(set(did)) >= NEEDED)


def test_what_can_be_done_about_a_suspension():
    for force, ended, late in product((False, True), repeat=3):
        acts = allowed_acts(in_force=force, ended=ended, late=late)
        wanted = () if ended or (late and not force) else ("confirm",)
        assert acts == (("reinstate", "revoke") if force and not ended else wanted)


GOOD = VerdictDraft(Said.NOT_YET, "log", "What was seen.", "What is asked.", TODAY + timedelta(1))


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, set()),
        ({"said": "agree", "criterion": ""}, set()),
        ({"said": "perhaps"}, {"said"}),
        ({"criterion": "other"}, {"criterion"}),
        ({"evidence": " short  "}, {"evidence"}),
        ({"evidence": "x" * 601}, {"evidence"}),
        ({"evidence": "x" * 600}, set()),
        ({"would_meet": ""}, {"would_meet"}),
        ({"try_again_on": None}, {"try_again_on"}),
        ({"try_again_on": TODAY}, {"try_again_on"}),
        ({"try_again_on": TODAY + timedelta(LONGEST_WAIT)}, set()),
        ({"try_again_on": TODAY + timedelta(LONGEST_WAIT + 1)}, {"try_again_on"}),
    ],
)
def test_a_refusal_says_all_of_it(change: dict, wrong: set[str]):
    draft = VerdictDraft(**{**vars(GOOD), **change})
    assert set(problems_in(draft, criteria=["log"], today=TODAY)) == wrong


def test_appeals_have_their_days():
    assert appeal_until(TODAY) == date(2026, 3, 16)
    assert appeal_due(TODAY) == date(2026, 3, 16)
    assert appeal_due(date(2026, 3, 6)) == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("days", "is_refused", "has_appealed", "able"),
    [
        (0, True, False, True),
        (14, True, False, True),
        (15, True, False, False),
        (0, False, False, False),
        (0, True, True, False),
    ],
)
def test_one_appeals_once_against_a_refusal(
    days: int, is_refused: bool, has_appealed: bool, able: bool
):
    said = why_not_appeal(
        is_refused=is_refused,
        refused_on=TODAY,
        today=TODAY + timedelta(days),
        has_appealed=has_appealed,
    )
    assert (said == "") is able


@pytest.mark.parametrize("state", State)
def test_a_decision_is_asked_for_where_all_is_there(state: State):
    for asking in Asked:
        said = why_not_ask(state, asking, is_complete=True, today=TODAY)
        renews = asking is Asked.RECERTIFY and state in (State.WINDOW, State.GRACE)
        assert (said == "") is (state is State.COMPLETE or renews)
        assert why_not_ask(state, asking, is_complete=False, today=TODAY)
        assert why_not_ask(state, asking, is_complete=True, today=TODAY, under_appeal=True)


def test_a_decision_waits_for_the_day_that_the_refusal_names():
    given = {"is_complete": True, "try_again_on": TODAY}
    assert why_not_ask(State.COMPLETE, Asked.FIRST, **given, today=TODAY) == ""
    before = why_not_ask(State.COMPLETE, Asked.FIRST, **given, today=TODAY - timedelta(1))
    assert before == "It can be asked for again from 2 March 2026 on."


def test_what_renews_leads_to_certified_by_ways_that_there_are():
    for state in State:
        now = state
        for move in ways_to_certified(state):
            now = TRANSITIONS[(now, move)]
        assert now is (State.CERTIFIED if ways_to_certified(state) else state)


def test_a_commitment_changes_with_every_part():
    assert sealed("a", {"x": "1"}) == sealed("a", {"x": "1"})
    assert len({sealed("a", {"x": "1"}), sealed("b", {"x": "1"}), sealed("a", {"x": "2"})}) == 3
