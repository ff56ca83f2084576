"""Signing in must take as long for an unknown name as for a wrong password."""

from coach_the_coach.identity.passwords import hash_of, matches
from tests.bench.measure import Row, side_by_side


def main() -> list[Row]:
    """A wrong password beside nobody's; far from 1 tells a stranger which names exist."""
    stored = hash_of("a sentence long enough to be a password")
    return [
        side_by_side(
            "sign-in refused",
            ("wrong password", lambda: matches("not that sentence at all", stored)),
            ("unknown name", lambda: matches("not that sentence at all", None)),
        )
    ]
