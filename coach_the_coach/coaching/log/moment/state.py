"""The state of the page on which a moment is logged: at most six taps from home."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import reflex as rx

from coach_the_coach.coaching.log.actions import keep_moment
from coach_the_coach.coaching.log.form.queries import new_form, people_to_log
from coach_the_coach.coaching.log.form.rows import FormRow
from coach_the_coach.coaching.log.form.state import draft_from, first_field
from coach_the_coach.coaching.log.rows import ChoiceRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

HOLD = Permission.COACHING_HOLD


class MomentState(RoomState):
    """What was said in the moment to one person."""

    stage: str = ""
    """Empty while it loads; else "whom", "form" or "gone"."""

    people: list[ChoiceRow] = []
    form: FormRow = FormRow()
    busy: bool = False

    @handler(HOLD)
    async def load(self) -> AsyncIterator[None]:
        """Show whom it can be with; `?of=` goes on with somebody at once."""
        self.stage, self.people, self.form = "", [], FormRow()
        self.busy, self.problems = False, {}
        asked = str(self.router.url.query_parameters.get("of", ""))[:64]
        yield
        if not asked:
            self.people = await self._read(people_to_log, at=clock.now())
            self.stage = "whom"
            return
        try:
            await self._open(asked)
        except (NotFound, NotPermitted):
            self.stage = "gone"

    @handler(HOLD)
    async def choose(self, person: str):
        """Go on to the few taps with this person."""
        try:
            await self._open(str(person)[:64])
        except (NotFound, NotPermitted) as refusal:
            self._say(refusal.text)

    @handler(HOLD)
    async def keep(self, public_id: str, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Keep the moment and go to the log, or say beside its field what is wrong."""
        self.busy = True
        yield
        draft = replace(draft_from(form, self.form.today), coached_id=self.form.person.value)
        try:
            await self._call(keep_moment, public_id=str(public_id), draft=draft, at=clock.now())
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(first_field(refusal.problems))
            return
        except Conflict as refusal:
            self._say(refusal.text)
            return
        finally:
            self.busy = False
        self._say_there(_("Kept."))
        yield rx.redirect(routes.LOG)

    async def _open(self, person: str):
        """Read what is chosen beforehand with this person."""
        new = await self._read(new_form, person=person, at=clock.now())
        # Made once for each form, so that however often it is sent one moment is kept.
        self.form = replace(new, public_id=new_id())
        self.problems, self.stage = {}, "form"
