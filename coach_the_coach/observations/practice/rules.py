"""Invented conversations to practise on: how their files are read, and how codes are compared."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.observations.rubric.rules import DIMENSIONS, LEVELS
from coach_the_coach.observations.tally.rules import BUTTONS, Buttons, Code, side_of

TURNS: Final = 20
"""Turns of the manager to code in one conversation. Source: docs/method.md#practice."""

LONGEST: Final = 240
"""Most characters of one text in a file. Source: docs/method.md#practice."""

MOST_MINUTES: Final = 10
"""Longest that a conversation may take to code. Source: docs/method.md#practice."""

CODES: Final = BUTTONS[Buttons.NINE]
"""What a turn can be coded as."""


class Speaker(StrEnum):
    """The two who talk."""

    MANAGER = "manager"
    REP = "rep"


@dataclass(frozen=True)
class Turn:
    """What one of the two says; a manager's turn has the reference's code and its reason."""

    speaker: Speaker
    text: str
    code: Code | None = None
    why: str = ""


@dataclass(frozen=True)
class Reference:
    """The reference's level of one dimension, 1..4 or None for not observed, and why.

    `turns` are the manager's turns that show it, by number from 1.
    """

    dimension: int
    level: int | None
    turns: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class Sign:
    """A stop sign that the reference marks, in which turns, and why."""

    key: str
    turns: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class Conversation:
    """One invented talk; `key` names its file and its page."""

    key: str
    title: str
    about: str
    manager: str
    rep: str
    minutes: int
    turns: tuple[Turn, ...]
    ratings: tuple[Reference, ...]
    """One for each dimension, in their order."""

    stop_signs: tuple[Sign, ...] = ()

    @property
    def reference(self) -> tuple[Code, ...]:
        """The reference's code of each of the manager's turns, in order."""
        return tuple(turn.code for turn in self.turns if turn.code is not None)


@dataclass(frozen=True)
class Agreement:
    """How many of `turns` two people code alike: the same code, and at least the same side."""

    turns: int
    agreed: int
    alike: int
    differing: tuple[int, ...]
    """Numbers of the turns with another code, from 1."""


def agreement(reference: Sequence[Code], given: Sequence[Code]) -> Agreement:
    """Plain counts over the turns, one code each. Source: docs/method.md#practice.

    Raises ValueError for codes of another number of turns.
    """
    pairs = list(zip(reference, given, strict=True))
    return Agreement(
        turns=len(pairs),
        agreed=sum(one == other for one, other in pairs),
        alike=sum(side_of(one) is side_of(other) for one, other in pairs),
        differing=tuple(at for at, (one, other) in enumerate(pairs, 1) if one != other),
    )


def apart(own: int | None, reference: int | None) -> int | None:
    """How many levels lie between the two, 0..3; None where one of them did not observe it."""
    if own is None or reference is None:
        return 0 if own is reference else None
    return abs(own - reference)


def apart_words(own: int | None, reference: int | None) -> str:
    """The distance of two levels as one says it."""
    between = apart(own, reference)
    if between is None and own is None:
        return _("You did not observe it, the reference did")
    if between is None:
        return _("You observed it, the reference did not")
    if between == 0:
        return _("The same")
    words = _n("One level apart", "{n} levels apart", between)
    return words.format(n={2: _("Two"), 3: _("Three")}.get(between, between))


def apart_mark(own: int | None, reference: int | None) -> str:
    """The mark of that distance: one level is nothing to look up at, more is."""
    between = apart(own, reference)
    if between is None or between > 1:
        return "attention"
    return "plain" if between else "done"


def turns_words(turns: Sequence[int]) -> str:
    """The turns that show something: "Turns 3, 8 and 17"; empty for none."""
    if not turns:
        return ""
    last = str(turns[-1])
    if len(turns) == 1:
        return _("Turn {n}").format(n=last)
    before = ", ".join(str(one) for one in turns[:-1])
    return _("Turns {before} and {last}").format(before=before, last=last)


def to_look_at(own: Mapping[int, int | None], reference: Mapping[int, int | None]) -> int | None:
    """The dimension furthest apart, the first of equals; None where all are the same.

    What only one of the two observed comes after two levels and before one.
    """

    def distance(dimension: int) -> float:
        between = apart(own[dimension], reference[dimension])
        return 1.5 if between is None else between

    furthest = max(sorted(reference), key=distance)
    return furthest if distance(furthest) else None


def read_conversation(key: str, toml_text: str) -> Conversation:
    """The conversation in a file. Raises Invalid naming each place that does not hold."""
    try:
        content = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        said = _("This is not a TOML file: {reason}.").format(reason=error)
        raise Invalid({"file": said}) from error
    problems: dict[str, str] = {}
    words = {field.name for field in fields(Conversation)} - {"key"}
    if set(content) != words:
        problems["file"] = _("A conversation has {keys} and nothing else.").format(
            keys=", ".join(sorted(words))
        )
    texts = {
        name: _text(problems, name, content.get(name))
        for name in ("title", "about", "manager", "rep")
    }
    minutes = content.get("minutes")
    if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
        problems["minutes"] = _("Minutes are a whole number, at most {n}.").format(n=MOST_MINUTES)
        minutes = 0
    turns = _turns(problems, content.get("turns"))
    ratings = _ratings(problems, content.get("ratings"))
    signs = _stop_signs(problems, content.get("stop_signs"))
    if problems:
        raise Invalid(problems)
    return Conversation(
        key=key, minutes=minutes, turns=turns, ratings=ratings, stop_signs=signs, **texts
    )


