"""The state of the page of one decision."""

from datetime import date
from typing import Any

from coach_the_coach.certification.deciding.asking import actions as asking
from coach_the_coach.certification.deciding.review import queries
from coach_the_coach.certification.deciding.review.rows import DecisionRow
from coach_the_coach.certification.deciding.rules import VerdictDraft
from coach_the_coach.certification.deciding.seats import actions as seats
from coach_the_coach.certification.deciding.signing import actions as signing
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, text_in
from coach_the_coach.identity.marks import handler


class DecisionState(RoomState):
    """One decision; handlers take which one from the page that sends."""

    stage: str = ""
    """Empty while it loads; else "here" or "gone"."""

    found: DecisionRow = DecisionRow()
    saying: str = ""
    """What is chosen in the form: "agree" or "not-yet"; empty before."""

    naming: str = ""
    """The seat whose form showed a problem."""

    @handler(Permission.SELF)
    async def load(self):
        """Show the decision that the address names."""
        self.stage, self.saying = "", ""
        await self._show(self._turn_to(1))

    @handler(Permission.SELF)
    async def choose(self, said: str):
        """Say yes or not yet, before it is signed."""
        self.saying = said if said in ("agree", "not-yet") else ""
        self.problems = {}

    @handler(Permission.SELF)
    async def sign(self, public_id: str, form: dict[str, Any]):
        """Sign, or show what a refusal still has to say."""
        draft = VerdictDraft(
            said=self.saying,
            criterion=text_in(form, "criterion"),
            evidence=text_in(form, "evidence"),
            would_meet=text_in(form, "would_meet"),
            try_again_on=_day(text_in(form, "try_again_on")),
        )
        await self._do(public_id, signing.sign, _("Signed. It stays as it is."), draft=draft)

    @handler(Permission.PATH_ASSIGN)
    async def name(self, public_id: str, seat: str, form: dict[str, Any]):
        """Name who takes a seat."""
        self.naming = str(seat)[:24]
        given = {"seat": self.naming, "person": text_in(form, "person")}
        await self._do(public_id, seats.name, _("Named. They are told."), **given)

    @handler(Permission.SELF)
    async def take_back(self, public_id: str):
        """Take back that it was asked for."""
        done = _("Taken back. You can ask again when you like.")
        await self._do(public_id, asking.take_back, done)

    async def _do(self, public_id: str, work, done: str, **given) -> None:
        """Do it and show what holds now; or what is wrong, and leave what was typed."""
        one = str(public_id)[:64]
        if await self._carry_out(work, done, public_id=one, at=clock.now(), **given):
            await self._show(one)

    async def _show(self, public_id: str) -> None:
        self.problems, self.naming = {}, ""
        try:
            self.found = await self._read(queries.decision, public_id=public_id, at=clock.now())
        except NotFound:
            self.stage, self.found = "gone", DecisionRow()
            return
        self.stage = "here"


def _day(text: str) -> date | None:
    """The day that a browser wrote; None for none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
