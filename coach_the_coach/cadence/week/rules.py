"""A coach's week: when a session is, what may be done to it, and what that counts as. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.cadence.policy.rules import A_DAY
from coach_the_coach.cadence.rules import Blocker, Booked, Move, Status
from coach_the_coach.foundation.when import add_working_days, local_day, month_before
from coach_the_coach.foundation.words import _, _n

HELD_MINUTES: Final = 15
"""Whatever was shorter was not held. Source: docs/method.md#appointments."""

SHORTER: Final = (15, 30)
"""Minutes to which a session can be shortened. Source: docs/method.md#appointments."""

LIMIT: Final = 1
"""Sessions with one rep that may be moved or cancelled in a quarter.

Source: docs/method.md#appointments."""

NEAR: Final = timedelta(days=7)
"""What begins sooner is cancelled with a reason, not removed. Source: docs/method.md#appointments.
"""

UNDONE_WITHIN: Final = timedelta(days=1)
"""How long what was booked by mistake can be removed, however near it is.

Source: docs/method.md#appointments."""

LONGEST_REASON: Final = 120
"""Most characters of a reason. Source: docs/method.md#appointments."""

DOMAIN: Final = "cadence.coach-the-coach"
"""Ends the name of every event; the name must outlive the address of the program."""

STANDS: Final = (Status.BOOKED, Status.HELD)
"""What takes its place in the day."""

COUNTS: Final = (Move.MOVED, Move.CANCELLED, Move.MISSED)
"""What counts towards the limit of a quarter."""

FROM: Final = {
    Move.MOVED: (Status.BOOKED,),
    Move.SHORTENED: (Status.BOOKED,),
    Move.CANCELLED: (Status.BOOKED,),
    Move.MISSED: (Status.BOOKED,),
    Move.REMOVED: (Status.BOOKED,),
    Move.HELD: (Status.BOOKED, Status.CANCELLED),
    Move.REOPENED: (Status.HELD, Status.CANCELLED, Status.REMOVED),
}
"""From where each step is taken. What was cancelled and then held after all was held."""


