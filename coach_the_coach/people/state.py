"""The states of the list of people and of one person's page."""

from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.people import queries
from coach_the_coach.people.rows import PersonLine
from coach_the_coach.shell.rows import PageRow, page_row


class PeopleState(RoomState):
    """The list of people who coach."""

    lines: list[PersonLine] = []
    paging: PageRow = PageRow()
    page: int = 0
    search: str = ""
    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show the first page: for whoever leads nobody there is nobody on it."""
        self.page, self.search = 0, ""
        await self._show()

    @handler(Permission.SELF)
    async def find(self, search: str):
        """Show those whose name or team holds these words."""
        self.page, self.search = 0, search[:80]
        await self._show()

    @handler(Permission.SELF)
    async def turn(self, by: int):
        """Turn the page on or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._show()

    async def _show(self):
        """Read the page anew."""
        self.lines, total = await self._read(
            queries.coaching_people, search=self.search, page=self.page, at=clock.now()
        )
        self.paging = page_row(self.page, size=queries.PAGE, shown=len(self.lines), total=total)
        self.loaded = True
