"""The state of the page of one session in the log."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.coaching.log.agreed.actions import answer, close_commitment
from coach_the_coach.coaching.log.entry import queries
from coach_the_coach.coaching.log.entry.actions import withdraw
from coach_the_coach.coaching.log.rows import AnswerRow, EntryRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class EntryState(RoomState):
    """One session; handlers take its id from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "read" or "gone"."""

    entry: EntryRow = EntryRow()
    answer: AnswerRow = AnswerRow()

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the session named in the address, as far as the reader may read it."""
        public_id = self._turn_to(1)
        self.stage, self.entry, self.answer, self.problems = "", EntryRow(), AnswerRow(), {}
        yield
        await self._show(public_id)

    @handler(Permission.SELF)
    async def say(self, public_id: str, said: str):
        """Answer the next step with one tap."""
        public_id = str(public_id)
        try:
            await self._call(answer, public_id=public_id, said=str(said), at=clock.now())
        except Invalid as refusal:
            self._say(refusal.text)
            return
        self._say(_("Thank you. You can change it any time."))
        await self._show(public_id)

    @handler(Permission.SELF)
    async def close(self, public_id: str, step: str, outcome: str):
        """Say what became of the next step."""
        try:
            await self._call(
                close_commitment, public_id=str(step), outcome=str(outcome), at=clock.now()
            )
            self._say(_("Noted."))
        except (Conflict, Invalid) as refusal:
            self._say(refusal.text)
        await self._show(str(public_id))

    @handler(Permission.COACHING_HOLD)
    async def withdraw(self, public_id: str, form: dict[str, Any]):
        """Take the session out of the log, with a reason."""
        reason = form.get("reason", "")
        try:
            await self._call(
                withdraw,
                public_id=str(public_id),
                reason=reason[:4000] if isinstance(reason, str) else "",
                at=clock.now(),
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            return rx.set_focus("reason")
        except Conflict as refusal:
            self._say(refusal.text)
            return None
        self._say(_("Withdrawn. It counts no longer."))
        await self._show(str(public_id))
        return None

    async def _show(self, public_id: str):
        """Read the session; its answer only for the two."""
        at = clock.now()
        try:
            self.entry = await self._read(queries.entry_row, public_id=public_id, at=at)
        except NotFound:
            self.stage, self.entry, self.answer = "gone", EntryRow(), AnswerRow()
            return
        self.answer = AnswerRow()
        if self.entry.part != "leader":
            self.answer = await self._read(queries.answer_of, public_id=public_id, at=at)
        self.problems, self.stage = {}, "read"
