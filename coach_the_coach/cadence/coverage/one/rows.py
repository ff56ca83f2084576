"""Who coaches one rep, as the page of it shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class RecordRow:
    """One thing said about it: who, from when, until when, and by whom it was said."""

    coach: str = ""
    kind: str = ""
    since: Moment = field(default_factory=Moment)
    until: Moment = field(default_factory=Moment)
    said_by: str = ""


@dataclass(frozen=True)
class ChoiceRow:
    """Somebody who could coach; `value` is their public id."""

    value: str = ""
    word: str = ""


@dataclass(frozen=True)
class OneCoachRow:
    """A rep, what was said of who coaches them, and who could."""

    public_id: str = ""
    name: str = ""
    manager: str = ""
    """To whom they report; empty for nobody."""

    today: str = ""
    """The day it is where the reader is, as a browser writes one."""

    is_otherwise: bool = False
    """Whether somebody else than whom they report to is named for today or later."""

    records: list[RecordRow] = field(default_factory=list)
    managers: list[ChoiceRow] = field(default_factory=list)
    specialists: list[ChoiceRow] = field(default_factory=list)
