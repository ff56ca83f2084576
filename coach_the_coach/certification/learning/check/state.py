"""The state of a unit's questions, and of the exam: each answer is kept when it is given."""

import reflex as rx

from coach_the_coach.certification.learning.check import actions, queries
from coach_the_coach.certification.learning.check.rows import CheckRow
from coach_the_coach.certification.learning.rules import EXAM, left_words
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class CheckState(RoomState):
    """The questions of the page that is open."""

    check: CheckRow = CheckRow()
    left: str = ""
    """How many questions are open, in words; apart from the rest, which an answer leaves as is."""

    @handler(Permission.COACHING_HOLD)
    async def load(self):
        """Show where one stands with the questions of this page."""
        self.check, self.problems = CheckRow(), {}
        try:
            await self._show()
        except NotFound:
            # The page itself says that there is nothing.
            self.check = CheckRow()

    @handler(Permission.COACHING_HOLD)
    async def begin(self):
        """Begin, or go on with what is open."""
        self.problems = {}
        try:
            await self._call(actions.begin, bank=self._bank(), at=clock.now())
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show()
        return rx.set_focus("questions")

    @handler(Permission.COACHING_HOLD)
    async def answer(self, try_id: str, question: str, given: str):
        """Keep one answer."""
        self.problems = {}
        try:
            left = await self._call(
                actions.answer,
                public_id=str(try_id)[:64],
                question=str(question)[:64],
                answer=str(given)[:64],
                at=clock.now(),
            )
        except Conflict as refusal:
            self._say(refusal.text)
            await self._show()
        except Invalid as refusal:
            self.problems = refusal.problems
        else:
            self.left = left_words(left)

    @handler(Permission.COACHING_HOLD)
    async def send(self, try_id: str):
        """Send the answers, and see what they came to."""
        self.problems = {}
        try:
            await self._call(actions.send, public_id=str(try_id)[:64], at=clock.now())
        except Invalid as refusal:
            self.problems = refusal.problems
            return None
        await self._show()
        return rx.set_focus("result")

    def _bank(self) -> str:
        """What the address of this page asks about."""
        return EXAM if self._named(0) == "exam" else self._named(1)

    async def _show(self) -> None:
        self.check = await self._read(queries.check_row, bank=self._bank(), at=clock.now())
        self.left = self.check.left
