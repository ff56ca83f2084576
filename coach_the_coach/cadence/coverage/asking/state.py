"""The state of the card on which one asks, and of the list of those who ask."""

from coach_the_coach.cadence.coverage.asking import actions, queries
from coach_the_coach.cadence.coverage.asking.rows import AskedRow, RequestsRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class AskingState(RoomState):
    """Whom the reader may ask, and who asks the reader."""

    asked: AskedRow = AskedRow()
    requests: RequestsRow = RequestsRow()

    @handler(Permission.SELF)
    async def load(self):
        """Show both; a page with either part names this beside its own `load`."""
        await self._show()

    @handler(Permission.SELF)
    async def ask(self):
        """Ask for a quarter of an hour."""
        try:
            await self._call(actions.ask_quarter_hour, at=clock.now())
            self._say(_("Asked. {name} is told.").format(name=self.asked.coach))
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show()

    @handler(Permission.SELF)
    async def answer(self, public_id: str, reply: str):
        """Say that it is booked, or that the two have talked."""
        if not (isinstance(public_id, str) and isinstance(reply, str)):
            return
        try:
            await self._call(
                actions.answer_quarter_hour,
                public_id=public_id[:64],
                reply=reply[:20],
                at=clock.now(),
            )
            self._say(_("They are told."))
        except (Invalid, NotFound) as refusal:
            self._say(refusal.text)
        await self._show()

    async def _show(self):
        """Read both anew."""
        at = clock.now()
        self.asked = await self._read(queries.asked, at=at)
        self.requests = await self._read(queries.open_requests, at=at)
