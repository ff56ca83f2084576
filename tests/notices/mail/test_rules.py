"""When a letter may arrive, and what letters say."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coach_the_coach.notices.mail.rules import (
    MINUTES,
    Letter,
    QuietHours,
    clock_of,
    eve_of,
    first_loud,
    minute_of,
    wording,
)

PARIS = "Europe/Paris"


def paris(text: str, zone: str = PARIS, fold: int = 0) -> datetime:
    """An instant by the clocks of a zone, as in `2026-03-02 10:00`."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return local.astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-03-02 07:00", "2026-03-02 07:00"),
        ("2026-03-02 06:59", "2026-03-02 07:00"),
        ("2026-03-02 00:00", "2026-03-02 07:00"),
        ("2026-03-02 19:59", "2026-03-02 19:59"),
        ("2026-03-02 20:00", "2026-03-03 07:00"),
        ("2026-03-06 19:59", "2026-03-06 19:59"),
        ("2026-03-06 20:00", "2026-03-09 07:00"),
        ("2026-03-07 12:00", "2026-03-09 07:00"),
        ("2026-03-08 23:59", "2026-03-09 07:00"),
    ],
)
def test_at_night_and_on_weekends_a_letter_waits_for_the_morning(at: str, goes: str):
    assert first_loud(paris(at), QuietHours(), PARIS) == paris(goes)


def test_the_night_is_the_persons_own():
    noon = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)

    went = {
        zone: first_loud(noon, QuietHours(), zone)
        for zone in ("UTC", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kathmandu")
    }
    assert went == {
        "UTC": noon,
        "Asia/Tokyo": datetime(2026, 3, 3, 22, 0, tzinfo=UTC),
        "America/Los_Angeles": datetime(2026, 3, 3, 15, 0, tzinfo=UTC),
        "Asia/Kathmandu": noon,
    }


@pytest.mark.parametrize(
    ("quiet", "at", "goes"),
    [
        (QuietHours(0, 0, weekends=False), "2026-03-07 03:00", "2026-03-07 03:00"),
        (QuietHours(720, 720, weekends=False), "2026-03-02 12:00", "2026-03-02 12:00"),
        (QuietHours(weekends=False), "2026-03-06 20:00", "2026-03-07 07:00"),
        (QuietHours(720, 840), "2026-03-02 12:30", "2026-03-02 14:00"),
        (QuietHours(720, 840), "2026-03-02 03:00", "2026-03-02 03:00"),
        (QuietHours(0, 420), "2026-03-07 12:00", "2026-03-09 07:00"),
        (QuietHours(1, 0, weekends=False), "2026-03-02 09:00", "2026-03-03 00:00"),
    ],
)
def test_quiet_hours_are_as_one_chooses_them(quiet: QuietHours, at: str, goes: str):
    assert first_loud(paris(at), quiet, PARIS) == paris(goes)


def test_across_a_change_of_clocks_the_morning_is_the_morning():
    every_day = QuietHours(weekends=False)

    assert first_loud(paris("2026-03-28 22:00"), every_day, PARIS) == paris("2026-03-29 07:00")
    assert paris("2026-03-29 07:00") - paris("2026-03-28 22:00") == timedelta(hours=8)
    assert first_loud(paris("2026-10-24 22:00"), every_day, PARIS) == paris("2026-10-25 07:00")
    assert paris("2026-10-25 07:00") - paris("2026-10-24 22:00") == timedelta(hours=10)


def test_an_end_that_clocks_leave_out_or_show_twice_is_the_next_there_is():
    until_half_past_two = QuietHours(20 * 60, 2 * 60 + 30, weekends=False)

    left_out = first_loud(paris("2026-03-28 23:00"), until_half_past_two, PARIS)
    assert left_out == paris("2026-03-29 03:30")
    first = first_loud(paris("2026-10-25 00:00"), until_half_past_two, PARIS)
    assert first == paris("2026-10-25 02:30", fold=0)
    again = first_loud(paris("2026-10-25 02:10", fold=1), until_half_past_two, PARIS)
    assert again == paris("2026-10-25 02:30", fold=1)


def clocks_went_on(at: datetime, zone: str) -> bool:
    """Whether clocks have left out an hour in the three before this instant."""
    now, then = (one.astimezone(ZoneInfo(zone)) for one in (at, at - timedelta(hours=3)))
    return (now.utcoffset() or timedelta()) > (then.utcoffset() or timedelta())


@given(
    minutes=st.integers(0, 2 * 366 * MINUTES),
    start=st.integers(0, MINUTES - 1),
    end=st.integers(0, MINUTES - 1),
    weekends=st.booleans(),
    zone=st.sampled_from(
        [PARIS, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
    ),
)
@example(minutes=86 * MINUTES + 1258, start=456, end=167, weekends=False, zone=PARIS)
def test_a_letter_goes_at_once_or_at_the_end_of_quiet_and_never_in_it(
    minutes: int, start: int, end: int, *, weekends: bool, zone: str
):
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    quiet = QuietHours(start, end, weekends=weekends)

    goes = first_loud(at, quiet, zone)

    assert at <= goes < at + timedelta(days=5)
    assert first_loud(goes, quiet, zone) == goes
    before = goes - timedelta(minutes=1)
    # The end of quiet may lie in an hour that clocks leave out; it is then the next there is.
    is_first = goes == at or before < at or first_loud(before, quiet, zone) > before
    assert is_first or clocks_went_on(goes, zone)


@pytest.mark.parametrize(
    ("starts", "eve"),
    [
        ("2026-03-04 09:00", "2026-03-03 15:00"),
        ("2026-03-09 09:00", "2026-03-06 15:00"),
        ("2026-03-08 09:00", "2026-03-06 15:00"),
        ("2026-03-07 09:00", "2026-03-06 15:00"),
        ("2026-03-30 00:10", "2026-03-27 15:00"),
    ],
)
def test_the_eve_is_the_afternoon_of_the_working_day_before(starts: str, eve: str):
    assert eve_of(paris(starts), PARIS) == paris(eve)


def test_every_letter_says_something_and_nothing_of_an_assessment():
    said = [wording(letter) for letter in Letter]

    words = " ".join(f"{one.subject} {one.text} {one.link}" for one in said).lower()
    assert all(one.subject and one.text and one.link for one in said)
    assert len({one.subject for one in said}) == len(Letter)
    for word in ("rating", "score", "level", "share", "strength", "quote", "!", "{", "%"):
        assert word not in words


@pytest.mark.parametrize("clock", ["00:00", "07:30", "20:00", "23:59"])
def test_a_time_of_day_is_read_and_shown(clock: str):
    minute = minute_of(clock)

    assert minute is not None
    assert clock_of(minute) == clock


@pytest.mark.parametrize(
    "clock", ["", "7", "7:30", "24:00", "12:60", "-1:00", "1a:00", "²0:00", "12:3", "07:30:00"]
)
def test_what_is_no_time_of_day_is_none(clock: str):
    assert minute_of(clock) is None
