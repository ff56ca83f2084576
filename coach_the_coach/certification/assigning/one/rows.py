"""What is shown of the paths that somebody was put on; nothing of how they do."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class OnPathRow:
    """One path that somebody is on, or was."""

    public_id: str
    title: str
    about: str
    """Since when and by whom."""

    due_words: str
    due_on: str
    """As a form says it."""

    ended: str = ""
    """When, by whom and why they were taken off; empty while they are on it."""

    again_link: str = ""
    """Where they can be put on it again; empty where they are on it."""


@dataclass(frozen=True)
class OnPathsRow:
    """Somebody and their paths."""

    public_id: str = ""
    name: str = ""
    role: str = ""
    assign_link: str = ""
    paths: list[OnPathRow] = field(default_factory=list)
