"""The state of the page on which one chooses whom to take a short look at."""

from collections.abc import AsyncIterator

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.looks.actions import open_look
from coach_the_coach.observations.queries import people_to_observe
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState


class LookOpeningState(RoomState):
    """Whom one may look at."""

    loaded: bool = False
    may_look: bool = False
    people: list[ChoiceRow] = []
    search: str = ""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[rx.event.EventSpec | None]:
        """Show whom one may look at; `?of=` goes on with somebody at once."""
        self.loaded, self.people, self.search, self.problems = False, [], "", {}
        yield None
        self.may_look = (await self.get_state(FrameState)).person.observes
        asked = str(self.router.url.query_parameters.get("of", ""))[:64]
        if self.may_look and asked:
            gone_on = await self._begin(asked, replace=True)
            if gone_on is not None:
                yield gone_on
                return
        if self.may_look:
            await self._find("")
        self.loaded = True

    @handler(Permission.OBSERVATION_WRITE)
    async def find(self, search: str):
        """Show people whose name or team holds these words."""
        await self._find(search)

    @handler(Permission.OBSERVATION_WRITE)
    async def begin(self, person: str):
        """Take a look at this person, or go on with the look begun."""
        return await self._begin(person[:64])

    async def _find(self, search: str):
        self.search = search[:80]
        self.people = await self._read(people_to_observe, search=self.search, at=clock.now())

    async def _begin(self, person: str, *, replace: bool = False) -> rx.event.EventSpec | None:
        """On to the look; whom one may not look at is said."""
        try:
            public_id = await self._call(open_look, person=person, at=clock.now())
        except (Invalid, NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
            return None
        # With `replace` the back key leads to where one came from, and not here and on again.
        return rx.redirect(routes.look(public_id), replace=replace)
