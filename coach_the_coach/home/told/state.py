"""The state of the page of notices."""

from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.notices import actions, queries
from coach_the_coach.notices.rows import NoticeRow


class NoticesState(RoomState):
    """What one has been told."""

    notices: list[NoticeRow] = []
    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show what was said, and note that it was read."""
        at = clock.now()
        self.notices = await self._read(queries.notices_of, at=at)
        self.loaded = True
        await self._call(actions.read_notices, at=at)
