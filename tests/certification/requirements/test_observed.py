"""Observed sessions: which of them count, who has to have seen them, and how they are judged."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from coach_the_coach.certification.requirements.base import Next
from coach_the_coach.certification.requirements.facts import Facts, Observed
from coach_the_coach.certification.requirements.observed import ObservedSessions
from tests.certification.requirements.made import (
    CLEO,
    EVER,
    LENA,
    ODD,
    SPEC,
    YEAR,
    ago,
    aside,
    counted,
    seen,
)

OLDER = "Newer sessions count in its place."


def asked(count: int = 2, **other: Any) -> ObservedSessions:
    """So many sessions, by one observer unless it is said otherwise."""
    whole: dict[str, Any] = {"observers": 1, "mean_tenths": 0, "least_tenths": 0} | other
    return ObservedSessions(key="observed", count=count, **whole)


def facts(*sessions: Observed) -> Facts:
    """That these were observed."""
    return Facts(observed=sessions)


def test_nothing_seen_says_what_is_asked():
    measured = asked(3).measure(facts(), YEAR)

    assert not measured.is_met
    assert measured.have == "0 of 3 observed sessions"
    assert measured.missing == ("3 more observed.",)
    assert measured.next is Next.OBSERVED


def test_the_newest_count_and_older_ones_are_said_to_be_stood_for():
    measured = asked(2).measure(facts(seen(50, ODD), seen(30, ODD), seen(10, ODD)), YEAR)

    assert measured.is_met
    assert measured.have == "2 of 2 observed sessions"
    assert counted(measured) == ["seen-0030", "seen-0010"]
    assert aside(measured) == {"seen-0050": OLDER}
    assert (measured.missing, measured.next) == ((), None)


def test_as_many_more_count_as_it_takes_to_have_every_observer_among_them():
    sessions = [seen(60, SPEC), seen(50, ODD), seen(30, LENA), seen(20, LENA), seen(10, LENA)]
    measured = asked(2, observers=2).measure(facts(*sessions), YEAR)

    assert measured.is_met
    assert counted(measured) == ["seen-0050", "seen-0030", "seen-0020", "seen-0010"]
    assert aside(measured) == {"seen-0060": OLDER}


def test_what_is_judged_is_judged_over_all_that_count():
    """The older session that brought in the second observer lowers the mean: it counts."""
    sessions = [seen(50, ODD, level=1), seen(30, LENA, level=3), seen(10, LENA, level=3)]
    measured = asked(2, observers=2, mean_tenths=25).measure(facts(*sessions), YEAR)

    assert measured.missing == ("The mean of these sessions is 2.33; 2.5 is asked.",)
    newer = [*sessions, seen(5, ODD, level=3)]
    assert asked(2, observers=2, mean_tenths=25).measure(facts(*newer), YEAR).is_met


@pytest.mark.parametrize(
    ("other", "sessions", "missing"),
    [
        ({"count": 3}, [seen(9, ODD)], ("2 more observed.",)),
        (
            {"observers": 3},
            [seen(9, ODD), seen(8, LENA)],
            ("Another observer: 1 more.",),
        ),
        (
            {"outside": 1},
            [seen(9, LENA), seen(8, CLEO)],
            ("1 more seen by somebody from outside the reporting line.",),
        ),
        (
            {"double": 2},
            [seen(9, ODD, is_double=True), seen(8, ODD)],
            ("1 more scored twice, blind.",),
        ),
        (
            {"reps": 2},
            [seen(9, ODD, rep=4), seen(8, ODD, rep=4)],
            ("Another person coached: 1 more.",),
        ),
        (
            {"recorded": 1},
            [seen(9, ODD), seen(8, ODD)],
            ("1 more with a transcript.",),
        ),
        (
            {},
            [seen(9, LENA), seen(8, LENA)],
            ("One seen by somebody other than the direct leader.",),
        ),
        (
            {"no_stop_signs": 1},
            [seen(9, ODD, stop_signs=2), seen(8, ODD)],
            ("1 of them has a stop sign: a newer session is to take its place.",),
        ),
        (
            {"mean_tenths": 30},
            [seen(9, ODD, level=3), seen(8, ODD, level=Fraction(299, 100))],
            ("The mean of these sessions is 2.99; 3.0 is asked.",),
        ),
        (
            {"least_tenths": 20},
            [seen(9, ODD, levels={4: 1}), seen(8, ODD, levels={4: 2})],
            ("Dimension 4 is 1.50 on average; 2.0 is asked.",),
        ),
        (
            {"least_tenths": 20, "higher": [2, 5], "higher_tenths": 30},
            [seen(9, ODD, levels={5: 2, 6: 2}), seen(8, ODD)],
            ("Dimension 5 is 2.50 on average; 3.0 is asked.",),
        ),
        (
            {"least_tenths": 20},
            [seen(9, ODD, unseen=[8]), seen(8, ODD, unseen=[7, 8])],
            ("Dimension 8 was not seen yet: one more session in which it is.",),
        ),
        (
            {"least_tenths": 20},
            [seen(9, ODD, unseen=[7, 8]), seen(8, ODD, unseen=[7, 8])],
            ("Dimensions 7, 8 were not seen yet: one more session in which they are.",),
        ),
    ],
)
def test_exactly_what_is_missing_is_said(
    other: dict[str, Any], sessions: list[Observed], missing: tuple[str, ...]
):
    measured = asked(**({"count": 2} | other)).measure(facts(*sessions), YEAR)

    assert not measured.is_met
    assert measured.missing == missing


def test_several_things_are_missing_at_once():
    one = asked(3, observers=2, outside=1, double=1, reps=2, recorded=1)
    measured = one.measure(facts(seen(9, LENA)), YEAR)

    assert measured.missing == (
        "2 more observed.",
        "Another observer: 1 more.",
        "1 more seen by somebody from outside the reporting line.",
        "1 more scored twice, blind.",
        "Another person coached: 1 more.",
        "1 more with a transcript.",
    )
    assert measured.next is Next.OBSERVED


def test_only_the_second_score_missing_leads_to_scoring_twice():
    measured = asked(2, double=1).measure(facts(seen(9, ODD), seen(8, ODD)), YEAR)

    assert measured.next is Next.DOUBLE


def test_all_that_is_asked_of_a_certified_coach_is_met_by_what_it_says():
    one = asked(
        3,
        observers=2,
        outside=1,
        double=1,
        reps=2,
        recorded=1,
        mean_tenths=30,
        least_tenths=20,
        higher=[2, 5],
        higher_tenths=30,
    )
    met = facts(
        seen(30, LENA, rep=1),
        seen(20, LENA, ODD, rep=2, is_double=True),
        seen(10, LENA, rep=1, is_recorded=True),
    )

    assert one.measure(met, YEAR).is_met
    assert one.sentence() == (
        "3 observed sessions, 2 different observers, 1 from outside the line, "
        "1 scored twice, blind, 2 people coached, 1 with a transcript, mean 3.0, "
        "no dimension below 2.0, dimensions 2, 5 at least 3.0, no stop sign"
    )


def test_a_mean_is_exact_and_shown_rounded_down():
    """2.995 is not 3.0, and a third three times is one."""
    close = facts(seen(9, ODD, level=Fraction(2990, 1000)), seen(8, ODD, level=3))
    thirds = facts(
        *(seen(n, ODD, total=Fraction(level, 3)) for n, level in ((9, 8), (8, 9), (7, 10)))
    )

    assert asked(2, mean_tenths=30).measure(close, YEAR).missing == (
        "The mean of these sessions is 2.99; 3.0 is asked.",
    )
    assert asked(3, mean_tenths=30).measure(thirds, YEAR).is_met


def test_what_nobody_observed_is_not_averaged_in():
    sessions = facts(seen(9, ODD, unseen=[3]), seen(8, ODD, levels={3: 2}))

    assert asked(2, least_tenths=20).measure(sessions, YEAR).is_met
    assert asked(2, least_tenths=25).measure(sessions, YEAR).missing == (
        "Dimension 3 is 2.00 on average; 2.5 is asked.",
    )


def test_a_dimension_of_which_nothing_is_asked_need_not_be_seen():
    sessions = facts(seen(9, ODD, unseen=[8]), seen(8, ODD, unseen=[8]))

    assert asked(2, higher=[2], higher_tenths=30).measure(sessions, YEAR).is_met
    assert asked(2, mean_tenths=30).measure(sessions, YEAR).is_met


def test_a_dimension_that_an_older_session_shows_is_not_asked_for_again():
    older, newer = seen(50, ODD), [seen(n, ODD, unseen=[8]) for n in (9, 8)]
    measured = asked(2, least_tenths=20).measure(facts(older, *newer), YEAR)

    assert measured.is_met
    assert counted(measured) == ["seen-0050", "seen-0009", "seen-0008"]


def test_an_older_session_that_would_lower_the_mean_is_not_drawn_in():
    """One more session in which it is seen is the shorter way."""
    older, newer = seen(50, ODD, level=1), [seen(n, ODD, unseen=[8]) for n in (9, 8)]
    measured = asked(2, least_tenths=20, mean_tenths=30).measure(facts(older, *newer), YEAR)

    assert measured.missing == ("Dimension 8 was not seen yet: one more session in which it is.",)
    assert counted(measured) == ["seen-0009", "seen-0008"]


def test_older_good_sessions_do_not_make_up_for_newer_ones():
    older = [seen(n, ODD, level=4) for n in (50, 49, 48)]
    newer = [seen(n, ODD, level=2, unseen=[8]) for n in (9, 8)]
    measured = asked(2, least_tenths=20, mean_tenths=30).measure(facts(*older, *newer), YEAR)

    assert measured.missing[0] == "The mean of these sessions is 2.00; 3.0 is asked."


def test_a_newer_session_takes_the_place_of_one_with_a_stop_sign():
    sessions = [seen(30, ODD, stop_signs=1), seen(20, ODD), seen(10, ODD)]

    assert asked(2).measure(facts(*sessions), YEAR).is_met
    assert not asked(3).measure(facts(*sessions), YEAR).is_met
    assert asked(3, no_stop_signs=0).measure(facts(*sessions), YEAR).is_met


def test_the_direct_leader_is_one_observer_but_never_the_only_one():
    both = facts(seen(9, LENA), seen(8, LENA, ODD))
    above = facts(seen(9, LENA), seen(8, CLEO))

    assert asked(2).measure(both, YEAR).is_met
    assert asked(2).measure(above, YEAR).is_met
    assert not asked(2, outside=1).measure(above, YEAR).is_met


def test_whoever_led_them_on_that_day_is_in_the_line_and_nobody_else():
    before = replace(seen(9, ODD), leaders=(ODD, CLEO))

    assert not asked(1).measure(facts(before), YEAR).is_met
    assert not asked(1, outside=1).measure(facts(before), YEAR).is_met
    assert asked(1, outside=1).measure(facts(replace(before, leaders=())), YEAR).is_met


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (seen(9, ODD, is_waiting=True), "A second observer has not signed yet."),
        (seen(9, ODD, total=None), "Too little of it was rated to say how it was."),
        (seen(400, ODD), "Too long ago to count."),
    ],
)
def test_what_cannot_count_is_set_aside_with_its_reason(one: Observed, why: str):
    measured = asked(1).measure(facts(one), YEAR)

    assert not measured.is_met
    assert (counted(measured), aside(measured)) == ([], {one.subject: why})


def test_what_has_aged_was_met_before():
    old = facts(seen(400, ODD), seen(390, SPEC))

    assert not asked(2).measure(old, YEAR).is_met
    assert asked(2).measure(old, EVER).is_met


def test_what_lies_ahead_is_not_there_yet():
    measured = asked(1).measure(facts(seen(-1, ODD)), YEAR)

    assert (counted(measured), aside(measured)) == ([], {})


def test_only_coaching_of_managers_counts_where_that_is_asked():
    one = asked(1, with_managers=1)
    with_rep, with_manager = seen(9, ODD), seen(8, SPEC, with_manager=True)
    measured = one.measure(facts(with_rep, with_manager), YEAR)

    assert measured.is_met
    assert counted(measured) == ["seen-0008"]
    assert aside(measured) == {"seen-0009": "It was not with a manager."}
    assert one.sentence() == "1 observed session with a manager, no stop sign"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"higher": [9]}, "Dimensions are numbers from 1 to 8."),
        ({"higher": [True]}, "Dimensions are numbers from 1 to 8."),
        ({"higher": ["2"]}, "Dimensions are numbers from 1 to 8."),
        ({"outside": 3}, "More is asked of the sessions than there are sessions."),
        ({"double": 3}, "More is asked of the sessions than there are sessions."),
        ({"count": 13}, "Sessions: 1 to 12."),
        ({"mean_tenths": 41}, "Mean of the sessions, in tenths of a level: 0 to 40."),
    ],
)
def test_numbers_that_do_not_hold_are_said(other: dict[str, Any], said: str):
    assert said in asked(**other).problems()


def test_days_of_the_span_count_from_the_first_to_the_last():
    first, last = YEAR.since, YEAR.until
    on = [replace(seen(1, ODD), subject=str(day), on=day) for day in (first, last)]

    assert asked(2).measure(facts(*on), YEAR).is_met
    assert first == ago(365)
