from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.observations.formats import rules
from coach_the_coach.observations.formats.rules import Format, Turn, read_transcript

FILES = Path(__file__).parents[2] / "data" / "transcripts"

MARA, IVO = "Mara Quill", "Ivo Renn"

GOOD = {
    "zoom.vtt": (
        Format.WEBVTT,
        [
            Turn(
                1,
                1.0,
                9.0,
                MARA,
                "How did the call with Tolbert & Sons go? What did you hope for?",
            ),
            Turn(
                2,
                10.25,
                16.0,
                "Ivo Renn (he/him)",
                "I wanted a date: Tuesday. Then they asked for a discount. so I gave one",
            ),
            Turn(3, 18.0, 20.0, MARA, "And then?"),
        ],
    ),
    "teams.vtt": (
        Format.WEBVTT,
        [
            Turn(1, 3.12, 6.98, MARA, "What would you do differently & why?"),
            Turn(2, 7.4, 14.0, IVO, "Ask <i>before I answer. Maybe."),
        ],
    ),
    "teams_without_names.vtt": (
        Format.WEBVTT,
        [
            Turn(1, 3.12, 6.98, "", "What would you do differently?"),
            Turn(2, 7.4, 12.0, "", "Ask before I answer."),
        ],
    ),
    "stream.vtt": (
        Format.WEBVTT,
        [
            Turn(1, 2.0, 4.0, MARA, "What happened?"),
            Turn(2, 4.0, 10.0, IVO, "They went quiet. For a week."),
        ],
    ),
    "subtitles.srt": (
        Format.SRT,
        [
            Turn(1, 1.0, 4.0, MARA, "What did you notice?"),
            Turn(2, 4.5, 8.0, IVO, "He looked at the clock."),
            Turn(3, 4.5, 8.0, MARA, "When?"),
            Turn(4, 3600.5, 3602.0, IVO, "At the price."),
        ],
    ),
    "otter.txt": (
        Format.OTTER,
        [
            Turn(1, 5.0, 3723.0, MARA, "What is your next step? And who does it? Take your time."),
            Turn(2, 3723.0, None, IVO, "I call them at 10:30."),
        ],
    ),
    "zoom.txt": (
        Format.ZOOM_TEXT,
        [
            Turn(1, 1.0, 7.0, MARA, "What is open?"),
            Turn(2, 7.0, 12.5, IVO, "The date. And the price."),
            Turn(3, 12.5, None, MARA, "Good."),
        ],
    ),
    "zoom_saved.txt": (
        Format.BRACKETED,
        [
            Turn(1, 0.0, 6.0, MARA, "What is open?"),
            Turn(2, 6.0, 3611.0, IVO, "The date. Here is the thing: the price."),
            Turn(3, 3611.0, None, MARA, "Good. [laughs]"),
        ],
    ),
    "timed.txt": (
        Format.TIMED,
        [
            Turn(1, 3.0, 11.0, MARA, "What is open? Take your time."),
            Turn(2, 11.0, 24.0, IVO, "The date. 10:30 was the plan: he came late. Then the price."),
            Turn(3, 24.0, None, MARA, "Good."),
        ],
    ),
    "plain.txt": (
        Format.PLAIN,
        [
            Turn(1, None, None, MARA, "How did it go? Be honest."),
            Turn(
                2,
                None,
                None,
                IVO,
                "Badly. The thing is: I talked too much, for twenty minutes.",
            ),
            Turn(3, None, None, "rep", "Hello?"),
            Turn(4, None, None, MARA, "Go on."),
        ],
    ),
}

A_TIME = "a time like 00:00:05.000 --> 00:00:09.000 is expected"
NO_NAMES = "No line says who is speaking. Each needs a name, like “Ann: What next?”"
NO_NAMES_IN_TEXT = (
    "No line says who is speaking. Each turn needs a name, in one of these ways: "
    "“Ann: What next?”, “00:00:05 Ann: What next?”, or “[Ann] 10:00:05” or “Ann  0:05” with the "
    "words on the next line."
)
NOT_TEXT = "This file is not text. Save the transcript as .vtt, .srt or .txt."

