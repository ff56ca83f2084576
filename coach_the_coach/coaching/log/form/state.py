"""The state of the form of a session: with whom, and what was said and agreed."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import reflex as rx

from coach_the_coach.coaching.log.actions import correct, keep_session
from coach_the_coach.coaching.log.form import queries
from coach_the_coach.coaching.log.form.rows import FormRow
from coach_the_coach.coaching.log.rows import ChoiceRow
from coach_the_coach.coaching.log.rules import DUE_DAYS, KIND_OF, LogDraft
from coach_the_coach.coaching.rules import Form, Kind, stamp
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

HOLD = Permission.COACHING_HOLD

PLANNED: Final = {"planned": True, "moment": False}
"""What the form sends for how a session came about."""

ORDER: Final = (
    *("focus", "feedback", "moment", "next_step", "owner", "due_on"),
    *("form", "minutes", "held_on", "purpose", "kind", "planned", "cycle", "deal"),
)
"""Fields beside which something can be said to be wrong, in the order of the page."""

MOST_OUTCOMES: Final = 50
"""More than this many answers about open next steps no page sends.

Source: docs/method.md#coaching-log.
"""

NOT_A_NUMBER: Final = -1
"""Stands for what is no number of minutes; the rules refuse it."""


class LogFormState(RoomState):
    """One session that is being logged or corrected."""

    stage: str = ""
    """Empty while it loads; else "whom", "form" or "gone"."""

    people: list[ChoiceRow] = []
    form: FormRow = FormRow()
    kind: str = ""
    """The kind chosen beforehand, which follows the form."""

    busy: bool = False

    @handler(HOLD)
    async def load(self) -> AsyncIterator[None]:
        """Show whom it can be with; `?of=` goes on with somebody, `?entry=` corrects."""
        self.stage, self.people, self.form = "", [], FormRow()
        self.busy, self.problems = False, {}
        asked = {key: str(one)[:64] for key, one in self.router.url.query_parameters.items()}
        yield
        try:
            await self._open(asked)
        except (NotFound, NotPermitted):
            self.stage = "gone"

    @handler(HOLD)
    async def choose(self, person: str):
        """Go on to the form with this person."""
        try:
            await self._open({"of": str(person)[:64]})
        except (NotFound, NotPermitted) as refusal:
            self._say(refusal.text)

    @handler(HOLD)
    async def choose_form(self, form: str):
        """Choose the kind beforehand that is usual for this form."""
        if form in list(Form):
            self.kind = KIND_OF[Form(form)].value

    @handler(HOLD)
    async def keep(self, public_id: str, form: dict[str, Any]) -> AsyncIterator[Any]:
        """Keep the session and show it, or say beside its field what is missing."""
        self.busy = True
        yield
        is_new, at = not self.form.is_correction, clock.now()
        draft = draft_from(form, self.form.today, due_before=self.form.due_on)
        draft = replace(draft, coached_id=self.form.person.value)
        try:
            given = {"public_id": str(public_id), "draft": draft, "at": at}
            if is_new:
                await self._call(keep_session, **given)
            else:
                await self._call(correct, opened=self.form.opened, **given)
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(first_field(refusal.problems))
            return
        except Conflict as refusal:
            self._say(refusal.text)
            return
        finally:
            self.busy = False
        self.problems = {}
        # Pressed once more, the form goes on from what it has just kept.
        self.form = self.form if is_new else replace(self.form, opened=stamp(at))
        said = _("Kept. {name} is asked whether it is what they took away.")
        self._say_there(said.format(name=self.form.first_name) if is_new else _("Corrected."))
        yield rx.redirect(routes.log_entry(str(public_id)))

    async def _open(self, asked: Mapping[str, str]):
        """Read what the address asks for."""
        at = clock.now()
        if entry := asked.get("entry"):
            self.form = await self._read(queries.correction, public_id=entry, at=at)
        elif person := asked.get("of"):
            chosen = {"form": asked.get("form", ""), "on": asked.get("on", "")}
            new = await self._read(queries.new_form, person=person, at=at, **chosen)
            # Made once for each form, so that however often it is sent one session is kept.
            self.form = replace(new, public_id=new_id())
        else:
            self.people, self.stage = await self._read(queries.people_to_log, at=at), "whom"
            return
        self.kind, self.problems, self.stage = self.form.kind, {}, "form"


def draft_from(form: Mapping[str, Any], today: str, *, due_before: str = "") -> LogDraft:
    """The answers as typed; what is due in so many days is reckoned from `today`.

    A day that stands as it was when the form was opened, `due_before`, gives way to one tapped.
    """
    given = {name: one[:4000] for name, one in form.items() if isinstance(one, str)}
    split = {
        kind.value: _minutes(given.get(f"minutes-{kind.value}", ""))
        for kind in Kind
        if given.get(f"minutes-{kind.value}", "").strip()
    }
    outcomes = {
        name.removeprefix("outcome-"): one
        for name, one in given.items()
        if name.startswith("outcome-") and one
    }
    minutes = given.get("other_minutes", "").strip() or given.get("minutes", "")
    return LogDraft(
        held_on=_day(given.get("held_on", "")),
        form=given.get("form", ""),
        purpose=given.get("purpose", ""),
        planned=PLANNED.get(given.get("planned", "")),
        minutes=_minutes(minutes) if minutes else None,
        kind=given.get("kind", ""),
        split=split,
        cycle=given.get("cycle", ""),
        focus=given.get("focus", ""),
        moment=given.get("moment", ""),
        feedback=given.get("feedback", ""),
        deal=given.get("deal", ""),
        next_step=given.get("next_step", ""),
        owner=given.get("owner", ""),
        due_on=_due(given, today, due_before),
        outcomes=dict(list(outcomes.items())[:MOST_OUTCOMES]),
    )


def first_field(problems: Mapping[str, str]) -> str:
    """The field to go to: what became of an open next step stands before all others."""
    first = next((one for one in problems if one.startswith("outcome-")), "")
    return first or next((one for one in ORDER if one in problems), next(iter(problems)))


def _due(given: Mapping[str, str], today: str, before: str) -> date | None:
    """A day that was typed, or so many days from today; None for neither."""
    typed, chosen, since = given.get("due_on", ""), given.get("due", ""), _day(today)
    is_tapped = since is not None and chosen in {str(days) for days in DUE_DAYS}
    if since is not None and is_tapped and typed in ("", before):
        return since + timedelta(days=int(chosen))
    return _day(typed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _minutes(text: str) -> int:
    """A whole number of at most four figures; else `NOT_A_NUMBER`."""
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) <= 4 else NOT_A_NUMBER
