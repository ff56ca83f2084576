"""The state of the page for rating: every answer is kept as it is given."""

from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.observations.rating import actions, queries
from coach_the_coach.observations.rating.evidence import actions as evidence
from coach_the_coach.observations.rating.evidence.queries import offers
from coach_the_coach.observations.rating.evidence.rows import OfferRow
from coach_the_coach.observations.rating.rows import AnswersRow, FormRow
from coach_the_coach.observations.rating.rules import NOT_CALLED, NOT_OBSERVED
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.rules import Seen
from coach_the_coach.shell import routes

WRITE = Permission.OBSERVATION_WRITE

PLACES = {"clock": routes.LIVE, "transcript": routes.TRANSCRIPT}
"""Where to do what is missing on another page."""

FIELDS = {"purpose_reason", *actions.WORDS}
"""Fields that are named as their problem is."""

NOT_A_LEVEL = 0
"""Stands for whatever the form does not send; the rules refuse it."""


def _level(value: str) -> int:
    """The level that was sent."""
    return int(value) if value in {"1", "2", "3", "4"} else NOT_A_LEVEL


def _names_of_fields() -> dict[str, str]:
    """What the fields are called in which something may be missing, the dimensions aside."""
    return {
        "seen": _("Did you see it today?"),
        "purpose_reason": _("Why was it for something else?"),
        "ticks": _("Seen today"),
        "stop_signs": _("Stop signs"),
        "strengths": _("What worked"),
        "one_thing": _("What would you suggest as the ONE thing?"),
    }


