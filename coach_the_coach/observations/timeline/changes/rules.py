"""What was changed after watching: taps are never altered, each change is one more tap."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from coach_the_coach.foundation.when import clock_words
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.live.rules import UUID
from coach_the_coach.observations.rating.rules import seconds_in
from coach_the_coach.observations.tally.rules import BUTTONS, Buttons, Code, TapMark


@dataclass(frozen=True)
class TapRecord(TapMark):
    """A tap with when it was kept, and whether that was after watching."""

    received_at: datetime | None = None
    afterwards: bool = False


class Standing(NamedTuple):
    """A code as it counts, and when."""

    code: Code
    at: datetime


@dataclass(frozen=True)
class Change:
    """One change after watching: how it stood before and after, each None for not at all."""

    id: str
    before: Standing | None
    after: Standing | None
    made_at: datetime | None = None
    is_taken_back: bool = False
    last: str = ""
    """The tap to undo in order to take it back; empty while a later change lies over it."""


@dataclass(frozen=True)
class ChangeDraft:
    """A change as the page sends it, under an id of its own.

    Without `tap` a code is added, without `code` one is removed. A `moment` in minutes and seconds
    moves it; an empty one, or the one it has, leaves it where it is.
    """

    id: str
    tap: str = ""
    code: str = ""
    moment: str = ""


@dataclass(frozen=True)
class Watching:
    """When was watched, and with which buttons: what a change has to fit into."""

    started_at: datetime
    ended_at: datetime
    buttons: Buttons

    def clock(self, at: datetime) -> str:
        """An instant as minutes and seconds from the start."""
        return clock_words((at - self.started_at).total_seconds())


def changes_in(taps: Iterable[TapRecord]) -> tuple[Change, ...]:
    """All changes made after watching, in the order in which they were made.

    One that restores what was there before the last change takes that one back.
    """
    known = {tap.id: tap for tap in taps}
    made = sorted((tap for tap in known.values() if tap.afterwards), key=_order)
    found: dict[str, Change] = {}
    lines: dict[str, list[Change]] = {}
    for tap in made:
        old = known.get(tap.undoes or "")
        line = lines.pop(tap.undoes or "", [])
        after = _standing(tap)
        if line and after == line[-1].before:
            undone = line.pop()
            found[undone.id] = replace(undone, is_taken_back=True, last="")
        else:
            before = _standing(old) if old else None
            line.append(Change(tap.id, before, after, tap.received_at))
            found[tap.id] = line[-1]
        lines[tap.id] = line
    for last, line in lines.items():
        if line:
            found[line[-1].id] = replace(found[line[-1].id], last=last)
    return tuple(found.values())


def standing_changes(changes: Iterable[Change]) -> int:
    """How many changes were not taken back."""
    return sum(not change.is_taken_back for change in changes)


def problems_in(draft: ChangeDraft, watching: Watching) -> dict[str, str]:
    """What keeps a change from being kept: field to sentence."""
    problems = problems_in_id(draft.id)
    if draft.tap and not draft.code:
        return problems
    if draft.code not in [str(code) for code in BUTTONS[watching.buttons]]:
        problems["code"] = _("Choose one of the buttons that you counted with.")
    if draft.moment.strip() or not draft.tap:
        problems |= _problems_in_moment(draft.moment, watching)
    return problems


def problems_in_id(id: str) -> dict[str, str]:
    """What is wrong with the name of a change; the page makes it, so nobody can mend it there."""
    return {} if re.fullmatch(UUID, id) else {"id": _("Open the page anew, then change it again.")}


def changed(draft: ChangeDraft, old: TapMark | None, watching: Watching, *, seq: int) -> TapMark:
    """The tap that a draft without problems becomes; `old` is what it changes.

    A time that is not changed stays exact, below the second too.
    """
    at = old.at if old else watching.started_at
    if draft.code and draft.moment.strip() and draft.moment.strip() != watching.clock(at):
        at = watching.started_at + timedelta(seconds=seconds_in(draft.moment) or 0)
    code = Code(draft.code) if draft.code else None
    return TapMark(draft.id, at, code, old.id if old else None, seq)


def taken_back(change: Change, *, id: str, seq: int, at: datetime) -> TapMark:
    """The tap that restores what was there before a change; `at` stands where nothing was."""
    before = change.before
    return TapMark(
        id, before.at if before else at, before.code if before else None, change.last, seq
    )


def change_word(change: Change) -> str:
    """What a change did, in a word or two."""
    before, after = change.before, change.after
    if before is None:
        return _("Added")
    if after is None:
        return _("Removed")
    if before.code is after.code:
        return _("Moved")
    return _("Code changed") if before.at == after.at else _("Moved, code changed")


def _standing(tap: TapMark) -> Standing | None:
    return Standing(tap.code, tap.at) if tap.code else None


def _order(tap: TapRecord) -> tuple[float, int, str]:
    """In the order in which they were made: the page counts its changes up."""
    return tap.received_at.timestamp() if tap.received_at else 0.0, tap.seq, tap.id


def _problems_in_moment(moment: str, watching: Watching) -> dict[str, str]:
    seconds = seconds_in(moment)
    if seconds is None:
        return {"moment": _("Write it as minutes and seconds, as in 12:05.")}
    # The last second counts whole: the clock is shown without what lies below one.
    if seconds > int((watching.ended_at - watching.started_at).total_seconds()):
        end = watching.clock(watching.ended_at)
        return {"moment": _("You watched from 0:00 to {end}.").format(end=end)}
    return {}
