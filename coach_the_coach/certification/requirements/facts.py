"""What counts about one person, as the rooms that made it say: what requirements measure. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Dated:
    """Something that took place on a day; `subject` is its public id."""

    subject: str
    on: date


@dataclass(frozen=True)
class Logged(Dated):
    """A session in the log; `rep` names the one coached by a number, None for a whole team."""

    rep: int | None = None
    minutes: int = 0
    """Of coaching, without those of a moment just seen."""

    developmental: int = 0
    """Of these, those on a skill whose cycle was open."""

    is_complete: bool = True
    with_manager: bool = False
    """Whether the one coached coaches as well."""


@dataclass(frozen=True)
class Led(Dated):
    """A practice that was led with a team, and how many had a round."""

    rounds: int = 0


@dataclass(frozen=True)
class Observed(Dated):
    """A coaching session that one, two or three observers rated for certification."""

    rep: int = 0
    observers: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    """Who scored it first, where two scored it again for an appeal and theirs counts."""

    leaders: tuple[int, ...] = ()
    """Who led the one observed on that day, nearest first."""

    levels: Mapping[int, Fraction] = field(default_factory=dict)
    """By dimension, the mean of the observers; what nobody observed is not in it."""

    total: Fraction | None = None
    """The score of the whole; None where too little was observed, or it is not scored."""

    stop_signs: int = 0
    is_double: bool = False
    is_waiting: bool = False
    """Whether a second or a third observer has not signed yet."""

    is_closed: bool = False
    """Whether the one observed has not been shown a view of it yet: it counts from the talk on."""

    is_recorded: bool = False
    with_manager: bool = False

    @property
    def outside(self) -> frozenset[int]:
        """The observers from outside the reporting line."""
        return frozenset(self.observers) - frozenset(self.leaders)


@dataclass(frozen=True)
class Tried(Dated):
    """A try at a knowledge check that was sent: right answers of those asked."""

    bank: str = ""
    right: int = 0
    asked: int = 0


@dataclass(frozen=True)
class Used(Dated):
    """A learning unit that was used at work."""

    unit: str = ""


@dataclass(frozen=True)
class KeptMonth:
    """Of one month, from its first day: sessions planned, and those kept."""

    month: date
    planned: int
    kept: int


@dataclass(frozen=True)
class Audited(Dated):
    """Ten points that were sent, and their yeses."""

    yeses: int = 0


@dataclass(frozen=True)
class Closed(Dated):
    """A developmental cycle that was closed, and whether what was agreed was seen."""

    is_shown: bool = False


@dataclass(frozen=True)
class Held(Dated):
    """A certificate of a path, from its first day to its last; None for no end."""

    path: str = ""
    until: date | None = None
    grace_until: date | None = None
    is_resting: bool = False
    """Whether it is suspended just now."""


@dataclass(frozen=True)
class Taken(Dated):
    """Somebody whom one led when they were certified on a path; `who` names them by a number."""

    path: str = ""
    who: int = 0


@dataclass(frozen=True)
class Signed(Dated):
    """What somebody signed for one requirement, with a reason."""

    requirement: str = ""
    by: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Facts:
    """All that counts about one person; each tuple in the order of days, then of subjects."""

    logged: tuple[Logged, ...] = ()
    led: tuple[Led, ...] = ()
    clips: tuple[Dated, ...] = ()
    observed: tuple[Observed, ...] = ()
    tried: tuple[Tried, ...] = ()
    used: tuple[Used, ...] = ()
    kept: tuple[KeptMonth, ...] = ()
    audited: tuple[Audited, ...] = ()
    closed: tuple[Closed, ...] = ()
    held: tuple[Held, ...] = ()
    taken: tuple[Taken, ...] = ()
    signed: tuple[Signed, ...] = ()
    """Of the path that is measured alone."""
    team: frozenset[int] = frozenset()
    """Whom they coach today."""

    coaching: frozenset[int] = frozenset()
    """Those of the team who coach as well."""


@dataclass(frozen=True)
class Span:
    """The days whose evidence counts; what is earlier has aged, what is later is not there yet."""

    since: date
    until: date
    is_ever: bool = False
    """Whether nothing is too old, by a requirement's own days either: to say what has aged."""

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= on <= self.until
