"""The pages of a week: what they show, where they lead, and what made-up events do."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach_the_coach.cadence.rules import Status
from coach_the_coach.cadence.week.booking.state import BookState, draft_from
from coach_the_coach.cadence.week.state import WeekState
from coach_the_coach.foundation import clock, store
from tests.cadence.week.booked import appointment, appointments, at, entry
from tests.observations.visit import Visit, house, person

FRIDAY = at(6, 16)


@pytest.fixture(autouse=True)
def _house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: FRIDAY)
    with house(database_url):
        yield


def booked(starts_at: datetime, *, of: str = "rae", **more: Any) -> str:
    """The public id of one of Mo's."""
    with store.transaction() as session:
        one = appointment(session, person(session, "mo"), person(session, of), starts_at, **more)
        return one.public_id


def logged(held_at: datetime, *, of: str = "rae") -> None:
    with store.transaction() as session:
        entry(session, person(session, "mo"), person(session, of), held_at)


def statuses() -> list[Status]:
    with store.reading() as session:
        return [one.status for one in appointments(session, person(session, "mo"))]


def test_friday_is_settled_with_one_press_each():
    first, second = booked(at(3, 9)), booked(at(4, 9), of="ren")
    logged(at(3, 9))
    page = Visit(WeekState, "/week", "mo")
    assert (page.state.week.left, page.state.week.logged) == (2, 1)

    assert page.do("settle", first) == []
    assert page.state.message == "Held. 1 left to settle."
    (sent,) = page.do("settle", second)
    assert f"/coaching/new?of={page.state.week.days[2].slots[0].coached}&on=2026-03-04" in sent
    assert statuses() == [Status.HELD, Status.BOOKED]


def test_all_that_the_log_holds_is_settled_at_once():
    booked(at(3, 9))
    booked(at(4, 9), of="ren")
    logged(at(3, 9))
    page = Visit(WeekState, "/week", "mo")
    page.do("settle_logged")
    assert page.state.message == "1 settled. 1 left to settle."


def test_shortening_comes_first_and_a_missed_one_gets_its_question():
    one, over = booked(FRIDAY + timedelta(hours=1)), booked(at(3, 9))
    page = Visit(WeekState, "/week", "mo")
    page.do("choose", one)
    assert (page.state.chosen.public_id, page.state.chosen.shorter) == (one, [15, 30])
    page.do("shorten", one, 15)
    assert page.state.message == "Shortened. Short is better than skipped."
    assert (page.state.chosen.public_id, page.state.step) == ("", "")

    page.do("choose", over)
    page.do("turn_to", "miss")
    page.do("miss", over, "no-time")
    assert page.state.question == ("Which 30 minutes this week did less for your team? Swap it.")
    assert not page.state.asks_bank


def test_what_is_wrong_is_said_beside_its_field_and_what_is_done_is_shown():
    one = booked(FRIDAY + timedelta(hours=1))
    page = Visit(WeekState, "/week", "mo")
    page.do("choose", one)
    page.do("turn_to", "move")
    sent = page.do("move", one, {"starts_at": "2026-03-10T09:00", "reason": "", "other": ""})
    assert (list(page.state.problems), "reason" in sent[0]) == (["reason"], True)
    page.do("move", one, {"starts_at": "2026-03-10T09:00", "reason": "Illness", "other": ""})
    assert (page.state.problems, page.state.message) == ({}, "Moved. They are told.")
    page.do("cancel", one, {"reason": "", "other": "Forecast call"})
    page.do("reopen", one)
    page.do("remove", one)
    assert page.state.message == "It stands again."
    assert list(page.state.problems) == ["reason"]


def test_one_turns_to_other_weeks_and_back():
    booked(at(10, 9))
    page = Visit(WeekState, "/week", "mo")
    page.do("turn", -1)
    assert [day.name for day in page.state.week.days] == ["Tuesday"]
    page.do("turn", 0)
    assert page.state.week.is_current
    again = Visit(WeekState, "/week?back=1", "mo")
    assert again.state.week.name == "23 February to 1 March 2026"
    for asked in ("x", "-", "99999", "1.5"):
        assert Visit(WeekState, f"/week?back={asked}", "mo").state.week.is_current


def test_a_rep_has_the_list_of_own_times_alone():
    booked(FRIDAY + timedelta(hours=1))
    page = Visit(WeekState, "/week", "rae")
    assert (page.state.coaches, page.state.week.days) == (False, [])
    assert [one.coach for one in page.state.own] == ["Mo Manager"]


def test_made_up_events_change_nothing():
    one = booked(at(3, 9))
    page = Visit(WeekState, "/week", "mo")
    huge: Any = {"starts_at": ["x"], "reason": {"a": 1}, "other": "x" * 100_000}
    page.do("move", one, huge)
    page.do("move", {"a": 1}, huge)
    page.do("cancel", "\0", huge)
    page.do("miss", one, {"a": 1})
    page.do("shorten", one, "15")
    page.do("turn_to", "everything")
    page.do("turn", "far")
    page.do("choose", "nothing")
    assert statuses() == [Status.BOOKED]


def test_a_series_is_booked_from_the_form_and_the_week_shown():
    page = Visit(BookState, "/week/book", "mo")
    assert page.state.form.who[0].word == "Rae Rep"
    given = {
        "who": page.state.form.who[0].value,
        "starts": page.state.form.starts,
        "minutes": page.state.form.minutes,
        "every": page.state.form.every,
        "until": page.state.form.until,
    }
    sent = page.do("book", given)
    assert "/week" in sent[0]
    assert page.state.message == "12 times booked."
    assert len(statuses()) == 12


def test_what_is_wrong_with_a_series_is_said():
    page = Visit(BookState, "/week/book", "mo")
    page.do("book", {"who": "", "starts": "", "minutes": "x", "every": "", "until": ""})
    assert set(page.state.problems) == {"who", "starts", "minutes", "every"}
    with store.reading() as session:
        sid = person(session, "sid").public_id
    given = {"who": sid, "starts": "2026-03-09T09:00", "minutes": "30", "every": "0"}
    page.do("book", given)
    assert set(page.state.problems) == {"who"}
    assert draft_from({"starts": ["x"], "minutes": {"a": 1}, "every": None}).starts is None
    assert draft_from("nothing").who == ""


def test_the_team_is_booked_at_once_with_one_press():
    page = Visit(BookState, "/week/book", "mo")
    assert [one.name for one in page.state.form.proposed] == ["Rae Rep", "Ren Rep"]
    page.do("book_team")
    assert (page.state.message, page.state.form.proposed) == ("Booked with 2. They are told.", [])
