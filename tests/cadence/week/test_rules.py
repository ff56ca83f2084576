"""When a session is, what may be done to it, and what that counts as."""

from datetime import UTC, date, datetime, time, timedelta

from coach_the_coach.cadence.rules import Blocker, Booked, Status
from coach_the_coach.cadence.week import rules
from coach_the_coach.cadence.week.rules import Slot
from tests.cadence.week.booked import at
from tests.cast import NOW

ZONE = "Europe/Paris"


def test_a_time_is_the_same_on_the_clock_before_and_after_the_clocks_change():
    spring = [
        rules.instant_of(on, time(9, 30), ZONE) for on in (date(2026, 3, 24), date(2026, 3, 31))
    ]
    assert spring == [
        datetime(2026, 3, 24, 8, 30, tzinfo=UTC),
        datetime(2026, 3, 31, 7, 30, tzinfo=UTC),
    ]


def test_a_time_that_the_clocks_leave_out_is_an_hour_later_and_one_that_comes_twice_the_first():
    left_out = rules.instant_of(date(2026, 3, 29), time(2, 30), ZONE)
    assert left_out == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = rules.instant_of(date(2026, 10, 25), time(2, 30), ZONE)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_one_may_begin_where_another_ends():
    one = Slot(at(3, 9), 30)
    assert rules.overlaps(one, [Slot(at(3, 9, 15), 30)])
    assert rules.overlaps(one, [Slot(at(3, 8), 61)])
    assert not rules.overlaps(one, [Slot(at(3, 9, 30), 30), Slot(at(3, 8), 60)])


def test_what_is_over_waits_until_somebody_says_what_became_of_it():
    one = Slot(at(3, 9), 30)
    assert rules.is_unsettled(Status.BOOKED, one, at(3, 9, 30))
    assert not rules.is_unsettled(Status.BOOKED, one, at(3, 9, 29))
    for status in (Status.HELD, Status.CANCELLED, Status.REMOVED):
        assert not rules.is_unsettled(status, one, at(4, 9))


def test_what_was_moved_or_fell_out_is_lost_and_what_stands_or_was_held_is_not():
    for status in Status:
        assert rules.is_lost(status, is_moved=True)
        assert rules.is_lost(status, is_moved=False) is (status is Status.CANCELLED)


def test_a_fourth_one_to_one_of_a_day_is_one_too_many():
    three = [at(3, 9), at(3, 10), at(3, 11)]
    assert rules.is_full(date(2026, 3, 3), three, ZONE)
    assert not rules.is_full(date(2026, 3, 4), three, ZONE)
    assert not rules.is_full(date(2026, 3, 3), three[:2], ZONE)


def test_a_session_moves_within_the_working_days_of_the_rules_counted_from_when_it_was_booked():
    friday = at(6, 9)
    given = {"first_at": friday, "zone": ZONE, "within_days": 2, "at": NOW}
    assert rules.problems_in_move(at(10, 23), **given) == {}
    late = rules.problems_in_move(at(11, 9), **given)
    assert late == {
        "starts_at": "Your rules say within 2 working days, so by Tuesday 10 March. "
        "A short one before that is better."
    }
    assert rules.problems_in_move(None, **given) == {"starts_at": "Choose a day and a time."}
    assert "starts_at" in rules.problems_in_move(NOW - timedelta(minutes=1), **given)


def test_a_reason_outside_the_contract_is_a_bypass():
    listed = ("Illness", "A safety or legal matter")
    assert rules.is_allowed(" illness ", listed)
    assert not rules.is_allowed("Forecast call", listed)
    assert not rules.is_allowed("", listed)
    assert set(rules.problems_in_reason("  ")) == {"reason"}
    assert set(rules.problems_in_reason("x" * 121)) == {"reason"}
    assert rules.problems_in_reason("x" * 120) == {}


def test_a_session_is_only_shortened_to_what_is_shorter():
    assert [rules.shorter_than(one) for one in (45, 30, 15)] == [(15, 30), (15,), ()]


def test_what_is_near_is_cancelled_and_not_removed_unless_it_was_just_booked():
    assert not rules.is_removable(NOW + timedelta(days=7), NOW - timedelta(days=1), NOW)
    assert rules.is_removable(NOW + timedelta(days=7, minutes=1), None, NOW)
    assert rules.is_removable(NOW + timedelta(hours=1), NOW - timedelta(hours=23), NOW)
    assert not rules.is_removable(NOW + timedelta(hours=1), None, NOW)


def test_one_in_a_quarter_is_amber_two_are_red_and_both_are_said_in_words():
    assert [(rules.limit_mark(n), rules.limit_word(n)) for n in range(4)] == [
        ("done", "None moved or cancelled"),
        ("attention", "1 moved or cancelled: the limit"),
        ("broken", "2 moved or cancelled: over the limit"),
        ("broken", "3 moved or cancelled: over the limit"),
    ]


def test_every_word_has_words():
    assert len({rules.blocker_word(one) for one in Blocker}) == len(Blocker) == 6
    assert len({rules.blocker_question(one) for one in Blocker}) == 6
    assert all(rules.booked_word(one) for one in Booked)
    assert all(rules.status_word(one, is_over=over) for one in Status for over in (True, False))
    assert rules.minutes_word(15, 45) == "15 min, booked as 45"
    assert (rules.left_words(0), rules.left_words(2)) == ("", "2 left to settle.")
