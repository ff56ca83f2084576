"""What a device sends while somebody watches, read strictly, and the times it may claim."""

from datetime import datetime
from typing import Annotated, Final

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from coach_the_coach.coaching.rules import Kind
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rules import KIND_EVERY, NoteDraft, problems_in_note
from coach_the_coach.observations.tally.rules import BUTTONS, Buttons, Code

MAX_BATCH: Final = 200
"""Most taps, notes and answers in one batch. Source: docs/method.md#limits."""

MAX_BODY: Final = 64 * 1024
"""Most bytes of one batch. Source: docs/method.md#limits."""

MAX_SEQ: Final = 2**31 - 1
"""Highest number a device can give a tap: what an integer column holds on both databases."""

PROBLEMS_SHOWN: Final = 5
"""Of a batch that does not fit, so many faults are named; the rest are like them."""

UUID: Final = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
"""How a device writes the names that it makes."""

MadeId = Annotated[str, StringConstraints(pattern=UUID)]
"""A name made at random on a device."""


class Sent(BaseModel):
    """Something a device sends; nothing is turned into another type, nothing more is taken."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    id: MadeId
    at: AwareDatetime


class SentTap(Sent):
    """A press of one of the buttons, the taking back of an earlier press, or both: a change."""

    device_id: MadeId
    seq: int = Field(ge=0, le=MAX_SEQ)
    code: Code | None = None
    undoes: MadeId | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "SentTap":
        if self.code is None and self.undoes is None:
            raise ValueError("a tap bears a code, undoes another, or both")
        return self


class SentNote(Sent):
    """A few words, and when they were begun; `quote` is what was said, word for word."""

    text: str
    quote: str = ""


class SentKind(Sent):
    """What kind of talk it was just then."""

    kind: Kind


class Batch(BaseModel):
    """What a device sends at once, in any order and as often as it likes."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    taps: tuple[SentTap, ...] = ()
    notes: tuple[SentNote, ...] = ()
    kinds: tuple[SentKind, ...] = ()


def read_batch(body: bytes) -> Batch:
    """The batch in the body of a request. Raises Invalid, naming each fault by its place."""
    try:
        batch = Batch.model_validate_json(body)
    except ValidationError as error:
        shown = error.errors(include_url=False, include_input=False)[:PROBLEMS_SHOWN]
        raise Invalid(dict(map(_problem, shown))) from None
    if len(batch.taps) + len(batch.notes) + len(batch.kinds) > MAX_BATCH:
        raise Invalid({"taps": _("At most {most} can be sent at once.").format(most=MAX_BATCH)})
    for place, note in enumerate(batch.notes):
        if problems := problems_in_note(NoteDraft(text=note.text, quote=note.quote)):
            raise Invalid({f"notes.{place}.{field}": said for field, said in problems.items()})
    return batch


def problems_in_taps(batch: Batch, buttons: Buttons) -> dict[str, str]:
    """What keeps a batch from being kept of somebody who counts with `buttons`."""
    strange = {tap.code for tap in batch.taps if tap.code} - {*BUTTONS[buttons]}
    return {"taps": _("This is counted with other buttons.")} if strange else {}


def _problem(error: ErrorDetails) -> tuple[str, str]:
    """The place of a fault, and a sentence about it."""
    place = ".".join(str(part) for part in error["loc"])
    if not place:
        return "taps", _("What was sent could not be read.")
    return place, _("{place} is not what it should be.").format(place=place)


def anchored(at: datetime, *, started_at: datetime, received_at: datetime) -> datetime:
    """The instant a device claims, moved between the start of the clock and the receipt."""
    return min(max(at, started_at), received_at)


def problems_in_clock(started_at: datetime | None) -> dict[str, str]:
    """What keeps a live observation from being signed: nobody watched before the clock started."""
    if started_at is None:
        return {"clock": _("Start the clock first, or discard this.")}
    return {}


def stretch_of(at: datetime, started_at: datetime) -> int:
    """In which stretch of `KIND_EVERY` since the start an instant lies, counted from 0."""
    return max(0, (at - started_at) // KIND_EVERY)
