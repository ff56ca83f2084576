"""The question bank: how its file is read, and how questions are found in it."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

FOUND: Final = 12
"""Most questions shown for a search. Source: docs/method.md#questions."""

LONGEST_SEARCH: Final = 80
"""Characters of a search that are looked at. Source: docs/method.md#questions."""


class Shelf(StrEnum):
    """What sort of question it is; the name of its list in the file."""

    PAIRS = "pairs"
    STAGES = "stages"
    STEPS = "steps"
    LEADERS = "leaders"


GROUPS: Final[Mapping[Shelf, tuple[str, ...]]] = {
    Shelf.PAIRS: (
        *("pipeline", "numbers", "forecast", "prospecting", "preparation", "stuck", "price"),
        *("lost", "fear", "practice", "rescue", "follow_through"),
    ),
    Shelf.STAGES: (
        *("target", "first_meeting", "discovery", "proof"),
        *("proposal", "negotiation", "close", "after"),
    ),
    Shelf.STEPS: ("goal", "reality", "options", "will"),
    Shelf.LEADERS: ("coach",),
}
"""The groups of each shelf, in the order in which they are shown."""

NEEDED: Final = frozenset({"key", "group", "text", "helps"})
"""What every question says."""

WITH_INSTEAD: Final = frozenset({Shelf.PAIRS, Shelf.LEADERS})
"""Shelves on which a question may say what it stands in place of; on the first it must."""

_KEY: Final = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True)
class Question:
    """One question: `instead` is what one is tempted to say, empty for none."""

    key: str
    shelf: Shelf
    group: str
    text: str
    helps: str
    instead: str = ""


@dataclass(frozen=True)
class Bank:
    """Every question, in the order of the shelves, their groups and the file."""

    version: str
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        """The question of that key; None where there is none."""
        return next((one for one in self.questions if one.key == key), None)

    def group(self, shelf: str, group: str) -> tuple[Question, ...]:
        """The questions of one group of a shelf; none for what is no group."""
        return tuple(one for one in self.questions if (one.shelf, one.group) == (shelf, group))


def read_bank(toml_text: str) -> Bank:
    """The bank written in `toml_text`. Raises Invalid naming each place that does not hold."""
    try:
        content = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(
            {"file": _("This is not a TOML file: {reason}.").format(reason=error)}
        ) from error
    problems: dict[str, str] = {}
    if strange := sorted(set(content) - {"version", *Shelf}):
        problems["file"] = _("Not known here: {keys}.").format(keys=", ".join(strange))
    version = _text(content.get("version"), "version", problems)
    questions = [one for shelf in Shelf for one in _shelf(shelf, content.get(shelf), problems)]
    for key, times in Counter(one.key for one in questions).items():
        if times > 1:
            problems[key] = _("Two questions have this key.")
    if problems:
        raise Invalid(problems)
    return Bank(version=version, questions=tuple(questions))


def search(bank: Bank, words: str) -> tuple[Question, ...]:
    """Questions that hold every one of `words`, in any order, the best first, at most `FOUND`.

    Case and accents do not matter, and the beginning of a word is enough. None for no words.
    """
    wanted = _words(words[:LONGEST_SEARCH])
    if not wanted:
        return ()
    ranked = [(_rank(one, wanted), place, one) for place, one in enumerate(bank.questions)]
    best = sorted((-rank, place) for rank, place, _one in ranked if rank)
    return tuple(bank.questions[place] for _rank_of, place in best[:FOUND])


