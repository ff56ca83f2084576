"""Letters: what each one says, and the hours in which none arrives. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from coach_the_coach.foundation.when import local_day, working_day_before
from coach_the_coach.foundation.words import _

QUIET_FROM: Final = 20 * 60
"""Minute of the day from which nobody gets a letter. Source: docs/method.md#letters."""

QUIET_UNTIL: Final = 7 * 60
"""Minute of the day until which nobody gets a letter. Source: docs/method.md#letters."""

STALE_AFTER: Final = timedelta(days=5)
"""How long a letter that could not go is tried; then it is no news. Source: docs/method.md#letters.
"""

REMIND_AFTER: Final = timedelta(days=1)
"""When somebody is reminded of a thing that waits for them. Source: docs/method.md#letters."""

EVE: Final = time(15, 0)
"""When one is told what the next working day brings. Source: docs/method.md#letters."""

LONGEST_KEY: Final = 110
"""Characters of the key of a letter. Source: docs/method.md#letters."""

MINUTES: Final = 24 * 60
"""Minutes of a day. Source: arithmetic."""


OFF: Final = "/mail/off/{token}"
"""Where somebody has no more letters, without signing in."""


class Letter(StrEnum):
    """What a letter is about; its words are all that it says."""

    HANDED_OVER = "handed_over"
    RATE_YOURSELF = "rate_yourself"
    PLEASE_AGREE = "please_agree"
    WATCHING_TOMORROW = "watching_tomorrow"
    ASKED_TO_WATCH = "asked_to_watch"
    SESSION_PROPOSED = "session_proposed"
    WATCHING_AGREED = "watching_agreed"
    WATCHING_DECLINED = "watching_declined"
    WATCHING_MOVED = "watching_moved"
    WATCHING_CANCELLED = "watching_cancelled"
    PATH_DAY = "path_day"
    PATHS_OF_TEAM = "paths_of_team"
    PLEASE_DECIDE = "please_decide"
    DECIDED = "decided"


@dataclass(frozen=True)
class Invitation:
    """A calendar part of a letter: `text` is iCalendar, `method` REQUEST or CANCEL as in it."""

    method: str
    text: str


@dataclass(frozen=True)
class Wording:
    """What a letter says: its subject, one or two sentences, and the words of its link."""

    subject: str
    text: str
    link: str


@dataclass(frozen=True)
class QuietHours:
    """When somebody gets no letter: minutes of their day, and whether on weekends at all."""

    start: int = QUIET_FROM
    end: int = QUIET_UNTIL
    weekends: bool = True


STANDS_WHEN_READ: Final = frozenset({Letter.RATE_YOURSELF, Letter.WATCHING_TOMORROW})
"""Letters that remind, and so go also where the thing was read in the app."""


def off_path(token: str) -> str:
    """Where the person of this token has no more letters."""
    return OFF.format(token=token)


def wording(letter: Letter) -> Wording:
    """What a letter says: that something is there, never what it holds, and nobody's name."""
    return _wordings()[letter]


