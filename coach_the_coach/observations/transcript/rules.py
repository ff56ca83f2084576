"""What a transcript tells about who talked, and its turns for other programs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from random import Random
from typing import Any, Final

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.observations.formats.rules import Turn
from coach_the_coach.observations.tally.rules import Tally, share_interval

_QUESTION: Final = re.compile(r"[?？؟][?!？؟]*")


RUNS: Final = 4
"""How many runs are drawn, one in each quarter. Source: docs/method.md#runs."""

RUN_LENGTH: Final = 10
"""Turns of one run. Source: docs/method.md#runs."""

MIN_FOR_RUNS: Final = 60
"""With fewer turns to code than this the whole is coded. Source: docs/method.md#runs."""


@dataclass(frozen=True)
class Measures:
    """What the turns of one transcript tell about the manager; None is unknown, never 0.

    The first three come from times alone and are None in a file without them. `Measures()` is
    what is known before anybody is chosen as the manager.
    """

    talk_share: float | None = None
    """The manager's seconds of speaking / everybody's, 0..1; both count where two overlap.

    None also where the only turn of somebody is the last one of a file that has starts alone.
    """

    longest_stretch_seconds: float | None = None
    """Seconds of the manager's longest turn, pauses of less than 1.5 s in it included."""

    questions_per_ten_minutes: float | None = None
    """`manager_questions` per 600 seconds, from the first start in the file to its last time."""

    word_share: float | None = None
    """The manager's words / everybody's, 0..1: no measure of time."""

    turns: int | None = None
    """Turns of everybody."""

    manager_turns: int | None = None
    """Turns of the manager."""

    manager_questions: int | None = None
    """Sentences of the manager that end with a question mark: by punctuation, not by meaning."""


def problems_in_coding(*, has_file: bool, has_manager: bool, coded: bool) -> dict[str, str]:
    """What keeps an observation from a transcript from being signed: nothing of it was coded."""
    if not has_file:
        return {"transcript": _("Bring in the transcript first, or discard this.")}
    if not has_manager:
        return {"transcript": _("Choose who in the transcript is observed, or discard this.")}
    if not coded:
        return {"transcript": _("Give a code to at least one turn, or discard this.")}
    return {}


def can_be_drawn(codable: int) -> bool:
    """Whether runs may be drawn from so many turns to code."""
    return codable >= MIN_FOR_RUNS


def is_part(coded: int, codable: int) -> bool:
    """Whether so little of a long transcript is coded that it says less than its turns would.

    Half of the turns may be greetings and the like. Source: docs/method.md#runs.
    """
    return can_be_drawn(codable) and 2 * coded < codable


def drawn_runs(indexes: Sequence[int], rng: Random) -> list[list[int]]:
    """A run of turns from each quarter of `indexes`, which are the turns to code in their order.

    Where a run begins is drawn with `rng`; it ends within its quarter. Raises ValueError for fewer
    turns than `MIN_FOR_RUNS`.
    """
    if not can_be_drawn(len(indexes)):
        raise ValueError(f"{len(indexes)} turns are too few to draw runs from")
    edges = [place * len(indexes) // RUNS for place in range(RUNS + 1)]
    firsts = [rng.randint(start, end - RUN_LENGTH) for start, end in pairwise(edges)]
    return [[*indexes[first : first + RUN_LENGTH]] for first in firsts]


def run_of(index: int, runs: Sequence[Sequence[int]] | None) -> int:
    """The number of the run a turn is in, from 1; 0 for none."""
    return next((place for place, run in enumerate(runs or (), 1) if index in run), 0)


def margin_points(turns: int, *, in_runs: bool = False) -> int:
    """By how many points the ask share may be off either way, where half of `turns` ask."""
    tally = Tally(ask=turns // 2, tell=turns - turns // 2)
    interval = share_interval(tally, in_runs=in_runs)
    return round(50 * (interval.high - interval.low)) if interval else 50


def speakers(turns: Sequence[Turn]) -> tuple[str, ...]:
    """Everybody who speaks, in the order of their first turn, without the unknown speaker."""
    return tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))


