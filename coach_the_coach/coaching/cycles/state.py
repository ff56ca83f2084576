"""The state of the page of skills: the own team's, the own, and counts of others."""

from collections.abc import AsyncIterator

from coach_the_coach.coaching.cycles import queries
from coach_the_coach.coaching.cycles.counted.queries import counts_of
from coach_the_coach.coaching.cycles.rows import CountsLine, OwnRow, TeamRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell.rows import PageRow
from coach_the_coach.shell.state import FrameState


class SkillsState(RoomState):
    """Who works on which one skill."""

    stage: str = ""
    """Empty while it loads; else "mine", "theirs" for a coach whom the reader leads, or "gone"."""

    coaches: bool = False
    team: TeamRow = TeamRow()
    own: OwnRow = OwnRow()
    counts: list[CountsLine] = []
    counts_page: PageRow = PageRow()
    page: int = 0

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show what is the reader's, or with `?of=` the team of a coach whom they lead."""
        self.stage, self.team, self.own = "", TeamRow(), OwnRow()
        self.counts, self.counts_page, self.page, self.problems = [], PageRow(), 0, {}
        yield
        at, coach = clock.now(), str(self.router.url.query_parameters.get("of", ""))[:64]
        self.coaches = (await self.get_state(FrameState)).person.coaches
        try:
            if coach or self.coaches:
                self.team = await self._read(queries.team_skills, coach=coach, at=at)
        except (NotFound, NotPermitted):
            self.stage = "gone"
            return
        if not self.team.is_own:
            self.stage = "theirs"
            return
        self.own = await self._read(queries.own_skills, at=at)
        await self._count()
        self.stage = "mine"

    @handler(Permission.COACHING_COUNT)
    async def turn(self, by: int):
        """Show the coaches before or after these."""
        self.page = max(0, min(self.page + (1 if by > 0 else -1), 10_000))
        await self._count()

    async def _count(self):
        found = await self._read(counts_of, at=clock.now(), page=self.page)
        self.counts, self.counts_page = found
