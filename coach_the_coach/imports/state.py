"""The state of the page where people are brought in."""

from dataclasses import replace

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.identity.queries import must_confirm
from coach_the_coach.imports import actions, queries
from coach_the_coach.imports.rows import CheckRow, PastImport


class ImportsState(RoomState):
    """The file that was checked, if one was, and those brought in before."""

    checked: CheckRow = CheckRow()
    past: list[PastImport] = []
    has_past: bool = False
    busy: bool = False
    must_confirm: bool = False
    """Whether they have to confirm that it is them before they bring a file in."""

    @handler(Permission.PERSON_IMPORT)
    async def load(self):
        """Show what the file named in the address would do, and the files of before."""
        await self._show(str(self.router.url.query_parameters.get("check", "")))

    @handler(Permission.PERSON_IMPORT)
    async def bring_in(self):
        """Bring in the file that was checked, or show what is wrong with it by now."""
        self.busy = True
        yield
        public_id = self.checked.id
        try:
            at = clock.now()
            waiting = await self._read(queries.waiting_file, public_id=public_id, at=at)
            report = await self._call(actions.bring_in, waiting=waiting, at=at)
        except Invalid as refusal:
            problems = tuple(refusal.problems.values())
            self.checked = replace(self.checked, problems=problems, waits=False)
        else:
            self._say(_("Brought in: {summary}.").format(summary=queries.summary_of(report)))
            await self._show(public_id)
        finally:
            self.busy = False

    @handler(Permission.PERSON_IMPORT)
    async def leave(self):
        """Delete the file that was checked."""
        await self._call(actions.leave_import, public_id=self.checked.id)
        self.checked = CheckRow()
        self._say(_("The file is deleted and nothing was changed."))

    async def _show(self, public_id: str) -> None:
        """Read the checked file and the past ones."""
        at = clock.now()
        self.checked = await self._read(queries.checked_import, public_id=public_id, at=at)
        self.past = await self._read(queries.past_imports, at=at)
        self.has_past = bool(self.past)
        self.must_confirm = await self._read(must_confirm, at=at)
