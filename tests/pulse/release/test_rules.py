"""Nobody is made out from what is shown, by whatever sums of it; the naive rule fails the same.

0 leaks by differences over nested groups and over time; by storage order see test_storage.py.
"""

from datetime import date

from hypothesis import find, given, settings
from hypothesis import strategies as st

from coach_the_coach.pulse.release.rules import HELD, WHOLE, Node, everybody, forest, hidden, shown
from tests.pulse.release.companies import (
    Company,
    by_the_rule,
    companies,
    naively,
    top_down_each_time,
)
from tests.pulse.solving import Answer, least_made_out

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
MINIMUMS = st.integers(3, 10)


def people(first: int, count: int) -> frozenset[int]:
    """So many people."""
    return frozenset(range(first, first + count))


def names(nodes: list[Node]) -> list[tuple[int, str]]:
    """Whose figures they are."""
    return sorted(node.name for node in nodes)


@settings(max_examples=300)
@given(companies(), MINIMUMS)
def test_from_all_figures_of_all_nodes_and_periods_nobody_is_made_out(
    company: Company, minimum: int
):
    assert least_made_out(by_the_rule(company, minimum), minimum) == frozenset()


@settings(max_examples=100)
@given(companies(), MINIMUMS)
def test_no_figure_is_of_fewer_people_than_the_minimum(company: Company, minimum: int):
    for figure in by_the_rule(company, minimum):
        assert len({answer.person for answer in figure}) >= minimum


def test_the_naive_rule_leaks_in_a_good_share_of_companies():
    leaking: list[bool] = []

    @settings(max_examples=100, database=None)
    @given(companies())
    def tried(company: Company) -> None:
        leaking.append(bool(least_made_out(naively(company, 5), 5)))

    tried()
    assert sum(leaking) >= len(leaking) / 4


def test_the_right_rule_for_each_period_alone_leaks_over_time():
    found = find(
        companies(),
        lambda one: bool(least_made_out(top_down_each_time(one, 3), 3)),
        settings=settings(max_examples=200, database=None, derandomize=True),
    )
    assert least_made_out(by_the_rule(found, 3), 3) == frozenset()


def test_much_of_what_the_naive_rule_shows_is_shown_all_the_same():
    """The rule is no rule that shows nothing."""
    shown_of, naive_of = [0], [0]

    @settings(max_examples=100, database=None)
    @given(companies())
    def counted(company: Company) -> None:
        shown_of[0] += len(by_the_rule(company, 5))
        naive_of[0] += len(naively(company, 5))

    counted()
    assert shown_of[0] >= naive_of[0] / 4


def test_what_is_left_of_a_whole_is_nobody_or_enough():
    lines = {2: 1, 3: 1, 4: 1}
    answered = {
        (2, NOVEMBER): people(20, 8),
        (3, NOVEMBER): people(30, 6),
        (4, NOVEMBER): people(40, 2),
    }
    # 2 and 3 alone would leave the two of 4; the smaller gives way.
    assert names(shown(forest(lines, answered), 5)) == [(1, WHOLE), (2, HELD)]
    answered[4, NOVEMBER] = frozenset()
    assert names(shown(forest(lines, answered), 5)) == [(1, WHOLE), (2, HELD), (3, HELD)]


def test_below_what_is_not_shown_nothing_is():
    lines = {2: 1, 3: 2, 4: 2, 5: 1}
    answered = {
        (3, NOVEMBER): people(30, 3),
        (4, NOVEMBER): people(40, 3),
        (5, NOVEMBER): people(50, 4),
    }
    # All below 2 are six, and would leave the four of 5.
    assert names(shown(forest(lines, answered), 5)) == [(1, WHOLE)]


def test_people_are_counted_once_however_often_they_answer():
    answered = {(1, NOVEMBER): people(10, 4), (1, DECEMBER): people(10, 4)}
    assert shown(forest({}, answered), 5) == []
    assert everybody(forest({}, answered)[0]) == people(10, 4)


def test_a_month_that_is_out_is_not_shown_again_and_counts_as_taken_away():
    lines = {2: 1, 3: 1}
    answered = {
        (2, NOVEMBER): people(20, 6),
        (2, DECEMBER): people(20, 6),
        (3, DECEMBER): people(30, 2),
    }
    roots = forest(lines, answered, [(2, NOVEMBER)])
    assert hidden(roots[0]) == people(20, 6) | people(30, 2)
    # December of 2 would leave the two of 3.
    assert names(shown(roots, 5)) == [(1, WHOLE)]
    # With both months out, the whole would leave them.
    assert shown(forest(lines, answered, [(2, NOVEMBER), (2, DECEMBER)]), 5) == []


def test_a_circle_of_lines_places_everybody_once():
    answered = {(coach, NOVEMBER): people(10 * coach, 5) for coach in (1, 2, 3)}
    roots = forest({1: 2, 2: 3, 3: 1}, answered)
    waiting, found = list(roots), []
    while waiting:
        node = waiting.pop()
        found.append(node.name)
        waiting += node.below
    assert len(found) == len(set(found))
    assert len([name for name in found if name[1] == HELD]) == 3


def test_the_attacker_finds_what_a_difference_of_rows_and_columns_gives_away():
    """A leader by the month and managers by the quarter: one of January stands alone."""
    january = {Answer(person, 2, NOVEMBER) for person in range(5)} | {Answer(9, 3, NOVEMBER)}
    of_two = {Answer(person, 2, NOVEMBER) for person in range(5)}
    figures = [frozenset(january), frozenset(of_two)]
    assert least_made_out(figures, 5) == frozenset({9})
    assert least_made_out([frozenset(january)], 5) == frozenset()
