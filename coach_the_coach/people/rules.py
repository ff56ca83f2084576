"""Who of the people somebody leads needs them first."""

from enum import IntEnum
from typing import Final

STRIPS: Final = 6
"""Sessions shown of each person in the list. Source: docs/method.md#strips."""


class Need(IntEnum):
    """Why somebody comes where they do, first first. Source: docs/method.md#who-needs-me."""

    WAITS = 0
    """They wait for the reader: to sign, to talk, to sign the talk."""

    PROMISED = 1
    """The reader promised to watch them again by a day that has passed."""

    UNSEEN = 2
    """Nobody has observed them for long, as far as the reader may know."""

    NOTHING = 3
