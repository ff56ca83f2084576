"""Whether a path can be finished: who could take each part, and the observers' hours. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import chain, islice
from typing import Final

from coach_the_coach.certification.paths.rules import Path, Seat
from coach_the_coach.certification.requirements.observed import ObservedSessions
from coach_the_coach.foundation.words import _, _n

MINUTES: Final = 90
"""What one observation takes its observer: to plan, watch, rate and talk.

Source: docs/method.md#can-it-be-finished.
"""

MONTH: Final = 30
"""Days of a month in which an observer has places. Source: docs/method.md#can-it-be-finished."""

NEARLY: Final = Fraction(4, 5)
"""From this share of the places on they are scarce. Source: docs/method.md#can-it-be-finished."""

NAMED: Final = 3
"""Most people who are named in a sentence. Source: docs/method.md#can-it-be-finished."""

MOST: Final = 2000
"""Most candidates who are looked at together. Source: docs/method.md#can-it-be-finished."""

HALF: Final = 30
"""Minutes from which on an hour is begun. Source: arithmetic."""


class Part(StrEnum):
    """What somebody else does for a candidate."""

    OUTSIDE = "outside"
    """Observe for certification from outside the line."""

    OBSERVE = "observe"
    """Observe for certification."""

    DOUBLE = "double"
    """Score the same session as another, without knowing what they scored."""

    LINE = "line"
    SPONSOR = "sponsor"
    SECOND = "second"
    APPEAL = "appeal"
    """Hear an appeal, without having taken part."""


class Enough(StrEnum):
    """Whether there are people for a part, or hours."""

    ENOUGH = "enough"
    SCARCE = "scarce"
    """Just as many as it takes: nobody may be away."""

    MISSING = "missing"


SEATS: Final[Mapping[Seat, Part]] = {
    Seat.LINE: Part.LINE,
    Seat.SPONSOR: Part.SPONSOR,
    Seat.SECOND: Part.SECOND,
}
"""The part that each seat is; who can sit on the fewest is looked for first."""


@dataclass(frozen=True)
class Candidate:
    """Somebody on a path, and who leads them."""

    id: int
    name: str
    leaders: tuple[int, ...] = ()
    """The nearest first."""

    led: frozenset[int] = frozenset()
    """Of those who could take a part, those whom the candidate leads: they never do."""


Roots = Mapping[int, frozenset[int | None]]
"""By person, below whom they may do something; None is everybody."""


@dataclass(frozen=True)
class House:
    """Who may do what here."""

    certifiers: Roots = field(default_factory=dict)
    """Those who may observe for certification."""

    signers: Roots = field(default_factory=dict)
    """Those who may sign a decision."""

    specialists: Roots = field(default_factory=dict)
    others: tuple[int, ...] = ()
    """Managers and guests, who take a part in a small company."""

    places: Mapping[int, int] = field(default_factory=dict)
    """How many sessions a month each certifying observer can watch."""

    is_small: bool = False


@dataclass(frozen=True)
class Answer:
    """How one part, or the hours, stand for those asked about."""

    part: Part | None
    """None for the hours."""

    enough: Enough
    words: str


@dataclass(frozen=True)
class Hours:
    """What observing asks of the observers, and what they promised."""

    sessions: int
    minutes: int
    places: int
    """Over the time of the path."""

    @property
    def enough(self) -> Enough:
        """Whether the places are enough."""
        if self.sessions > self.places:
            return Enough.MISSING
        return Enough.SCARCE if self.sessions > self.places * NEARLY else Enough.ENOUGH


def parts_of(path: Path) -> tuple[Part, ...]:
    """What others do for one candidate, each part as often as somebody else has to do it."""
    observed = [one for one in path.requirements if isinstance(one, ObservedSessions)]
    parts: list[Part] = []
    if observed:
        outside = any(one.outside for one in observed)
        double = any(one.double for one in observed)
        eyes = max(one.observers for one in observed)
        parts += [Part.OUTSIDE] * outside
        parts += [Part.OBSERVE] * max(0, max(eyes, 2 * double) - outside - double)
        parts += [Part.DOUBLE] * double
    return (*parts, *(part for seat, part in SEATS.items() if seat in path.seats), Part.APPEAL)


