from datetime import timedelta

import pytest

from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.rules import (
    ABOUT_LENGTH,
    TallyDraft,
    is_fresh,
    problems_in,
    read_tally,
    source_meaning,
    stored_tally,
    strip,
    strip_words,
)
from coach_the_coach.observations.tally.rules import Code, Tally
from tests.cast import NOW
from tests.observations.selftally.made import draft


def test_what_was_answered_can_be_opened():
    assert problems_in(draft()) == {}
    assert problems_in(draft(about="")) == {}


@pytest.mark.parametrize("field", ["purpose", "buttons", "source"])
def test_what_was_not_answered_is_named_by_its_field(field: str):
    given = {"purpose": "coach", "buttons": "four", "source": "live"} | {field: "neither"}

    assert list(problems_in(TallyDraft(**given))) == [field]


def test_a_name_is_a_few_words():
    assert problems_in(draft(about="a" * ABOUT_LENGTH)) == {}
    assert list(problems_in(draft(about="a" * (ABOUT_LENGTH + 1)))) == ["about"]


def test_counts_come_back_from_storage_as_they_were():
    tally = Tally(ask=12, back=3, tell=4)

    assert stored_tally(tally) == {"ask": 12, "back": 3, "tell": 4}
    assert read_tally(stored_tally(tally)) == tally
    assert read_tally({}) == Tally()


def test_the_strip_counts_asks_and_tells_in_equal_stretches():
    moments = [(5.0, Code.ASK), (61.0, Code.TELL), (70.0, Code.BACK), (119.0, Code.PRAISE)]

    assert strip(moments, seconds=120) == [[1, 0], [1, 1]]
    assert strip(moments, seconds=0) is None
    assert strip([], seconds=60) == [[0, 0]]


def test_the_strip_says_in_words_how_the_halves_differ():
    assert strip_words([[1, 4], [5, 0]]) == (
        "Asks above the line, tells below. In the first half 1 of 6 asks, and 4 of 4 tells."
    )
    assert strip_words([[2, 1]]) == "Asks above the line, tells below."
    assert strip_words([[0, 0], [0, 0]]) == ""
    assert strip_words([]) == ""


def test_each_way_of_counting_says_what_it_is():
    assert all(source_meaning(source) for source in Source)


def test_the_stopping_is_taken_back_within_a_day():
    day = timedelta(days=1)
    assert [is_fresh(NOW, NOW + after) for after in (timedelta(0), day)] == [True, True]
    assert not is_fresh(NOW, NOW + day + timedelta(seconds=1))
    assert not is_fresh(None, NOW)
