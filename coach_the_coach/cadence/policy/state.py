"""The state of the page of the house's rhythm."""

from typing import Any

from coach_the_coach.cadence.policy import actions, queries
from coach_the_coach.cadence.policy.rows import HouseRhythmRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler


class HouseRhythmState(RoomState):
    """Which rhythm the house has."""

    house: HouseRhythmRow = HouseRhythmRow()
    version: int = 0
    """Grows when the form is to show what is kept, and not what was chosen."""

    loaded: bool = False

    @handler(Permission.CADENCE_WRITE)
    async def load(self):
        """Show what is chosen now."""
        self.problems = {}
        await self._show()

    @handler(Permission.CADENCE_WRITE)
    async def keep(self, form: dict[str, Any]):
        """Keep what was chosen, or say what is missing."""
        try:
            await self._call(
                actions.set_cadence,
                preset=text_in(form, "preset", most=40),
                assessment=text_in(form, "assessment", most=40),
                hours=text_in(form, "hours", most=40),
                at=clock.now(),
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            return
        self.problems = {}
        self._say(_("Kept. It holds from this month on; what was before stays as it was."))
        await self._show()

    async def _show(self):
        """Read it anew."""
        self.house = await self._read(queries.house_rhythm, at=clock.now())
        self.version += 1
        self.loaded = True
