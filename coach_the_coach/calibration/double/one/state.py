"""The state of the page of one session that two score."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.calibration.adjudication.actions import ask_third, decline_third
from coach_the_coach.calibration.double.queries import pair_row
from coach_the_coach.calibration.double.rows import PairRow
from coach_the_coach.calibration.pairing.actions import begin_double, call_off_double
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class PairState(RoomState):
    """One session that two score; handlers take which from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    row: PairRow = PairRow()

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the one named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.row, self.problems = "", PairRow(), {}
        yield
        await self._show(public_id)

    @handler(Permission.OBSERVATION_WRITE)
    async def begin(self, public_id: str, form: dict[str, Any]):
        """Begin one's own score of it, and go there."""
        agreed = form.get("both_agreed") == "yes"
        if await self._do(begin_double, str(public_id)[:64], both_agreed=agreed):
            return rx.redirect(self.row.goes_on)
        return None

    @handler(Permission.SELF)
    async def call_off(self, public_id: str, form: dict[str, Any]):
        """Have it scored by one after all."""
        reason = str(form.get("reason", ""))
        if await self._do(call_off_double, str(public_id)[:64], reason=reason):
            self._say(_("Called off. It is scored by one observer."))

    @handler(Permission.SELF)
    async def draw_third(self, public_id: str):
        """Have a third drawn."""
        if await self._do(ask_third, str(public_id)[:64]):
            self._say(_("A third is asked."))

    @handler(Permission.SELF)
    async def name_third(self, public_id: str, form: dict[str, Any]):
        """Have the one named look as the third."""
        observer = str(form.get("observer", ""))[:64]
        if not observer:
            self.problems = {"observer": _("Choose somebody from the list, or have one drawn.")}
            return
        if await self._do(ask_third, str(public_id)[:64], observer=observer):
            self._say(_("A third is asked."))

    @handler(Permission.SELF)
    async def decline(self, public_id: str):
        """As the third, leave it to another."""
        if await self._do(decline_third, str(public_id)[:64]):
            self._say(_("Another will be asked."))

    async def _do(self, act: Any, public_id: str, **given: Any) -> bool:
        """Do it, and show how it stands; False with what is wrong with it."""
        self.problems, done = {}, False
        try:
            await self._call(act, public_id=public_id, at=clock.now(), **given)
            done = True
        except Invalid as refusal:
            self.problems = refusal.problems
            return False
        except (Conflict, NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
        await self._show(public_id)
        return done

    async def _show(self, public_id: str):
        """Read it anew, or that there is nothing here for the reader."""
        try:
            self.row = await self._read(pair_row, public_id=public_id, at=clock.now())
        except NotFound:
            self.stage, self.row = "gone", PairRow()
            return
        self.stage = "here"
