"""The state of the page on which one practice is led."""

from collections.abc import AsyncIterator
from typing import Any, Final

import reflex as rx

from coach_the_coach.coaching.log.rules import REASON_LENGTH
from coach_the_coach.coaching.practice.rounds import actions, queries
from coach_the_coach.coaching.practice.rounds.rows import PracticeRow
from coach_the_coach.coaching.practice.rules import LEARNED_LENGTH, CloseDraft
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

HOLD: Final = Permission.COACHING_HOLD


class PracticeRoundsState(RoomState):
    """One practice; handlers take its id from the page, as texts are kept a moment later."""

    stage: str = ""
    """Empty while it loads; else "lead", "closed" or "gone"."""

    practice: PracticeRow = PracticeRow()
    busy: bool = False

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the practice named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.practice, self.busy, self.problems = "", PracticeRow(), False, {}
        yield
        try:
            await self._show(public_id)
        except (NotFound, NotPermitted):
            self.stage = "gone"

    @handler(HOLD)
    async def attempt(self, public_id: str, rep: str):
        """Keep a first attempt."""
        await self._tap(actions.attempt, public_id, rep, at=clock.now())

    @handler(HOLD)
    async def keep_debrief(self, public_id: str, rep: str, text: str):
        """Keep the one thing to do differently."""
        await self._tap(actions.keep_debrief, public_id, rep, text=str(text))

    @handler(HOLD)
    async def retry(self, public_id: str, rep: str):
        """Keep that they tried it again."""
        await self._tap(actions.retry, public_id, rep)

    @handler(HOLD)
    async def take_back(self, public_id: str, rep: str):
        """Take the last tap back."""
        await self._tap(actions.take_back, public_id, rep)

    @handler(HOLD)
    async def close(self, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Put the practice into the log, or say what is missing."""
        self.busy = True
        yield
        public_id = self.practice.public_id
        try:
            await self._call(
                actions.close_practice, public_id=public_id, draft=_draft(form), at=clock.now()
            )
            self.problems = {}
            await self._show(public_id)
            self._say(_("Closed. It is in your log."))
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(next(iter(refusal.problems)))
        finally:
            self.busy = False

    @handler(HOLD)
    async def discard(self, public_id: str):
        """Delete a practice that was begun by mistake."""
        await self._call(actions.discard_practice, public_id=str(public_id)[:64])
        return rx.redirect(routes.TEAM_PRACTICE)

    @handler(HOLD)
    async def withdraw(self, public_id: str, form: dict[str, Any]):
        """Take a closed practice out of the log, with a reason."""
        named, reason = str(public_id)[:64], str(form.get("reason", ""))[: REASON_LENGTH + 1]
        try:
            await self._call(
                actions.withdraw_practice, public_id=named, reason=reason, at=clock.now()
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            return rx.set_focus("reason")
        self.problems = {}
        await self._show(named)
        self._say(_("Withdrawn. It counts no longer."))
        return None

    async def _show(self, public_id: str):
        self.practice = await self._read(queries.practice_page, public_id=public_id, at=clock.now())
        self.stage = "closed" if self.practice.is_closed else "lead"

    async def _tap(self, work: Any, public_id: str, rep: str, **given: Any):
        """Do one keeping and show what is kept now, or say beside the rep why not."""
        practice, who = str(public_id)[:64], str(rep)[:64]
        why = ""
        try:
            await self._call(work, public_id=practice, rep=who, **given)
        except Refusal as refusal:
            told = getattr(refusal, "problems", {})
            why = next(iter(told.values()), refusal.text)
        if practice != self.practice.public_id:
            return
        await self._show(practice)
        self.problems = {who: why} if why else {}


def _draft(form: dict[str, Any]) -> CloseDraft:
    """What was typed about the end; nothing where it makes no sense."""
    minutes, planned = str(form.get("minutes", "")), str(form.get("planned", ""))
    return CloseDraft(
        minutes=int(minutes)
        if minutes.isascii() and minutes.isdigit() and len(minutes) < 4
        else None,
        planned={"yes": True, "no": False}.get(planned),
        learned=str(form.get("learned", ""))[: LEARNED_LENGTH + 1],
    )