BAD = {
    "backwards.vtt": "Line 4: the cue ends before it begins.",
    "backwards_otter.txt": "Line 4: this time is before the one above it.",
    "cut_off.vtt": "Nothing is said in this file. It may have been cut off.",
    "cut_off_in_a_cue.vtt": f"Line 7: {A_TIME}, not '2'.",
    "empty.txt": "This file is empty.",
    "no_blank_line.vtt": "Line 7: a blank line is missing before this cue.",
    "no_header.vtt": "Line 1: a WebVTT file begins with the word WEBVTT.",
    "backwards_zoom_saved.txt": "Line 3: this time is before the one above it.",
    "no_names.txt": NO_NAMES_IN_TEXT,
    "no_names.vtt": NO_NAMES,
    "no_times.srt": f"Line 2: {A_TIME}, not 'Mara: Hi'.",
    "too_many_seconds.srt": "Line 2: the time '00:00:61,000' cannot be read.",
    "unreadable_time.vtt": "Line 8: the time '00:0x' cannot be read.",
    "unreadable_time_otter.txt": "Line 4: the time '0:0x' cannot be read.",
    "unreadable_time_timed.txt": "Line 2: the time '00:7x' cannot be read.",
    "unreadable_time_zoom.txt": "Line 2: the time '00:7x' cannot be read.",
}


def problem(content: bytes, file_name: str = "talk.txt") -> str:
    with pytest.raises(Invalid) as refused:
        read_transcript(content, file_name)
    assert list(refused.value.problems) == ["file"]
    return refused.value.problems["file"]


@pytest.mark.parametrize("name", GOOD)
def test_every_format_is_read_into_the_same_kind_of_turns(name: str):
    parsed = read_transcript((FILES / name).read_bytes(), name)

    assert (parsed.format, list(parsed.turns)) == GOOD[name]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_the_line_and_the_reason(name: str):
    assert problem((FILES / "bad" / name).read_bytes(), name) == BAD[name]


def test_every_sample_file_is_in_a_table():
    assert {path.name for path in FILES.glob("*.*")} == set(GOOD)
    assert {path.name for path in (FILES / "bad").iterdir()} == set(BAD)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_usual_encodings_and_line_ends_are_read(encoding: str, newline: str):
    lines = ["WEBVTT", "", "00:01.000 --> 00:02.000", "Zoë: Schön – “gut”?", ""]

    parsed = read_transcript(newline.join(lines).encode(encoding), "talk.vtt")

    assert parsed.turns == (Turn(1, 1.0, 2.0, "Zoë", "Schön – “gut”?"),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf", "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", NOT_TEXT),
        (b"Mara: \x81\x8d", NOT_TEXT),
        (b"\xff\xfeM", NOT_TEXT),
        ("Mara: Hi".encode("utf-16-le"), NOT_TEXT),
        (
            b"PK\x03\x04 a .docx",
            "This is a Word file or an archive. Save the transcript as .vtt, .srt or .txt.",
        ),
        (b"a" * (rules.MAX_BYTES + 1), "This file is larger than 5 MB."),
        (
            b"WEBVTT\n\n0:01 --> 0:02\n" + b"<v>" * 20_001,
            "This file has more than 20000 cues or lines. Split it in two.",
        ),
        (b"a: b\n" * 20_001, "This file has more than 20000 cues or lines. Split it in two."),
        (b"a\n" * 200_001, "This file has more than 200000 cues or lines. Split it in two."),
    ],
)
def test_what_is_no_transcript_is_refused_in_plain_words(content: bytes, sentence: str):
    assert problem(content) == sentence


@pytest.mark.parametrize(
    ("gap", "turns"),
    [("02.000", 1), ("01.500", 1), ("03.499", 1), ("03.500", 2), ("03.501", 2)],
)
def test_cues_of_one_speaker_are_one_turn_when_less_than_a_second_and_a_half_apart(
    gap: str, turns: int
):
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: One\n\n00:{gap} --> 00:09.000\nAnn: Two\n"

    assert len(read_transcript(text.encode(), "talk.vtt").turns) == turns


def test_a_turn_ends_with_the_last_of_its_cues_to_end():
    text = "WEBVTT\n\n00:01.000 --> 00:09.000\nAnn: One\n\n00:02.000 --> 00:03.000\nAnn: Two\n"

    assert read_transcript(text.encode(), "a.vtt").turns == (Turn(1, 1.0, 9.0, "Ann", "One Two"),)


FEW = settings(max_examples=40, deadline=None)

SPEAKERS = st.sampled_from(["Ann", "Bob Ray", "Zoë (Sales)", "manager", "田中"])
WORDS = st.lists(
    st.text(st.characters(categories=["L", "N"], include_characters="?.,'é–"), min_size=1),
    min_size=1,
    max_size=8,
).map(" ".join)


