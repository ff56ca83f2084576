"""The state of the transcript page: one page of turns with its codes, and the turn being coded."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from coach_the_coach.foundation import clock, keys
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, secret_of_event
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.booking.state import BookingState
from coach_the_coach.observations.focus.queries import focus_of_draft
from coach_the_coach.observations.focus.rows import FocusRow as FollowedRow
from coach_the_coach.observations.queries import header
from coach_the_coach.observations.rows import HeaderRow
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.transcript import actions, queries
from coach_the_coach.observations.transcript.queries import Step
from coach_the_coach.observations.transcript.rows import (
    CodedRow,
    FocusRow,
    TranscriptRow,
    TurnRow,
)
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes


def sealed(secret: str, public_id: str, text: str) -> str:
    """The query by which the upload route hands its refusal to the page.

    It may quote the file, and an address is kept by browsers and proxies: so it goes there
    encrypted. Nobody else can read it, nor put words on the page, for its key is of the sign-in.
    """
    return urlencode({"refused": keys.sealed(_purpose(secret, public_id), text)})


def unsealed(secret: str | None, public_id: str, kept: str) -> str:
    """The text, if it was sealed for this sign-in and this page; empty for any other."""
    if not secret or not kept.isascii():
        return ""
    return keys.unsealed(_purpose(secret, public_id), kept) or ""


def _purpose(secret: str, public_id: str) -> str:
    return f"transcript refused\0{public_id}\0{secret}"


class TranscriptState(RoomState):
    """One draft's transcript as it is coded."""

    stage: str = ""
    """Empty while it loads; else the row's stage, "done" with coding, or "gone"."""

    observation: HeaderRow = HeaderRow()
    followed: FollowedRow = FollowedRow()
    """The ONE thing to look out for."""

    transcript: TranscriptRow = TranscriptRow()
    turns: list[TurnRow] = []
    codes: dict[str, str] = {}
    """Code by turn, for the turns of this page alone: every code given sends it whole."""

    focus: FocusRow = FocusRow()
    page_number: int = 0
    coded: int = 0
    keys_on: bool = True
    days: int = 0
    """How long the words of a file are kept."""

    @handler(Permission.OBSERVATION_WRITE)
    async def load(self) -> AsyncIterator[rx.event.EventSpec | None]:
        """Show the draft named in the address, where it was left."""
        public_id = self._turn_to(1)
        if self.observation.public_id != public_id:
            self._clear()
            yield None
        try:
            head = await self._read(header, public_id=public_id, at=clock.now())
        except NotFound:
            self._clear()
            self.stage = "gone"
            return
        if head.is_signed or not head.is_mine:
            yield rx.redirect(routes.observation(public_id))
            return
        if head.corrects:
            yield rx.redirect(routes.observation(public_id, routes.RATE))
            return
        if head.source != Source.TRANSCRIPT:
            yield rx.redirect(routes.observation(public_id, routes.LIVE))
            return
        self.observation, self.days = head, settings().transcript_days
        self.followed = await self._read(focus_of_draft, public_id=public_id, at=clock.now())
        asked = self.router.url.query_parameters
        refused = unsealed(secret_of_event(), public_id, asked.get("refused", ""))
        self.problems = {"file": refused} if refused else {}
        await self._show()

    @handler(Permission.OBSERVATION_WRITE)
    async def choose_manager(self, form: dict[str, Any]):
        """Say which speaker is the one observed."""
        speaker = form.get("speaker")
        if not isinstance(speaker, str):
            self.problems = {"speaker": _("Choose who it is.")}
            return
        try:
            await self._call(actions.choose_manager, public_id=self._named(1), speaker=speaker)
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        await self._show()

    @handler(Permission.OBSERVATION_WRITE)
    async def choose_again(self):
        """Go back to the question who the manager is; nothing changes until it is answered."""
        self.problems = {}
        self.stage = "manager"

    @handler(Permission.OBSERVATION_WRITE)
    async def keep_choice(self):
        """Leave the manager as chosen before."""
        self.stage = "code"

    @handler(Permission.OBSERVATION_WRITE)
    async def draw_runs(self):
        """Code four runs drawn by the program, and not the whole."""
        await self._call(actions.draw_runs, public_id=self._named(1))
        await self._show()

    @handler(Permission.OBSERVATION_WRITE)
    async def code_whole(self):
        """Code the whole after all."""
        await self._call(actions.code_whole, public_id=self._named(1))
        await self._show()

    @handler(Permission.OBSERVATION_WRITE)
    async def finish(self):
        """Leave coding for now: a time for the talk, then rating."""
        self.stage = "done"
        return BookingState.load

    @handler(Permission.OBSERVATION_WRITE)
    async def open_page(self, number: int):
        """Show another page of turns; the turn being coded stays."""
        await self._open(number)

    @handler(Permission.OBSERVATION_WRITE)
    async def focus_on(self, index: int):
        """Code this turn next."""
        await self._go(index)

    @handler(Permission.OBSERVATION_WRITE)
    async def move(self, index: int, step: Step):
        """Go to the manager's turn before or after this one, or the next without a code."""
        found = await self._read(
            queries.turn_to_code, public_id=self._named(1), index=index, step=step
        )
        if found is not None:
            await self._go(found)
        elif step != "previous":
            self._say(_("That was the last one."))

    @handler(Permission.OBSERVATION_WRITE)
    async def code(self, index: int, code: str):
        """Give this turn its code and go on to the next without one."""
        kept = await self._call(
            actions.code_turn, public_id=self._named(1), index=index, code=code, at=clock.now()
        )
        self.codes = {**self.codes, str(index): code}
        await self._go_on(kept)

    @handler(Permission.OBSERVATION_WRITE)
    async def uncode(self, index: int):
        """Take this turn's code off and stay there."""
        kept = await self._call(actions.uncode_turn, public_id=self._named(1), index=index)
        self.codes = {key: code for key, code in self.codes.items() if key != str(index)}
        self.coded = kept.coded

    @handler(Permission.OBSERVATION_WRITE)
    async def use_keys(self, on: bool):
        """Let single keys give codes, or not."""
        self.keys_on = on

    async def _show(self):
        """Read everything anew and go to the first turn without a code."""
        public_id = self._named(1)
        found = await self._read(queries.transcript_of, public_id=public_id, at=clock.now())
        self.transcript, self.stage, self.coded = found, found.stage, found.coded
        self.turns, self.codes, self.focus, self.page_number = [], {}, FocusRow(), 0
        if found.stage != "code":
            return
        step: Step = "uncoded" if found.coded < found.codable else "next"
        first = await self._read(queries.turn_to_code, public_id=public_id, index=0, step=step)
        if first is not None:
            await self._go(first)

    async def _go(self, index: int):
        """Bring this turn into focus, on its page. Raises NotFound where there is none."""
        if self.page_number != queries.page_of(index) or not self.turns:
            await self._open(queries.page_of(index))
        by_index = {turn.index: turn for turn in self.turns}
        turn = by_index.get(index)
        if turn is None or not turn.codable:
            raise NotFound
        self.focus = queries.focus_row(turn, by_index.get(index - 1, TurnRow()))

    async def _go_on(self, kept: CodedRow):
        """After a code: on to the next turn without one, if there is a later one."""
        self.coded = kept.coded
        if kept.next_index is not None:
            await self._go(kept.next_index)
        elif kept.coded >= self.transcript.codable:
            self._say(_("Every turn has its code."))
        else:
            self._say(_("That was the last one. Some before it have no code, which is fine."))

    async def _open(self, number: int):
        """Show a page of turns with their codes."""
        found = await self._read(queries.turn_page, public_id=self._named(1), number=number)
        self.turns, self.codes, self.page_number = found.turns, found.codes, found.number

    def _clear(self):
        """Show nothing of another draft while this one loads."""
        self.stage, self.observation, self.transcript = "", HeaderRow(), TranscriptRow()
        self.turns, self.codes, self.focus = [], {}, FocusRow()
        self.page_number, self.coded, self.followed = 0, 0, FollowedRow()
