"""The state of the figures of one coach."""

from coach_the_coach.cadence.figures import queries
from coach_the_coach.cadence.figures.one.queries import blockers_of
from coach_the_coach.cadence.figures.rows import BlockersRow, FiguresRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class CoachFiguresState(RoomState):
    """One coach's figures, for themself and for whoever may know how often they coach."""

    figures: FiguresRow = FiguresRow()
    blockers: BlockersRow = BlockersRow()
    loaded: bool = False
    missing: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show the figures of the one named in the address."""
        self.loaded = self.missing = False
        self.blockers = BlockersRow()
        whose = {"public_id": self._turn_to(1), "at": clock.now()}
        try:
            self.figures = await self._read(queries.figures_of, **whose)
            self.blockers = await self._read(blockers_of, **whose)
        except (NotFound, NotPermitted):
            self.figures, self.missing = FiguresRow(), True
            return
        self.loaded = True
