"""What the evidence about one person comes to on one path on one day. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from coach_the_coach.certification.facts.rules import Known
from coach_the_coach.certification.paths.rules import Path, valid_from
from coach_the_coach.certification.requirements.base import Measured, Next, Requirement
from coach_the_coach.certification.requirements.facts import Held
from coach_the_coach.certification.rules import (
    Asked,
    Standing,
    State,
    Validity,
    asked_of,
    state_of,
)


class Stand(StrEnum):
    """How one requirement stands."""

    MET = "met"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    """It was met, and what it rested on is too long ago."""


@dataclass(frozen=True)
class Line:
    """One requirement and how it stands."""

    requirement: Requirement
    measured: Measured
    stand: Stand


@dataclass(frozen=True)
class Came:
    """How somebody stands on a path: what is asked just now, how far it is met, and the state."""

    state: State
    asking: Asked
    lines: tuple[Line, ...]
    validity: Validity | None

    @property
    def missing(self) -> tuple[Line, ...]:
        """What is not met, in the order of the path."""
        return tuple(line for line in self.lines if line.stand is not Stand.MET)

    @property
    def is_complete(self) -> bool:
        """Whether all that is asked is met."""
        return not self.missing

    @property
    def last_on(self) -> date | None:
        """The day of the newest evidence that counts; None for none."""
        days = (item.on for line in self.lines for item in line.measured.counted)
        return max(days, default=None)


@dataclass(frozen=True)
class Circumstances:
    """What is known of an enrolment besides its evidence."""

    in_review: bool = False
    is_suspended: bool = False
    is_withdrawn: bool = False


def came_to(
    path: Path,
    known: Known,
    *,
    awards: Sequence[Held] = (),
    around: Circumstances = Circumstances(),
    today: date,
) -> Came:
    """What it all comes to on a day.

    `awards` are those of this path as they were granted, also one that rests.
    """
    validity = validity_of(path, awards)
    asking = asked_of(validity, today)
    since = validity.since + timedelta(days=1) if validity else None
    lines = lines_of(path, known, asking=asking, since=since, today=today)
    standing = Standing(
        has_evidence=is_begun(lines),
        is_complete=all(line.stand is Stand.MET for line in lines),
        in_review=around.in_review,
        is_suspended=around.is_suspended,
        is_withdrawn=around.is_withdrawn,
        validity=validity,
    )
    state = state_of(standing, today)
    return Came(state, asking, lines, validity)


def lines_of(
    path: Path, known: Known, *, asking: Asked, since: date | None, today: date
) -> tuple[Line, ...]:
    """Each requirement that is asked, and how it stands; of a renewal only what came since then."""
    facts = replace(known.facts, signed=known.signed.get(path.key, ()))
    span, ever = path.span(today, since=since), path.ever(today, since=since)
    found = []
    for requirement in path.asked(asking):
        measured = requirement.measure(facts, span)
        stand = Stand.MET if measured.is_met else Stand.NOT_YET
        if not measured.is_met:
            was = requirement.measure(facts, ever)
            stand = Stand.EXPIRED if was.is_met else Stand.NOT_YET
        found.append(Line(requirement, measured, stand))
    return tuple(found)


def helps_next(lines: Collection[Line]) -> Line | None:
    """The line to go on with: the first that is not met and that one can do something for.

    What waits for somebody's signature comes last. None where nothing is missing.
    """
    missing = [line for line in lines if line.stand is not Stand.MET and line.measured.next]
    own = (line for line in missing if line.measured.next is not Next.SIGNER)
    return next(own, missing[0] if missing else None)


def validity_of(path: Path, awards: Sequence[Held]) -> Validity | None:
    """The days of the newest certificate; the path's own rule says its window and its grace."""
    # Of two of one day the one that was granted later.
    newest = max(reversed(awards), key=lambda one: one.on, default=None)
    if newest is None:
        return None
    if newest.until is None:
        return Validity(newest.on, None, None, None)
    return Validity(
        newest.on,
        newest.until - timedelta(days=path.window_days),
        newest.until,
        newest.until + timedelta(days=path.grace_days),
    )


def next_validity(path: Path, awards: Sequence[Held], on: date) -> Validity:
    """The days of a certificate that is decided on a day, after those that there were."""
    ends = [one.until for one in awards if one.until is not None]
    return valid_from(path, on, old_until=max(ends, default=None))


def is_begun(lines: Collection[Line]) -> bool:
    """Whether anything counts yet."""
    return any(line.measured.counted for line in lines)
