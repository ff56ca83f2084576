"""When a draft counts as abandoned, and when its author is told. Pure."""

from datetime import datetime, timedelta
from typing import Final

TOLD_BEFORE: Final = timedelta(days=14)
"""How long before an abandoned draft goes its author is told. Source: docs/method.md#retention."""

TRIES_KEPT: Final = timedelta(days=30)
"""How long it is kept that somebody tried in vain. Source: docs/method.md#retention."""

TABS_KEPT: Final = timedelta(days=1)
"""How long the open pages of a sign-in are kept, which ends sooner.

Source: docs/method.md#retention.
"""

BATCH: Final = 2000
"""Rows of a class that one run lets go of. Source: docs/method.md#retention."""

PEOPLE: Final = 20
"""People who left that one run erases. Source: docs/method.md#retention."""

ERASES_LEFT: Final = "erase-left"
"""The kind of job that erases one who left."""


def erases_left(public_id: str, at: datetime) -> str:
    """The key of the job that erases this person on this day."""
    return f"{ERASES_LEFT}:{public_id}:{at:%Y-%m-%d}"


def cutoff(days: int, at: datetime) -> datetime | None:
    """What is older than this goes; None where it is kept for good."""
    return at - timedelta(days=days) if days else None


def told_from(days: int, at: datetime) -> datetime | None:
    """The author of a draft untouched since before this is told; None where drafts stay."""
    before = cutoff(days, at)
    return min(before + TOLD_BEFORE, at) if before else None
