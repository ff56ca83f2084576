"""What every room shows alike: who is signed in, what comes next, which page of a list it is."""

from dataclasses import dataclass

from coach_the_coach.foundation.words import _


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
    assigns: bool = False
    """Whether they put others on paths."""

    certifies: bool = False
    """Whether they may know how others do on their paths."""

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


@dataclass(frozen=True)
class PageRow:
    """Which page of a list is shown: `place` in words, empty where all of it is."""

    place: str = ""
    is_first: bool = True
    is_last: bool = True


def page_row(page: int, *, size: int, shown: int, total: int) -> PageRow:
    """The page of that number, from 0, with so many of at most `size` lines on it."""
    first, last = page * size + 1, page * size + shown
    if page == 0 and last >= total:
        return PageRow()
    place = _("{first} to {last} of {total}").format(first=first, last=last, total=total)
    return PageRow(place, is_first=page == 0, is_last=last >= total)
