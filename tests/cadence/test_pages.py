"""The pages of rhythm, rules of interruption and coverage: what they keep, and who sees nothing."""

from collections.abc import Iterator

import pytest

from coach_the_coach.cadence.contract.one.state import CoachContractState
from coach_the_coach.cadence.contract.rules import template_draft
from coach_the_coach.cadence.contract.state import ContractState
from coach_the_coach.cadence.coverage.asking.state import AskingState
from coach_the_coach.cadence.coverage.one.state import OneCoachState
from coach_the_coach.cadence.coverage.state import CoverageState
from coach_the_coach.cadence.policy.mine.state import OwnRhythmState
from coach_the_coach.cadence.policy.shown.state import CoachRhythmState
from coach_the_coach.cadence.policy.state import HouseRhythmState
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import NotPermitted
from tests.observations.visit import Visit, house, person

FORM = {
    "text": template_draft().text,
    "reasons": "Illness\nA fire",
    "within_days": "2",
}


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def public_id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def test_the_house_gets_its_rhythm_from_an_administrator():
    page = Visit(HouseRhythmState, "/cadence", "ada")
    assert (page.state.loaded, page.state.house.preset) == (True, "weekly")
    page.do("keep", {"preset": "daily", "assessment": ["quarterly"], "hours": "81"})
    assert set(page.state.problems) == {"preset", "assessment", "hours"}
    page.do("keep", {"preset": "minimum", "assessment": "biannual", "hours": "35"})
    assert (page.state.problems, page.state.house.preset) == ({}, "minimum")
    assert Visit(OwnRhythmState, "/rhythm", "mo").state.own.house == "2 sessions a month of 30 min"
    with pytest.raises(NotPermitted):
        Visit(HouseRhythmState, "/cadence", "lena")


def test_a_coach_agrees_on_another_rhythm_and_the_rep_reads_why():
    rae, mo = public_id_of("rae"), public_id_of("mo")
    page = Visit(OwnRhythmState, "/rhythm", "mo")
    assert [one.name for one in page.state.own.team] == ["Rae Rep", "Ren Rep"]
    page.do("choose", rae)
    assert page.state.chosen == rae
    sent = page.do("keep", rae, {"per_month": "2", "minutes": "30", "reason": 7})
    assert set(page.state.problems) == {"reason"}
    assert "reason" in sent[0]
    page.do("keep", rae, {"per_month": "2", "minutes": "30", "reason": "Away on Fridays"})
    assert (page.state.chosen, page.state.problems) == ("", {})
    assert page.state.own.team[0].reason == "Away on Fridays"
    for key, names in (("rae", ["Rae Rep"]), ("lena", ["Rae Rep", "Ren Rep"])):
        read = Visit(CoachRhythmState, f"/rhythm/{mo}", key).state
        assert (read.stage, [one.name for one in read.found.lines]) == ("here", names)
    assert Visit(CoachRhythmState, f"/rhythm/{mo}", "sol").state.stage == "gone"
    page.do("end", rae)
    assert not page.state.own.team[0].is_own
    for days, reckoned in (("1", 1), ("9", 3), (["5"], 3)):
        page.do("name_days", days)
        assert page.state.days == reckoned
    page.do("keep", 7, {})
    page.do("end", None)


def test_rules_of_interruption_go_from_the_coach_to_the_leader_and_the_reps():
    mo = public_id_of("mo")
    page = Visit(ContractState, "/interruptions", "mo")
    assert (page.state.loaded, page.state.own.leader) == (True, "Lena Leader")
    sent = page.do("keep", FORM | {"within_days": ["2"]})
    assert set(page.state.problems) == {"within_days"}
    assert "within_days" in sent[0]
    page.do("keep", FORM)
    assert page.state.message == "Offered. Lena Leader is told."
    leader = Visit(CoachContractState, f"/interruptions/{mo}", "lena")
    offered = leader.state.found.offered
    leader.do("give_back", mo, offered.public_id, offered.version, {"why": ""})
    assert set(leader.state.problems) == {"why"}
    leader.do("sign", mo, offered.public_id, "another wording")
    assert leader.state.found.holding.public_id == ""
    leader.do("sign", mo, offered.public_id, offered.version)
    assert leader.state.found.holding.signed_by == "Lena Leader"
    rep = Visit(CoachContractState, f"/interruptions/{mo}", "rae")
    assert rep.state.found.holding.reasons == ["Illness", "A fire"]
    for key in ("cleo", "sol", "spec", "ada"):
        assert Visit(CoachContractState, f"/interruptions/{mo}", key).state.stage == "gone"
    leader.do("sign", 1, 2, 3)
    leader.do("give_back", mo, offered.public_id, offered.version, ["why"])


