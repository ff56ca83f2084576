"""The state of the page of one plan to watch somebody."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.state import instant
from coach_the_coach.observations.tally.rules import Buttons
from coach_the_coach.observations.watching import actions, queries
from coach_the_coach.observations.watching.beginning.actions import begin_watching
from coach_the_coach.observations.watching.beginning.rules import BeginningDraft
from coach_the_coach.observations.watching.rows import PlannedRow, WatchRow
from coach_the_coach.observations.watching.rules import (
    Move,
    ProposalDraft,
    State,
    problems_in_reason,
)
from coach_the_coach.shell import routes

FIELDS = ("planned", "coached", "purpose", "starts_at", "reason", "both_agreed", "why")
"""Fields beside which something can be said to be wrong, in the order of the page."""


class WatchState(RoomState):
    """One plan; handlers take its id from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "whole", "known" or "gone"."""

    whole: WatchRow = WatchRow()
    known: PlannedRow = PlannedRow()
    planned: str = ""
    """The planned session that is chosen; empty for one that is named."""

    version: int = 0
    """Grows with each reading, so that a form is drawn anew with what holds now."""

    busy: bool = False

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the plan named in the address, as far as the reader may know it."""
        public_id = self._turn_to(1)
        self.stage, self.whole, self.known = "", WatchRow(), PlannedRow()
        self.busy, self.problems = False, {}
        yield
        await self._show(public_id)

    @handler(Permission.SELF)
    async def choose_planned(self, planned: str):
        """Mean a session that is planned already, or another."""
        self.planned = planned[:64]
        self.problems = {}

    @handler(Permission.OBSERVATION_WRITE)
    async def accept(self, public_id: str):
        """Be ready to watch."""
        said = _("{name} is asked now to propose a session.")
        await self._take(public_id, actions.accept, said.format(name=self.known.observed))

    @handler(Permission.SELF)
    async def agree(self, public_id: str):
        """Agree to what the other has proposed."""
        await self._take(public_id, actions.agree, _("Agreed. You both are told."))

    @handler(Permission.SELF)
    async def propose(self, public_id: str, form: dict[str, Any]):
        """Propose a session, or another time for it."""
        draft = ProposalDraft(
            planned=text_in(form, "planned"),
            coached=text_in(form, "coached"),
            purpose=text_in(form, "purpose"),
            starts_at=instant(text_in(form, "starts_at"), self.whole.zone),
            reason=text_in(form, "reason"),
        )
        return await self._take(public_id, actions.propose, _("Proposed."), draft=draft)

    @handler(Permission.SELF)
    async def decline(self, public_id: str, form: dict[str, Any]):
        """Say no, and why."""
        return await self._end(public_id, actions.decline, _("Declined."), form)

    @handler(Permission.SELF)
    async def cancel(self, public_id: str, form: dict[str, Any]):
        """Call it off, and say why."""
        return await self._end(public_id, actions.cancel, _("Called off."), form)

    @handler(Permission.OBSERVATION_WRITE)
    async def begin(self, public_id: str, form: dict[str, Any]):
        """Open the observation of the session, and go on to watching."""
        draft = BeginningDraft(
            buttons=text_in(form, "buttons") or Buttons.NINE,
            both_agreed=text_in(form, "both_agreed") == "yes",
        )
        self.busy = True
        yield
        try:
            opened = await self._call(
                begin_watching, public_id=public_id, draft=draft, at=clock.now()
            )
        except (Conflict, Invalid) as refusal:
            yield self._said(refusal)
            return
        finally:
            self.busy = False
        yield rx.redirect(routes.observation(opened, routes.LIVE))

    async def _take(self, public_id: str, step: Any, done: str, **given: Any) -> Any:
        """Take a step and show what holds then, or say beside its field what is wrong."""
        try:
            await self._call(step, public_id=public_id, at=clock.now(), **given)
        except Invalid as refusal:
            return self._said(refusal)
        except Conflict as refusal:
            self._say(refusal.text)
        else:
            self._say(done)
        await self._show(public_id)
        return None

    async def _end(self, public_id: str, step: Any, done: str, form: dict[str, Any]) -> Any:
        """Take one of the steps that end it; what is wrong with its reason stands beside it."""
        why = text_in(form, "why")
        problem = problems_in_reason(State.ASKED, Move.CANCEL, why)
        if problem:
            self.problems = {"why": problem["reason"]}
            return rx.set_focus("why")
        return await self._take(public_id, step, done, reason=why)

    def _said(self, refusal: Conflict | Invalid) -> Any:
        """Say what is wrong: beside its field where it has one on the page."""
        self.problems = getattr(refusal, "problems", {})
        field = next((one for one in FIELDS if one in self.problems), "")
        if not field:
            self._say(refusal.text)
        return rx.set_focus(field) if field else None

    async def _show(self, public_id: str):
        """Read the plan anew, and draw its forms anew."""
        try:
            found = await self._read(queries.watching_row, public_id=public_id, at=clock.now())
        except NotFound:
            self.stage, self.whole, self.known = "gone", WatchRow(), PlannedRow()
            return
        is_whole = isinstance(found, WatchRow)
        self.whole = found if is_whole else WatchRow()
        self.known = found.planned if isinstance(found, WatchRow) else found
        self.stage = "whole" if is_whole else "known"
        self.planned, self.problems = "", {}
        self.version += 1
