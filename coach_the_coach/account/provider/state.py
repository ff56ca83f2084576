"""The state of what the pages show of the provider: they are built whether there is one or not."""

from coach_the_coach.account.provider import queries
from coach_the_coach.account.provider.rows import LinkRow
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.settings import settings


class ProviderState(RoomState):
    """Whether there is a provider, and one's own account there."""

    is_on: bool = False
    link: LinkRow = LinkRow()

    @handler(public=True)
    async def ask(self):
        """Show the way in by the provider where there is one."""
        self.is_on = settings().provider is not None

    @handler(Permission.SELF)
    async def load_link(self):
        """Show whether one can come in by the provider."""
        self.link = await self._read(queries.own_link, at=clock.now())