def folded(text: str) -> str:
    """`text` without case and accents, as it is compared."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def shelf_word(shelf: Shelf) -> str:
    """What a shelf holds, as its heading."""
    return {
        Shelf.PAIRS: _("Instead of telling"),
        Shelf.STAGES: _("Along a deal"),
        Shelf.STEPS: _("Along a talk"),
        Shelf.LEADERS: _("For a leader coaching a manager"),
    }[shelf]


def shelf_meaning(shelf: Shelf) -> str:
    """When one looks on a shelf."""
    return {
        Shelf.PAIRS: _("What one is tempted to say, and what to ask instead."),
        Shelf.STAGES: _("Questions that bring evidence of what the buyer did, not an update."),
        Shelf.STEPS: _("Goal, reality, options, will: a compass, not a sequence."),
        Shelf.LEADERS: _("For the talk after you watched somebody coach."),
    }[shelf]


def group_word(group: str) -> str:
    """The name of a group."""
    return {
        "pipeline": _("Pipeline"),
        "numbers": _("Numbers"),
        "forecast": _("Forecast"),
        "prospecting": _("Prospecting"),
        "preparation": _("Preparation"),
        "stuck": _("Stuck deal"),
        "price": _("Price"),
        "lost": _("Lost deal"),
        "fear": _("Fear"),
        "practice": _("Practice"),
        "rescue": _("Taking over"),
        "follow_through": _("Follow-through"),
        "target": _("Target"),
        "first_meeting": _("First meeting"),
        "discovery": _("Discovery"),
        "proof": _("Proof"),
        "proposal": _("Proposal"),
        "negotiation": _("Negotiation"),
        "close": _("Close"),
        "after": _("After the sale"),
        "goal": _("Goal"),
        "reality": _("Reality"),
        "options": _("Options"),
        "will": _("Will"),
        "coach": _("After an observation"),
    }[group]


def _rank(question: Question, wanted: tuple[str, ...]) -> int:
    """How well a question fits every wanted word; 0 where one is missing.

    A word of the question, or of what it stands in place of, counts more than one of its group,
    and that more than one of what stands about it; a whole word more than the beginning of one.
    Words that stand there as they were typed come first among equals.
    """
    said = [_words(question.text), _words(question.instead)]
    about = _words(f"{question.helps} {shelf_word(question.shelf)}")
    fields = ((3, said[0] + said[1]), (2, _words(group_word(question.group))), (1, about))
    ranks = [max(_fit(word, held) * weight for weight, held in fields) for word in wanted]
    if not all(ranks):
        return 0
    typed = " ".join(wanted)
    return 2 * sum(ranks) + any(typed in " ".join(words) for words in said)


def _fit(word: str, held: tuple[str, ...]) -> int:
    """2 for the whole word, 1 for the beginning of one, 0 for neither."""
    if word in held:
        return 2
    return int(any(one.startswith(word) for one in held))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", folded(text)))


def _shelf(shelf: Shelf, value: object, problems: dict[str, str]) -> list[Question]:
    """The questions of one list, by group."""
    if not isinstance(value, list) or not value:
        problems[shelf] = _("A list of questions is needed here.")
        return []
    found = [_question(shelf, at, table, problems) for at, table in enumerate(value, 1)]
    held = [one for one in found if one is not None]
    order = GROUPS[shelf]
    return sorted(held, key=lambda one: order.index(one.group) if one.group in order else 0)


def _question(shelf: Shelf, at: int, table: Any, problems: dict[str, str]) -> Question | None:
    """One question; None, with what is wrong, where it does not say what it must and no more."""
    place = f"{shelf} {at}"
    needed = NEEDED | {"instead"} if shelf is Shelf.PAIRS else NEEDED
    allowed = needed | {"instead"} if shelf in WITH_INSTEAD else needed
    if not isinstance(table, dict) or not needed <= set(table) <= allowed:
        sentence = _("A question says {keys} and nothing else.")
        problems[place] = sentence.format(keys=", ".join(sorted(needed)))
        return None
    texts = {name: _text(value, place, problems) for name, value in table.items()}
    if not _KEY.fullmatch(texts["key"]):
        problems.setdefault(place, _("A key is small letters, joined by hyphens."))
    if texts["group"] not in GROUPS[shelf]:
        known = ", ".join(GROUPS[shelf])
        problems.setdefault(place, _("The group is not one of {known}.").format(known=known))
    return Question(shelf=shelf, **texts)


def _text(value: object, place: str, problems: dict[str, str]) -> str:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        problems.setdefault(place, _("A text is missing here, or has spaces round it."))
        return ""
    return value
