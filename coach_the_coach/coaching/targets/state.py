"""The state of the page of the wanted mix."""

from coach_the_coach.coaching.targets import actions, queries
from coach_the_coach.coaching.targets.rows import AimsRow
from coach_the_coach.coaching.targets.rules import draft_from
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class TargetsState(RoomState):
    """What mix of talks the organisation wants."""

    aims: AimsRow = AimsRow()
    version: int = 0
    """Grows when the fields are to show what is kept, and not what was typed."""

    loaded: bool = False

    @handler(Permission.TARGET_WRITE)
    async def load(self):
        """Show what is wanted now."""
        self.problems = {}
        await self._show()

    @handler(Permission.TARGET_WRITE)
    async def keep(self, form: dict[str, str]):
        """Keep what was typed, or say what is wrong with it."""
        try:
            await self._call(actions.set_aims, draft=draft_from(form), at=clock.now())
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        self._say(_("Kept. Every person's page is set beside this mix from now on."))
        await self._show()

    @handler(Permission.TARGET_WRITE)
    async def take_proposal(self):
        """Go back to what is proposed."""
        await self._call(actions.take_proposal)
        self.problems = {}
        self._say(_("The proposed mix is in force again."))
        await self._show()

    async def _show(self):
        """Read it anew."""
        self.aims = await self._read(queries.aims, at=clock.now())
        self.version += 1
        self.loaded = True
