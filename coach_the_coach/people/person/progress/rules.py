"""What several observations of one person say together, in numbers and in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, sqrt
from statistics import fmean
from typing import Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.observations.focus.rules import LEARNED_AFTER
from coach_the_coach.observations.results.rules import band_word, gap_words, percent
from coach_the_coach.observations.rubric.rules import Rubric
from coach_the_coach.observations.tally.rules import (
    DEFAULTS,
    DEFF,
    Interval,
    Thresholds,
    bands_touched,
    wilson_interval,
)

STRIPS: Final = 24
"""The newest observations that the drawings rest on. Source: docs/method.md#pooled."""

POOLED: Final = 6
"""The last sessions to coach that are taken together. Source: docs/method.md#pooled."""

LEAST_POOLED: Final = 3
"""Fewer sessions than this say nothing together. Source: docs/method.md#pooled."""

STUDENT_95: Final = (
    *(12.706205, 4.302653, 3.182446, 2.776445, 2.570582),
    *(2.446912, 2.364624, 2.306004, 2.262157, 2.228139),
)
"""Student's 97.5 % quantile by degrees of freedom, from 1 on; the last stands for more.

Source: docs/method.md#pooled."""

LEAST_SCALE: Final = 2
"""How often a session's mean fills half a strip, at least: an even session has no peaks.

Source: docs/method.md#strips."""

STRETCHES: Final = 24
"""Most stretches of a strip on a person's page. Source: docs/method.md#strips."""

TINY_STRETCHES: Final = 12
"""Most stretches of a strip in a list. Source: docs/method.md#strips."""

HALF: Final = 20
"""Height of one half of a strip in the units of its drawing."""


@dataclass(frozen=True)
class Counted:
    """How much was asked and told in one session, as one observer counted it."""

    session_id: int
    asks: int
    tells: int
    in_runs: bool = False
    """Whether only drawn runs of a transcript were coded, so that the turns say less."""


@dataclass(frozen=True)
class Pooled:
    """Several sessions together: the share of asking with one interval, 0..1."""

    sessions: int
    taps: int
    share: Fraction
    interval: Interval


@dataclass(frozen=True)
class Strip:
    """The outlines of one session's strip: asks above the line, tells below."""

    asks: str
    tells: str


def pooled(newest_first: Iterable[Counted], thresholds: Thresholds = DEFAULTS) -> Pooled | None:
    """The last `POOLED` sessions taken together; None for too few sessions or taps.

    Turns of one session resemble each other, so the session is the unit: a ratio estimate with
    Student's t over the sessions. By chance few sessions may look more alike than they are, so the
    interval is never narrower than Wilson's, as if all turns were of one; there those that were
    coded in runs count for fewer.
    """
    sessions: dict[int, tuple[int, int]] = {}
    alone_asks = alone_taps = 0.0
    for one in newest_first:
        asks, taps = sessions.get(one.session_id, (0, 0))
        if one.asks + one.tells and (one.session_id in sessions or len(sessions) < POOLED):
            sessions[one.session_id] = (asks + one.asks, taps + one.asks + one.tells)
            weight = DEFF if one.in_runs else 1
            alone_asks += one.asks / weight
            alone_taps += (one.asks + one.tells) / weight
    n, taps = len(sessions), sum(taps for _asks, taps in sessions.values())
    if n < LEAST_POOLED or taps < thresholds.min_taps:
        return None
    asked = sum(asks for asks, _taps in sessions.values())
    alone = wilson_interval(alone_asks, alone_taps)
    return Pooled(
        sessions=n,
        taps=taps,
        share=Fraction(asked, taps),
        interval=over_sessions(list(sessions.values()), alone),
    )


