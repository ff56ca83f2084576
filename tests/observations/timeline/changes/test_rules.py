"""Changes after watching: whatever is done, what counts is what was meant."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Buttons,
    Code,
    TapMark,
    kept_codes,
    kept_taps,
    tally_of,
)
from coach_the_coach.observations.timeline.changes.rules import (
    ChangeDraft,
    Standing,
    TapRecord,
    Watching,
    change_word,
    changed,
    changes_in,
    problems_in,
    standing_changes,
    taken_back,
)
from tests.cast import NOW

WATCHING = Watching(NOW, NOW + timedelta(minutes=30), Buttons.NINE)
NINE = BUTTONS[Buttons.NINE]

TAPPED = [
    TapRecord(f"tap-{place}", NOW + timedelta(seconds=20 * place), code, seq=place)
    for place, code in enumerate((Code.OPEN, Code.DIRECT, Code.DIRECT, Code.PRAISE))
]
"""What was tapped while watching."""


def name(number: int) -> str:
    """The id of the change of this number."""
    return str(UUID(int=number))


def kept(mark: TapMark, number: int) -> TapRecord:
    """A change as it is stored."""
    given = asdict(mark)
    return TapRecord(**given, received_at=NOW + timedelta(hours=1, seconds=number), afterwards=True)


def do(taps: list[TapRecord], *, tap: str = "", code: str = "", moment: str = "") -> str:
    """One change, kept among the taps; returns its id."""
    number = len(taps)
    draft = ChangeDraft(name(number), tap, code, moment)
    assert problems_in(draft, WATCHING) == {}
    old = next((one for one in kept_taps(taps) if one.id == tap), None)
    taps.append(kept(changed(draft, old, WATCHING, seq=number), number))
    return draft.id


def undo(taps: list[TapRecord], id: str) -> None:
    """Take one change back."""
    change = next(one for one in changes_in(taps) if one.id == id)
    assert change.last
    mark = taken_back(change, id=name(len(taps)), seq=len(taps), at=NOW)
    taps.append(kept(mark, len(taps)))


Step = tuple[str, int, Code, int]
Stands = tuple[Code | None, datetime] | None

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "name", "remove", "back"]),
        st.integers(0, 20),
        st.sampled_from(NINE),
        st.integers(0, 1800),
    ),
    max_size=25,
)


@given(STEPS)
def test_any_sequence_of_changes_keeps_what_was_meant(steps: list[Step]):
    taps = list(TAPPED)
    meant = Counter((tap.code, tap.at) for tap in TAPPED)
    for step in steps:
        gone, come = take(taps, step)
        meant.subtract([gone] if gone else [])
        meant.update([come] if come else [])
        assert Counter((tap.code, tap.at) for tap in kept_taps(taps)) == +meant

    codes = [code for code, _at in meant.elements() if code]
    assert tally_of(kept_codes(taps)) == tally_of(codes)
    assert len(kept_taps(taps)) == meant.total()


def take(taps: list[TapRecord], step: Step) -> tuple[Stands, Stands]:
    """One step; returns what counts no longer and what counts now."""
    sort, which, code, second = step
    clock, at = f"{second // 60}:{second % 60:02}", NOW + timedelta(seconds=second)
    if sort == "add":
        do(taps, code=str(code), moment=clock)
        return None, (code, at)
    if sort == "back":
        changes = [one for one in changes_in(taps) if one.last]
        if not changes:
            return None, None
        change = changes[which % len(changes)]
        undo(taps, change.id)
        return change.after, change.before
    counting = kept_taps(taps)
    if not counting:
        return None, None
    old = counting[which % len(counting)]
    if sort == "remove":
        do(taps, tap=old.id)
        return (old.code, old.at), None
    if sort == "move":
        do(taps, tap=old.id, code=str(old.code), moment=clock)
        return (old.code, old.at), (old.code, at)
    do(taps, tap=old.id, code=str(code))
    return (old.code, old.at), (code, old.at)


@given(st.permutations(range(6)))
def test_changes_are_told_in_the_order_in_which_they_were_made(order: list[int]):
    taps = list(TAPPED)
    first = do(taps, tap="tap-1", code="offer")
    second = do(taps, tap=first, code="offer", moment="2:00")
    do(taps, tap="tap-2")
    do(taps, code="back", moment="10:05")
    shuffled = [*taps[:2], *(taps[2:][place] for place in order)]

    assert [change_word(one) for one in changes_in(shuffled)] == [
        "Code changed",
        "Moved",
        "Removed",
        "Added",
    ]
    assert changes_in(shuffled)[1].before == Standing(Code.OFFER, NOW + timedelta(seconds=20))
    assert second in {tap.id for tap in kept_taps(shuffled)}


def test_what_is_taken_back_stays_in_the_list_and_counts_no_longer():
    taps = list(TAPPED)
    moved = do(taps, tap="tap-1", code="direct", moment="3:00")
    renamed = do(taps, tap=moved, code="explain")
    undo(taps, renamed)

    changes = changes_in(taps)
    assert [(one.is_taken_back, bool(one.last)) for one in changes] == [
        (False, True),
        (True, False),
    ]
    assert standing_changes(changes) == 1
    undo(taps, moved)
    assert standing_changes(changes_in(taps)) == 0
    assert kept_codes(taps) == kept_codes(TAPPED)


def test_removing_and_adding_can_be_taken_back():
    taps = list(TAPPED)
    removed, added = do(taps, tap="tap-0"), do(taps, code="back", moment="1:00")
    undo(taps, removed)
    undo(taps, added)

    assert [(tap.at, tap.code) for tap in kept_taps(taps)] == [(tap.at, tap.code) for tap in TAPPED]
    assert standing_changes(changes_in(taps)) == 0


def test_changing_the_code_leaves_the_time_exact():
    old = TapMark("old", NOW + timedelta(seconds=61, milliseconds=250), Code.OPEN)

    for moment in ("", "1:01"):
        draft = ChangeDraft(name(1), "old", "closed", moment)
        assert changed(draft, old, WATCHING, seq=1).at == old.at
    moved = changed(ChangeDraft(name(1), "old", "open", "1:02"), old, WATCHING, seq=1)
    assert moved.at == NOW + timedelta(seconds=62)


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (ChangeDraft("mine", "tap-1"), {"id"}),
        (ChangeDraft(name(1), "tap-1", "ask"), {"code"}),
        (ChangeDraft(name(1), "tap-1", "made up"), {"code"}),
        (ChangeDraft(name(1), "", "open", ""), {"moment"}),
        (ChangeDraft(name(1), "", "", "1:00"), {"code"}),
        (ChangeDraft(name(1), "tap-1", "open", "soon"), {"moment"}),
        (ChangeDraft(name(1), "tap-1", "open", "30:01"), {"moment"}),
        (ChangeDraft(name(1), "tap-1", "open", "30:00"), set()),
        (ChangeDraft(name(1), "tap-1"), set()),
    ],
)
def test_a_change_fits_into_what_was_watched(draft: ChangeDraft, fields: set[str]):
    assert set(problems_in(draft, WATCHING)) == fields
