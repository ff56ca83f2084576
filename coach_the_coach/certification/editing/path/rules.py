"""A path as it is typed: what is in each field, and what it comes to. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from coach_the_coach.certification.editing.path.circles.rules import (
    asked_by,
    asked_words,
    renewed_words,
    renewing,
    way_back,
)
from coach_the_coach.certification.paths.rules import (
    NUMBERS,
    Audience,
    Expiry,
    Path,
    path_from,
)
from coach_the_coach.certification.requirements.base import (
    TYPES,
    Requirement,
    requirement_from,
)
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

LISTS: Final = ("requirements", "recertify")
"""The two lists of a path."""

TEXTS: Final = ("key", "title", "about", "audience", "expiry", "renewed_by")
"""The values of a path that are typed or chosen as words."""

REASON: Final = range(3, 201)
"""Characters of the reason for a new version. Source: docs/method.md#text-lengths."""

LONGEST: Final = 400
"""Most characters kept of what is typed into a field. Source: docs/method.md#text-lengths."""

TAKEN: Final = frozenset({"new", "states"})
"""Short names that are addresses of other pages."""


@dataclass(frozen=True)
class Part:
    """One requirement as it is typed; `uid` names it while it is moved about."""

    uid: int
    type: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PathDraft:
    """A path as it is typed."""

    values: Mapping[str, str] = field(default_factory=dict)
    """Its plain values by their names; `is_licence` is `on` or empty."""

    seats: tuple[str, ...] = ()
    requirements: tuple[Part, ...] = ()
    recertify: tuple[Part, ...] = ()

    def parts(self) -> Iterator[Part]:
        """Those of both lists."""
        yield from self.requirements
        yield from self.recertify


def draft_of(path: Path) -> PathDraft:
    """A path as it is shown to be changed."""
    values = {name: str(getattr(path, name)) for name in (*TEXTS, *NUMBERS)}
    uid = iter(range(1, 1000))
    lists = {name: tuple(_part_of(next(uid), one) for one in getattr(path, name)) for name in LISTS}
    return PathDraft(
        values | {"is_licence": "on" if path.is_licence else ""},
        tuple(str(seat) for seat in path.seats),
        **lists,
    )


def blank_draft() -> PathDraft:
    """What a new path begins with: nothing but what is proposed."""
    return draft_of(Path(key="", title="", about=""))


def with_value(draft: PathDraft, name: str, value: str) -> PathDraft:
    """The draft with something else in one field; as it was where there is no such field."""
    value = value.replace("\0", "")[:LONGEST]
    if name in draft.values:
        return replace(draft, values={**draft.values, name: value})
    uid, _dash, inner = name.removeprefix("r").partition("-")
    changed = {
        listed: tuple(
            replace(one, values={**one.values, inner: value})
            if str(one.uid) == uid and inner in one.values
            else one
            for one in getattr(draft, listed)
        )
        for listed in LISTS
    }
    return replace(draft, **changed)


def with_seat(draft: PathDraft, seat: str, *, holds: bool) -> PathDraft:
    """The draft with a seat more or less."""
    others = tuple(one for one in draft.seats if one != seat)
    return replace(draft, seats=(*others, seat) if holds else others)


def with_part(draft: PathDraft, listed: str, type_: str) -> PathDraft:
    """The draft with one requirement more at the end of a list, as its type proposes it."""
    kind = TYPES.get(type_)
    if kind is None or listed not in LISTS:
        return draft
    uid = max((one.uid for one in draft.parts()), default=0) + 1
    there = {one.key for one in draft.parts()}
    key = next(
        name for n in range(1, 1000) if (name := type_ if n == 1 else f"{type_}-{n}") not in there
    )
    part = Part(uid, type_, key, {one.name: _typed(_default(one)) for one in own_fields(kind)})
    return replace(draft, **{listed: (*getattr(draft, listed), part)})


def without_part(draft: PathDraft, uid: int) -> PathDraft:
    """The draft without one requirement."""
    kept = {name: tuple(one for one in getattr(draft, name) if one.uid != uid) for name in LISTS}
    return replace(draft, **kept)


def with_moved(draft: PathDraft, uid: int, by: int) -> PathDraft:
    """The draft with one requirement a place further up (-1) or down (1) in its list."""
    moved: dict[str, tuple[Part, ...]] = {}
    for name in LISTS:
        parts = list(getattr(draft, name))
        at = next((place for place, one in enumerate(parts) if one.uid == uid), None)
        to = None if at is None else at + (1 if by > 0 else -1)
        if at is not None and to is not None and 0 <= to < len(parts):
            parts[at], parts[to] = parts[to], parts[at]
        moved[name] = tuple(parts)
    return replace(draft, **moved)


def path_of(draft: PathDraft, *, known: Collection[str], others: Collection[Path] = ()) -> Path:
    """The path that was typed; none of the `others` may lead back to it where it leads to them.

    `known` are the short names of all paths.

    Raises Invalid: field to sentence, where a field of a requirement is `r<uid>-<name>`.
    """
    problems: dict[str, str] = {}
    content: dict[str, Any] = {name: draft.values.get(name, "").strip() for name in TEXTS}
    content |= {"seats": list(draft.seats), "is_licence": bool(draft.values.get("is_licence"))}
    for name, (least, most) in NUMBERS.items():
        content[name] = _number(problems, name, draft.values.get(name, ""), least, most)
    for name in LISTS:
        made = [_content(problems, part) for part in getattr(draft, name)]
        content[name] = [one for one in made if one is not None]
    problems |= _round(draft, others) | _between(draft, known)
    try:
        path = path_from(content)
    except Invalid as error:
        # Of a list in which something is wrong already the whole can not be judged yet.
        wrong = {name for name in LISTS if len(content[name]) < len(getattr(draft, name))}
        told = {name: said for name, said in error.problems.items() if name not in wrong}
        raise Invalid(told | problems) from error
    if problems:
        raise Invalid(problems)
    return path


