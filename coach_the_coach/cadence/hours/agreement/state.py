"""The state of the page on which a leader reads and agrees to what somebody will drop."""

from collections.abc import AsyncIterator

from coach_the_coach.cadence.hours.agreement import actions, queries
from coach_the_coach.cadence.hours.rows import OfferedAudit
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class HoursAgreementState(RoomState):
    """One closed audit of somebody who reports directly to the reader."""

    stage: str = ""
    """Empty while it loads; else "read" or "gone"."""

    offered: OfferedAudit = OfferedAudit()

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the audit named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.offered = "", OfferedAudit()
        yield
        try:
            await self._show(public_id)
        except (NotFound, NotPermitted):
            self.stage = "gone"

    @handler(Permission.COACHING_SIGN)
    async def agree(self, public_id: str):
        """Agree to what they will drop."""
        named = str(public_id)[:64]
        await self._call(actions.agree, public_id=named, at=clock.now())
        await self._show(named)
        self._say(_("Agreed. They have been told."))

    async def _show(self, public_id: str):
        self.offered = await self._read(queries.offered_audit, public_id=public_id, at=clock.now())
        self.stage = "read"
