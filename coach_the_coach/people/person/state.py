"""The state of one person's page."""

from coach_the_coach.certification.mine.person.queries import standing_lines
from coach_the_coach.certification.mine.rows import StandingLine
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.looks.queries import looks_between
from coach_the_coach.observations.looks.rows import LookLine
from coach_the_coach.people.person import queries
from coach_the_coach.people.person.mix.queries import mixes_of
from coach_the_coach.people.person.mix.rows import MixRow, MonthLine
from coach_the_coach.people.person.progress.queries import progress
from coach_the_coach.people.person.progress.rows import ProgressRow
from coach_the_coach.people.person.rows import Focus, NoticedLine, ObservedLine, PersonHead


class PersonState(RoomState):
    """One person who coaches, as far as the reader may know them."""

    head: PersonHead = PersonHead()
    focus: Focus = Focus()
    progress: ProgressRow = ProgressRow()
    mix: MixRow = MixRow()
    month: MonthLine = MonthLine()
    """The month whose kinds of talk are drawn, the `month_at`th of those with answers."""

    month_at: int = 0
    is_newest_month: bool = True
    is_oldest_month: bool = True
    observed: list[ObservedLine] = []
    page: int = 0
    is_newest: bool = True
    is_oldest: bool = True
    place: str = ""
    """Which observations are shown, in words; empty where all are."""

    paths: list[StandingLine] = []
    noticed: list[NoticedLine] = []
    looks: list[LookLine] = []
    loaded: bool = False
    missing: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show the person named in the address."""
        self.loaded = self.missing = False
        who, at = self._turn_to(1), clock.now()
        try:
            self.head = await self._read(queries.person_head, public_id=who, at=at)
        except NotFound:
            self.missing = True
            return
        self.focus = await self._read(queries.focus_of, public_id=who, at=at)
        self.progress = await self._read(progress, public_id=who, at=at)
        self.paths = await self._read(standing_lines, person=who, at=at)
        self.mix = await self._read(mixes_of, public_id=who, at=at)
        self._show_month(0)
        self.noticed = await self._read(queries.noticed_observations, public_id=who, at=at)
        self.looks = await self._read(looks_between, person=who, at=at)
        self.page = 0
        await self._list(who)
        self.loaded = True

    @handler(Permission.SELF)
    async def turn(self, by: int):
        """Turn the list of observations to older ones, or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._list(self._named(1))

    @handler(Permission.SELF)
    async def turn_month(self, by: int):
        """Show the kinds of talk of an earlier month with answers, or of a later one."""
        self._show_month(self.month_at + (1 if by > 0 else -1))

    def _show_month(self, at: int):
        """Draw one of the months that were read; the nearest where there is none."""
        last = max(0, len(self.mix.months) - 1)
        self.month_at = min(max(0, at), last)
        self.is_newest_month, self.is_oldest_month = self.month_at == 0, self.month_at == last
        self.month = self.mix.months[self.month_at] if self.mix.months else MonthLine()

    async def _list(self, who: str):
        """Read one page of the observations."""
        self.observed, has_older = await self._read(
            queries.readable_observations, public_id=who, at=clock.now(), page=self.page
        )
        self.is_newest, self.is_oldest = self.page == 0, not has_older
        first = self.page * queries.PAGE + 1
        self.place = (
            _("{first} to {last}").format(first=first, last=first + len(self.observed) - 1)
            if not (self.is_newest and self.is_oldest)
            else ""
        )