def sentence_of(part: Part) -> str:
    """What a requirement asks as it is typed now; empty where something is wrong with it."""
    content = _content({}, part)
    return "" if content is None else requirement_from(content).sentence()


def problem_in_reason(reason: str) -> str:
    """What is wrong with the reason for a new version; empty for nothing."""
    if len(reason.strip()) in REASON:
        return ""
    said = _("Say why, in {least} to {most} characters: whoever is on it reads this.")
    return said.format(least=REASON[0], most=REASON[-1])


def own_fields(kind: type[Requirement]) -> list[Any]:
    """The fields of a type of requirement that are typed: all but its key."""
    return [one for one in fields(kind) if one.name != "key"]


def field_word(kind: type[Requirement], name: str) -> str:
    """What a field of a requirement is called."""
    labels = {one.name: one.label for one in kind.numbers()}
    others = {
        "path": _("Path"),
        "bank": _("Questions"),
        "text": _("What is signed"),
        "higher": _("Dimensions of which more is asked, with commas"),
    }
    return labels.get(name) or others[name]


def audience_word(audience: Audience) -> str:
    """Who is enrolled without being asked."""
    return {
        Audience.NOBODY: _("Nobody"),
        Audience.NEW_MANAGERS: _("Whoever begins to coach"),
    }[audience]


def expiry_word(expiry: Expiry) -> str:
    """From when a renewed certificate runs."""
    return {
        Expiry.AWARD: _("From the day it is decided"),
        Expiry.OLD: _("From the day the old one would have ended"),
        Expiry.YEAR_END: _("To the last day of its year"),
    }[expiry]


def number_word(name: str) -> str:
    """What a number of a path is called."""
    return {
        "level": _("Level"),
        "within_days": _("Days to get there"),
        "evidence_days": _("How old evidence may be, in days"),
        "valid_days": _("How long the certificate holds, in days (0: without end)"),
        "least_days": _("How long a renewed one holds at least, in days"),
        "window_days": _("Days before its end in which it can be renewed"),
        "grace_days": _("Days after its end in which it still can"),
    }[name]


def _part_of(uid: int, one: Requirement) -> Part:
    values = {each.name: _typed(getattr(one, each.name)) for each in own_fields(type(one))}
    return Part(uid, one.type, one.key, values)


def _typed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _default(one: Any) -> Any:
    return one.default_factory() if callable(one.default_factory) else one.default


def _number(problems: dict[str, str], name: str, typed: str, least: int, most: int) -> int:
    """The whole number that was typed; the least with a problem where it is none."""
    text = typed.strip()
    if text.isascii() and text.isdecimal() and least <= int(text[:9]) <= most:
        return int(text[:9])
    problems[name] = _("{least} to {most}.").format(least=least, most=most)
    return least


def _content(problems: dict[str, str], part: Part) -> dict[str, Any] | None:
    """A requirement as it is kept; None, with its problems, where something is wrong with it."""
    kind = TYPES[part.type]
    ranges = {one.name: one for one in kind.numbers()}
    wrong: dict[str, str] = {}
    content: dict[str, Any] = {"type": part.type, "key": part.key}
    others = []
    for one in own_fields(kind):
        place, typed = f"r{part.uid}-{one.name}", part.values.get(one.name, "")
        if (limits := ranges.get(one.name)) is not None:
            content[one.name] = _number(wrong, place, typed, limits.least, limits.most)
        else:
            is_list = one.metadata.get("is") is list
            content[one.name] = _listed(typed) if is_list else typed.strip()
            others.append(place)
    if not wrong:
        try:
            requirement_from(content)
        except ValueError as error:
            # Its numbers are in their ranges: it is about what is typed beside them.
            wrong[others[0] if others else f"r{part.uid}"] = str(error)
    problems |= wrong
    return None if wrong else content


def _listed(typed: str) -> list[Any]:
    """Numbers with commas; what is none stays a word, which is a problem."""
    parts = [one.strip() for one in typed.split(",") if one.strip()]
    return [int(one) if one.isascii() and one.isdecimal() else one for one in parts[:20]]


def _between(draft: PathDraft, known: Collection[str]) -> dict[str, str]:
    """What does not hold between this path and the others."""
    problems = {}
    own, missing = draft.values.get("key", "").strip(), _("There is no such path.")
    if own in TAKEN:
        problems["key"] = _("Another short name: this one is taken.")
    renewed_by = draft.values.get("renewed_by", "").strip()
    if renewed_by and (renewed_by not in known or renewed_by == own):
        problems["renewed_by"] = missing
    for part in draft.parts():
        if "path" not in part.values:
            continue
        named = part.values["path"].strip()
        if named == own and part.type == "path-held":
            problems[f"r{part.uid}-path"] = _("A path cannot ask for itself.")
        elif named not in {*known, own}:
            problems[f"r{part.uid}-path"] = missing
    return problems


def _round(draft: PathDraft, others: Collection[Path]) -> dict[str, str]:
    """What would lead over others back to this path."""
    own = draft.values.get("key", "").strip()
    titles = {one.key: one.title for one in others}
    asks, problems = asked_by(others), {}
    for part in draft.requirements:
        way = way_back(own, part.values.get("path", "").strip(), asks)
        if part.type == "path-held" and way:
            problems[f"r{part.uid}-path"] = asked_words(way, titles)
    renewed_by = draft.values.get("renewed_by", "").strip()
    if said := renewed_words(way_back(own, renewed_by, renewing(others)), titles):
        problems["renewed_by"] = said
    return problems
