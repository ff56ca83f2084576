"""The state of the list of paths."""

from coach_the_coach.certification.editing import queries
from coach_the_coach.certification.editing.rows import PathLine
from coach_the_coach.foundation import clock, keys
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, secret_of_event
from coach_the_coach.identity.marks import handler


def purpose(secret: str) -> str:
    """For what something is sealed that the upload hands to a page of the same sign-in."""
    return f"path file\0{secret}"


class PathsState(RoomState):
    """All paths."""

    paths: list[PathLine] = []
    loaded: bool = False

    @handler(Permission.PATH_WRITE)
    async def load(self):
        """Show them, and what was wrong with a file that was brought in."""
        refused = str(self.router.url.query_parameters.get("refused", ""))
        secret = secret_of_event()
        text = keys.unsealed(purpose(secret), refused) if secret and refused.isascii() else None
        self.problems = {"file": text} if text else {}
        self.paths = await self._read(queries.path_lines, at=clock.now())
        self.loaded = True
