"""The state of a session's timeline: what happened, one moment at hand, and what changes."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.audit import DRAFT, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.timeline import actions, queries
from coach_the_coach.observations.timeline.changes.actions import keep_change, take_back
from coach_the_coach.observations.timeline.changes.rules import ChangeDraft
from coach_the_coach.observations.timeline.rows import MomentRow, MomentsRow, TimelineRow

WRITE = Permission.OBSERVATION_WRITE

MOST: int = 20 * queries.PAGE
"""Most moments listed, however often one asks for more. Source: docs/method.md#course."""


def _fresh() -> str:
    """A name for a change that the page is about to make."""
    return str(UUID(new_id()))


class TimelineState(RoomState):
    """One session over its time, as far as the reader may see it."""

    stage: str = ""
    """Empty while it loads; else "shown" or "gone"."""

    timeline: TimelineRow = TimelineRow()
    moments: MomentsRow = MomentsRow()
    chosen: MomentRow = MomentRow()
    """The moment at hand; without an id, a code that is being added."""

    asking: bool = False
    """Whether the moment at hand is open."""

    fresh: str = ""
    """The name that the next change will have: sent twice, it is one change."""

    busy: bool = False

    _limit: int = queries.PAGE

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the session named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.timeline, self.moments = "", TimelineRow(), MomentsRow()
        self.chosen, self.asking, self.busy = MomentRow(), False, False
        self.problems, self._limit = {}, queries.PAGE
        yield
        try:
            await self._show(public_id)
        except (NotFound, NotPermitted):
            self.stage = "gone"

    @handler(Permission.SELF)
    async def show_more(self):
        """List more moments."""
        self._limit = min(self._limit + queries.PAGE, MOST)
        await self._list(self._named(1))

    @handler(WRITE)
    async def choose(self, public_id: str, name: str):
        """Take a moment at hand."""
        try:
            self.chosen = await self._read(
                queries.moment_row, public_id=public_id, name=name[:64], at=clock.now()
            )
        except NotFound as refusal:
            self._say(refusal.text)
            return
        self.problems, self.fresh, self.asking = {}, _fresh(), True

    @handler(WRITE)
    async def begin_adding(self):
        """Ask for a code that was missed, and when."""
        self.problems, self.fresh = {}, _fresh()
        self.chosen, self.asking = MomentRow(sort="new"), True

    @handler(WRITE)
    async def turn(self, wanted: bool):
        """Close the moment at hand."""
        self.asking = wanted and self.asking

    @handler(WRITE)
    async def keep(self, form: dict[str, str]):
        """Keep the code and the time of the moment at hand, or add one."""
        await self._change(
            self._named(1),
            ChangeDraft(
                id=form.get("change", ""),
                tap=form.get("tap", "").removeprefix("tap-"),
                code=form.get("code", ""),
                moment=form.get("moment", "")[:20],
            ),
        )

    @handler(WRITE)
    async def remove(self, public_id: str, change: str, name: str):
        """Remove a code."""
        await self._change(public_id, ChangeDraft(id=change, tap=name.removeprefix("tap-")))

    @handler(WRITE)
    async def restore(self, public_id: str, id: str, change: str):
        """Take a change back."""
        try:
            await self._call(take_back, public_id=public_id, id=id, change=change, at=clock.now())
        except Invalid as refusal:
            self._say(refusal.text)
        except Conflict as refusal:
            self._say(refusal.text)
            await self._show(public_id)
        else:
            self._say(_("Taken back. It counts as it was."))
            await self._show(public_id)

    @handler(WRITE)
    async def quote(self, form: dict[str, str]):
        """Quote the moment at hand where a dimension is rated."""
        number = form.get("dimension", "")
        if not (number.isascii() and number.isdigit() and len(number) == 1):
            self.problems = {"dimension": _("Choose where it belongs.")}
            return
        at = await self._tried(
            actions.quote_moment,
            public_id=self._named(1),
            dimension=int(number),
            name=form.get("name", "")[:64],
            at=clock.now(),
        )
        if at is not None:
            self._say(_("Quoted in the rating, at {time}.").format(time=at))

    async def _change(self, public_id: str, draft: ChangeDraft) -> None:
        """Keep a change and show what it does; or say what is wrong with it."""
        done = await self._tried(_kept, public_id=public_id, draft=draft, at=clock.now())
        if done is not None:
            self._say(_("Kept. It counts from now on."))
            await self._show(public_id)

    async def _tried(self, work: Any, **given: Any) -> Any:
        """Do what a form asks for and close it; None where that was refused, and why beside it."""
        self.busy = True
        try:
            done = await self._call(work, **given)
        except Invalid as refusal:
            self.problems = refusal.problems | {"moment_at_hand": _beside(refusal.problems)}
            return None
        except (Conflict, NotFound) as refusal:
            self._say(refusal.text)
            self.asking = False
            await self._show(given["public_id"])
            return None
        finally:
            self.busy = False
        self.problems, self.asking = {}, False
        return done

    async def _show(self, public_id: str) -> None:
        """Read everything anew."""
        self.timeline = await self._read(queries.timeline_of, public_id=public_id, at=clock.now())
        await self._list(public_id)
        self.fresh, self.stage = _fresh(), "shown"

    async def _list(self, public_id: str) -> None:
        """Read as many moments as are shown."""
        self.moments = await self._read(
            queries.moments, public_id=public_id, limit=self._limit, at=clock.now()
        )


@unlogged(DRAFT)
def _kept(*given: Any, **named: Any) -> bool:
    """Keep a change, and say that it was."""
    keep_change(*given, **named)
    return True


def _beside(problems: dict[str, str]) -> str:
    """What has no field of its own in the form, as sentences."""
    fields = {"code", "moment", "dimension"}
    return " ".join(said for field, said in problems.items() if field not in fields)
