import pytest

from coach_the_coach.observations.formats.rules import read_transcript


def said(text: str, file_name: str = "talk.txt") -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read_transcript(text.encode(), file_name).turns]


def cue(*lines: str) -> str:
    return "\n".join(["WEBVTT", "", "00:01.000 --> 00:02.000", *lines])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (cue("<v.loud.slow Ann>Hi"), [("Ann", "Hi")]),
        (cue("<v Ann>Hi</v> there"), [("Ann", "Hi there")]),
        (cue("<v Ann>Hi</v>", "<v Bob>Ho</v>"), [("Ann", "Hi"), ("Bob", "Ho")]),
        (cue("<v Ann>Note: he said"), [("Ann", "Note: he said")]),
        (cue("<v A &amp; B>5 &lt; 6 &#x1F600; AT&T"), [("A & B", "5 < 6 😀 AT&T")]),
        (cue("<v Ann>&amp;lt; <00:01.500>a < b > c"), [("Ann", "&lt; a < b > c")]),
        (cue("<v>Hi</v>"), [("", "Hi")]),
        (cue("<v >Hi</v>"), [("", "Hi")]),
        (cue("Ann: Hi", "", "NOTE", "Bob: not said", ""), [("Ann", "Hi")]),
        ("WEBVTT - title\nKind: captions\n\n" + cue("Ann: Hi")[8:], [("Ann", "Hi")]),
        ("WEBVTT\n00:01.000 --> 00:02.000\nAnn: Hi", [("Ann", "Hi")]),
        ("WEBVTT\n\n0:0:0.0 --> 0:0:3.840\nAnn: Hi", [("Ann", "Hi")]),
        (cue("Mm.", "", "00:02.000 --> 00:03.000", "Ann: Hi"), [("", "Mm."), ("Ann", "Hi")]),
        (
            cue("(laughs) Ann: Hi", "", "00:02.000 --> 00:03.000", "Bob: Ho"),
            [
                ("(laughs) Ann", "Hi"),
                ("Bob", "Ho"),
            ],
        ),
    ],
)
def test_speakers_of_cues_are_found_the_way_the_file_names_them(
    text: str, expected: list[tuple[str, str]]
):
    assert said(text, "talk.vtt") == expected


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("manager: a\nrep: b", ["manager", "rep"]),
        ("ann lee: a\nbob ray: b", ["ann lee", "bob ray"]),
        ("Ann: a\nso\nand the thing is: b", ["Ann"]),
        ("Ann: a\nWhat now? Well: b", ["Ann"]),
        ("Ann: a\n10:30 it was", ["Ann"]),
        ("Ann: lead --> deal", ["Ann"]),
        ("Ann: a\nhttp://example.org", ["Ann"]),
        ("Ann: a\nLudwig van der Rohe: b", ["Ann", "Ludwig van der Rohe"]),
        ("Ann: a\nNote\nRenn, Ivo (Sales): b", ["Ann", "Renn, Ivo (Sales)"]),
        ("Ann: a\nand\n田中: b", ["Ann", "田中"]),
        ("Ann: a\nand\nJ. O'Neil-Díaz: b", ["Ann", "J. O'Neil-Díaz"]),
        ("Ann: a\nand\n15551234567: b", ["Ann", "15551234567"]),
        ("Ann:\na\nBob:\nb", ["Ann", "Bob"]),
    ],
)
def test_a_prefix_is_a_speaker_when_it_is_written_like_a_name_or_used_throughout(
    text: str, speakers: list[str]
):
    assert [speaker for speaker, _text in said(text)] == speakers
