"""The state of one person's page."""

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.people import queries
from coach_the_coach.people.rows import Focus, NoticedLine, ObservedLine, PersonHead, SharePoint


class PersonState(RoomState):
    """One person who coaches, as far as the reader may know them."""

    head: PersonHead = PersonHead()
    focus: Focus = Focus()
    observed: list[ObservedLine] = []
    points: list[SharePoint] = []
    first: str = ""
    last: str = ""
    noticed: list[NoticedLine] = []
    loaded: bool = False
    missing: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show the person named in the address."""
        self.loaded = self.missing = False
        who, at = self._turn_to(1), clock.now()
        try:
            self.head = await self._read(queries.person_head, public_id=who, at=at)
        except NotFound:
            self.missing = True
            return
        self.focus = await self._read(queries.focus_of, public_id=who, at=at)
        self.observed, self.points = await self._read(
            queries.readable_observations, public_id=who, at=at
        )
        self.first = self.points[0].day if self.points else ""
        self.last = self.points[-1].day if self.points else ""
        self.noticed = await self._read(queries.noticed_observations, public_id=who, at=at)
        self.loaded = True
