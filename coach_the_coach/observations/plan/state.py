"""The plan on the page of a talk."""

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.plan import queries
from coach_the_coach.observations.plan.rows import PlanRow


class PlanState(RoomState):
    """What rules suggest for the talk; nothing for whoever is not the observer."""

    plan: PlanRow = PlanRow()

    @handler(Permission.SELF)
    async def load(self):
        """Show the plan for the observation named in the address."""
        await self._show(self._named(1))

    @handler(Permission.SELF)
    async def load_plan(self, public_id: str):
        """Show the plan for this observation, or show it anew once both views are open."""
        await self._show(public_id)

    async def _show(self, public_id: str):
        """Read it; whoever may not see it sees that there is none."""
        try:
            self.plan = await self._read(queries.plan_of, public_id=public_id, at=clock.now())
        except NotFound:
            self.plan = PlanRow()
