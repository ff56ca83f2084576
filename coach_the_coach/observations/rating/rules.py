"""Ratings against a rubric, what must be there before signing, and the score a rule makes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rubric.rules import (
    LEVELS,
    Dimension,
    Rubric,
    is_scored,
    needed_dimensions,
)
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.ticks.rules import Tick

MIN_OBSERVED: Final = 6
"""Fewer observed dimensions than this give no score. Source: docs/method.md#score."""

STOP_SIGN_CAP: Final = Fraction(2)
"""The highest score of a session with a stop sign. Source: docs/method.md#stop-signs."""

EVIDENCE_LEVELS: Final = frozenset({1, LEVELS})
"""Levels that need a quote or a moment. Source: docs/method.md#evidence."""

NOT_OBSERVED: Final = "none"
"""What the form sends for a dimension that was not observed."""

NOT_CALLED: Final = "uncalled"
"""What the form sends for a dimension that was not called for in the session."""

QUOTE_LENGTH: Final = 600
"""Most characters of one quote. Source: docs/method.md#text-lengths."""

ONE_THING_LENGTH: Final = 300
"""Most characters of the one thing to work on. Source: docs/method.md#text-lengths."""

TEXT_LENGTH: Final = 4000
"""Most characters of strengths and agreements. Source: docs/method.md#text-lengths."""

REASON_LENGTH: Final = 500
"""Most characters of a reason, for a correction or another purpose.

Source: docs/method.md#text-lengths."""

LONGEST_SECONDS: Final = 12 * 3600
"""A moment later than this in a session is a slip of the pen. Source: docs/method.md#limits."""

WATCH_AGAIN_WITHIN: Final = timedelta(days=730)
"""How long after a session one may watch again. Source: docs/method.md#session-dates."""


@dataclass(frozen=True)
class RatingDraft:
    """One dimension as rated: level 1..4 or None for not observed, and where it was seen."""

    dimension: int
    level: int | None
    quote: str = ""
    moment_seconds: int | None = None
    not_called: bool = False
    """Whether it was not called for in this session; then the level is None."""

    absent_from: int | None = None
    """From which second on it was watched for and did not happen: evidence for a 1."""

    absent_to: int | None = None
    """Until which second; None with a beginning is to the end."""


@dataclass(frozen=True)
class WholeDraft:
    """A rating as far as it has come; a dimension without a `RatingDraft` is not rated yet."""

    ratings: tuple[RatingDraft, ...] = ()
    stop_signs: tuple[str, ...] = ()
    strengths: str = ""
    one_thing: str = ""
    agreed: str = ""
    watch_again_on: date | None = None
    seen: Seen | None = None
    """Whether the ONE thing that is followed was seen; None before it is answered."""

    ticks: Mapping[str, bool] = field(default_factory=dict)
    purpose_corrected: Purpose | None = None
    purpose_reason: str = ""

    @property
    def levels(self) -> dict[int, int | None]:
        """Level by dimension, of the dimensions rated or marked as not observed."""
        return {rating.dimension: rating.level for rating in self.ratings}


@dataclass(frozen=True)
class Overall:
    """The score of one observation: `mean` of what was observed, `score` after the cap."""

    mean: Fraction
    score: Fraction

    @property
    def is_capped(self) -> bool:
        """Whether a stop sign lowered it."""
        return self.score < self.mean

    @property
    def level(self) -> int:
        """The level whose word it bears, 1..4: 2.95 is still a 2."""
        return floor(self.score)


@dataclass(frozen=True)
class Standouts:
    """At most two strongest dimensions and the one lowest; empty and None when all are equal."""

    strongest: tuple[int, ...]
    lowest: int | None


def problems_in(draft: WholeDraft, rubric: Rubric) -> dict[str, str]:
    """What keeps a half-written rating from being kept: field to sentence.

    The fields are `rating_1` .. `rating_8` and the names of `WholeDraft`.
    """
    problems = _problems_with_texts(draft)
    known = {dimension.number: dimension for dimension in rubric.dimensions}
    for rating in draft.ratings:
        if text := _problem_with_rating(rating, known.pop(rating.dimension, None)):
            problems[f"rating_{rating.dimension}"] = text
    if not set(draft.stop_signs) <= {sign.key for sign in rubric.stop_signs}:
        problems["stop_signs"] = _("Choose stop signs from the list.")
    if not set(draft.ticks) <= set(map(str, Tick)):
        problems["ticks"] = _("Choose from the list.")
    return problems


def problems_before_signing(
    draft: WholeDraft,
    rubric: Rubric,
    *,
    purpose: Purpose = Purpose.COACH,
    is_followed: bool = False,
) -> dict[str, str]:
    """What keeps a rating from being signed: field to sentence, in the order of the page.

    What the purpose needs is rated or marked as not observed, and too few observed for a score may
    be signed all the same: an honest "not seen" is worth more than a guess. `is_followed` says
    whether there is a ONE thing to answer for.
    """
    problems = {}
    if is_followed and draft.seen is None:
        problems["seen"] = _("Did you see it today? Choose one of the three.")
    if draft.purpose_corrected and not draft.purpose_reason.strip():
        problems["purpose_reason"] = _("Say why the purpose is another. Both will read it.")
    problems |= problems_in(draft, rubric)
    rated = {rating.dimension: rating for rating in draft.ratings}
    needed = needed_dimensions(rubric, purpose)
    asked = needed | (set(rated) if is_scored(purpose) else set())
    for number in sorted(asked):
        if text := missing_in(rated.get(number)):
            problems.setdefault(f"rating_{number}", text)
    return problems


