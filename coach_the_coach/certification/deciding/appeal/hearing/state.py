"""The state of the page of an appeal."""

from typing import Any

from coach_the_coach.certification.deciding.appeal import actions
from coach_the_coach.certification.deciding.appeal.hearing import queries
from coach_the_coach.certification.deciding.appeal.hearing.rows import AppealRow
from coach_the_coach.certification.deciding.appeal.rules import AppealDraft, HearingDraft
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler


class AppealState(RoomState):
    """One appeal; handlers take which one from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: AppealRow = AppealRow()

    @handler(Permission.SELF)
    async def load(self):
        """Show the appeal against the decision in the address."""
        self.stage = ""
        await self._show(self._turn_to(1))

    @handler(Permission.SELF)
    async def make(self, public_id: str, form: dict[str, Any]):
        """Appeal, or show what is wrong."""
        draft = AppealDraft(text_in(form, "words"), text_in(form, "session"))
        await self._do(public_id, actions.make_appeal, _("Your appeal is kept."), draft=draft)

    @handler(Permission.PATH_ASSIGN)
    async def name(self, public_id: str, form: dict[str, Any]):
        """Name who hears it."""
        draft = HearingDraft(
            text_in(form, "decider"), text_in(form, "first"), text_in(form, "second")
        )
        done = _("Named. They are told.")
        await self._do(public_id, actions.name_hearing, done, draft=draft)

    @handler(Permission.SELF)
    async def decide(self, public_id: str, form: dict[str, Any]):
        """Decide it, or show what is missing."""
        given = {"outcome": text_in(form, "outcome"), "reason": text_in(form, "reason")}
        done = _("Decided. The candidate is told.")
        await self._do(public_id, actions.decide_appeal, done, **given)

    async def _do(self, public_id: str, work, done: str, **given) -> None:
        """Do it and show what holds now; or what is wrong, and leave what was typed."""
        one = str(public_id)[:64]
        if await self._carry_out(work, done, public_id=one, at=clock.now(), **given):
            await self._show(one)

    async def _show(self, public_id: str) -> None:
        self.problems = {}
        try:
            self.found = await self._read(queries.appeal_of, public_id=public_id, at=clock.now())
        except NotFound:
            self.stage, self.found = "gone", AppealRow()
            return
        self.stage = "here"
