"""The time for the talk on a page: taken by the observer, moved by both, seen by nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.observations.booking.rules import said_time
from coach_the_coach.observations.booking.state import BookingState
from tests import build
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


@pytest.fixture
def page() -> str:
    """The address of a live draft of Lena's, watching Mo coach Rae."""
    with store.transaction() as session:
        mo, lena, rae = (person(session, key) for key in ("mo", "lena", "rae"))
        made = build.observation(session, of=mo, by=lena, coached=rae, at=clock.now())
        return f"/observations/{made.public_id}/live"


def test_times_are_proposed_to_the_observer_and_one_is_taken(page: str):
    visit = Visit(BookingState, page)
    row = visit.state.row
    assert (row.other, row.booked.words, row.may_choose) == ("Mo Manager", "", True)
    assert 1 <= len(row.slots) <= 6

    visit.do("take", row.slots[-1].value)

    assert visit.state.row.booked.words == row.slots[-1].word
    assert visit.state.message == "Booked. Mo Manager is told."
    assert not visit.state.row.is_late


def test_the_one_observed_sees_it_once_it_is_booked_and_moves_it(page: str):
    assert Visit(BookingState, page, "mo").state.row.public_id == ""
    first = Visit(BookingState, page)
    first.do("take", first.state.row.slots[-1].value)

    visit = Visit(BookingState, page, "mo")
    assert (visit.state.row.other, visit.state.row.watches) == ("Lena Leader", False)
    later = clock.now().astimezone(ZoneInfo("Europe/Paris")) + timedelta(days=9)
    visit.do("take_other", {"starts_at": later.strftime("%Y-%m-%dT%H:%M")})

    said = said_time(later, "Europe/Paris")
    assert (visit.state.row.is_late, visit.state.row.booked.words) == (True, said)
    assert visit.state.message == "Booked. Lena Leader is told."


@pytest.mark.parametrize("said", ["", "soon", "2020-01-01T10:00", None])
def test_a_time_that_does_not_fit_is_said_beside_its_field(page: str, said: str | None):
    visit = Visit(BookingState, page)
    visit.do("take_other", {"starts_at": said})
    visit.do("take", said or "")

    assert list(visit.state.problems) == ["starts_at"]
    assert visit.state.row.booked.words == ""
    visit.do("take", visit.state.row.slots[0].value)
    assert visit.state.problems == {}


@pytest.mark.parametrize("who", ["odd", "cleo", "rae", "ada"])
def test_nobody_else_sees_any_of_it(page: str, who: str):
    first = Visit(BookingState, page)
    first.do("take", first.state.row.slots[0].value)
    assert Visit(BookingState, page, who).state.row.public_id == ""
