"""What every type of requirement is: its numbers, its sentence, and how it measures. Pure."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, ClassVar, Final, NamedTuple, TypeVar
from unicodedata import category

from coach_the_coach.certification.requirements.facts import Dated, Facts, Span
from coach_the_coach.foundation.words import _

TYPES: Final[dict[str, type["Requirement"]]] = {}
"""Every type by its name; filled by declaring one."""

MOST_ITEMS: Final = 60
"""Most things that are named as counted or set aside. Source: docs/method.md#certification."""

KEY_LENGTH: Final = 40
"""Most characters of a short name. Source: docs/method.md#text-lengths."""

UNSEEN: Final = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
"""Kinds of characters that are no letter of a text in one line: controls, line ends, and none."""

KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What a short name is made of."""

One = TypeVar("One", bound=Dated)

_PLACE = attrgetter("on", "subject")


class Step(StrEnum):
    """What kind of step a requirement is: a workshop alone never completes a path."""

    PRINCIPLE = "principle"
    TECHNIQUE = "technique"
    RESOURCE = "resource"
    PRACTICE = "practice"


class Next(StrEnum):
    """What helps next; a page knows where it is done."""

    LEARN = "learn"
    EXAM = "exam"
    LOG = "log"
    TEAM_PRACTICE = "team-practice"
    CLIPS = "clips"
    OBSERVED = "observed"
    DOUBLE = "double"
    WEEK = "week"
    SELF_AUDIT = "self-audit"
    CYCLES = "cycles"
    SIGNER = "signer"
    TEAM = "team"
    PATH = "path"


@dataclass(frozen=True)
class Number:
    """A number of a requirement that an administrator can change, and what it means."""

    name: str
    label: str
    least: int
    most: int


class Item(NamedTuple):
    """One piece of evidence: what counted, or why it was set aside."""

    subject: str
    on: date
    why: str = ""
    """Empty for what counted."""


@dataclass(frozen=True)
class Measured:
    """How far one requirement is met."""

    is_met: bool
    have: str
    """What is there, in words, as in "9 of 12 sessions"."""

    missing: tuple[str, ...] = ()
    """Exactly what is still to come, a sentence each; empty where it is met."""

    next: Next | None = None
    counted: tuple[Item, ...] = ()
    set_aside: tuple[Item, ...] = ()
    have_plain: str = ""
    """What is there, for who may not read its numbers or its words; empty where all may."""

    missing_plain: tuple[str, ...] = ()
    """What is still to come, for the same; empty where all may read it."""


def number(label: Callable[[], str], least: int, most: int, default: int) -> Any:
    """A number of a requirement, `least` to `most`; the label is said when it is shown."""
    return field(default=default, metadata={"label": label, "least": least, "most": most})


@dataclass(frozen=True, kw_only=True)
class Requirement(ABC):
    """One thing that a path asks for. `key` names it within its path."""

    type: ClassVar[str] = ""
    step: ClassVar[Step] = Step.PRACTICE
    is_work: ClassVar[bool] = True
    """Whether it rests on coaching that took place; a path needs some."""

    is_observed: ClassVar[bool] = False
    """Whether others saw it: shown anew after a lapse."""

    is_attested: ClassVar[bool] = False
    """Whether it is somebody's word and not measured."""

    key: str

    def __init_subclass__(cls) -> None:
        """Make the type known by its name."""
        super().__init_subclass__()
        if cls.type:
            TYPES[cls.type] = cls

    @classmethod
    @abstractmethod
    def name(cls) -> str:
        """What the type is called, in a few words."""

    @abstractmethod
    def sentence(self) -> str:
        """What it asks, in a sentence."""

    @abstractmethod
    def measure(self, facts: Facts, span: Span) -> Measured:
        """How far what happened in `span` meets it."""

    @classmethod
    def numbers(cls) -> tuple[Number, ...]:
        """Its numbers, in their order."""
        return tuple(
            Number(one.name, one.metadata["label"](), one.metadata["least"], one.metadata["most"])
            for one in fields(cls)
            if "label" in one.metadata
        )

    def problems(self) -> tuple[str, ...]:
        """What does not hold of its numbers, a sentence each."""
        said = _("{label}: {least} to {most}.")
        return tuple(
            said.format(label=one.label, least=one.least, most=one.most)
            for one in self.numbers()
            if not one.least <= getattr(self, one.name) <= one.most
        )


