"""What the account page shows of the provider."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LinkRow:
    """Whether one can come in by the organisation, and when one last did."""

    is_on: bool = False
    is_linked: bool = False
    used: str = ""
    can_unlink: bool = False
    """Whether one comes in without it as well."""
