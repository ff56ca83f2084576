"""The state of one's own certificates."""

from coach_the_coach.certification.credential.sharing import actions, queries
from coach_the_coach.certification.credential.sharing.rows import CertificateRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler


class CertificatesState(RoomState):
    """One's own certificates, and where they are shared."""

    certificates: list[CertificateRow] = []
    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show them."""
        self.loaded = False
        await self._show()
        self.loaded = True

    @handler(Permission.SELF)
    async def stop(self, link_id: str):
        """Stop sharing under a link."""
        await self._call(actions.stop_sharing, link_id=str(link_id)[:64], at=clock.now())
        await self._show()
        self._say(_("Nothing is shown there any more."))

    @handler(Permission.SELF)
    async def sign_anew(self, public_id: str):
        """Have the files of one of them signed anew."""
        try:
            named = str(public_id)[:64]
            await self._call(actions.sign_anew, public_id=named, at=clock.now())
            self._say(_("Signed anew. Files that you have given away stay as they are."))
        except (Conflict, NotFound) as refusal:
            self._say(refusal.text)
        await self._show()

    async def _show(self) -> None:
        self.certificates = await self._read(queries.own_certificates, at=clock.now())
