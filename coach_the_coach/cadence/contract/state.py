"""The state of the page of one's own rules of interruption."""

from typing import Any

import reflex as rx

from coach_the_coach.cadence.contract import actions, queries
from coach_the_coach.cadence.contract.rows import OwnContractRow
from coach_the_coach.cadence.contract.rules import ContractDraft
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler


class ContractState(RoomState):
    """What the coach has written, and how it stands."""

    own: OwnContractRow = OwnContractRow()
    version: int = 0
    """Grows when the fields are to show what is kept, and not what was typed."""

    loaded: bool = False

    @handler(Permission.COACHING_HOLD)
    async def load(self):
        """Show what holds and what is under way."""
        self.problems = {}
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def keep(self, form: dict[str, Any]):
        """Offer what was typed to one's leader, or keep it where there is none."""
        draft = ContractDraft(
            text=text_in(form, "text"),
            reasons=text_in(form, "reasons"),
            within_days=text_in(form, "within_days"),
        )
        leader = self.own.leader
        try:
            await self._call(
                actions.offer_contract if leader else actions.write_contract,
                draft=draft,
                at=clock.now(),
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            return rx.set_focus(next(iter(refusal.problems)))
        except Conflict as refusal:
            self._say(refusal.text)
            return None
        self.problems = {}
        self._say(_("Offered. {name} is told.").format(name=leader) if leader else _("Kept."))
        await self._show()
        return None

    async def _show(self):
        """Read it anew."""
        self.own = await self._read(queries.own_contract, at=clock.now())
        self.version += 1
        self.loaded = True