def who_could(part: Part, one: Candidate, house: House) -> Iterator[int]:
    """Who could take a part for a candidate, leaving aside what else they do for them."""
    line = {None, *one.leaders}
    over = {
        Part.OUTSIDE: house.certifiers,
        Part.OBSERVE: house.certifiers,
        Part.DOUBLE: house.certifiers,
        Part.SECOND: house.specialists,
    }.get(part, house.signers)
    # An appeal is heard by whoever signs anywhere, as `why_not_decider` has it.
    able = (who for who, roots in over.items() if part is Part.APPEAL or roots & line)
    others = house.others if house.is_small and part not in _IN_LINE else ()
    taken: set[int] = {one.id, *one.led}
    for who in chain(able, others):
        if who not in taken and _fits(part, who, one):
            taken.add(who)
            yield who


_IN_LINE: Final = frozenset({Part.LINE, Part.SPONSOR})
"""Parts that somebody in the line takes, in a small company as well."""


def _fits(part: Part, who: int, one: Candidate) -> bool:
    """Whether where somebody stands lets them take a part."""
    if part is Part.OUTSIDE:
        return who not in one.leaders
    if part is Part.LINE:
        return who in one.leaders
    if part is Part.SPONSOR:
        return who in one.leaders[1:]
    if part is Part.APPEAL:
        return who not in one.leaders[:1]
    return True


def stand_of(path: Path, one: Candidate, house: House) -> dict[Part, Enough]:
    """How each part stands for one candidate, where nobody does two of them."""
    parts = parts_of(path)
    # More than there are parts are never needed for one of them.
    able = [tuple(islice(who_could(part, one, house), len(parts) + 1)) for part in parts]
    taken = matched(able)
    found: dict[Part, Enough] = {}
    for place, part in enumerate(parts):
        enough = Enough.ENOUGH
        if place not in taken:
            enough = Enough.MISSING
        elif len(able[place]) <= parts.count(part) or not _spares(able, taken, place):
            enough = Enough.SCARCE
        found[part] = max(found.get(part, Enough.ENOUGH), enough, key=_WORST.index)
    return found


_WORST: Final = (Enough.ENOUGH, Enough.SCARCE, Enough.MISSING)


def matched(able: Sequence[Sequence[int]]) -> dict[int, int]:
    """Somebody for as many places as possible, nobody twice; the first places come first."""
    place_of: dict[int, int] = {}

    def seat(place: int, seen: set[int]) -> bool:
        for who in able[place]:
            if who in seen:
                continue
            seen.add(who)
            if who not in place_of or seat(place_of[who], seen):
                place_of[who] = place
                return True
        return False

    for place in range(len(able)):
        seat(place, set())
    return {place: who for who, place in place_of.items()}


def _spares(able: Sequence[Sequence[int]], taken: Mapping[int, int], place: int) -> bool:
    """Whether all that can be taken is taken still when whoever is at a place is away."""
    away = taken[place]
    return len(matched([[who for who in them if who != away] for them in able])) == len(taken)


def answers(path: Path, candidates: Sequence[Candidate], house: House) -> tuple[Answer, ...]:
    """How each part stands for all of these, the worst of them named; and the hours."""
    by_part: dict[Part, dict[Enough, list[str]]] = {}
    for one in candidates:
        for part, enough in stand_of(path, one, house).items():
            by_part.setdefault(part, {}).setdefault(enough, []).append(one.name)
    found = []
    for part, by_enough in by_part.items():
        worst = max(by_enough, key=_WORST.index)
        names = by_enough[worst]
        said = {Enough.MISSING: missing_words, Enough.SCARCE: scarce_words}.get(worst)
        found.append(Answer(part, worst, said(part, names) if said else enough_words(part)))
    if candidates and (hours := hours_of(path, candidates, house)) is not None:
        found.append(Answer(None, hours.enough, hours_words(hours, path.within_days)))
    return tuple(found)


