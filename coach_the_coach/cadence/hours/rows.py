"""What the pages of a time audit show."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class CategoryRow:
    """One category on one day: its words and what is noted."""

    key: str = ""
    word: str = ""
    meaning: str = ""
    noted: str = ""
    is_empty: bool = True
    not_the_job: bool = False


@dataclass(frozen=True)
class DayRow:
    """One of the ten days; `mark` says whether it is noted, begun, open or still to come."""

    key: str = ""
    word: str = ""
    total: str = ""
    state: str = ""
    mark: str = "plain"
    is_open: bool = False
    """Whether it can be noted: it is today or over."""


@dataclass(frozen=True)
class TimePart:
    """One category of the noted days: share 0..100 and its figure in words."""

    word: str = ""
    share: float = 0
    figure: str = ""


@dataclass(frozen=True)
class ShareRow:
    """What the noted days came to; `sentence` says it, or how many days are missing."""

    is_known: bool = False
    share: float = 0
    """0..100, rounded down."""

    figure: str = ""
    sentence: str = ""
    made_of: str = ""
    """Numerator, denominator and period, in words."""

    parts: list[TimePart] = field(default_factory=list)


@dataclass(frozen=True)
class AuditRow:
    """The actor's running audit, with one day of it open."""

    public_id: str = ""
    period: str = ""
    days: list[DayRow] = field(default_factory=list)
    day: str = ""
    """The day that is open, in ISO 8601; empty before the first."""

    day_word: str = ""
    day_total: str = ""
    categories: list[CategoryRow] = field(default_factory=list)
    proposal: str = ""
    """What log and calendar say of that day where it differs; empty for nothing."""

    noted: str = ""
    share: ShareRow = field(default_factory=ShareRow)
    can_close: bool = False
    drops: str = ""


@dataclass(frozen=True)
class PastAudit:
    """An audit that is closed: the result, what was to be dropped, and who agreed."""

    public_id: str = ""
    period: str = ""
    closed: Moment = field(default_factory=Moment)
    share: ShareRow = field(default_factory=ShareRow)
    drops: list[str] = field(default_factory=list)
    agreed: str = ""


@dataclass(frozen=True)
class HoursRow:
    """Everything on the actor's own page: a running audit, if any, and those closed."""

    is_running: bool = False
    starts_next: str = ""
    """The day on which one begun now would start, in words."""

    audit: AuditRow = field(default_factory=AuditRow)
    past: list[PastAudit] = field(default_factory=list)


@dataclass(frozen=True)
class OfferedAudit:
    """A closed audit as the direct leader reads it."""

    public_id: str = ""
    name: str = ""
    first_name: str = ""
    period: str = ""
    share: ShareRow = field(default_factory=ShareRow)
    drops: list[str] = field(default_factory=list)
    is_agreed: bool = False
    agreed: str = ""
