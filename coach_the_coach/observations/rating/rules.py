"""Ratings against a rubric, what must be there before signing, and the score a rule makes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Final

from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rubric.rules import LEVELS, Rubric

MIN_OBSERVED: Final = 6
"""Fewer observed dimensions than this give no score. Source: docs/method.md#score."""

STOP_SIGN_CAP: Final = Fraction(2)
"""The highest score of a session with a stop sign. Source: docs/method.md#stop-signs."""

EVIDENCE_LEVELS: Final = frozenset({1, LEVELS})
"""Levels that need a quote or a moment. Source: docs/method.md#evidence."""

QUOTE_LENGTH: Final = 600
"""Most characters of one quote. Source: docs/method.md#text-lengths."""

ONE_THING_LENGTH: Final = 300
"""Most characters of the one thing to work on. Source: docs/method.md#text-lengths."""

TEXT_LENGTH: Final = 4000
"""Most characters of strengths and agreements. Source: docs/method.md#text-lengths."""

REASON_LENGTH: Final = 500
"""Most characters of the reason for a correction. Source: docs/method.md#text-lengths."""

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


@dataclass(frozen=True)
class WholeDraft:
    """A rating as far as it has come; a dimension without a `RatingDraft` is not rated yet."""

    ratings: tuple[RatingDraft, ...] = ()
    stop_signs: tuple[str, ...] = ()
    strengths: str = ""
    one_thing: str = ""
    agreed: str = ""
    watch_again_on: date | None = None

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


def problems_in(draft: WholeDraft, rubric: Rubric, *, held_on: date) -> dict[str, str]:
    """What keeps a half-written rating from being kept: field to sentence.

    The fields are `rating_1` .. `rating_8` and the names of `WholeDraft`.
    """
    problems = _problems_with_texts(draft)
    known = {dimension.number for dimension in rubric.dimensions}
    seen: set[int] = set()
    for rating in draft.ratings:
        if text := _problem_with_rating(rating, known - seen):
            problems[f"rating_{rating.dimension}"] = text
        seen.add(rating.dimension)
    if not set(draft.stop_signs) <= {sign.key for sign in rubric.stop_signs}:
        problems["stop_signs"] = _("Choose stop signs from the list.")
    latest = held_on + WATCH_AGAIN_WITHIN
    if draft.watch_again_on and not held_on < draft.watch_again_on <= latest:
        problems["watch_again_on"] = _("Watch again after this session, within two years.")
    return problems


def problems_before_signing(draft: WholeDraft, rubric: Rubric, *, held_on: date) -> dict[str, str]:
    """What keeps a rating from being signed: field to sentence.

    Every dimension is rated or marked as not observed, and too few observed for a score may be
    signed all the same: an honest "not seen" is worth more than a guess.
    """
    problems = problems_in(draft, rubric, held_on=held_on)
    rated = {rating.dimension: rating for rating in draft.ratings}
    for dimension in rubric.dimensions:
        if text := missing_in(rated.get(dimension.number)):
            problems.setdefault(f"rating_{dimension.number}", text)
    if not draft.one_thing.strip():
        problems["one_thing"] = _("Name the one thing to work on.")
    return problems


def missing_in(rating: RatingDraft | None) -> str:
    """What one dimension still lacks before it can be signed, as a sentence; empty for nothing."""
    if rating is None:
        return _("Choose a level, or mark it as not observed.")
    has_evidence = bool(rating.quote.strip()) or rating.moment_seconds is not None
    if rating.level in EVIDENCE_LEVELS and not has_evidence:
        return _("A {level} needs a quote or the moment it was seen.").format(level=rating.level)
    return ""


def seconds_in(words: str) -> int | None:
    """Seconds of a moment typed as in 12:05 or 1:02:05; None for what is no such moment."""
    parts = words.strip().split(":")
    if len(parts) not in {2, 3} or not all(re.fullmatch("[0-9]{1,3}", part) for part in parts):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds if int(parts[-1]) < 60 and seconds <= LONGEST_SECONDS else None


def problems_in_own_levels(levels: Mapping[int, int | None], rubric: Rubric) -> dict[str, str]:
    """What keeps somebody's rating of themself from being kept; it needs no quotes."""
    problems = {}
    for dimension in rubric.dimensions:
        level = levels.get(dimension.number)
        if dimension.number not in levels or not (level is None or 1 <= level <= LEVELS):
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


def _problem_with_rating(rating: RatingDraft, free: set[int]) -> str:
    if rating.dimension not in free:
        return _("This dimension is not in the rubric, or is rated twice.")
    if rating.level is not None and not 1 <= rating.level <= LEVELS:
        return _("Choose one of the four levels, or not observed.")
    if len(rating.quote) > QUOTE_LENGTH:
        return _("A quote has at most {length} characters.").format(length=QUOTE_LENGTH)
    if rating.moment_seconds is not None and rating.moment_seconds < 0:
        return _("A moment lies after the start of the session.")
    return ""


def _problems_with_texts(draft: WholeDraft) -> dict[str, str]:
    return (
        _too_long("strengths", draft.strengths, TEXT_LENGTH)
        | _too_long("one_thing", draft.one_thing, ONE_THING_LENGTH)
        | _too_long("agreed", draft.agreed, TEXT_LENGTH)
    )


def _too_long(name: str, text: str, length: int) -> dict[str, str]:
    if len(text) <= length:
        return {}
    return {name: _("This has at most {length} characters.").format(length=length)}
