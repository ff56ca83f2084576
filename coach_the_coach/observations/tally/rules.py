"""What an observer counts and what the counts may say; every share is an exact fraction or None."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Final, NamedTuple

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.words import _

MIN_TAPS: Final = 20
"""Fewer asks and tells than this and a share says nothing. Source: docs/method.md#min-taps."""


MIN_PARTS: Final = 5
"""Fewer questions, or pieces of advice, than this and they are shown as counts, not as a share.

Source: docs/method.md#min-parts."""


Z_95: Final = 1.959963984540054
"""The normal deviate of a 95 % interval. Source: docs/method.md#wilson."""

DEFF: Final = 1.6
"""How many turns coded in runs say as much as one turn on its own. Source: docs/method.md#runs."""

BAR_MINUTES: Final = (1, 2, 5, 10, 15, 30)
"""Widths a timeline's bar may have, in minutes. Source: docs/method.md#timeline."""

MAX_BARS: Final = 60
"""A timeline with more bars than this takes the next width. Source: docs/method.md#timeline."""


class Code(StrEnum):
    """What the coach did in one turn: nine main codes, and two for those who count with four."""

    OPEN = "open"
    CLOSED = "closed"
    BACK = "back"
    OFFER = "offer"
    DIRECT = "direct"
    EXPLAIN = "explain"
    TAKE = "take"
    PRAISE = "praise"
    PAUSE = "pause"
    ASK = "ask"
    TELL = "tell"


class Side(StrEnum):
    """Drawing out, putting in, or neither."""

    ASK = "ask"
    TELL = "tell"
    NEITHER = "neither"


class Buttons(StrEnum):
    """How many buttons an observer counts with."""

    FOUR = "four"
    NINE = "nine"


BUTTONS: Final = {
    Buttons.FOUR: (Code.ASK, Code.BACK, Code.TELL, Code.TAKE),
    Buttons.NINE: (
        Code.OPEN,
        Code.CLOSED,
        Code.BACK,
        Code.OFFER,
        Code.DIRECT,
        Code.EXPLAIN,
        Code.TAKE,
        Code.PRAISE,
        Code.PAUSE,
    ),
}
"""What may be counted with, in the order of the screen. Source: docs/method.md#buttons."""


class Band(StrEnum):
    """What an ask share is called. Source: docs/method.md#bands."""

    TELLING = "telling"
    MIXED = "mixed"
    ASKING = "asking"
    CHECK = "check"


SIDES: Final = {
    Code.OPEN: Side.ASK,
    Code.CLOSED: Side.ASK,
    Code.BACK: Side.ASK,
    Code.OFFER: Side.TELL,
    Code.DIRECT: Side.TELL,
    Code.EXPLAIN: Side.TELL,
    Code.TAKE: Side.TELL,
    Code.PRAISE: Side.NEITHER,
    Code.PAUSE: Side.NEITHER,
    Code.ASK: Side.ASK,
    Code.TELL: Side.TELL,
}
"""The side each code counts for. Source: docs/method.md#ask-share."""


class Interval(NamedTuple):
    """A 95 % interval of a share, 0..1 each, low first."""

    low: float
    high: float


@dataclass(frozen=True)
class Thresholds:
    """What an organisation may set. Source of the defaults: docs/method.md#bands."""

    min_taps: int = MIN_TAPS
    min_parts: int = MIN_PARTS
    mixed_from: Fraction = Fraction(5, 10)
    asking_from: Fraction = Fraction(7, 10)
    check_above: Fraction = Fraction(9, 10)


DEFAULTS: Final = Thresholds()
"""The thresholds of an organisation that has set none."""


@dataclass(frozen=True)
class Tally:
    """How often each code was given."""

    open: int = 0
    closed: int = 0
    back: int = 0
    offer: int = 0
    direct: int = 0
    explain: int = 0
    take: int = 0
    praise: int = 0
    pause: int = 0
    ask: int = 0
    tell: int = 0

    @property
    def questions(self) -> int:
        """Open and closed questions."""
        return self.open + self.closed

    @property
    def advice(self) -> int:
        """Advice, invited or not; explaining is not advice."""
        return self.offer + self.direct

    @property
    def asks(self) -> int:
        """Turns that drew the other out: questions and listening back."""
        return self.questions + self.ask + self.back

    @property
    def tells(self) -> int:
        """Turns that put something in: advice, explaining, taking over."""
        return self.advice + self.explain + self.tell + self.take

    @property
    def coded(self) -> int:
        """Asks and tells: the taps a share rests on."""
        return self.asks + self.tells

    @property
    def taps(self) -> int:
        """All counts together."""
        return self.coded + self.praise + self.pause

    def count(self, code: Code) -> int:
        """How often `code` was given."""
        return getattr(self, str(code))


