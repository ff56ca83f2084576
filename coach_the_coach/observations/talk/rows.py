"""What the two are shown of their talk; nobody else is shown anything of it."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class WordsRow:
    """The words of the talk as they were kept last."""

    intended: str = ""
    noticed: str = ""
    moment: str = ""
    would_try: str = ""
    one_thing: str = ""
    promised: str = ""
    next_reason: str = ""
    watch_again_on: str = ""
    """A day in ISO 8601; empty for none yet."""


@dataclass(frozen=True)
class SignatureRow:
    """Who signs, and when they did."""

    name: str = ""
    mark: str = "waiting"
    word: str = ""
    signed: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class OfferRow:
    """A moment of the observer's own to tell."""

    key: str = ""
    text: str = ""
    clock: str = ""


@dataclass(frozen=True)
class TalkRow:
    """One talk, as its reader may see it now."""

    public_id: str = ""
    """The version of the observation that holds."""

    result_link: str = ""
    reflect_link: str = ""
    zone: str = "UTC"
    observer: str = ""
    observed: str = ""
    coached: str = ""
    purpose_word: str = ""
    held: Moment = field(default_factory=Moment)
    is_observer: bool = False
    is_scored: bool = True
    stage: str = ""
    """A `TalkStage`."""

    is_moment_next: bool = False
    """Whether the observer may tell their moment now."""

    booked: Moment = field(default_factory=Moment)
    own_view: str = ""
    """How the own view stands, in a sentence; empty where nothing is to be said."""

    went_without: bool = False
    """Whether the talk went on without the own view, or none was asked for before it."""

    may_go_on_without: bool = False
    may_read_alone: bool = False
    read_alone: bool = False
    alone_on: Moment = field(default_factory=Moment)
    """From which day on the one observed may read both alone."""

    words: WordsRow = field(default_factory=WordsRow)
    follows: str = ""
    """The ONE thing that was looked out for; empty for none."""

    chain: str = ""
    """What becomes of it, in a sentence."""

    may_carry: bool = False
    """Whether it stays, or was written down to stay, unless the two choose another."""

    is_carried: bool = False
    suggestion: str = ""
    """What the observer suggests as the ONE thing; empty for nothing, and before both is open."""

    first_day: str = ""
    last_day: str = ""
    watch_again: Moment = field(default_factory=Moment)
    is_frozen: bool = False
    """Whether somebody has signed, so that the words stay as they are."""

    signatures: list[SignatureRow] = field(default_factory=list)
    may_sign: bool = False
    may_take_back: bool = False
    is_signed: bool = False
    may_answer: bool = False
    """Whether the reader is asked about the observer now."""

    asked_first: str = ""
    """What the one observed said of the observer, in a word; empty before they did."""


@dataclass(frozen=True)
class AskedRow:
    """What those observed said of the actor: of so many talks, so many answers of each."""

    n: int = 0
    yes: int = 0
    partly: int = 0
    no: int = 0
    sentence: str = ""
