"""A notice as a page shows it."""

from dataclasses import dataclass

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class NoticeRow:
    """One sentence, where it leads, and when it was said."""

    text: str
    link: str
    when: Moment
    is_new: bool
