"""What the course of a talk says: where it turned, the longest run of tells, pauses, kinds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from coach_the_coach.coaching.rules import Kind
from coach_the_coach.foundation.when import clock_words
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.observations.rules import KIND_EVERY
from coach_the_coach.observations.tally.rules import (
    DEFF,
    Code,
    Interval,
    Side,
    side_of,
    wilson_interval,
)

PART_LEAST: Final = 10
"""Fewest asks and tells on either side of where a talk turned. Source: docs/method.md#course."""

RUN_LEAST: Final = 3
"""Fewer tells in a row than this are no run. Source: docs/method.md#course."""

PAUSE_SECONDS: Final = 3.0
"""Silence after a question from which on it is a pause. Source: docs/method.md#ask-share."""

QUESTIONS: Final = frozenset({Code.OPEN, Code.CLOSED, Code.ASK})
"""What a pause may follow. Source: docs/method.md#course."""

TICK_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60)
"""Between two times written beneath a timeline; at most `MOST_TICKS` of them are."""

MOST_TICKS: Final = 7
"""Most times written beneath a timeline: so many fit on a phone. Source: looked at."""


class Given(NamedTuple):
    """A code and when it was given, in seconds from the start."""

    seconds: float
    code: Code


@dataclass(frozen=True)
class Part:
    """Asks among the asks and tells of one part of a talk."""

    asks: int
    coded: int

    @property
    def share(self) -> Fraction:
        """Asks among asks and tells, 0..1."""
        return Fraction(self.asks, self.coded)

    @property
    def interval(self) -> Interval:
        """Where its share lies, as wide as for turns that follow one another and are alike."""
        return wilson_interval(self.asks / DEFF, self.coded / DEFF)


@dataclass(frozen=True)
class Turning:
    """Where a talk turned, in seconds from the start, and what it was like before and after."""

    seconds: float
    before: Part
    after: Part


@dataclass(frozen=True)
class Run:
    """Tells with no ask between them, from the first to the last, in seconds from the start."""

    tells: int
    start: float
    end: float


class Pauses(NamedTuple):
    """Questions that were followed by a pause, of all questions of which one can tell."""

    after: int
    questions: int


@dataclass(frozen=True)
class Spoken:
    """A turn of a transcript with its times, None where unknown, and its code where it has one."""

    start: float | None
    end: float | None
    code: Code | None = None


@dataclass(frozen=True)
class KindBand:
    """The stretch, in seconds from the start, for which an answer on the kind of talk stands."""

    start: float
    end: float
    kind: Kind


def turning(given: Iterable[Given]) -> Turning | None:
    """Where the running balance of asks and tells changed for good; None where that is not clear.

    `given` is in order of time. Of all places with `PART_LEAST` asks and tells on either side it
    is the one where the running count of asks lies furthest from an even course. It is said only
    if the intervals of the two parts lie apart, and neither part turns once more.
    """
    coded = _coded(given)
    found = _clearest(coded)
    if found is None:
        return None
    parts = coded[: found.before.coded], coded[found.before.coded :]
    return None if any(map(_clearest, parts)) else found


def longest_telling(given: Iterable[Given]) -> Run | None:
    """The longest run of tells, the first of equals; None for less than `RUN_LEAST`.

    `given` is in order of time; what is on neither side ends no run.
    """
    longest: Run | None = None
    run: Run | None = None
    for seconds, is_ask in _coded(given):
        run = (
            None
            if is_ask
            else Run(run.tells + 1 if run else 1, run.start if run else seconds, seconds)
        )
        if run and (longest is None or run.tells > longest.tells):
            longest = run
    return longest if longest and longest.tells >= RUN_LEAST else None


def tapped_pauses(codes: Sequence[Code]) -> Pauses:
    """Questions directly followed by a tap on Pause; `codes` are in order of time."""
    following = zip_longest(codes, codes[1:])
    after = [then is Code.PAUSE for code, then in following if code in QUESTIONS]
    return Pauses(sum(after), len(after))


def silent_pauses(turns: Sequence[Spoken]) -> Pauses:
    """Questions followed by `PAUSE_SECONDS` of silence, of those whose times are known.

    `turns` are those of everybody, in their order.
    """
    following = pairwise(turns)
    after = [
        then.start - turn.end >= PAUSE_SECONDS
        for turn, then in following
        if turn.code in QUESTIONS and turn.end is not None and then.start is not None
    ]
    return Pauses(sum(after), len(after))


