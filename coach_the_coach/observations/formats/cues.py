"""Cues of subtitle files, and who says what in them."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _

LONGEST_NAME: Final = 80
"""Most characters of a speaker's name before a colon. Source: docs/method.md#files-of-talk."""

LONGEST_NAME_WORDS: Final = 8
"""Most words of a speaker's name before a colon. Source: docs/method.md#files-of-talk."""

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_NO_NAME: Final = re.compile(r"[?!;\"<>=]|^[\W_]*$")
_PARTICLES: Final = {"da", "de", "del", "den", "der", "di", "du", "la", "van", "von", "y", "zu"}
_TAG: Final = re.compile(
    r"</?(?:v|c|i|b|u|s|lang|ruby|rt|font)(?:[.\s][^<>]*)?>|<[0-9:.]+>|\{\\[^{}]*\}", re.IGNORECASE
)
_TEAMS_CUE: Final = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/[0-9-]+)?", re.IGNORECASE
)
_TIME: Final = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2})(?:[.,]([0-9]{1,6}))?")
_VOICE: Final = re.compile(r"<v([.\s][^<>]*)?>")


@dataclass(frozen=True)
class Said:
    """Words as a file gives them; `speaker` is None where it names nobody for them."""

    speaker: str | None
    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class Cue:
    """Lines of text under one time, before it is known who says them."""

    lines: list[str]
    start: float | None = None
    end: float | None = None
    name: str = ""

    def said(self, speaker: str | None, text: str) -> Said:
        """`text` by `speaker` at the time of the cue."""
        return Said(speaker, text, self.start, self.end)


def refusal(number: int, reason: str) -> Invalid:
    """The file cannot be read, because of this line (from 1)."""
    return Invalid({"file": _("Line {number}: {reason}").format(number=number, reason=reason)})


def seconds(number: int, written: str) -> float:
    """A time `[H:]MM:SS[.fff]` in seconds; raises Invalid, naming the line, for another text."""
    found = _TIME.fullmatch(written)
    if found:
        hours, minutes, whole = (int(part or 0) for part in found.groups()[:3])
        if whole < 60 and (minutes < 60 or found[1] is None):
            return round(hours * 3600 + minutes * 60 + whole + float(f"0.{found[4] or 0}"), 3)
    reason = _("the time '{time}' cannot be read.").format(time=_quoted(written))
    raise refusal(number, reason)


def clean(text: str) -> str:
    """Words without tags, entities and spare white space."""
    if "<" in text or "{" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return " ".join(text.split())


def webvtt_cues(lines: list[str]) -> list[Cue]:
    """The cues of a WebVTT file; raises Invalid with the line for one that cannot be read."""
    return [_cue(number, block) for number, block in _webvtt_blocks(lines)]


def srt_cues(lines: list[str]) -> list[Cue]:
    """The cues of an SRT file; raises Invalid with the line for one that cannot be read."""
    return [_cue(number, block) for number, block in _blocks(lines)]


def attributed(cues: list[Cue], *, has_title: bool = False) -> list[Said]:
    """Who says what, by the first way of naming speakers that the cues use.

    Words without a name go to whoever spoke last; before the first name the speaker is None, or
    the words are left out where the file `has_title`. In a Teams file with names switched off all
    speakers are None. Raises Invalid for any other file that names nobody.
    """
    voiced = any(_VOICE.search(line) for cue in cues for line in cue.lines)
    if voiced:
        said = [words for cue in cues for words in _by_voice(cue)]
    else:
        cues = [replace(cue, lines=[clean(line) for line in cue.lines]) for cue in cues]
        said = _by_prefix(cues) or _by_bracket(cues)
    if any(words.speaker for words in said):
        return list(_carried(said, has_title))
    if voiced or any(_TEAMS_CUE.fullmatch(cue.name) for cue in cues):
        return said or [cue.said(None, " ".join(cue.lines)) for cue in cues]
    if any(line for cue in cues for line in cue.lines):
        raise Invalid({"file": _nameless_text() if has_title else _nameless_cues()})
    return []


def _nameless_cues() -> str:
    """Why subtitles without names cannot be read."""
    return _("No line says who is speaking. Each needs a name, like “Ann: What next?”")


def _nameless_text() -> str:
    """Why a text without names cannot be read, with the forms that can."""
    return _(
        "No line says who is speaking. Each turn needs a name, in one of these ways: "
        "“Ann: What next?”, “00:00:05 Ann: What next?”, or “[Ann] 10:00:05” or “Ann  0:05” with "
        "the words on the next line."
    )


def _quoted(text: str) -> str:
    """At most 40 characters of `text`, for a message."""
    return text if len(text) <= 40 else text[:39] + "…"


