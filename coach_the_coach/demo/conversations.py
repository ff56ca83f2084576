"""Invented coaching conversations, coded turn by turn: the transcripts of the demo company."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.formats.rules import Format, Turn
from coach_the_coach.observations.rating.rules import RatingDraft
from coach_the_coach.observations.tally.rules import Code

FOLDER: Final = Path(__file__).parent / "talks"
"""Where the conversations lie."""

WORDS_PER_SECOND: Final = 2.5
"""How fast people speak: 150 words in a minute."""

PAUSE_SECONDS: Final = (0.3, 1.4)
"""The gap between two turns."""

THINKING_SECONDS: Final = (4.0, 9.0)
"""The gap where the same person goes on, since the other left a silence."""


class Talk(StrEnum):
    """The conversations, by the name of their file."""

    FIRST_MEETINGS = "first-meetings"
    QUOTE_RESCUE = "quote-rescue"
    TWO_DEALS = "two-deals"
    PRICE_PRACTICE = "price-practice"
    NEW_METER = "new-meter"
    NUMBERS = "numbers"
    COACHING_A_COACH = "coaching-a-coach"


@dataclass(frozen=True)
class Said:
    """One turn: by the coach or the coached, with its code if the coach's turn bears one."""

    by_coach: bool
    code: Code | None
    text: str


@dataclass(frozen=True)
class Conversation:
    """One conversation and what an observer wrote about it; texts name the coached as `{rep}`."""

    purpose: Purpose
    timed: bool
    strengths: str
    one_thing: str
    agreed: str
    stop_sign: str | None
    turns: tuple[Said, ...]
    levels: Mapping[int, Mapping[str, int]]

    @property
    def format(self) -> Format:
        """The kind of file it came as."""
        return Format.WEBVTT if self.timed else Format.PLAIN

    def codes(self) -> dict[int, Code]:
        """The code of each turn that bears one, by the turn's index."""
        return {at: said.code for at, said in enumerate(self.turns, 1) if said.code}

    def spoken(self, luck: Random, *, coach: str, coached: tuple[str, str]) -> list[Turn]:
        """The turns with speakers and times; `coached` is the whole name and the given one."""
        clock = luck.uniform(1.0, 4.0)
        turns: list[Turn] = []
        for index, said in enumerate(self.turns, 1):
            text = said.text.replace("{rep}", coached[1])
            speaker = coach if said.by_coach else coached[0]
            goes_on = bool(turns) and turns[-1].speaker == speaker
            start = clock + luck.uniform(*(THINKING_SECONDS if goes_on else PAUSE_SECONDS))
            clock = start + _seconds(text, luck)
            turns.append(
                Turn(
                    index=index,
                    start=round(start, 2) if self.timed else None,
                    end=round(clock, 2) if self.timed else None,
                    speaker=speaker,
                    text=text,
                )
            )
        return turns

    def ratings(self, turns: Sequence[Turn]) -> tuple[RatingDraft, ...]:
        """The levels given, each with the words of its turn where one is named."""
        return tuple(_rating(number, given, turns) for number, given in sorted(self.levels.items()))


@cache
def conversation(talk: Talk) -> Conversation:
    """The conversation of that name."""
    content = tomllib.loads((FOLDER / f"{talk}.toml").read_text("utf-8"))
    return Conversation(
        purpose=Purpose(content["purpose"]),
        timed=content["timed"],
        strengths=content["strengths"],
        one_thing=content["one_thing"],
        agreed=content["agreed"],
        stop_sign=content.get("stop_sign"),
        turns=tuple(_said(line) for line in content["turns"].strip().splitlines()),
        levels=_numbered(content["levels"]),
    )


def _said(line: str) -> Said:
    """`M open | text` as a turn; `R` speaks without a code, and `-` is none."""
    head, _bar, text = line.partition(" | ")
    who, code = head.split()
    return Said(by_coach=who == "M", code=None if code == "-" else Code(code), text=text)


def _numbered(levels: Mapping[str, Any]) -> dict[int, Mapping[str, int]]:
    return {int(number): given for number, given in levels.items()}


def _rating(number: int, given: Mapping[str, int], turns: Sequence[Turn]) -> RatingDraft:
    if "turn" not in given:
        return RatingDraft(number, given.get("level"))
    turn = turns[given["turn"] - 1]
    moment = None if turn.start is None else int(turn.start)
    return RatingDraft(number, given["level"], f"{turn.speaker}: “{turn.text}”", moment)


def _seconds(text: str, luck: Random) -> float:
    return max(0.8, len(text.split()) / WORDS_PER_SECOND * luck.uniform(0.85, 1.2))
