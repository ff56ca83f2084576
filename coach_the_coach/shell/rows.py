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
    coaches: bool = False
    administers: bool = False
    unread: int = 0


@dataclass(frozen=True)
class NextLine:
    """One thing that waits for the reader: a sentence, the word on its button, and where it leads.

    `rank` sorts the rooms' lines into one list: 0 for what others wait for, 1 for what was
    begun or promised, 2 for what is good to do.
    """

    text: str
    action: str
    link: str
    rank: int
    since: str
    """When it began to wait, in ISO 8601: the oldest comes first within its rank."""
