"""The state of the page on which a leader answers about somebody they lead."""

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.selfaudit.state import SelfAuditState


class LedAuditState(RoomState):
    """Whether the ten points about the one whom the address names are there."""

    loaded: bool = False
    missing: bool = False

    @handler(Permission.COACHING_SIGN)
    async def load(self):
        """Show what is answered about them so far."""
        self.loaded = self.missing = False
        # What it shows is drawn by the same parts.
        points = await self.get_state(SelfAuditState)
        try:
            await points._show(self._turn_to(1))
        except NotFound:
            self.missing = True
            return
        self.loaded = True
