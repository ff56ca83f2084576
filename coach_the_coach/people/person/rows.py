"""What one person's page shows.

Who may only know that an observation took place gets that alone.
"""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class PersonHead:
    """Whose page it is."""

    public_id: str = ""
    name: str = ""
    title: str = ""
    team: str = ""
    leader: str = ""
    is_me: bool = False
    can_observe: bool = False
    observe_link: str = ""
    look_link: str = ""
    figures_link: str = ""
    """The figures of the person, for whoever leads them directly; empty for everybody else."""

    proof_link: str = ""
    """Their past days in the log, for the same."""


@dataclass(frozen=True)
class Focus:
    """What the person works on now, from the newest talk the reader took part in."""

    one_thing: str = ""
    agreed: str = ""
    """What was promised."""

    stands: str = ""
    """How often it was seen, or whose suggestion it is; empty for one from before the talks."""

    link: str = ""
    """The talk in which it was set, or the observation whose observer suggests it."""

    watch_again: Moment = field(default_factory=Moment)
    watch_note: str = ""
    """What became of that day; empty while it is still to come."""

    by: str = ""
    when: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class ObservedLine:
    """One observation that the reader may read whole; the share is empty where it says nothing."""

    link: str
    when: Moment
    observer: str
    purpose: str
    aim: str
    share: str
    status: str
    mark: str


@dataclass(frozen=True)
class NoticedLine:
    """That an observation took place, when, and by whom: nothing else."""

    when: Moment
    observer: str
