"""The state of the page of one unit."""

from coach_the_coach.certification.learning.unit import actions, queries
from coach_the_coach.certification.learning.unit.rows import UnitRow, UseRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class UnitState(RoomState):
    """One unit, and where one used it."""

    unit: UnitRow = UnitRow()
    use: UseRow = UseRow()
    gone: bool = False

    @handler(Permission.COACHING_HOLD)
    async def load(self):
        """Show the unit that the address names."""
        key = self._turn_to(1)
        self.unit, self.use, self.gone, self.problems = UnitRow(), UseRow(), False, {}
        try:
            self.unit = await self._read(queries.unit_row, unit=key)
        except NotFound:
            self.gone = True
            return
        await self._show_use()

    @handler(Permission.COACHING_HOLD)
    async def look_again(self):
        """Show the sessions in which it can have been used, as they are now."""
        await self._show_use()

    @handler(Permission.COACHING_HOLD)
    async def keep_use(self, form: dict[str, str]):
        """Keep where it was used, or show what is missing."""
        self.problems = {}
        try:
            await self._call(
                actions.use_unit,
                unit=self._named(1),
                entry=str(form.get("entry", ""))[:64],
                words=str(form.get("words", ""))[:2000],
                at=clock.now(),
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            return
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Kept. It counts as used."))
        await self._show_use()

    async def _show_use(self) -> None:
        self.use = await self._read(queries.use_row, unit=self._named(1), at=clock.now())
