"""A path as it is written down: how it is read, what must hold of it, and how long it lasts."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from coach_the_coach.certification.requirements import (  # noqa: F401 - each makes its types known
    knowledge,
    observed,
    signed,
    work,
)
from coach_the_coach.certification.requirements.base import (
    KEY_LENGTH,  # noqa: F401 - beside the other lengths of a path
    Requirement,
    content_of,
    is_key,
    plain,
    requirement_from,
)
from coach_the_coach.certification.requirements.facts import Span
from coach_the_coach.certification.rules import Asked, Validity
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

LEAST_DAYS: Final = 30
"""Shortest that a certificate may be valid. Source: docs/method.md#certification."""

MOST_REQUIREMENTS: Final = 20
"""Most requirements of a path. Source: docs/method.md#certification."""

TITLE_LENGTH: Final = 60
"""Most characters of a path's title. Source: docs/method.md#text-lengths."""

ABOUT_LENGTH: Final = 300
"""Most characters of what a path is for. Source: docs/method.md#text-lengths."""

LEAST_SEATS: Final = 2
"""Fewest people who sign a decision. Source: docs/method.md#certification."""

OTHERS: Final[Mapping[str, type]] = {"renewed_by": str, "is_licence": bool}
"""The other plain values of a path, by kind."""

NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "level": (0, 9),
    "within_days": (7, 730),
    "evidence_days": (60, 1095),
    "valid_days": (0, 1826),
    "least_days": (0, 730),
    "window_days": (0, 365),
    "grace_days": (0, 180),
}
"""The numbers of a path and their ranges. Source: docs/method.md#certification."""


class Audience(StrEnum):
    """Who is enrolled without being asked."""

    NOBODY = "nobody"
    NEW_MANAGERS = "new-managers"


class Expiry(StrEnum):
    """From when the next certificate's time runs where one is renewed."""

    AWARD = "from-award"
    """From the day it was decided."""

    OLD = "from-old-end"
    """From the day the old one would have ended."""

    YEAR_END = "to-year-end"
    """To the last day of the year in which it would end."""


class Seat(StrEnum):
    """Whose signature a decision needs."""

    LINE = "line"
    """A leader in the candidate's line."""

    SECOND = "second"
    """Somebody else: a coaching specialist, or whoever was named in their place."""

    SPONSOR = "sponsor"
    """Somebody further up than the direct leader."""


@dataclass(frozen=True)
class Path:
    """A certification path, whole."""

    key: str
    title: str
    about: str
    level: int = 1
    audience: Audience = Audience.NOBODY
    within_days: int = 180
    """How long somebody has once it was assigned."""

    evidence_days: int = 365
    """Evidence older than this counts no more."""

    valid_days: int = 365
    """0 for a certificate that does not end."""

    expiry: Expiry = Expiry.AWARD
    least_days: int = 0
    """How long a renewed certificate holds at least, whatever its rule."""

    window_days: int = 90
    grace_days: int = 30
    renewed_by: str = ""
    """The path whose certificate renews this one too; empty for none."""

    seats: tuple[Seat, ...] = (Seat.LINE, Seat.SECOND)
    is_licence: bool = False
    """Whether it licenses somebody to score, and is not about coaching a team."""

    requirements: tuple[Requirement, ...] = ()
    recertify: tuple[Requirement, ...] = ()

    def asked(self, asked: Asked) -> tuple[Requirement, ...]:
        """What is asked just now: the whole, the lighter renewal, or what others saw."""
        if asked is Asked.FIRST:
            return self.requirements
        if asked is Asked.RECERTIFY:
            return self.recertify
        return tuple(one for one in self.requirements if one.is_observed) or self.recertify

    def span(self, today: date, *, since: date | None = None) -> Span:
        """The days whose evidence counts today; of a renewal those since the last award."""
        oldest = today - timedelta(days=self.evidence_days)
        return Span(max(oldest, since) if since else oldest, today)

    def ever(self, today: date, *, since: date | None = None) -> Span:
        """The same without an end to how old it may be: to say what has aged."""
        return Span(since or date.min, today, is_ever=True)


