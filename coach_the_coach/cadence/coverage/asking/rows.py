"""A quarter of an hour that is asked for, as both see it."""

from dataclasses import dataclass, field

from coach_the_coach.foundation.when import Moment


@dataclass(frozen=True)
class AskedRow:
    """Whom the reader may ask, and since when they wait for an answer.

    `coach` is empty where nobody coaches them; `may_ask` is False while they wait, and where the
    coach is not to be reached here.
    """

    coach: str = ""
    may_ask: bool = False
    since: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class RequestRow:
    """Somebody who asks the reader."""

    public_id: str = ""
    name: str = ""
    since: Moment = field(default_factory=Moment)


@dataclass(frozen=True)
class RequestsRow:
    """Who asks the reader, the oldest first, and how often they were asked of late, in words."""

    lines: list[RequestRow] = field(default_factory=list)
    good_news: str = ""