def over_sessions(sessions: Sequence[tuple[int, int]], alone: Interval) -> Interval:
    """95 % interval of a share over two sessions or more, each its part and its whole.

    A ratio estimate with Student's t over the sessions, and never narrower than `alone`.
    """
    n, whole = len(sessions), sum(size for _part, size in sessions)
    share = sum(part for part, _size in sessions) / whole
    spread = sum((part - share * size) ** 2 for part, size in sessions)
    half = STUDENT_95[min(n - 1, len(STUDENT_95)) - 1] * sqrt(n / (n - 1) * spread) / whole
    return Interval(max(0.0, min(alone.low, share - half)), min(1.0, max(alone.high, share + half)))


def pooled_words(found: Pooled | None, sessions: int) -> str:
    """What the last sessions to coach say together; `sessions` is how many there are."""
    if found is None:
        if sessions >= LEAST_POOLED:
            return _("Too few asks and tells so far to say more together.")
        return _n(
            "One session to coach so far; three together say more.",
            "{n} sessions to coach so far; three together say more.",
            sessions,
        ).format(n=sessions)
    touched = bands_touched(found.interval)
    word = band_word(touched[0]) if len(touched) == 1 else _("still too close to call")
    words = _(
        "The last {n} sessions to coach together: {percent}\u00a0% asking, {taps} taps: {word}. "
        "Likely {low} to {high}\u00a0%, as sessions differ."
    )
    return words.format(
        n=found.sessions,
        percent=percent(found.share),
        taps=found.taps,
        word=word,
        low=percent(found.interval.low),
        high=ceil(found.interval.high * 100),
    )


def change_words(
    first: tuple[float, float] | None, last: tuple[float, float] | None, since: str
) -> str:
    """How asking changed from the first interval to the last, in per cent; said only if clear."""
    if first is None or last is None:
        return ""
    if last[0] > first[1]:
        return _("More asking than {since}, and by more than chance would do.").format(since=since)
    if last[1] < first[0]:
        return _("Less asking than {since}, and by more than chance would do.").format(since=since)
    return _("No change since {since} that chance alone would not make.").format(since=since)


def read_otherwise(form: Rubric, purpose: Purpose) -> frozenset[int]:
    """Dimensions that read in another way for `purpose`: their levels are not of one row."""
    if purpose is not Purpose.TRAIN:
        return frozenset()
    return frozenset(one.number for one in form.dimensions if one.training is not None)


def level_words(newest_first: Sequence[int], names: Sequence[str]) -> str:
    """The level most often given of late, with how often; `names` are the words for 1..4."""
    recent = newest_first[:POOLED]
    if not recent:
        return _("Not rated yet")
    counts = Counter(recent)
    most = max(counts.values())
    often = sorted(level for level, count in counts.items() if count == most)
    if len(often) > 1:
        return _("Between {low} and {high}").format(
            low=names[often[0] - 1], high=names[often[-1] - 1]
        )
    return _("{word}, {n} of {whole}").format(word=names[often[0] - 1], n=most, whole=len(recent))


def dimensions_words(by_name: Mapping[str, Sequence[int]]) -> str:
    """Which dimensions stand out over the last observations; levels newest first, by name."""
    means = {
        name: Fraction(sum(levels[:POOLED]), len(levels[:POOLED]))
        for name, levels in by_name.items()
        if len(levels) >= LEAST_POOLED
    }
    if len(set(means.values())) < 2:
        return _("Nothing stands out yet among the dimensions.")
    highest = max(means, key=lambda name: means[name])
    lowest = min(means, key=lambda name: means[name])
    words = _("Of late strongest: {high}. Most room: {low}.")
    return words.format(high=highest, low=lowest)


def gap_trend(oldest_first: Sequence[int]) -> str:
    """Whether the two views of one dimension come closer; empty for a single comparison."""
    if len(oldest_first) < 2:
        return ""
    *before, newest = oldest_first
    away = abs(newest) - fmean(abs(gap) for gap in before)
    if away < 0:
        return _("closer than before")
    return _("further apart than before") if away > 0 else _("as before")