def read_path(toml_text: str) -> Path:
    """The path in a file. Raises Invalid naming each place that does not hold."""
    try:
        return path_from(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        said = _("This is not a TOML file: {reason}.").format(reason=error)
        raise Invalid({"file": said}) from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists in lists without an end.
        said = _("This is not a path: a number or a list in it is too large.")
        raise Invalid({"file": said}) from error


def path_from(content: Mapping[str, Any]) -> Path:
    """The path that a mapping describes. Raises Invalid naming each place that does not hold."""
    problems: dict[str, str] = {}
    parts = {one.name for one in fields(Path)}
    if unknown := sorted(set(content) - parts):
        problems["path"] = _("Unknown here: {names}.").format(names=", ".join(unknown))
    given = {name: value for name, value in content.items() if name in parts}
    given |= _words(problems, given) | _plain(problems, given)
    for name in ("requirements", "recertify"):
        given[name] = _requirements(problems, name, given.get(name, ()))
    made = Path(**given)
    if problems := problems_in(made) | problems:
        raise Invalid(problems)
    return made


def problems_in(path: Path) -> dict[str, str]:
    """What keeps a path from being one: place to sentence."""
    return _problems_in_words(path) | _problems_in_time(path) | _problems_in_requirements(path)


def content_hash(path: Path) -> tuple[str, str]:
    """A path as it is kept, canonical JSON, and its SHA-256."""
    content = asdict(path) | {
        name: [content_of(one) for one in getattr(path, name)]
        for name in ("requirements", "recertify")
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text, hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=256)
def stored_path(content: str) -> Path:
    """A path as it was kept; the same content is read once."""
    return path_from(json.loads(content))


def valid_from(path: Path, on: date, *, old_until: date | None = None) -> Validity:
    """The days of a certificate decided on a day; `old_until` is the end of the one it renews."""
    if not path.valid_days:
        return Validity(on, None, None, None)
    start = on
    if path.expiry is Expiry.OLD and old_until is not None and old_until >= on:
        start = old_until
    until = start + timedelta(days=path.valid_days)
    if path.expiry is Expiry.YEAR_END:
        until = date(until.year, 12, 31)
    until = max(until, on + timedelta(days=path.least_days or LEAST_DAYS))
    return Validity(
        on,
        until - timedelta(days=path.window_days),
        until,
        until + timedelta(days=path.grace_days),
    )


def seat_word(seat: Seat) -> str:
    """Who sits there."""
    return {
        Seat.LINE: _("A leader in the line"),
        Seat.SECOND: _("A coaching specialist, or whoever is named"),
        Seat.SPONSOR: _("A leader further up"),
    }[seat]


def _one_of(problems: dict[str, str], name: str, kind: type[StrEnum], value: object) -> Any:
    if value not in list(kind):
        problems[name] = _("One of: {words}.").format(words=", ".join(kind))
        return next(iter(kind))
    return kind(str(value))


def _requirements(problems: dict[str, str], name: str, listed: object) -> tuple[Requirement, ...]:
    made = []
    if not isinstance(listed, (list, tuple)):
        problems[name] = _("This is not a list of requirements.")
        return ()
    for place, one in enumerate(listed, start=1):
        try:
            made.append(requirement_from(one if isinstance(one, dict) else {}))
        except ValueError as error:
            problems[f"{name} {place}"] = str(error)
    return tuple(made)


def _problems_in_requirements(path: Path) -> dict[str, str]:
    problems = {}
    for name in ("requirements", "recertify"):
        listed: tuple[Requirement, ...] = getattr(path, name)
        keys = [one.key for one in listed]
        if len(set(keys)) < len(keys):
            problems[name] = _("Two requirements have the same key.")
        if len(listed) > MOST_REQUIREMENTS:
            problems[name] = _("At most {n} requirements.").format(n=MOST_REQUIREMENTS)
        if listed and not path.is_licence and not any(one.is_work for one in listed):
            problems[name] = _(
                "It rests on coaching that took place: add sessions, practices or observations."
            )
    if not path.requirements:
        problems["requirements"] = _("Say what is asked.")
    if path.valid_days and not path.recertify:
        problems["recertify"] = _("Say what is asked when it is renewed.")
    return problems


def _words(problems: dict[str, str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are words of a list."""
    found: dict[str, Any] = {
        name: _one_of(problems, name, kind, given[name])
        for name, kind in (("audience", Audience), ("expiry", Expiry))
        if name in given
    }
    seats = given.get("seats", ("line", "second"))
    listed = seats if isinstance(seats, (list, tuple)) else ()
    return found | {"seats": tuple(_one_of(problems, "seats", Seat, one) for one in listed)}


def _plain(problems: dict[str, str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are texts, numbers, yes or no; where one is not, another and a sentence."""
    found: dict[str, Any] = {}
    kinds: list[tuple[str, type, Any]] = [(name, str, "") for name in ("key", "title", "about")]
    kinds += [(name, int, 0) for name in NUMBERS if name in given]
    kinds += [(name, kind, kind()) for name, kind in OTHERS.items() if name in given]
    for name, kind, other in kinds:
        is_one = type(given.get(name)) is kind
        found[name] = plain(given[name]) if is_one else other
        if not is_one:
            problems[name] = _("This is missing, or not of its kind.")
    return found


def _problems_in_words(path: Path) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not is_key(path.key):
        problems["key"] = _("A short name of small letters, numbers and dashes.")
    for name, longest in (("title", TITLE_LENGTH), ("about", ABOUT_LENGTH)):
        if not 3 <= len(getattr(path, name).strip()) <= longest:
            problems[name] = _("3 to {longest} characters.").format(longest=longest)
    if len(set(path.seats)) < len(path.seats) or len(path.seats) < LEAST_SEATS:
        problems["seats"] = _("Two different people sign at least.")
    return problems


def _problems_in_time(path: Path) -> dict[str, str]:
    problems: dict[str, str] = {}
    for name, (least, most) in NUMBERS.items():
        if not least <= getattr(path, name) <= most:
            problems[name] = _("{least} to {most}.").format(least=least, most=most)
    if 0 < path.valid_days < LEAST_DAYS:
        problems["valid_days"] = _("At least {n} days.").format(n=LEAST_DAYS)
    if path.valid_days and path.least_days > path.valid_days:
        problems["least_days"] = _("At most as long as the certificate holds.")
    if path.valid_days and path.window_days >= path.valid_days:
        problems["window_days"] = _("The time to renew is shorter than the certificate holds.")
    return problems