def _wordings() -> Mapping[Letter, Wording]:
    """The words of every letter."""
    return {
        Letter.HANDED_OVER: Wording(
            _("An observation is handed over to you"),
            _("You were observed, and the observation is signed. The next step is yours."),
            _("Open it"),
        ),
        Letter.RATE_YOURSELF: Wording(
            _("Your own view is still missing"),
            _("Your talk begins with how you saw the session yourself. It takes a few minutes."),
            _("Give your own view"),
        ),
        Letter.PLEASE_AGREE: Wording(
            _("Please sign what you agreed"),
            _("The other of you has signed what came of your talk. Your signature completes it."),
            _("Read and sign"),
        ),
        Letter.WATCHING_TOMORROW: Wording(
            _("Something is planned for your next working day"),
            _("A coaching session or a talk of yours comes next. See when and with whom."),
            _("See what is planned"),
        ),
        Letter.ASKED_TO_WATCH: Wording(
            _("Somebody asks to watch a session"),
            _("You are asked for a coaching session that can be watched. Please answer."),
            _("Answer"),
        ),
        Letter.SESSION_PROPOSED: Wording(
            _("A session is proposed to you"),
            _("A time is proposed for a coaching session to be watched. Agree, or say why not."),
            _("Answer"),
        ),
        Letter.WATCHING_AGREED: Wording(
            _("A session to watch is agreed"),
            _("Both have agreed that a coaching session will be watched."),
            _("See when"),
        ),
        Letter.WATCHING_DECLINED: Wording(
            _("A session to watch was declined"),
            _("It does not work out this time. You find the reason there."),
            _("See why"),
        ),
        Letter.WATCHING_MOVED: Wording(
            _("A session to watch has moved"),
            _("A coaching session that will be watched has another time."),
            _("See when"),
        ),
        Letter.WATCHING_CANCELLED: Wording(
            _("A session to watch is called off"),
            _("A coaching session that would have been watched is called off."),
            _("Open it"),
        ),
        Letter.PATH_DAY: Wording(
            _("A day on your path comes near"),
            _("A path of yours has a day that comes near. See what is still to come."),
            _("Open your path"),
        ),
        Letter.PATHS_OF_TEAM: Wording(
            _("A day comes near for people you lead"),
            _("On a path of somebody you lead a day comes near. See who needs you."),
            _("See who"),
        ),
        Letter.PLEASE_DECIDE: Wording(
            _("A decision about a certificate waits for you"),
            _("Somebody asks for a decision in which you take part. Please look at it."),
            _("Open it"),
        ),
        Letter.DECIDED: Wording(
            _("A decision about your certificate is there"),
            _("Something about your certification path was decided. You find all of it there."),
            _("Open it"),
        ),
    }


def first_loud(at: datetime, quiet: QuietHours, zone: str) -> datetime:
    """The first instant from `at` on at which a letter may arrive, in the hours of `zone`."""
    # A night, a weekend, a night again: more ends of quiet never follow each other.
    for _end in range(6):
        end = _end_of_quiet(at, quiet, zone)
        if end is None:
            return at
        at = end
    return at


def _end_of_quiet(at: datetime, quiet: QuietHours, zone: str) -> datetime | None:
    """When the quiet that reigns at an instant ends; None where none does."""
    local = at.astimezone(ZoneInfo(zone))
    if quiet.weekends and local.weekday() > 4:
        return _instant(local.date() + timedelta(days=7 - local.weekday()), 0, zone, at)
    minute, over_night = local.hour * 60 + local.minute, quiet.start > quiet.end
    if over_night and minute >= quiet.start:
        return _instant(local.date() + timedelta(days=1), quiet.end, zone, at)
    begun = over_night or minute >= quiet.start
    return _instant(local.date(), quiet.end, zone, at) if begun and minute < quiet.end else None


def _instant(on: date, minute: int, zone: str, after: datetime) -> datetime:
    """The instant at which clocks in `zone` show this; of an hour that comes twice, after `after`.

    An hour that a change of clocks leaves out is the one that follows it.
    """
    local = datetime.combine(on, time(minute // 60, minute % 60), ZoneInfo(zone))
    first = local.astimezone(after.tzinfo)
    return first if first > after else local.replace(fold=1).astimezone(after.tzinfo)


def eve_of(starts_at: datetime, zone: str) -> datetime:
    """When to tell of something at `starts_at`: the afternoon of the working day before it."""
    day = working_day_before(local_day(starts_at, zone))
    return datetime.combine(day, EVE, ZoneInfo(zone)).astimezone(starts_at.tzinfo)


def minute_of(clock: str) -> int | None:
    """The minute of the day that a clock shows, as in 07:30; None for what is no time of day."""
    hours, colon, minutes = clock.partition(":")
    plain = hours + minutes
    if not (colon and plain.isascii() and plain.isdecimal() and len(hours) == len(minutes) == 2):
        return None
    found = int(hours) * 60 + int(minutes)
    return found if int(minutes) < 60 and found < MINUTES else None


def clock_of(minute: int) -> str:
    """The minute of the day as a clock shows it, as in 07:30."""
    return f"{minute // 60:02}:{minute % 60:02}"
