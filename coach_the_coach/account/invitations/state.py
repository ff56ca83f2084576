"""The state of the invitations page."""

from urllib.parse import quote

from coach_the_coach.account.invitations import actions, queries
from coach_the_coach.account.invitations.rows import InviteeRow
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.identity.queries import must_confirm
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import PageRow, page_row


class InvitationsState(RoomState):
    """Who can sign in, and links for those who cannot."""

    invitees: list[InviteeRow] = []
    search: str = ""
    page: int = 0
    paging: PageRow = PageRow()
    link_for: str = ""
    link: str = ""
    must_confirm: bool = False
    """Whether they have to confirm that it is them before they make a link."""

    loaded: bool = False

    @handler(Permission.PERSON_IMPORT)
    async def load(self):
        """Show who cannot sign in yet."""
        self.link = ""
        self.link_for = ""
        self.search, self.page = "", 0
        self.must_confirm = await self._read(must_confirm, at=clock.now())
        await self._show()
        self.loaded = True

    @handler(Permission.PERSON_IMPORT)
    async def find(self, search: str):
        """Show those whose name or address holds these words."""
        self.search, self.page = search[:80], 0
        await self._show()

    @handler(Permission.PERSON_IMPORT)
    async def turn(self, by: int):
        """Turn a page on or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._show()

    @handler(Permission.PERSON_IMPORT)
    async def invite(self, person: str):
        """Make a link for one person; it is shown once."""
        secret = await self._call(actions.invite_person, person=person, at=clock.now())
        self.link = f"{settings().public_url}{routes.WELCOME}?invitation={quote(secret)}"
        self.link_for = next((one.name for one in self.invitees if one.public_id == person), "")
        await self._show()

    async def _show(self):
        """Read the list anew."""
        self.invitees, total = await self._read(
            queries.invitees, search=self.search, page=self.page, at=clock.now()
        )
        shown = len(self.invitees)
        self.paging = page_row(self.page, size=queries.PAGE, shown=shown, total=total)
