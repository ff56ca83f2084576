"""The only place that reads the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The date now in the time zone named `zone`, as in "Europe/Paris"."""
    return datetime.now(ZoneInfo(zone)).date()
