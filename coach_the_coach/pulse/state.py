"""The state of the page of what reps say."""

from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.pulse import queries
from coach_the_coach.pulse.rows import FigureLine, PulseRow
from coach_the_coach.shell.rows import PageRow


class PulseState(RoomState):
    """What reps say of their sessions, as far as nobody can be made out."""

    pulse: PulseRow = PulseRow()
    others: list[FigureLine] = []
    page: PageRow = PageRow()
    loaded: bool = False
    _page: int = 0

    @handler(Permission.COACHING_HOLD)
    async def load(self):
        """Show it from the beginning."""
        self._page = 0
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def turn(self, by: int):
        """Show the next or the last page of the others."""
        self._page = min(max(0, self._page + (1 if by > 0 else -1)), 10_000)
        await self._show()

    async def _show(self):
        """Read it anew."""
        at = clock.now()
        self.pulse = await self._read(queries.own_pulse, at=at)
        if self.pulse.leads:
            self.others, self.page = await self._read(queries.others_pulse, page=self._page, at=at)
        else:
            self.others, self.page = [], PageRow()
        self.loaded = True
