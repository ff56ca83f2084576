"""What the list of paths shows."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class PathLine:
    """One path in its newest version."""

    key: str
    title: str
    about: str
    version: str
    when: Moment = field(default_factory=Moment)
    by: str = ""
    """Who published it; empty for what the program came with."""

    people: str = ""
    link: str = ""
    copy_link: str = ""
    file_link: str = ""
    file_name: str = ""
