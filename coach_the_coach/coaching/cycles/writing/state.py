"""The state of the page on which a skill is begun or changed."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.coaching.cycles import actions
from coach_the_coach.coaching.cycles.queries import open_skills
from coach_the_coach.coaching.cycles.rules import CycleDraft
from coach_the_coach.coaching.cycles.writing import queries
from coach_the_coach.coaching.cycles.writing.rows import WritingRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

WRITE = Permission.COACHING_HOLD


class CycleWritingState(RoomState):
    """A skill as it is typed."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    row: WritingRow = WritingRow()
    cause: str = ""
    """What is in the way, as chosen now."""

    others: str = ""
    """Skills that the one chosen now works on already, in words."""

    version: int = 0
    busy: bool = False

    @handler(WRITE)
    async def load(self) -> AsyncIterator[None]:
        """Show the fields; `?of=` says with whom, `?change=` which one is changed."""
        self.stage, self.row, self.busy, self.problems = "", WritingRow(), False, {}
        yield
        asked = self.router.url.query_parameters
        change = str(asked.get("change", ""))[:64]
        try:
            if change:
                self.row = await self._read(queries.changed_skill, public_id=change)
            else:
                self.row = await self._read(
                    queries.new_skill,
                    person=str(asked.get("of", ""))[:64],
                    after=str(asked.get("after", ""))[:64],
                    at=clock.now(),
                )
        except (NotFound, NotPermitted):
            self.stage = "gone"
            return
        self.cause, self.others, self.stage = self.row.cause, self.row.others, "here"
        self.version += 1

    @handler(WRITE)
    async def choose_cause(self, cause: str):
        """Say what is in the way; fear asks of what."""
        self.cause = cause[:24]

    @handler(WRITE)
    async def choose_person(self, person: str):
        """Say with whom; who has an open skill needs a reason for another."""
        found = await self._read(open_skills, person=person[:64])
        self.others = ", ".join(found)

    @handler(WRITE)
    async def submit(self, change: str, opened: str, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Begin it or keep what was changed, and open it; or say what is wrong, as typed."""
        if self.busy:
            return
        self.busy = True
        yield
        try:
            public_id = await self._keep(change[:64], opened[:40], form)
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(next(iter(refusal.problems)))
            return
        except (Conflict, NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
            return
        finally:
            self.busy = False
        yield rx.redirect(routes.skill(public_id))

    async def _keep(self, change: str, opened: str, form: dict[str, Any]) -> str:
        """Begin or change it, and its public id."""
        draft, at = _draft(form), clock.now()
        if change:
            given = {"public_id": change, "opened": opened, "draft": draft}
            await self._call(actions.change_cycle, **given, at=at)
            return change
        person = text_in(form, "person")
        return await self._call(actions.open_cycle, person=person[:64], draft=draft, at=at)


def _draft(form: dict[str, Any]) -> CycleDraft:
    cause = text_in(form, "cause")
    return CycleDraft(
        skill=text_in(form, "skill"),
        baseline=text_in(form, "baseline"),
        target=text_in(form, "target"),
        exit_evidence=text_in(form, "exit_evidence"),
        cause=cause,
        fear=text_in(form, "fear") if cause == "fear" else "",
        ladder=text_in(form, "ladder"),
        deals=text_in(form, "deals"),
        next_skill=text_in(form, "next_skill"),
        reason=text_in(form, "reason"),
    )
