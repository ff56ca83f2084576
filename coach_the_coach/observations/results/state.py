"""The state of the page of one signed observation."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.rating.actions import amend_observation
from coach_the_coach.observations.results import actions, queries
from coach_the_coach.observations.results.evidence.queries import evidence, notes
from coach_the_coach.observations.results.evidence.rows import EvidenceRow, NoteRow
from coach_the_coach.observations.results.rows import CountsRow, ResultRow
from coach_the_coach.observations.seal.queries import seal_line
from coach_the_coach.observations.seal.rows import SealRow
from coach_the_coach.observations.timeline.changes.queries import changes_of
from coach_the_coach.observations.timeline.changes.rows import ChangesRow
from coach_the_coach.shell import routes


class ResultState(RoomState):
    """What came of one observation, as far as the reader may see it."""

    stage: str = ""
    """Empty while it loads; else "whole", "counts" or "gone"."""

    result: ResultRow = ResultRow()
    evidence: EvidenceRow = EvidenceRow()
    notes: list[NoteRow] = []
    changes: ChangesRow = ChangesRow()
    """What of the counts was entered after watching."""

    counts: CountsRow = CountsRow()
    seal: SealRow = SealRow()
    """Whether what is stored is what was signed."""

    kept: str = ""
    """When the answer was last kept, as a sentence; empty while it is not."""

    correcting: bool = False
    """Whether the reason for a correction is being asked."""

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[rx.event.EventSpec | None]:
        """Show the observation named in the address, or lead to what comes before it."""
        self._clear()
        yield None
        public_id = self._turn_to(1)
        try:
            stands = await self._read(queries.standing, public_id=public_id)
        except NotFound:
            self.stage = "gone"
            return
        if stands.go_to:
            yield rx.redirect(stands.go_to)
        elif stands.view == "counts":
            self.counts = await self._read(queries.counts, public_id=public_id, at=clock.now())
            self.stage = "counts"
        else:
            await self._show()

    @handler(Permission.SELF)
    async def keep_answer(self, public_id: str, answer: str):
        """Keep what is written so far, for the observation whose page it was."""
        problem = ""
        try:
            await self._call(actions.keep_answer, public_id=public_id, answer=answer)
        except (Invalid, Conflict) as refusal:
            problem = _("Not kept: {why}").format(why=refusal.text)
        if public_id != self.result.header.public_id:
            return
        local = clock.now().astimezone(ZoneInfo(self.result.zone))
        self.kept = "" if problem else _("Kept {time}").format(time=f"{local:%H:%M}")
        self.problems = {"answer": problem} if problem else {}

    @handler(Permission.SELF)
    async def send_answer(self, form: dict[str, str]):
        """Send the answer to the observer."""
        try:
            await self._call(
                actions.send_answer,
                public_id=self._named(1),
                answer=form.get("answer", ""),
                at=clock.now(),
            )
        except Invalid as error:
            self.problems = error.problems
            return
        self._say(_("Your answer is sent."))
        await self._show()

    @handler(Permission.OBSERVATION_WRITE)
    async def ask_reason(self, asking: bool):
        """Ask why it is corrected, or leave it."""
        self.correcting, self.problems = asking, {}

    @handler(Permission.OBSERVATION_WRITE)
    async def correct(self, form: dict[str, str]):
        """Begin a corrected version and go to it."""
        try:
            version = await self._call(
                amend_observation,
                public_id=self._named(1),
                reason=form.get("reason", ""),
                at=clock.now(),
            )
        except Invalid as error:
            self.problems = error.problems
            return None
        self.correcting = False
        return rx.redirect(routes.observation(version, routes.RATE))

    async def _show(self):
        """Read everything anew."""
        public_id = self._named(1)
        found = await self._read(queries.result, public_id=public_id, at=clock.now())
        self.evidence = await self._read(evidence, public_id=public_id)
        self.changes = await self._read(changes_of, public_id=public_id, at=clock.now())
        self.seal = await self._read(seal_line, public_id=public_id, at=clock.now())
        # What was noted while watching is for the two who were there.
        two = found.header.is_mine or found.header.is_about_me
        self.notes = await self._read(notes, public_id=public_id) if two else []
        self.result, self.stage, self.problems = found, "whole", {}

    def _clear(self):
        """Show nothing of another observation while this one loads."""
        self.stage, self.result, self.counts = "", ResultRow(), CountsRow()
        self.evidence, self.notes, self.changes = EvidenceRow(), [], ChangesRow()
        self.seal, self.kept, self.correcting, self.problems = SealRow(), "", False, {}
