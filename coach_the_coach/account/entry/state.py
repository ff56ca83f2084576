"""The state of the forms one comes in by."""

from datetime import datetime

from reflex_base.event.context import EventContext

from coach_the_coach.account.entry.queries import again_in
from coach_the_coach.foundation import clock
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.identity.sign_in import passwords_are_on
from coach_the_coach.identity.throttle import wait_words


class EntryState(RoomState):
    """What a form that was refused remembers, told to the browser that holds it alone."""

    email: str = ""
    by_password: bool = True
    """Whether anybody comes in with a password; a page without a script shows the form."""

    wait: str = ""
    """How long to wait, as a sentence; empty for nobody who has to."""

    @handler(public=True)
    async def arrive(self):
        """Show again what was typed, and how long to wait."""
        headers = EventContext.get().router_data.get("headers") or {}
        again, at = again_in(headers.get("cookie")), clock.now()
        self.email = again.email
        self.wait = _wait(again.wait_until, at)
        self.by_password = await self._ask(passwords_are_on)


def _wait(until: datetime | None, at: datetime) -> str:
    """How long to wait from now on."""
    return wait_words(until, at) if until is not None and until > at else ""
