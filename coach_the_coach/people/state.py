"""The states of the list of people and of one person's page."""

from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.people import queries
from coach_the_coach.people.rows import PersonLine


class PeopleState(RoomState):
    """The list of people who coach."""

    lines: list[PersonLine] = []
    total: int = 0
    page: int = 0
    search: str = ""
    loaded: bool = False

    @handler(Permission.PERSON_SEE)
    async def load(self):
        """Show the first page."""
        self.page, self.search = 0, ""
        await self._show()

    @handler(Permission.PERSON_SEE)
    async def find(self, search: str):
        """Show those whose name or team holds these words."""
        self.page, self.search = 0, search[:80]
        await self._show()

    @handler(Permission.PERSON_SEE)
    async def turn(self, by: int):
        """Turn the page on or back."""
        last = max(0, (self.total - 1) // queries.PAGE)
        self.page = min(max(0, self.page + by), last)
        await self._show()

    async def _show(self):
        """Read the page anew."""
        self.lines, self.total = await self._read(
            queries.coaching_people, search=self.search, page=self.page, at=clock.now()
        )
        self.loaded = True
