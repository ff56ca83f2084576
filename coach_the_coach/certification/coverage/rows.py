"""What a leader is shown of those on a path: states, dates, what helps; no word of evidence."""

from dataclasses import dataclass, field

from coach_the_coach.shell.rows import PageRow


@dataclass(frozen=True)
class CountRow:
    """One number, and where its list is."""

    which: str
    word: str
    mark: str
    count: int
    link: str


@dataclass(frozen=True)
class PathCoverRow:
    """How far those one leads are on one path."""

    path_key: str
    title: str
    certified: int
    total: int
    figure: str
    """The two of them."""

    share: str
    of: str
    """Who counts, in words."""

    counts: list[CountRow] = field(default_factory=list)


@dataclass(frozen=True)
class CoveredRow:
    """One person on a list."""

    public_id: str
    link: str
    name: str
    role: str
    state: str
    mark: str
    met: str
    """What is met of what is asked; empty for who is not on the path."""

    when: str
    """The day that matters, in words."""

    helps: str
    by: str


@dataclass(frozen=True)
class CoverListRow:
    """One list, a page of it."""

    path_key: str = ""
    which: str = ""
    title: str = ""
    assign_link: str = ""
    """Where those who are not on the path can be put on it; empty for other lists."""

    lines: list[CoveredRow] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)
