"""The state of moving those who are on an older version of a path."""

from coach_the_coach.certification.assigning import actions
from coach_the_coach.certification.editing.path.moving import queries
from coach_the_coach.certification.editing.path.moving.rows import MoveRow, OlderRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class MovingState(RoomState):
    """How many are on an older version, and what moving them would change once it was looked at."""

    older: OlderRow = OlderRow()
    change: MoveRow = MoveRow()

    @handler(Permission.PATH_WRITE)
    async def load(self):
        """Show how many are on an older version of the path in the address."""
        self.change = MoveRow()
        try:
            self.older = await self._read(queries.older_row, path_key=self._named(1))
        except NotFound:
            # A path that is new has no older version.
            self.older = OlderRow()

    @handler(Permission.PATH_WRITE)
    async def look(self):
        """Show what moving them would change; nothing is moved by that."""
        key = self._named(1)
        self.change = await self._read(queries.move_row, path_key=key, at=clock.now())

    @handler(Permission.PATH_WRITE)
    async def leave(self):
        """Leave them where they are."""
        self.change = MoveRow()

    @handler(Permission.PATH_WRITE)
    async def move(self):
        """Move them, once what it changes was looked at."""
        if not self.change.is_open:
            return
        key = self._named(1)
        moved = await self._call(actions.move_to_version, path_key=key, at=clock.now())
        self.change = MoveRow()
        self.older = await self._read(queries.older_row, path_key=key)
        said = _n(
            "{n} person was moved, and is told.", "{n} people were moved, and are told.", moved
        )
        self._say(said.format(n=moved) if moved else _("Nobody had to be moved any more."))
