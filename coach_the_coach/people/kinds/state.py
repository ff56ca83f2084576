"""The state of the month's kinds of talk."""

from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.people.kinds import queries
from coach_the_coach.people.kinds.rows import PersonKinds
from coach_the_coach.people.person.mix.rules import MONTHS
from coach_the_coach.shell.rows import PageRow, page_row


class KindsState(RoomState):
    """Those in reach with answers in one month, a page of them."""

    lines: list[PersonKinds] = []
    month: str = ""
    back: int = 0
    is_newest: bool = True
    is_oldest: bool = False
    page: int = 0
    paging: PageRow = PageRow()
    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show this month: for whoever leads nobody there is nobody in it."""
        self.back = self.page = 0
        await self._show()

    @handler(Permission.SELF)
    async def go_back(self, by: int):
        """Show an earlier month, or a later one."""
        self.back = min(MONTHS - 1, max(0, self.back + (1 if by > 0 else -1)))
        self.page = 0
        await self._show()

    @handler(Permission.SELF)
    async def turn(self, by: int):
        """Turn the page on or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._show()

    async def _show(self):
        """Read the month anew."""
        at = clock.now()
        self.lines, self.month, total = await self._read(
            queries.month_of_people, back=self.back, page=self.page, at=at
        )
        self.is_newest, self.is_oldest = self.back == 0, self.back == MONTHS - 1
        self.paging = page_row(self.page, size=queries.PAGE, shown=len(self.lines), total=total)
        self.loaded = True
