"""The state of the page of one customer call."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import reflex as rx

from coach_the_coach.coaching.plans import actions
from coach_the_coach.coaching.plans.one.queries import customer_call
from coach_the_coach.coaching.plans.one.rows import CallRow
from coach_the_coach.coaching.plans.rules import DebriefDraft, PlanDraft
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

PLAN = ("objective", "questions", "information", "risk", "risk_answer")
DEBRIEF = ("well", "not_well", "learned", "next_time")
TYPED = 2000
"""Most characters looked at of one field; the rules refuse far fewer."""


class CallState(RoomState):
    """One call; handlers take its id from the form that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    call: CallRow = CallRow()
    changing: str = ""
    """Which part is open again: "plan", "rep" or "coach"; empty for none."""

    busy: bool = False

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the call named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.call, self.changing = "", CallRow(), ""
        self.busy, self.problems = False, {}
        yield
        try:
            await self._show(public_id)
        except NotFound:
            self.stage = "gone"

    @handler(Permission.SELF)
    async def change(self, part: str):
        """Open a part again to change it; anything else closes it."""
        self.changing = part if part in {"plan", "rep", "coach"} else ""
        self.problems = {}

    @handler(Permission.SELF)
    async def keep_plan(self, form: dict[str, str]) -> AsyncIterator[Any]:
        """Keep the plan, or say what is missing in it."""
        plan = PlanDraft(**_texts(form, PLAN))
        async for event in self._keep(form, actions.change_plan, _("Plan kept."), plan=plan):
            yield event

    @handler(Permission.SELF)
    async def keep_rep_part(self, form: dict[str, str]) -> AsyncIterator[Any]:
        """Keep what the rep says of the call."""
        draft = DebriefDraft(**_texts(form, DEBRIEF))
        async for event in self._keep(form, actions.keep_rep_part, _("Kept."), draft=draft):
            yield event

    @handler(Permission.COACHING_HOLD)
    async def keep_coach_part(self, form: dict[str, str]) -> AsyncIterator[Any]:
        """Keep what the coach says after it."""
        draft = DebriefDraft(**_texts(form, DEBRIEF))
        async for event in self._keep(form, actions.keep_coach_part, _("Kept."), draft=draft):
            yield event

    @handler(Permission.SELF)
    async def drop(self, public_id: str):
        """Drop a call that does not take place."""
        try:
            await self._call(actions.drop_call, public_id=public_id[:64], at=clock.now())
        except Conflict as refusal:
            self._say(refusal.text)
            return None
        self._say_there(_("Dropped. The other one is told."))
        return rx.redirect(routes.CALLS)

    async def _keep(
        self, form: Mapping[str, str], work: Any, said: str, **given: Any
    ) -> AsyncIterator[Any]:
        """Do one keeping and show what came of it, or what is wrong beside its field."""
        public_id = form.get("public_id", "")[:64]
        self.busy = True
        yield
        try:
            await self._call(work, public_id=public_id, at=clock.now(), **given)
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(next(iter(refusal.problems)))
        except Conflict as refusal:
            self._say(refusal.text)
            await self._show(public_id)
        else:
            self.problems, self.changing = {}, ""
            self._say(said)
            await self._show(public_id)
        finally:
            self.busy = False

    async def _show(self, public_id: str):
        """Read the call anew."""
        self.call = await self._read(customer_call, public_id=public_id, at=clock.now())
        self.stage = "here"


def _texts(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """What was typed into these fields, without the space around it."""
    return {name: form.get(name, "")[:TYPED].strip() for name in names}
