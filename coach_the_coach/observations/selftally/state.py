"""The state of the list of one's own tallies, of what is shared, and of opening another."""

from typing import Any

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.selftally import actions, queries
from coach_the_coach.observations.selftally.rows import LastRow, TalliesRow
from coach_the_coach.observations.selftally.rules import TallyDraft
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState


def draft_from(form: dict[str, Any]) -> TallyDraft:
    """The answers as typed."""
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    return TallyDraft(
        about=given.get("about", ""),
        purpose=given.get("purpose", ""),
        buttons=given.get("buttons", ""),
        source=given.get("source", ""),
    )


class TalliesState(RoomState):
    """One's own tallies and those shared with one, a page of each."""

    loaded: bool = False
    may_count: bool = False
    is_opening: bool = False
    busy: bool = False
    mine: TalliesRow = TalliesRow()
    shared: TalliesRow = TalliesRow()
    last: LastRow = LastRow()

    @handler(Permission.SELF)
    async def load(self):
        """Show the newest of both."""
        self.loaded, self.is_opening, self.busy, self.problems = False, False, False, {}
        self.mine, self.shared, self.last = TalliesRow(), TalliesRow(), LastRow()
        yield
        self.may_count = (await self.get_state(FrameState)).person.coaches
        at = clock.now()
        self.mine = await self._read(queries.own_tallies, number=1, at=at)
        self.shared = await self._read(queries.shared_tallies, number=1, at=at)
        self.last = await self._read(queries.how_last)
        self.is_opening = self.may_count and (
            "again" in self.router.url.query_parameters or not self.mine.lines
        )
        self.loaded = True

    @handler(Permission.SELF)
    async def show_mine(self, number: int):
        """Another page of one's own."""
        self.mine = await self._read(queries.own_tallies, number=number, at=clock.now())

    @handler(Permission.SELF)
    async def show_shared(self, number: int):
        """Another page of what is shared."""
        self.shared = await self._read(queries.shared_tallies, number=number, at=clock.now())

    @handler(Permission.COACHING_HOLD)
    async def begin(self):
        """Ask what is needed to count a session."""
        self.is_opening = True

    @handler(Permission.COACHING_HOLD)
    async def submit(self, form: dict[str, Any]):
        """Open the tally and go on to counting, or show what is missing."""
        if self.busy:
            return
        self.busy = True
        yield
        try:
            public_id = await self._call(actions.open_tally, draft=draft_from(form), at=clock.now())
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(next(iter(refusal.problems)))
            return
        finally:
            self.busy = False
        self.problems = {}
        yield rx.redirect(routes.self_tally(public_id))
