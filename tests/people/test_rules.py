"""Who needs the reader first."""

from coach_the_coach.people.rules import Need


def test_who_waits_comes_before_whom_one_promised_to_watch_and_before_the_unseen():
    assert sorted(Need) == [Need.WAITS, Need.PROMISED, Need.UNSEEN, Need.NOTHING]
