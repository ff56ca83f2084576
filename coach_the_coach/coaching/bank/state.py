"""What somebody looks for in the question bank."""

from typing import Final

from coach_the_coach.coaching.bank import queries
from coach_the_coach.coaching.bank.rows import QuestionRow, ShelfRow
from coach_the_coach.coaching.bank.rules import LONGEST_SEARCH
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

SHELVES: Final[list[ShelfRow]] = queries.shelves()
"""Everything in the bank: the same for everybody, so it is part of the page."""


class BankState(RoomState):
    """A search, or a group looked at, and what it brought."""

    search: str = ""
    group: str = ""
    """The name of the group that is looked at; empty while searching, or before either."""

    found: list[QuestionRow] = []
    keys_on: bool = True

    @handler(Permission.SELF)
    async def load(self):
        """Begin anew."""
        self._clear()

    @handler(Permission.SELF)
    async def find(self, search: str):
        """Show what holds these words."""
        self.search, self.group = search[:LONGEST_SEARCH].strip(), ""
        self.found = queries.found(self.search)

    @handler(Permission.SELF)
    async def choose(self, shelf: str, group: str):
        """Show one group."""
        self.search, self.found = "", queries.grouped(shelf, group)
        self.group = self.found[0].place if self.found else ""

    @handler(Permission.SELF)
    async def begin(self, key: str):
        """Begin anew as the bank is opened, at the question of this key; at none with an empty."""
        self._clear()
        self.found = queries.alike(key)
        self.group = self.found[0].place if self.found else ""

    @handler(Permission.SELF)
    async def leave_group(self):
        """Back to all groups."""
        self._clear()

    @handler(Permission.SELF)
    async def use_keys(self, wanted: bool):
        """Switch the single key on or off."""
        self.keys_on = wanted

    def _clear(self):
        self.search, self.group, self.found = "", "", []
