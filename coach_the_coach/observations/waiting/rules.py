"""Days as they stand within a sentence. Pure."""

from datetime import date, datetime

from coach_the_coach.foundation import when
from coach_the_coach.foundation.words import _


def day_within(instant: datetime | None, zone: str, at: datetime) -> str:
    """The day of an instant within a sentence, in `zone`; empty for none."""
    return _within(when.moment(instant, zone, at).words)


def due_within(on: date | None, today: date) -> str:
    """A day by which something was promised, within a sentence: one that is not near in full."""
    said = when.day(on, today)
    return _within(said.words) if said.words in _small_words() else said.exact


def _within(words: str) -> str:
    """The words of a day as they stand within a sentence."""
    return words[:1].lower() + words[1:] if words.split(" ")[0] in _small_words() else words


def _small_words() -> set[str]:
    """Words that open a date and are small within a sentence."""
    return {_("Today"), _("Tomorrow"), _("Yesterday")}
