"""The state of the page on which is set how many people make a pulse."""

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.pulse.minimum import actions, queries
from coach_the_coach.pulse.minimum.rows import MinimumRow


class MinimumState(RoomState):
    """How many people must have said something."""

    held: MinimumRow = MinimumRow()
    version: int = 0
    """Grows when the field is to show what is kept, and not what was typed."""

    loaded: bool = False

    @handler(Permission.CADENCE_WRITE)
    async def load(self):
        """Show what holds now."""
        self.problems = {}
        await self._show()

    @handler(Permission.CADENCE_WRITE)
    async def keep(self, form: dict[str, str]):
        """Keep what was typed, or say what is wrong with it."""
        people = form.get("people", "")
        try:
            await self._call(actions.set_minimum, people=people, at=clock.now())
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        self._say(_("Kept. It holds for all figures that are made from now on."))
        await self._show()

    async def _show(self):
        """Read it anew."""
        self.held = await self._read(queries.minimum_row, at=clock.now())
        self.version += 1
        self.loaded = True
