"""The state of the page of one's second factor."""

from coach_the_coach.account.second import actions, queries
from coach_the_coach.account.second.rows import SecondRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class SecondState(RoomState):
    """One's own second factor."""

    factor: SecondRow = SecondRow()
    codes: list[str] = []
    """Recovery codes just made; gone when the page is left."""

    @handler(Permission.SELF)
    async def load(self):
        """Show how it stands; codes are shown no second time."""
        self.codes = []
        self.problems = {}
        self.factor = await self._read(queries.own_second_factor)

    @handler(Permission.SELF)
    async def begin(self):
        """Make a secret to be read into a phone."""
        await self._call(actions.begin, at=clock.now())
        self.factor = await self._read(queries.own_second_factor)

    @handler(Permission.SELF)
    async def confirm(self, form: dict[str, str]):
        """Have it count, or say that the number is not right."""
        try:
            number = form.get("number", "")
            self.codes = await self._call(actions.confirm, number=number, at=clock.now())
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        self.factor = await self._read(queries.own_second_factor)
        self._say(_("From now on a number is asked for when you sign in."))

    @handler(Permission.SELF)
    async def renew(self):
        """Make new recovery codes."""
        self.codes = await self._call(actions.renew, at=clock.now())
        self.factor = await self._read(queries.own_second_factor)

    @handler(Permission.SELF)
    async def end(self):
        """Switch it off."""
        await self._call(actions.end, at=clock.now())
        self.codes = []
        self.factor = await self._read(queries.own_second_factor)
        self._say(_("The second step is off."))
