"""The state of the page of one's own rhythm."""

from typing import Any

import reflex as rx

from coach_the_coach.cadence.policy import actions
from coach_the_coach.cadence.policy.mine.queries import own_rhythm
from coach_the_coach.cadence.policy.mine.rows import OwnRhythmRow
from coach_the_coach.cadence.policy.rules import DAYS, MOST_DAYS, OverrideDraft
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler

HOLD = Permission.COACHING_HOLD

CHOICES = {str(number): number for number in range(1, MOST_DAYS + 1)}
"""Days of a week, as the page sends them."""


class OwnRhythmState(RoomState):
    """The rhythm with each of the team; handlers take whom it is about from the page."""

    own: OwnRhythmRow = OwnRhythmRow()
    chosen: str = ""
    """With whom another rhythm is being agreed; empty for nobody."""

    days: int = DAYS
    version: int = 0
    """Grows when the form is to show what is kept, and not what was typed."""

    loaded: bool = False

    @handler(HOLD)
    async def load(self):
        """Show the rhythm with everybody."""
        self.problems, self.chosen, self.days = {}, "", DAYS
        await self._show()

    @handler(HOLD)
    async def name_days(self, days: str):
        """Reckon with one-to-ones on so many days of a week."""
        self.days = CHOICES.get(days, DAYS) if isinstance(days, str) else DAYS
        await self._show()

    @handler(HOLD)
    async def choose(self, person: str):
        """Agree another rhythm with this one, or with nobody."""
        self.chosen, self.problems = person[:64] if isinstance(person, str) else "", {}

    @handler(HOLD)
    async def keep(self, person: str, form: dict[str, Any]):
        """Keep another rhythm with one of the team, or say what is wrong with it."""
        if not isinstance(person, str):
            return None
        draft = OverrideDraft(
            per_month=text_in(form, "per_month", most=1000),
            minutes=text_in(form, "minutes", most=1000),
            reason=text_in(form, "reason", most=1000),
        )
        try:
            await self._call(
                actions.override_rhythm, person=person[:64], draft=draft, at=clock.now()
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            return rx.set_focus(next(iter(refusal.problems)))
        self._say(_("Kept. They are told, and read your reason."))
        await self._done()
        return None

    @handler(HOLD)
    async def end(self, person: str):
        """Go back to the rhythm of the house with one of the team."""
        if not isinstance(person, str):
            return
        await self._call(actions.end_override, person=person[:64], at=clock.now())
        self._say(_("Back to the rhythm of the house. They are told."))
        await self._done()

    async def _done(self):
        self.problems, self.chosen = {}, ""
        await self._show()

    async def _show(self):
        """Read it anew."""
        self.own = await self._read(own_rhythm, at=clock.now(), days=self.days)
        self.version += 1
        self.loaded = True
