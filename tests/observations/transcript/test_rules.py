import csv
import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.observations.formats.rules import Turn, read_transcript
from coach_the_coach.observations.transcript.rules import (
    MIN_FOR_RUNS,
    RUN_LENGTH,
    RUNS,
    Measures,
    as_json,
    as_text,
    can_be_drawn,
    drawn_runs,
    margin_points,
    measures,
    run_of,
    speakers,
)

ROOT = Path(__file__).parents[3]
CORPUS = ROOT.parent / "shared" / "data" / "annomi"

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the real transcripts are not here: ../shared/data/annomi"
)

TIMED = [
    Turn(1, 0.0, 10.0, "Mara", "What happened? And then?!"),
    Turn(2, 10.0, 70.0, "Ivo", "They went quiet."),
    Turn(3, 71.0, 91.0, "Mara", "So, a week of silence. See a.example/?q=1"),
    Turn(4, 100.0, 120.0, "", "Coffee?"),
]

UNTIMED = [Turn(turn.index, None, None, turn.speaker, turn.text) for turn in TIMED]


@given(
    st.sets(st.integers(1, 4000), min_size=MIN_FOR_RUNS, max_size=400).map(sorted),
    st.randoms(use_true_random=False),
)
def test_a_run_of_ten_is_drawn_from_each_quarter(indexes: list[int], rng: Random):
    runs = drawn_runs(indexes, rng)

    assert [len(run) for run in runs] == [RUN_LENGTH] * RUNS
    for place, run in enumerate(runs):
        quarter = indexes[place * len(indexes) // 4 : (place + 1) * len(indexes) // 4]
        start = quarter.index(run[0])
        assert run == quarter[start : start + RUN_LENGTH]


def test_every_start_in_a_quarter_can_be_drawn():
    firsts = {drawn_runs(range(60), Random(seed))[0][0] for seed in range(200)}
    assert firsts == set(range(6))


def test_nothing_is_drawn_from_too_few():
    assert (can_be_drawn(59), can_be_drawn(60)) == (False, True)
    with pytest.raises(ValueError, match="59 turns"):
        drawn_runs(range(59), Random(1))


@pytest.mark.parametrize(("index", "run"), [(4, 1), (5, 0), (9, 2), (0, 0)])
def test_a_turn_is_in_one_run_or_in_none(index: int, run: int):
    assert run_of(index, [[3, 4], [9, 12]]) == run
    assert run_of(index, None) == 0


@pytest.mark.parametrize(
    ("turns", "in_runs", "points"),
    [(19, False, 50), (40, False, 15), (40, True, 18), (120, False, 9)],
)
def test_the_margin_is_said_before_one_chooses(turns: int, in_runs: bool, points: int):
    assert margin_points(turns, in_runs=in_runs) == points


def test_measures_of_time_come_from_the_times():
    assert measures(TIMED, "Mara") == Measures(
        talk_share=30 / 110,
        longest_stretch_seconds=20.0,
        questions_per_ten_minutes=10.0,
        word_share=11 / 15,
        turns=4,
        manager_turns=2,
        manager_questions=2,
    )


def test_without_times_there_is_no_measure_of_time():
    assert measures(UNTIMED, "Mara") == Measures(
        talk_share=None,
        longest_stretch_seconds=None,
        questions_per_ten_minutes=None,
        word_share=11 / 15,
        turns=4,
        manager_turns=2,
        manager_questions=2,
    )


def test_somebody_whose_only_turn_has_no_end_leaves_the_talk_share_unknown():
    turns = [Turn(1, 0.0, 60.0, "Mara", "Go on."), Turn(2, 60.0, None, "Ivo", "No.")]

    by_mara, by_ivo = measures(turns, "Mara"), measures(turns, "Ivo")

    assert (by_mara.talk_share, by_mara.longest_stretch_seconds) == (None, 60.0)
    assert (by_ivo.talk_share, by_ivo.longest_stretch_seconds) == (None, None)


def test_a_talk_of_no_length_has_no_rates():
    found = measures([Turn(1, 5.0, 5.0, "Mara", "Hi?")], "Mara")

    assert (found.talk_share, found.questions_per_ten_minutes) == (None, None)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Really??", 1),
        ("Really?! Why?", 2),
        ("“Why?” he asked.", 1),
        ("No.", 0),
        ("See x/?a=1", 0),
        ("吗？好", 1),
        ("?" * 100_000 + "x", 0),
    ],
)
def test_questions_are_sentences_that_end_with_a_question_mark(text: str, questions: int):
    assert measures([Turn(1, None, None, "Mara", text)], "Mara").manager_questions == questions


def test_speakers_come_in_the_order_of_their_first_turn_without_the_unknown_one():
    assert speakers(TIMED) == ("Mara", "Ivo")


