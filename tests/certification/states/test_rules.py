"""The table of states says every way there is, and by whom."""

from coach_the_coach.certification.rules import TRANSITIONS, State, move_word, state_word
from coach_the_coach.certification.states.page import states_page
from coach_the_coach.certification.states.rules import places


def test_every_state_stands_in_it_once_with_each_of_its_ways():
    shown = places()
    assert [one.word for one in shown] == [state_word(state) for state in State]
    ways = {(place.word, way.what, way.to): way.by for place in shown for way in place.ways}
    assert set(ways) == {
        (state_word(start), move_word(move), state_word(end))
        for (start, move), end in TRANSITIONS.items()
    }
    assert all(ways.values())


def test_by_whom_a_state_is_left():
    review = next(one for one in places() if one.word == "Under review")
    assert [(way.what, way.to, way.by) for way in review.ways] == [
        ("Taken back before the decision", "Evidence complete", "the candidate"),
        ("Not yet", "Evidence complete", "one of those who sign"),
        ("Certified", "Certified", "all who sign"),
        ("Lapsed", "Lapsed", "by itself"),
        ("A certificate is there", "Certified", "by itself"),
        ("Withdrawn", "Withdrawn", "a leader or an administrator"),
    ]


def test_the_page_is_made_of_it():
    drawn = str(states_page().render())
    for place in places():
        assert place.meaning in drawn
