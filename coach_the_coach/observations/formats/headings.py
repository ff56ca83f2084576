"""Headings of text files: a line that says who speaks from when, and may go on with the words."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Final

from coach_the_coach.foundation.words import _
from coach_the_coach.observations.formats.cues import (
    LONGEST_NAME,
    Said,
    clean,
    names_before_colons,
    prefix,
    refusal,
    seconds,
)

DAY_BEGINS_SECONDS: Final = 3600
"""From here on a file's first start is a time of day: nobody is silent for an hour first.

Source: docs/method.md#files-of-talk.
"""

_OTTER_FOOTER: Final = "Transcribed by https://otter.ai"
_HALVES_OF_A_DAY: Final = {"am", "pm", "a.m.", "p.m."}

Heading = tuple[str, str, str]
"""Name, time and words of a line that is a heading."""

Reader = Callable[[str], Heading | None]


def otter_heading(line: str) -> Heading | None:
    """`Ann Lee  0:05` as name, time and no words yet."""
    time = line.rsplit(maxsplit=1)[-1] if line else ""
    name = line[: len(line) - len(time)]
    is_heading = _may_be_time(time) and name.endswith(("  ", "\t")) and len(name) <= LONGEST_NAME
    return (name.strip(), time, "") if is_heading and not bracket_heading(line) else None


def zoom_heading(line: str) -> Heading | None:
    """`00:00:05<tab>Ann Lee<tab>text` as name, time and words."""
    time, _tab, rest = line.partition("\t")
    name, tab, text = rest.partition("\t")
    is_heading = _may_be_time(time) and 0 < len(name.strip()) <= LONGEST_NAME
    # With one tab alone it may be `00:00:05<tab>Ann Lee: text`.
    is_heading = is_heading and bool(tab or not prefix(name)[0])
    return (name.strip(), time.strip(), text) if is_heading else None


def bracket_heading(line: str) -> Heading | None:
    """`[Ann Lee] 10:00:05` as name, time and no words yet: how Zoom saves captions as text."""
    name, _bracket, time = line.partition("]")
    name, time = name[1:].strip(), time.strip()
    is_heading = line.startswith("[") and _may_be_time(time) and len(time.split()) == 1
    # A name is here what may be one before a colon: neither a time nor marks alone.
    is_heading = is_heading and bool(name) and prefix(f"{name}:") == (name, "")
    return (name, time, "") if is_heading else None


def timed_heading(line: str) -> Heading | None:
    """`00:00:05 Ann Lee: text` as name, time and words; the time may stand in brackets."""
    time, rest = [*line.split(maxsplit=1), "", ""][:2]
    if time[:1] + time[-1:] in {"[]", "()"}:
        time = time[1:-1]
    name, text = prefix(rest) if _may_be_time(time) else ("", "")
    is_heading = bool(name) and name.split()[0].lower() not in _HALVES_OF_A_DAY
    return (name, time, text) if is_heading else None


def among(lines: list[str], heading: Reader) -> Reader | None:
    """`heading` for these lines, or None where more of them name somebody before a colon.

    A line like "[pause] 0:05" or "10:30 was the plan: he came" makes no format of its own. A
    heading's name is a name as one before a colon is: written like one, or there again.
    """
    found = [heading(line) for line in lines]
    names = names_before_colons(
        f"{one[0]}:" if one else line for line, one in zip(lines, found, strict=True) if line
    )
    headings = sum(one is not None and one[0] in names for one in found)
    plain = (prefix(line)[0] for line, one in zip(lines, found, strict=True) if not one)
    if headings <= sum(name in names for name in plain):
        return None

    def known(line: str) -> Heading | None:
        one = heading(line)
        return one if one and one[0] in names else None

    return known


def headed(lines: list[str], heading: Reader) -> list[Said]:
    """Who says what in a file of headings with a start; lines above the first are its title.

    Where the first start is a time of day, all are counted from it.
    """
    heads: list[tuple[str, float, list[str]]] = []
    for number, line in enumerate(lines, start=1):
        if found := heading(line):
            start = seconds(number, found[1])
            if heads and start < heads[-1][1]:
                raise refusal(number, _("this time is before the one above it."))
            heads.append((clean(found[0]), start, [found[2]]))
        elif heads and not line.startswith(_OTTER_FOOTER):
            heads[-1][2].append(line)
    first = heads[0][1] if heads and heads[0][1] >= DAY_BEGINS_SECONDS else 0.0
    starts = [round(start - first, 3) for _name, start, _texts in heads]
    return [
        Said(name, clean(" ".join(texts)), start, end)
        for (name, _start, texts), start, end in zip_longest(heads, starts, starts[1:])
    ]


def _may_be_time(text: str) -> bool:
    return text[:1].isdecimal() and ":" in text
