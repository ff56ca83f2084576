"""The state of the page on which one rates oneself."""

from collections.abc import AsyncIterator
from dataclasses import replace

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.reflect import actions, queries
from coach_the_coach.observations.reflect.rows import ReflectRow
from coach_the_coach.shell import routes


class ReflectState(RoomState):
    """One's own view of one talk, as far as it has come."""

    stage: str = ""
    """Empty while it loads; else "ask" or "gone"."""

    reflection: ReflectRow = ReflectRow()
    kept: dict[str, bool] = {}
    """The dimensions whose answer has just been kept, by number."""

    answered: int = 0

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[rx.event.EventSpec | None]:
        """Ask about the session named in the address, or lead on to the talk about it."""
        public_id = self._turn_to(1)
        self.stage, self.reflection = "", ReflectRow()
        self.kept, self.answered, self.problems = {}, 0, {}
        yield None
        try:
            found = await self._read(queries.reflection, public_id=public_id, at=clock.now())
        except NotFound:
            self.stage = "gone"
            return
        if found.is_over:
            yield rx.redirect(routes.observation(public_id, routes.TALK))
        elif found.corrected_by:
            yield rx.redirect(routes.observation(found.corrected_by, routes.REFLECT))
        else:
            self.reflection, self.answered, self.stage = found, found.answered, "ask"

    @handler(Permission.SELF)
    async def choose(self, public_id: str, dimension: int, level: str):
        """Answer for one dimension of the talk whose page it was; kept at once."""
        field = f"rating_{dimension}"
        try:
            answered = await self._call(
                actions.keep_own_level,
                public_id=public_id,
                dimension=dimension,
                level=queries.level_sent(level),
            )
        except Invalid as error:
            self.problems = {**self.problems, **error.problems}
            return
        self.problems = {name: text for name, text in self.problems.items() if name != field}
        if public_id == self.reflection.public_id:
            self.answered, self.kept = answered, {**self.kept, str(dimension): True}

    @handler(Permission.SELF)
    async def finish(self):
        """Done: from now on it stays as it is, and the talk comes."""
        public_id = self._named(1)
        try:
            await self._call(actions.finish_own_rating, public_id=public_id, at=clock.now())
        except Invalid as error:
            self.problems = error.problems
            return None
        self.reflection = replace(self.reflection, is_over=True)
        return rx.redirect(routes.observation(public_id, routes.TALK))
