"""The state of one tally: counted live or turn by turn, then what came out and who may see it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, secret_of_event
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.live.rows import LiveRow
from coach_the_coach.observations.selftally import actions, queries
from coach_the_coach.observations.selftally.counting import actions as counting
from coach_the_coach.observations.selftally.counting.queries import present
from coach_the_coach.observations.selftally.rows import LeaderRow, TallyRow
from coach_the_coach.observations.selftally.words import actions as words
from coach_the_coach.observations.selftally.words.queries import desk, words_of
from coach_the_coach.observations.selftally.words.rows import DeskRow, WordsRow
from coach_the_coach.observations.transcript.queries import Step
from coach_the_coach.observations.transcript.state import unsealed
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes


class TallyState(RoomState):
    """One tally; what is tapped goes by its own route and not through here."""

    stage: str = ""
    """Empty while it loads; else the row's stage, or "gone"."""

    tally: TallyRow = TallyRow()
    live: LiveRow = LiveRow()
    words: WordsRow = WordsRow()
    desk: DeskRow = DeskRow()
    leaders: list[LeaderRow] = []
    keys_on: bool = True
    days: int = 0
    """How long the words of a file are kept."""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the tally named in the address as it stands."""
        public_id = self._turn_to(1)
        if self.tally.public_id != public_id:
            self._clear()
            yield None
        asked = self.router.url.query_parameters
        refused = unsealed(secret_of_event(), public_id, asked.get("refused", ""))
        self.problems = {"file": refused} if refused else {}
        self.days = settings().transcript_days
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def start(self):
        """Start the clock."""
        await self._call(counting.start_counting, public_id=self._named(1), at=clock.now())
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def stop(self):
        """Stop the clock and show what came out."""
        await self._call(counting.stop_counting, public_id=self._named(1), at=clock.now())
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def go_on(self):
        """Count on after all."""
        work = counting.go_on_counting if self.tally.is_live else words.go_on_coding
        await self._call(work, public_id=self._named(1))
        await self._show()

    @handler(Permission.SELF)
    async def refresh(self):
        """Show what came out anew: what waited on this device has arrived."""
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def choose_speaker(self, form: dict[str, Any]):
        """Say who one is in the file."""
        speaker = form.get("speaker")
        if not isinstance(speaker, str):
            self.problems = {"speaker": _("Choose who it is.")}
            return
        try:
            await self._call(words.choose_speaker, public_id=self._named(1), speaker=speaker)
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def choose_again(self):
        """Go back to the question who one is; nothing changes until it is answered."""
        self.stage = "speaker"

    @handler(Permission.COACHING_HOLD)
    async def move(self, index: int, step: Step):
        """Go to one's own turn before or after this one, or the next without a code."""
        await self._go(index, step)

    @handler(Permission.COACHING_HOLD)
    async def code(self, index: int, code: str):
        """Give this turn its code and go on to the next without one."""
        await self._call(
            words.code_turn, public_id=self._named(1), index=index, code=code, at=clock.now()
        )
        self.desk = replace(self.desk, code=code)
        await self._go(index, "uncoded")

    @handler(Permission.COACHING_HOLD)
    async def uncode(self, index: int):
        """Take this turn's code off and stay there."""
        await self._call(words.uncode_turn, public_id=self._named(1), index=index)
        await self._go(index - 1, "next")

    @handler(Permission.COACHING_HOLD)
    async def finish(self):
        """Say what the codes come to."""
        await self._call(words.finish_coding, public_id=self._named(1), at=clock.now())
        await self._show()

    @handler(Permission.COACHING_HOLD)
    async def use_keys(self, on: bool):
        """Let single keys give codes, or not."""
        self.keys_on = on

    @handler(Permission.SELF)
    async def share(self, form: dict[str, Any]):
        """Let one of those who lead one see what came out."""
        leader = form.get("leader")
        try:
            await self._call(
                actions.share_tally,
                public_id=self._named(1),
                leader=leader if isinstance(leader, str) else "",
                at=clock.now(),
            )
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        await self._show()

    @handler(Permission.SELF)
    async def take_back(self):
        """Show it to nobody else from now on."""
        await self._call(actions.take_back, public_id=self._named(1))
        self._say(_("Taken back. Only you see it now."))
        await self._show()

    @handler(Permission.SELF)
    async def delete(self):
        """Delete all of it."""
        await self._call(actions.delete_tally, public_id=self._named(1))
        self._clear()
        self._say_there(_("Deleted. Nothing of it is kept."))
        return rx.redirect(routes.SELF_TALLIES)

    async def _show(self):
        """Read everything anew; nothing stays of what the actor may no longer see."""
        public_id, at = self._named(1), clock.now()
        try:
            self.tally = await self._read(queries.tally_page, public_id=public_id, at=at)
        except NotFound:
            self._clear()
            self.stage = "gone"
            return
        self.stage = self.tally.stage
        if not self.tally.is_mine:
            return
        if self.tally.is_live:
            self.live = await self._read(present, public_id=public_id, at=at)
        elif self.stage in ("speaker", "code"):
            self.words = await self._read(words_of, public_id=public_id)
            await self._open_desk()
        if self.stage == "result":
            self.leaders = await self._read(queries.leaders_of_actor, at=at)

    async def _open_desk(self):
        """Show the first turn without a code, or where each has one the first."""
        self.desk = DeskRow()
        if self.stage != "code":
            return
        step: Step = "uncoded" if self.words.coded < self.words.codable else "next"
        self.desk = await self._read(desk, public_id=self._named(1), index=0, step=step)

    async def _go(self, index: int, step: Step):
        """Bring another turn into focus, or say that there is none."""
        found = await self._read(desk, public_id=self._named(1), index=index, step=step)
        if found.focus.index:
            self.desk = found
            return
        self.desk = replace(self.desk, coded=found.coded)
        if step != "previous":
            self._say(_("That was the last one. Finish when you like."))

    def _clear(self):
        """Show nothing of another tally while this one loads."""
        self.stage, self.tally, self.live = "", TallyRow(), LiveRow()
        self.words, self.desk, self.leaders = WordsRow(), DeskRow(), []
