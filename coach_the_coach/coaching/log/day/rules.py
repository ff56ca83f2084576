"""How much of a day the log takes."""

from typing import Final

from coach_the_coach.foundation.words import _

MOST_OF_A_DAY: Final = 960
"""Minutes logged of a day at most, as in a time audit. Source: docs/method.md#time-audit."""


def problems_in_day(minutes: int) -> dict[str, str]:
    """What keeps a day with so many minutes logged from being one: field to sentence."""
    if minutes <= MOST_OF_A_DAY:
        return {}
    said = _("With that you would have logged more than {hours} hours of coaching on that day.")
    return {"minutes": said.format(hours=MOST_OF_A_DAY // 60)}
