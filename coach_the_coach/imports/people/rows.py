"""What a file of people would change or has changed, as it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One line of the file that changes something, in words."""

    line: int
    name: str
    kind: str
    """New, Changed, Moves or Leaves."""
    text: str
    ends_role: bool = False
    """Whether somebody has a role no longer."""


@dataclass(frozen=True)
class ImportReport:
    """What a file does: `added + changed + unchanged` are its lines, moved and ended among them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: int = 0
    """People who were there and answer to somebody else now, or to nobody."""
    ended: int = 0
    """People who were there and are given a last day."""
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """What only they can say who bring the file in; it is asked and stops nothing."""

    @property
    def does_nothing(self) -> bool:
        """Whether everything the file says is so already."""
        return not self.added and not self.changed

    def first(self, most: int) -> tuple[Change, ...]:
        """At most so many of the changes, in their order; of too many, those that end a role."""
        chosen = sorted(self.changes, key=lambda one: not one.ends_role)[:most]
        return tuple(sorted(chosen, key=lambda one: one.line))
