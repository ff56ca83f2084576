"""A transcript file as turns of speech: WebVTT, SRT, Otter, Zoom's texts and plain `Name: text`.

In every format tags and entities are taken out of the words, and white space becomes one space.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.formats.cues import (
    Cue,
    Said,
    attributed,
    refusal,
    srt_cues,
    webvtt_cues,
)
from coach_the_coach.observations.formats.headings import (
    Reader,
    among,
    bracket_heading,
    headed,
    otter_heading,
    timed_heading,
    zoom_heading,
)

MAX_BYTES: Final = 5_000_000
"""The largest file read, in bytes: some 80 hours of talk. Source: docs/method.md#files-of-talk."""

MAX_CUES: Final = 20_000
"""The most cues, or lines with words, in one file: a day of talk.

Source: docs/method.md#files-of-talk.
"""

MAX_LINES: Final = 10 * MAX_CUES
"""The most lines in one file, blank ones too. Source: docs/method.md#files-of-talk."""

MAX_SPEAKERS: Final = 50
"""The most speakers in one file; more are words taken for names. Source: docs/method.md#turns."""

LONGEST_PAUSE_SECONDS: Final = 1.5
"""Cues of one speaker less than this apart are one turn. Source: docs/method.md#turns."""

_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")


class Format(StrEnum):
    """How a file writes speakers and times; `PLAIN` alone has no times."""

    WEBVTT = "webvtt"
    SRT = "srt"
    OTTER = "otter"
    ZOOM_TEXT = "zoom_text"
    BRACKETED = "bracketed"
    TIMED = "timed"
    PLAIN = "plain"


@dataclass(frozen=True)
class Turn:
    """One stretch of a person speaking.

    `index` counts from 1 in the order of the file; `start` and `end` are seconds, None where the
    file does not tell; an empty `speaker` is unknown.
    """

    index: int
    start: float | None
    end: float | None
    speaker: str
    text: str


@dataclass(frozen=True)
class ParsedTranscript:
    """A file's format and its turns, at least one."""

    format: Format
    turns: tuple[Turn, ...]


@dataclass
class _Draft:
    """A turn that may still grow."""

    speaker: str
    start: float | None
    end: float | None
    texts: list[str]


def read_transcript(content: bytes, file_name: str) -> ParsedTranscript:
    """Read a file into turns, in the file's order.

    Neighbouring cues of one speaker less than `LONGEST_PAUSE_SECONDS` apart are one turn; where a
    file has no times, or starts only, neighbouring lines of one speaker are. Who has only a start
    is taken to speak until the next start; the last end stays None. Words without a name belong to
    whoever spoke last; before the first name they are a turn with an empty speaker (in text files
    they are the title and left out). In a Teams file with names switched off every cue is a turn
    with an empty speaker, since nothing says which cues are one person's.

    Raises Invalid under "file", with the line and the reason, for a file that cannot be read.
    """
    lines = _lines(_text(content))
    kind, said = _read(lines, file_name)
    turns = _turns(said)
    if not turns:
        raise _invalid(_("Nothing is said in this file. It may have been cut off."))
    if len({turn.speaker for turn in turns}) > MAX_SPEAKERS:
        sentence = _("This file names more than {limit} speakers. A talk of two is expected.")
        raise _invalid(sentence.format(limit=MAX_SPEAKERS))
    return ParsedTranscript(kind, turns)


def _invalid(sentence: str) -> Invalid:
    return Invalid({"file": sentence})


def _text(content: bytes) -> str:
    """The file's characters; raises Invalid for one that is empty, too large or not text."""
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise _invalid(_("This file is larger than {limit} MB.").format(limit=limit))
    if content.startswith(b"PK\x03\x04"):
        raise _invalid(
            _("This is a Word file or an archive. Save the transcript as .vtt, .srt or .txt.")
        )
    text = _decoded(content)
    if text is None or _NOT_TEXT.search(text):
        raise _invalid(_("This file is not text. Save the transcript as .vtt, .srt or .txt."))
    if not text.strip():
        raise _invalid(_("This file is empty."))
    return text


def _decoded(content: bytes) -> str | None:
    """By its byte order mark, else as UTF-8, else as Western Windows text; None where none fits."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    _check_count(len(lines), MAX_LINES)
    return [line.strip() for line in lines]


def _check_count(count: int, limit: int) -> None:
    if count > limit:
        sentence = _("This file has more than {limit} cues or lines. Split it in two.")
        raise _invalid(sentence.format(limit=limit))


def _read(lines: list[str], file_name: str) -> tuple[Format, list[Said]]:
    """The format, told by the content, and who says what; an ending that promises cues is held to.

    What is a heading for sure makes its format; what may be words as well only where it prevails.
    """
    if lines[0].split(maxsplit=1)[:1] == ["WEBVTT"]:
        return Format.WEBVTT, attributed(_counted(webvtt_cues(lines)))
    if file_name.lower().endswith(".vtt"):
        raise refusal(1, _("a WebVTT file begins with the word WEBVTT."))
    if file_name.lower().endswith(".srt") or any(_has_times(line) for line in lines):
        return Format.SRT, attributed(_counted(srt_cues(lines)))
    for kind, heading in ((Format.ZOOM_TEXT, zoom_heading), (Format.OTTER, otter_heading)):
        if any(heading(line) for line in lines):
            return kind, _headed(lines, heading)
    for kind, heading in ((Format.BRACKETED, bracket_heading), (Format.TIMED, timed_heading)):
        if known := among(lines, heading):
            return kind, _headed(lines, known)
    plain = _counted([Cue([line]) for line in lines if line])
    return Format.PLAIN, attributed(plain, has_title=True)


def _has_times(line: str) -> bool:
    return line[:1].isdecimal() and "-->" in line


def _headed(lines: list[str], heading: Reader) -> list[Said]:
    said = headed(lines, heading)
    _check_count(len(said), MAX_CUES)
    return said


def _counted(cues: list[Cue]) -> list[Cue]:
    voices = sum(line.count("<v") for cue in cues for line in cue.lines)
    _check_count(max(len(cues), voices), MAX_CUES)
    return cues


def _turns(said: list[Said]) -> tuple[Turn, ...]:
    """Neighbouring words of one speaker as one turn, counted from 1."""
    drafts: list[_Draft] = []
    for words in said:
        if not words.text:
            continue
        last = drafts[-1] if drafts else None
        if last and _goes_on(last, words):
            last.end = _later(last.end, words.end)
            last.texts.append(words.text)
        else:
            drafts.append(_Draft(words.speaker or "", words.start, words.end, [words.text]))
    return tuple(
        Turn(index, draft.start, draft.end, draft.speaker, " ".join(draft.texts))
        for index, draft in enumerate(drafts, start=1)
    )


def _later(one: float | None, other: float | None) -> float | None:
    """The later of two times; None where either is unknown."""
    return None if one is None or other is None else max(one, other)


def _goes_on(turn: _Draft, words: Said) -> bool:
    """Whether the same, known person speaks on without a pause; True where no time tells."""
    if not turn.speaker or turn.speaker != words.speaker:
        return False
    if turn.end is None or words.start is None:
        return True
    return round(words.start - turn.end, 3) < LONGEST_PAUSE_SECONDS
