"""Eight categories of time, what is the job, and what share of two weeks was coaching."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from coach_the_coach.cadence.rules import Booked, Category
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.foundation.when import add_working_days
from coach_the_coach.foundation.words import _, _n

DAYS: Final = 10
"""Working days of a time audit. Source: docs/method.md#time-audit."""

ENOUGH_DAYS: Final = 8
"""Fewer noted days than this and nothing is said of shares. Source: docs/method.md#time-audit."""

LEAST_OF_A_DAY: Final = 240
"""Minutes from which a day counts as noted. Source: docs/method.md#time-audit."""

MOST_OF_A_DAY: Final = 960
"""Minutes of a day at most. Source: docs/method.md#time-audit."""

STEPS: Final = (-15, 15, 30, 60)
"""Minutes of one tap. Source: docs/method.md#time-audit."""

MOST_DROPS: Final = 10
"""Lines of what will be dropped, at most. Source: docs/method.md#time-audit."""

DROP_LENGTH: Final = 160
"""Characters of such a line. Source: docs/method.md#text-lengths."""

COACHING: Final = frozenset({Category.COACHING, Category.TRAINING})
"""What counts as coaching. Source: docs/method.md#time-audit."""

NOT_THE_JOB: Final = frozenset({Category.REPORTS, Category.MEETINGS, Category.CRM})
"""What is not the job. Source: docs/method.md#time-audit."""


class TimeBand(StrEnum):
    """How much of the time was coaching."""

    HARDLY = "hardly"
    SOME = "some"
    GOOD = "good"
    MOST = "most"


BANDS: Final = (
    (Fraction(40, 100), TimeBand.MOST),
    (Fraction(25, 100), TimeBand.GOOD),
    (Fraction(10, 100), TimeBand.SOME),
    (Fraction(0), TimeBand.HARDLY),
)
"""From which share each band begins, that share among them. Source: docs/method.md#time-audit."""


@dataclass(frozen=True)
class Held:
    """A session of a day in the log; `with_id` is None for the whole team."""

    on: date
    form: Form
    purpose: Purpose
    minutes: int
    with_id: int | None


@dataclass(frozen=True)
class Planned:
    """An appointment of a day of which the log has nothing; `with_id` is None for no single one."""

    on: date
    booked: Booked
    minutes: int
    with_id: int | None


@dataclass(frozen=True)
class Share:
    """Minutes of coaching among all minutes of the noted days."""

    coaching: int
    minutes: int
    days: int

    @property
    def missing(self) -> int:
        """How many more days must be noted before a share is said."""
        return max(0, ENOUGH_DAYS - self.days)

    @property
    def share(self) -> Fraction | None:
        """Coaching among everything, 0..1; None while days are missing."""
        return None if self.missing or not self.minutes else Fraction(self.coaching, self.minutes)


def days_of(starts_on: date) -> list[date]:
    """The working days of an audit."""
    first = first_day(starts_on)
    return [add_working_days(first, place) for place in range(DAYS)]


