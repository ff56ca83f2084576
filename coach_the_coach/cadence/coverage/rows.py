"""Who coaches whom, and how the last days were shared out."""

from dataclasses import dataclass, field

from coach_the_coach.shell.rows import PageRow


@dataclass(frozen=True)
class RepCoach:
    """A rep and who coaches them; `note` says why nobody does."""

    public_id: str = ""
    name: str = ""
    team: str = ""
    coach: str = ""
    kind: str = ""
    note: str = ""
    link: str = ""
    """Where one says who coaches them; empty where that is not the reader's to say."""


@dataclass(frozen=True)
class RepMinutes:
    """A rep, to whom they report, and the minutes of the last 30 days as a bar of 0..100."""

    name: str = ""
    manager: str = ""
    share: int = 0
    spent: str = ""
    is_left_out: bool = False


@dataclass(frozen=True)
class RepCoaches:
    """A page of reps by name, with who coaches them."""

    lines: list[RepCoach] = field(default_factory=list)
    page: PageRow = field(default_factory=PageRow)


@dataclass(frozen=True)
class RepsMinutes:
    """A page of reps by the name of whom they report to, then their own."""

    lines: list[RepMinutes] = field(default_factory=list)
    page: PageRow = field(default_factory=PageRow)
