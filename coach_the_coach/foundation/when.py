"""Dates and times as a person says them, in the reader's own zone."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time

from coach_the_coach.foundation.words import _, _n


@dataclass(frozen=True)
class Moment:
    """An instant or a day to be shown: `words` as said, `exact` in full, `at` in ISO 8601."""

    words: str = ""
    exact: str = ""
    at: str = ""


def moment(at: datetime | None, zone: str, now: datetime) -> Moment:
    """The instant as somebody in `zone` says it at `now`; empty for None."""
    if at is None:
        return Moment()
    local, today = at.astimezone(ZoneInfo(zone)), local_day(now, zone)
    clock = format_time(local, "HH:mm", locale="en_GB")
    exact = format_datetime(local, "EEEE d MMMM y, HH:mm zzz", locale="en_GB")
    away = (local.date() - today).days
    if away == 0:
        words = _("Today {time}").format(time=clock)
    elif -7 < away < 7:
        words = f"{said_day(local.date(), today)} {clock}"
    else:
        words = said_day(local.date(), today)
    return Moment(words, exact, local.isoformat(timespec="minutes"))


def appointment(at: datetime, zone: str, now: datetime) -> Moment:
    """As `moment`, but to be kept: what is a week ahead or more has its date and its time."""
    said = moment(at, zone, now)
    local = at.astimezone(ZoneInfo(zone))
    if (local.date() - local_day(now, zone)).days < 7:
        return said
    return replace(said, words=format_datetime(local, "EEE d MMM, HH:mm", locale="en_GB"))


def add_working_days(on: date, days: int) -> date:
    """The day that many working days after `on`, Monday to Friday; zero is `on` itself."""
    weeks, left = divmod(days, 5)
    # From a weekend one counts as from the Friday before it.
    start = on - timedelta(days=max(0, on.weekday() - 4)) if days else on
    over = 2 if start.weekday() + left > 4 and left else 0
    return start + timedelta(weeks=weeks, days=left + over)


def working_day_before(on: date) -> date:
    """The last day before `on` from Monday to Friday."""
    before = on - timedelta(days=1)
    return before - timedelta(days=max(0, before.weekday() - 4))


def begins(on: date, zone: str) -> datetime:
    """The first instant of a day in `zone`, in UTC."""
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)


def month_before(month: date, back: int = 1) -> date:
    """The first day of the month so many months before that of a day; after it for less than 0."""
    years, place = divmod(month.year * 12 + month.month - 1 - back, 12)
    return date(years, place + 1, 1)


def monday_of(on: date) -> date:
    """The Monday of the week of a day."""
    return on - timedelta(days=on.weekday())


def quarter_of(on: date) -> date:
    """The first day of the quarter of a day; `month_before` with 3 or -3 is one before or after."""
    return month_before(on, (on.month - 1) % 3)


def local_day(at: datetime, zone: str) -> date:
    """The day it is in `zone` at the instant."""
    return at.astimezone(ZoneInfo(zone)).date()


def day(on: date | None, today: date) -> Moment:
    """The day as it is said on `today`; empty for None."""
    if on is None:
        return Moment()
    return Moment(
        said_day(on, today), format_date(on, "EEEE d MMMM y", locale="en_GB"), on.isoformat()
    )


def past_day(on: date, today: date) -> Moment:
    """The day of what has been; where the reader is it may not have begun, and is today to them."""
    return day(on, max(on, today))


def said_day(on: date, today: date) -> str:
    """A day near `today` by its name, one further away by how far, one far away by its date."""
    away = (on - today).days
    near = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}
    if away in near:
        return near[away]
    if -7 < away < 7:
        return format_date(on, "EEEE", locale="en_GB")
    if -56 < away < 0:
        weeks = -away // 7
        return _n("{n} week ago", "{n} weeks ago", weeks).format(n=weeks)
    if 0 < away < 56:
        weeks = away // 7
        return _n("in {n} week", "in {n} weeks", weeks).format(n=weeks)
    return format_date(on, "d MMM y", locale="en_GB")


def clock_words(seconds: float | None) -> str:
    """Seconds since the start as minutes and seconds, as in 12:05; empty for None."""
    if seconds is None:
        return ""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
