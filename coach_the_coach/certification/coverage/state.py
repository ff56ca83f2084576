"""The state of the page of who is certified."""

from coach_the_coach.certification.coverage import queries
from coach_the_coach.certification.coverage.rows import CoverListRow, PathCoverRow
from coach_the_coach.certification.coverage.rules import Which
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

READ = Permission.CERTIFICATION_READ


class CertifiedState(RoomState):
    """Every path with its numbers, and one list of one of them."""

    paths: list[PathCoverRow] = []
    shown_list: CoverListRow = CoverListRow()
    """Empty where the address names none."""

    search: str = ""
    loaded: bool = False

    _page: int = 0

    @handler(READ)
    async def load(self):
        """Show the numbers, and the list that `?path=` and `?list=` name."""
        self.loaded, self.search, self._page = False, "", 0
        self.shown_list = CoverListRow()
        self.paths = await self._read(queries.coverage, at=clock.now())
        asked = self.router.url.query_parameters
        path, which = str(asked.get("path", ""))[:40], str(asked.get("list", ""))[:24]
        if path and which in list(Which):
            await self._list(path, which)
        self.loaded = True

    @handler(READ)
    async def find(self, search: str):
        """Show those of the list whose name or team holds these words."""
        self.search, self._page = str(search)[:80], 0
        await self._list(self.shown_list.path_key, self.shown_list.which)

    @handler(READ)
    async def turn(self, by: int):
        """On or back in the list."""
        self._page = max(0, self._page + (1 if by > 0 else -1))
        await self._list(self.shown_list.path_key, self.shown_list.which)

    async def _list(self, path_key: str, which: str):
        """Read one page of the list; none for no path."""
        if not path_key or which not in list(Which):
            return
        try:
            self.shown_list = await self._read(
                queries.covered,
                path_key=path_key,
                which=Which(which),
                search=self.search,
                page=self._page,
                at=clock.now(),
            )
        except NotFound as refusal:
            self._say(refusal.text)
