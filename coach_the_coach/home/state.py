"""The state of the home page."""

from coach_the_coach.cadence.figures.queries import home_panel
from coach_the_coach.cadence.figures.rows import HomePanel
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.words import _
from coach_the_coach.home import queries
from coach_the_coach.home.rules import SHOWN
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.talk.queries import asked_first_trend
from coach_the_coach.people.person.rows import Focus
from coach_the_coach.shell.rows import NextLine


class HomeState(RoomState):
    """What to do next."""

    next_lines: list[NextLine] = []
    later: list[NextLine] = []
    """What comes after these, to be opened."""

    more: str = ""
    focus: Focus = Focus()
    asked_first: str = ""
    """What those the reader observed said of them; for the reader alone."""

    panel: HomePanel = HomePanel()
    """How the reader's own coaching goes."""

    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Gather what waits."""
        at = clock.now()
        lines, total = await self._read(queries.next_list, at=at)
        self.next_lines, self.later = lines[:SHOWN], lines[SHOWN:]
        more = total - len(self.next_lines)
        self.more = _("{n} more after these").format(n=more) if more else ""
        self.focus = await self._read(queries.own_focus, at=at)
        self.asked_first = (await self._read(asked_first_trend)).sentence
        self.panel = await self._read(home_panel, at=at)
        self.loaded = True
