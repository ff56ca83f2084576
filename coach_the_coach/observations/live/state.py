"""The state of the live page: whose session it is, and whether the clock runs."""

from collections.abc import AsyncIterator

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.booking.state import BookingState
from coach_the_coach.observations.focus.queries import focus_of_draft
from coach_the_coach.observations.focus.rows import FocusRow
from coach_the_coach.observations.live import actions, queries
from coach_the_coach.observations.live.rows import HintRow, LiveRow
from coach_the_coach.observations.queries import header
from coach_the_coach.observations.rows import HeaderRow
from coach_the_coach.observations.rules import Source
from coach_the_coach.shell import routes


class LiveState(RoomState):
    """One live observation; what is tapped goes by its own route and not through here."""

    stage: str = ""
    """Empty while it loads; else "ready", "watch", "stopped" or "gone"."""

    observation: HeaderRow = HeaderRow()
    live: LiveRow = LiveRow()
    focus: FocusRow = FocusRow()
    hints: list[HintRow] = []

    @handler(Permission.OBSERVATION_WRITE)
    async def load(self) -> AsyncIterator[rx.event.EventSpec | None]:
        """Show the draft named in the address as it stands, whichever device it was left on."""
        public_id = self._turn_to(1)
        if self.observation.public_id != public_id:
            self.stage, self.observation, self.live = "", HeaderRow(), LiveRow()
            self.focus, self.hints = FocusRow(), []
            yield None
        try:
            head = await self._read(header, public_id=public_id, at=clock.now())
        except NotFound:
            self.stage = "gone"
            return
        if head.is_signed or not head.is_mine:
            yield rx.redirect(routes.observation(public_id))
            return
        if head.corrects:
            yield rx.redirect(routes.observation(public_id, routes.RATE))
            return
        if head.source != Source.LIVE:
            yield rx.redirect(routes.observation(public_id, routes.TRANSCRIPT))
            return
        self.observation = head
        self.focus = await self._read(focus_of_draft, public_id=public_id, at=clock.now())
        self.hints = await self._read(queries.hints_of, public_id=public_id, at=clock.now())
        await self._show()

    @handler(Permission.OBSERVATION_WRITE)
    async def start(self):
        """Start the clock."""
        await self._call(actions.start_watching, public_id=self._named(1), at=clock.now())
        await self._show()

    @handler(Permission.OBSERVATION_WRITE)
    async def stop(self):
        """Stop the clock, and propose times for the talk from now on."""
        await self._call(actions.stop_watching, public_id=self._named(1), at=clock.now())
        await self._show()
        return BookingState.load

    @handler(Permission.OBSERVATION_WRITE)
    async def resume(self):
        """Go on watching after all."""
        await self._call(actions.resume_watching, public_id=self._named(1))
        await self._show()

    async def _show(self):
        """Read counts and clock anew."""
        self.live = await self._read(queries.present, public_id=self._named(1), at=clock.now())
        if not self.live.clock.started_at:
            self.stage = "ready"
        else:
            self.stage = "stopped" if self.live.clock.stopped_at else "watch"
