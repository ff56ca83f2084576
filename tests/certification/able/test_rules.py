"""Whether a path can be finished: every part, nobody twice, and the observers' hours."""

from dataclasses import replace

import pytest

from coach_the_coach.certification.able.rules import (
    Candidate,
    Enough,
    House,
    Part,
    answers,
    hours_of,
    matched,
    parts_of,
    stand_of,
    verdict_words,
    who_could,
)
from coach_the_coach.certification.paths.rules import Path, Seat
from coach_the_coach.certification.requirements.observed import ObservedSessions

LENA, CLEO, ODD, SPEC, SOL, GUEST, MIA = range(11, 18)

EVERYBODY = frozenset({None})

MO = Candidate(1, "Mo", leaders=(LENA, CLEO))

PATH = Path(
    key="certified-coach",
    title="Certified Coach",
    about="x",
    within_days=90,
    requirements=(ObservedSessions(key="seen", count=3, observers=2, outside=1, double=1),),
)

FULL = House(
    certifiers={ODD: EVERYBODY, SPEC: EVERYBODY, SOL: EVERYBODY, MIA: EVERYBODY},
    signers={LENA: frozenset({LENA}), CLEO: frozenset({CLEO}), SPEC: EVERYBODY, GUEST: EVERYBODY},
    specialists={SPEC: EVERYBODY, GUEST: EVERYBODY},
    places={ODD: 4, SPEC: 4, SOL: 2, MIA: 2},
)


def test_a_path_has_a_part_for_each_thing_that_somebody_else_does():
    assert parts_of(PATH) == (Part.OUTSIDE, Part.DOUBLE, Part.LINE, Part.SECOND, Part.APPEAL)
    three = replace(PATH, requirements=(ObservedSessions(key="x", observers=3),))
    assert parts_of(replace(three, seats=(Seat.SPONSOR, Seat.SECOND))) == (
        *(Part.OBSERVE, Part.OBSERVE, Part.OBSERVE),
        *(Part.SPONSOR, Part.SECOND, Part.APPEAL),
    )
    assert parts_of(replace(PATH, requirements=())) == (Part.LINE, Part.SECOND, Part.APPEAL)


def test_nobody_scores_whom_they_are_led_by_and_nobody_from_the_line_is_from_outside():
    house = replace(FULL, certifiers={LENA: EVERYBODY, ODD: EVERYBODY, MIA: frozenset({ODD})})
    assert list(who_could(Part.OUTSIDE, MO, house)) == [ODD]
    assert list(who_could(Part.DOUBLE, MO, house)) == [LENA, ODD]
    led = replace(MO, led=frozenset({ODD}))
    assert list(who_could(Part.OUTSIDE, led, house)) == []


def test_where_there_is_somebody_for_each_part_and_to_spare_it_is_enough():
    assert set(stand_of(PATH, MO, FULL).values()) == {Enough.ENOUGH}


def test_one_person_takes_one_part():
    house = replace(
        FULL, certifiers={ODD: EVERYBODY, SPEC: EVERYBODY}, specialists={SPEC: EVERYBODY}
    )
    stands = stand_of(PATH, MO, house)
    assert stands[Part.SECOND] is Enough.MISSING
    assert stands[Part.OUTSIDE] is Enough.SCARCE


@pytest.mark.parametrize(
    ("able", "wanted"),
    [
        ([[1, 2], [1]], {0: 2, 1: 1}),
        ([[1], [1]], {0: 1}),
        ([[1], [1, 2], [2, 3]], {0: 1, 1: 2, 2: 3}),
        ([[], [1]], {1: 1}),
    ],
)
def test_places_are_filled_as_far_as_can_be(able: list[list[int]], wanted: dict[int, int]):
    assert matched(able) == wanted


def test_what_is_missing_is_named_with_what_would_help():
    house = replace(FULL, certifiers={LENA: EVERYBODY, CLEO: EVERYBODY})
    said = {one.part: one.words for one in answers(PATH, [MO], house)}
    assert said[Part.OUTSIDE] == (
        "Nobody from outside the line of Mo may observe for certification. Give the role "
        "Certifying observer to somebody, or invite somebody from outside."
    )
    assert verdict_words(answers(PATH, [MO], house)) == (
        "It cannot be finished here yet. What is missing is said below."
    )


def test_of_many_the_first_are_named():
    several = [Candidate(one, f"P{one}") for one in range(1, 6)]
    said = {one.part: one.words for one in answers(PATH, several, House())}
    assert said[Part.DOUBLE].startswith(
        "Nobody could score a session of P1, P2, P3 and 2 more a second time."
    )


def test_a_sponsor_is_above_the_direct_leader():
    path = replace(PATH, seats=(Seat.SPONSOR, Seat.SECOND), requirements=())
    assert stand_of(path, MO, FULL)[Part.SPONSOR] is Enough.SCARCE
    alone = replace(MO, leaders=(LENA,))
    assert stand_of(path, alone, FULL)[Part.SPONSOR] is Enough.MISSING


def test_an_appeal_is_not_heard_by_the_direct_leader():
    house = House(signers={LENA: frozenset({LENA})})
    assert list(who_could(Part.APPEAL, MO, house)) == []


def test_an_appeal_is_heard_by_a_leader_of_another_line_too():
    house = House(signers={LENA: frozenset({LENA}), ODD: frozenset({ODD})})
    assert list(who_could(Part.APPEAL, MO, house)) == [ODD]
    assert list(who_could(Part.LINE, MO, house)) == [LENA]


def test_in_a_small_company_managers_and_guests_take_the_parts_outside_the_line():
    house = House(signers={LENA: frozenset({LENA})}, others=(LENA, SOL, MIA, GUEST, ODD))
    off = stand_of(PATH, MO, house)
    assert off[Part.OUTSIDE] is off[Part.SECOND] is off[Part.APPEAL] is Enough.MISSING
    on = stand_of(PATH, MO, replace(house, is_small=True))
    assert Enough.MISSING not in on.values()
    assert list(who_could(Part.LINE, MO, replace(house, is_small=True))) == [LENA]


def test_the_hours_of_the_observers_are_set_against_what_they_promised():
    hours = hours_of(PATH, [MO], FULL)
    assert hours is not None
    assert (hours.sessions, hours.minutes, hours.places) == (4, 360, 36)
    assert hours.enough is Enough.ENOUGH
    assert hours_of(PATH, [MO] * 8, FULL).enough is Enough.SCARCE  # pyright: ignore[reportOptionalMemberAccess] - there are some
    assert hours_of(PATH, [MO] * 10, FULL).enough is Enough.MISSING  # pyright: ignore[reportOptionalMemberAccess] - there are some
    assert hours_of(replace(PATH, requirements=()), [MO], FULL) is None
    assert answers(PATH, [MO], FULL)[-1].words == (
        "4 observations, about 6 hours of the observers' time. They have places for 36 in 90 days."
    )
