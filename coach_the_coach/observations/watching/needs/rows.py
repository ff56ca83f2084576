"""Who still needs watching, as the page shows it: that and when, never what came of it."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ObserverRow:
    """Somebody who could watch, and how many places they have free."""

    public_id: str = ""
    name: str = ""
    title: str = ""
    free: str = ""
    unpractised: str = ""
    """That they have not practised scoring, where that is wanted; empty else."""

    is_outside: bool = False
    is_me: bool = False


@dataclass(frozen=True)
class AskedRow:
    """What is under way for somebody: by whom, when, and how far it has come."""

    link: str = ""
    observer: str = ""
    state_word: str = ""
    mark: str = "plain"
    starts: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class NeedRow:
    """Somebody who still needs watching."""

    public_id: str = ""
    link: str = ""
    name: str = ""
    title: str = ""
    last: Moment = field(default_factory=Moment)
    due: Moment = field(default_factory=Moment)
    why: str = ""
    late: str = ""
    wanted_by: str = ""
    """By when an ask would want it, as a browser writes a day."""

    asked: list[AskedRow] = field(default_factory=list)
    observers: list[ObserverRow] = field(default_factory=list)
    choose: str = ""
    """Where everybody else who could watch is chosen from."""


@dataclass(frozen=True)
class FoundRow:
    """Somebody the reader may observe; with a link where they may ask others to as well."""

    public_id: str = ""
    name: str = ""
    about: str = ""
    choose: str = ""


@dataclass(frozen=True)
class PlacesRow:
    """How many sessions a month the reader can watch, and how many of this month are taken."""

    per_month: int = 0
    is_said: bool = False
    taken: int = 0
    taken_words: str = ""
