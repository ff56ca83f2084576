"""The state of the page of the paths that somebody was put on."""

from typing import Any

from coach_the_coach.certification.assigning import actions
from coach_the_coach.certification.assigning.one import queries
from coach_the_coach.certification.assigning.one.rows import OnPathsRow
from coach_the_coach.certification.assigning.rules import day_from
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

ASSIGN = Permission.PATH_ASSIGN


class OnPathsState(RoomState):
    """Somebody's paths; handlers take whom it is about from the page that sends."""

    found: OnPathsRow = OnPathsRow()
    asked_of: str = ""
    """The enrolment whose form was sent last: its problems are shown beside it."""

    @handler(ASSIGN)
    async def load(self):
        """Show the paths of the person that the address names."""
        person = self._turn_to(1)
        self.problems, self.asked_of, self.found = {}, "", OnPathsRow()
        await self._show(person)

    @handler(ASSIGN)
    async def change_due(self, person: str, enrolment: str, form: dict[str, Any]):
        """Change by when they are to be through."""
        given = {"due_on": day_from(str(form.get("due_on", ""))[:10])}
        if await self._do(actions.change_due, person, enrolment, form, **given):
            self._say(_("Kept. They are told."))

    @handler(ASSIGN)
    async def withdraw(self, person: str, enrolment: str, form: dict[str, Any]):
        """Take them off a path."""
        if await self._do(actions.withdraw, person, enrolment, form):
            self._say(_("They are off the path, and are told why."))

    async def _do(
        self, action: Any, person: str, enrolment: str, form: dict[str, Any], **given: Any
    ) -> bool:
        """Do it and show what there is now; False with what is wrong with it."""
        self.problems, self.asked_of = {}, str(enrolment)[:64]
        reason = str(form.get("reason", ""))[:1000]
        try:
            await self._call(
                action, enrolment_id=self.asked_of, reason=reason, at=clock.now(), **given
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            return False
        except NotFound as refusal:
            self._say(refusal.text)
            return False
        await self._show(str(person)[:64])
        return True

    async def _show(self, person: str):
        self.found = await self._read(queries.paths_of, person=person, at=clock.now())
