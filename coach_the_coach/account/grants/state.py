"""The state of the page of roles."""

from coach_the_coach.account.grants import actions, queries, rules
from coach_the_coach.account.grants.rows import GrantRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.identity.queries import must_confirm
from coach_the_coach.shell.rows import PageRow, page_row


class GrantsState(RoomState):
    """Who has which role, and the forms to give one."""

    grants: list[GrantRow] = []
    search: str = ""
    page: int = 0
    paging: PageRow = PageRow()
    today: str = ""
    version: int = 0
    """Grows when the forms are to be empty again."""

    ending: GrantRow = GrantRow("", "", "", "", "", "")
    """The role that is about to be ended; without an id none is."""

    must_confirm: bool = False
    """Whether they have to confirm that it is them, before they type what would be lost."""

    loaded: bool = False

    @handler(Permission.GRANT_WRITE)
    async def load(self):
        """Show the roles by hand first, and empty forms."""
        self.search, self.page = "", 0
        self.must_confirm = await self._read(must_confirm, at=clock.now())
        await self._begin_anew()
        self.loaded = True

    @handler(Permission.GRANT_WRITE)
    async def find(self, search: str):
        """Show the roles of those whose name or address holds these words."""
        self.search, self.page = search[:80], 0
        await self._show()

    @handler(Permission.GRANT_WRITE)
    async def turn(self, by: int):
        """Turn a page on or back."""
        self.page = max(0, self.page + (1 if by > 0 else -1))
        await self._show()

    @handler(Permission.GRANT_WRITE)
    async def give(self, form: dict[str, str]):
        """Give a role, or say what is wrong."""
        draft = rules.grant_draft(form)
        await self._do(actions.give_role, _("The role is given."), draft=draft)

    @handler(Permission.GRANT_WRITE)
    async def let_stand_in(self, form: dict[str, str]):
        """Let somebody stand in, or say what is wrong."""
        draft = rules.stand_in_draft(form)
        await self._do(actions.let_stand_in, _("Kept. Both are told."), draft=draft)

    @handler(Permission.GRANT_WRITE)
    async def let_guest_in(self, form: dict[str, str]):
        """Let a guest in, or say what is wrong."""
        done = _("Kept. Make a link for them under Invite.")
        await self._do(actions.let_guest_in, done, draft=rules.guest_draft(form))

    @handler(Permission.GRANT_WRITE)
    async def choose_to_end(self, grant: str):
        """Ask why this role is to end."""
        self.problems = {}
        empty = GrantRow("", "", "", "", "", "")
        self.ending = next((one for one in self.grants if one.id == grant), empty)

    @handler(Permission.GRANT_WRITE)
    async def end(self, form: dict[str, str]):
        """End the role that was chosen, or say what is wrong."""
        given = {"grant": self.ending.id, "reason": form.get("end_reason", "")}
        await self._do(actions.end_grant, _("The role has ended."), **given)

    async def _do(self, act, done: str, **given):
        """Do it and show what holds now; or show what is wrong and leave what was typed."""
        try:
            await self._call(act, at=clock.now(), **given)
        except Invalid as error:
            self.problems = error.problems
            return
        await self._begin_anew()
        self._say(done)

    async def _begin_anew(self):
        """Empty forms, and the list as it is now."""
        self.problems = {}
        self.ending = GrantRow("", "", "", "", "", "")
        self.version += 1
        await self._show()

    async def _show(self):
        """Read the list anew."""
        self.today = await self._read(queries.today_of, at=clock.now())
        self.grants, total = await self._read(
            queries.grants_held, search=self.search, page=self.page, at=clock.now()
        )
        self.paging = page_row(self.page, size=queries.PAGE, shown=len(self.grants), total=total)
