"""The state of the page of decisions."""

from coach_the_coach.certification.deciding.asking import actions
from coach_the_coach.certification.deciding.waiting import queries
from coach_the_coach.certification.deciding.waiting.rows import OwnRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell.rows import NextLine


class DecisionsState(RoomState):
    """What waits for whoever is signed in, and their own paths."""

    lines: list[NextLine] = []
    own: list[OwnRow] = []
    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show what waits, and one's own."""
        self.loaded = False
        await self._show()
        self.loaded = True

    @handler(Permission.SELF)
    async def ask(self, enrolment: str):
        """Ask for the decision on one of one's own paths."""
        try:
            await self._call(actions.ask, enrolment=str(enrolment)[:64], at=clock.now())
            self._say(_("Asked for. Those who sign are told."))
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show()

    async def _show(self) -> None:
        at = clock.now()
        self.own = await self._read(queries.own_paths, at=at)
        # What is one's own stands beneath, with its button.
        found = await self._read(queries.next_lines, at=at)
        self.lines = [one for one in found if one.rank == 0]
