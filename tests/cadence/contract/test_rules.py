"""What rules of interruption must hold."""

from dataclasses import replace

import pytest

from coach_the_coach.cadence.contract.rules import (
    ContractDraft,
    State,
    Terms,
    lines_of,
    problem_in_why,
    problems_in,
    state_mark,
    state_of,
    state_word,
    template,
    template_draft,
    within_words,
)
from tests.cast import NOW

DRAFT = template_draft()


def test_the_template_holds_where_nothing_is_signed_and_can_be_kept_as_it_is():
    assert template() == Terms(
        reasons=(
            "A customer in trouble that cannot wait two hours",
            "A safety or legal matter",
            "Illness",
        ),
        within_days=2,
        is_signed=False,
    )
    assert problems_in(DRAFT) == {}


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"text": " "}, {"text"}),
        ({"text": "x" * 1000}, set()),
        ({"text": "x" * 1001}, {"text"}),
        ({"reasons": "\n \n"}, {"reasons"}),
        ({"reasons": "\n".join("abcdef")}, set()),
        ({"reasons": "\n".join("abcdefg")}, {"reasons"}),
        ({"reasons": "x" * 120}, set()),
        ({"reasons": "x" * 121}, {"reasons"}),
        ({"within_days": "1"}, set()),
        ({"within_days": "10"}, set()),
        ({"within_days": "0"}, {"within_days"}),
        ({"within_days": "11"}, {"within_days"}),
        ({"within_days": "two"}, {"within_days"}),
        ({"within_days": ""}, {"within_days"}),
    ],
)
def test_what_keeps_them_from_being_kept(changed: dict[str, str], fields: set[str]):
    assert set(problems_in(replace(DRAFT, **changed))) == fields
    assert set(problems_in(ContractDraft())) == {"text", "reasons", "within_days"}


def test_reasons_are_lines_and_the_same_one_counts_once():
    assert lines_of(" Illness \n\nIllness\r\nA  fire\n") == ("Illness", "A fire")


def test_how_far_a_version_has_come_is_what_was_done_last():
    states = [
        state_of(offered_at=offered, returned_at=returned, signed_at=signed)
        for offered, returned, signed in (
            (None, None, None),
            (NOW, None, None),
            (NOW, NOW, None),
            (NOW, None, NOW),
        )
    ]
    assert states == list(State)
    assert [state_word(one) for one in State] == [
        "Not offered yet",
        "Waits for a signature",
        "Sent back",
        "Signed",
    ]
    assert [state_mark(one) for one in State] == ["plain", "waiting", "attention", "done"]


def test_who_gives_it_back_says_why():
    assert problem_in_why("  ") == "Say what you would like changed."
    assert problem_in_why("x" * 301) == "Shorter, please: at most 300 characters."
    assert problem_in_why("Two days are many.") == ""
    assert [within_words(1), within_words(2)] == ["Within 1 working day", "Within 2 working days"]
