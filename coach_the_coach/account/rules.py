"""What one may choose of one's own account. Pure."""

from typing import Final
from zoneinfo import available_timezones

REGIONS: Final = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
"""How the zones begin that are named by a place; others are old names, or offsets."""

ZONES: Final = (
    *sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS),
    "UTC",
)
"""The time zones that are offered."""


def other_zone(zone: str) -> str:
    """The zone, where it is none of those offered and yet somebody's; else empty."""
    return "" if zone in ZONES else zone
