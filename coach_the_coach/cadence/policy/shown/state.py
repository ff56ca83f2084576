"""The state of the page of a coach's rhythm."""

from collections.abc import AsyncIterator

from coach_the_coach.cadence.policy.shown.queries import coach_rhythm
from coach_the_coach.cadence.policy.shown.rows import CoachRhythmRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class CoachRhythmState(RoomState):
    """One coach's rhythm, to be read."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: CoachRhythmRow = CoachRhythmRow()

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the rhythm of the coach named in the address."""
        coach = self._turn_to(1)
        self.stage, self.found = "", CoachRhythmRow()
        yield
        try:
            self.found = await self._read(coach_rhythm, person=coach, at=clock.now())
        except NotFound:
            self.stage = "gone"
            return
        self.stage = "here"
