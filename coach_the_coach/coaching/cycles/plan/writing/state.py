"""The state of the page on which an action plan is written or changed."""

from collections.abc import AsyncIterator
from typing import Any

import reflex as rx

from coach_the_coach.coaching.cycles.plan import actions
from coach_the_coach.coaching.cycles.plan.rules import MOST_STEPS, PlanDraft, StepDraft, day_in
from coach_the_coach.coaching.cycles.plan.writing import queries
from coach_the_coach.coaching.cycles.plan.writing.rows import PlanWritingRow, StepField
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

WRITE = Permission.COACHING_HOLD


class PlanWritingState(RoomState):
    """An action plan as it is typed."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    row: PlanWritingRow = PlanWritingRow()
    steps: list[StepField] = []
    """One for each step that is on the page."""

    is_full: bool = False
    version: int = 0
    busy: bool = False

    @handler(WRITE)
    async def load(self) -> AsyncIterator[None]:
        """Show the fields; `?of=` says with whom, `?change=` which one is changed."""
        self.stage, self.row, self.busy, self.problems = "", PlanWritingRow(), False, {}
        yield
        asked, at = self.router.url.query_parameters, clock.now()
        change, person = str(asked.get("change", ""))[:64], str(asked.get("of", ""))[:64]
        try:
            if change:
                self.row = await self._read(queries.changed_plan, public_id=change)
            else:
                self.row = await self._read(queries.new_plan, person=person, at=at)
        except (Conflict, NotFound, NotPermitted):
            self.stage = "gone"
            return
        self.steps = list(self.row.steps)
        self._lengthen(0 if change else 2)
        self.stage = "here"
        self.version += 1

    @handler(WRITE)
    async def add_step(self):
        """One more line for an action or milestone."""
        self._lengthen(1)

    @handler(WRITE)
    async def submit(self, change: str, version: int, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Keep the plan and open it, or say what is wrong; what was typed stays."""
        if self.busy:
            return
        self.busy = True
        yield
        draft, keys = _draft(form)
        try:
            if change:
                public_id = await self._change(change[:64], version, draft)
            else:
                public_id = await self._write(text_in(form, "person")[:64], draft)
        except Invalid as refusal:
            self.problems = {_on_page(name, keys): text for name, text in refusal.problems.items()}
            yield rx.set_focus(next(iter(self.problems)))
            return
        except (Conflict, NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
            return
        finally:
            self.busy = False
        yield rx.redirect(routes.action_plan(public_id))

    async def _change(self, change: str, version: int, draft: PlanDraft) -> str:
        """Change the version that the form was opened with, and its public id."""
        given = {"public_id": change, "version": version, "draft": draft}
        await self._call(actions.change_plan, **given, at=clock.now())
        return change

    async def _write(self, person: str, draft: PlanDraft) -> str:
        """Write a new one, and its public id."""
        return await self._call(actions.open_plan, person=person, draft=draft, at=clock.now())

    def _lengthen(self, by: int) -> None:
        """So many more empty lines, as far as a plan may have them."""
        there = len(self.steps)
        more = range(there, min(there + by, MOST_STEPS))
        self.steps = self.steps + [StepField(number=str(n + 1), key=str(n)) for n in more]
        self.is_full = len(self.steps) >= MOST_STEPS


def _draft(form: dict[str, Any]) -> tuple[PlanDraft, list[str]]:
    """What was typed, and which lines of the page its steps are; an empty line is none."""
    keys = [
        str(n)
        for n in range(MOST_STEPS)
        if text_in(form, f"text_{n}").strip()
        or (text_in(form, f"due_{n}") and f"place_{n}" not in form)
    ]
    steps = tuple(
        StepDraft(
            text=text_in(form, f"text_{key}"),
            due_on=day_in(text_in(form, f"due_{key}")),
            is_milestone=text_in(form, f"milestone_{key}") == "on",
            place=_number(text_in(form, f"place_{key}")),
        )
        for key in keys
    )
    return PlanDraft(text_in(form, "objective"), day_in(text_in(form, "review_on")), steps), keys


def _on_page(problem: str, keys: list[str]) -> str:
    """The field of the page that a problem with a step is about."""
    name, _line, place = problem.rpartition("_")
    if name in {"text", "due"} and place.isdigit() and int(place) < len(keys):
        return f"{name}_{keys[int(place)]}"
    return problem


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
