"""Rubrics: the form an observer rates with, how it is read, and what a purpose makes of it."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

DIMENSIONS: Final = 8
"""Dimensions of a rubric. Source: docs/method.md#rubric."""


LEVELS: Final = 4
"""Levels of a dimension. Source: docs/method.md#rubric."""


PLACES: Final = ("{coach}", "{coached}", "{Coach}", "{Coached}")
"""Where a rubric's text names the two people; filled in by `worded`."""


OPTIONAL: Final = frozenset({"can_be_uncalled", "optional_in_training", "training"})
"""What a dimension may say or leave out."""

_BRACES: Final = re.compile(r"\{[^{}]*\}|[{}]")


@dataclass(frozen=True)
class Training:
    """How a dimension reads where somebody was trained: the other does not know yet."""

    hint: str
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """One line of a rubric: its number, 1..8, and what each level looks like, lowest first."""

    number: int
    name: str
    hint: str
    anchors: tuple[str, ...]
    can_be_uncalled: bool = False
    """Whether it may be "not called for in this session"."""

    optional_in_training: bool = False
    """Whether a training session may leave it open."""

    training: Training | None = None
    """How it reads in a training session; None is the same."""


@dataclass(frozen=True)
class StopSign:
    """A behaviour that caps the whole session; `key` is what is stored."""

    key: str
    text: str


@dataclass(frozen=True)
class Rubric:
    """The form an observer rates with; `levels` are the words for 1..4."""

    name: str
    version: str
    levels: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    stop_signs: tuple[StopSign, ...]

    def level_word(self, level: int | None) -> str:
        """The word for `level`, 1..4; None is not observed."""
        return _("Not observed") if level is None else self.levels[level - 1]


def read_rubric(toml_text: str) -> Rubric:
    """The rubric written in `toml_text`. Raises Invalid naming each place that does not hold."""
    try:
        content = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(
            {"file": _("This is not a TOML file: {reason}.").format(reason=error)}
        ) from error
    return _checked_rubric(content)


def stored_rubric(canonical_text: str) -> Rubric:
    """The rubric kept as `canonical_text`. Raises Invalid for a text that is no rubric."""
    try:
        content = json.loads(canonical_text)
    except json.JSONDecodeError as error:
        raise Invalid({"file": _("The stored rubric cannot be read.")}) from error
    return _checked_rubric(content if isinstance(content, dict) else {})


def canonical(rubric: Rubric) -> str:
    """The one JSON text of `rubric`: keys sorted, no spaces; equal rubrics have equal texts.

    What a dimension does not say is left out, so that older rubrics keep their texts.
    """
    content = asdict(rubric)
    for dimension in content["dimensions"]:
        for key in OPTIONAL:
            if not dimension[key]:
                del dimension[key]
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(rubric: Rubric) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(rubric).encode()).hexdigest()


def for_purpose(rubric: Rubric, purpose: Purpose) -> Rubric:
    """`rubric` as it reads in a session for `purpose`: a training is not judged by its asking."""
    if purpose is not Purpose.TRAIN:
        return rubric
    return replace(rubric, dimensions=tuple(map(_in_training, rubric.dimensions)))


def needed_dimensions(rubric: Rubric, purpose: Purpose) -> frozenset[int]:
    """Numbers of the dimensions that must be rated, or marked, before signing; none if unscored."""
    if not is_scored(purpose):
        return frozenset()
    optional = {one.number for one in rubric.dimensions if one.optional_in_training}
    left_out = optional if purpose is Purpose.TRAIN else set()
    return frozenset(one.number for one in rubric.dimensions) - left_out


def is_scored(purpose: Purpose) -> bool:
    """Whether a session for `purpose` is rated at all. Source: docs/method.md#purpose."""
    return purpose in {Purpose.COACH, Purpose.TRAIN}


def worded(rubric: Rubric, *, coach: str, coached: str) -> Rubric:
    """`rubric` with the two called as on screen: manager and rep, or leader and manager."""
    names = (coach, coached, coach[:1].upper() + coach[1:], coached[:1].upper() + coached[1:])

    def filled(text: str) -> str:
        for place, name in zip(PLACES, names, strict=True):
            text = text.replace(place, name)
        return text

    return replace(
        rubric,
        dimensions=tuple(
            replace(
                dimension,
                hint=filled(dimension.hint),
                anchors=tuple(filled(anchor) for anchor in dimension.anchors),
            )
            for dimension in rubric.dimensions
        ),
        stop_signs=tuple(replace(sign, text=filled(sign.text)) for sign in rubric.stop_signs),
    )


