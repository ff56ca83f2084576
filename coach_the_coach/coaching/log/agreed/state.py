"""The state of the page of what was agreed with the reader."""

from collections.abc import AsyncIterator

from coach_the_coach.coaching.log.agreed import queries
from coach_the_coach.coaching.log.agreed.actions import answer, close_commitment
from coach_the_coach.coaching.log.agreed.rows import AgreedRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class AgreedState(RoomState):
    """What somebody agreed with their coach."""

    loaded: bool = False
    agreed: AgreedRow = AgreedRow()
    page: int = 0

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show what waits for an answer, what is open, and the sessions."""
        self.loaded, self.agreed, self.page = False, AgreedRow(), 0
        yield
        await self._show()
        self.loaded = True

    @handler(Permission.SELF)
    async def say(self, public_id: str, said: str):
        """Answer one next step with one tap."""
        try:
            await self._call(answer, public_id=str(public_id), said=str(said), at=clock.now())
            self._say(_("Thank you. You can change it any time."))
        except Invalid as refusal:
            self._say(refusal.text)
        await self._show()

    @handler(Permission.SELF)
    async def close(self, public_id: str, outcome: str):
        """Say what became of one next step."""
        try:
            await self._call(
                close_commitment, public_id=str(public_id), outcome=str(outcome), at=clock.now()
            )
            self._say(_("Noted."))
        except (Conflict, Invalid) as refusal:
            self._say(refusal.text)
        await self._show()

    @handler(Permission.SELF)
    async def turn(self, by: int):
        """Go on or back in the sessions."""
        self.page = min(max(self.page + (1 if by == 1 else -1), 0), 999)
        await self._show()

    async def _show(self):
        self.agreed = await self._read(queries.agreed, at=clock.now(), page=self.page)
