"""The state of the page of somebody else's paths."""

import reflex as rx

from coach_the_coach.certification.mine.person import queries
from coach_the_coach.certification.mine.rows import PersonPaths
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes


class PersonPathsState(RoomState):
    """Where one person stands, as far as the reader may know."""

    person: PersonPaths = PersonPaths()
    loaded: bool = False
    missing: bool = False

    @handler(Permission.CERTIFICATION_READ)
    async def load(self):
        """Show the person named in the address; oneself is sent to one's own page."""
        self.loaded = self.missing = False
        who = self._turn_to(1)
        try:
            self.person = await self._read(queries.person_paths, person=who, at=clock.now())
        except NotFound:
            self.missing = True
            return None
        if self.person.is_me:
            return rx.redirect(routes.CERTIFICATION)
        self.loaded = True
        return None
