"""The state of the page of one short look: written by one, then read by both."""

from collections.abc import AsyncIterator
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.looks import actions, queries
from coach_the_coach.observations.looks.rows import LookFormRow, LookRow
from coach_the_coach.shell import routes

WRITE = Permission.OBSERVATION_WRITE

NOT_A_LEVEL = 0
"""Stands for whatever the form does not send; the rules refuse it."""


class LookState(RoomState):
    """One look; handlers take its id from the page that sends, as texts are kept a moment later."""

    stage: str = ""
    """Empty while it loads; else "write", "read" or "gone"."""

    form: LookFormRow = LookFormRow()
    """The answers as they were when the page was opened: what the fields begin with."""

    look: LookRow = LookRow()
    chosen: list[str] = []
    """The dimensions watched for, as the form names them."""

    drawn: int = 0
    """Grows when the boxes must be drawn anew, because one was refused."""

    kept: str = ""
    """When something was last kept, as a sentence."""

    busy: bool = False

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the look named in the address: its form, or what was given."""
        public_id = self._turn_to(1)
        self.stage, self.form, self.look = "", LookFormRow(), LookRow()
        self.chosen, self.kept, self.busy, self.problems = [], "", False, {}
        yield
        try:
            await self._show(public_id)
        except (NotFound, NotPermitted):
            self.stage = "gone"

    @handler(WRITE)
    async def choose_coached(self, public_id: str, coached: str):
        """Keep with whom they talked."""
        at = clock.now()
        await self._keep(
            "coached", actions.keep_coached, public_id=public_id, coached=coached[:64], at=at
        )

    @handler(WRITE)
    async def choose_dimension(self, public_id: str, dimension: int, wanted: bool):
        """Watch for this dimension, or no longer."""
        try:
            numbers = await self._call(
                actions.choose_dimension, public_id=public_id, dimension=dimension, wanted=wanted
            )
        except Invalid as refusal:
            self.problems = {**self.problems, **refusal.problems}
            self.drawn += 1
            return
        self._say_kept("dimensions", f"level_{dimension}")
        if public_id == self.form.public_id:
            self.chosen = [str(number) for number in numbers]

    @handler(WRITE)
    async def choose_level(self, public_id: str, dimension: int, value: str):
        """Keep the level of one dimension."""
        await self._keep(
            f"level_{dimension}",
            actions.keep_level,
            public_id=public_id,
            dimension=dimension,
            level=int(value) if value in {"1", "2", "3", "4"} else NOT_A_LEVEL,
        )

    @handler(WRITE)
    async def keep_words(self, public_id: str, name: str, text: str):
        """Keep one of the texts."""
        await self._keep(name, actions.keep_words, public_id=public_id, name=name, text=text)

    @handler(WRITE)
    async def give(self, public_id: str) -> AsyncIterator[Any]:
        """Give it to the observed, and show what they read; or say what is missing."""
        self.busy = True
        yield
        try:
            await self._call(actions.give_look, public_id=public_id, at=clock.now())
            self.problems = {}
            await self._show(public_id)
            self._say(_("Given. They have been told."))
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(_field_of(next(iter(refusal.problems)), self.chosen))
        finally:
            self.busy = False

    @handler(WRITE)
    async def discard(self, public_id: str):
        """Delete a look that was begun by mistake."""
        await self._call(actions.discard_look, public_id=public_id)
        return rx.redirect(routes.HOME)

    async def _show(self, public_id: str):
        """Read the form, or what was given; the observed has read it from then on."""
        at = clock.now()
        if not await self._read(queries.is_given, public_id=public_id):
            self.form = await self._read(queries.look_form, public_id=public_id, at=at)
            self.chosen, self.stage = self.form.chosen, "write"
            return
        await self._call(actions.read_look, public_id=public_id, at=at)
        self.look = await self._read(queries.given_look, public_id=public_id, at=at)
        self.stage = "read"

    async def _keep(self, field: str, work: Any, **given: Any):
        """Do one keeping, and say that it was kept, or beside its field why not."""
        if len(field) > 40 or (field not in self.problems and len(self.problems) >= 60):
            # Only whoever makes events up sends such; what they send is not kept here either.
            return
        why = _("Not kept. Change it again in a moment.")
        try:
            await self._call(work, **given)
            why = ""
        except Refusal as refusal:
            why = _("Not kept: {why}").format(why=refusal.text)
        finally:
            # Also after a fault of our own, which goes on to be logged: no "Kept" may stand then.
            if why:
                self.kept, self.problems = "", {**self.problems, field: why}
            else:
                self._say_kept(field)

    def _say_kept(self, *fields: str) -> None:
        """Say when, and take the problems with these fields away."""
        local = clock.now().astimezone(ZoneInfo(self.form.zone))
        self.kept = _("Kept {time}").format(time=f"{local:%H:%M}")
        self.problems = {name: said for name, said in self.problems.items() if name not in fields}


def _field_of(problem: str, chosen: list[str]) -> str:
    """The id of the field to go to for what is missing."""
    if problem in {"moment", "to_try"}:
        return problem
    number = problem.removeprefix("level_")
    return f"dimension-{number}" if number in chosen else "dimension-1"
