"""The state of the page of the audit log."""

from coach_the_coach.account.audit import queries, rules
from coach_the_coach.account.audit.rows import ActionRow
from coach_the_coach.account.trail.queries import PAGE
from coach_the_coach.account.trail.rows import EntryRow
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell.rows import PageRow, page_row


class AuditState(RoomState):
    """What was found in the log."""

    choices: list[ActionRow] = []
    entries: list[EntryRow] = []
    paging: PageRow = PageRow()
    page: int = 0
    loaded: bool = False
    _search: rules.Search = rules.Search()

    @handler(Permission.AUDIT_READ)
    async def load(self):
        """Show the newest of all."""
        self.choices = queries.searchable()
        await self._find(rules.Search())
        self.loaded = True

    @handler(Permission.AUDIT_READ)
    async def find(self, form: dict[str, str]):
        """Show the newest of what is looked for."""
        await self._find(rules.search_from(form))

    @handler(Permission.AUDIT_READ)
    async def turn(self, by: int):
        """Turn a page on or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._show()

    async def _find(self, search: rules.Search):
        self._search, self.page = search, 0
        await self._show()

    async def _show(self):
        """Read the page anew."""
        self.entries, total = await self._read(
            queries.entries, search=self._search, page=self.page, at=clock.now()
        )
        self.paging = page_row(self.page, size=PAGE, shown=len(self.entries), total=total)
