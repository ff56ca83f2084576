"""The state of the page that says whether a path can be finished here."""

from coach_the_coach.certification.able import actions, queries
from coach_the_coach.certification.able.rows import AbleRow, PathOption, SmallRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

ASKS = queries.ASKS


class FinishingState(RoomState):
    """One path, whether those who are on it could finish it, and the small-company way."""

    paths: list[PathOption] = []
    path_key: str = ""
    able: AbleRow = AbleRow()
    small: SmallRow = SmallRow()
    loaded: bool = False

    @handler(*ASKS)
    async def load(self):
        """Show the path that the address names, or the first; `?path=` names one."""
        self.loaded = False
        self.paths = await self._read(queries.path_options)
        asked = str(self.router.url.query_parameters.get("path", ""))[:40]
        keys = [one.value for one in self.paths]
        self.path_key = asked if asked in keys else next(iter(keys), "")
        self.small = await self._read(queries.small_row, at=clock.now())
        await self._show()
        self.loaded = True

    @handler(*ASKS)
    async def choose(self, path_key: str):
        """Show another path."""
        self.path_key = str(path_key)[:40]
        await self._show()

    @handler(Permission.PATH_WRITE)
    async def switch(self, is_on: bool):
        """Have the small-company way on or off."""
        await self._call(actions.switch_small_house, is_on=bool(is_on), at=clock.now())
        self.small = await self._read(queries.small_row, at=clock.now())
        self._say(_("Kept."))
        await self._show()

    async def _show(self):
        self.able = AbleRow()
        if self.path_key:
            try:
                self.able = await self._read(
                    queries.finishing, path_key=self.path_key, at=clock.now()
                )
            except NotFound as refusal:
                self._say(refusal.text)
