"""What a certificate says of the evidence, and how long one lasts that another renews. Pure."""

from collections.abc import Sequence
from datetime import date

from coach_the_coach.certification.paths.rules import Path
from coach_the_coach.certification.progress.rules import Line, next_validity
from coach_the_coach.certification.requirements.facts import Held
from coach_the_coach.certification.rules import Move, State


def evidence_of(lines: Sequence[Line]) -> list[tuple[str, tuple[str, ...]]]:
    """For each requirement what counted, in plain words, and the public ids of all of it."""
    return [
        (
            line.requirement.name(),
            tuple(item.subject or f"{item.on}" for item in line.measured.counted),
        )
        for line in lines
    ]


def renewed_until(
    path: Path, awards: Sequence[Held], on: date, *, until: date | None
) -> date | None:
    """The last day of a certificate that another one renews: not before the other one's."""
    own = next_validity(path, awards, on).until
    return None if own is None or until is None else max(own, until)


def ways_to_certified(state: State) -> tuple[Move, ...]:
    """The moves by which a renewal leads from a state to certified; none where it stands."""
    return {
        State.WINDOW: (Move.CERTIFY,),
        State.GRACE: (Move.CERTIFY,),
        State.LAPSED: (Move.CERTIFY,),
        State.COMPLETE: (Move.LAPSE, Move.CERTIFY),
    }.get(state, ())
