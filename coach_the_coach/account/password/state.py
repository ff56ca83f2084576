"""The state of the page of one's own password. The password itself never comes here."""

from coach_the_coach.account.password import queries
from coach_the_coach.account.password.rows import PasswordRow
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class PasswordState(RoomState):
    """How one's own password stands, and whether what is typed can be read."""

    password: PasswordRow = PasswordRow()
    is_shown: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show how it stands."""
        self.is_shown = False
        self.password = await self._read(queries.own_password, at=clock.now())

    @handler(Permission.SELF)
    async def show(self, is_shown: bool):
        """Let what is typed be read, or cover it."""
        self.is_shown = is_shown
