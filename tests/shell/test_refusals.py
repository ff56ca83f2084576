"""A refusal is said in its own words; what breaks is a number for the person and a trace for us."""

import logging
import re
from typing import Any

import pytest

from coach_the_coach.foundation.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotFresh,
    NotPermitted,
    NotSignedIn,
    Refusal,
)
from coach_the_coach.shell import refusals


def said(answer: Any) -> str:
    """What the page is given to say."""
    ((_name, words),) = answer.args
    return str(words._var_value)


@pytest.mark.parametrize(
    "refusal",
    [
        NotFound(),
        NotPermitted(),
        Conflict("Somebody was first."),
        Invalid({"a": "One.", "b": "Two."}),
    ],
)
def test_a_refusal_is_said_as_it_stands(refusal: Refusal):
    assert said(refusals.answer(refusal)) == refusal.text


def test_who_is_not_signed_in_is_led_to_the_page_where_one_signs_in():
    answer = refusals.answer(NotSignedIn())

    assert answer is not None
    assert answer.handler.fn.__qualname__ == "_redirect"
    assert "/signin" in str(answer.args)


def test_who_has_to_show_anew_who_they_are_is_led_there_with_the_way_back():
    answer = refusals.answer(NotFresh())

    assert answer is not None
    assert answer.handler.fn.__qualname__ == "_redirect"
    assert "/confirm?next=/" in str(answer.args)


def test_what_breaks_is_apologised_for_with_a_number_and_its_trace_is_for_the_log_alone(
    caplog: pytest.LogCaptureFixture,
):
    with caplog.at_level(logging.ERROR):
        words = said(refusals.answer(ZeroDivisionError("secret of Mo")))

    number = re.fullmatch(
        r"Something went wrong on our side\. What was kept before is safe\. "
        r"Its number is (\w{8})\.",
        words,
    )
    assert number is not None
    (record,) = caplog.records
    assert number[1] in record.getMessage()
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_two_faults_have_two_numbers():
    assert said(refusals.answer(KeyError())) != said(refusals.answer(KeyError()))


def test_what_breaks_in_a_browser_is_noted_and_cut_short(caplog: pytest.LogCaptureFixture):
    refusals.note_in_browser(ValueError("x" * 2000))

    assert [record.getMessage() for record in caplog.records] == ["in a browser: " + "x" * 500]
