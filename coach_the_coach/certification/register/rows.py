"""What is shown of a certificate in the register; nothing of its evidence."""

from dataclasses import dataclass, field

from coach_the_coach.shell.rows import PageRow


@dataclass(frozen=True)
class AwardRow:
    """One certificate."""

    public_id: str
    name: str
    path: str
    kind: str
    since: str
    until: str
    stands: str
    mark: str
    signers: str
    rested: list[str] = field(default_factory=list)
    """Each time it rested that is over, as a sentence; the oldest first."""


@dataclass(frozen=True)
class RegisterRow:
    """One page of the register."""

    lines: list[AwardRow] = field(default_factory=list)
    paging: PageRow = field(default_factory=PageRow)
    total: str = ""
    file: str = ""
    """Where the same is as a file."""
