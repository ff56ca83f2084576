"""What somebody erased is called is nobody else's."""

import pytest

from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.records.erasure.rules import address, renamed


def test_a_file_brings_nobody_in_under_the_address_of_somebody_erased():
    head = "email,given_name,family_name,manager_email,role\n"
    row = head + "{},Mo,Manager,,manager\n"
    assert read_people(row.format("mo@example.com").encode()).problems == ()
    (problem,) = read_people(row.format(address(7)).encode()).problems
    assert "an address that somebody has" in str(problem)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jan Berg leads.", "X leads."),
        ("(Jan Berg)", "(X)"),
        ("Jan Berg's people", "X's people"),
        (
            "Jan Berger, Anne-Jan Berg and Jan Berg-Lund",
            "Jan Berger, Anne-Jan Berg and Jan Berg-Lund",
        ),
        ("jan@x.org moves.", "Y moves."),
        ("anne.jan@x.org", "anne.jan@x.org"),
    ],
)
def test_a_name_is_replaced_where_it_stands_as_words_of_its_own(text: str, told: str):
    assert renamed(text, {"Jan Berg": "X", "jan@x.org": "Y"}) == told