@st.composite
def conversations(draw: st.DrawFn) -> list[Turn]:
    """Turns of changing speakers, in whole milliseconds, in order."""
    turns: list[Turn] = []
    at = 0
    for index in range(1, draw(st.integers(1, 12)) + 1):
        last = turns[-1].speaker if turns else ""
        speaker = draw(SPEAKERS.filter(lambda name, last=last: name != last))
        start = at + draw(st.integers(0, 400_000))
        at = start + draw(st.integers(0, 400_000))
        turns.append(Turn(index, start / 1000, at / 1000, speaker, draw(WORDS)))
    return turns


def clock(seconds: float, comma: str = ".") -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{comma}{thousandths:03d}"


def cues(turns: list[Turn], line: str, comma: str = ".") -> str:
    return "\n\n".join(
        f"{turn.index}\n{clock(turn.start or 0, comma)} --> {clock(turn.end or 0, comma)}\n"
        + line.format(turn=turn)
        for turn in turns
    )


@FEW
@given(conversations())
def test_what_is_written_as_zoom_s_webvtt_is_read_again(turns: list[Turn]):
    text = "WEBVTT\n\n" + cues(turns, "{turn.speaker}: {turn.text}")

    assert list(read_transcript(text.encode(), "talk.vtt").turns) == turns


@FEW
@given(conversations())
def test_what_is_written_as_teams_webvtt_is_read_again(turns: list[Turn]):
    text = "WEBVTT\n\n" + cues(turns, "<v {turn.speaker}>{turn.text}</v>")

    assert list(read_transcript(text.encode(), "talk.vtt").turns) == turns


@FEW
@given(conversations())
def test_what_is_written_as_srt_is_read_again(turns: list[Turn]):
    text = cues(turns, "{turn.speaker}: {turn.text}", comma=",")

    assert list(read_transcript(text.encode(), "talk.srt").turns) == turns


@FEW
@given(conversations())
def test_what_is_written_as_plain_text_is_read_again_without_times(turns: list[Turn]):
    text = "\n".join(f"{turn.speaker}: {turn.text}" for turn in turns)

    assert list(read_transcript(text.encode(), "talk.txt").turns) == [
        Turn(turn.index, None, None, turn.speaker, turn.text) for turn in turns
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{turn.speaker}  {time}\n{turn.text}\n",
        "{time}\t{turn.speaker}\t{turn.text}",
        "[{turn.speaker}] {time}\n{turn.text}\n",
        "[{turn.speaker}]  {time}\n{turn.text}\n",
        "{time} {turn.speaker}: {turn.text}",
        "{time}\t{turn.speaker}: {turn.text}",
        "[{time}] {turn.speaker}: {turn.text}",
        "({time}) {turn.speaker}:\n{turn.text}\n",
    ],
)
@FEW
@given(turns=conversations())
def test_what_is_written_with_starts_alone_lasts_until_the_next_start(line: str, turns: list[Turn]):
    text = "\n".join(line.format(turn=turn, time=clock(turn.start or 0)) for turn in turns)
    ends = [turn.start for turn in turns[1:]] + [None]

    assert list(read_transcript(text.encode(), "talk.txt").turns) == [
        Turn(turn.index, turn.start, end, turn.speaker, turn.text)
        for turn, end in zip(turns, ends, strict=True)
    ]


@pytest.mark.parametrize(
    "line", ["[{turn.speaker}] {time}\n{turn.text}\n", "{time} {turn.speaker}: {turn.text}"]
)
@FEW
@given(turns=conversations(), hour=st.integers(1, 20))
def test_times_of_day_are_counted_from_the_first(line: str, turns: list[Turn], hour: int):
    text = "\n".join(
        line.format(turn=turn, time=clock(hour * 3600 + (turn.start or 0))) for turn in turns
    )

    first = turns[0].start or 0
    assert [turn.start for turn in read_transcript(text.encode(), "talk.txt").turns] == [
        round((turn.start or 0) - first, 3) for turn in turns
    ]


