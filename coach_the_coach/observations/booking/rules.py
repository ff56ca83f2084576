"""When the talk may take place: the times proposed, and what keeps one from being taken."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from coach_the_coach.foundation.when import add_working_days, local_day
from coach_the_coach.foundation.words import _

WITHIN_DAYS: Final = 2
"""Working days after the session within which the talk is proposed.

Source: docs/method.md#booking."""

MINUTES: Final = 15
"""How long a talk takes. Source: docs/method.md#booking."""

FIRST: Final = time(8)
"""No earlier time of day is proposed. Source: docs/method.md#booking."""

LAST: Final = time(17, 45)
"""No later time of day is proposed: the talk is over at six. Source: docs/method.md#booking."""

LATE_TODAY: Final = time(17)
"""The end of a day, as a proposal. Source: docs/method.md#booking."""

TIMES: Final = (time(9), time(14))
"""The morning and the afternoon of a following day. Source: docs/method.md#booking."""

FURTHEST: Final = timedelta(days=31)
"""A talk further ahead than this is a slip of the pen. Source: docs/method.md#booking."""

_QUARTERS: Final = tuple(time(hour, minute) for hour in range(8, 18) for minute in (0, 15, 30, 45))
_SATURDAY: Final = 5


def slots(at: datetime, zone: str, other: str = "") -> tuple[datetime, ...]:
    """Times to propose at the instant `at`, in order: today, then two a day on two working days.

    They lie in the hours of `zone`, and of `other` too where any do; in UTC.
    """
    usual, suiting = [*_today(at, zone)], [*_today(at, zone)]
    for day in _days_after(at, zone):
        usual += (own := [_on(day, one, zone) for one in TIMES])
        if not any(_in_hours(one, other) for one in own):
            suited = (_on(day, one, zone) for one in _QUARTERS)
            own = [one for one in suited if _in_hours(one, other)][:1]
        suiting += own
    return tuple(one for one in suiting if _in_hours(one, other)) or tuple(usual)


def is_late(starts_at: datetime, at: datetime, zone: str) -> bool:
    """Whether a time lies after the working days proposed at `at`."""
    return local_day(starts_at, zone) > add_working_days(local_day(at, zone), WITHIN_DAYS)


def said_time(starts_at: datetime, zone: str) -> str:
    """A time as a notice says it, which may be read days later."""
    local = starts_at.astimezone(ZoneInfo(zone))
    return format_datetime(local, "EEEE d MMMM, HH:mm", locale="en_GB")


def problems_in_booking(starts_at: datetime | None, *, at: datetime) -> dict[str, str]:
    """What keeps a time from being taken for the talk at the instant `at`: field to sentence."""
    if starts_at is None:
        return {"starts_at": _("Choose a day and a time.")}
    if starts_at < at:
        return {"starts_at": _("This time is over. Choose one that is still to come.")}
    if starts_at - at > FURTHEST:
        return {"starts_at": _("This is more than a month away. Check the date.")}
    return {}


def _today(at: datetime, zone: str) -> Iterator[datetime]:
    """In an hour and at the end of the day, on a working day that is not over; else nothing."""
    today = local_day(at, zone)
    soon = at.astimezone(ZoneInfo(zone)) + timedelta(hours=1)
    soon += timedelta(minutes=-soon.minute % 15)
    soon = max(soon.replace(second=0, microsecond=0).astimezone(UTC), _on(today, FIRST, zone))
    for one in sorted({soon, _on(today, LATE_TODAY, zone)}):
        if soon <= one <= _on(today, LAST, zone) and today.weekday() < _SATURDAY:
            yield one


def _days_after(at: datetime, zone: str) -> list[date]:
    """The working days that follow, as far as a talk is proposed."""
    return [add_working_days(local_day(at, zone), 1 + days) for days in range(WITHIN_DAYS)]


def _in_hours(one: datetime, zone: str) -> bool:
    """Whether that is a time to propose to somebody in `zone`; every time is where it is empty."""
    if not zone:
        return True
    local = one.astimezone(ZoneInfo(zone))
    return local.weekday() < _SATURDAY and FIRST <= local.time() <= LAST


def _on(day: date, hour: time, zone: str) -> datetime:
    """A local time of a day, in UTC."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)
