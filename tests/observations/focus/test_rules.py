import pytest

from coach_the_coach.observations.focus.rules import is_learned, seen_word, times_seen
from coach_the_coach.observations.rules import Seen

S, P, N = Seen.SEEN, Seen.PARTLY, Seen.NO_CHANCE


@pytest.mark.parametrize(
    ("answers", "times", "learned"),
    [
        ([], 0, False),
        ([S], 1, False),
        ([S, P], 1, False),
        ([S, P, S], 2, True),
        ([P, P, P], 0, False),
        ([N, S, N, S], 2, True),
        ([None, S], 1, False),
    ],
)
def test_a_one_thing_is_learned_once_it_was_seen_twice(
    answers: list[Seen | None], times: int, learned: bool
):
    assert (times_seen(answers), is_learned(answers)) == (times, learned)


def test_every_answer_has_its_words():
    assert [seen_word(seen) for seen in Seen] == ["Seen", "Partly", "No chance to see it"]
