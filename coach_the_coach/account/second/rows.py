"""What the page of one's second factor shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SecondRow:
    """How one's second factor stands; the secret is there only until it was read into a phone."""

    stage: str = ""
    """`off`, `begun` or `on`; empty while it is not known yet."""
    picture: str = ""
    """A QR code as an address that holds the whole picture, for no other server is asked."""
    secret: str = ""
    """The same for fingers, in groups of four."""
    codes_left: int = 0
