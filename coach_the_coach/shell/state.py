"""The frame's own state: who is signed in."""

from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import queries
from coach_the_coach.shell.rows import FrameRow


class FrameState(RoomState):
    """Who is signed in, as every page shows it."""

    person: FrameRow = FrameRow()

    @handler(Permission.SELF)
    async def arrive(self):
        """Somebody opened a page."""
        self.message = ""
        self.problems = {}
        self.person = await self._read(queries.frame_of)
