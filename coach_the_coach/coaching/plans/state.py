"""The state of the list of calls."""

from collections.abc import AsyncIterator

from coach_the_coach.coaching.plans import queries
from coach_the_coach.coaching.plans.rows import CallLine, CallsOf, CoverageRow, OpenCalls
from coach_the_coach.coaching.plans.whom import actions
from coach_the_coach.coaching.plans.whom.queries import pilot_of, team_by_tier
from coach_the_coach.coaching.plans.whom.rows import PilotRow, TeamRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell.rows import PageRow, page_row
from coach_the_coach.shell.state import FrameState

COACH = Permission.COACHING_HOLD


class CallsState(RoomState):
    """The reader's own calls as coach and as rep; with `?of=`, somebody else's."""

    stage: str = ""
    """Empty while it loads; else "own", "other" or "gone"."""

    coaches: bool = False
    open: OpenCalls = OpenCalls()
    past: list[CallLine] = []
    page: int = 0
    paging: PageRow = PageRow()
    coverage: CoverageRow = CoverageRow()
    pilot: PilotRow = PilotRow()
    team: TeamRow = TeamRow()
    theirs: CallsOf = CallsOf()
    pilot_id: str = ""
    """What a pilot begun here will be called: begun twice it is one."""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show everything from the beginning."""
        self.stage, self.page, self.problems, self.theirs = "", 0, {}, CallsOf()
        self.pilot_id = new_id()
        yield
        asked = str(self.router.url.query_parameters.get("of", ""))[:64]
        person = (await self.get_state(FrameState)).person
        if asked and asked != person.public_id:
            try:
                self.theirs = await self._read(queries.calls_of, person=asked, at=clock.now())
                self.stage = "other"
            except (NotFound, NotPermitted):
                self.stage = "gone"
            return
        await self._show()
        self.stage = "own"

    @handler(Permission.SELF)
    async def turn(self, by: int):
        """Turn the page of past calls on or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._show_past()

    @handler(COACH)
    async def set_tier(self, rep: str, tier: str):
        """Say where a rep stands."""
        try:
            await self._call(actions.set_tier, rep=rep[:64], tier=tier[:24], at=clock.now())
        except (Invalid, NotFound, NotPermitted) as refusal:
            self._say(refusal.text or _("Choose one of the four."))
            return
        self.team = await self._read(team_by_tier, at=clock.now())
        self._say(_("Kept."))

    @handler(COACH)
    async def begin_pilot(self, form: dict[str, str]):
        """Begin thirty days with one rep."""
        rep, at = form.get("rep", "")[:64], clock.now()
        try:
            await self._call(actions.begin_pilot, public_id=self.pilot_id, rep=rep, at=at)
        except (Conflict, NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
            return
        self.pilot = await self._read(pilot_of, at=clock.now())
        self._say(_("Begun. They are told."))

    @handler(COACH)
    async def end_pilot(self, public_id: str):
        """End the thirty days before their last day."""
        await self._call(actions.end_pilot, public_id=public_id[:64], at=clock.now())
        self.pilot_id = new_id()
        self.pilot = await self._read(pilot_of, at=clock.now())
        self._say(_("Ended."))

    async def _show(self):
        """Read the reader's own calls anew."""
        frame = await self.get_state(FrameState)
        at = clock.now()
        self.open = await self._read(queries.open_calls, at=at)
        self.pilot = await self._read(pilot_of, at=at)
        self.team = await self._read(team_by_tier, at=at)
        self.coaches = len(self.team.reps) > 0
        self.coverage = CoverageRow()
        if self.coaches:
            own = frame.person.public_id
            self.coverage = await self._read(queries.coverage_of, public_id=own, at=at)
        await self._show_past()

    async def _show_past(self):
        """Read one page of past calls."""
        at = clock.now()
        self.past = await self._read(queries.past_calls, at=at, page=self.page)
        total = await self._read(queries.past_count, at=at)
        self.paging = page_row(self.page, size=queries.PER_PAGE, shown=len(self.past), total=total)
