"""What the page of the audit log offers to look for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionRow:
    """An action that can be looked for."""

    value: str
    word: str