def split(
    things: Iterable[One], span: Span, why_not: Callable[[One], str]
) -> tuple[list[One], tuple[Item, ...]]:
    """What counts in a span, once each and by day, and what is set aside with its reason.

    What is set aside is the newest `MOST_ITEMS`.
    """
    old = _("Too long ago to count.")
    kept: dict[str, One] = {}
    aside: dict[str, tuple[One, str]] = {}
    for one in sorted(things, key=_PLACE):
        if one.on > span.until:
            break
        # Taken out first, so that what came twice stands where it came last.
        if why := old if one.on < span.since else why_not(one):
            aside.pop(one.subject, None)
            aside[one.subject] = one, why
        else:
            kept.pop(one.subject, None)
            kept[one.subject] = one
    left = [named for subject, named in aside.items() if subject not in kept][-MOST_ITEMS:]
    return list(kept.values()), tuple(Item(one.subject, one.on, why) for one, why in left)


def items(things: Sequence[Dated]) -> tuple[Item, ...]:
    """What counted, the newest `MOST_ITEMS`."""
    return tuple(Item(one.subject, one.on) for one in things[-MOST_ITEMS:])


def densest(things: Sequence[One], days: int) -> list[One]:
    """The most of these that lie within so many days on end; of several such the newest.

    `things` are in the order of their days.
    """
    best: Sequence[One] = ()
    first = 0
    for last in range(len(things)):
        while (things[last].on - things[first].on).days >= days:
            first += 1
        if last - first + 1 >= len(best):
            best = things[first : last + 1]
    return list(best)


def nothing(_one: Dated) -> str:
    """That there is no reason to set something aside."""
    return ""


def is_key(key: object) -> bool:
    """Whether this is a short name as it stands in addresses and tables, as in `case-exam`."""
    return isinstance(key, str) and len(key) <= KEY_LENGTH and KEY.fullmatch(key) is not None


def path_word(key: str) -> str:
    """The short name of a path as a person reads it."""
    return key.replace("-", " ").capitalize()


def plain(value: Any) -> Any:
    """A text in one line and without characters that nobody sees; anything else as it is."""
    if not isinstance(value, str):
        return value
    return "".join(" " if category(one) in UNSEEN else one for one in value)


def requirement_from(content: Mapping[str, Any]) -> Requirement:
    """The requirement that a mapping describes. Raises ValueError saying what does not hold."""
    kind = TYPES.get(str(content.get("type")))
    if kind is None:
        raise ValueError(_("There is no such type of requirement."))
    known = {one.name: one for one in fields(kind)}
    given = {name: value for name, value in content.items() if name != "type"}
    if unknown := sorted(set(given) - set(known)):
        raise ValueError(_("Unknown here: {names}.").format(names=", ".join(unknown)))
    if not is_key(given.get("key")):
        raise ValueError(_("A requirement has a key of small letters, numbers and dashes."))
    for name, value in given.items():
        wanted = int if "label" in known[name].metadata else known[name].metadata.get("is", str)
        if type(value) is not wanted:
            raise ValueError(_("{name} is not of its kind.").format(name=name))
    made = kind(**{name: plain(value) for name, value in given.items()})
    if problems := made.problems():
        raise ValueError(" ".join(problems))
    return made


def content_of(one: Requirement) -> dict[str, Any]:
    """A requirement as it is kept: its type, its key, and its values."""
    return {"type": one.type, **{part.name: getattr(one, part.name) for part in fields(one)}}
