"""What can become evidence in one press."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OfferRow:
    """Something noted, said or tapped: its words, its moment, who spoke, and of what sort it is."""

    id: str = ""
    text: str = ""
    moment: str = ""
    speaker: str = ""
    sort: str = ""
    """`note`, `turn`, or for a tap the side that it counts for."""
