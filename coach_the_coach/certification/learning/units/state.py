"""The state of the list of units."""

from coach_the_coach.certification.learning.units import queries
from coach_the_coach.certification.learning.units.rows import LearnRow
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class LearnState(RoomState):
    """Six units, the exam, and the one next step."""

    row: LearnRow = LearnRow()
    loaded: bool = False

    @handler(Permission.COACHING_HOLD)
    async def load(self):
        """Show how far one has come."""
        self.row = await self._read(queries.learn_row, at=clock.now())
        self.loaded = True
