"""The state of the list of what is scored by two, and of asking for it."""

import reflex as rx

from coach_the_coach.calibration.double import queries
from coach_the_coach.calibration.double.rows import AskableRow, PairLine, PersonRow
from coach_the_coach.calibration.pairing.actions import ask_double
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes


class DoubleState(RoomState):
    """What goes on, and which sessions another could score as well."""

    pairs: list[PairLine] = []
    askable: list[AskableRow] = []
    people: list[PersonRow] = []
    """Who may score the session that is being asked for."""

    asking: str = ""
    """The session for which somebody is being chosen; empty for none."""

    loaded: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show what there is."""
        self.loaded, self.asking, self.people, self.problems = False, "", [], {}
        await self._show()
        self.loaded = True

    @handler(Permission.SELF)
    async def choose(self, held_id: str):
        """Show who could score this session as well."""
        self.problems, self.people = {}, []
        held = str(held_id)[:64]
        try:
            self.people = await self._read(queries.seconds, held_id=held, at=clock.now())
        except NotFound as refusal:
            self._say(refusal.text)
            await self._show()
            return
        self.asking = held

    @handler(Permission.SELF)
    async def draw(self, held_id: str):
        """Have one drawn."""
        return await self._have(str(held_id)[:64], "")

    @handler(Permission.SELF)
    async def name(self, form: dict[str, str]):
        """Have the one named score it as well."""
        observer = str(form.get("observer", ""))[:64]
        if not observer:
            self.problems = {"observer": _choose_words()}
            return None
        return await self._have(self.asking, observer)

    async def _have(self, held: str, observer: str) -> rx.event.EventSpec | None:
        """Ask, and go to the page of it; or say why not."""
        self.problems = {}
        try:
            pair = await self._call(ask_double, held_id=held, observer=observer, at=clock.now())
        except Invalid as refusal:
            self.problems = refusal.problems
            return None
        except (Conflict, NotFound) as refusal:
            self._say(refusal.text)
            await self._show()
            return None
        return rx.redirect(routes.double(pair))

    async def _show(self):
        """Read both lists anew."""
        at = clock.now()
        self.pairs = await self._read(queries.pairs, at=at)
        self.askable = await self._read(queries.askable, at=at)


def _choose_words() -> str:
    return _("Choose somebody from the list, or have one drawn.")
