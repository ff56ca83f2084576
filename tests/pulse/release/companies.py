"""Companies of any shape over two quarters, in which people move; and what rules show of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from coach_the_coach.pulse.release.rules import (
    HELD,
    Month,
    Node,
    everybody,
    forest,
    months_in,
    shown,
)
from coach_the_coach.pulse.rules import closes_quarter, months_of_quarter
from tests.pulse.solving import Answer, Figure

MONTHS = [date(2026, number, 1) for number in range(1, 7)]

Lines = Mapping[int, int]
Answered = Mapping[Month, frozenset[int]]


@dataclass(frozen=True)
class Company:
    """Who answers for whom at the end of each month, and who said something about whom."""

    lines: dict[date, Lines]
    answered: dict[date, Answered]


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Up to eight coaches in a tree, with up to nine reps each; some move, not all answer."""
    coaches = draw(st.integers(2, 8))
    teams = {coach: draw(st.integers(0, 9)) for coach in range(coaches)}
    above = {coach: draw(st.integers(0, coach - 1)) for coach in range(1, coaches)}
    lines: dict[date, Lines] = {}
    answered: dict[date, Answered] = {}
    for month in MONTHS:
        if draw(st.integers(0, 2)) == 0:
            mover = draw(st.integers(1, coaches - 1))
            above = above | {mover: draw(st.integers(0, mover - 1))}
        lines[month] = above
        answered[month] = {
            (coach, month): frozenset(draw(st.sets(st.sampled_from(asked))))
            for coach in range(coaches)
            if (asked := _asked(coach, teams, above))
        }
    return Company(lines, answered)


def _asked(coach: int, teams: Mapping[int, int], above: Lines) -> list[int]:
    """The reps of a coach, one of the next one's, and the managers whom they lead."""
    reps = [100 + 10 * coach + number for number in range(teams[coach])]
    shared = [100 + 10 * (coach + 1)] if teams.get(coach + 1) else []
    return reps + shared + [below for below, leader in above.items() if leader == coach]


def by_the_rule(company: Company, minimum: int) -> list[Figure]:
    """What the product shows: coaches by the month, wholes and what is left by the quarter."""
    figures: list[Figure] = []
    for end in filter(closes_quarter, MONTHS):
        months, answered, out = months_of_quarter(end), _of_quarter(company, end), set[Month]()
        for month in months:
            chosen = shown(forest(company.lines[month], _some(answered, [month])), minimum)
            own = [node for node in chosen if node.name[1] == HELD]
            figures += [_figure(node, answered) for node in own]
            out |= {one for node in own for one in months_in(node)}
        chosen = shown(forest(company.lines[end], answered, out), minimum)
        figures += [_figure(node, answered) for node in chosen]
    return figures


def naively(company: Company, minimum: int) -> list[Figure]:
    """Whatever has enough people, by the month and by the quarter: the rule that leaks."""
    return _wherever(company, lambda node: len(everybody(node)) >= minimum)


def top_down_each_time(company: Company, minimum: int) -> list[Figure]:
    """The right rule for each month and each quarter alone, as if the other were not shown."""
    figures: list[Figure] = []
    for end in filter(closes_quarter, MONTHS):
        answered = _of_quarter(company, end)
        for months in [*([month] for month in months_of_quarter(end)), months_of_quarter(end)]:
            some = _some(answered, months)
            chosen = shown(forest(company.lines[months[-1]], some), minimum)
            figures += [_figure(node, answered) for node in chosen]
    return figures


def _wherever(company: Company, may: Callable[[Node], bool]) -> list[Figure]:
    figures: list[Figure] = []
    for end in filter(closes_quarter, MONTHS):
        answered = _of_quarter(company, end)
        for months in [*([month] for month in months_of_quarter(end)), months_of_quarter(end)]:
            waiting = forest(company.lines[months[-1]], _some(answered, months))
            while waiting:
                node = waiting.pop()
                figures += [_figure(node, answered)] if may(node) else []
                waiting += node.below
    return figures


def _of_quarter(company: Company, end: date) -> dict[Month, frozenset[int]]:
    return {
        key: who for month in months_of_quarter(end) for key, who in company.answered[month].items()
    }


def _some(answered: Answered, months: "list[date] | tuple[date, ...]") -> Answered:
    return {key: who for key, who in answered.items() if key[1] in months}


def _figure(node: Node, answered: Answered) -> Figure:
    return frozenset(
        Answer(person, coach, month)
        for coach, month in months_in(node)
        for person in answered[coach, month]
    )
