"""The states of the list of conversations, and of the practice offered at first."""

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.practice import actions, queries
from coach_the_coach.observations.practice.rows import ConversationLine, OfferRow


class LibraryState(RoomState):
    """Every conversation with one's own last result."""

    loaded: bool = False
    lines: list[ConversationLine] = []
    missing: str = ""
    """What is still to be practised before one scores for certification; empty for nothing."""

    @handler(Permission.SELF)
    async def load(self):
        """Show the conversations."""
        self.lines = await self._read(queries.conversation_lines, at=clock.now())
        self.missing = await self._read(queries.missing_before_certifying)
        self.loaded = True


class PracticeOfferState(RoomState):
    """The practice offered until it was done once or declined."""

    offer: OfferRow = OfferRow()

    @handler(Permission.SELF)
    async def load(self):
        """Look whether there is something to offer."""
        self.offer = await self._read(queries.offer)

    @handler(Permission.SELF)
    async def decline(self):
        """Not to be offered it any more."""
        await self._call(actions.decline_offer, at=clock.now())
        self.offer = OfferRow()
        self._say(_("It will not be offered again. You find it under Practice."))
