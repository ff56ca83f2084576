"""The state of the page of a coach's rules of interruption."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.cadence.contract import actions, queries
from coach_the_coach.cadence.contract.rows import CoachContractRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class CoachContractState(RoomState):
    """One coach's rules; handlers take whose they are from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: CoachContractRow = CoachContractRow()

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the rules of the coach named in the address."""
        coach = self._turn_to(1)
        self.stage, self.found, self.problems = "", CoachContractRow(), {}
        yield
        await self._show(coach)

    @handler(Permission.COACHING_SIGN)
    async def sign(self, coach: str, public_id: str, version: str):
        """Sign what is shown."""
        if not all(isinstance(one, str) for one in (coach, public_id, version)):
            return
        try:
            await self._call(
                actions.sign_contract,
                public_id=public_id[:64],
                version=version[:64],
                at=clock.now(),
            )
            self._say(_("Signed. {name} is told.").format(name=self.found.coach))
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show(coach[:64])

    @handler(Permission.COACHING_SIGN)
    async def give_back(self, coach: str, public_id: str, version: str, form: dict[str, Any]):
        """Give what is shown back with what should change, or say that this is missing."""
        why = form.get("why", "") if isinstance(form, dict) else ""
        if not all(isinstance(one, str) for one in (coach, public_id, version, why)):
            return None
        try:
            await self._call(
                actions.return_contract,
                public_id=public_id[:64],
                version=version[:64],
                why=why[:4000],
                at=clock.now(),
            )
            self._say(_("Given back. {name} is told.").format(name=self.found.coach))
        except Invalid as refusal:
            self.problems = refusal.problems
            return rx.set_focus("why")
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show(coach[:64])
        return None

    async def _show(self, coach: str):
        """Read it anew, or that there is nothing here for the reader."""
        self.problems = {}
        try:
            self.found = await self._read(queries.contract_for, person=coach, at=clock.now())
        except NotFound:
            self.stage, self.found = "gone", CoachContractRow()
            return
        self.stage = "here"
