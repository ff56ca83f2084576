"""The state of the page of who coaches whom."""

from coach_the_coach.cadence.coverage import queries
from coach_the_coach.cadence.coverage.rows import RepCoaches, RepsMinutes
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

READS = (Permission.COACHING_COUNT, Permission.COACHING_HOLD)


class CoverageState(RoomState):
    """Reps with who coaches them, and the minutes of the last days."""

    coaches: RepCoaches = RepCoaches()
    spent: RepsMinutes = RepsMinutes()
    search: str = ""
    without: bool = True
    """Whether only those are shown whom nobody coaches."""

    left_out: bool = False
    """Whether only those are shown who had no session."""

    loaded: bool = False

    _page: int = 0
    _spent_page: int = 0

    @handler(*READS)
    async def load(self):
        """Show who is without a coach, and who was left out."""
        self.search, self.without, self.left_out = "", True, False
        self._page = self._spent_page = 0
        await self._show_coaches()
        await self._show_spent()
        self.loaded = True

    @handler(*READS)
    async def find(self, search: str):
        """Show those whose name or team holds these words."""
        self.search, self._page = str(search)[:80], 0
        await self._show_coaches()

    @handler(*READS)
    async def show_without(self, wanted: bool):
        """Show those without a coach, or everybody."""
        self.without, self._page = bool(wanted), 0
        await self._show_coaches()

    @handler(*READS)
    async def show_left_out(self, wanted: bool):
        """Show those who had no session, or everybody."""
        self.left_out, self._spent_page = bool(wanted), 0
        await self._show_spent()

    @handler(*READS)
    async def turn(self, by: int):
        """On or back in the list of coaches."""
        self._page = _turned(self._page, by)
        await self._show_coaches()

    @handler(*READS)
    async def turn_spent(self, by: int):
        """On or back in the list of minutes."""
        self._spent_page = _turned(self._spent_page, by)
        await self._show_spent()

    async def _show_coaches(self):
        self.coaches = await self._read(
            queries.reps,
            search=self.search,
            without=self.without,
            page=self._page,
            at=clock.now(),
        )

    async def _show_spent(self):
        self.spent = await self._read(
            queries.minutes_of_reps, without=self.left_out, page=self._spent_page, at=clock.now()
        )


def _turned(page: int, by: int) -> int:
    """The page after or before; anything else stays."""
    return max(0, page + by) if by in {-1, 1} else page
