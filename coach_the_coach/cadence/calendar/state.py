"""The state of the page of one's calendar."""

from typing import Any, Final

from coach_the_coach.cadence.calendar import actions, queries
from coach_the_coach.cadence.calendar.bringing import actions as bringing
from coach_the_coach.cadence.calendar.bringing.queries import brought_row
from coach_the_coach.cadence.calendar.bringing.rules import done_words
from coach_the_coach.cadence.calendar.rows import BroughtRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.settings import settings

MOST: Final = 2000
"""Most fields of the form: as many as a file has new events. Source: docs/method.md#calendars."""


class CalendarState(RoomState):
    """The address of one's calendar, and a file that waits to be brought in."""

    loaded: bool = False
    is_there: bool = False
    with_names: bool = False
    made: str = ""
    read: str = ""
    coaches: bool = False
    address: str = ""
    """The address just made; it is shown once."""

    brought: BroughtRow = BroughtRow()
    drawn: int = 0

    @handler(Permission.SELF)
    async def load(self):
        """Show whether there is an address, and what the last file would change."""
        self.loaded, self.address, self.problems = False, "", {}
        await self._show()
        self.loaded = True

    @handler(Permission.SELF)
    async def make(self, form: dict[str, Any]):
        """Make an address; the one before stops working."""
        named = isinstance(form, dict) and form.get("with_names") == "on"
        secret = await self._call(actions.make_feed, with_names=named, at=clock.now())
        self.address = f"{settings().public_url}/calendar/{secret}.ics"
        await self._show()

    @handler(Permission.SELF)
    async def revoke(self):
        """Take the address back."""
        await self._call(actions.revoke_feed, at=clock.now())
        self.address = ""
        await self._show()
        self._say(_("The address works no more."))

    @handler(Permission.COACHING_HOLD)
    async def bring_in(self, form: dict[str, Any]):
        """Do what the file says."""
        chosen = [*form.items()][:MOST] if isinstance(form, dict) else []
        who = {
            name[:40]: value[:64]
            for name, value in chosen
            if isinstance(name, str) and isinstance(value, str)
        }
        reason = next((str(value)[:120] for name, value in chosen if name == "reason"), "")
        try:
            counts = await self._call(bringing.bring_in, who=who, reason=reason, at=clock.now())
        except Invalid as refusal:
            self.problems = refusal.problems
            return
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(done_words(counts))
        self.problems = {}
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def leave(self):
        """Let go of the file."""
        await self._call(bringing.leave_calendar)
        self._say(_("Nothing was changed, and nothing of the file is kept."))
        await self._show()

    async def _show(self):
        """Read the address and what waits anew."""
        at = clock.now()
        feed = await self._read(queries.own_feed, at=at)
        self.is_there, self.with_names, self.coaches = feed.is_there, feed.with_names, feed.coaches
        self.made, self.read = feed.made.words, feed.read.words
        self.brought = await self._read(brought_row, at=at) if self.coaches else BroughtRow()
        self.drawn += 1
