"""The state of the page on which an observation is opened."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from coach_the_coach.coaching.rules import SessionDraft
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations import actions, queries
from coach_the_coach.observations.focus.queries import focus_between
from coach_the_coach.observations.focus.rows import FocusRow
from coach_the_coach.observations.rows import ButtonsRow, ChoiceRow, CoachRow, DraftRow
from coach_the_coach.observations.rules import (
    Aim,
    OpeningDraft,
    Source,
    aim_meaning,
    aim_word,
)
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState

PLANNED = {"planned": True, "moment": False}
"""What the form sends for how a session came about."""

ORDER = (
    *("coach_id", "observer_id", "coached_id", "purpose", "planned"),
    *("aim", "source", "held_at", "buttons", "both_agreed"),
)
"""The answers in the order in which the page asks for them."""

LOCAL = "%Y-%m-%dT%H:%M"
"""How a browser writes a day and a time."""


def draft_from(form: dict[str, Any], zone: str, at: datetime) -> OpeningDraft:
    """The answers as typed; a live session is held at `at`, a transcript's in `zone`."""
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    source = given.get("source", "")
    return OpeningDraft(
        session=SessionDraft(
            coach_id=given.get("coach_id", ""),
            coached_id=given.get("coached_id", ""),
            purpose=given.get("purpose", ""),
            planned=PLANNED.get(given.get("planned", "")),
            held_at=at if source == Source.LIVE else instant(given.get("held_at", ""), zone),
        ),
        aim=given.get("aim", ""),
        source=source,
        buttons=given.get("buttons", ""),
        both_agreed=given.get("both_agreed") == "yes",
    )


def instant(local: str, zone: str) -> datetime | None:
    """A day and time as a browser sends it, in `zone`; None for what is none."""
    try:
        return datetime.strptime(local[:16], LOCAL).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None


class OpeningState(RoomState):
    """Whom to watch, and the questions asked before."""

    loaded: bool = False
    may_open: bool = False
    zone: str = "UTC"
    now: str = ""
    """The latest time a session on a transcript can have been held, as a browser writes it."""

    drafts: list[DraftRow] = []
    people: list[ChoiceRow] = []
    search: str = ""
    coach: CoachRow = CoachRow()
    focus: FocusRow = FocusRow()
    """What is followed with the one chosen; without a text nothing is."""

    buttons: ButtonsRow = ButtonsRow()
    aims: list[ChoiceRow] = []
    source: str = str(Source.LIVE)
    busy: bool = False

    _opened: str = ""
    """The observation that this form has opened, so that a second press opens no second one."""

    @handler(Permission.SELF)
    async def load(self):
        """Show whom one may observe and what one has begun; `?of=` chooses somebody at once."""
        self.loaded, self.busy, self._opened = False, False, ""
        self.coach, self.source, self.search = CoachRow(), str(Source.LIVE), ""
        self.focus = FocusRow()
        self.problems = {}
        yield
        person = (await self.get_state(FrameState)).person
        self.zone, self.may_open = person.zone, person.observes
        if self.may_open:
            self.now = clock.now().astimezone(ZoneInfo(self.zone)).strftime(LOCAL)
            await self._show_lists()
            await self._choose(str(self.router.url.query_parameters.get("of", ""))[:64])
        self.loaded = True

    @handler(Permission.OBSERVATION_WRITE)
    async def find(self, search: str):
        """Show people whose name or team holds these words."""
        self.search = search[:80]
        self.people = await self._read(
            queries.people_to_observe, search=self.search, at=clock.now()
        )

    @handler(Permission.OBSERVATION_WRITE)
    async def choose_coach(self, coach: str):
        """Watch this person; ask whom they coach."""
        await self._choose(coach[:64])

    @handler(Permission.OBSERVATION_WRITE)
    async def answered(self, field: str):
        """Take away what was wrong with an answer that has been given anew."""
        self.problems = {key: said for key, said in self.problems.items() if key != field}

    @handler(Permission.OBSERVATION_WRITE)
    async def choose_source(self, source: str):
        """Watch live, or from a transcript of something past."""
        gone = {"source", "held_at"}
        self.problems = {key: said for key, said in self.problems.items() if key not in gone}
        self.source = str(Source.TRANSCRIPT if source == Source.TRANSCRIPT else Source.LIVE)

    @handler(Permission.OBSERVATION_WRITE)
    async def submit(self, form: dict[str, Any]):
        """Open the observation and go on to watching, or show what is missing."""
        self.busy = True
        yield
        at = clock.now()
        draft = draft_from(form, self.zone, at)
        try:
            if not self._opened:
                self._opened = await self._call(actions.open_observation, draft=draft, at=at)
            self.problems = {}
        except Invalid as refusal:
            self.problems = refusal.problems
            self._say(_("Not opened yet: some answers are missing."))
            yield rx.set_focus(self._first(refusal.problems))
            return
        finally:
            self.busy = False
        page = routes.TRANSCRIPT if draft.source == Source.TRANSCRIPT else routes.LIVE
        yield rx.redirect(routes.observation(self._opened, page))

    def _first(self, problems: dict[str, str]) -> str:
        """The first question on the page whose answer is missing; whom to watch, if none is."""
        first = next((field for field in ORDER if field in problems), "")
        asks_whom = first in {"", "coach_id", "observer_id"}
        leads_nobody = first == "coached_id" and not self.coach.coached
        return "coach" if asks_whom or leads_nobody else first

    @handler(Permission.OBSERVATION_WRITE)
    async def discard(self, public_id: str):
        """Delete an observation that was opened by mistake."""
        await self._call(actions.discard_draft, public_id=public_id, at=clock.now())
        self.drafts = await self._read(queries.own_drafts, at=clock.now())
        self._say(_("Discarded. Nothing of it is kept."))

    async def _show_lists(self):
        """Read whom one may observe and what one has begun."""
        at = clock.now()
        self.people = await self._read(queries.people_to_observe, search=self.search, at=at)
        self.drafts = await self._read(queries.own_drafts, at=at)
        self.buttons = await self._read(queries.buttons_of)

    async def _choose(self, coach: str):
        """Take somebody as the one to watch; one who cannot be watched is said to be so."""
        if not coach:
            return
        at = clock.now()
        try:
            self.coach = await self._read(queries.coach_to_observe, coach=coach, at=at)
            self.focus = await self._read(focus_between, observed=coach, at=at)
        except (NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
            return
        offered = [Aim.DEVELOPMENT, *([Aim.CERTIFICATION] if self.coach.certifies else [])]
        self.aims = [ChoiceRow(str(aim), aim_word(aim), aim_meaning(aim)) for aim in offered]
        gone = {"coach_id", "observer_id", "coached_id", "aim"}
        self.problems = {key: said for key, said in self.problems.items() if key not in gone}
