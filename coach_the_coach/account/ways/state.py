"""The state of the page of the ways in."""

from coach_the_coach.account.ways import actions, queries
from coach_the_coach.account.ways.rows import WaysRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class WaysState(RoomState):
    """How people come in."""

    ways: WaysRow = WaysRow()

    @handler(Permission.PERSON_IMPORT)
    async def load(self):
        """Show how people come in."""
        self.ways = await self._read(queries.ways_in, at=clock.now())

    @handler(Permission.PERSON_IMPORT)
    async def switch_off(self):
        """Let nobody come in with a password any more."""
        at = clock.now()
        await self._call(actions.switch_passwords_off, at=at)
        self.ways = await self._read(queries.ways_in, at=at)
        self._say(_("Nobody signs in with a password any more."))

    @handler(Permission.PERSON_IMPORT)
    async def switch_on(self):
        """Let people come in with a password again."""
        at = clock.now()
        await self._call(actions.switch_passwords_on, at=at)
        self.ways = await self._read(queries.ways_in, at=at)
        self._say(_("People can sign in with a password again."))