def hours_of(path: Path, candidates: Sequence[Candidate], house: House) -> Hours | None:
    """What observing these on a path takes; None where nothing is observed."""
    each = sum(
        one.count + one.double for one in path.requirements if isinstance(one, ObservedSessions)
    )
    if not each:
        return None
    roots = {None, *(leader for one in candidates for leader in one.leaders)}
    able = [who for who, below in house.certifiers.items() if below & roots]
    places = sum(house.places.get(who, 0) for who in able) * path.within_days // MONTH
    sessions = each * len(candidates)
    return Hours(sessions, sessions * MINUTES, places)


def named(names: Sequence[str]) -> str:
    """Some names in a row, and how many there are besides."""
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more > 0:
        return _n("{names} and {n} more", "{names} and {n} more", more).format(names=shown, n=more)
    return shown


def missing_words(part: Part, names: Sequence[str]) -> str:
    """Who is missing for these candidates, and what would help."""
    return {
        Part.OUTSIDE: _(
            "Nobody from outside the line of {names} may observe for certification. Give the role "
            "Certifying observer to somebody, or invite somebody from outside."
        ),
        Part.OBSERVE: _(
            "Too few may observe {names} for certification. Give the role Certifying observer to "
            "somebody."
        ),
        Part.DOUBLE: _(
            "Nobody could score a session of {names} a second time. It takes another certifying "
            "observer: give the role to somebody."
        ),
        Part.LINE: _(
            "No leader in the line of {names} is free to sign who has not scored as well. Let "
            "somebody else observe, or give a leader above them the role."
        ),
        Part.SPONSOR: _(
            "Nobody further up than the direct leader of {names} could sign. Give somebody above "
            "the role Leader."
        ),
        Part.SECOND: _(
            "There is no second signature for {names}. Give the role Coaching specialist to "
            "somebody, or let another manager or a guest take the part in a small company."
        ),
        Part.APPEAL: _(
            "Nobody would be left to hear an appeal of {names} who took no part. Another leader "
            "or coaching specialist could."
        ),
    }[part].format(names=named(names))


def scarce_words(part: Part, names: Sequence[str]) -> str:
    """That there are just enough."""
    return _("Just enough for {names}: if one is away, it waits.").format(names=named(names))


def enough_words(_part: Part) -> str:
    """That there are enough."""
    return _("There is somebody, and somebody else if they are away.")


def hours_words(hours: Hours, days: int) -> str:
    """What observing takes, and what the observers have promised for that time."""
    sessions = _n("{n} observation", "{n} observations", hours.sessions).format(n=hours.sessions)
    return _(
        "{sessions}, about {hours} hours of the observers' time. They have places for {places} in "
        "{days} days."
    ).format(
        sessions=sessions,
        hours=(hours.minutes + HALF) // 60,
        places=hours.places,
        days=days,
    )


def part_word(part: Part | None) -> str:
    """What is to be done, in a few words; None are the hours."""
    if part is None:
        return _("Observers' time")
    return {
        Part.OUTSIDE: _("Observe from outside the line"),
        Part.OBSERVE: _("Observe for certification"),
        Part.DOUBLE: _("Score a second time, blind"),
        Part.LINE: _("Sign as a leader in the line"),
        Part.SPONSOR: _("Sign as a leader further up"),
        Part.SECOND: _("Sign as the second"),
        Part.APPEAL: _("Hear an appeal"),
    }[part]


def enough_word(enough: Enough) -> str:
    """Whether there is enough, in a word."""
    return {
        Enough.ENOUGH: _("Enough"),
        Enough.SCARCE: _("Just enough"),
        Enough.MISSING: _("Missing"),
    }[enough]


def enough_mark(enough: Enough) -> str:
    """The same as a mark."""
    marks = {Enough.ENOUGH: "done", Enough.SCARCE: "waiting", Enough.MISSING: "attention"}
    return marks[enough]


def verdict_words(found: Iterable[Answer]) -> str:
    """What it all comes to, in a sentence."""
    worst = max((one.enough for one in found), key=_WORST.index, default=Enough.ENOUGH)
    return {
        Enough.ENOUGH: _("It can be finished here."),
        Enough.SCARCE: _("It can be finished here, with nobody to spare."),
        Enough.MISSING: _("It cannot be finished here yet. What is missing is said below."),
    }[worst]
