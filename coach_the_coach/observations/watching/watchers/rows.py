"""Who could be asked to watch somebody, as the page shows them."""

from dataclasses import dataclass, field

from coach_the_coach.observations.watching.needs.rows import AskedRow


@dataclass(frozen=True)
class WatcherRow:
    """Somebody who could watch: how free they are or until when they are here, or what is asked."""

    public_id: str = ""
    name: str = ""
    role: str = ""
    note: str = ""
    unpractised: str = ""
    """That they have not practised scoring, where that is wanted; empty else."""

    is_me: bool = False
    asked: AskedRow = field(default_factory=AskedRow)
    """What is under way with them already; without a link nothing is."""


@dataclass(frozen=True)
class WatchersRow:
    """Everybody who could watch somebody, in the three groups they come from."""

    observed_id: str = ""
    observed: str = ""
    title: str = ""
    line: list[WatcherRow] = field(default_factory=list)
    outside: list[WatcherRow] = field(default_factory=list)
    has_more: bool = False
    """Whether more observe than are shown."""

    guests: list[WatcherRow] = field(default_factory=list)
    has_more_guests: bool = False
    lets_in: bool = False
    """Whether the reader may let guests in."""
