"""The state of one's own ten points, and of those about somebody one leads."""

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.selfaudit import actions, queries
from coach_the_coach.selfaudit.rows import AskedRow, AuditRow, ComparedRow


class SelfAuditState(RoomState):
    """Ten points about one person, how two answered them, and whom one is asked about."""

    audit: AuditRow = AuditRow()
    past: AuditRow = AuditRow()
    compared: ComparedRow = ComparedRow()
    people: list[AskedRow] = []
    loaded: bool = False
    missing: bool = False

    @handler(Permission.COACHING_HOLD)
    async def load(self):
        """Show one's own, and those one leads."""
        self.loaded, self.missing, self.problems = False, False, {}
        try:
            await self._show("")
        except NotFound:
            # Who takes a leader's place for a while has no ten points of their own.
            self.missing = True
        self.people = await self._read(queries.asked, at=clock.now())
        self.loaded = True

    @handler(Permission.COACHING_HOLD)
    async def answer(self, about_id: str, point: int, said: str):
        """Keep one answer: `yes` or `no`."""
        if said in ("yes", "no"):
            yes = said == "yes"
            await self._keep(actions.answer, about_id, point=_number(point), yes=yes)

    @handler(Permission.COACHING_HOLD)
    async def note(self, about_id: str, point: int, text: str):
        """Keep what is added to one point."""
        await self._keep(actions.note, about_id, point=_number(point), text=str(text)[:2000])

    @handler(Permission.COACHING_HOLD)
    async def send(self, about_id: str):
        """Send all ten."""
        if await self._keep(actions.send, about_id):
            self._say(_("Sent. They stay as they are."))

    @handler(Permission.COACHING_HOLD)
    async def talk_through(self, about_id: str, audit_id: str):
        """Note that the two talked it through."""
        try:
            await self._call(actions.talk_through, audit_id=str(audit_id)[:64], at=clock.now())
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show(str(about_id)[:64])

    async def _keep(self, action, about_id: str, **given) -> bool:
        """Do it, and show what there is now; False with what is wrong with it."""
        self.problems = {}
        person = str(about_id)[:64]
        try:
            await self._call(action, public_id=person, at=clock.now(), **given)
        except Invalid as error:
            self.problems = error.problems
            return False
        except Conflict as refusal:
            self._say(refusal.text)
        await self._show(person)
        return True

    async def _show(self, person: str) -> None:
        at = clock.now()
        self.audit = await self._read(queries.audit_of, public_id=person, at=at)
        is_sent = self.audit.sent.at != ""
        self.past = (
            AuditRow() if is_sent else await self._read(queries.past_of, public_id=person, at=at)
        )
        self.compared = (
            await self._read(queries.compared, public_id=person, at=at)
            if is_sent or self.past.public_id
            else ComparedRow()
        )


def _number(point: object) -> int:
    """What a page said is the number of a point; 0 for what is none."""
    return point if isinstance(point, int) and not isinstance(point, bool) else 0
