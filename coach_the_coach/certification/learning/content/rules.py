"""Units and cases of the exam: how their files are read, and what must hold in them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, TypeVar

from coach_the_coach.coaching.rules import Cause, Purpose
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

QUESTIONS: Final = 5
"""Questions of one unit, and of one case. Source: docs/method.md#knowledge."""

ANSWERS: Final = 4
"""Answers to choose from, of which one is right. Source: docs/method.md#knowledge."""

SHORTEST_PAGE: Final = 350
"""Words of a unit at least. Source: docs/method.md#learning-units."""

LONGEST_PAGE: Final = 500
"""Words of a unit at most: one page. Source: docs/method.md#learning-units."""

MOST_MINUTES: Final = 15
"""Longest that a unit may take. Source: docs/method.md#learning-units."""

LONGEST: Final = 400
"""Most characters of one text in a file. Source: docs/method.md#learning-units."""

SPEAKERS: Final = ("manager", "rep")
"""The two who talk in a case."""


class Ask(StrEnum):
    """What a question asks for: one of its own answers, or a word that the program has."""

    CHOICE = "choice"
    PURPOSE = "purpose"
    CAUSE = "cause"


class Mark(StrEnum):
    """What kind of statement a source is; as docs/method.md has it."""

    MEASURED = "measured"
    READ = "read"
    CLAIMED = "claimed"
    PROPOSAL = "proposal"


@dataclass(frozen=True)
class Answer:
    """One answer, and why it is right, or tempts and is not the best.

    Its text is empty where the key is a word that the program has.
    """

    key: str
    text: str
    why: str


@dataclass(frozen=True)
class Question:
    """A situation or a question with its answers, and the key of the right one."""

    key: str
    text: str
    answers: tuple[Answer, ...]
    right: str
    ask: Ask = Ask.CHOICE

    def answer(self, key: str) -> Answer | None:
        """The answer of that key; None where there is none."""
        return next((one for one in self.answers if one.key == key), None)


@dataclass(frozen=True)
class Said:
    """One turn of a talk, by the name of who speaks."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of a page, a paragraph each."""

    heading: str
    text: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """What one is tempted to say, and what to try instead."""

    instead: str
    try_: str


