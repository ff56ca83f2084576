"""When a check is passed, when it may be tried again, and what a use of a unit must say. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from coach_the_coach.foundation.words import _, _n

EXAM: Final = "case-exam"
"""The bank of the case exam; every other bank is a unit's, by its key."""

PASS_MARK: Final = Fraction(80, 100)
"""Share of right answers with which a check is passed. Source: docs/method.md#knowledge."""

FAILS_IN_A_ROW: Final = 2
"""So many failed tries in a row, and the next one waits. Source: docs/method.md#knowledge."""

PAUSE: Final = timedelta(days=1)
"""How long it then waits. Source: docs/method.md#knowledge."""

LONGEST_USE: Final = 300
"""Characters of what somebody did differently. Source: docs/method.md#learning-units."""

FEWEST_WORDS: Final = 5
"""Words of it at least: fewer make no sentence. Source: docs/method.md#learning-units."""

ENTRIES: Final = 20
"""Sessions of the log offered to choose from. Source: docs/method.md#learning-units."""


class Tried(NamedTuple):
    """One finished try."""

    right: int
    asked: int
    finished_at: datetime


def is_passed(right: int, asked: int, share: Fraction = PASS_MARK) -> bool:
    """Whether so many right answers reach `share`; compared exactly, and never for no question."""
    return asked > 0 and Fraction(right, asked) >= share


def next_from(tries: Sequence[Tried], share: Fraction = PASS_MARK) -> datetime | None:
    """From when on the next try may begin; None where nothing keeps it. `tries` newest first."""
    last = tries[:FAILS_IN_A_ROW]
    if len(last) < FAILS_IN_A_ROW or any(is_passed(one.right, one.asked, share) for one in last):
        return None
    return last[0].finished_at + PAUSE


def in_drawn_order(keys: Iterable[str], seed: int) -> list[str]:
    """The keys in the order drawn with `seed`: the same seed gives the same order everywhere."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())


def needed(asked: int, share: Fraction = PASS_MARK) -> int:
    """How many right answers of so many questions pass."""
    wanted = share * asked
    return -(-wanted.numerator // wanted.denominator)


def stands(*, withdrawn_at: datetime | None, held_on: date, read_on: date) -> bool:
    """Whether a use counts: its session was not withdrawn, and was held once the unit was read."""
    return withdrawn_at is None and held_on >= read_on


def problems_in_use(words: str) -> dict[str, str]:
    """What keeps `words` from saying what somebody did differently."""
    if len(words) > LONGEST_USE:
        return {"words": _("Keep it under {n} characters.").format(n=LONGEST_USE)}
    if len(words.split()) < FEWEST_WORDS:
        return {"words": _("Say in one sentence what you did differently.")}
    return {}


def result_words(right: int, asked: int) -> str:
    """How many answers were right, in words."""
    return _("{right} of {asked} right").format(right=right, asked=asked)


def left_words(left: int) -> str:
    """How many questions are still open, in words; empty for none."""
    if not left:
        return ""
    return _n("{n} question is open.", "{n} questions are open.", left).format(n=left)
