"""The state of a coach's week."""

from typing import Any

import reflex as rx

from coach_the_coach.cadence.contract.queries import rules_of_coach
from coach_the_coach.cadence.rules import Blocker
from coach_the_coach.cadence.week import actions, queries
from coach_the_coach.cadence.week.rows import OwnTimeRow, SlotRow, WeekRow
from coach_the_coach.cadence.week.rules import blocker_question, left_words
from coach_the_coach.cadence.week.shown import queries as shown
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.state import instant

HOLD = Permission.COACHING_HOLD

STEPS = ("", "move", "cancel", "miss")
"""What can be opened beneath an appointment; empty for the choice among them."""


class WeekState(RoomState):
    """One week; handlers take the id of an appointment from the button that sends."""

    loaded: bool = False
    coaches: bool = False
    week: WeekRow = WeekRow()
    own: list[OwnTimeRow] = []
    rules: str = ""
    """Where the reader finds what their own coach and that one's leader agreed on; or empty."""

    back: int = 0
    """Weeks back from this one; negative for one to come."""

    chosen: SlotRow = SlotRow()
    """The appointment that is being changed."""

    step: str = ""
    question: str = ""
    """What to ask oneself about the blocker that was named last."""

    asks_bank: bool = False
    """Whether that question is answered by the bank of questions."""

    must_override: bool = False
    drawn: int = 0
    """Grows with each reading, so that forms are drawn anew."""

    @handler(Permission.SELF)
    async def load(self):
        """Show the week, today first, or one's own times as somebody coached."""
        self.loaded = False
        self.question, self.asks_bank = "", False
        self.back = _whole(self.router.url.query_parameters.get("back", "0"))
        self._close()
        await self._show()
        self.loaded = True

    @handler(HOLD)
    async def turn(self, by: int):
        """Show the week before, by 1, or the next, by -1; 0 is this one."""
        step = by if isinstance(by, int) else 0
        self.back = max(-queries.FURTHEST, min(self.back + step, queries.FURTHEST)) if step else 0
        self._close()
        await self._show()

    @handler(HOLD)
    async def choose(self, public_id: str):
        """Open what can be done to one appointment, or close it again."""
        slots = [slot for day in self.week.days for slot in day.slots]
        found = next((slot for slot in slots if slot.public_id == public_id), SlotRow())
        self._close()
        if found.public_id and found.is_open:
            self.chosen = found

    @handler(HOLD)
    async def close(self):
        """Close what can be done to it."""
        self._close()

    @handler(HOLD)
    async def turn_to(self, step: str):
        """Open one of the ways to change it."""
        self.step = step if step in STEPS else ""
        self.problems, self.must_override = {}, False

    @handler(HOLD)
    async def settle(self, public_id: str):
        """Settle it as held, or go and log it first."""
        link = next(
            (
                slot.log_link
                for day in self.week.days
                for slot in day.slots
                if slot.public_id == public_id
            ),
            "",
        )
        try:
            held = await self._call(actions.settle_held, public_id=_id(public_id), at=clock.now())
        except Conflict as refusal:
            self._say(refusal.text)
            return None
        if not held:
            return rx.redirect(link) if link else None
        await self._show()
        self._say(_("Held. {left}").format(left=left_words(self.week.left)).strip())
        return None

    @handler(HOLD)
    async def settle_logged(self):
        """Settle at once whatever the log holds of this week."""
        count = await self._call(actions.settle_logged, back=self.back, at=clock.now())
        await self._show()
        done = _("{n} settled.").format(n=count)
        self._say(f"{done} {left_words(self.week.left)}".strip())

    @handler(HOLD)
    async def shorten(self, public_id: str, minutes: int):
        """Have it take less time instead of falling out."""
        await self._take(
            actions.shorten,
            _("Shortened. Short is better than skipped."),
            public_id=_id(public_id),
            minutes=minutes if isinstance(minutes, int) else 0,
        )

    @handler(HOLD)
    async def move(self, public_id: str, form: dict[str, Any]):
        """Have it take place at another time."""
        problem = await self._take(
            actions.move,
            _("Moved. They are told."),
            public_id=_id(public_id),
            starts_at=instant(text_in(form, "starts_at", most=1000), self.week.zone),
            reason=_reason(form),
            override=text_in(form, "override", most=1000) == "on",
        )
        return rx.set_focus(problem) if problem else None

    @handler(HOLD)
    async def cancel(self, public_id: str, form: dict[str, Any]):
        """Have it fall out."""
        said = _("Cancelled. They are told, and what is due stays due.")
        problem = await self._take(
            actions.cancel, said, public_id=_id(public_id), reason=_reason(form)
        )
        return rx.set_focus(problem) if problem else None

    @handler(HOLD)
    async def miss(self, public_id: str, blocker: str):
        """Note that it did not take place, and ask what to ask oneself."""
        said = _("Noted. What is due stays due.")
        named = blocker if isinstance(blocker, str) else ""
        if not await self._take(
            actions.mark_missed, said, public_id=_id(public_id), blocker=named[:24]
        ):
            self.question = blocker_question(Blocker(named)) if named in set(Blocker) else ""
            self.asks_bank = named == Blocker.WHAT_GOOD_IS

    @handler(HOLD)
    async def remove(self, public_id: str):
        """Take it out of the calendar."""
        said = _("Taken out. What is due by your rhythm stays due.")
        await self._take(actions.remove, said, public_id=_id(public_id))

    @handler(HOLD)
    async def reopen(self, public_id: str):
        """Take back how it was settled."""
        await self._take(actions.reopen, _("It stands again."), public_id=_id(public_id))

    async def _take(self, step: Any, done: str, **given: Any) -> str:
        """Take a step and show what holds then; or the field beside which something is wrong."""
        try:
            await self._call(step, at=clock.now(), **given)
        except Invalid as refusal:
            self.problems = refusal.problems
            self.must_override = self.must_override or "override" in refusal.problems
            return next(iter(refusal.problems))
        except (Conflict, NotFound) as refusal:
            self._say(refusal.text)
        else:
            self._say(done)
        self._close()
        await self._show()
        return ""

    async def _show(self):
        """Read the week anew, and one's own times."""
        frame_at = clock.now()
        self.own = await self._read(shown.own_times, at=frame_at)
        self.rules = await self._read(rules_of_coach)
        self.coaches = await self._read(queries.holds_sessions)
        if self.coaches:
            self.week = await self._read(shown.week_row, back=self.back, at=frame_at)
        self.drawn += 1

    def _close(self) -> None:
        self.chosen, self.step, self.problems, self.must_override = SlotRow(), "", {}, False


def _id(public_id: Any) -> str:
    """A public id as it was sent; empty for what is none."""
    return public_id[:64].replace("\0", "") if isinstance(public_id, str) else ""


def _reason(form: Any) -> str:
    """What was typed, or else the reason chosen."""
    return text_in(form, "other", most=1000).strip() or text_in(form, "reason", most=1000)


def _whole(words: Any) -> int:
    """Weeks back as an address says them, within the furthest; 0 for anything else."""
    said = str(words)
    number = said.removeprefix("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 3):
        return 0
    return max(-queries.FURTHEST, min(int(said), queries.FURTHEST))