def _ratings(problems: dict[str, str], value: object) -> tuple[Reference, ...]:
    """One rating for each dimension, in order; what was not observed has no level."""
    tables = value if isinstance(value, list) else []
    found = tuple(_rating(problems, at, table) for at, table in enumerate(tables, 1))
    if [one.dimension for one in found] != list(range(1, DIMENSIONS + 1)):
        said = _("There is one rating for each of the {n} dimensions, in their order.")
        problems.setdefault("ratings", said.format(n=DIMENSIONS))
    return found


def _rating(problems: dict[str, str], at: int, table: Any) -> Reference:
    place = f"rating {at}"
    given: Mapping[str, object] = table if isinstance(table, dict) else {}
    if set(given) | {"level"} != {"dimension", "level", "turns", "why"}:
        problems[place] = _("A rating has dimension, level, turns and why.")
    dimension, level = given.get("dimension"), given.get("level")
    if level is not None and (type(level) is not int or not 1 <= level <= LEVELS):
        problems[place] = _("A level is 1 to {n}; one that is left out is not observed.").format(
            n=LEVELS
        )
    return Reference(
        dimension=dimension if isinstance(dimension, int) else 0,
        level=level if isinstance(level, int) else None,
        turns=_cited(problems, place, given.get("turns"), needed=level is not None),
        why=_text(problems, place, given.get("why")),
    )


def _stop_signs(problems: dict[str, str], value: object) -> tuple[Sign, ...]:
    """The stop signs that the reference marks; mostly there are none."""
    if not isinstance(value, list) or not all(
        isinstance(one, dict) and set(one) == {"key", "turns", "why"} for one in value
    ):
        problems.setdefault("stop_signs", _("A stop sign has key, turns and why."))
        return ()
    return tuple(
        Sign(
            key=_text(problems, f"stop sign {at}", one["key"]),
            turns=_cited(problems, f"stop sign {at}", one["turns"], needed=True),
            why=_text(problems, f"stop sign {at}", one["why"]),
        )
        for at, one in enumerate(value, 1)
    )


def _cited(problems: dict[str, str], place: str, value: object, *, needed: bool) -> tuple[int, ...]:
    """The turns of the manager that show something, by number; none only where not `needed`."""
    turns = value if isinstance(value, list) else []
    numbers = [one for one in turns if type(one) is int and 1 <= one <= TURNS]
    is_rising = numbers == sorted(set(numbers))
    if numbers != value or not is_rising or (needed and not numbers):
        said = _("The turns that show it are numbers from 1 to {n}, each once and rising.")
        problems.setdefault(place, said.format(n=TURNS))
    return tuple(numbers)


def _turns(problems: dict[str, str], value: object) -> tuple[Turn, ...]:
    tables = value if isinstance(value, list) else []
    turns = tuple(_turn(problems, at, table) for at, table in enumerate(tables, 1))
    own = sum(turn.speaker is Speaker.MANAGER for turn in turns)
    if own != TURNS:
        said = _("The manager has {n} turns here and needs {needed}.")
        problems["turns"] = said.format(n=own, needed=TURNS)
    for at, (before, turn) in enumerate(zip((None, *turns), turns, strict=False), 1):
        if said := _out_of_order(before, turn):
            problems.setdefault(f"turn {at}", said)
    return turns


def _turn(problems: dict[str, str], at: int, table: Any) -> Turn:
    """One turn; the manager's bear a code and a reason, the rep's neither."""
    place = f"turn {at}"
    given: Mapping[str, object] = table if isinstance(table, dict) else {}
    is_manager = given.get("speaker") == Speaker.MANAGER
    speaker = Speaker.MANAGER if is_manager else Speaker.REP
    keys = {"speaker", "text", "code", "why"} if is_manager else {"speaker", "text"}
    if set(given) != keys or given["speaker"] not in list(Speaker):
        problems[place] = _(
            "A turn of the manager has speaker, text, code and why; one of the rep the first two."
        )
    text = _text(problems, place, given.get("text"))
    if not is_manager:
        return Turn(speaker, text)
    code = next((one for one in CODES if one == given.get("code")), None)
    if code is None:
        problems[place] = _("The code of a turn is one of the nine.")
    return Turn(speaker, text, code, _text(problems, place, given.get("why")))


def _out_of_order(before: Turn | None, turn: Turn) -> str:
    """Why a turn cannot follow the one before it; empty where it can."""
    after_question = before is not None and before.code in {Code.OPEN, Code.CLOSED}
    if turn.code is Code.PAUSE:
        return "" if after_question else _("A pause follows a question of the manager.")
    if before is not None and before.speaker is turn.speaker:
        return _("Two turns of one speaker in a row are one turn.")
    return ""


def _text(problems: dict[str, str], place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        problems.setdefault(place, _("A text is missing here."))
        return ""
    if len(value) > LONGEST:
        said = _("At most {length} characters.").format(length=LONGEST)
        problems.setdefault(place, said)
    return value
