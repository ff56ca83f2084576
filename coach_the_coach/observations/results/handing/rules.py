"""Where handing over stands, in words. Pure."""

from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rules import TalkStands


def handing_words(stands: TalkStands, *, observer: str, observed: str) -> str:
    """How far two have come with what they agree, once both views are open, in a sentence."""
    if not (stands.observer_signed or stands.observed_signed):
        return _("Both views are open; what you agree is not signed yet")
    signed, other = (observer, observed) if stands.observer_signed else (observed, observer)
    return _("Signed by {name}, not yet by {other}").format(name=signed, other=other)