@dataclass(frozen=True)
class Slot:
    """A stretch of time: from an instant, for so many minutes."""

    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """The instant at which it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


def our_name(public_id: str) -> str:
    """How our own calendar names an appointment."""
    return f"{public_id}@{DOMAIN}"


def instant_of(on: date, clock: time, zone: str) -> datetime:
    """The instant of a time of day in `zone`, in UTC: the same on the clock in summer and winter.

    A time that the clocks leave out is as long after the hour as it says; of one that comes twice
    it is the first.
    """
    return datetime.combine(on, clock, ZoneInfo(zone)).astimezone(UTC)


def overlaps(one: Slot, others: Iterable[Slot]) -> bool:
    """Whether a time runs into one of the others; to begin where another ends is no such thing."""
    return any(one.starts_at < other.ends_at and other.starts_at < one.ends_at for other in others)


def is_unsettled(status: Status, slot: Slot, at: datetime) -> bool:
    """Whether it is over and nobody has said yet what became of it."""
    return status is Status.BOOKED and slot.ends_at <= at


def is_lost(status: Status, *, is_moved: bool) -> bool:
    """Whether an appointment was moved or cancelled; it counts once, however often it was.

    One that was missed stands as cancelled. What stands again, or was taken out, is lost only where
    it was moved. Source: docs/method.md#appointments.
    """
    return is_moved or status is Status.CANCELLED


def is_full(on: date, one_to_ones: Iterable[datetime], zone: str) -> bool:
    """Whether a day in `zone` has as many one-to-ones as a day may."""
    return sum(local_day(one, zone) == on for one in one_to_ones) >= A_DAY


def latest_day(first_at: datetime, zone: str, within_days: int) -> date:
    """The last day to which a session may move: counted from when it was booked first."""
    return add_working_days(local_day(first_at, zone), within_days)


def problems_in_move(
    starts_at: datetime | None, *, first_at: datetime, zone: str, within_days: int, at: datetime
) -> dict[str, str]:
    """What keeps a session from moving there: field to sentence."""
    if starts_at is None:
        return {"starts_at": _("Choose a day and a time.")}
    if starts_at < at:
        return {"starts_at": _("This time is over. Choose one that is still to come.")}
    latest = latest_day(first_at, zone, within_days)
    if local_day(starts_at, zone) <= latest:
        return {}
    words = _n(
        "Your rules say within {n} working day, so by {day}. A short one before that is better.",
        "Your rules say within {n} working days, so by {day}. A short one before that is better.",
        within_days,
    )
    return {"starts_at": words.format(n=within_days, day=f"{latest:%A %-d %B}")}


def problems_in_reason(reason: str) -> dict[str, str]:
    """What is wrong with why a session moves or falls: field to sentence."""
    if not reason.strip():
        return {"reason": _("Say why: choose one of your reasons, or write another.")}
    if len(reason.strip()) > LONGEST_REASON:
        return {
            "reason": _("Shorter, please: at most {n} characters.").format(n=LONGEST_REASON),
        }
    return {}


def is_allowed(reason: str, reasons: Sequence[str]) -> bool:
    """Whether a reason is one of those of the contract; any other is a bypass, and counted."""
    return reason.strip().casefold() in {one.strip().casefold() for one in reasons}


def shorter_than(minutes: int) -> tuple[int, ...]:
    """The lengths to which a session of so many minutes can be shortened."""
    return tuple(one for one in SHORTER if one < minutes)


def is_removable(starts_at: datetime, made_at: datetime | None, at: datetime) -> bool:
    """Whether it can be taken out of the calendar without a reason."""
    return starts_at - at > NEAR or (made_at is not None and at - made_at < UNDONE_WITHIN)


def limit_mark(count: int) -> str:
    """How it stands with what was moved or cancelled in a quarter, as a mark."""
    return "done" if count < LIMIT else "attention" if count == LIMIT else "broken"


def limit_word(count: int) -> str:
    """The same in words."""
    if count < LIMIT:
        return _("None moved or cancelled")
    words = _n("{n} moved or cancelled", "{n} moved or cancelled", count).format(n=count)
    stands = _("the limit") if count == LIMIT else _("over the limit")
    return f"{words}: {stands}"


def booked_word(booked: Booked) -> str:
    """What an appointment is called that is with nobody in particular."""
    return {
        Booked.ONE_TO_ONE: _("One-to-one"),
        Booked.TEAM_PRACTICE: _("Team practice"),
        Booked.BLOCK: _("Protected time"),
    }[booked]


def status_word(status: Status, *, is_over: bool) -> str:
    """How an appointment stands, in a word or two."""
    if status is Status.BOOKED:
        return _("To settle") if is_over else _("Booked")
    return {
        Status.HELD: _("Held"),
        Status.CANCELLED: _("Not held") if is_over else _("Cancelled"),
        Status.REMOVED: _("Removed"),
    }[status]


def status_mark(status: Status, *, is_over: bool) -> str:
    """The same as a mark."""
    if status is Status.BOOKED:
        return "attention" if is_over else "waiting"
    return "done" if status is Status.HELD else "plain"


def minutes_word(minutes: int, booked_minutes: int) -> str:
    """How long, and that it is shorter than it was booked."""
    if minutes >= booked_minutes:
        return _("{n} min").format(n=minutes)
    return _("{n} min, booked as {m}").format(n=minutes, m=booked_minutes)


def left_words(left: int) -> str:
    """How much of a week is still to be settled, as a sentence; empty for nothing."""
    if not left:
        return ""
    return _n("{n} left to settle.", "{n} left to settle.", left).format(n=left)


def logged_words(logged: int) -> str:
    """To settle what the log holds, as a button says it; empty for nothing."""
    if not logged:
        return ""
    words = _n("Settle {n} that is in the log", "Settle {n} that are in the log", logged)
    return words.format(n=logged)


def blocker_word(blocker: Blocker) -> str:
    """What was in the way, as the coach would say it."""
    return {
        Blocker.NO_TIME: _("No time"),
        Blocker.EXPERIENCED: _("They are experienced"),
        Blocker.MICROMANAGE: _("I would micromanage"),
        Blocker.FIGURE_OUT: _("They will figure it out"),
        Blocker.UNCOMFORTABLE: _("It is uncomfortable"),
        Blocker.WHAT_GOOD_IS: _("I do not know what good looks like"),
    }[blocker]


def blocker_counts(now: int, before: int) -> str:
    """How often in this quarter, and in the one before."""
    return _("{now}, and {before} the quarter before").format(now=now, before=before)


def quarter_words(first: date) -> str:
    """A quarter by its first day, as a person says it."""
    last = month_before(first, -2)
    return _("{first} to {last} so far").format(first=f"{first:%B}", last=f"{last:%B %Y}")


def blocker_question(blocker: Blocker) -> str:
    """What to ask oneself about it."""
    return {
        Blocker.NO_TIME: _("Which 30 minutes this week did less for your team? Swap it."),
        Blocker.EXPERIENCED: _("When did you last hear one of their calls?"),
        Blocker.MICROMANAGE: _("You choose the skill, they choose the way. Which skill?"),
        Blocker.FIGURE_OUT: _("By when, and how will you know?"),
        Blocker.UNCOMFORTABLE: _("Open with: may I share one thing I saw?"),
        Blocker.WHAT_GOOD_IS: _("Read what good questions sound like, and take one along."),
    }[blocker]
