"""What must be said to count one's own session, and what the counts come to."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tally.rules import Buttons, Code, Tally, timeline

ABOUT_LENGTH: Final = 120
"""Most characters of what a tally is called. Source: docs/method.md#text-lengths."""


MOST_LEADERS: Final = 50
"""Most people to share with who are offered. Source: docs/method.md#lists."""


COUNT_ON: Final = timedelta(days=1)
"""How long after stopping one may count on in the same tally. Source: docs/method.md#self-tally."""


@dataclass(frozen=True)
class TallyDraft:
    """The answers given before counting; empty where nothing was chosen."""

    about: str = ""
    purpose: str = ""
    buttons: str = ""
    source: str = ""


def problems_in(draft: TallyDraft) -> dict[str, str]:
    """What keeps a tally from being opened: field to sentence."""
    problems = {}
    if len(draft.about.strip()) > ABOUT_LENGTH:
        problems["about"] = _("A few words: at most {length} characters.").format(
            length=ABOUT_LENGTH
        )
    if draft.purpose not in list(Purpose):
        problems["purpose"] = _("Choose what the session is for.")
    if draft.buttons not in list(Buttons):
        problems["buttons"] = _("Choose how many buttons.")
    if draft.source not in list(Source):
        problems["source"] = _("Choose whether you count live or from a transcript.")
    return problems


def is_fresh(stopped_at: datetime | None, at: datetime) -> bool:
    """Whether the stopping may still be taken back: within a day; later it is another session."""
    return stopped_at is not None and at - stopped_at <= COUNT_ON


def stored_tally(tally: Tally) -> dict[str, int]:
    """The counts that are not 0, as they are stored."""
    return {code: count for code, count in asdict(tally).items() if count}


def read_tally(stored: Mapping[str, int]) -> Tally:
    """The counts as they were stored."""
    return Tally(**stored)


def strip(moments: Iterable[tuple[float, Code]], *, seconds: float) -> list[list[int]] | None:
    """Asks and tells in equal stretches of a session of `seconds`; None where it has no length.

    Source: docs/method.md#timeline.
    """
    if seconds <= 0:
        return None
    return [[bar.asks, bar.tells] for bar in timeline(moments, seconds=seconds).bars]


def strip_words(stretches: list[list[int]]) -> str:
    """What one sees in a strip, in a sentence; empty where nothing was counted."""
    asks, tells = sum(one[0] for one in stretches), sum(one[1] for one in stretches)
    if not asks + tells:
        return ""
    half = len(stretches) // 2
    if not half:
        return _("Asks above the line, tells below.")
    words = _(
        "Asks above the line, tells below. In the first half {early} of {asks} asks, "
        "and {early_tells} of {tells} tells."
    )
    early, early_tells = (sum(one[side] for one in stretches[:half]) for side in (0, 1))
    return words.format(asks=asks, tells=tells, early=early, early_tells=early_tells)


def buttons_word(buttons: Buttons) -> str:
    """How many buttons, in words."""
    return {Buttons.FOUR: _("Four buttons"), Buttons.NINE: _("Nine buttons")}[buttons]


def buttons_meaning(buttons: Buttons) -> str:
    """What one can tell apart with so many buttons."""
    return {
        Buttons.FOUR: _("Ask, listening back, tell, take over. Enough for the ask share."),
        Buttons.NINE: _("Also open and closed questions, advice invited or not, praise, pauses."),
    }[buttons]


def source_meaning(source: Source) -> str:
    """How one counts oneself."""
    return {
        Source.LIVE: _("You tap on your phone while you talk, or listen to a recording."),
        Source.TRANSCRIPT: _("You have the words of the session as a file."),
    }[source]
