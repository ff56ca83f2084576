"""What there was to see in a coaching session: what was done how often, when, and how well."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from coach_the_coach.coaching.rules import Kind
from coach_the_coach.demo.cast import Eye, Habit
from coach_the_coach.observations.rubric.rules import LEVELS
from coach_the_coach.observations.rules import KIND_EVERY
from coach_the_coach.observations.tally.rules import (
    Code,
    Side,
    ask_share,
    side_of,
    tally_of,
)

SHORT: Final = 0.08
"""The share of sessions too short for an ask share."""

SECONDS_PER_TAP: Final = (34, 52)
"""How far apart things happen that are counted."""

LATITUDE: Final = 0.05
"""How far, as a standard deviation, a session's ask share lies from the habit."""

HARDER: Final[Mapping[int, float]] = {
    1: 0.15,
    2: 0.05,
    3: 0.0,
    4: -0.1,
    5: -0.1,
    6: 0.2,
    7: -0.4,
    8: -0.15,
}
"""Levels by which a dimension lies above or below the others."""

HELPING: Final = frozenset({4, 5, 7, 8})
"""Dimensions that suffer where somebody asks and does not help."""

UNSEEN: Final[Mapping[int, float]] = {4: 0.05, 7: 0.12}
"""How often a dimension cannot be seen."""

ALIKE: Final[Mapping[Code, Code]] = {
    Code.OPEN: Code.CLOSED,
    Code.CLOSED: Code.OPEN,
    Code.BACK: Code.CLOSED,
    Code.OFFER: Code.DIRECT,
    Code.DIRECT: Code.OFFER,
    Code.EXPLAIN: Code.DIRECT,
    Code.TAKE: Code.DIRECT,
}
"""What a second observer may take a code for."""


FOUR: Final[Mapping[Code, Code]] = {
    Code.OPEN: Code.ASK,
    Code.CLOSED: Code.ASK,
    Code.BACK: Code.BACK,
    Code.OFFER: Code.TELL,
    Code.DIRECT: Code.TELL,
    Code.EXPLAIN: Code.TELL,
    Code.TAKE: Code.TAKE,
}
"""What each code is to somebody who counts with four buttons; praise and pauses are nothing."""


@dataclass(frozen=True)
class Sight:
    """One session: its length, each counted moment, the kinds of talk, and its depth by dimension.

    Depth lies on the scale of the levels; None could not be seen.
    """

    seconds: int
    moments: tuple[tuple[int, Code], ...]
    kinds: tuple[Kind, ...]
    depth: Mapping[int, float | None]


def sight(habit: Habit, progress: float, luck: Random) -> Sight:
    """A session of somebody with that habit, at `progress` through the history."""
    share = habit.ask_share(progress)
    steady = share > 0.95
    codes = _codes(habit, share if steady else luck.gauss(share, LATITUDE), luck, steady)
    seconds = min(3000, max(900, int(len(codes) * luck.uniform(*SECONDS_PER_TAP))))
    seen = float(ask_share(tally_of(codes)) or share)
    return Sight(
        seconds=seconds,
        moments=tuple(zip(_times(len(codes), seconds, luck), codes, strict=True)),
        kinds=_kinds(seconds, seen * habit.helps, luck),
        depth=_depth(seen, habit.helps, luck),
    )


def seen_again(moments: tuple[tuple[int, Code], ...], luck: Random) -> tuple[tuple[int, Code], ...]:
    """The same moments as a second observer has them: some missed, some taken for another."""
    kept = [moment for moment in moments if luck.random() > 0.04]
    return tuple(
        (second, ALIKE.get(code, code) if luck.random() < 0.06 else code) for second, code in kept
    )


def in_four(moments: tuple[tuple[int, Code], ...]) -> tuple[tuple[int, Code], ...]:
    """The same moments as somebody counts them with four buttons."""
    return tuple((second, FOUR[code]) for second, code in moments if code in FOUR)


def level_seen(depth: float | None, eye: Eye, progress: float, luck: Random) -> int | None:
    """The level that an observer with that eye gives; None for what could not be seen."""
    if depth is None:
        return None
    level = round(depth + eye.bias(progress) + luck.gauss(0, 0.2))
    return min(LEVELS, max(1, level))


def _codes(habit: Habit, share: float, luck: Random, steady: bool) -> list[Code]:
    """The counted codes of one session in the order they came, with praise and pauses."""
    short = not steady and luck.random() < SHORT
    taps = luck.randint(9, 17) if short else luck.randint(*habit.taps)
    asks = min(taps - 1, max(2, round(taps * share)))
    codes = luck.choices(*_asking(share), k=asks) + luck.choices(*_telling(share), k=taps - asks)
    codes += [Code.PRAISE] * luck.randint(0, 3)
    codes += [Code.PAUSE] * round(asks * 0.12 * share * luck.uniform(0.4, 1.6))
    luck.shuffle(codes)
    return codes


def _asking(share: float) -> tuple[list[Code], list[float]]:
    """Ways of asking with their weights: who asks more also listens back more."""
    back = 0.12 + 0.5 * max(0.0, share - 0.3)
    wide = 0.4 + 0.3 * share
    return [Code.OPEN, Code.CLOSED, Code.BACK], [
        (1 - back) * wide,
        (1 - back) * (1 - wide),
        back,
    ]


def _telling(share: float) -> tuple[list[Code], list[float]]:
    """Ways of telling with their weights: who asks more is also invited more."""
    offer = 0.1 + 0.8 * max(0.0, share - 0.3)
    return [Code.OFFER, Code.DIRECT, Code.EXPLAIN, Code.TAKE], [
        offer,
        0.45,
        0.4,
        0.12 * (1 - share),
    ]


def _times(count: int, seconds: int, luck: Random) -> list[int]:
    """Seconds at which the codes came, none within three seconds of another."""
    return sorted(3 * second for second in luck.sample(range(5, seconds // 3 - 5), count))


def _kinds(seconds: int, quality: float, luck: Random) -> tuple[Kind, ...]:
    """The answers to the five-minute question: the better the coaching, the more about a skill."""
    weights = {
        Kind.DEVELOPMENTAL: 0.1 + 0.8 * quality,
        Kind.TACTICAL: 0.9 - 0.75 * quality,
        Kind.STRATEGIC: 0.12,
        Kind.OPPORTUNISTIC: 0.06,
        Kind.STATUS: 0.06,
    }
    count = seconds // int(KIND_EVERY.total_seconds())
    return tuple(luck.choices(list(weights), list(weights.values()), k=count))


def _depth(share: float, helps: float, luck: Random) -> dict[int, float | None]:
    base = 1.35 + 2.15 * share
    return {
        number: None
        if luck.random() < UNSEEN.get(number, 0.0)
        else base + harder - (1.6 * (1 - helps) if number in HELPING else 0.0) + luck.gauss(0, 0.3)
        for number, harder in HARDER.items()
    }


def takes_over(moments: tuple[tuple[int, Code], ...]) -> bool:
    """Whether so many tasks were taken over, and so little asked, that it was a stop sign."""
    codes = [code for _second, code in moments]
    asks = sum(side_of(code) is Side.ASK for code in codes)
    return codes.count(Code.TAKE) >= 4 and asks * 2 < len(codes)
