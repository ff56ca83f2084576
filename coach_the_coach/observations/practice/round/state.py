"""The state of the page on which one conversation is coded: no verdict before the last code."""

from collections.abc import AsyncIterator

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.practice import actions, queries
from coach_the_coach.observations.practice.rows import PracticeTurn, ResultRow, RoundRow
from coach_the_coach.observations.practice.rules import TURNS


class RoundState(RoomState):
    """One conversation, the turn in focus, and at the end how the codes compare."""

    stage: str = ""
    """Empty while it loads; else "code", "result" or "gone"."""

    talk: RoundRow = RoundRow()
    codes: dict[str, str] = {}
    """Code by the number of the turn."""

    coded: int = 0
    looks_back: bool = False
    """Whether somebody moved once every turn had its code."""

    focus: PracticeTurn = PracticeTurn()
    result: ResultRow = ResultRow()
    keys_on: bool = True

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the conversation where it was left, or how it went last time."""
        conversation = self._turn_to(1)
        self.stage, self.talk, self.result, self.problems = "", RoundRow(), ResultRow(), {}
        self.codes, self.coded, self.focus = {}, 0, PracticeTurn()
        self.looks_back = False
        yield
        try:
            self.talk = await self._read(queries.round_of, conversation=conversation)
        except NotFound:
            self.stage = "gone"
            return
        self.codes, self.coded = self.talk.codes, len(self.talk.codes)
        if self.talk.is_done:
            await self._compare()
            return
        self.stage = "code"
        # With every turn coded one stands after the last, from where the way is back.
        self._go(TURNS if self.coded >= TURNS else self._next_uncoded(0))

    @handler(Permission.SELF)
    async def code(self, number: int, code: str):
        """Give this turn its code and go on to the next without one."""
        self.coded = await self._call(
            actions.code_turn,
            conversation=self._named(1),
            number=number,
            code=code,
            at=clock.now(),
        )
        self.codes = {**self.codes, str(number): code}
        if self.coded < TURNS:
            self._go(self._next_uncoded(number))

    @handler(Permission.SELF)
    async def move(self, number: int):
        """Go to this turn, where there is one."""
        self.looks_back = self.coded >= TURNS
        self._go(number)

    @handler(Permission.SELF)
    async def use_keys(self, on: bool):
        """Let single keys give codes, or not."""
        self.keys_on = on

    @handler(Permission.SELF)
    async def finish(self):
        """Compare with the reference."""
        try:
            await self._call(actions.finish_round, conversation=self._named(1), at=clock.now())
        except Invalid as refusal:
            self._say(refusal.text)
            return None
        await self._compare()
        return rx.set_focus("content")

    @handler(Permission.SELF)
    async def begin_again(self):
        """Code the same conversation once more; the last result stays until it is finished."""
        self.codes, self.coded, self.stage, self.looks_back = {}, 0, "code", False
        self._go(1)
        return rx.set_focus("content")

    async def _compare(self):
        """Show the last finished round beside the reference."""
        self.result = await self._read(
            queries.result_of, conversation=self._named(1), at=clock.now()
        )
        self.stage = "result"

    def _go(self, number: int) -> None:
        """Bring this turn into focus; a number that is none changes nothing."""
        if 1 <= number <= len(self.talk.turns):
            self.focus = self.talk.turns[number - 1]

    def _next_uncoded(self, number: int) -> int:
        """The next turn after `number` without a code, or the first; 1 where every turn has one."""
        numbers = [*range(number + 1, TURNS + 1), *range(1, number + 1)]
        return next((one for one in numbers if str(one) not in self.codes), 1)
