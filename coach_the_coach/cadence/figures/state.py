"""The state of one's own figures, and of those whom one leads."""

from coach_the_coach.cadence.figures import queries
from coach_the_coach.cadence.figures.one.queries import blockers_of
from coach_the_coach.cadence.figures.rows import BlockersRow, FiguresRow, TeamRow
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell.rows import PageRow, page_row
from coach_the_coach.shell.state import FrameState


class FiguresState(RoomState):
    """One's own figures, and a page of those whom one leads."""

    mine: FiguresRow = FiguresRow()
    blockers: BlockersRow = BlockersRow()
    team: TeamRow = TeamRow()
    page: int = 0
    paging: PageRow = PageRow()
    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show both as they are now; whoever coaches nobody has none of their own."""
        self.loaded, self.page = False, 0
        self.mine, self.blockers = FiguresRow(), BlockersRow()
        yield
        person = (await self.get_state(FrameState)).person
        if person.coaches:
            whose = {"public_id": person.public_id, "at": clock.now()}
            self.mine = await self._read(queries.figures_of, **whose)
            self.blockers = await self._read(blockers_of, **whose)
        await self._list()
        self.loaded = True

    @handler(Permission.SELF)
    async def turn(self, by: int):
        """Turn the list of those one leads on or back."""
        self.page = max(0, self.page + (1 if by == 1 else -1))
        await self._list()

    async def _list(self):
        """Read one page of those one leads."""
        self.team = await self._read(queries.team_figures, page=self.page, at=clock.now())
        if not self.team.lines and self.page:
            self.page = 0
            self.team = await self._read(queries.team_figures, page=0, at=clock.now())
        shown = len(self.team.lines)
        self.paging = page_row(self.page, size=queries.PAGE, shown=shown, total=self.team.total)