@dataclass(frozen=True)
class TapMark:
    """One tap: a code given at an instant, or an earlier tap taken back. A device makes the id.

    One that does both takes the earlier one's place. `seq` is the order on its device.
    """

    id: str
    at: datetime
    code: Code | None = None
    undoes: str | None = None
    seq: int = 0


@dataclass(frozen=True)
class Bar:
    """A stretch of the talk, from `minute` on: how many asks and tells."""

    minute: int
    asks: int
    tells: int


@dataclass(frozen=True)
class Timeline:
    """The talk in bars of equal width, first to last, empty ones too."""

    minutes_per_bar: int
    bars: tuple[Bar, ...]


def side_of(code: Code) -> Side:
    """The side `code` counts for."""
    return SIDES[code]


def tally_of(codes: Iterable[Code]) -> Tally:
    """How often each code occurs in `codes`."""
    return Tally(**{str(code): count for code, count in Counter(codes).items()})


def is_judged(purpose: Purpose) -> bool:
    """Whether an ask share may be judged: somebody who does not know yet must be told."""
    return purpose == Purpose.COACH


def ask_share(tally: Tally, thresholds: Thresholds = DEFAULTS) -> Fraction | None:
    """Asks among asks and tells, 0..1; None when too few to say."""
    return _part(tally.asks, tally.coded, thresholds.min_taps)


def open_share(tally: Tally, thresholds: Thresholds = DEFAULTS) -> Fraction | None:
    """Open ones among the questions, 0..1; None when too few to say."""
    return _part(tally.open, tally.questions, thresholds.min_parts)


def back_per_question(tally: Tally, thresholds: Thresholds = DEFAULTS) -> Fraction | None:
    """Times listened back for each question, 0 and up; None when too few questions to say."""
    return _part(tally.back, tally.questions, thresholds.min_parts)


def invited_share(tally: Tally, thresholds: Thresholds = DEFAULTS) -> Fraction | None:
    """Invited ones among the pieces of advice, 0..1; None when too few to say."""
    return _part(tally.offer, tally.advice, thresholds.min_parts)


def takes(tally: Tally) -> int:
    """How often the coach took over a task; always noted, never too few to say."""
    return tally.take


def share_interval(
    tally: Tally, thresholds: Thresholds = DEFAULTS, *, in_runs: bool = False
) -> Interval | None:
    """95 % interval of the ask share, as if turns were independent; None where the share is.

    Wider where only drawn runs were coded: then the turns stand for the whole session.
    """
    if ask_share(tally, thresholds) is None:
        return None
    weight = DEFF if in_runs else 1
    return wilson_interval(tally.asks / weight, tally.coded / weight)


