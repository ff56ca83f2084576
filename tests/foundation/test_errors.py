"""Every refusal is a sentence for the person, with its status on a route."""

import pytest

from coach_the_coach.foundation.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Refusal,
)


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        (NotSignedIn, 401, "Please sign in."),
        (NotPermitted, 403, "This is not yours to do."),
        (NotFound, 404, "There is nothing here that you can see."),
        (Conflict, 409, "This changed meanwhile. Look again, then try once more."),
    ],
)
def test_a_refusal_says_what_is_the_matter_or_what_it_is_given(
    kind: type[NotSignedIn], status: int, text: str
):
    assert (kind().text, kind().status, str(kind())) == (text, status, text)
    assert kind("Not before Monday.").text == "Not before Monday."
    assert isinstance(kind(), Refusal)


def test_what_does_not_hold_together_names_each_problem_and_keeps_a_list_of_its_own():
    problems = {"aim": "Choose why you are watching.", "held_at": "Check the date."}

    refusal = Invalid(problems)
    problems.clear()

    assert refusal.problems == {
        "aim": "Choose why you are watching.",
        "held_at": "Check the date.",
    }
    assert (refusal.text, refusal.status) == ("Choose why you are watching. Check the date.", 422)
