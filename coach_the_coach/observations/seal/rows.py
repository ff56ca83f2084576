"""How a seal stands, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SealRow:
    """One quiet line; empty words where there is no seal."""

    words: str = ""
    is_broken: bool = False
