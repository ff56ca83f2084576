"""By when somebody is to be watched, and whom one could ask."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from coach_the_coach.observations.watching.needs.rules import (
    MONTHS_BACK,
    Candidate,
    Proposed,
    ToWatch,
    clock_hours,
    due_after,
    due_day,
    free_words,
    last_day,
    late_words,
    months,
    problems_in_places,
    proposals,
    taken_words,
    wanted_by,
    why_words,
)
from tests.cast import NOW

LENA, CLEO, ODD, SPEC, MO, MIA = 1, 2, 3, 4, 5, 6


def test_months_are_those_of_the_readers_zone():
    late = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
    paris, utc = months(late, "Europe/Paris"), months(late, "UTC")
    assert (paris[0].starts_at, paris[0].ends_at, paris[0].last_day) == (
        datetime(2026, 2, 28, 23, 0, tzinfo=UTC),
        datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
        date(2026, 3, 31),
    )
    assert utc[0].last_day == date(2026, 2, 28)
    assert [one.last_day for one in utc[:3]] == [
        date(2026, 2, 28),
        date(2026, 1, 31),
        date(2025, 12, 31),
    ]
    assert len(paris) == MONTHS_BACK + 1
    assert all(one.starts_at == two.ends_at for one, two in pairwise(utc))


@pytest.mark.parametrize(
    ("on", "after", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 5), 1, date(2024, 2, 29)),
        (date(2025, 12, 1), 1, date(2026, 1, 31)),
        (date(2025, 11, 30), 1, date(2025, 12, 31)),
        (date(2026, 6, 15), 0, date(2026, 6, 30)),
    ],
)
def test_the_last_day_of_a_month(on: date, after: int, last: date):
    assert last_day(on, after=after) == last


def test_the_next_time_is_due_by_the_end_of_the_month_after_the_last():
    march, february = months(NOW, "UTC")[:2]
    assert (due_after(march), due_after(february)) == (date(2026, 4, 30), date(2026, 3, 31))
    assert wanted_by(date(2026, 2, 28), NOW.date()) == date(2026, 3, 9)
    assert wanted_by(date(2026, 3, 31), NOW.date()) == date(2026, 3, 31)


def test_one_of_the_line_and_one_from_outside_are_proposed():
    free = [Candidate(LENA, 2), Candidate(CLEO, 4), Candidate(ODD, 1), Candidate(SPEC, 3)]
    mo = ToWatch(MO, above=(LENA, CLEO))
    assert proposals([mo], free)[MO] == [
        Proposed(LENA, is_outside=False),
        Proposed(SPEC, is_outside=True),
    ]


def test_whoever_has_no_place_leads_nobody_there_or_is_asked_already_is_passed_over():
    free = [Candidate(LENA, 0), Candidate(CLEO, 1), Candidate(ODD, 1), Candidate(SPEC, 3)]
    mo = ToWatch(MO, above=(LENA, CLEO), barred=frozenset({SPEC}))
    assert proposals([mo], free)[MO] == [
        Proposed(CLEO, is_outside=False),
        Proposed(ODD, is_outside=True),
    ]
    alone = ToWatch(MO, above=(LENA,), barred=frozenset({SPEC, ODD, CLEO}))
    assert proposals([alone], free)[MO] == []
    assert proposals([ToWatch(LENA, above=(CLEO,))], [Candidate(LENA, 3)])[LENA] == []


def test_a_place_that_is_proposed_in_one_row_is_not_proposed_in_the_next():
    free = [Candidate(LENA, 1), Candidate(ODD, 1), Candidate(SPEC, 1)]
    found = proposals([ToWatch(MO, above=(LENA,)), ToWatch(MIA, above=(LENA,))], free)
    assert found[MO] == [Proposed(LENA, is_outside=False), Proposed(ODD, is_outside=True)]
    assert found[MIA] == [Proposed(SPEC, is_outside=True)]


def test_for_certification_only_who_may_is_proposed_and_the_one_from_outside_first():
    free = [Candidate(LENA, 2), Candidate(ODD, 1), Candidate(SPEC, 3)]
    mo = ToWatch(MO, above=(LENA,), certifiers=frozenset({LENA, ODD}))
    assert proposals([mo], free)[MO] == [
        Proposed(ODD, is_outside=True),
        Proposed(LENA, is_outside=False),
    ]
    assert proposals([ToWatch(MO, certifiers=frozenset())], free)[MO] == []


def test_whose_day_is_nearly_the_same_comes_before_whoever_has_more_places():
    free = [Candidate(ODD, 4, clock_hours=-8), Candidate(SPEC, 1, clock_hours=3)]
    mo = ToWatch(MO, clock_hours=1)
    assert proposals([mo], free)[MO] == [Proposed(SPEC, is_outside=True)]
    # Auckland and Hawaii: 23 hours by the clock, one hour of the day.
    far = [Candidate(ODD, 1, clock_hours=-10), Candidate(SPEC, 4, clock_hours=1)]
    assert proposals([ToWatch(MO, clock_hours=13)], far)[MO] == [Proposed(ODD, is_outside=True)]
    assert clock_hours("Asia/Kolkata", NOW) == 5.5


@pytest.mark.parametrize("text", ["0", "4", "20", " 7 "])
def test_a_number_of_sessions_is_kept(text: str):
    assert problems_in_places(text) == {}


@pytest.mark.parametrize("text", ["", "21", "-1", "4.5", "four", "٤", "1" * 30])
def test_what_is_no_number_of_sessions_is_refused(text: str):
    assert list(problems_in_places(text)) == ["per_month"]


def test_the_words_beside_each():
    assert [free_words(n) for n in (-1, 0, 1, 3)] == [
        "No place free this month",
        "No place free this month",
        "1 place free this month",
        "3 places free this month",
    ]
    assert [taken_words(n) for n in (0, 1, 2)] == [
        "You have watched none this month, and agreed to none.",
        "You have watched 1 session this month or agreed to it.",
        "You have watched 2 sessions this month or agreed to them.",
    ]
    assert due_day(date(2026, 3, 31), NOW.date()).words == "31 March"
    assert due_day(date(2026, 3, 5), NOW.date()).words == "Thursday"
    assert why_words(seen=True, promised=False) == "One in each month"
    assert why_words(seen=False, promised=False) == "Never observed"
    assert why_words(seen=True, promised=True) == "You agreed to watch again"
    assert late_words(NOW.date(), NOW.date()) == ""
    assert late_words(date(2026, 3, 1), NOW.date()) == "1 day late"
    assert late_words(date(2026, 2, 28), NOW.date()) == "2 days late"
    assert late_words(date(2026, 1, 1), NOW.date()) == "2 months late"
