"""The frame's own state: who is signed in."""

from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, address_of
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import queries
from coach_the_coach.shell.opening import openers, policies
from coach_the_coach.shell.rows import FrameRow


class FrameState(RoomState):
    """Who is signed in, as every page shows it."""

    person: FrameRow = FrameRow()

    @handler(Permission.SELF)
    async def arrive(self):
        """Somebody opened a page: who they are, and whether it is theirs to open."""
        if not self._goes_along:
            self.message = ""
        self._goes_along = False
        self.problems = {}
        asked = policies(openers(self.router.url.path))
        self.person, self.turned_away = await self._read(queries.arrived, asked=asked)
        self.turned_away_at = address_of(self.router.url.path)