def first_day(on: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return on + timedelta(days=7 - on.weekday()) if on.weekday() > 4 else on


def noted_days(minutes: Mapping[tuple[date, Category], int]) -> set[date]:
    """The days of which enough was noted."""
    totals: dict[date, int] = {}
    for (on, _category), noted in minutes.items():
        totals[on] = totals.get(on, 0) + noted
    return {on for on, total in totals.items() if total >= LEAST_OF_A_DAY}


def coaching_share(minutes: Mapping[tuple[date, Category], int]) -> Share:
    """What the noted days came to; what stands on other days is left out on both sides."""
    noted = noted_days(minutes)
    counted = {key: value for key, value in minutes.items() if key[0] in noted}
    coaching = sum(value for (_on, category), value in counted.items() if category in COACHING)
    return Share(coaching, sum(counted.values()), len(noted))


def totals(minutes: Mapping[tuple[date, Category], int]) -> dict[Category, int]:
    """Minutes of the noted days by category, every category named."""
    noted = noted_days(minutes)
    return {
        category: sum(
            value for (on, one), value in minutes.items() if one is category and on in noted
        )
        for category in Category
    }


def band(share: Fraction) -> TimeBand:
    """The band of a share, 0..1."""
    return next(one for least, one in BANDS if share >= least)


def proposals(held: Iterable[Held], planned: Iterable[Planned]) -> dict[tuple[date, Category], int]:
    """Minutes of coaching and training that log and calendar know of, by day and category.

    What is booked counts where the log has no session with the same on that day. Sessions to
    inspect or to celebrate are not proposed: whoever notes the day says where they belong.
    """
    found: dict[tuple[date, Category], int] = {}
    logged: set[tuple[date, int | None]] = set()
    for one in held:
        logged.add((one.on, one.with_id))
        if category := _category_of(one):
            key = (one.on, category)
            found[key] = found.get(key, 0) + one.minutes
    for other in planned:
        if other.booked is not Booked.BLOCK and (other.on, other.with_id) in logged:
            continue
        practice = other.booked is Booked.TEAM_PRACTICE
        key = (other.on, Category.TRAINING if practice else Category.COACHING)
        found[key] = found.get(key, 0) + other.minutes
    return {key: min(minutes, MOST_OF_A_DAY) for key, minutes in found.items()}


def drops_in(text: str) -> list[str]:
    """The lines of what will be dropped, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def problems_in_drops(text: str) -> dict[str, str]:
    """What is wrong with the list of what will be dropped: field to sentence."""
    lines = drops_in(text)
    if len(lines) > MOST_DROPS:
        return {"drops": _("At most {n} lines.").format(n=MOST_DROPS)}
    if any(len(line) > DROP_LENGTH for line in lines):
        return {"drops": _("At most {n} characters in a line.").format(n=DROP_LENGTH)}
    return {}


def problems_in_closing(share: Share, text: str) -> dict[str, str]:
    """What keeps an audit from being closed: field to sentence."""
    problems = problems_in_drops(text)
    if share.missing:
        problems["days"] = missing_words(share.missing)
    if not drops_in(text):
        problems["drops"] = _("Name at least one thing that you will drop or hand on.")
    return problems


def missing_words(days: int) -> str:
    """How many days must still be noted."""
    return _n(
        "{n} more day is needed before a share can be said.",
        "{n} more days are needed before a share can be said.",
        days,
    ).format(n=days)


def category_word(category: Category) -> str:
    """The category in a word or two."""
    return {
        Category.COACHING: _("Coaching"),
        Category.TRAINING: _("Training and practice"),
        Category.TEAM: _("Deciding with the team"),
        Category.SELLING: _("Selling myself"),
        Category.REPORTS: _("Reports"),
        Category.MEETINGS: _("Meetings"),
        Category.CRM: _("CRM and admin"),
        Category.OTHER: _("Everything else"),
    }[category]


def category_meaning(category: Category) -> str:
    """The category in one line."""
    return {
        Category.COACHING: _("One-to-ones, call reviews, listening to calls, getting ready for it"),
        Category.TRAINING: _("Showing how, team practice, onboarding"),
        Category.TEAM: _("Team meetings and reviews in which something is decided"),
        Category.SELLING: _("Customer calls taken over, deals of one's own"),
        Category.REPORTS: _("Slides, numbers and forecasts made for others"),
        Category.MEETINGS: _("Meetings that would have gone on without you"),
        Category.CRM: _("Updating fields, chasing updates, approvals"),
        Category.OTHER: _("Mail, hiring, travel, breaks you count as work"),
    }[category]


def band_word(one: TimeBand) -> str:
    """The band in words."""
    return {
        TimeBand.HARDLY: _("under 10\u00a0%"),
        TimeBand.SOME: _("10 to 25\u00a0%"),
        TimeBand.GOOD: _("25 to 40\u00a0%"),
        TimeBand.MOST: _("40\u00a0% or more"),
    }[one]


def duration_words(minutes: int) -> str:
    """Minutes as hours and minutes: 45 min, 6 h, 6 h 30."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes}\u00a0min").format(minutes=rest)
    if not rest:
        return _("{hours}\u00a0h").format(hours=hours)
    return _("{hours}\u00a0h\u00a0{minutes}").format(hours=hours, minutes=rest)


def _category_of(one: Held) -> Category | None:
    if one.form is Form.TEAM_PRACTICE or one.purpose is Purpose.TRAIN:
        return Category.TRAINING
    return Category.COACHING if one.purpose is Purpose.COACH else None
