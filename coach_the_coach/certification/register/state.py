"""The state of the register of certificates."""

from typing import Any

from coach_the_coach.certification.able.rows import PathOption
from coach_the_coach.certification.register import queries
from coach_the_coach.certification.register.rows import RegisterRow
from coach_the_coach.certification.register.rules import Asked, asked_from
from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

READ = Permission.AWARD_READ


class RegisterState(RoomState):
    """One page of the certificates that are asked for."""

    paths: list[PathOption] = []
    found: RegisterRow = RegisterRow()
    loaded: bool = False

    _asked: Asked = Asked()
    _page: int = 0

    @handler(READ)
    async def load(self):
        """Show all of them."""
        self.loaded, self._asked, self._page = False, Asked(), 0
        self.paths = await self._read(queries.known_paths)
        await self._show()
        self.loaded = True

    @handler(READ)
    async def find(self, form: dict[str, Any]):
        """Show those that are asked for."""
        names = ("search", "path", "stands", "on", "year")
        said = [str(form.get(name, ""))[:80] for name in names]
        self._asked, self._page = asked_from(*said), 0
        await self._show()

    @handler(READ)
    async def turn(self, by: int):
        """On or back."""
        self._page = max(0, self._page + (1 if by > 0 else -1))
        await self._show()

    async def _show(self):
        self.found = await self._read(
            queries.register, asked=self._asked, page=self._page, at=clock.now()
        )
