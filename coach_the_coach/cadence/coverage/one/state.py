"""The state of the page on which is said who coaches one rep."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.cadence.coverage import actions
from coach_the_coach.cadence.coverage.one.queries import coach_of_rep
from coach_the_coach.cadence.coverage.one.rows import OneCoachRow
from coach_the_coach.cadence.coverage.rules import CoachDraft, day_from
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler

HOLD = Permission.COACHING_HOLD


class OneCoachState(RoomState):
    """Who coaches one rep; handlers take whom it is about from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: OneCoachRow = OneCoachRow()
    kind: str = str(CoachKind.ENABLEMENT)
    search: str = ""
    version: int = 0
    """Grows when the form is to be drawn anew."""

    @handler(HOLD)
    async def load(self) -> AsyncIterator[None]:
        """Show who coaches the rep named in the address."""
        rep = self._turn_to(1)
        self.stage, self.found, self.problems, self.search = "", OneCoachRow(), {}, ""
        self.kind = str(CoachKind.ENABLEMENT)
        self.version += 1
        yield
        await self._show(rep)

    @handler(HOLD)
    async def choose_kind(self, kind: str):
        """Choose from where somebody comes."""
        self.kind, self.problems = (kind if kind in set(CoachKind) else self.kind), {}

    @handler(HOLD)
    async def find(self, rep: str, search: str):
        """Offer those whose name holds these words."""
        if isinstance(rep, str) and isinstance(search, str):
            self.search = search[:80]
            await self._show(rep[:64])

    @handler(HOLD)
    async def keep(self, rep: str, form: dict[str, Any]):
        """Keep who coaches the rep, or say what is missing."""
        if not isinstance(rep, str):
            return None
        kind = text_in(form, "kind", most=400) or self.kind
        draft = CoachDraft(
            kind=kind,
            coach=text_in(form, "coach", most=400),
            outside=text_in(form, "outside", most=400),
            starts_on=day_from(text_in(form, "starts_on", most=400)),
        )
        try:
            await self._call(actions.set_coach, person=rep[:64], draft=draft, at=clock.now())
        except Invalid as refusal:
            self.problems = refusal.problems
            return rx.set_focus(next(iter(refusal.problems)))
        self._say(_("Kept. They are told."))
        self.version += 1
        await self._show(rep[:64])
        return None

    @handler(HOLD)
    async def end(self, rep: str):
        """Have whom they report to coach them again."""
        if isinstance(rep, str):
            await self._call(actions.end_coach, person=rep[:64], at=clock.now())
            self._say(_("Kept. They are told."))
            self.version += 1
            await self._show(rep[:64])

    async def _show(self, rep: str):
        """Read it anew, or that there is nothing here for the reader."""
        self.problems = {}
        try:
            self.found = await self._read(
                coach_of_rep, person=rep, search=self.search, at=clock.now()
            )
        except (NotFound, NotPermitted):
            self.stage, self.found = "gone", OneCoachRow()
            return
        self.stage = "here"
