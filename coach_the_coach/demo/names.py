"""Names for the many people who have no part of their own; any likeness is by chance."""

from random import Random
from typing import Final

from coach_the_coach.demo.wording import words_in

GIVEN: Final = words_in("given-names.txt")
"""Each once, so that in a company of the usual size a first name is enough to know whom."""

FAMILY: Final = words_in("family-names.txt")
"""Each once."""


def shuffled_names(luck: Random, count: int) -> list[tuple[str, str]]:
    """`count` pairs of given and family name, none twice; no given name again before all were."""
    given, family = list(GIVEN), list(FAMILY)
    luck.shuffle(given)
    luck.shuffle(family)
    return [
        (given[at % len(given)], family[(at + at // len(given)) % len(family)])
        for at in range(count)
    ]
