"""Which seats have only one who fits. Pure."""

from collections.abc import Collection, Mapping, Sequence

from coach_the_coach.certification.deciding.rules import Around, Sitter, fits, why_not
from coach_the_coach.certification.paths.rules import Seat


def found_alone(
    seats: Sequence[Seat],
    people: Collection[Sitter],
    around: Around,
    *,
    seated: Mapping[Seat, Sitter],
) -> dict[Seat, Sitter]:
    """For each empty seat the only one whom it fits; a seat for which several do waits for a name.

    Whoever was found for one seat is not looked at for the next.
    """
    taken = dict(seated)
    found: dict[Seat, Sitter] = {}
    while True:
        more = _next(seats, people, around, taken)
        if more is None:
            return found
        seat, who = more
        taken[seat] = found[seat] = who


def _next(
    seats: Sequence[Seat],
    people: Collection[Sitter],
    around: Around,
    taken: Mapping[Seat, Sitter],
) -> tuple[Seat, Sitter] | None:
    """The first empty seat with only one who fits, and who that is."""
    empty = [seat for seat in seats if seat not in taken]
    others = list(taken.values())
    for seat in empty:
        able = [
            one
            for one in people
            if fits(seat, one)
            and not why_not(seat, one, around, seated=others, left=len(empty) - 1)
        ]
        if len(able) == 1:
            return seat, able[0]
    return None
