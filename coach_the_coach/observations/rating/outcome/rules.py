"""Asks and tells over the time of a talk, as they are stored. Pure."""

from collections.abc import Sequence

from coach_the_coach.observations.tally.rules import Code, timeline


def strip_of(moments: Sequence[tuple[float, Code]], *, seconds: float) -> list[list[int]] | None:
    """Asks and tells in equal stretches of a talk of `seconds`; None where no times are known."""
    if not moments:
        return None
    return [[bar.asks, bar.tells] for bar in timeline(moments, seconds=seconds).bars]
