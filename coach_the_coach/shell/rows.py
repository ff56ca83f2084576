"""What the frame shows of the person signed in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FrameRow:
    """Who is signed in, which rooms are open to them, and how much they have not read."""

    public_id: str = ""
    name: str = ""
    role: str = ""
    zone: str = "UTC"
    observes: bool = False
    sees_people: bool = False
    administers: bool = False
    unread: int = 0
