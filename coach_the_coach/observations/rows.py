"""What pages about an observation are shown."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ChoiceRow:
    """One thing to choose: what is sent, the word shown, and what it means in a sentence."""

    value: str = ""
    word: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class ButtonsRow:
    """What an observer counts with: four buttons at first, later as they choose."""

    is_light: bool = True
    left: int = 0
    """How many observations with four buttons are still to come, this one included."""

    last: str = ""
    """What was counted with last time; empty for no observation yet."""


@dataclass(frozen=True)
class CoachRow:
    """Whom to watch, whom they coach, and what the actor may watch for."""

    public_id: str = ""
    name: str = ""
    title: str = ""
    coached_word: str = ""
    coached: list[ChoiceRow] = field(default_factory=list)
    certifies: bool = False
    must_practise: str = ""
    """What the actor has to practise before they certify this person; empty for nothing."""


@dataclass(frozen=True)
class DraftRow:
    """An observation of one's own that is not signed yet, and where to go on with it."""

    public_id: str = ""
    observed: str = ""
    coached: str = ""
    purpose_word: str = ""
    source_word: str = ""
    opened: Moment = field(default_factory=Moment)
    place: str = ""
    is_correction: bool = False


@dataclass(frozen=True)
class HeaderRow:
    """The head of every page of one observation: who, when, what for, and where it stands."""

    public_id: str = ""
    observer: str = ""
    observed: str = ""
    observed_id: str = ""
    coached: str = ""
    coach_word: str = ""
    coached_word: str = ""
    purpose: str = ""
    """The one that counts: as corrected, where it was."""

    purpose_word: str = ""
    opened_purpose_word: str = ""
    """What it was opened as, where that was corrected; empty else."""

    purpose_reason: str = ""
    planned: bool = False
    aim: str = ""
    aim_word: str = ""
    source: str = ""
    source_word: str = ""
    held: Moment = field(default_factory=Moment)
    signed: Moment = field(default_factory=Moment)
    rubric: str = ""
    is_signed: bool = False
    is_blind: bool = False
    """Whether it waits for a second observer, so that only its own observer reads it."""

    is_again: bool = False
    """Whether it was made for an appeal: there is no talk about it."""

    is_mine: bool = False
    is_about_me: bool = False
    started: bool = False
    stopped: bool = False
    self_rated: bool = False
    acknowledged: bool = False
    amend_reason: str = ""
    corrects: str = ""
    """Public id of the version that this one corrects; empty for a first version."""

    corrected_by: str = ""
    """Public id of the signed version that has taken its place; empty while it holds."""

    open_correction: str = ""
    """Public id of a correction the actor has begun and not signed; empty for none."""