def test_what_is_given_back_says_why_and_who_has_no_leader_keeps_it():
    mo = public_id_of("mo")
    page = Visit(ContractState, "/interruptions", "mo")
    page.do("keep", FORM)
    leader = Visit(CoachContractState, f"/interruptions/{mo}", "lena")
    offered = leader.state.found.offered
    why = {"why": "A fire is none."}
    leader.do("give_back", mo, offered.public_id, "another wording", why)
    assert "Read it again" in leader.state.message
    assert leader.state.found.offered.public_id == offered.public_id
    leader.do("give_back", mo, offered.public_id, offered.version, why)
    assert leader.state.found.offered.public_id == ""
    page.do("load")
    assert page.state.own.open.returned_why == "A fire is none."
    top = Visit(ContractState, "/interruptions", "cleo")
    top.do("keep", FORM)
    assert (top.state.message, top.state.own.open.state) == ("Kept.", "draft")


def test_who_coaches_a_rep_is_found_and_changed():
    rae = public_id_of("rae")
    page = Visit(CoverageState, "/coverage")
    assert (page.state.loaded, page.state.coaches.lines) == (True, [])
    page.do("show_without", False)
    assert [one.coach for one in page.state.coaches.lines] == ["Mo Manager", "Mo Manager"]
    page.do("find", "ren")
    assert [one.name for one in page.state.coaches.lines] == ["Ren Rep"]
    page.do("turn", 1)
    page.do("turn", -1)
    page.do("turn_spent", 7)
    page.do("show_left_out", True)
    assert [one.name for one in page.state.spent.lines] == ["Rae Rep", "Ren Rep"]
    one = Visit(OneCoachState, f"/coverage/{rae}")
    today = one.state.found.today
    one.do("choose_kind", "external")
    one.do("keep", rae, {"kind": "external", "outside": "", "starts_on": today})
    assert set(one.state.problems) == {"outside"}
    one.do("keep", rae, {"kind": "external", "outside": "Ida", "starts_on": today})
    assert [line.coach for line in one.state.found.records] == ["Ida"]
    one.do("find", rae, "sage")
    assert [line.word for line in one.state.found.specialists] == ["Sage Specialist"]
    one.do("end", rae)
    assert one.state.found.records == []
    for key in ("mia", "sol"):
        assert Visit(OneCoachState, f"/coverage/{rae}", key).state.stage == "gone"
    for key in ("rae", "ada"):
        with pytest.raises(NotPermitted):
            Visit(CoverageState, "/coverage", key)


def test_a_rep_asks_with_one_tap_and_the_coach_answers_with_one():
    rep = Visit(AskingState, "/", "rae")
    assert (rep.state.asked.coach, rep.state.asked.may_ask) == ("Mo Manager", True)
    rep.do("ask")
    assert (rep.state.message, rep.state.asked.may_ask) == ("Asked. Mo Manager is told.", False)
    coach = Visit(AskingState, "/", "mo")
    (one,) = coach.state.requests.lines
    coach.do("answer", one.public_id, "never")
    coach.do("answer", "nothing", "booked")
    assert len(coach.state.requests.lines) == 1
    coach.do("answer", one.public_id, ["booked"])
    coach.do("answer", one.public_id, "booked")
    assert coach.state.requests.lines == []
    assert coach.state.requests.good_news != ""
    rep.do("load")
    assert rep.state.asked.may_ask
    top = Visit(AskingState, "/", "cleo")
    top.do("ask")
    assert top.state.message.startswith("Nobody is down as your coach")