def kind_bands(answers: Iterable[tuple[float, Kind]]) -> tuple[KindBand, ...]:
    """The stretches for which the answers stand: the five minutes before each, or up to the last.

    Neighbours of one kind are one band. `answers` are in order of time.
    """
    bands: list[KindBand] = []
    for seconds, kind in answers:
        last = bands[-1] if bands else None
        start = max(last.end if last else 0.0, seconds - KIND_EVERY.total_seconds())
        if last and last.kind is kind and last.end == start:
            bands[-1] = KindBand(last.start, seconds, kind)
        else:
            bands.append(KindBand(start, seconds, kind))
    return tuple(bands)


def tick_minutes(seconds: float) -> list[int]:
    """The whole minutes to be written beneath a timeline of so many seconds, 0 first."""
    fitting = (step for step in TICK_MINUTES if seconds <= step * 60 * MOST_TICKS)
    step = next(fitting, TICK_MINUTES[-1])
    return list(range(0, int(seconds // 60) + 1, step))


def turning_words(given: Sequence[Given]) -> str:
    """Where the talk turned, as a sentence with both counts, or that the counts show no turn."""
    found = turning(given)
    if found is None:
        if len(_coded(given)) < 2 * PART_LEAST:
            text = _("Where it turned is said from {least} asks and tells on.")
            return text.format(least=2 * PART_LEAST)
        return _("The counts do not show that the talk turned.")
    text = _("The talk seems to turn at {time}, {way}: {before} before, {after} after.")
    return text.format(
        time=clock_words(found.seconds),
        way=_way(found),
        before=_part_words(found.before),
        after=_part_words(found.after),
    )


def run_words(given: Iterable[Given]) -> str:
    """The longest run of tells as a sentence; empty where there is none."""
    run = longest_telling(given)
    if run is None:
        return ""
    minutes = round((run.end - run.start) / 60)
    length = _("less than a minute")
    if minutes:
        length = _n("{n} minute", "{n} minutes", minutes).format(n=minutes)
    text = _("The longest run of tells: {tells} without an ask, {start} to {end}, {length}.")
    return text.format(
        tells=run.tells, start=clock_words(run.start), end=clock_words(run.end), length=length
    )


def pause_words(pauses: Pauses) -> str:
    """How many questions were followed by a pause; empty where no question was."""
    if not pauses.questions:
        return ""
    text = _n(
        "A pause after {after} of {n} question.",
        "A pause after {after} of {n} questions.",
        pauses.questions,
    )
    return text.format(after=pauses.after, n=pauses.questions)


def _coded(given: Iterable[Given]) -> list[tuple[float, bool]]:
    """Asks and tells alone: when, and whether it was an ask."""
    sides = ((one.seconds, side_of(one.code)) for one in given)
    return [(seconds, side is Side.ASK) for seconds, side in sides if side is not Side.NEITHER]


def _clearest(coded: Sequence[tuple[float, bool]]) -> Turning | None:
    """The place that parts `coded` into two most unlike parts; None where they are alike."""
    asks = sum(is_ask for _seconds, is_ask in coded)
    before, best, found = 0, 0, None
    for place, (seconds, is_ask) in enumerate(coded):
        # `place` taps lie before this one, with which the second part would begin.
        away = abs(before * len(coded) - asks * place)
        if min(place, len(coded) - place) >= PART_LEAST and away > best:
            best = away
            found = Turning(seconds, Part(before, place), Part(asks - before, len(coded) - place))
        before += is_ask
    return found if found and _lie_apart(found.before, found.after) else None


def _lie_apart(one: Part, other: Part) -> bool:
    return one.interval.high < other.interval.low or other.interval.high < one.interval.low


def _way(found: Turning) -> str:
    """From what to what; beyond one half on both sides only the direction can be said."""
    half = Fraction(1, 2)
    before, after = found.before.share, found.after.share
    if before < half < after:
        return _("from telling to asking")
    if after < half < before:
        return _("from asking to telling")
    return _("towards more asking") if after > before else _("towards more telling")


def _part_words(part: Part) -> str:
    text = _("{asks} of {coded} asked")
    return text.format(asks=part.asks, coded=part.coded)