@dataclass(frozen=True)
class Source:
    """Where something said on a page comes from, and what kind of statement it is."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Example:
    """An invented piece of talk, with what comes before it and what it shows."""

    about: str
    turns: tuple[Said, ...]
    after: str


@dataclass(frozen=True)
class Unit:
    """One page to read, and its questions; `key` names its file and its address."""

    key: str
    title: str
    about: str
    minutes: int
    lead: str
    sections: tuple[Section, ...]
    example: Example
    pairs: tuple[Pair, ...]
    week: str
    """One thing to try this week."""

    sources: tuple[Source, ...]
    questions: tuple[Question, ...]

    @property
    def words(self) -> int:
        """How many words there are to read, without the questions."""
        texts = [self.lead, self.week, self.example.about, self.example.after]
        texts += [part for one in self.sections for part in (one.heading, *one.text)]
        texts += [turn.text for turn in self.example.turns]
        texts += [part for one in self.pairs for part in (one.instead, one.try_)]
        texts += [one.text for one in self.sources]
        return sum(len(text.split()) for text in texts)


@dataclass(frozen=True)
class Talk:
    """A conversation on which a case rests, without codes."""

    title: str
    about: str
    turns: tuple[Said, ...]


@dataclass(frozen=True)
class Case:
    """A conversation and what is asked about it."""

    key: str
    talk: Talk
    questions: tuple[Question, ...]


Held = TypeVar("Held")


class _File:
    """A file being read: its tables, and what does not hold in them, by its place."""

    def __init__(self, toml_text: str) -> None:
        self.problems: dict[str, str] = {}
        try:
            self.content: dict[str, Any] = tomllib.loads(toml_text)
        except tomllib.TOMLDecodeError as error:
            said = _("This is not a TOML file: {reason}.").format(reason=error)
            raise Invalid({"file": said}) from error

    def has(self, place: str, value: Any, keys: set[str]) -> Mapping[str, Any]:
        """The table at `place`, which has these keys and no other."""
        table = value if isinstance(value, dict) else {}
        if set(table) != keys:
            said = _("It has {keys} and nothing else.").format(keys=", ".join(sorted(keys)))
            self.problems.setdefault(place, said)
        return table

    def text(self, place: str, value: Any) -> str:
        """The text at `place`."""
        if not isinstance(value, str) or not value.strip():
            self.problems.setdefault(place, _("A text is missing here."))
            return ""
        if len(value) > LONGEST:
            said = _("At most {length} characters.").format(length=LONGEST)
            self.problems.setdefault(place, said)
        return value

    def each(
        self, place: str, value: Any, read: Callable[[str, Any], Held], *, least: int = 1
    ) -> tuple[Held, ...]:
        """Every entry of the list at `place`, read with its own place, counted from 1."""
        entries = value if isinstance(value, list) else []
        if len(entries) < least:
            said = _("At least {n} are needed here.").format(n=least)
            self.problems.setdefault(place, said)
        return tuple(read(f"{place} {at}", one) for at, one in enumerate(entries, 1))

    def said(self, place: str, value: Any) -> Said:
        """A turn: who speaks, and what."""
        two = value if isinstance(value, list) and len(value) == 2 else ["", ""]
        return Said(self.text(place, two[0]), self.text(place, two[1]))

    def question(self, place: str, value: Any) -> Question:
        """A question with answers of its own, of which the one at the place `right` is so."""
        table = self.has(place, value, {"key", "text", "right", "answers"})
        answers = self.each(place, table.get("answers"), self.answer)
        right = table.get("right")
        if len(answers) != ANSWERS or type(right) is not int or not 1 <= right <= ANSWERS:
            said = _("A question has {n} answers, and `right` is the place of one of them.")
            self.problems.setdefault(place, said.format(n=ANSWERS))
            right = 1
        return Question(
            key=self.text(place, table.get("key")),
            text=self.text(place, table.get("text")),
            answers=answers,
            right="abcdefghij"[right - 1],
        )

    def answer(self, place: str, value: Any) -> Answer:
        """One answer; its key is a letter by its place in the file, which says nothing."""
        table = self.has(place, value, {"text", "why"})
        return Answer(
            key="abcdefghij"[min(int(place.rpartition(" ")[2]), 10) - 1],
            text=self.text(place, table.get("text")),
            why=self.text(place, table.get("why")),
        )

    def word(self, key: str, ask: Ask, words: type[StrEnum]) -> Question:
        """A question that is answered with a word of `words`, with a reason for each."""
        table = self.has(ask, self.content.get(ask), {"text", "right", "why"})
        why = self.has(ask, table.get("why"), set(words))
        if table.get("right") not in list(words):
            self.problems.setdefault(ask, _("`right` is one of the words it has."))
        return Question(
            key=f"{key}-{ask}",
            text=self.text(ask, table.get("text")),
            answers=tuple(Answer(one, "", self.text(ask, why.get(one))) for one in words),
            right=str(table.get("right")),
            ask=ask,
        )

    def close(self, key: str, questions: tuple[Question, ...]) -> None:
        """Look at the questions together. Raises Invalid where anything does not hold."""
        keys = [one.key for one in questions]
        if len(keys) != QUESTIONS or len(set(keys)) != len(keys):
            said = _("It has {n} questions, each with a key of its own.").format(n=QUESTIONS)
            self.problems.setdefault("questions", said)
        if any(not one.startswith(f"{key}-") for one in keys):
            said = _("The key of a question begins with that of its file.")
            self.problems.setdefault("questions", said)
        if self.problems:
            raise Invalid(self.problems)


def read_unit(key: str, toml_text: str) -> Unit:
    """The unit in a file. Raises Invalid naming each place that does not hold."""
    file = _File(toml_text)
    content = file.has("file", file.content, {one.name for one in fields(Unit)} - {"key"})
    minutes = content.get("minutes")
    if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
        said = _("Minutes are a whole number, at most {n}.").format(n=MOST_MINUTES)
        file.problems["minutes"], minutes = said, 0
    texts = {
        name: file.text(name, content.get(name)) for name in ("title", "about", "lead", "week")
    }
    unit = Unit(
        key=key,
        minutes=minutes,
        sections=file.each("sections", content.get("sections"), _section(file)),
        example=_example(file, content.get("example")),
        pairs=file.each("pairs", content.get("pairs"), _pair(file)),
        sources=file.each("sources", content.get("sources"), _source(file)),
        questions=file.each("questions", content.get("questions"), file.question),
        **texts,
    )
    if not SHORTEST_PAGE <= unit.words <= LONGEST_PAGE:
        said = _("A page has {least} to {most} words; this one has {n}.")
        file.problems.setdefault(
            "file", said.format(least=SHORTEST_PAGE, most=LONGEST_PAGE, n=unit.words)
        )
    file.close(key, unit.questions)
    return unit


def read_case(key: str, toml_text: str, talk_named: Callable[[str], Talk | None]) -> Case:
    """The case in a file: about a conversation that `talk_named` knows, or with one of its own.

    Raises Invalid naming each place that does not hold.
    """
    file = _File(toml_text)
    asked = {Ask.PURPOSE, Ask.CAUSE, "questions"}
    if "conversation" in file.content:
        content = file.has("file", file.content, {"conversation", *asked})
        talk = talk_named(file.text("conversation", content["conversation"]))
    else:
        content = file.has("file", file.content, {*_OWN, *asked})
        talk = _talk(file, content)
    if talk is None:
        file.problems.setdefault("conversation", _("There is no conversation of this name."))
        talk = Talk("", "", ())
    questions = (
        file.word(key, Ask.PURPOSE, Purpose),
        file.word(key, Ask.CAUSE, Cause),
        *file.each("questions", content.get("questions"), file.question),
    )
    file.close(key, questions)
    return Case(key=key, talk=talk, questions=questions)


_OWN: Final = frozenset({"title", "about", "manager", "rep", "turns"})
"""What a case says that brings a conversation of its own."""


def _talk(file: _File, content: Mapping[str, Any]) -> Talk:
    names = {who: file.text(who, content.get(who)) for who in SPEAKERS}
    turns = file.each("turns", content.get("turns"), file.said)
    if any(one.speaker not in names for one in turns):
        file.problems.setdefault("turns", _("A turn is of the manager or of the rep."))
    return Talk(
        title=file.text("title", content.get("title")),
        about=file.text("about", content.get("about")),
        turns=tuple(Said(names.get(one.speaker, ""), one.text) for one in turns),
    )


def _section(file: _File) -> Callable[[str, Any], Section]:
    def read(place: str, value: Any) -> Section:
        table = file.has(place, value, {"heading", "text"})
        return Section(
            file.text(place, table.get("heading")), file.each(place, table.get("text"), file.text)
        )

    return read


def _pair(file: _File) -> Callable[[str, Any], Pair]:
    def read(place: str, value: Any) -> Pair:
        table = file.has(place, value, {"instead", "try"})
        return Pair(file.text(place, table.get("instead")), file.text(place, table.get("try")))

    return read


def _source(file: _File) -> Callable[[str, Any], Source]:
    def read(place: str, value: Any) -> Source:
        table = file.has(place, value, {"mark", "text"})
        mark = next((one for one in Mark if one == table.get("mark")), None)
        if mark is None:
            said = _("A source is {marks}.").format(marks=", ".join(Mark))
            file.problems.setdefault(place, said)
        return Source(mark or Mark.PROPOSAL, file.text(place, table.get("text")))

    return read


def _example(file: _File, value: Any) -> Example:
    table = file.has("example", value, {"about", "after", "turns"})
    return Example(
        about=file.text("example", table.get("about")),
        turns=file.each("example", table.get("turns"), file.said, least=2),
        after=file.text("example", table.get("after")),
    )


def mark_word(mark: Mark) -> str:
    """What kind of statement a source is, in a word."""
    return {
        Mark.MEASURED: _("Measured"),
        Mark.READ: _("Read in a study"),
        Mark.CLAIMED: _("Claimed"),
        Mark.PROPOSAL: _("Our proposal"),
    }[mark]
