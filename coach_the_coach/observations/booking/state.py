"""The state of the time for the talk, on whichever page of an observation it is shown."""

from datetime import datetime
from typing import Any

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.booking import actions, queries
from coach_the_coach.observations.booking.rows import BookingRow
from coach_the_coach.observations.state import instant


class BookingState(RoomState):
    """When the talk about the observation named in the address takes place."""

    row: BookingRow = BookingRow()

    @handler(Permission.SELF)
    async def load(self):
        """Show the time of the talk; nothing where there is none for this person to see."""
        await self._show()

    @handler(Permission.SELF)
    async def take(self, starts_at: str):
        """Take a time that was proposed."""
        await self._take(_proposed(starts_at))

    @handler(Permission.SELF)
    async def take_other(self, form: dict[str, Any]):
        """Take a time of one's own choice."""
        said = form.get("starts_at")
        chosen = instant(said, self.row.zone) if isinstance(said, str) else None
        await self._take(chosen)

    async def _take(self, starts_at: datetime | None):
        """Book the time or move the talk there, and show it; or show what is wrong with it."""
        public_id = self._named(1)
        await self._show()
        act = actions.book_talk if self.row.watches else actions.move_talk
        try:
            await self._call(act, public_id=public_id, starts_at=starts_at, at=clock.now())
        except Invalid as refusal:
            self.problems = {**self.problems, **refusal.problems}
            return
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Booked. {name} is told.").format(name=self.row.other))
        self.problems = {key: said for key, said in self.problems.items() if key != "starts_at"}
        await self._show()

    async def _show(self):
        """Read the time anew."""
        try:
            self.row = await self._read(queries.booking, public_id=self._named(1), at=clock.now())
        except NotFound:
            self.row = BookingRow()


def _proposed(starts_at: str) -> datetime | None:
    """The instant of a time proposed; None for what is none."""
    try:
        at = datetime.fromisoformat(starts_at[:40])
    except ValueError:
        return None
    return at if at.tzinfo else None
