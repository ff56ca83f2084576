"""What a device may send, and which times it may claim."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.observations.live.rules import (
    MAX_BATCH,
    Batch,
    anchored,
    read_batch,
    stretch_of,
)
from coach_the_coach.observations.rules import NOTE_LENGTH
from coach_the_coach.observations.tally.rules import Code

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ID = "0a1b2c3d-0000-4000-8000-000000000001"
TAP = {"id": ID, "device_id": ID, "seq": 1, "at": "2026-03-02T09:00:05Z", "code": "open"}
NOTE = {"id": ID, "at": "2026-03-02T09:00:05Z", "text": "Asked well"}
KIND = {"id": ID, "at": "2026-03-02T09:05:00Z", "kind": "tactical"}


def problems(**parts: object) -> dict[str, str]:
    """What is said about a batch that does not fit."""
    with pytest.raises(Invalid) as refused:
        read_batch(json.dumps(parts).encode())
    return refused.value.problems


def test_a_batch_of_all_three_things_is_read():
    batch = read_batch(json.dumps({"taps": [TAP], "notes": [NOTE], "kinds": [KIND]}).encode())
    assert [tap.code for tap in batch.taps] == [Code.OPEN]
    assert batch.taps[0].at == START + timedelta(seconds=5)
    assert [note.text for note in batch.notes] == ["Asked well"]
    assert [one.id for one in (*batch.taps, *batch.notes, *batch.kinds)] == [ID] * 3


def test_a_batch_with_nothing_in_it_is_read():
    assert read_batch(b"{}") == Batch()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("id", "1"),
        ("id", ID.upper()),
        ("id", None),
        ("device_id", {"a": [1]}),
        ("seq", "1"),
        ("seq", -1),
        ("seq", 2**31),
        ("seq", 1.5),
        ("seq", True),
        ("at", 1772442005),
        ("at", "2026-03-02T09:00:05"),
        ("at", "yesterday"),
        ("code", "OPEN"),
        ("code", "shout"),
        ("code", ["open"]),
        ("undoes", "the last one"),
    ],
)
def test_a_value_of_the_wrong_type_is_named_by_its_place(field: str, wrong: object):
    place = f"taps.0.{field}"
    assert problems(taps=[TAP | {field: wrong}]) == {place: f"{place} is not what it should be."}


def test_a_tap_bears_a_code_or_undoes_another_or_both():
    neither = {key: value for key, value in TAP.items() if key != "code"}

    assert problems(taps=[neither]) == {"taps.0": "taps.0 is not what it should be."}
    for tap in (neither | {"undoes": ID}, TAP | {"undoes": ID}):
        assert read_batch(json.dumps({"taps": [tap]}).encode()).taps[0].undoes == ID


def test_what_nobody_asked_for_is_refused():
    assert list(problems(taps=[TAP | {"observation_id": 1}])) == ["taps.0.observation_id"]
    assert list(problems(ratings=[])) == ["ratings"]


@pytest.mark.parametrize("body", [b"", b"[]", b"taps", b"\xff", b'{"taps": [', b'"\\ud800"'])
def test_a_body_that_is_no_batch_is_refused(body: bytes):
    with pytest.raises(Invalid, match="could not be read"):
        read_batch(body)


def test_a_note_has_words_and_not_too_many():
    assert problems(notes=[NOTE | {"text": " "}]) == {
        "notes.0.text": "Write something, or leave the note."
    }
    assert list(problems(notes=[NOTE, NOTE | {"text": "x" * (NOTE_LENGTH + 1)}])) == [
        "notes.1.text"
    ]


def test_a_batch_has_a_largest_size():
    most = [TAP | {"id": str(uuid4()), "seq": place} for place in range(MAX_BATCH)]
    assert len(read_batch(json.dumps({"taps": most}).encode()).taps) == MAX_BATCH
    assert problems(taps=most, notes=[NOTE]) == {"taps": "At most 200 can be sent at once."}


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-12))])))
def test_whatever_a_device_claims_the_instant_lies_between_start_and_receipt(claimed: datetime):
    end = START + timedelta(hours=1)
    kept = anchored(claimed, started_at=START, received_at=end)
    assert START <= kept <= end
    assert kept == claimed or not START <= claimed <= end


def test_stretches_are_five_minutes_long():
    at = [0, 299, 300, 599, 600, -20]
    assert [stretch_of(START + timedelta(seconds=s), START) for s in at] == [0, 0, 1, 1, 2, 0]
