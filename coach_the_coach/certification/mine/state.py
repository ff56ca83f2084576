"""The state of one's own paths."""

from coach_the_coach.certification.assigning import actions
from coach_the_coach.certification.mine import queries
from coach_the_coach.certification.mine.rows import MineRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class MineState(RoomState):
    """Where one stands on one's own paths, computed when the page is opened."""

    mine: MineRow = MineRow()
    loaded: bool = False

    @handler(Permission.COACHING_HOLD)
    async def load(self):
        """Show them as they stand now."""
        self.mine = await self._read(queries.own_paths, at=clock.now())
        self.loaded = True

    @handler(Permission.COACHING_HOLD)
    async def start(self, path_key: str):
        """Begin the path of the next level; whoever leads one is told."""
        try:
            await self._call(actions.start, path_key=str(path_key)[:64], at=clock.now())
            self._say(_("You are on this path now."))
        except Conflict as refusal:
            self._say(refusal.text)
        self.mine = await self._read(queries.own_paths, at=clock.now())
