import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.observations.rubric import rules
from coach_the_coach.observations.rubric.rules import (
    Rubric,
    canonical,
    fingerprint,
    read_rubric,
    stored_rubric,
    worded,
)

TOML = (Path(rules.__file__).parent / "rubric-1.0.toml").read_text("utf-8")
RUBRIC = read_rubric(TOML)


def levels(text: str) -> dict[int, int | None]:
    """The levels of dimensions 1, 2, ... written as digits; N is not observed."""
    return {at: None if sign == "N" else int(sign) for at, sign in enumerate(text, 1)}


def test_the_rubric_of_the_house_has_eight_dimensions_four_levels_and_five_stop_signs():
    assert (RUBRIC.name, RUBRIC.version) == ("Session observation", "1.0")
    assert [RUBRIC.level_word(level) for level in (1, 2, 3, 4, None)] == [
        "Telling",
        "Steering",
        "Coaching",
        "Building ownership",
        "Not observed",
    ]
    assert [dimension.name for dimension in RUBRIC.dimensions] == [
        "Focus and agreement",
        "Ask-tell balance",
        "Listening and building",
        "Diagnosis from evidence",
        "Developmental depth",
        "Feedback and safety",
        "Practice",
        "Commitment and follow-through",
    ]
    assert [sign.key for sign in RUBRIC.stop_signs] == [
        "shamed",
        "took-over",
        "broke-confidence",
        "elsewhere",
        "interrogated",
    ]


@pytest.mark.parametrize(("coach", "coached"), [("manager", "rep"), ("leader", "manager")])
def test_a_rubric_speaks_of_the_two_who_sit_together(coach: str, coached: str):
    rubric = worded(RUBRIC, coach=coach, coached=coached)

    assert rubric.dimensions[0].anchors[3] == (
        f"{coached.capitalize()} names the topic and the outcome and ties it to the skill on the "
        f"action plan; {coach} returns to it before closing."
    )
    assert rubric.stop_signs[0].text == f"Shamed or threatened the {coached}"
    assert "{" not in canonical(rubric).replace('{"', "")


def test_a_stored_rubric_reads_back_the_same_with_the_same_fingerprint():
    again = stored_rubric(canonical(RUBRIC))

    assert again == RUBRIC
    assert fingerprint(again) == fingerprint(RUBRIC)
    assert len(fingerprint(RUBRIC)) == 64


def test_the_order_of_keys_does_not_change_a_fingerprint_and_a_word_does():
    turned = TOML.replace('name = "Session observation"\nversion = "1.0"', "").replace(
        "levels = [", 'version = "1.0"\nname = "Session observation"\nlevels = [', 1
    )

    assert fingerprint(read_rubric(turned)) == fingerprint(RUBRIC)
    assert fingerprint(replace(RUBRIC, version="1.1")) != fingerprint(RUBRIC)


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ('version = "1.0"', "", {"version": "A text is missing here."}),
        ('version = "1.0"', "version = 1.0", {"version": "A text is missing here."}),
        ('version = "1.0"', 'version = " "', {"version": "A text is missing here."}),
        ('version = "1.0"', 'version = "1"\nowner = "x"', {"file": "Not known here: owner."}),
        (
            'levels = ["Telling", ',
            "levels = [",
            {"levels": "Four texts are needed here, one for each level."},
        ),
        (
            "number = 8",
            "number = 9",
            {"dimensions": "The dimensions must be numbered 1 to 8, in order."},
        ),
        (
            'hint = "Was it tried out loud?"\n',
            "",
            {
                "dimensions": "Tables are needed here, each with "
                "anchors, hint, name, number and nothing else."
            },
        ),
        ('"None.",', "3,", {"dimension 7": "A text is missing here."}),
        (
            "Shamed or threatened the {coached}",
            "Shamed {rep}",
            {"stop sign 1": "{rep} is not one of {coach}, {coached}, {Coach}, {Coached}."},
        ),
        (
            'key = "elsewhere"',
            'key = "shamed"',
            {"stop_signs": "Two stop signs have the same key."},
        ),
    ],
)
def test_a_faulty_rubric_is_refused_naming_the_place(old: str, new: str, problems: dict[str, str]):
    assert TOML.count(old) == 1
    with pytest.raises(Invalid) as refusal:
        read_rubric(TOML.replace(old, new))

    assert refusal.value.problems == problems


def test_a_file_that_is_not_toml_is_refused_with_its_place():
    with pytest.raises(Invalid, match=r"This is not a TOML file: .*line 2"):
        read_rubric('name = "x"\nname\nversion = "1"')


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "{}"])
def test_a_stored_text_that_is_no_rubric_is_refused(text: str):
    with pytest.raises(Invalid):
        stored_rubric(text)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), st.lists, max_leaves=4))
def test_whatever_stands_for_the_dimensions_is_refused_and_never_crashes(value: Any):
    content = {**tomllib.loads(TOML), "dimensions": value}
    with pytest.raises(Invalid):
        stored_rubric(json.dumps(content))


def test_a_rubric_of_a_later_version_is_another_rubric():
    later = read_rubric(TOML.replace('version = "1.0"', 'version = "1.1"'))

    assert isinstance(later, Rubric)
    assert later == replace(RUBRIC, version="1.1")
