"""The page of roles: forms say what is wrong, and what is done is said and shown."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from coach_the_coach.account.grants.state import GrantsState
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.when import local_day
from coach_the_coach.shell import routes
from tests.observations.visit import Visit, house


@pytest.fixture
def page(database_url: str) -> Iterator[Visit]:
    """The page, open before Ada."""
    with house(database_url):
        yield Visit(GrantsState, routes.GRANTS, "ada")


def cover() -> dict[str, str]:
    today = local_day(clock.now(), "Europe/Paris")
    return {
        "absent": "Lena@example.com ",
        "stand_in": "mia@example.com",
        "away_starts_on": today.isoformat(),
        "away_ends_on": (today + timedelta(days=6)).isoformat(),
        "away_reason": "Holiday.",
    }


def test_somebody_stands_in_and_the_role_is_ended_with_a_reason(page: Visit):
    page.do("let_stand_in", cover() | {"away_reason": ""})
    assert page.state.problems == {"away_reason": "Say why, in a few words."}
    page.do("let_stand_in", cover())
    assert (page.state.problems, page.state.message) == ({}, "Kept. Both are told.")
    first = page.state.grants[0]
    assert (first.name, first.what) == ("Mia Manager", "Stands in for Lena Leader as Leader")

    page.do("choose_to_end", first.id)
    page.do("end", {"end_reason": ""})
    assert page.state.problems == {"end_reason": "Say why, in a few words."}
    page.do("end", {"end_reason": "Back early."})
    assert (page.state.message, page.state.ending.id) == ("The role has ended.", "")
    assert page.state.grants[0].mark != "Stand-in"


def test_a_role_is_given_and_a_guest_let_in(page: Visit):
    today = local_day(clock.now(), "Europe/Paris").isoformat()
    page.do(
        "give",
        {
            "person": "mo@example.com",
            "role": "specialist",
            "over": "everybody",
            "starts_on": today,
            "reason": "Helps others too.",
        },
    )
    assert (page.state.problems, page.state.message) == ({}, "The role is given.")
    page.do("let_guest_in", {"email": "gus@elsewhere.org", "given_name": "Gus"})
    assert set(page.state.problems) == {"guest_ends_on", "guest_reason"}
    page.do("find", "mo")
    assert [one.what for one in page.state.grants] == [
        "Coaching specialist for everybody",
        "Manager of their own people",
    ]
