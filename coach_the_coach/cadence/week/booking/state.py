"""The state of the page of booking."""

from datetime import date, datetime
from typing import Any

import reflex as rx

from coach_the_coach.cadence.week.booking import actions, queries
from coach_the_coach.cadence.week.booking.rows import BookingRow
from coach_the_coach.cadence.week.booking.rules import SeriesDraft, booked_words, ended_words
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes

HOLD = Permission.COACHING_HOLD


class BookState(RoomState):
    """Booking ahead."""

    loaded: bool = False
    form: BookingRow = BookingRow()
    must_override: bool = False
    is_once: bool = False
    drawn: int = 0
    busy: bool = False

    @handler(HOLD)
    async def load(self):
        """Show the form, and what is proposed for the team."""
        self.loaded, self.busy, self.must_override, self.problems = False, False, False, {}
        await self._show()
        self.loaded = True

    @handler(HOLD)
    async def choose_every(self, every: str):
        """Book once, or again and again until a day."""
        self.is_once = every == "0"

    @handler(HOLD)
    async def book(self, form: dict[str, Any]):
        """Book what was chosen, and go to the week; or say what is wrong."""
        draft = draft_from(form)
        override = _text(form, "override") == "on"
        try:
            made = await self._call(
                actions.book_series if draft.every_weeks else actions.book_one,
                draft=draft,
                override=override,
                at=clock.now(),
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            self.must_override = self.must_override or "override" in refusal.problems
            return rx.set_focus(next(iter(refusal.problems)))
        except (NotFound, NotPermitted):
            self.problems = {"who": _("Choose somebody from the list.")}
            return rx.set_focus("who")
        self.problems, self.must_override = {}, False
        done = booked_words(made.count, made.skipped) if made.count else _("It is booked.")
        self._say_there(done)
        return rx.redirect(routes.WEEK)

    @handler(HOLD)
    async def book_team(self):
        """Book what is proposed for everybody with too few times."""
        self.busy = True
        yield
        try:
            count = await self._call(actions.book_team, at=clock.now())
        except Invalid as refusal:
            self._say(refusal.text)
        else:
            self._say(_("Booked with {n}. They are told.").format(n=count))
        finally:
            self.busy = False
        await self._show()

    @handler(HOLD)
    async def end_series(self, public_id: str):
        """Take what is still to come of a series out of the calendar."""
        named = public_id[:64].replace("\0", "") if isinstance(public_id, str) else ""
        try:
            count = await self._call(actions.end_series, public_id=named, at=clock.now())
        except NotFound as refusal:
            self._say(refusal.text)
        else:
            self._say(ended_words(count))
        await self._show()

    async def _show(self):
        """Read the form anew."""
        self.form = await self._read(queries.booking_row, at=clock.now())
        self.is_once = self.form.every == "0"
        self.drawn += 1


def draft_from(form: Any) -> SeriesDraft:
    """What was chosen; what cannot be read is as if it were not."""
    every = _text(form, "every")
    minutes = _text(form, "minutes")
    return SeriesDraft(
        who=_text(form, "who").replace("\0", ""),
        starts=_local(_text(form, "starts")),
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else 0,
        every_weeks=int(every) if every.isascii() and every.isdigit() else -1,
        until=_day(_text(form, "until")),
    )


def _text(form: Any, name: str) -> str:
    given = form.get(name, "") if isinstance(form, dict) else ""
    return given[:64] if isinstance(given, str) else ""


def _local(words: str) -> datetime | None:
    try:
        said = datetime.fromisoformat(words)
    except ValueError:
        return None
    return None if said.tzinfo else said


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
