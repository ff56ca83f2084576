"""The state of the page of things to be signed for one person."""

from typing import Any

from coach_the_coach.certification.deciding.attesting import actions, queries
from coach_the_coach.certification.deciding.attesting.rows import AttestRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler


class AttestState(RoomState):
    """One person; handlers take whom from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: AttestRow = AttestRow()

    @handler(Permission.SELF)
    async def load(self):
        """Show what is to be signed for the person in the address."""
        self.stage, self.problems = "", {}
        await self._show(self._turn_to(1))

    @handler(Permission.CERTIFICATION_SIGN)
    async def sign(self, person: str, path_key: str, key: str, form: dict[str, Any]):
        """Sign for one thing, with a reason."""
        await self._do(
            person,
            actions.attest,
            _("Signed. They are told."),
            person=str(person)[:64],
            path_key=str(path_key)[:64],
            key=str(key)[:64],
            reason=text_in(form, "reason"),
        )

    @handler(Permission.CERTIFICATION_SIGN)
    async def withdraw(self, person: str, public_id: str, form: dict[str, Any]):
        """Take one's own back, with a reason."""
        await self._do(
            person,
            actions.withdraw,
            _("Taken back. They are told."),
            public_id=str(public_id)[:64],
            reason=text_in(form, "why"),
        )

    async def _do(self, whom: str, work, done: str, **given) -> None:
        """Do it and show what holds now; or what is wrong, and leave what was typed."""
        if await self._carry_out(work, done, at=clock.now(), **given):
            await self._show(str(whom)[:64])

    async def _show(self, person: str) -> None:
        self.problems = {}
        try:
            self.found = await self._read(queries.to_sign_for, public_id=person, at=clock.now())
        except NotFound:
            self.stage, self.found = "gone", AttestRow()
            return
        self.stage = "here"
