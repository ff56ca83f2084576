"""The state of the page that says who watches whom."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.watching.needs import actions, queries
from coach_the_coach.observations.watching.needs.observers.queries import places_of
from coach_the_coach.observations.watching.needs.rows import FoundRow, NeedRow, PlacesRow
from coach_the_coach.observations.watching.own.queries import own_watchings
from coach_the_coach.observations.watching.own.rows import OwnLine
from coach_the_coach.observations.watching.rules import AskDraft, day_from
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import PageRow, page_row
from coach_the_coach.shell.state import FrameState

WRITE = Permission.OBSERVATION_WRITE


class NeedsState(RoomState):
    """Who still needs watching, what is planned with the reader, and how much they can watch."""

    loaded: bool = False
    observes: bool = False
    plans: bool = False
    """Whether there is anybody of whom the reader may know that they are observed."""

    places: PlacesRow = PlacesRow()
    own: list[OwnLine] = []
    rows: list[NeedRow] = []
    certifying: bool = False
    page: int = 0
    paging: PageRow = PageRow()
    found: list[FoundRow] = []
    searched: str = ""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show everything from the beginning."""
        self.loaded, self.page, self.certifying, self.problems = False, 0, False, {}
        self.found, self.searched, self.rows, self.paging = [], "", [], PageRow()
        yield
        at = clock.now()
        self.observes = (await self.get_state(FrameState)).person.observes
        self.own = await self._read(own_watchings, at=at)
        if self.observes:
            self.places = await self._read(places_of, at=at)
            self.plans = await self._read(queries.may_plan)
            await self._list()
        self.loaded = True

    @handler(WRITE)
    async def say_places(self, form: dict[str, Any]):
        """Keep how many sessions a month one can watch."""
        typed = form.get("per_month", "")
        given, at = str(typed)[:20], clock.now()
        try:
            await self._call(actions.say_places, per_month=given, at=at)
        except Invalid as refusal:
            self.problems = refusal.problems
            return rx.set_focus("per_month")
        self.problems = {}
        self.places = await self._read(places_of, at=at)
        self._say(_("Kept."))
        await self._list()
        return None

    @handler(WRITE)
    async def certify(self, wanted: bool):
        """Propose those who may certify, or everybody again."""
        self.certifying = wanted
        await self._list()

    @handler(WRITE)
    async def turn(self, by: int):
        """Turn the page on or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._list()

    @handler(WRITE)
    async def find(self, search: str):
        """Show people one may observe whose name or team holds these words; none for no words."""
        self.searched = search[:80].strip()
        self.found = []
        if self.searched:
            self.found = await self._read(
                queries.people_to_ask_for, search=self.searched, at=clock.now()
            )

    @handler(WRITE)
    async def ask(self, observed: str, observer: str, by: str):
        """Ask to watch somebody, or ask another to, and show what comes next."""
        draft = AskDraft(
            observed=observed[:64],
            observer=observer[:64],
            aim=str(Aim.CERTIFICATION) if self.certifying else "",
            wanted_by=day_from(by),
        )
        try:
            watch = await self._call(actions.ask_to_watch, draft=draft, at=clock.now())
        except (Invalid, NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
            return None
        return rx.redirect(routes.watching(watch))

    async def _list(self):
        """Read one page of those who need watching."""
        if not self.plans:
            return
        self.rows, total = await self._read(
            queries.people_to_watch,
            certifying=self.certifying,
            page=self.page,
            at=clock.now(),
        )
        self.paging = page_row(self.page, size=queries.PAGE, shown=len(self.rows), total=total)
