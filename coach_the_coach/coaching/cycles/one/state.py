"""The state of the page of one skill."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.coaching.cycles import actions
from coach_the_coach.coaching.cycles.one import queries
from coach_the_coach.coaching.cycles.one.rows import CycleRow
from coach_the_coach.coaching.cycles.rules import ClosingDraft, CycleDraft
from coach_the_coach.coaching.rules import Ladder
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

WRITE = Permission.COACHING_HOLD


class CycleState(RoomState):
    """One skill; handlers take its id from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    cycle: CycleRow = CycleRow()
    begins_next: bool = False
    """Whether the next skill is begun as this one is closed."""

    next_cause: str = ""
    version: int = 0
    """Grows with each reading, so that the ladder is drawn anew with what holds now."""

    busy: bool = False

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the skill named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.cycle, self.busy, self.problems = "", CycleRow(), False, {}
        self.begins_next, self.next_cause = False, ""
        yield
        await self._show(public_id)

    @handler(WRITE)
    async def step(self, public_id: str, ladder: str):
        """Place it on a step of the ladder."""
        try:
            await self._call(
                actions.step_ladder, public_id=public_id, ladder=ladder[:24], at=clock.now()
            )
        except (Conflict, Invalid) as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Placed."))
        await self._show(public_id)

    @handler(WRITE)
    async def review(self, public_id: str):
        """Note that the two have looked at how far it has come."""
        try:
            await self._call(actions.review_cycle, public_id=public_id, at=clock.now())
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Noted for today."))
        await self._show(public_id)

    @handler(Permission.SELF)
    async def keep_goal(self, public_id: str, form: dict[str, Any]):
        """Keep the goal in the words of the one coached."""
        try:
            await self._call(actions.set_goal, public_id=public_id, goal=text_in(form, "goal"))
        except Invalid as refusal:
            return self._wrong(refusal)
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Kept."))
        await self._show(public_id)
        return None

    @handler(WRITE)
    async def want_next(self, wanted: bool):
        """Begin the next skill in the same step, or not."""
        self.begins_next, self.next_cause = wanted, ""

    @handler(WRITE)
    async def choose_next_cause(self, cause: str):
        """Say what is in the way of the next skill; fear asks of what."""
        self.next_cause = cause[:24]

    @handler(WRITE)
    async def close(self, public_id: str, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Close it, and go on to the next skill where one is begun."""
        if self.busy:
            return
        self.busy = True
        yield
        try:
            begun = await self._call(
                actions.close_cycle,
                public_id=public_id,
                draft=_closing(form),
                then=_next(form) if self.begins_next else None,
                at=clock.now(),
            )
        except Invalid as refusal:
            yield self._wrong(refusal)
            return
        except Conflict as refusal:
            self._say(refusal.text)
            begun = ""
        else:
            (self._say_there if begun else self._say)(_("Closed."))
        finally:
            self.busy = False
        if begun:
            yield rx.redirect(routes.skill(begun))
            return
        await self._show(public_id)

    def _wrong(self, refusal: Invalid) -> Any:
        """Say beside each field what is wrong with it, and go to the first."""
        self.problems = refusal.problems
        return rx.set_focus(next(iter(refusal.problems)))

    async def _show(self, public_id: str):
        """Read it anew; what is being typed on the page stays."""
        self.problems = {}
        try:
            self.cycle = await self._read(queries.cycle_row, public_id=public_id, at=clock.now())
            self.stage = "here"
        except NotFound:
            self.stage, self.cycle = "gone", CycleRow()
        self.version += 1


def _closing(form: dict[str, Any]) -> ClosingDraft:
    return ClosingDraft(
        shown={"yes": True, "no": False}.get(text_in(form, "shown")),
        seen=text_in(form, "seen"),
        next_skill=text_in(form, "next_skill"),
    )


def _next(form: dict[str, Any]) -> CycleDraft:
    """The next skill as it was typed under this one."""
    return CycleDraft(
        skill=text_in(form, "next_skill"),
        baseline=text_in(form, "next_baseline"),
        target=text_in(form, "next_target"),
        exit_evidence=text_in(form, "next_exit_evidence"),
        cause=text_in(form, "next_cause"),
        fear=text_in(form, "next_fear"),
        ladder=Ladder.KNOWS,
        reason=text_in(form, "next_reason"),
    )
