"""The state of the page on which one's own two weeks are noted."""

from collections.abc import AsyncIterator
from typing import Any, Final

import reflex as rx

from coach_the_coach.cadence.hours import actions, queries
from coach_the_coach.cadence.hours.rows import HoursRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotPermitted, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

HOLD: Final = Permission.COACHING_HOLD

LONGEST: Final = 4000
"""Characters of a list that are looked at; the rules refuse far fewer."""


class HoursState(RoomState):
    """The running audit with one day open, and those closed."""

    loaded: bool = False
    may: bool = False
    """Whether the reader coaches somebody, so that there is something to note."""

    hours: HoursRow = HoursRow()
    busy: bool = False
    _asked: str = ""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show today, or what is closed."""
        self.loaded, self.busy, self._asked, self.problems = False, False, "", {}
        yield
        try:
            await self._show()
            self.may = True
        except NotPermitted:
            self.may, self.hours = False, HoursRow()
        self.loaded = True

    @handler(HOLD)
    async def begin(self):
        """Begin to note two weeks."""
        await self._call(actions.begin_audit, at=clock.now())
        await self._show()

    @handler(HOLD)
    async def begin_anew(self, public_id: str):
        """Empty the running audit and begin today."""
        await self._keep(actions.begin_anew, public_id, at=clock.now())
        self._say(_("Emptied. It begins anew."))

    @handler(HOLD)
    async def choose_day(self, day: str):
        """Open another of the ten days."""
        self._asked, self.problems = str(day)[:10], {}
        await self._show()

    @handler(HOLD)
    async def tap(self, public_id: str, day: str, category: str, minutes: int, name: str):
        """Add minutes to a category of a day, or take them off; each press has a name."""
        await self._keep(
            actions.tap,
            public_id,
            day=str(day)[:10],
            category=str(category)[:24],
            minutes=minutes if type(minutes) is int else 0,
            name=str(name)[:32].replace("\0", ""),
            at=clock.now(),
        )

    @handler(HOLD)
    async def take_over(self, public_id: str, day: str):
        """Take what log and calendar know of that day."""
        await self._keep(actions.take_over, public_id, day=str(day)[:10], at=clock.now())

    @handler(HOLD)
    async def keep_drops(self, public_id: str, text: str):
        """Keep what will be dropped."""
        await self._keep(actions.keep_drops, public_id, text=str(text)[:LONGEST])

    @handler(HOLD)
    async def close(self, public_id: str) -> AsyncIterator[Any]:
        """Close it and offer it to the direct leader, or say what is missing."""
        self.busy = True
        yield
        try:
            await self._call(actions.close_audit, public_id=str(public_id)[:64], at=clock.now())
            self.problems = {}
            await self._show()
            self._say(_("Closed. Whoever leads you has been told."))
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(next(iter(refusal.problems)))
        finally:
            self.busy = False

    async def _show(self):
        self.hours = await self._read(queries.hours_page, asked=self._asked, at=clock.now())

    async def _keep(self, work: Any, public_id: str, **given: Any):
        """Do one keeping and show what is kept now, or say why not."""
        self.problems = {}
        try:
            await self._call(work, public_id=str(public_id)[:64], **given)
        except Refusal as refusal:
            self.problems = getattr(refusal, "problems", {}) or {"day": refusal.text}
        await self._show()