def gap_line(oldest_first: Sequence[int]) -> str:
    """The newest gap of one dimension, with how it moved."""
    if not oldest_first:
        return gap_words(None)
    trend = gap_trend(oldest_first)
    newest = gap_words(oldest_first[-1])
    return _("{gap}, {trend}").format(gap=newest, trend=trend) if trend else newest


def gaps_words(newest: Mapping[int, int]) -> str:
    """How much of the newest observation both saw alike; gaps by dimension."""
    if not newest:
        return _("No dimension has a level from both.")
    alike = sum(gap == 0 for gap in newest.values())
    words = _n(
        "In the newest talk {alike} of {n} dimension was seen alike.",
        "In the newest talk {alike} of {n} dimensions were seen alike.",
        len(newest),
    )
    return words.format(alike=alike, n=len(newest))


def in_stretches(
    strips: Sequence[Sequence[Sequence[int]]], at_most: int
) -> list[list[tuple[int, int]]]:
    """Strips with neighbouring stretches taken together until none has more than `at_most`.

    So many in all of them alike, or a bar of one would stand for more time than a bar of another.
    """
    size = max(1, ceil(max(map(len, strips), default=0) / at_most))
    return [
        [
            (sum(one[0] for one in part), sum(one[1] for one in part))
            for part in (strip[start : start + size] for start in range(0, len(strip), size))
        ]
        for strip in strips
    ]


def scale_of(strips: Iterable[Sequence[Sequence[int]]]) -> float:
    """How often a session's mean fills half a strip: one scale for all that stand together.

    The bars of each strip cover the same area, long or short, so that the part above the line is
    the share of asking; one of too few taps to judge covers less.
    """
    peaks = (max(map(max, strip)) * _unit(strip) for strip in strips if strip)
    return max([LEAST_SCALE, *peaks])


def _unit(stretches: Sequence[Sequence[int]]) -> float:
    """What one tap in one stretch is of the mean of its session, of the fewest taps that say so."""
    taps = sum(map(sum, stretches))
    return len(stretches) / max(DEFAULTS.min_taps, taps)


def strip_of(stretches: Sequence[Sequence[int]], scale: float) -> Strip:
    """The outlines of a strip, 100 wide and twice `HALF` high, the line in its middle."""
    width = 100 / max(1, len(stretches))
    unit = HALF * _unit(stretches) / scale
    asks, tells = [], []
    for place, (asked, told) in enumerate(stretches):
        across = f"M{place * width:.4g} {HALF}h{width * 0.86:.3g}"
        if asked:
            asks.append(f"{across}v-{unit * asked:.3g}h-{width * 0.86:.3g}z")
        if told:
            tells.append(f"{across}v{unit * told:.3g}h-{width * 0.86:.3g}z")
    return Strip("".join(asks), "".join(tells))


def times_words(times: int, last: str) -> str:
    """How often the ONE thing was seen, and what becomes of it; `last` is when it was last."""
    if times >= LEARNED_AFTER:
        return _("Seen twice, last {day}. The next one is chosen in the talk.").format(day=last)
    if times == 1:
        return _("Seen once, {day}. It stays until it was seen twice.").format(day=last)
    return _("Not seen yet. It stays until it was seen twice.")


def watch_note(on: date | None, today: date, *, is_kept: bool) -> str:
    """What became of the day by which to watch again; empty for none, or one still to come."""
    if on is None or not (is_kept or on < today):
        return ""
    return _("Watched since") if is_kept else _("That has passed")


def times_word(times: int) -> str:
    """How often the ONE thing was seen, where there is room for a word."""
    if times >= LEARNED_AFTER:
        return _("Seen twice")
    return _("Seen once") if times else _("Not seen yet")


def suggested_words(name: str) -> str:
    """Whose suggestion it is, where no talk that the reader knows has set a ONE thing."""
    return _("Suggested by {name}.").format(name=name)


def suggested_word() -> str:
    """That it is a suggestion, where there is room for a word."""
    return _("Suggested")
