"""The state of the page of the coaching log."""

from collections.abc import AsyncIterator

from coach_the_coach.coaching.log import queries
from coach_the_coach.coaching.log.agreed.actions import close_commitment
from coach_the_coach.coaching.log.rows import LogPage, TeamLine
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class LogState(RoomState):
    """The team, and the sessions in the log."""

    loaded: bool = False
    team: list[TeamLine] = []
    sessions: LogPage = LogPage()
    page: int = 0
    person: str = ""
    """Public id of the one whose sessions are shown; empty for everybody's."""

    person_name: str = ""

    @handler(Permission.COACHING_HOLD)
    async def load(self) -> AsyncIterator[None]:
        """Show the team and the newest sessions; `?of=` those with one person."""
        self.loaded, self.team, self.sessions, self.page = False, [], LogPage(), 0
        self.person = str(self.router.url.query_parameters.get("of", ""))[:64]
        self.person_name = ""
        yield
        await self._show_team()
        await self._show_sessions()
        self.loaded = True

    @handler(Permission.COACHING_HOLD)
    async def choose(self, person: str):
        """Show the sessions with one person, or with empty everybody's."""
        self.person, self.page = str(person)[:64], 0
        self._name_person()
        await self._show_sessions()

    @handler(Permission.COACHING_HOLD)
    async def turn(self, by: int):
        """Go on or back in the sessions."""
        self.page = min(max(self.page + (1 if by == 1 else -1), 0), 999)
        await self._show_sessions()

    @handler(Permission.COACHING_HOLD)
    async def close(self, public_id: str, outcome: str):
        """Say what became of a next step."""
        try:
            await self._call(
                close_commitment, public_id=str(public_id), outcome=str(outcome), at=clock.now()
            )
            self._say(_("Noted."))
        except (Conflict, Invalid) as refusal:
            self._say(refusal.text)
        await self._show_team()

    async def _show_team(self):
        self.team = await self._read(queries.team_lines, at=clock.now())
        self._name_person()

    def _name_person(self):
        self.person_name = next((one.name for one in self.team if one.public_id == self.person), "")

    async def _show_sessions(self):
        self.sessions = await self._read(
            queries.log_page, at=clock.now(), person=self.person, page=self.page
        )
