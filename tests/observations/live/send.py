"""What a device sends, written short."""

from datetime import datetime, timedelta
from uuid import UUID

from coach_the_coach.coaching.rules import Kind
from coach_the_coach.observations.live.rules import Batch, SentKind, SentNote, SentTap
from coach_the_coach.observations.tally.rules import Code
from tests.cast import NOW


def name(number: int) -> str:
    """The name a device gives its thing of that number."""
    return str(UUID(int=number))


PHONE = name(900_001)
TABLET = name(900_002)

NONE = {str(code): 0 for code in Code}
"""The counts before anything was tapped."""


def after(seconds: float) -> datetime:
    """An instant so long after the start of the clock."""
    return NOW + timedelta(seconds=seconds)


def tap(number: int, code: Code = Code.OPEN, *, at: float = 0, device: str = PHONE) -> SentTap:
    """The tap of that number."""
    return SentTap(id=name(number), device_id=device, seq=number, at=after(at), code=code)


def undo(number: int, of: int, *, at: float = 0) -> SentTap:
    """A tap of that number which takes another back."""
    return SentTap(id=name(number), device_id=PHONE, seq=number, at=after(at), undoes=name(of))


def note(number: int, text: str = "Asked well", *, at: float = 0) -> SentNote:
    """The note of that number."""
    return SentNote(id=name(number), at=after(at), text=text)


def kind(number: int, kind: Kind = Kind.TACTICAL, *, at: float = 0) -> SentKind:
    """The answer of that number."""
    return SentKind(id=name(number), at=after(at), kind=kind)


def batch(*things: SentTap | SentNote | SentKind) -> Batch:
    """All these at once."""
    return Batch(
        taps=tuple(one for one in things if isinstance(one, SentTap)),
        notes=tuple(one for one in things if isinstance(one, SentNote)),
        kinds=tuple(one for one in things if isinstance(one, SentKind)),
    )
