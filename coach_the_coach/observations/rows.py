"""What pages about an observation are shown."""

from dataclasses import dataclass

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class PersonRow:
    """Somebody to choose."""

    public_id: str
    name: str
    title: str


@dataclass(frozen=True)
class HeaderRow:
    """The head of every page of one observation: who, when, what for, and where it stands."""

    public_id: str = ""
    observer: str = ""
    observed: str = ""
    observed_id: str = ""
    coached: str = ""
    purpose: str = ""
    purpose_word: str = ""
    planned: bool = False
    aim: str = ""
    aim_word: str = ""
    source: str = ""
    source_word: str = ""
    held: Moment = Moment()
    signed: Moment = Moment()
    rubric: str = ""
    is_signed: bool = False
    is_mine: bool = False
    is_about_me: bool = False
    started: bool = False
    stopped: bool = False
    self_rated: bool = False
    acknowledged: bool = False
    amend_reason: str = ""