def _in_training(dimension: Dimension) -> Dimension:
    if dimension.training is None:
        return dimension
    return replace(dimension, hint=dimension.training.hint, anchors=dimension.training.anchors)


class _Reading:
    """A rubric's parts as they are read, and what is wrong with them: place to sentence."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def text(self, value: object, place: str) -> str:
        """`value` if it is a text whose braces name only the two people."""
        if not isinstance(value, str) or not value.strip():
            self.problems.setdefault(place, _("A text is missing here."))
            return ""
        for found in set(_BRACES.findall(value)) - set(PLACES):
            sentence = _("{found} is not one of {places}.")
            self.problems[place] = sentence.format(found=found, places=", ".join(PLACES))
        return value

    def levels(self, value: object, place: str) -> tuple[str, ...]:
        """`value` if it is four texts, one for each level."""
        if not isinstance(value, list) or len(value) != LEVELS:
            self.problems[place] = _("Four texts are needed here, one for each level.")
            return ()
        return tuple(self.text(item, place) for item in value)

    def tables(
        self, value: object, place: str, keys: set[str], more: frozenset[str] = frozenset()
    ) -> list[dict[str, Any]]:
        """`value` if it is a list of tables with these keys, and at most `more`: a slip else."""
        tables = value if isinstance(value, list) else []
        if not tables or any(
            not isinstance(item, dict) or not keys <= set(item) <= keys | more for item in tables
        ):
            sentence = _("Tables are needed here, each with {keys} and nothing else.")
            self.problems[place] = sentence.format(keys=", ".join(sorted(keys)))
            return []
        return tables

    def yes(self, table: Mapping[str, Any], key: str) -> bool:
        """Whether `key` of a dimension is set; what is left out is not."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            place = f"dimension {table['number']}"
            self.problems[place] = _("{key} is true or false.").format(key=key)
        return value is True


def _checked_rubric(content: Mapping[str, Any]) -> Rubric:
    reading = _Reading()
    if strange := sorted(set(content) - {field.name for field in fields(Rubric)}):
        reading.problems["file"] = _("Not known here: {keys}.").format(keys=", ".join(strange))
    rubric = Rubric(
        name=reading.text(content.get("name"), "name"),
        version=reading.text(content.get("version"), "version"),
        levels=reading.levels(content.get("levels"), "levels"),
        dimensions=_dimensions(reading, content.get("dimensions")),
        stop_signs=_stop_signs(reading, content.get("stop_signs")),
    )
    if reading.problems:
        raise Invalid(reading.problems)
    return rubric


def _dimensions(reading: _Reading, value: object) -> tuple[Dimension, ...]:
    tables = reading.tables(value, "dimensions", {"number", "name", "hint", "anchors"}, OPTIONAL)
    if [table["number"] for table in tables] != list(range(1, DIMENSIONS + 1)):
        sentence = _("The dimensions must be numbered 1 to {last}, in order.")
        reading.problems.setdefault("dimensions", sentence.format(last=DIMENSIONS))
        return ()
    return tuple(
        Dimension(
            number=table["number"],
            name=reading.text(table["name"], f"dimension {table['number']}"),
            hint=reading.text(table["hint"], f"dimension {table['number']}"),
            anchors=reading.levels(table["anchors"], f"dimension {table['number']}"),
            can_be_uncalled=reading.yes(table, "can_be_uncalled"),
            optional_in_training=reading.yes(table, "optional_in_training"),
            training=_training(reading, table),
        )
        for table in tables
    )


def _training(reading: _Reading, table: Mapping[str, Any]) -> Training | None:
    if "training" not in table:
        return None
    place = f"dimension {table['number']}, training"
    found = reading.tables([table["training"]], place, {"hint", "anchors"})
    return next(
        (
            Training(
                hint=reading.text(one["hint"], place), anchors=reading.levels(one["anchors"], place)
            )
            for one in found
        ),
        None,
    )


def _stop_signs(reading: _Reading, value: object) -> tuple[StopSign, ...]:
    tables = reading.tables(value, "stop_signs", {"key", "text"})
    signs = tuple(
        StopSign(
            key=reading.text(table["key"], f"stop sign {at}"),
            text=reading.text(table["text"], f"stop sign {at}"),
        )
        for at, table in enumerate(tables, 1)
    )
    if len({sign.key for sign in signs}) < len(signs):
        reading.problems["stop_signs"] = _("Two stop signs have the same key.")
    return signs
