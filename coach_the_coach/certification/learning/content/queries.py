"""The units and the cases that come with the program, read and checked once."""

from functools import cache
from importlib import resources
from typing import Final

from coach_the_coach.certification.learning.content.rules import (
    Case,
    Question,
    Said,
    Talk,
    Unit,
    read_case,
    read_unit,
)
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.observations.practice.queries import conversation_named
from coach_the_coach.observations.practice.rules import Speaker

UNITS: Final = ("purpose", "asking", "diagnosis", "cycle", "practice", "system")
"""The units in the order in which they build on each other, by the names of their files."""

CASES: Final = ("stalled-deal", "first-call", "missed-twice", "quiet-forecast")
"""The cases of the exam, by the names of their files."""


@cache
def units() -> tuple[Unit, ...]:
    """Every unit, in the order in which they are offered."""
    return tuple(read_unit(key, _file("units", key)) for key in UNITS)


@cache
def cases() -> tuple[Case, ...]:
    """Every case of the exam."""
    return tuple(read_case(key, _file("exam", key), talk_named) for key in CASES)


def unit_named(key: str) -> Unit:
    """The unit of that name. Raises NotFound for any other."""
    found = next((one for one in units() if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def questions_of(bank: str) -> tuple[Question, ...]:
    """The questions of a unit, or of the whole exam. Raises NotFound for what is neither."""
    if bank == EXAM:
        return tuple(question for one in cases() for question in one.questions)
    return unit_named(bank).questions


def talk_named(key: str) -> Talk | None:
    """An invented conversation without its codes; None where there is none of that name."""
    try:
        found = conversation_named(key)
    except NotFound:
        return None
    names = {Speaker.MANAGER: found.manager, Speaker.REP: found.rep}
    return Talk(
        title=found.title,
        about=found.about,
        turns=tuple(Said(names[one.speaker], one.text) for one in found.turns),
    )


def _file(folder: str, key: str) -> str:
    """The text of one file; they lie beside this module."""
    return resources.files(__package__ or "").joinpath(folder, f"{key}.toml").read_text("utf-8")
