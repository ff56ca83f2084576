"""The state of the page that leads a talk through."""

from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.results.queries import result
from coach_the_coach.observations.results.rows import ResultRow
from coach_the_coach.observations.rules import TalkStage
from coach_the_coach.observations.seal.rows import SealRow
from coach_the_coach.observations.talk import actions, queries
from coach_the_coach.observations.talk.rows import OfferRow, TalkRow
from coach_the_coach.observations.talk.rules import TalkDraft, problems_before_showing
from coach_the_coach.observations.talk.sealing.queries import talk_seal_line
from coach_the_coach.shell import routes

SELF = Permission.SELF


KNOWN = frozenset(field.name for field in fields(TalkDraft))
"""What a talk is made of."""


SAID_FIRST = frozenset(problems_before_showing(TalkDraft()))
"""What the one observed says before both views open."""


class TalkState(RoomState):
    """One talk, on the screen of one of the two.

    Texts take the observation's id from the page that sends: what is kept a moment after one has
    gone on to another page still goes where it was typed.
    """

    stage: str = ""
    """Empty while it loads; else "talk" or "gone"."""

    talk: TalkRow = TalkRow()
    result: ResultRow = ResultRow()
    """Both views, once they are open to the reader."""

    offers: list[OfferRow] = []
    """Moments that the observer may tell; empty for the one observed."""

    is_moment_next: bool = False
    asks_again: bool = False
    """Whether what was said before is open once more, as something in it is missing."""

    seal: SealRow = SealRow()
    """Whether what is stored is what both signed; empty before that."""

    kept: dict[str, str] = {}
    """Field to when it was last kept, as a sentence."""

    reading: int = 0
    """Grows with each reading, so that fields begin anew with what was read."""

    _known: dict[str, str] = {}
    """What this screen knows each text to be, so that leaving a field undoes nobody's writing."""

    @handler(SELF)
    async def load(self) -> AsyncIterator[rx.event.EventSpec | None]:
        """Show the talk about the observation named in the address."""
        public_id = self._turn_to(1)
        self.stage, self.talk, self.result, self.offers = "", TalkRow(), ResultRow(), []
        self.seal = SealRow()
        self.problems = {}
        yield None
        try:
            await self._show(public_id)
        except NotFound:
            self.stage = "gone"
            return
        if self.talk.stage == TalkStage.DONE and not self.talk.is_signed:
            # It was talked over before talks were led here: what there is stands on that page.
            self.stage = ""
            yield rx.redirect(routes.observation(self.talk.public_id))

    @handler(SELF)
    async def look_again(self):
        """Read what was written on the other screen."""
        await self._show(self._named(1))

    @handler(SELF)
    async def keep_words(self, public_id: str, name: str, text: str):
        """Keep one of the texts."""
        here = public_id == self.talk.public_id
        if here and self._known.get(name) == text:
            return
        given = {"public_id": public_id, "name": name, "text": text, "at": clock.now()}
        spoken = await self._keep(name, actions.keep_words, **given)
        if here and spoken is not None:
            self._known = {**self._known, name: text}
            self.is_moment_next = spoken

    @handler(SELF)
    async def keep_day(self, public_id: str, on: str):
        """Keep the day by which to watch again."""
        try:
            day = date.fromisoformat(on) if on else None
        except ValueError:
            return
        given = {"public_id": public_id, "on": day, "at": clock.now()}
        await self._keep("watch_again_on", actions.keep_day, **given)
        if public_id == self.talk.public_id and not self.problems["watch_again_on"]:
            self._known = {**self._known, "watch_again_on": on}

    @handler(SELF)
    async def tell_moment(self, public_id: str, key: str):
        """Take one of one's own moments to tell."""
        chosen = next((one for one in self.offers if one.key == key), None)
        if chosen is None:
            return None
        told = " ".join(filter(None, [chosen.clock, chosen.text]))
        text = "\n".join(filter(None, [self._known.get("moment", ""), told]))
        given = {"public_id": public_id, "name": "moment", "text": text, "at": clock.now()}
        if await self._keep("moment", actions.keep_words, **given) is None:
            return None
        self._known = {**self._known, "moment": text}
        return rx.set_value("moment", text)

    @handler(SELF)
    async def take_suggestion(self, public_id: str):
        """Take what the observer suggests as the ONE thing; it can be changed."""
        text = self.talk.suggestion
        given = {"public_id": public_id, "name": "one_thing", "text": text, "at": clock.now()}
        if await self._keep("one_thing", actions.keep_words, **given) is None:
            return None
        self._known = {**self._known, "one_thing": text}
        return rx.set_value("one_thing", text)

    @handler(SELF)
    async def go_on_without(self):
        """Go on without the own view of the one observed."""
        return await self._step(actions.go_on_without)

    @handler(SELF)
    async def show_both(self):
        """Open both views."""
        return await self._step(actions.show_both)

    @handler(SELF)
    async def read_alone(self):
        """Open both views without a talk, which did not come."""
        if await self._do(actions.read_alone):
            return rx.redirect(routes.observation(self.talk.public_id))
        return None

    @handler(SELF)
    async def choose_another(self, another: bool):
        """Take another ONE thing before the last was seen twice, or go back to that one."""
        await self._do(actions.choose_another, another=another)

    @handler(SELF)
    async def sign(self):
        """Sign what was agreed, as it stands on this screen."""
        try:
            return await self._step(
                actions.sign_talk, _("Signed. The other of you is told."), read=self._known
            )
        except Conflict as refusal:
            await self._show(self._named(1))
            self._say(refusal.text)
            return None

    @handler(SELF)
    async def take_back(self):
        """Take the own signature back."""
        said = _("Taken back. What you agreed can be changed again.")
        return await self._step(actions.take_back_signature, said)

    @handler(SELF)
    async def answer_asked_first(self, answer: str):
        """Say whether the observer asked before they told."""
        if await self._do(actions.answer_asked_first, answer=answer):
            self._say(_("Thank you. Only the two of you see it."))

    async def _show(self, public_id: str):
        """Read everything anew."""
        found = await self._read(queries.talk_of, public_id=public_id, at=clock.now())
        is_open = found.stage in {TalkStage.AGREEING, TalkStage.DONE}
        current = found.public_id
        self.result = ResultRow()
        if is_open and found.is_scored:
            self.result = await self._read(result, public_id=current, at=clock.now())
        tells = found.is_observer and not found.is_frozen
        self.offers = []
        if tells:
            self.offers = await self._read(queries.moments_to_tell, public_id=current)
        self.seal = SealRow()
        if found.is_signed:
            self.seal = await self._read(talk_seal_line, public_id=current, at=clock.now())
        words = found.words
        self._known = {
            "intended": words.intended,
            "noticed": words.noticed,
            "moment": words.moment,
            "would_try": words.would_try,
            "one_thing": words.one_thing,
            "promised": words.promised,
            "next_reason": words.next_reason,
            "watch_again_on": words.watch_again_on,
        }
        self.talk, self.is_moment_next = found, found.is_moment_next
        self.kept, self.problems, self.asks_again = {}, {}, False
        self.reading += 1
        self.stage = "talk"

    async def _do(self, work: Any, **given: Any) -> bool:
        """Do one step and show what came of it; False where something is missing first."""
        public_id = self._named(1)
        try:
            await self._call(work, public_id=public_id, at=clock.now(), **given)
        except Invalid as refusal:
            self.problems = refusal.problems
            self._say(_("Something is missing. It is marked."))
            return False
        await self._show(public_id)
        return True

    async def _step(self, work: Any, said: str = "", **given: Any) -> Any:
        """As `_do`; the button is gone then, so the focus goes to the page, which says `said`."""
        if not await self._do(work, **given):
            missing = self.problems
            if self.talk.stage != TalkStage.AGREEING or not SAID_FIRST & set(missing):
                return rx.set_focus(next(iter(missing)))
            # What was said before is folded away by now: it is read anew, and shown open.
            await self._show(self._named(1))
            self.problems, self.asks_again = missing, True
            return rx.set_focus("content")
        if said:
            self._say(said)
        return rx.set_focus("content")

    async def _keep(self, field: str, work: Any, **given: Any) -> Any:
        """Do one keeping and say beside its field that it was kept, or why not; None if not."""
        if field not in KNOWN:
            # Only whoever makes events up sends another; what they send is not kept here either.
            return None
        why, came = _("Not kept. Change it again in a moment."), None
        try:
            came = await self._call(work, **given)
            why = ""
        except Refusal as refusal:
            why = _("Not kept: {why}").format(why=refusal.text)
        finally:
            # Also after a fault of our own, which goes on to be logged: no "Kept" may stand then.
            local = clock.now().astimezone(ZoneInfo(self.talk.zone))
            said = _("Kept {time}").format(time=f"{local:%H:%M}")
            self.kept = {**self.kept, field: "" if why else said}
            self.problems = {**self.problems, field: why}
        return came
