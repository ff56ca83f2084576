"""The state of the page of proof: words for who may read them, counts for who may count."""

from collections.abc import AsyncIterator

from coach_the_coach.coaching.log.proof import queries
from coach_the_coach.coaching.log.proof.rows import ProofRow
from coach_the_coach.coaching.log.queries import counts_of
from coach_the_coach.coaching.log.rows import CountsRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class ProofState(RoomState):
    """The past days of one coach."""

    stage: str = ""
    """Empty while it loads; else "whole", "counts" or "gone"."""

    proof: ProofRow = ProofRow()
    counts: CountsRow = CountsRow()

    @handler(Permission.COACHING_HOLD, Permission.COACHING_READ, Permission.COACHING_COUNT)
    async def load(self) -> AsyncIterator[None]:
        """Show one's own, or with `?of=` that of somebody: whole, or only counted."""
        self.stage, self.proof, self.counts = "", ProofRow(), CountsRow()
        asked = str(self.router.url.query_parameters.get("of", ""))[:64]
        yield
        at = clock.now()
        try:
            self.proof = await self._read(queries.proof, person=asked, at=at)
            self.counts, self.stage = self.proof.counts, "whole"
        except NotPermitted:
            await self._count(asked)
        except NotFound:
            self.stage = "gone"

    async def _count(self, person: str):
        """What somebody who may not read the words may know."""
        try:
            self.counts = await self._read(counts_of, public_id=person, at=clock.now())
            self.stage = "counts"
        except (NotFound, NotPermitted):
            self.stage = "gone"