def wilson_interval(successes: float, n: float) -> Interval:
    """Wilson's 95 % score interval of `successes` in `n`. Source: docs/method.md#wilson.

    Neither need be whole: counts that say less than so many are given as fewer.

    Raises ValueError for counts that cannot be.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} in {n} is no share")
    share = successes / n
    spread = Z_95**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 / (1 + spread) * sqrt(share * (1 - share) / n + spread / (4 * n))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == n else min(1.0, middle + half)
    return Interval(low, high)


def band_at(value: Fraction | float, thresholds: Thresholds = DEFAULTS) -> Band:
    """The band that holds the point `value`: [0, .5), [.5, .7), [.7, .9], (.9, 1]."""
    if value < thresholds.mixed_from:
        return Band.TELLING
    if value < thresholds.asking_from:
        return Band.MIXED
    return Band.ASKING if value <= thresholds.check_above else Band.CHECK


def bands_touched(interval: Interval, thresholds: Thresholds = DEFAULTS) -> tuple[Band, ...]:
    """Every band some part of `interval` lies in, lowest first."""
    bands = list(Band)
    first = bands.index(band_at(interval.low, thresholds))
    last = bands.index(band_at(interval.high, thresholds))
    return tuple(bands[first : last + 1])


def band_of(
    tally: Tally, thresholds: Thresholds = DEFAULTS, *, in_runs: bool = False
) -> Band | None:
    """The band the whole interval lies inside; None when it touches two, or when too few to say."""
    interval = share_interval(tally, thresholds, in_runs=in_runs)
    touched = bands_touched(interval, thresholds) if interval else ()
    return touched[0] if len(touched) == 1 else None


def kept_taps(taps: Iterable[TapMark]) -> tuple[TapMark, ...]:
    """The taps that count, by time: each id once, none that was taken back.

    The order of arrival does not matter. Taking back cannot itself be taken back; what took the
    place of another tap can. Of several that undo the same tap, as two devices may, the one with
    the greatest id counts, so that nothing is counted twice.
    """
    known = {tap.id: tap for tap in taps}
    undone: dict[str, str] = {}
    for tap in known.values():
        if tap.undoes:
            undone[tap.undoes] = max(tap.id, undone.get(tap.undoes, ""))
    kept = (
        tap
        for tap in known.values()
        if tap.code and tap.id not in undone and undone.get(tap.undoes or "", tap.id) == tap.id
    )
    return tuple(sorted(kept, key=lambda tap: (tap.at, tap.seq, tap.id)))


def kept_codes(taps: Iterable[TapMark]) -> tuple[Code, ...]:
    """The codes of the taps that count, by time."""
    return tuple(tap.code for tap in kept_taps(taps) if tap.code)


def timeline(moments: Iterable[tuple[float, Code]], *, seconds: float) -> Timeline:
    """Asks and tells over a talk of `seconds`; `moments` are seconds from its start with a code.

    Bars are a minute wide, or wider where that would make too many. What lies before the start
    or after the end is counted in the first or the last bar, so that nothing is lost.
    """
    widths = (width for width in BAR_MINUTES if seconds <= width * 60 * MAX_BARS)
    width = next(widths, ceil(seconds / 60 / MAX_BARS))
    length = max(1, ceil(seconds / 60 / width))
    asks, tells = [0] * length, [0] * length
    for second, code in moments:
        at = min(max(floor(second / 60 / width), 0), length - 1)
        asks[at] += side_of(code) is Side.ASK
        tells[at] += side_of(code) is Side.TELL
    bars = (Bar(at * width, asks[at], tells[at]) for at in range(length))
    return Timeline(minutes_per_bar=width, bars=tuple(bars))


def code_word(code: Code, buttons: Buttons = Buttons.NINE) -> str:
    """The word on the button; of four there is room to say what the nine say in short."""
    if code is Code.BACK and buttons is Buttons.FOUR:
        return _("Listening back")
    return {
        Code.OPEN: _("Open"),
        Code.CLOSED: _("Closed"),
        Code.BACK: _("Back"),
        Code.OFFER: _("Offer"),
        Code.DIRECT: _("Direct"),
        Code.EXPLAIN: _("Explain"),
        Code.TAKE: _("Take"),
        Code.PRAISE: _("Praise"),
        Code.PAUSE: _("Pause"),
        Code.ASK: _("Ask"),
        Code.TELL: _("Tell"),
    }[code]


def code_meaning(code: Code) -> str:
    """When to press the button."""
    return {
        Code.OPEN: _("Asks something a word cannot answer, and leaves room."),
        Code.CLOSED: _("Asks for yes or no, a number, a date, or one of two."),
        Code.BACK: _("Repeats, sums up or names what the other meant, and stops."),
        Code.OFFER: _("Gives advice after asking whether it is wanted, or after being asked."),
        Code.DIRECT: _("Gives advice or an instruction uninvited, or as a leading question."),
        Code.EXPLAIN: _("Gives information, a product fact, a story of their own."),
        Code.TAKE: _("Says they will do the other's task, call or next step."),
        Code.PRAISE: _("Names one thing the other did and what it led to."),
        Code.PAUSE: _("Leaves three seconds or more after a question."),
        Code.ASK: _("Asks a question that is meant as one."),
        Code.TELL: _("Gives advice, an instruction, information or a story of their own."),
    }[code]


def side_word(side: Side) -> str:
    """The side in a word."""
    return {Side.ASK: _("Ask"), Side.TELL: _("Tell"), Side.NEITHER: _("Neither")}[side]


def _part(part: int, whole: int, least: int) -> Fraction | None:
    return Fraction(part, whole) if whole >= max(least, 1) else None
