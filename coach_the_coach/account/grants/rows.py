"""What the pages about roles show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GrantRow:
    """One role that somebody holds, or will hold."""

    id: str
    name: str
    email: str
    what: str
    """The role and over whom, in words."""
    span: str
    why: str
    """Who gave it and why; empty for what a file gave."""
    mark: str = ""
    """A word about it: for a time, to come, a stand-in; empty for none."""


@dataclass(frozen=True)
class OwnGrantRow:
    """One role of the reader's own, or somebody who takes their place."""

    what: str
    span: str
    why: str
