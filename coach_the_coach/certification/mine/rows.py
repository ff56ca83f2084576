"""What the pages of how somebody stands show.

Who may know numbers alone gets a row that has no place for days, links or names.
"""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class ItemRow:
    """One piece of evidence, on its day; the link is empty where the reader may not open it."""

    when: Moment
    link: str = ""
    why: str = ""
    """Why it was set aside; empty for what counted."""


@dataclass(frozen=True)
class LineRow:
    """One requirement, for themself and for whoever leads them directly."""

    sentence: str
    word: str
    mark: str
    step: str
    have: str
    missing: list[str] = field(default_factory=list)
    counted_words: str = ""
    """How much counts; empty for nothing, or where it is not for the reader."""

    counted: list[ItemRow] = field(default_factory=list)
    aside_words: str = ""
    aside: list[ItemRow] = field(default_factory=list)


@dataclass(frozen=True)
class CountLine:
    """One requirement for leaders further up and specialists: how much, and nothing of what."""

    sentence: str
    word: str
    mark: str
    step: str
    have: str
    missing: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    """How many were set aside for which reason."""


@dataclass(frozen=True)
class StepRow:
    """One thing that happened on the way."""

    when: Moment
    what: str
    by: str = ""
    """Who did it; empty for what came by itself, and where it is not for the reader."""


@dataclass(frozen=True)
class HeadRow:
    """Where somebody stands on one path: the state, and the days."""

    key: str = ""
    title: str = ""
    about: str = ""
    state: str = ""
    meaning: str = ""
    mark: str = "plain"
    since: Moment = field(default_factory=Moment)
    met: str = ""
    asked: str = ""
    """What the list of requirements is."""

    rests: bool = False
    """Whether there is nothing to do for now."""

    due: Moment = field(default_factory=Moment)
    """By when; empty where a certificate stands."""

    left: str = ""
    """How much time there is until then."""

    until: Moment = field(default_factory=Moment)
    """The last day of the certificate; empty where there is none, or it does not end."""

    renews: Moment = field(default_factory=Moment)
    grace: Moment = field(default_factory=Moment)
    decided: str = ""
    """The page of the decision that is under way; else empty."""

    rest_link: str = ""
    """Where others name why the certificate may have to rest; empty for oneself, and for none."""


@dataclass(frozen=True)
class NextRow:
    """The one thing that helps next; the link is empty where it is somebody else's to do."""

    text: str = ""
    action: str = ""
    link: str = ""


@dataclass(frozen=True)
class OwnPath:
    """One of one's own paths."""

    head: HeadRow
    next: NextRow
    lines: list[LineRow] = field(default_factory=list)
    worth: list[str] = field(default_factory=list)
    history: list[StepRow] = field(default_factory=list)


@dataclass(frozen=True)
class OfferRow:
    """A path that one is not on."""

    key: str
    title: str
    about: str
    asks: list[str] = field(default_factory=list)
    """What it asks, a sentence each."""

    worth: list[str] = field(default_factory=list)
    can_start: bool = False
    """Whether it is the next level of whoever reads, who may begin it by themself."""


@dataclass(frozen=True)
class MineRow:
    """All of one's paths, and those there are besides."""

    paths: list[OwnPath] = field(default_factory=list)
    others: list[OfferRow] = field(default_factory=list)
    start_link: str = ""
    """Where the reader may put people on a path; empty for who may not."""

    asks_whom: str = ""
    """Who can put the reader on a path, as a sentence."""


@dataclass(frozen=True)
class LedPath:
    """A path of somebody whom the reader leads directly."""

    head: HeadRow
    helps: str = ""
    """What helps next, as a sentence."""

    lines: list[LineRow] = field(default_factory=list)
    history: list[StepRow] = field(default_factory=list)


@dataclass(frozen=True)
class CountedPath:
    """A path of somebody for leaders further up and specialists."""

    head: HeadRow
    helps: str = ""
    lines: list[CountLine] = field(default_factory=list)
    history: list[StepRow] = field(default_factory=list)


@dataclass(frozen=True)
class PersonPaths:
    """Whose paths they are, and one of the two lists."""

    public_id: str = ""
    name: str = ""
    title: str = ""
    is_me: bool = False
    sign_link: str = ""
    """Where the reader signs for what no room measures; empty where there is nothing for them."""

    led: list[LedPath] = field(default_factory=list)
    counted: list[CountedPath] = field(default_factory=list)


@dataclass(frozen=True)
class StandingLine:
    """Where somebody stands on one path, in a word: for the page of a person."""

    title: str
    state: str
    mark: str
    since: Moment
    met: str
    link: str