def measures(turns: Sequence[Turn], manager: str) -> Measures:
    """What the turns tell about `manager`, a speaker as the file writes the name.

    Raises Invalid under "manager", naming the speakers found, for anybody else.
    """
    _require_speaker(turns, manager)
    own = [turn for turn in turns if turn.speaker == manager]
    questions = sum(_questions(turn.text) for turn in own)
    minutes = _conversation_seconds(turns) / 60
    return Measures(
        talk_share=_talk_share(turns, own),
        longest_stretch_seconds=max(_lengths(own), default=None),
        questions_per_ten_minutes=10 * questions / minutes if minutes else None,
        word_share=_share(_words(own), _words(turns)),
        turns=len(turns),
        manager_turns=len(own),
        manager_questions=questions,
    )


def as_json(turns: Sequence[Turn], found: Measures) -> dict[str, Any]:
    """Turns and measures as plain values for JSON: times in seconds, None where unknown."""
    return {"turns": [asdict(turn) for turn in turns], "measures": asdict(found)}


def as_text(turns: Sequence[Turn], manager: str, found: Measures) -> str:
    """A summary for a person, one fact on a line."""
    lines = [_n("{n} turn", "{n} turns", len(turns)).format(n=len(turns))]
    for speaker, count in Counter(turn.speaker for turn in turns).items():
        text = _n("{speaker}: {n} turn", "{speaker}: {n} turns", count)
        lines.append("  " + text.format(speaker=speaker or _("Unknown speaker"), n=count))
    lines += _facts(manager, found)
    return "\n".join(lines)


def _require_speaker(turns: Sequence[Turn], manager: str) -> None:
    found = speakers(turns)
    if manager and manager in found:
        return
    if not found:
        raise Invalid({"manager": _("This file names no speakers, so nothing can be measured.")})
    text = _("“{name}” does not speak in this file. Speakers found: {speakers}.")
    raise Invalid({"manager": text.format(name=manager, speakers=", ".join(found))})


def _questions(text: str) -> int:
    """Runs of question marks, but not the one inside an address such as `example.org/?page=1`."""
    ends = (found.end() for found in _QUESTION.finditer(text))
    return sum(text[end - 1] in "？؟" or not text[end : end + 1].isalnum() for end in ends)


def _talk_share(turns: Sequence[Turn], own: Sequence[Turn]) -> float | None:
    """Seconds of `own` / of all turns; None where somebody's turns all lack their length."""
    timed = {turn.speaker for turn in turns if _lengths([turn])}
    if timed != {turn.speaker for turn in turns}:
        return None
    return _share(sum(_lengths(own)), sum(_lengths(turns)))


def _lengths(turns: Sequence[Turn]) -> list[float]:
    """Seconds of each turn whose start and end are known."""
    return [
        round(turn.end - turn.start, 3)
        for turn in turns
        if turn.start is not None and turn.end is not None
    ]


def _conversation_seconds(turns: Sequence[Turn]) -> float:
    """Seconds from the first start to the last time known; 0 without times."""
    times = [time for turn in turns for time in (turn.start, turn.end) if time is not None]
    return max(times) - min(times) if times else 0.0


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _words(turns: Sequence[Turn]) -> int:
    return sum(len(turn.text.split()) for turn in turns)


def _facts(manager: str, found: Measures) -> list[str]:
    """The measures that are known, in words."""
    lines = []
    if found.talk_share is not None:
        text = _("{name} speaks {percent} % of the time")
        lines.append(text.format(name=manager, percent=_percent(found.talk_share)))
    if found.word_share is not None:
        text = _("{name} says {percent} % of the words")
        lines.append(text.format(name=manager, percent=_percent(found.word_share)))
    if found.manager_questions is not None:
        n = found.manager_questions
        lines.append(_n("{n} question asked", "{n} questions asked", n).format(n=n))
    if found.questions_per_ten_minutes is not None:
        text = _("{n} questions in ten minutes")
        lines.append(text.format(n=f"{found.questions_per_ten_minutes:.1f}"))
    if found.longest_stretch_seconds is not None:
        minutes, seconds = divmod(int(found.longest_stretch_seconds), 60)
        text = _("Longest stretch of {name}: {minutes}:{seconds:02d}")
        lines.append(text.format(name=manager, minutes=minutes, seconds=seconds))
    if found.questions_per_ten_minutes is None:
        lines.append(_("No times in this file, so no measure of time"))
    return lines


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"
