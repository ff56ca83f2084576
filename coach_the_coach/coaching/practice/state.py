"""The state of the page on which a team's practice is chosen, and looked back on."""

from collections.abc import AsyncIterator
from typing import Final

import reflex as rx

from coach_the_coach.coaching.practice import actions, queries
from coach_the_coach.coaching.practice.rows import (
    CountList,
    HardMomentRow,
    HeldList,
    OverviewRow,
    RoundList,
)
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

LIBRARY: Final[list[HardMomentRow]] = queries.moments()
"""Every hard moment: the same for everybody, so it is part of the page."""

LAST_PAGE: Final = 10_000
"""No list has as many pages: whoever turns further made the press up."""


class TeamPracticeState(RoomState):
    """What the reader's team practised, the reader's own rounds, and counts of those in reach."""

    loaded: bool = False
    overview: OverviewRow = OverviewRow()
    held: HeldList = HeldList()
    rounds: RoundList = RoundList()
    counts: CountList = CountList()
    _pages: dict[str, int] = {}

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show everything from the beginning."""
        self.loaded, self._pages, self.problems = False, {}, {}
        yield
        at = clock.now()
        self.overview = await self._read(queries.overview, at=at)
        for name in ("held", "rounds", "counts"):
            await self._list(name)
        self.loaded = True

    @handler(Permission.COACHING_HOLD)
    async def begin(self, key: str):
        """Begin a practice of this moment, or go on with it, on its own page."""
        try:
            public_id = await self._call(actions.begin_practice, key=str(key)[:40], at=clock.now())
        except Invalid as refusal:
            self._say(next(iter(refusal.problems.values())))
            return None
        return rx.redirect(routes.team_practice(public_id))

    @handler(Permission.SELF)
    async def turn(self, name: str, by: int):
        """Turn the page of one of the lists on or back."""
        if name not in ("held", "rounds", "counts"):
            return
        page = self._pages.get(name, 0) + (1 if by == 1 else -1)
        self._pages = {**self._pages, name: min(max(0, page), LAST_PAGE)}
        await self._list(name)

    async def _list(self, name: str):
        """Read one of the lists."""
        page, at = self._pages.get(name, 0), clock.now()
        if name == "held":
            self.held = await self._read(queries.held_practices, page=page, at=at)
        elif name == "rounds":
            self.rounds = await self._read(queries.own_rounds, page=page, at=at)
        else:
            self.counts = await self._read(queries.team_counts, page=page, at=at)
