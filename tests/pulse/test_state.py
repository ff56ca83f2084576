"""The pages of the pulse, as the browser of one of the cast sees them."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.pulse.minimum.state import MinimumState
from coach_the_coach.pulse.rules import last_day
from coach_the_coach.pulse.state import PulseState
from coach_the_coach.pulse.tables import PulseFigure, PulseSaid
from coach_the_coach.pulse.tickets.state import TicketState
from coach_the_coach.shell import routes
from tests.observations.visit import Visit, house, person
from tests.pulse.said import NOVEMBER, at, ticket

NOW = at(date(2026, 12, 20))
FOUR = {"rating": "5", "thinking": "4", "one_thing": "3", "hard": "2"}


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast, on a day in December."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        yield


def figure(session: Session, key: str) -> None:
    """What is shown of somebody's November."""
    session.add(
        PulseFigure(
            node_id=person(session, key).id or 0,
            period_from=NOVEMBER,
            period_to=last_day(NOVEMBER),
            people=6,
            rating=9,
            thinking=8,
            one_thing=8,
            hard=8,
            released_at=NOW,
        )
    )


def test_a_manager_sees_their_own_and_a_leader_those_below():
    with store.transaction() as session:
        for key in ("mo", "sol"):
            figure(session, key)

    mo = Visit(PulseState, routes.PULSE, "mo").state
    assert [one.rating for one in mo.pulse.own if not one.why] == ["4.5"]
    assert mo.others == []

    visit = Visit(PulseState, routes.PULSE, "lena")
    assert [one.name for one in visit.state.others] == ["Mo Manager"]
    for by in (1, -1, -5, 10**9):
        visit.do("turn", by)
    assert visit.state.loaded


def test_a_rep_says_it_in_the_app_and_finds_nothing_asked_afterwards():
    with store.transaction() as session:
        mo = person(session, "mo")
        ticket(session, person(session, "rae"), mo, NOVEMBER)
    visit = Visit(TicketState, routes.pulse_say(mo.public_id), "rae")
    assert (visit.state.asked.coach, visit.state.asked.month) == ("Mo Manager", "November 2026")

    visit.do("submit", {"rating": "5"})
    assert sorted(visit.state.problems) == ["hard", "one_thing", "thinking"]
    visit.do("submit", FOUR)
    assert visit.state.is_said
    visit.do("submit", FOUR)
    assert visit.state.message == "Nothing is asked here, or you have answered already."
    with store.reading(store.PROGRAM) as session:
        assert len(session.exec(select(PulseSaid)).all()) == 1
    visit.do("load")
    assert (visit.state.asked.coach_id, visit.state.is_said) == ("", False)


def test_a_rep_has_a_link_made_that_is_shown_until_the_page_is_opened_again():
    with store.transaction() as session:
        mo = person(session, "mo")
        ticket(session, person(session, "rae"), mo, NOVEMBER)
    visit = Visit(TicketState, routes.pulse_say(mo.public_id), "rae")
    visit.do("make_link")
    assert "/pulse/link?secret=" in visit.state.link
    visit.do("load")
    assert visit.state.link == ""


def test_an_administrator_sets_the_minimum():
    visit = Visit(MinimumState, routes.PULSE_MINIMUM, "ada")
    visit.do("keep", {"people": "2"})
    assert visit.state.problems == {"people": "A whole number from 3 to 10."}
    visit.do("keep", {"people": "7"})
    assert (visit.state.held.people, visit.state.problems) == (7, {})
