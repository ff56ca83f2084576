"""What the list of people shows.

Who may only know that an observation took place gets that alone.
"""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class TinyStrip:
    """The outlines of one session, newest last: what the reader may read."""

    asks: str
    tells: str


@dataclass(frozen=True)
class PersonLine:
    """One person who coaches: when they were last observed, what they work on, who waits."""

    public_id: str
    link: str
    name: str
    title: str
    team: str
    last: Moment
    by: str
    unseen: str
    """What is said where `last` is empty: nobody has, or only that the reader has not."""

    strips: list[TinyStrip] = field(default_factory=list)
    one_thing: str = ""
    promised: str = ""
    stands_word: str = ""
    stands: str = ""
    """How often the one thing was seen, or whose suggestion it is, as a sentence."""

    watch_again: Moment = field(default_factory=Moment)
    watch_note: str = ""
    """What became of that day; empty while it is still to come."""

    waiting: str = ""
    """Who waits for whom, as a sentence; empty for nobody."""

    since: Moment = field(default_factory=Moment)
    mark: str = "plain"
    action: str = ""
    """What the reader does next; empty where nothing waits for them."""

    action_link: str = ""
    observe_link: str = ""
    """Empty where the reader may not observe them."""

    look_link: str = ""
