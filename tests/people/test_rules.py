"""Who needs the reader first."""

from itertools import product

from coach_the_coach.people.rules import Need, need


def test_the_first_reason_that_holds_is_the_one():
    found = {
        (waits, passed, unseen): need(waits=waits, promise_passed=passed, long_unseen=unseen)
        for waits, passed, unseen in product((True, False), repeat=3)
    }

    assert found == {
        (True, True, True): Need.WAITS,
        (True, True, False): Need.WAITS,
        (True, False, True): Need.WAITS,
        (True, False, False): Need.WAITS,
        (False, True, True): Need.PROMISED,
        (False, True, False): Need.PROMISED,
        (False, False, True): Need.UNSEEN,
        (False, False, False): Need.NOTHING,
    }
    assert sorted(Need) == [Need.WAITS, Need.PROMISED, Need.UNSEEN, Need.NOTHING]
