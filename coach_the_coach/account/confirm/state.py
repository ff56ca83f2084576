"""The state of the page that asks who you are."""

from urllib.parse import quote

from coach_the_coach.account.confirm import queries
from coach_the_coach.account.confirm.rows import ConfirmRow
from coach_the_coach.account.provider.rules import START
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class ConfirmState(RoomState):
    """How somebody can confirm that it is them."""

    ways: ConfirmRow = ConfirmRow()
    is_loaded: bool = False
    provider: str = ""
    """The way to the provider, and from there back to where one wanted to go."""

    @handler(Permission.SELF)
    async def load(self):
        """Show what is asked for."""
        self.ways = await self._read(queries.own_ways)
        wanted = self.router.url.query_parameters.get("next", "/")
        self.provider = f"{START}?confirm=1&next={quote(wanted[:300], errors='ignore')}"
        self.is_loaded = True
