"""The files hold, right answers give themselves away by nothing, and a file that fails is named."""

from collections import Counter
from pathlib import Path

import pytest

from coach_the_coach.certification.learning.content import queries
from coach_the_coach.certification.learning.content.queries import (
    CASES,
    UNITS,
    cases,
    questions_of,
    talk_named,
    units,
)
from coach_the_coach.certification.learning.content.rules import (
    LONGEST,
    LONGEST_PAGE,
    QUESTIONS,
    SHORTEST_PAGE,
    Ask,
    Case,
    Question,
    Talk,
    Unit,
    read_case,
    read_unit,
)
from coach_the_coach.certification.learning.rules import EXAM
from coach_the_coach.coaching.rules import Cause, Purpose
from coach_the_coach.foundation.errors import Invalid

FILES = Path(queries.__file__).parent
BANKS = (*UNITS, EXAM)


def own_answers(bank: str) -> list[Question]:
    """The questions of a bank whose answers are its own."""
    return [one for one in questions_of(bank) if one.ask is Ask.CHOICE]


def lengths(one: Question) -> tuple[int, list[int]]:
    """How long the right answer is, and how long the wrong ones are."""
    of = {answer.key: len(answer.text) for answer in one.answers}
    right = of.pop(one.right)
    return right, list(of.values())


@pytest.mark.parametrize("one", units(), ids=UNITS)
def test_each_unit_is_one_page_with_five_questions(one: Unit):
    assert SHORTEST_PAGE <= one.words <= LONGEST_PAGE
    assert len(one.questions) == QUESTIONS
    assert len({question.text for question in one.questions}) == QUESTIONS
    assert one.minutes * 200 > one.words
    names = {turn.speaker for turn in one.example.turns}
    assert len(names) == 2


@pytest.mark.parametrize("one", cases(), ids=CASES)
def test_each_case_asks_for_purpose_cause_next_question_proof_and_practice(one: Case):
    assert [question.key for question in one.questions] == [
        f"{one.key}-{what}" for what in ("purpose", "cause", "next", "evidence", "practice")
    ]
    purpose, cause = one.questions[:2]
    assert {answer.key for answer in purpose.answers} == set(Purpose)
    assert {answer.key for answer in cause.answers} == set(Cause)
    assert len(one.talk.turns) >= 18


def test_the_six_units_and_the_four_cases_are_all_there_is():
    for folder, shipped in (("units", UNITS), ("exam", CASES)):
        assert {file.stem for file in (FILES / folder).glob("*.toml")} == set(shipped)
    assert len(questions_of(EXAM)) == 20


@pytest.mark.parametrize("bank", BANKS)
def test_every_answer_says_why_and_says_it_of_itself_alone(bank: str):
    for one in questions_of(bank):
        whys = [answer.why for answer in one.answers]
        assert all(why.endswith((".", "!", "?")) for why in whys), one.key
        assert len(set(whys)) == len(whys), one.key
        if one.ask is Ask.CHOICE:
            assert len({answer.text for answer in one.answers}) == 4, one.key


@pytest.mark.parametrize("bank", BANKS)
def test_the_right_answer_is_never_the_longest(bank: str):
    for one in own_answers(bank):
        right, wrong = lengths(one)
        assert right < max(wrong), one.key


def test_the_right_answer_is_the_shortest_no_more_often_than_not():
    asked = [one for bank in BANKS for one in own_answers(bank)]
    shortest = [one.key for one in asked if lengths(one)[0] < min(lengths(one)[1])]
    # One in four if nothing spoke for it.
    assert len(shortest) <= len(asked) / 3, shortest


@pytest.mark.parametrize("bank", BANKS)
def test_right_answers_are_spread_over_the_four_places(bank: str):
    found = Counter(one.right for one in own_answers(bank))
    assert set(found) == set("abcd")
    assert max(found.values()) - min(found.values()) <= 1


def test_no_word_of_one_bank_is_said_of_another():
    keys = [one.key for bank in BANKS for one in questions_of(bank)]
    assert len(set(keys)) == len(keys) == 50
    texts = [one.text for bank in UNITS for one in questions_of(bank)]
    assert len(set(texts)) == len(texts)


def test_a_case_shows_the_talk_without_its_codes():
    found = talk_named("stalled-deal")
    assert found is not None
    assert found.turns[0].speaker == "Solveig"
    assert found.turns[0].text == "What would make this half hour worth it for you?"
    assert "why" not in vars(found.turns[0])
    assert talk_named("nothing") is None


UNIT = (FILES / "units" / "asking.toml").read_text("utf-8")
CASE = (FILES / "exam" / "first-call.toml").read_text("utf-8")
FEW = UNIT[: UNIT.index('[[sections]]\nheading = "One')] + UNIT[UNIT.index("[example]") :]
"""With two of its three sections gone."""

OWN = (FILES / "exam" / "quiet-forecast.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("title = ", {"file"}),
        (UNIT.replace('title = "', 'hint = "x"\ntitle = "', 1), {"file"}),
        (UNIT.replace("minutes = 7", "minutes = true"), {"minutes"}),
        (UNIT.replace("minutes = 7", "minutes = 16"), {"minutes"}),
        (UNIT.replace('mark = "read"', 'mark = "known"'), {"sources 2"}),
        (UNIT.replace("right = 1", "right = 5", 1), {"questions 1"}),
        (UNIT.replace("right = 1", "right = true", 1), {"questions 1"}),
        (UNIT.replace('key = "asking-2"', 'key = "asking-1"'), {"questions"}),
        (UNIT.replace('key = "asking-2"', 'key = "other-2"'), {"questions"}),
        (UNIT.replace('heading = "What counts', 'heading = ""\n#'), {"sections 1"}),
        (UNIT.replace("lead = ", f'lead = "{"x" * (LONGEST + 1)}"\n#'), {"lead"}),
        (FEW, {"file"}),
    ],
)
def test_a_unit_that_does_not_hold_names_each_place(text: str, places: set[str]):
    with pytest.raises(Invalid) as refusal:
        read_unit("asking", text)
    assert set(refusal.value.problems) == places


@pytest.mark.parametrize(
    ("key", "text", "places"),
    [
        ("first-call", CASE.replace('"first-call"', '"nowhere"', 1), {"conversation"}),
        ("first-call", CASE.replace('right = "coach"', 'right = "tell"'), {"purpose"}),
        ("first-call", CASE.replace('right = "skill"', 'right = "luck"'), {"cause"}),
        ("first-call", CASE.replace("process = ", "luck = "), {"cause"}),
        ("first-call", CASE.replace("celebrate = ", "#"), {"purpose"}),
        ("quiet-forecast", OWN.replace('["manager", "Since', '["boss", "Since'), {"turns"}),
        ("quiet-forecast", OWN.replace('["manager", "Since when?"]', '["manager"]'), {"turns 3"}),
        ("quiet-forecast", OWN.replace('rep = "Leonie"', "#"), {"file", "rep"}),
        ("another", OWN, {"questions"}),
    ],
)
def test_a_case_that_does_not_hold_names_each_place(key: str, text: str, places: set[str]):
    with pytest.raises(Invalid) as refusal:
        read_case(key, text, talk_named)
    assert places <= set(refusal.value.problems)
    assert read_case("quiet-forecast", OWN, lambda _key: None).talk != Talk("", "", ())