class RatingState(RoomState):
    """One draft's rating.

    Handlers take the observation's id from the page that sends: a text that is kept a moment after
    one has gone on to another observation still goes where it was typed.
    """

    loaded: bool = False
    refused: str = ""
    """Why there is nothing to rate here; empty while there is."""

    form: FormRow = FormRow()
    answers: AnswersRow = AnswersRow()
    """The answers as they were when the page was opened: what the fields begin with."""

    levels: dict[str, str] = {}
    level_words: dict[str, str] = {}
    missing: dict[str, str] = {}
    absences: dict[str, str] = {}
    absent_from: dict[str, str] = {}
    absent_to: dict[str, str] = {}
    rated: int = 0
    purpose: str = ""
    """The purpose that counts, as chosen on this page or before."""

    correcting: bool = False
    """Whether the question what the session was for is open."""

    kept: dict[str, str] = {}
    """Field to when it was last kept, as a sentence."""

    open: int = 0
    """The dimension that is open; 0 is none."""

    offers: list[OfferRow] = []
    to_do: list[ChoiceRow] = []
    """What is missing before signing: field, its name where it has one, and sentence."""

    _refused_ends: dict[tuple[str, int], dict[str, str]] = {}
    """The ends of a stretch that do not fit yet, by observation and dimension: the last refused."""

    asking: bool = False
    """Whether the question before signing is open."""

    busy: bool = False

    @handler(Permission.SELF)
    async def load(self):
        """Show the form as it was left, on whichever device."""
        public_id = self._turn_to(1)
        self.loaded, self.refused, self.asking, self.busy = False, "", False, False
        self.correcting = False
        self.problems, self.kept, self.to_do = {}, {}, []
        yield
        try:
            self.form = await self._read(queries.form_of, public_id=public_id, at=clock.now())
            self.answers = await self._read(queries.answers_of, public_id=public_id)
            self.offers = await self._read(offers, public_id=public_id, search="")
        except (NotFound, NotPermitted, Conflict) as refusal:
            self.refused = refusal.text
            return
        self._take(self.answers)
        self._open_first_unrated()
        self.loaded = True

    @handler(WRITE)
    async def turn_to(self, dimension: int, wanted: bool):
        """Open a dimension, or close it; said twice it is done once."""
        if wanted:
            self.open = dimension
        elif self.open == dimension:
            self.open = 0

    @handler(WRITE)
    async def go_on_to(self, dimension: int):
        """Open a dimension and put the focus on it."""
        self.open = dimension
        return rx.set_focus(f"dimension-{dimension}")

    @handler(WRITE)
    async def go_to_field(self, field: str):
        """Put the focus on what is missing, or go to the page where it is done."""
        if page := PLACES.get(field):
            return rx.redirect(routes.observation(self.form.header.public_id, page))
        for dimension in self.form.dimensions:
            if field == f"rating_{dimension.number}":
                self.open = dimension.number
                return rx.set_focus(f"dimension-{self.open}")
        if field == "practice":
            # Every answer is kept as it is given, so nothing is lost on the way there and back.
            return rx.redirect(routes.PRACTICE)
        if field == "purpose_reason":
            self.correcting = True
        return rx.set_focus(field if field in FIELDS else "first-question")

    @handler(WRITE)
    async def choose_level(self, public_id: str, dimension: int, value: str):
        """Keep the level of one dimension."""
        level = None if value in {NOT_OBSERVED, NOT_CALLED} else _level(value)
        await self._keep(
            f"rating_{dimension}",
            actions.save_level,
            public_id=public_id,
            dimension=dimension,
            level=level,
            not_called=value == NOT_CALLED,
        )
        await self._show_progress(public_id)

    @handler(WRITE)
    async def keep_quote(self, public_id: str, dimension: int, quote: str):
        """Keep the words that show a level."""
        await self._keep(
            f"rating_{dimension}",
            evidence.save_quote,
            public_id=public_id,
            dimension=dimension,
            quote=quote,
        )
        await self._show_progress(public_id)

    @handler(WRITE)
    async def keep_moment(self, public_id: str, dimension: int, moment: str):
        """Keep when it was seen."""
        await self._keep(
            f"moment_{dimension}",
            evidence.save_moment,
            public_id=public_id,
            dimension=dimension,
            moment=moment[:20],
        )
        await self._show_progress(public_id)

    @handler(WRITE)
    async def find_offer(self, public_id: str, search: str):
        """Show notes and turns that hold these words."""
        self.offers = await self._read(offers, public_id=public_id, search=search[:80])

    @handler(WRITE)
    async def quote_offer(self, public_id: str, dimension: int, offer: str):
        """Add a note, a turn or a tap to the quote, and its moment where there is none yet."""
        chosen = next((one for one in self.offers if one.id == offer), None)
        if chosen is None:
            return None
        answers = await self._read(queries.answers_of, public_id=public_id)
        number, field = str(dimension), f"rating_{dimension}"
        words = chosen.text
        if chosen.sort not in {"note", "turn"}:
            words = _("{word}, as tapped").format(word=chosen.text)
        quote = "\n".join(filter(None, [answers.quotes.get(number, ""), words]))
        moment = answers.moments.get(number) or chosen.moment
        here: dict[str, Any] = {"public_id": public_id, "dimension": dimension}
        if not await self._keep(field, evidence.save_quote, quote=quote, **here):
            return None
        await self._keep(f"moment_{dimension}", evidence.save_moment, moment=moment, **here)
        await self._show_progress(public_id)
        return [
            rx.set_value(f"quote_{dimension}", quote),
            rx.set_value(f"moment_{dimension}", moment),
        ]

    @handler(WRITE)
    async def keep_words(self, public_id: str, name: str, text: str):
        """Keep one of the texts."""
        await self._keep(name, actions.save_words, public_id=public_id, name=name, text=text)

    @handler(WRITE)
    async def say_absent(self, public_id: str, dimension: int, absent: bool):
        """Keep that it did not happen in all the time watched, or take that back."""
        self._refused_ends = {}
        await self._keep(
            f"absent_{dimension}",
            evidence.save_absence,
            public_id=public_id,
            dimension=dimension,
            absent=absent,
            at=clock.now(),
        )
        await self._show_progress(public_id)

    @handler(WRITE)
    async def keep_stretch(self, public_id: str, dimension: int, side: str, moment: str):
        """Keep from when or until when it was watched for, whichever `side` is.

        An end that was refused is tried again with the other, so that a stretch may be moved by
        one end after the other.
        """
        answers = await self._read(queries.answers_of, public_id=public_id)
        number, field = str(dimension), f"absent_{dimension}"
        kept = {"start": answers.absent_from, "end": answers.absent_to}
        tried = self._refused_ends.get((public_id, dimension), {}) | {side: moment[:20]}
        ends = {one: tried.get(one, known.get(number, "")) for one, known in kept.items()}
        given = {"public_id": public_id, "dimension": dimension, **ends}
        is_kept = await self._keep(field, evidence.save_stretch, **given)
        self._refused_ends = {} if is_kept else {(public_id, dimension): tried}
        await self._show_progress(public_id)

    @handler(WRITE)
    async def answer_seen(self, public_id: str, value: str):
        """Keep whether the ONE thing was seen."""
        if value in list(Seen):
            await self._keep("seen", actions.save_seen, public_id=public_id, seen=Seen(value))

    @handler(WRITE)
    async def mark_tick(self, public_id: str, key: str, seen: bool):
        """Keep whether one habit was seen today."""
        await self._keep("ticks", actions.save_tick, public_id=public_id, key=key, seen=seen)

    @handler(WRITE)
    async def turn_purpose(self, wanted: bool):
        """Open the question what the session was for after all, or close it."""
        self.correcting = wanted

    @handler(WRITE)
    async def choose_purpose(self, public_id: str, value: str):
        """Keep what the session was for after all, and show the form for that."""
        if value not in list(Purpose):
            return
        purpose = Purpose(value)
        if not await self._keep(
            "purpose", actions.save_purpose, public_id=public_id, purpose=purpose
        ):
            return
        form = await self._read(queries.form_of, public_id=public_id, at=clock.now())
        if public_id == self.form.header.public_id:
            self.form = form
            self.answers = await self._read(queries.answers_of, public_id=public_id)
            self._take(self.answers)
            self._open_first_unrated()

    @handler(WRITE)
    async def keep_reason(self, public_id: str, text: str):
        """Keep why the purpose is another."""
        await self._keep(
            "purpose_reason", actions.save_purpose_reason, public_id=public_id, text=text
        )

    @handler(WRITE)
    async def mark_stop_sign(self, public_id: str, key: str, seen: bool):
        """Keep whether one stop sign was seen."""
        await self._keep(
            "stop_signs", actions.save_stop_sign, public_id=public_id, key=key, seen=seen
        )

    @handler(WRITE)
    async def ask_to_sign(self, public_id: str):
        """Ask once more, or show what is missing."""
        problems = await self._read(queries.problems_to_solve, public_id=public_id)
        self._show_problems(problems)
        self.asking = not problems

    @handler(WRITE)
    async def answer_asked(self, is_open: bool):
        """Close the question before signing."""
        self.asking = is_open

    @handler(WRITE)
    async def sign(self, public_id: str):
        """Sign, and show what it came to."""
        self.busy = True
        yield
        try:
            await self._call(actions.sign_observation, public_id=public_id, at=clock.now())
        except Invalid as refusal:
            self._show_problems(refusal.problems)
            return
        finally:
            self.busy, self.asking = False, False
        yield rx.redirect(routes.observation(public_id))

    def _take(self, answers: AnswersRow) -> None:
        """Show how far the dimensions have come."""
        self.levels, self.level_words = answers.levels, answers.level_words
        self.missing, self.rated = answers.missing, answers.rated
        self.absences, self.purpose = answers.absences, answers.purpose
        self.absent_from, self.absent_to = answers.absent_from, answers.absent_to

    def _open_first_unrated(self) -> None:
        """Open the first dimension without an answer."""
        self.open = next((int(one) for one, level in self.levels.items() if not level), 0)

    def _show_problems(self, problems: dict[str, str]) -> None:
        """Say what is missing, beside the fields and as a list that leads to them."""
        self.problems = problems
        names = _names_of_fields()
        names |= {f"rating_{one.number}": one.name for one in self.form.dimensions}
        self.to_do = [
            ChoiceRow(field, names.get(field, ""), said) for field, said in problems.items()
        ]

    async def _show_progress(self, public_id: str):
        """Read anew how far the dimensions have come, if this is still the page."""
        if public_id == self.form.header.public_id:
            self._take(await self._read(queries.answers_of, public_id=public_id))

    async def _keep(self, field: str, work: Any, **given: Any) -> bool:
        """Do one keeping, and say beside its field that it was kept, or why not."""
        if len(field) > 40 or (field not in self.kept and len(self.kept) >= 60):
            # Only whoever makes events up sends such; what they send is not kept here either.
            return False
        why = _("Not kept. Change it again in a moment.")
        try:
            await self._call(work, **given)
            why = ""
        except Refusal as refusal:
            why = _("Not kept: {why}").format(why=refusal.text)
        finally:
            # Also after a fault of our own, which goes on to be logged: no "Kept" may stand then.
            local = clock.now().astimezone(ZoneInfo(self.form.zone))
            said = _("Kept {time}").format(time=f"{local:%H:%M}")
            self.kept = {**self.kept, field: "" if why else said}
            self.problems = {**self.problems, field: why}
            self.to_do = [] if not why else self.to_do
        return not why
