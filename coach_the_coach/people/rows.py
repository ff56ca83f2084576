"""What the pages about people show.

Who may only know that an observation took place gets that alone.
"""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class PersonLine:
    """One person who coaches, and when they were last observed."""

    public_id: str
    link: str
    name: str
    title: str
    team: str
    last: Moment
    by: str
    unseen: str
    """What is said where `last` is empty: nobody has, or only that the reader has not."""

    waiting: str


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


@dataclass(frozen=True)
class Focus:
    """What the person works on now, from the newest observation the reader may read."""

    one_thing: str = ""
    agreed: str = ""
    watch_again: Moment = field(default_factory=Moment)
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
class SharePoint:
    """One ask share with its interval, and where it lies between first and last; all 0..100."""

    at: float
    share: float
    low: float
    high: float
    label: str
    day: str


@dataclass(frozen=True)
class NoticedLine:
    """That an observation took place, when, and by whom: nothing else."""

    when: Moment
    observer: str
