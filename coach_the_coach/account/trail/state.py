"""The state of the page of one's own trail."""

from coach_the_coach.account.trail import queries
from coach_the_coach.account.trail.rows import EntryRow
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell.rows import PageRow, page_row


class TrailState(RoomState):
    """What others did that concerns the reader, and what the reader did."""

    by_others: list[EntryRow] = []
    others_paging: PageRow = PageRow()
    others_page: int = 0
    own: list[EntryRow] = []
    own_paging: PageRow = PageRow()
    own_page: int = 0
    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show the newest of both."""
        self.others_page = self.own_page = 0
        await self._show_others()
        await self._show_own()
        self.loaded = True

    @handler(Permission.SELF)
    async def turn_others(self, by: int):
        """Turn a page of what others did on or back."""
        self.others_page = max(0, self.others_page + (1 if by > 0 else -1))
        await self._show_others()

    @handler(Permission.SELF)
    async def turn_own(self, by: int):
        """Turn a page of one's own acts on or back."""
        self.own_page = max(0, self.own_page + (1 if by > 0 else -1))
        await self._show_own()

    async def _show_others(self):
        """Read anew what others did."""
        page = self.others_page
        self.by_others, total = await self._read(queries.looked_at, page=page, at=clock.now())
        shown = len(self.by_others)
        self.others_paging = page_row(page, size=queries.PAGE, shown=shown, total=total)

    async def _show_own(self):
        """Read anew what the reader did."""
        page = self.own_page
        self.own, total = await self._read(queries.own_acts, page=page, at=clock.now())
        self.own_paging = page_row(page, size=queries.PAGE, shown=len(self.own), total=total)
