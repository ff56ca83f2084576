"""What a plan can rest on, as far as its purpose and its numbers let it be used. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.tally.rules import (
    DEFAULTS,
    Band,
    Tally,
    Thresholds,
    band_of,
    is_judged,
)
from coach_the_coach.observations.ticks.rules import Tick

ABOUT_ASKING: Final = frozenset({Tick.DIFFERENTLY})
"""Habits of asking: nothing is said of them after a training. Source: docs/method.md#purpose."""


@dataclass(frozen=True)
class Rated:
    """One dimension as the observer saw it; `own_level` None also before both views are open."""

    number: int
    name: str
    level: int | None
    quote: str = ""
    clock: str = ""
    """When it was seen, as on a clock; empty for no moment."""

    absent: str = ""
    """The stretch in which it was watched for and did not happen; empty for none."""

    own_level: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is something to point at."""
        return bool(self.quote or self.clock or self.absent)


@dataclass(frozen=True)
class Last:
    """The ONE thing that was followed, and whether it was seen this time and so far."""

    one_thing: str
    promised: str = ""
    answer: Seen | None = None
    times_seen: int = 0

    @property
    def named(self) -> str:
        """The ONE thing as it stands within a sentence."""
        return self.one_thing.strip().rstrip(".")


@dataclass(frozen=True)
class Evidence:
    """What there is to talk about: everything the observer noted, and no more of the other."""

    observed: str
    coached: str
    purpose: Purpose
    rated: tuple[Rated, ...] = ()
    ticks: Mapping[str, bool] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    in_runs: bool = False
    stop_signs: tuple[str, ...] = ()
    strengths: str = ""
    suggestion: str = ""
    last: Last | None = None
    thresholds: Thresholds = DEFAULTS

    @property
    def scored(self) -> tuple[Rated, ...]:
        """The dimensions with a level; none in a session that is not scored."""
        if not is_scored(self.purpose):
            return ()
        return tuple(one for one in self.rated if one.level is not None)

    @property
    def counts(self) -> Tally | None:
        """The counts, where the purpose lets them be judged and they are enough to say."""
        enough = self.tally.coded >= self.thresholds.min_taps
        return self.tally if enough and is_judged(self.purpose) else None

    @property
    def band(self) -> Band | None:
        """What the ask share is called, where it may be and its interval is clear."""
        if self.counts is None:
            return None
        return band_of(self.counts, self.thresholds, in_runs=self.in_runs)

    def told(self, tick: Tick) -> bool | None:
        """Whether a habit was seen; None where nobody said, or where it must not count."""
        if self.purpose is Purpose.TRAIN and tick in ABOUT_ASKING:
            return None
        return self.ticks.get(tick)
