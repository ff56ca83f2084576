"""What the page of the ways in shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WaysRow:
    """How people come in."""

    is_known: bool = False
    with_password: bool = True
    with_provider: bool = False
    since: str = ""
    """Who decided last, and when; empty where nobody did."""
    came_by_provider: bool = False
    """Whether the reader came in by the provider, as whoever switches passwords off has to."""
