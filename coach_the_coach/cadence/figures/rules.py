"""Every figure of a coach: one rule each, from what months came to. Pure.

Each is exact: a number out of another. What nobody knows is None, and never nought.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from coach_the_coach.cadence.hours.rules import band, band_word
from coach_the_coach.foundation.words import _, _n

WEEK: Final = timedelta(days=7)

LEAST_WANTED: Final = 8
"""Fewer sessions wanted than this are shown as a count, and trigger nothing.

Source: docs/method.md#kept-rate.
"""

MONTHS: Final = 3
"""Months over which figures are counted together, the running one among them.

Source: docs/method.md#figures-of-coaching.
"""

MONTHS_SHOWN: Final = 12
"""Months that are shown one by one, the running one among them.

Source: docs/method.md#figures-of-coaching.
"""


class Month(NamedTuple):
    """What a month came to, or several together; every number counts something.

    Thousands are made for one page, and a tuple is made ten times as fast as a dataclass.
    """

    reps: int = 0
    reps_coached: int = 0
    due: int = 0
    wanted: int = 0
    held: int = 0
    shortened: int = 0
    moved: int = 0
    cancelled: int = 0
    bypassed: int = 0
    entries: int = 0
    planned_entries: int = 0
    complete_entries: int = 0
    sessions: int = 0
    coaching_minutes: int = 0
    developmental: int = 0
    tactical: int = 0
    strategic: int = 0
    opportunistic: int = 0
    status: int = 0
    practice_weeks: int = 0
    contracted_minutes: int = 0
    taken: int = 0
    not_quite: int = 0
    asked_for: int = 0


COUNTED: Final = Month._fields
"""The names of what is counted."""


@dataclass(frozen=True)
class Figure:
    """One number out of another; `share` is None where the other is nought or too small."""

    part: int
    of: int
    least: int = 1

    @property
    def share(self) -> Fraction | None:
        """The share, 0 and up; None where there are too few to say."""
        return Fraction(self.part, self.of) if self.of >= max(1, self.least) else None


def together(months: Iterable[Month]) -> Month:
    """Several months of one coach or of many as one."""
    return Month(*map(sum, zip(*months, strict=True)))


def kept_rate(month: Month) -> Figure:
    """Sessions held out of the larger of booked and due, rep by rep."""
    return Figure(month.held, month.wanted, least=LEAST_WANTED)


def shortened(month: Month) -> Figure:
    """Sessions shorter than booked out of those held."""
    return Figure(month.shortened, month.held, least=LEAST_WANTED)


def coaching_share(month: Month) -> Figure:
    """Minutes of coaching out of those contracted."""
    return Figure(month.coaching_minutes, month.contracted_minutes)


def developmental_share(month: Month) -> Figure:
    """Developmental minutes tied to an open cycle out of coaching without the opportunistic."""
    return Figure(month.developmental, month.coaching_minutes - month.opportunistic)


def planned_share(month: Month) -> Figure:
    """Sessions that were planned out of those in the log."""
    return Figure(month.planned_entries, month.entries)


def log_completeness(month: Month) -> Figure:
    """Sessions whose log says all five things out of those that took place."""
    return Figure(month.complete_entries, month.sessions)


def coverage(month: Month) -> Figure:
    """Reps with a session out of the reps of the team, month by month."""
    return Figure(month.reps_coached, month.reps)


def answers(month: Month) -> Figure:
    """Answers "not quite" out of all answers; a count, and never a mark."""
    return Figure(month.not_quite, month.taken + month.not_quite, least=_NEVER)


def requests(month: Month) -> Figure:
    """How often reps asked for a quarter of an hour; good news, out of nothing."""
    return Figure(month.asked_for, 0)


_NEVER: Final = 10**9
"""So many that no share of it is ever said."""


@dataclass(frozen=True)
class Definition:
    """How a figure is made."""

    key: str
    name: str
    part: str
    of: str
    """Out of what; empty for a count."""

    period: str
    source: str
    """The section of docs/method.md that says where it comes from."""

    is_leading: bool
    """Whether it can be acted on before results show."""

    basis: str
    """Whether it is a proposal, or where it was read."""

    note: str


def _three() -> str:
    return _n(
        "The last {n} month, and each month by itself",
        "The last {n} months together, the running one so far, and each month by itself",
        MONTHS,
    ).format(n=MONTHS)


MADE: Final[Mapping[str, Definition]] = {
    one.key: one
    for one in (
        Definition(
            key="kept",
            name=_("Kept rate"),
            part=_("one-to-ones held in the week for which they were booked first"),
            of=_("with each rep the larger of what was booked and what was due by the rhythm"),
            period=_three(),
            source="kept-rate",
            is_leading=True,
            basis=_("Proposal"),
            note=_(
                "Held is at least 15 minutes and in the log; a day with a rep counts once. What "
                "was not booked makes up for what was due and not booked, and for nothing else. "
                "Taking a session out of its week in that week changes nothing. A week counts once "
                "it is over, from the week on after the one in which anybody in the house first "
                "logged or booked anything. Of fewer than 8 there is no share."
            ),
        ),
        Definition(
            key="shortened",
            name=_("Shortened"),
            part=_("of the one-to-ones held, those under 80 % of the minutes booked"),
            of=_("one-to-ones held"),
            period=_three(),
            source="kept-rate",
            is_leading=True,
            basis=_("Proposal"),
            note=_("They count as held: a short one is better than none."),
        ),
        Definition(
            key="coaching",
            name=_("Coaching share"),
            part=_("minutes in the log to coach or to train, and practice of the team"),
            of=_("contracted minutes of the working days, up to today"),
            period=_three(),
            source="coaching-share",
            is_leading=True,
            basis=_("Claimed: 25 to 40 % is said to be best, most are said to be under 10 %"),
            note=_(
                "Holidays are not known here and count as working days. Minutes and working days "
                "count from the day on which anybody in the house first logged or booked anything."
            ),
        ),
        Definition(
            key="developmental",
            name=_("Developmental share"),
            part=_("developmental minutes of coaching on a cycle that was open with that rep"),
            of=_("minutes of coaching without the opportunistic ones"),
            period=_three(),
            source="developmental-share",
            is_leading=True,
            basis=_("Proposal"),
            note=_(
                "Minutes that are tied to no open cycle stay in what it is divided by, and so does "
                "practice of the team."
            ),
        ),
        Definition(
            key="planned",
            name=_("Planned share"),
            part=_("sessions in the log that were planned"),
            of=_("sessions in the log"),
            period=_three(),
            source="planned-share",
            is_leading=True,
            basis=_("Proposal"),
            note=_("An open door is good, and is no plan."),
        ),
        Definition(
            key="complete",
            name=_("Log completeness"),
            part=_("sessions whose log says date, rep, focus, feedback and next step"),
            of=_("sessions that took place: in the log, or ticked as held"),
            period=_three(),
            source="log-completeness",
            is_leading=True,
            basis=_("Proposal"),
            note=_("What is in no log and was never ticked is not known here."),
        ),
        Definition(
            key="coverage",
            name=_("Coverage"),
            part=_("reps with a session of at least 15 minutes in a month"),
            of=_("reps in the team at the end of that month"),
            period=_three(),
            source="coverage-over-reps",
            is_leading=True,
            basis=_("Proposal"),
            note=_("Over several months it counts each rep in each month."),
        ),
        Definition(
            key="streak",
            name=_("Practice streak"),
            part=_("weeks in a row with a practice of the team"),
            of="",
            period=_("Back from the running week"),
            source="practice-weeks",
            is_leading=True,
            basis=_("Proposal"),
            note=_(
                "The running week counts once a practice was held in it, and breaks nothing before "
                "it is over."
            ),
        ),
        Definition(
            key="answers",
            name=_("Answers to the next step"),
            part=_("answers of reps that they took something else away"),
            of=_("answers of reps"),
            period=_three(),
            source="answers-of-reps",
            is_leading=True,
            basis=_("Proposal"),
            note=_("A count for the two to talk about, and never a mark against either."),
        ),
        Definition(
            key="requests",
            name=_("Asked for"),
            part=_("times somebody they coach asked for a quarter of an hour"),
            of="",
            period=_three(),
            source="answers-of-reps",
            is_leading=True,
            basis=_("Proposal"),
            note=_("Good news: they ask who find it worth their time."),
        ),
    )
}
"""How every figure is made, by its key, in the order in which they are shown."""

RULES: Final[Mapping[str, Callable[[Month], Figure]]] = {
    "kept": kept_rate,
    "shortened": shortened,
    "coaching": coaching_share,
    "developmental": developmental_share,
    "planned": planned_share,
    "complete": log_completeness,
    "coverage": coverage,
    "answers": answers,
    "requests": requests,
}
"""The one rule of each figure that is made of counts; that of the streak is the practice's own."""


def per_cent(share: Fraction | None) -> str:
    """A share as a percentage, rounded down; empty where there is none."""
    return "" if share is None else f"{share.numerator * 100 // share.denominator}\u00a0%"


def band_words(share: Fraction | None) -> str:
    """Which band a coaching share is in, in words; empty where there is none."""
    return "" if share is None else _("band: {band}").format(band=band_word(band(share)))