def missing_in(rating: RatingDraft | None) -> str:
    """What one dimension still lacks before it can be signed, as a sentence; empty for nothing."""
    if rating is None:
        return _("Choose a level, or mark it as not observed.")
    has_evidence = bool(rating.quote.strip()) or rating.moment_seconds is not None
    if rating.level not in EVIDENCE_LEVELS or has_evidence:
        return ""
    if rating.level != 1:
        return _("A {level} needs a quote or the moment it was seen.").format(level=rating.level)
    if rating.absent_from is not None:
        return ""
    return _("A 1 needs a quote, the moment it was seen, or that it did not happen.")


def absent_words(start: int | None, end: int | None) -> str:
    """Between which seconds something was watched for in vain; empty for a `start` of None."""
    if start is None:
        return ""
    if end is None:
        return _("Did not happen from {start} to the end").format(start=clock_words(start))
    words = _("Did not happen from {start} to {end}")
    return words.format(start=clock_words(start), end=clock_words(end))


def uncalled_words() -> str:
    """What stands in place of a level for a dimension that the session had no place for."""
    return _("Not called for in this session")


def not_scored_words(purpose: Purpose) -> str:
    """Why a session with this purpose is not rated; empty for one that is."""
    return {
        Purpose.COACH: "",
        Purpose.TRAIN: "",
        Purpose.INSPECT: _("Not rated: this was a session to look at the numbers."),
        Purpose.CELEBRATE: _("Not rated: this was a session to celebrate."),
    }[purpose]


def seconds_in(words: str) -> int | None:
    """Seconds of a moment typed as in 12:05 or 1:02:05; None for what is no such moment."""
    parts = words.strip().split(":")
    if len(parts) not in {2, 3} or not all(re.fullmatch("[0-9]{1,3}", part) for part in parts):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds if int(parts[-1]) < 60 and seconds <= LONGEST_SECONDS else None


def problems_in_own_levels(
    levels: Mapping[int, int | None], rubric: Rubric, *, purpose: Purpose = Purpose.COACH
) -> dict[str, str]:
    """What keeps somebody's rating of themself from being kept; it needs no quotes."""
    needed = needed_dimensions(rubric, purpose)
    problems = {}
    for dimension in rubric.dimensions:
        level = levels.get(dimension.number)
        is_missing = dimension.number in needed and dimension.number not in levels
        if is_missing or not (level is None or 1 <= level <= LEVELS):
            problems[f"rating_{dimension.number}"] = _("Choose a level, or that you cannot say.")
    return problems


def problems_in_reason(reason: str) -> dict[str, str]:
    """What keeps a correction of something signed from being begun: it needs a reason."""
    if not reason.strip():
        return {"reason": _("Say why this is corrected. Both will see the reason.")}
    return _too_long("reason", reason, REASON_LENGTH)


def overall(levels: Mapping[int, int | None], *, stop_signs: int = 0) -> Overall | None:
    """The score of the observed dimensions, 1..4; None when fewer than six were observed."""
    observed = [level for level in levels.values() if level is not None]
    if len(observed) < MIN_OBSERVED:
        return None
    mean = Fraction(sum(observed), len(observed))
    return Overall(mean=mean, score=min(mean, STOP_SIGN_CAP) if stop_signs else mean)


def rounded_down(score: Fraction) -> str:
    """`score` with one decimal, never rounded up: 2.95 is shown as 2.9."""
    tenths = floor(score * 10)
    return f"{tenths // 10}.{tenths % 10}"


def standouts(levels: Mapping[int, int | None]) -> Standouts:
    """The strongest and the lowest of those observed; of equals, the first in the rubric."""
    observed = {number: level for number, level in sorted(levels.items()) if level is not None}
    if len(set(observed.values())) < 2:
        return Standouts(strongest=(), lowest=None)
    floor_level = min(observed.values())
    above = [number for number, level in observed.items() if level > floor_level]
    best_first = sorted(above, key=lambda number: -observed[number])
    lowest = next(number for number, level in observed.items() if level == floor_level)
    return Standouts(strongest=tuple(best_first[:2]), lowest=lowest)


def _problem_with_rating(rating: RatingDraft, dimension: Dimension | None) -> str:
    if dimension is None:
        return _("This dimension is not in the rubric, or is rated twice.")
    if rating.level is not None and not 1 <= rating.level <= LEVELS:
        return _("Choose one of the four levels, or not observed.")
    if rating.not_called and not (dimension.can_be_uncalled and rating.level is None):
        return _("This belongs to every session. Choose a level, or not observed.")
    if len(rating.quote) > QUOTE_LENGTH:
        return _("A quote has at most {length} characters.").format(length=QUOTE_LENGTH)
    if rating.moment_seconds is not None and rating.moment_seconds < 0:
        return _("A moment lies after the start of the session.")
    return _problem_with_absence(rating)


def _problem_with_absence(rating: RatingDraft) -> str:
    start, end = rating.absent_from, rating.absent_to
    if start is None:
        return "" if end is None else _("Say from when on you watched for it.")
    if rating.level != 1:
        return _("What did not happen is evidence for a 1 only.")
    if start < 0 or (end is not None and not start < end <= LONGEST_SECONDS):
        return _("The stretch you watched begins before it ends.")
    return ""


def _problems_with_texts(draft: WholeDraft) -> dict[str, str]:
    return (
        _too_long("strengths", draft.strengths, TEXT_LENGTH)
        | _too_long("one_thing", draft.one_thing, ONE_THING_LENGTH)
        | _too_long("agreed", draft.agreed, TEXT_LENGTH)
        | _too_long("purpose_reason", draft.purpose_reason, REASON_LENGTH)
    )


def _too_long(name: str, text: str, length: int) -> dict[str, str]:
    if len(text) <= length:
        return {}
    return {name: _("This has at most {length} characters.").format(length=length)}
