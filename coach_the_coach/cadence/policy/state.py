"""The state of the page of the house's rhythm."""

from typing import Any

from coach_the_coach.cadence.policy import actions, queries
from coach_the_coach.cadence.policy.rows import HouseRhythmRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
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
                preset=_text(form, "preset"),
                assessment=_text(form, "assessment"),
                hours=_text(form, "hours"),
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


def _text(form: dict[str, Any], name: str) -> str:
    """What was chosen under a name; empty for nothing."""
    given = form.get(name, "") if isinstance(form, dict) else ""
    return given[:40] if isinstance(given, str) else ""
