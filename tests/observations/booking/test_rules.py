"""Which times are proposed for the talk, and which are taken."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.observations.booking.rules import is_late, problems_in_booking, slots

PARIS = "Europe/Paris"


def local(said: str, zone: str = PARIS) -> datetime:
    """A day and time in a zone."""
    return datetime.fromisoformat(f"2026-{said}").replace(tzinfo=ZoneInfo(zone))


def proposed(at: str, zone: str = PARIS, other: str = "") -> list[str]:
    """The times proposed, as somebody in `zone` reads them."""
    found = slots(local(at, zone), zone, other)
    return [one.astimezone(ZoneInfo(zone)).strftime("%a %H:%M") for one in found]


@pytest.mark.parametrize(
    ("at", "times"),
    [
        # 2 March 2026 is a Monday.
        ("03-02 10:00", "Mon 11:00, Mon 17:00, Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("03-02 10:01", "Mon 11:15, Mon 17:00, Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("03-02 16:00", "Mon 17:00, Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("03-02 16:45", "Mon 17:45, Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("03-02 16:46", "Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("03-02 23:30", "Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("03-02 04:10", "Mon 08:00, Mon 17:00, Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("03-05 18:00", "Fri 09:00, Fri 14:00, Mon 09:00, Mon 14:00"),
        ("03-06 15:00", "Fri 16:00, Fri 17:00, Mon 09:00, Mon 14:00, Tue 09:00, Tue 14:00"),
        ("03-07 10:00", "Mon 09:00, Mon 14:00, Tue 09:00, Tue 14:00"),
        ("03-08 10:00", "Mon 09:00, Mon 14:00, Tue 09:00, Tue 14:00"),
        # The clocks of Paris go forward on the night to 29 March, a Sunday.
        ("03-27 17:30", "Mon 09:00, Mon 14:00, Tue 09:00, Tue 14:00"),
    ],
)
def test_times_are_proposed_within_two_working_days(at: str, times: str):
    assert ", ".join(proposed(at)) == times


@pytest.mark.parametrize(
    ("other", "times"),
    [
        ("Europe/Berlin", "Mon 11:00, Mon 17:00, Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
        ("Asia/Kolkata", "Mon 11:00, Tue 09:00, Wed 09:00"),
        ("America/New_York", "Mon 17:00, Tue 14:00, Wed 14:00"),
        ("America/Los_Angeles", "Mon 17:00, Tue 17:00, Wed 17:00"),
        # Nobody's day: then it is one's own.
        ("Pacific/Honolulu", "Mon 11:00, Mon 17:00, Tue 09:00, Tue 14:00, Wed 09:00, Wed 14:00"),
    ],
)
def test_two_far_apart_are_offered_what_is_day_for_both(other: str, times: str):
    assert ", ".join(proposed("03-02 10:00", PARIS, other)) == times


@given(
    st.integers(0, 6 * 366 * 24 * 60).map(
        lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kathmandu", "UTC"]),
    st.sampled_from(["", "Europe/Paris", "America/Los_Angeles", "Australia/Sydney"]),
)
def test_whatever_the_instant_a_proposal_is_ahead_in_order_on_a_quarter_and_fits(
    at: datetime, zone: str, other: str
):
    found = slots(at, zone, other)
    assert 1 <= len(found) <= 6
    assert list(found) == sorted(set(found))
    for one in found:
        own = one.astimezone(ZoneInfo(zone))
        assert one >= at + timedelta(hours=1) - timedelta(minutes=1)
        assert (own.minute % 15, own.second, own.weekday() < 5) == (0, 0, True)
        assert 8 <= own.hour < 18
        assert problems_in_booking(one, at=at) == {}
        assert not is_late(one, at, zone)


@pytest.mark.parametrize(
    ("starts", "problem"),
    [
        (None, "Choose a day and a time."),
        (timedelta(seconds=-1), "This time is over. Choose one that is still to come."),
        (timedelta(0), None),
        (timedelta(days=31), None),
        (timedelta(days=31, seconds=1), "This is more than a month away. Check the date."),
    ],
)
def test_a_time_is_taken_from_now_until_a_month_ahead(starts: timedelta | None, problem: str):
    at = local("03-02 10:00")
    chosen = None if starts is None else at + starts
    assert problems_in_booking(chosen, at=at).get("starts_at") == problem


@pytest.mark.parametrize(
    ("at", "starts", "late"),
    [
        ("03-02 10:00", "03-04 23:59", False),
        ("03-02 10:00", "03-05 00:00", True),
        ("03-06 10:00", "03-10 18:00", False),
        ("03-06 10:00", "03-11 08:00", True),
    ],
)
def test_a_time_after_two_working_days_is_late(at: str, starts: str, late: bool):
    assert is_late(local(starts), local(at), PARIS) is late
