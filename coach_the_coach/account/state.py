"""The state of the account page."""

from coach_the_coach.account import actions, queries
from coach_the_coach.account.rows import AccountRow, SignInRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class AccountState(RoomState):
    """One's own account."""

    account: AccountRow = AccountRow()
    sign_ins: list[SignInRow] = []

    @handler(Permission.SELF)
    async def load(self):
        """Show who one is and where one is signed in."""
        self.account = await self._read(queries.own_account)
        self.sign_ins = await self._read(queries.own_sign_ins, at=clock.now())

    @handler(Permission.SELF)
    async def choose_zone(self, zone: str):
        """Show times in another zone."""
        await self._call(actions.choose_time_zone, zone=zone)
        self.account = await self._read(queries.own_account)
        self._say(_("Times are shown in this zone from now on."))