@pytest.mark.parametrize(
    ("turns", "manager", "sentence"),
    [
        (TIMED, "mara", "“mara” does not speak in this file. Speakers found: Mara, Ivo."),
        (TIMED, "", "“” does not speak in this file. Speakers found: Mara, Ivo."),
        (TIMED[3:], "", "This file names no speakers, so nothing can be measured."),
    ],
)
def test_a_manager_who_does_not_speak_is_refused_with_the_speakers_found(
    turns: list[Turn], manager: str, sentence: str
):
    with pytest.raises(Invalid) as refused:
        measures(turns, manager)

    assert refused.value.problems == {"manager": sentence}


def test_json_has_the_turns_in_seconds_and_null_for_what_is_not_known():
    turns = [Turn(1, None, None, "Mara", "Why?"), Turn(2, 1.5, 2.0, "Ivo", "Zoë.")]

    assert json.loads(json.dumps(as_json(turns, Measures(word_share=0.5)))) == {
        "turns": [
            {"index": 1, "start": None, "end": None, "speaker": "Mara", "text": "Why?"},
            {"index": 2, "start": 1.5, "end": 2.0, "speaker": "Ivo", "text": "Zoë."},
        ],
        "measures": {
            "talk_share": None,
            "longest_stretch_seconds": None,
            "questions_per_ten_minutes": None,
            "word_share": 0.5,
            "turns": None,
            "manager_turns": None,
            "manager_questions": None,
        },
    }


def test_the_summary_says_each_fact_on_a_line():
    assert as_text(TIMED, "Mara", measures(TIMED, "Mara")).splitlines() == [
        "4 turns",
        "  Mara: 2 turns",
        "  Ivo: 1 turn",
        "  Unknown speaker: 1 turn",
        "Mara speaks 27 % of the time",
        "Mara says 73 % of the words",
        "2 questions asked",
        "10.0 questions in ten minutes",
        "Longest stretch of Mara: 0:20",
    ]


def test_the_summary_of_a_file_without_times_says_so():
    assert as_text(UNTIMED, "Mara", measures(UNTIMED, "Mara")).splitlines()[-3:] == [
        "Mara says 73 % of the words",
        "2 questions asked",
        "No times in this file, so no measure of time",
    ]


def labelled_turns() -> dict[str, list[int]]:
    """The numbers of the turns that experts coded, by file."""
    found: dict[str, list[int]] = {}
    with (CORPUS / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["file"], []).append(int(row["turn"]))
    return found


@needs_corpus
def test_every_therapist_turn_of_the_real_transcripts_has_the_experts_number():
    by_file = {
        path.name: read_transcript(path.read_bytes(), path.name).turns
        for path in CORPUS.glob("*.vtt")
    }

    assert len(by_file) == 67
    assert {frozenset(speakers(turns)) for turns in by_file.values()} == {
        frozenset({"therapist", "client"})
    }
    assert {
        name: [turn.index for turn in turns if turn.speaker == "therapist"]
        for name, turns in by_file.items()
    } == labelled_turns()


@needs_corpus
def test_the_real_transcripts_have_the_same_turns_in_a_file_without_times_and_measures_of_none():
    for path in CORPUS.glob("*.vtt"):
        turns = read_transcript(path.read_bytes(), path.name).turns
        plain = "\n".join(f"{turn.speaker}: {turn.text}" for turn in turns)
        untimed = read_transcript(plain.encode(), "plain.txt").turns

        assert [(turn.index, turn.speaker, turn.text) for turn in untimed] == [
            (turn.index, turn.speaker, turn.text) for turn in turns
        ]
        found = measures(untimed, "therapist")
        assert found.talk_share is found.longest_stretch_seconds is None
        assert found.questions_per_ten_minutes is None


@needs_corpus
def test_the_measures_of_the_real_transcripts_are_what_their_cues_add_up_to():
    for path in CORPUS.glob("*.vtt"):
        turns = read_transcript(path.read_bytes(), path.name).turns
        found = measures(turns, "therapist")

        # The corpus has whole seconds and one cue for each turn, so plain sums must agree.
        seconds: Counter[str] = Counter()
        longest = 0
        for block in path.read_text(encoding="utf-8").split("\n\n")[1:]:
            _number, times, words = block.strip().split("\n", 2)
            start, end = (
                sum(
                    int(part) * size
                    for part, size in zip(
                        time.partition(".")[0].split(":"), (3600, 60, 1), strict=True
                    )
                )
                for time in times.split(" --> ")
            )
            speaker = words[3 : words.index(">")]
            seconds[speaker] += end - start
            longest = max(longest, end - start) if speaker == "therapist" else longest

        assert found.talk_share == seconds["therapist"] / seconds.total()
        assert found.longest_stretch_seconds == longest
        assert found.manager_turns == sum(turn.speaker == "therapist" for turn in turns)
