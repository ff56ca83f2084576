"""The pages of customer calls: what they show, keep and refuse."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from coach_the_coach.coaching.plans.entering.state import CallEntryState
from coach_the_coach.coaching.plans.one.state import CallState
from coach_the_coach.coaching.plans.significant.state import SignificantState
from coach_the_coach.coaching.plans.state import CallsState
from coach_the_coach.coaching.plans.tables import CustomerCall
from coach_the_coach.foundation import clock, store
from tests.cast import NOW
from tests.coaching.plans.planned import CALL_AT, COACH, OVER, PLAN, REASON, REP
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        yield


def public_id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def form_of(rep: str, **changed: str) -> dict[str, str]:
    """A call as it is typed: at noon in Paris, two hours after now."""
    typed = {
        "rep_id": public_id_of(rep),
        "deal": "Northwind",
        "call_at": "2026-03-02T12:00",
        "minutes": "30",
        "reason": REASON,
    }
    return typed | changed


def entered(key: str = "mo", rep: str = "rae") -> str:
    """A call as it is entered on the page; returns its public id."""
    page = Visit(CallEntryState, "/calls/new", key)
    sent = page.do("enter", form_of(rep))
    return sent[-1].partition("/calls/")[2][:32]


def call_page(call: str, key: str = "mo") -> Visit:
    """The page of one call as one of the cast opens it."""
    return Visit(CallState, f"/calls/{call}", key)


def typed(call: str, draft: object) -> dict[str, str]:
    """A form as the browser sends it."""
    return {"public_id": call, **vars(draft)}


def test_a_call_is_entered_planned_and_debriefed(monkeypatch: pytest.MonkeyPatch):
    call = entered()
    page = call_page(call)
    assert (page.state.stage, page.state.call.deal) == ("here", "Northwind")
    bad = typed(call, PLAN) | {"objective": "Close the deal"}
    sent = page.do("keep_plan", bad)
    assert list(page.state.problems) == ["objective"]
    assert any("objective" in one for one in sent)
    assert not page.state.call.is_planned
    page.do("keep_plan", typed(call, PLAN))
    assert (page.state.problems, page.state.call.is_planned, page.state.busy) == ({}, True, False)
    monkeypatch.setattr(clock, "now", lambda: OVER + timedelta(minutes=5))
    rep = call_page(call, "rae")
    rep.do("keep_rep_part", typed(call, REP))
    assert (rep.state.call.rep_said, rep.state.call.rep_part.well) == (True, REP.well)
    page = call_page(call)
    page.do("keep_coach_part", typed(call, COACH))
    assert (page.state.call.coach_said, page.state.call.after) == (True, "5 minutes after the call")
    lists = Visit(CallsState, "/calls", "mo").state
    assert lists.coverage.whole == "1 of 1 significant call planned and debriefed"
    assert [one.deal for one in lists.past] == ["Northwind"]


def test_what_does_not_fit_is_said_beside_its_field():
    page = Visit(CallEntryState, f"/calls/new?of={public_id_of('ren')}", "mo")
    assert page.state.row.chosen == public_id_of("ren")
    page.do("enter", form_of("rae", call_at="soon", minutes="x", deal="y" * 5000))
    assert set(page.state.problems) == {"call_at", "minutes", "deal"}
    page.do("enter", {})
    assert set(page.state.problems) == {"rep_id", "call_at", "minutes", "deal"}
    page.do("enter", form_of("sid"))
    assert page.state.message != ""
    with store.reading() as session:
        assert session.exec(select(CustomerCall)).all() == []


def test_the_coach_first_is_told_that_the_rep_comes_first(monkeypatch: pytest.MonkeyPatch):
    call = entered()
    page = call_page(call)
    page.do("keep_rep_part", typed(call, REP))
    assert page.state.message.startswith("The call is still to come")
    monkeypatch.setattr(clock, "now", lambda: OVER)
    page = call_page(call)
    page.do("keep_coach_part", typed(call, COACH))
    assert page.state.message.startswith("First what the other says")


@pytest.mark.parametrize("who", ["cleo", "sol", "mia", "ren", "spec", "ada"])
def test_a_stranger_finds_no_call(who: str):
    page = call_page(entered(), who).state
    assert (page.stage, page.call.deal) == ("gone", "")


def test_a_part_is_opened_again_and_a_call_dropped():
    call = entered()
    page = call_page(call)
    page.do("change", "plan")
    assert page.state.changing == "plan"
    page.do("change", "nonsense")
    assert page.state.changing == ""
    sent = page.do("drop", call)
    assert "/calls" in sent[0]
    assert call_page(call).state.call.is_dropped


@pytest.mark.parametrize(
    ("who", "stage", "reads"),
    [
        ("lena", "other", True),
        ("cleo", "other", False),
        ("spec", "other", False),
        ("sol", "gone", False),
        ("rae", "gone", False),
        ("ada", "gone", False),
    ],
)
def test_of_somebody_else_one_sees_what_one_may(who: str, stage: str, reads: bool):
    entered()
    page = Visit(CallsState, f"/calls?of={public_id_of('mo')}", who).state
    assert (page.stage, page.theirs.reads, len(page.theirs.lines)) == (stage, reads, int(reads))


def test_a_rep_has_calls_and_no_team():
    entered("rae", "rae")
    page = Visit(CallsState, "/calls", "rae").state
    assert (page.stage, page.coaches) == ("own", False)
    assert [one.state for one in page.open.to_plan] == ["Asked for a plan"]


def test_tier_and_pilot_are_set_from_the_list():
    page = Visit(CallsState, "/calls", "mo")
    page.do("set_tier", public_id_of("rae"), "new")
    assert [one.name for one in page.state.team.first] == ["Rae Rep"]
    page.do("set_tier", public_id_of("sid"), "new")
    assert page.state.message != ""
    page.do("set_tier", public_id_of("rae"), "x" * 999)
    page.do("begin_pilot", {"rep": public_id_of("rae")})
    assert (page.state.pilot.name, page.state.pilot.day) == ("Rae Rep", "Day 1 of 30")
    page.do("begin_pilot", {"rep": "nobody"})
    assert Visit(CallsState, "/calls", "rae").state.pilot.name == "Mo Manager"
    page.do("end_pilot", page.state.pilot.public_id)
    assert page.state.pilot.public_id == ""
    page.do("turn", 1)
    page.do("turn", -1)
    assert page.state.page == 0


def test_an_administrator_sets_the_reasons():
    page = Visit(SignificantState, "/calls/significant", "ada")
    assert not page.state.row.is_own
    page.do("keep", {"reason_0": "A deal over 50,000"})
    assert (page.state.row.fields[:2], page.state.row.is_own) == (["A deal over 50,000", ""], True)
    page.do("keep", {})
    assert list(page.state.problems) == ["reason_0"]
    page.do("take_proposed")
    assert (page.state.row.is_own, page.state.problems) == (False, {})


def test_a_call_begins_when_it_was_said_to():
    entered()
    with store.reading() as session:
        assert session.exec(select(CustomerCall)).one().call_at == CALL_AT
