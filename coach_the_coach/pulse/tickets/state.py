"""The state of the page on which somebody says how their sessions were."""

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.pulse.tickets import actions, queries
from coach_the_coach.pulse.tickets.rows import AskedRow
from coach_the_coach.pulse.tickets.rules import answers_from
from coach_the_coach.settings import settings


class TicketState(RoomState):
    """What one is asked about one coach."""

    asked: AskedRow = AskedRow()
    is_said: bool = False
    link: str = ""
    """The link made just now; empty until it is asked for."""

    @handler(Permission.SELF)
    async def load(self):
        """Show what is asked."""
        coach_id = self._turn_to(2)
        self.problems, self.link, self.is_said = {}, "", False
        self.asked = await self._read(queries.asked, public_id=coach_id)

    @handler(Permission.SELF)
    async def submit(self, form: dict[str, str]):
        """Say it, or say what is missing."""
        try:
            await self._call(actions.say, public_id=self.asked.coach_id, answers=answers_from(form))
        except Invalid as error:
            self.problems = error.problems
            return
        except (Conflict, NotFound) as refusal:
            self._say(refusal.text)
            self.asked = AskedRow()
            return
        self.problems, self.link, self.is_said = {}, "", True
        self._say(_("Thank you. Nobody sees that it was you."))

    @handler(Permission.SELF)
    async def make_link(self):
        """Show a link with which it can be said elsewhere, without signing in."""
        path = await self._call(actions.make_link, public_id=self.asked.coach_id)
        self.link = f"{settings().public_url}{path}"
