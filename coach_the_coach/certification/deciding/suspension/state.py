"""The state of the page of a certificate that may rest."""

from typing import Any

from coach_the_coach.certification.deciding.suspension import actions, queries
from coach_the_coach.certification.deciding.suspension.rows import SuspensionRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler


class SuspensionState(RoomState):
    """One certificate; handlers take which one from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: SuspensionRow = SuspensionRow()

    @handler(Permission.SELF)
    async def load(self):
        """Show what is said about the certificate in the address."""
        self.stage, self.problems = "", {}
        await self._show(self._turn_to(1))

    @handler(Permission.CERTIFICATION_SIGN)
    async def open_up(self, award: str, form: dict[str, Any]):
        """Name the grounds, or show what is missing."""
        await self._do(
            award,
            actions.open_suspension,
            _("Kept. Two observers are to confirm it."),
            ground=text_in(form, "ground"),
            words=text_in(form, "words"),
        )

    @handler(Permission.SELF)
    async def drop(self, award: str):
        """Take one's own back."""
        await self._do(award, actions.drop, _("Taken back. Nothing changed."))

    @handler(Permission.SELF)
    async def confirm(self, award: str):
        """Confirm the grounds."""
        await self._do(award, actions.do_act, _("Kept."), act="confirm", reason="")

    @handler(Permission.SELF)
    async def end(self, award: str, form: dict[str, Any]):
        """Put it in force again, or take it back for good."""
        given = {"act": text_in(form, "act"), "reason": text_in(form, "reason")}
        await self._do(award, actions.do_act, _("Kept."), **given)

    async def _do(self, award: str, work, done: str, **given) -> None:
        """Do it and show what holds now; or what is wrong, and leave what was typed."""
        one = str(award)[:64]
        if await self._carry_out(work, done, award=one, at=clock.now(), **given):
            await self._show(one)

    async def _show(self, award: str) -> None:
        self.problems = {}
        try:
            self.found = await self._read(queries.suspension_of, public_id=award, at=clock.now())
        except NotFound:
            self.stage, self.found = "gone", SuspensionRow()
            return
        self.stage = "here"
