"""The state of the page on which one conversation is coded and rated: no verdict before the end."""

from collections.abc import AsyncIterator
from typing import Final

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.practice import actions
from coach_the_coach.observations.practice.round import queries
from coach_the_coach.observations.practice.rows import PracticeTurn, ResultRow, RoundRow
from coach_the_coach.observations.practice.rules import TURNS
from coach_the_coach.observations.rating.rules import NOT_OBSERVED
from coach_the_coach.observations.rubric.rules import DIMENSIONS, LEVELS

NOT_A_LEVEL: Final = 0
"""Stands for whatever the form does not send; the action refuses it."""


def level_from(value: str) -> int | None:
    """The level that was sent; None for not observed."""
    if value == NOT_OBSERVED:
        return None
    return int(value) if value in {str(one) for one in range(1, LEVELS + 1)} else NOT_A_LEVEL


class RoundState(RoomState):
    """One conversation, the turn in focus, and at the end how the codes compare."""

    stage: str = ""
    """Empty while it loads; else "code", "rate", "result" or "gone"."""

    talk: RoundRow = RoundRow()
    codes: dict[str, str] = {}
    """Code by the number of the turn."""

    coded: int = 0
    looks_back: bool = False
    """Whether somebody moved once every turn had its code."""

    focus: PracticeTurn = PracticeTurn()
    levels: dict[str, str] = {}
    """Answer by the number of the dimension, as the form sends it."""

    rated: int = 0
    open: int = 0
    """The dimension that is open; 0 is none."""

    result: ResultRow = ResultRow()
    keys_on: bool = True

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the conversation where it was left, or how it went last time."""
        conversation = self._turn_to(1)
        self.stage, self.talk, self.result, self.problems = "", RoundRow(), ResultRow(), {}
        self.codes, self.coded, self.focus = {}, 0, PracticeTurn()
        self.looks_back, self.levels, self.rated, self.open = False, {}, 0, 0
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
        self._take_levels(self.talk.levels)
        self.stage = "rate" if self.rated and self.coded >= TURNS else "code"
        self._open_first_unrated()
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
    async def go_on_to_rating(self):
        """Rate the whole talk, once every turn has its code."""
        if self.coded >= TURNS:
            self.stage = "rate"
            self._open_first_unrated()
            return rx.set_focus("content")
        return None

    @handler(Permission.SELF)
    async def back_to_codes(self):
        """Look at the codes once more; the levels stay."""
        self.stage, self.looks_back = "code", True
        return rx.set_focus("content")

    @handler(Permission.SELF)
    async def rate(self, dimension: int, value: str):
        """Give this dimension its level."""
        try:
            await self._call(
                actions.rate_dimension,
                conversation=self._named(1),
                dimension=dimension,
                level=level_from(value),
            )
        except Invalid as refusal:
            self._say(refusal.text)
            return
        self._take_levels({**self.levels, str(dimension): value})

    @handler(Permission.SELF)
    async def turn_to(self, dimension: int, wanted: bool):
        """Open a dimension, or close it; said twice it is done once."""
        if wanted:
            self.open = dimension
        elif self.open == dimension:
            self.open = 0

    @handler(Permission.SELF)
    async def go_on_to(self, dimension: int):
        """Open a dimension and put the focus on it."""
        self.open = dimension
        return rx.set_focus(f"dimension-{dimension}") if 1 <= dimension <= DIMENSIONS else None

    @handler(Permission.SELF)
    async def finish(self):
        """Compare with the reference."""
        try:
            await self._call(actions.finish_round, conversation=self._named(1), at=clock.now())
        except Invalid as refusal:
            self._say(refusal.text)
            return None
        await self._compare()
        return rx.set_focus("look-first")

    @handler(Permission.SELF)
    async def begin_again(self):
        """Code the same conversation once more; the last result stays until it is finished."""
        self.codes, self.coded, self.stage, self.looks_back = {}, 0, "code", False
        self._take_levels({})
        self.open = 1
        self._go(1)
        return rx.set_focus("content")

    async def _compare(self):
        """Show the last finished round beside the reference, and note that it was seen."""
        at, conversation = clock.now(), self._named(1)
        await self._call(actions.open_comparison, conversation=conversation, at=at)
        self.result = await self._read(queries.result_of, conversation=conversation, at=at)
        self.stage = "result"

    def _take_levels(self, levels: dict[str, str]) -> None:
        """Show how far the dimensions have come."""
        self.levels, self.rated = levels, len(levels)

    def _open_first_unrated(self) -> None:
        """Open the first dimension without an answer."""
        numbers = range(1, DIMENSIONS + 1)
        self.open = next((one for one in numbers if str(one) not in self.levels), 0)

    def _go(self, number: int) -> None:
        """Bring this turn into focus; a number that is none changes nothing."""
        if 1 <= number <= len(self.talk.turns):
            self.focus = self.talk.turns[number - 1]

    def _next_uncoded(self, number: int) -> int:
        """The next turn after `number` without a code, or the first; 1 where every turn has one."""
        numbers = [*range(number + 1, TURNS + 1), *range(1, number + 1)]
        return next((one for one in numbers if str(one) not in self.codes), 1)
