"""The state of the page of the reasons."""

from coach_the_coach.coaching.plans.significant import actions, queries
from coach_the_coach.coaching.plans.significant.rows import ReasonsRow
from coach_the_coach.coaching.plans.significant.rules import reasons_in
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class SignificantState(RoomState):
    """For which reasons a call is significant."""

    row: ReasonsRow = ReasonsRow()
    version: int = 0
    """Grows when the fields are to show what is kept, and not what was typed."""

    loaded: bool = False

    @handler(Permission.CADENCE_WRITE)
    async def load(self):
        """Show the reasons in force."""
        self.problems = {}
        await self._show()

    @handler(Permission.CADENCE_WRITE)
    async def keep(self, form: dict[str, str]):
        """Keep what was typed, or say what is wrong with it."""
        try:
            await self._call(actions.set_reasons, reasons=reasons_in(form), at=clock.now())
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        self._say(_("Kept. Calls entered from now on are asked by this list."))
        await self._show()

    @handler(Permission.CADENCE_WRITE)
    async def take_proposed(self):
        """Go back to the reasons that are proposed."""
        await self._call(actions.take_proposed_reasons, at=clock.now())
        self.problems = {}
        self._say(_("The proposed reasons are in force again."))
        await self._show()

    async def _show(self):
        """Read them anew."""
        self.row = await self._read(queries.reasons_set, at=clock.now())
        self.version += 1
        self.loaded = True
