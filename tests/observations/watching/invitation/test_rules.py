"""The invitation as a calendar reads it back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach_the_coach.observations.watching.invitation.rules import (
    Guest,
    Method,
    Occasion,
    invitation_text,
)
from tests.cast import NOW
from tests.observations.watching.planned import WEDNESDAY, read

ONE = Occasion(
    public_id="0123456789abcdef" * 2,
    sequence=0,
    observer=Guest("Lena Leader", "lena@example.com", agrees=True),
    observed=Guest("Zoë Müller, Ltd; & “Co”", "zoe@example.com", agrees=True),
    starts_at=WEDNESDAY,
    at=NOW,
    link="https://coach.example.com/watching/" + "0123456789abcdef" * 2,
    organizer="coach@example.com",
)


def test_a_calendar_reads_who_when_and_where_to_open_it():
    calendar, event = read(invitation_text(ONE))

    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert event["UID"] == f"{ONE.public_id}@watching.coach-the-coach"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event.decoded("DTSTART") == datetime(2026, 3, 4, 13, 0, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 3, 4, 13, 45, tzinfo=UTC)
    assert event.decoded("DTSTAMP") == NOW
    assert event["SUMMARY"] == "Lena Leader watches a session of Zoë Müller, Ltd; & “Co”"
    assert event["URL"] == ONE.link
    assert ONE.link in event["DESCRIPTION"]
    assert event["ORGANIZER"] == "mailto:coach@example.com"
    assert [str(one) for one in event["ATTENDEE"]] == [
        "mailto:lena@example.com",
        "mailto:zoe@example.com",
    ]
    assert [one.params["PARTSTAT"] for one in event["ATTENDEE"]] == ["ACCEPTED", "ACCEPTED"]


def test_every_line_is_as_calendars_want_it():
    text = invitation_text(ONE)
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_a_time_that_one_has_still_to_agree_to_is_tentative():
    moved = replace(
        ONE,
        sequence=1,
        starts_at=WEDNESDAY + timedelta(days=1),
        observed=replace(ONE.observed, agrees=False),
    )
    _calendar, event = read(invitation_text(moved))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        f"{ONE.public_id}@watching.coach-the-coach",
        1,
        "TENTATIVE",
    )
    assert [one.params["PARTSTAT"] for one in event["ATTENDEE"]] == ["ACCEPTED", "NEEDS-ACTION"]


def test_what_is_called_off_is_cancelled_under_the_same_name():
    calendar, event = read(invitation_text(replace(ONE, sequence=2, method=Method.CANCEL)))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert event["UID"] == f"{ONE.public_id}@watching.coach-the-coach"


@pytest.mark.parametrize("name", ["A\r\nATTENDEE:mailto:x@example.com", 'A"B', "A;CN=B:C"])
def test_a_name_breaks_out_of_nothing(name: str):
    calendar, event = read(invitation_text(replace(ONE, observer=Guest(name, "a@example.com"))))
    assert len(event["ATTENDEE"]) == 2
    assert len(calendar.walk("VEVENT")) == 1
