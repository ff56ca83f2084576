"""Where a talk stands is said of one that has begun, and not of one that was only read alone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.observations.results.queries import result
from tests.cast import NOW, Cast
from tests.observations.results import signed

BOOKED = ("Your talk is booked: Today 13:00", "waiting", "Open the talk")
BEGUN = ("Your talk has begun", "underway", "Go on with the talk")
ALONE = ("Read alone by Mo Manager; the talk is still to come", "waiting", "Open the talk")
OPEN = (
    "Both views are open; what you agree is not signed yet",
    "underway",
    "Go on with the talk",
)
SOON = NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ({"booked_for": SOON}, BOOKED),
        ({"booked_for": SOON, "opened_at": NOW}, BOOKED),
        ({"booked_for": NOW, "opened_at": NOW}, BEGUN),
        ({"opened_at": NOW}, BEGUN),
        ({"read_alone": True, "shown_at": NOW}, ALONE),
        ({"read_alone": True, "shown_at": NOW, "opened_at": NOW}, OPEN),
        ({"shown_at": NOW, "opened_at": NOW}, OPEN),
    ],
)
def test_where_a_talk_stands(
    session: Session, cast: Cast, given: dict[str, Any], stands: tuple[str, str, str]
):
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made)
    signed.show(session, made, **({"shown_at": None} | given))
    row = result(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW).handing
    assert (row.stands, row.mark, row.action) == stands
