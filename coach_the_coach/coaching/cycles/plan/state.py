"""The state of the page of one action plan."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.coaching.cycles.plan import actions, queries
from coach_the_coach.coaching.cycles.plan.rows import PlanRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler

MOST = 1000
"""No plan has a step or a version beyond it; only whoever makes events up sends one."""


class PlanState(RoomState):
    """One action plan; handlers take its id from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    plan: PlanRow = PlanRow()
    version: int = 0
    """Grows with each reading, so that the boxes are drawn anew with what holds now."""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the plan named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.plan, self.problems = "", PlanRow(), {}
        yield
        await self._show(public_id)

    @handler(Permission.SELF)
    async def tick(self, public_id: str, version: int, place: int, done: bool):
        """Note that a step of the version that is on the page is done, or is not."""
        if not 0 <= place <= MOST:
            return
        try:
            await self._call(
                actions.tick_step,
                public_id=public_id,
                version=version,
                place=place,
                done=done,
                at=clock.now(),
            )
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show(public_id)

    @handler(Permission.COACHING_HOLD, Permission.COACHING_SIGN)
    async def sign(self, public_id: str, version: int, form: dict[str, Any]):
        """Sign the version that is on the page."""
        try:
            await self._call(
                actions.sign_plan,
                public_id=public_id,
                version=max(0, min(version, MOST)),
                note=text_in(form, "note"),
                at=clock.now(),
            )
        except Invalid as refusal:
            return self._wrong(refusal)
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Signed."))
        await self._show(public_id)
        return None

    @handler(Permission.COACHING_HOLD)
    async def close(self, public_id: str, form: dict[str, Any]):
        """Close it with what came of it."""
        try:
            await self._call(
                actions.close_plan,
                public_id=public_id,
                result=text_in(form, "result"),
                at=clock.now(),
            )
        except Invalid as refusal:
            return self._wrong(refusal)
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Closed."))
        await self._show(public_id)
        return None

    def _wrong(self, refusal: Invalid) -> Any:
        """Say beside each field what is wrong with it, and go to the first."""
        self.problems = refusal.problems
        return rx.set_focus(next(iter(refusal.problems)))

    async def _show(self, public_id: str):
        """Read it anew, and draw its boxes anew."""
        self.problems = {}
        try:
            self.plan = await self._read(queries.plan_row, public_id=public_id, at=clock.now())
            self.stage = "here"
        except NotFound:
            self.stage, self.plan = "gone", PlanRow()
        self.version += 1