def _webvtt_blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    for number, block in _blocks(lines):
        if number == 1:
            # Some programs leave out the blank line between the header and the first cue.
            if any("-->" in line for line in block[1:]):
                yield 2, block[1:]
        elif block[0].split(maxsplit=1)[0] not in {"NOTE", "STYLE", "REGION"}:
            yield number, block


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without a blank one, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(number: int, block: list[str]) -> Cue:
    """A block of an optional name, a line of times and the words."""
    at = 0 if "-->" in block[0] or len(block) == 1 else 1
    first, arrow, second = (part.strip() for part in block[at].partition("-->"))
    if not arrow:
        reason = _("a time like 00:00:05.000 --> 00:00:09.000 is expected, not '{found}'.")
        raise refusal(number + at, reason.format(found=_quoted(block[at])))
    start = seconds(number + at, first)
    end = seconds(number + at, second.split(maxsplit=1)[0] if second else "")
    if end < start:
        raise refusal(number + at, _("the cue ends before it begins."))
    words = block[at + 1 :]
    for offset, line in enumerate(words, start=number + at + 1):
        if "-->" in line:
            raise refusal(offset, _("a blank line is missing before this cue."))
    return Cue(words, start, end, block[0] if at else "")


def _by_voice(cue: Cue) -> Iterator[Said]:
    """Teams' way, `<v Ann>text</v>`; several voices in one cue all get its time."""
    before, *rest = _VOICE.split("\n".join(cue.lines))
    yield cue.said(None, clean(before))
    for label, text in zip(rest[::2], rest[1::2], strict=True):
        # A voice may bear classes before the name: `<v.loud.slow Ann>`; `<v>` names nobody.
        words = (label or "").split()
        name = words[1:] if (label or "").startswith(".") else words
        yield cue.said(clean(" ".join(name)) or None, clean(text))


def _by_prefix(cues: list[Cue]) -> list[Said]:
    """Zoom's way, `Ann: text`; nothing where no cue begins with what is a name."""
    names = names_before_colons(cue.lines[0] for cue in cues if cue.lines)
    return [words for cue in cues for words in _prefixed(cue, names)] if names else []


def _prefixed(cue: Cue, names: set[str]) -> Iterator[Said]:
    parts: list[tuple[str | None, list[str]]] = []
    for line in cue.lines:
        name, text = prefix(line)
        if name in names:
            parts.append((name, [text]))
        elif parts:
            parts[-1][1].append(line)
        else:
            parts.append((None, [line]))
    return (cue.said(name, " ".join(texts).strip()) for name, texts in parts)


def prefix(line: str) -> tuple[str, str]:
    """What stands before the first colon, as far as it may be a name or else "", and the rest."""
    name, colon, text = line.partition(":")
    name = name.lstrip("->– ").rstrip() if len(name) <= LONGEST_NAME else ""
    is_short = len(name.split()) <= LONGEST_NAME_WORDS
    is_spaced = not text or text[0].isspace()
    if not (colon and is_short and is_spaced) or _NO_NAME.search(name):
        return "", line
    return name, text.strip()


def names_before_colons(lines: Iterable[str]) -> set[str]:
    """Prefixes that are names: all where each line has one, else those that look like it or recur.

    So "the thing is: ask", said once in the middle of a talk, makes nobody a speaker.
    """
    found = Counter(prefix(line)[0] for line in lines)
    nameless = found.pop("", 0)
    return {
        name for name, times in found.items() if not nameless or times > 1 or _is_like_a_name(name)
    }


def _is_like_a_name(prefix: str) -> bool:
    """One word, or all words but particles with a capital or in a script without them."""
    words = prefix.partition("(")[0].split()
    return len(words) <= 1 or all(
        word in _PARTICLES or word != word.lower() or word == word.upper() for word in words
    )


def _by_bracket(cues: list[Cue]) -> list[Said]:
    """Stream's way, `(Ann)` on a line above the text, from the first cue on; else nothing.

    A file that begins otherwise has brackets for noises, "(laughs)", and not for names.
    """
    if not cues or not _bracketed(cues[0]):
        return []
    named = [(cue, _bracketed(cue)) for cue in cues]
    return [cue.said(name, " ".join(cue.lines[1 if name else 0 :])) for cue, name in named]


def _bracketed(cue: Cue) -> str | None:
    """The name alone in brackets on the first of several lines."""
    line = cue.lines[0] if len(cue.lines) > 1 and len(cue.lines[0]) <= LONGEST_NAME else ""
    is_bracketed = line.startswith("(") and line.endswith(")")
    return line[1:-1].strip() or None if is_bracketed else None


def _carried(said: list[Said], has_title: bool) -> Iterator[Said]:
    """Words without a name as said by whoever spoke last."""
    last: str | None = None
    for words in said:
        last = words.speaker or last
        if last or not has_title:
            yield replace(words, speaker=last)
