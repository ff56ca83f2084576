"""What the page of a week shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class SlotRow:
    """One appointment of the coach's, or a talk, and the one thing to do about it."""

    public_id: str = ""
    title: str = ""
    coached: str = ""
    """Public id of the rep; empty for the team's and for the coach's own."""

    time: str = ""
    lasts: str = ""
    status: str = ""
    status_word: str = ""
    mark: str = "plain"
    note: str = ""
    """What was done to it last, in words; empty for nothing."""

    is_open: bool = False
    is_over: bool = False
    is_logged: bool = False
    """Whether the log holds a session that fits."""

    is_removable: bool = False
    shorter: list[int] = field(default_factory=list)
    starts_local: str = ""
    latest: str = ""
    """The last day to which it may move, in words."""

    log_link: str = ""
    link: str = ""
    """The page of a talk after an observation, which is not settled here; empty for the others."""


@dataclass(frozen=True)
class DayRow:
    """One day with what is booked on it."""

    name: str = ""
    date: str = ""
    is_today: bool = False
    slots: list[SlotRow] = field(default_factory=list)


@dataclass(frozen=True)
class LimitRow:
    """What was moved or cancelled with one rep in this quarter."""

    name: str = ""
    word: str = ""
    mark: str = "done"


@dataclass(frozen=True)
class ReasonRow:
    """One reason of the contract, to choose."""

    value: str = ""
    word: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class WeekRow:
    """A week of the coach's."""

    name: str = ""
    is_current: bool = False
    days: list[DayRow] = field(default_factory=list)
    left: int = 0
    left_words: str = ""
    logged: int = 0
    """How many of those left the log holds already."""

    logged_words: str = ""
    """To settle these, as a button says it; empty for none."""

    limits: list[LimitRow] = field(default_factory=list)
    reasons: list[ReasonRow] = field(default_factory=list)
    zone: str = "UTC"


@dataclass(frozen=True)
class OwnTimeRow:
    """A time at which somebody is coached."""

    coach: str
    title: str
    when: Moment
    lasts: str
    status_word: str
    mark: str
    note: str
