"""The state of the page on which one chooses who is to watch somebody."""

from collections.abc import AsyncIterator

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.watching.needs.actions import ask_to_watch
from coach_the_coach.observations.watching.rules import AskDraft, day_from
from coach_the_coach.observations.watching.watchers.queries import watchers_for
from coach_the_coach.observations.watching.watchers.rows import WatchersRow
from coach_the_coach.shell import routes

WRITE = Permission.OBSERVATION_WRITE


class WatchersState(RoomState):
    """Who could be asked; handlers take whom it is about from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: WatchersRow = WatchersRow()
    search: str = ""
    certifying: bool = False
    wanted_by: str = ""
    """By when it would be good, as a browser writes a day; empty for no day."""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show who could be asked; `?by=` says by when, `?certifying=` that it is to certify."""
        observed = self._turn_to(1)
        asked = self.router.url.query_parameters
        self.stage, self.found, self.search, self.problems = "", WatchersRow(), "", {}
        self.certifying, self.wanted_by = "certifying" in asked, str(asked.get("by", ""))[:10]
        yield
        await self._show(observed)

    @handler(WRITE)
    async def find(self, observed: str, search: str):
        """Show those whose name or team holds these words."""
        self.search = search[:80]
        await self._show(observed[:64])

    @handler(WRITE)
    async def certify(self, observed: str, wanted: bool):
        """Show those who may certify, or everybody again."""
        self.certifying = wanted
        await self._show(observed[:64])

    @handler(WRITE)
    async def ask(self, observed: str, observer: str):
        """Ask this one, and show what comes next."""
        draft = AskDraft(
            observed=observed[:64],
            observer=observer[:64],
            aim=str(Aim.CERTIFICATION) if self.certifying else "",
            wanted_by=day_from(self.wanted_by),
        )
        try:
            watch = await self._call(ask_to_watch, draft=draft, at=clock.now())
        except (Invalid, NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
            return None
        return rx.redirect(routes.watching(watch))

    async def _show(self, observed: str):
        """Read who could be asked, or that there is nothing here for the reader."""
        try:
            self.found = await self._read(
                watchers_for,
                observed=observed,
                search=self.search,
                certifying=self.certifying,
                at=clock.now(),
            )
        except (NotFound, NotPermitted):
            self.stage, self.found = "gone", WatchersRow()
            return
        self.stage = "here"