def test_an_hour_of_silence_makes_a_first_time_one_of_day():
    def starts(text: str) -> list[float | None]:
        return [turn.start for turn in read_transcript(text.encode(), "talk.txt").turns]

    assert starts("59:59 Ann: One\n01:00:03 Bob: Two") == [3599.0, 3603.0]
    assert starts("01:00:00 Ann: One\n01:00:03 Bob: Two") == [0.0, 3.0]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (
            "Ann: a\n[pause] 0:05\nBob: b",
            Format.PLAIN,
            [("Ann", "a [pause] 0:05"), ("Bob", "b")],
        ),
        (
            "Ann: a\n10:30 Tuesday: he came\nBob: b",
            Format.PLAIN,
            [("Ann", "a 10:30 Tuesday: he came"), ("Bob", "b")],
        ),
        (
            "Topic: price\n\n0:03 Ann: a\n0:05 Bob: b",
            Format.TIMED,
            [("Ann", "a"), ("Bob", "b")],
        ),
        (
            "Ann  0:05\na\n[laughs]  0:06\n10:30 Tuesday: he came",
            Format.OTTER,
            [("Ann", "a [laughs] 0:06 10:30 Tuesday: he came")],
        ),
        (
            "0:03\tAnn: b\ta\n0:05\tBob\tb",
            Format.ZOOM_TEXT,
            [("Ann: b", "a"), ("Bob", "b")],
        ),
        ("Ann: a\n0:05 Ann: a", Format.PLAIN, [("Ann", "a 0:05 Ann: a")]),
    ],
)
def test_a_time_in_the_words_makes_no_other_format(
    text: str, kind: Format, said: list[tuple[str, str]]
):
    parsed = read_transcript(text.encode(), "talk.txt")

    assert (parsed.format, [(turn.speaker, turn.text) for turn in parsed.turns]) == (kind, said)


@pytest.mark.parametrize(
    "text",
    [
        "10:00:03 AM Ann: a\n10:00:05 AM Bob: b",
        "[Ann] 10:00:03 AM\na",
        "[00:00:01] 00:00:03\na",
        "[] 00:00:03\na",
        "[?] 00:00:03\na",
        "00:00:03 Ann\na",
    ],
)
def test_what_is_no_name_beside_a_time_is_refused_with_the_forms_that_are_read(text: str):
    assert problem(text.encode()) == NO_NAMES_IN_TEXT


def reading(content: bytes, name: str) -> tuple[Turn, ...] | str:
    """What the reader makes of it: turns, or the sentence of the refusal."""
    try:
        return read_transcript(content, name).turns
    except Invalid as refused:
        return refused.problems["file"]


@FEW
@given(st.binary(max_size=300), st.sampled_from(["a.vtt", "a.srt", "a.txt", ""]))
def test_any_bytes_are_read_or_refused_in_words(content: bytes, name: str):
    assert reading(content, name)


@FEW
@given(
    st.lists(
        st.sampled_from(
            [
                "WEBVTT",
                "",
                "NOTE",
                "-->",
                "00:01",
                "00:02.000 --> 00:03.000",
                "<v Ann>",
                "<v",
                ">",
                "Ann: a",
                "Ann  0:05",
                "0:07\tAnn\tb",
                "[Ann] 0:08",
                "[",
                "]",
                "0:09 Ann: c",
                "[0:10] Ann:",
                "(Ann)",
                "&amp;",
                ":",
                " ",
                "\t",
                "{\\an8}",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", " ", ""]),
)
@example(["WEBVTT", "-->"], " ")
def test_any_mixture_of_the_formats_is_read_or_refused_in_words(parts: list[str], between: str):
    for head in ("", "WEBVTT\n\n"):
        assert reading((head + between.join(parts)).encode(), "talk")


HEAD = "WEBVTT\n\n00:01.000 --> 00:02.000\n"


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<v ",
        "<v",
        " ",
        "\t",
        "a  ",
        "a: ",
        ":",
        "(",
        "{\\",
        "&a",
        "&",
        "<v a>",
        "<1:",
        "-",
        "?",
        "[",
        "]",
        "[a",
        "1:",
        "1:1 ",
        "[a] 0:05\n",
        "0:05 a: b\n",
        "0:05 a:",
    ],
)
@pytest.mark.parametrize("head", ["", HEAD, HEAD + "Ann: ", "[", "0:05 ", "[0:05] "])
def test_no_text_takes_more_than_linear_time(unit: str, head: str):
    def spent(size: int) -> float:
        content = (head + unit * (size // len(unit))).encode() + b"x"
        begin = process_time()
        with suppress(Invalid):
            read_transcript(content, "talk")
        return process_time() - begin

    # Some 0.1 s; a pattern that goes back over the text takes minutes.
    assert spent(200_000) < 5


def test_a_file_names_at_most_so_many_speakers():
    def spoken(speakers: int) -> bytes:
        return "".join(f"Speaker {n}: Yes.\n" for n in range(speakers)).encode()

    assert len(read_transcript(spoken(rules.MAX_SPEAKERS), "talk.txt").turns) == 50
    with pytest.raises(Invalid) as refusal:
        read_transcript(spoken(rules.MAX_SPEAKERS + 1), "talk.txt")
    assert refusal.value.problems == {
        "file": "This file names more than 50 speakers. A talk of two is expected."
    }
