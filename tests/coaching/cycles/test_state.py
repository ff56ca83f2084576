"""The pages of skills and plans: what they lead to, keep, and show to whom."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from coach_the_coach.coaching.cycles.one.rows import CycleRow
from coach_the_coach.coaching.cycles.one.state import CycleState
from coach_the_coach.coaching.cycles.plan.rows import PlanRow
from coach_the_coach.coaching.cycles.plan.state import PlanState
from coach_the_coach.coaching.cycles.plan.writing.state import PlanWritingState
from coach_the_coach.coaching.cycles.state import SkillsState
from coach_the_coach.coaching.cycles.writing.state import CycleWritingState
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from tests.observations.visit import Visit, house, person

SKILL = {
    "skill": "Asking for the next step",
    "baseline": "2 of 10 calls",
    "target": "7 of 10 calls",
    "exit_evidence": "Seven of ten calls in a row.",
    "cause": "fear",
    "fear": "pushy",
    "ladder": "knows",
}


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def public_id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def begun() -> str:
    """A skill that Mo begins with Rae, from the page."""
    page = Visit(CycleWritingState, f"/skills/new?of={public_id_of('rae')}", "mo")
    sent = page.do("submit", "", "", {**SKILL, "person": public_id_of("rae")})
    return sent[-1].partition("/skills/")[2][:32]


def plan_form(**more: object) -> dict[str, object]:
    """A plan as a browser sends it, due in two weeks."""
    day = (clock.now() + timedelta(days=14)).date().isoformat()
    return {
        "person": public_id_of("rae"),
        "objective": "Second meetings to 30 %",
        "review_on": day,
        "text_1": "Ask for a date on each call",
        "due_1": day,
        "milestone_1": "on",
        **more,
    }


def planned() -> str:
    """A plan that Mo writes with Rae, from the page."""
    page = Visit(PlanWritingState, "/plans/new", "mo")
    sent = page.do("submit", "", 0, plan_form())
    return sent[-1].partition("/plans/")[2][:32]


def test_a_skill_is_begun_and_found_on_everybodys_page():
    skill = begun()
    mo = Visit(SkillsState, "/skills", "mo").state
    assert (mo.stage, mo.coaches, mo.counts) == ("mine", True, [])
    assert [(one.person, len(one.skills)) for one in mo.team.lines] == [
        ("Rae Rep", 1),
        ("Ren Rep", 0),
    ]
    rae = Visit(SkillsState, "/skills", "rae").state
    assert (rae.stage, rae.coaches, len(rae.own.skills)) == ("mine", False, 1)
    assert rae.own.skills[0].link == f"/skills/{skill}"
    lena = Visit(SkillsState, f"/skills?of={public_id_of('mo')}", "lena").state
    assert (lena.stage, lena.team.coach) == ("theirs", "Mo Manager")


@pytest.mark.parametrize("who", ["cleo", "sol", "mia", "rae", "spec", "ada"])
def test_nobody_else_opens_a_team(who: str):
    begun()
    state = Visit(SkillsState, f"/skills?of={public_id_of('mo')}", who).state
    assert (state.stage, state.team.lines) == ("gone", [])


def test_a_leader_counts_and_turns_the_page():
    page = Visit(SkillsState, "/skills", "lena")
    assert [one.coach for one in page.state.counts] == ["Mo Manager"]
    page.do("turn", 1)
    assert (page.state.page, page.state.counts) == (1, [])
    page.do("turn", -1)
    assert [one.coach for one in page.state.counts] == ["Mo Manager"]


def test_what_is_wrong_stands_beside_its_field():
    page = Visit(CycleWritingState, "/skills/new", "mo")
    assert (page.state.stage, page.state.row.person) == ("here", "")
    page.do("choose_cause", "fear")
    sent = page.do(
        "submit", "", "", {"person": public_id_of("rae"), "cause": "fear", "ladder": "knows"}
    )
    assert set(page.state.problems) == {"skill", "baseline", "target", "exit_evidence", "fear"}
    assert "skill" in sent[-1]
    assert not page.state.busy
    page.do("submit", "", "", {**SKILL, "person": "nobody", "skill": ["x"]})
    assert page.state.message != ""


def test_whoever_has_a_skill_open_is_said_to():
    begun()
    page = Visit(CycleWritingState, "/skills/new", "mo")
    page.do("choose_person", public_id_of("rae"))
    assert page.state.others == SKILL["skill"]
    page.do("choose_person", public_id_of("sid"))
    assert page.state.others == ""


def test_a_skill_is_changed_from_its_page():
    skill = begun()
    page = Visit(CycleWritingState, f"/skills/new?change={skill}", "mo")
    assert (page.state.row.change, page.state.cause) == (skill, "fear")
    opened, mo = page.state.row.opened, Visit(CycleState, f"/skills/{skill}", "mo")
    page.do("submit", skill, opened, {**SKILL, "target": "8 of 10 calls"})
    mo.do("step", skill, "habit")
    sent = page.do("submit", skill, opened, {**SKILL, "target": "9 of 10 calls"})
    assert (sent, page.state.message[:27]) == ([], "This was changed meanwhile ")
    assert Visit(CycleState, f"/skills/{skill}", "rae").state.cycle.target == "8 of 10 calls"
    assert Visit(CycleWritingState, f"/skills/new?change={skill}", "sol").state.stage == "gone"


def test_the_two_go_on_with_it_and_close_it():
    skill = begun()
    rae = Visit(CycleState, f"/skills/{skill}", "rae")
    rae.do("keep_goal", skill, {"goal": ""})
    assert set(rae.state.problems) == {"goal"}
    rae.do("keep_goal", skill, {"goal": "I want to ask."})
    assert (rae.state.cycle.goal, rae.state.problems) == ("I want to ask.", {})
    mo = Visit(CycleState, f"/skills/{skill}", "mo")
    mo.do("step", skill, "habit")
    mo.do("step", skill, "genius")
    mo.do("review", skill)
    assert (mo.state.cycle.ladder_word, mo.state.cycle.reviewed.words) == ("Habit", "Today")
    mo.do("close", skill, {"shown": "maybe"})
    assert set(mo.state.problems) == {"shown"}
    mo.do("want_next", True)
    mo.do("choose_next_cause", "skill")
    next_one = {f"next_{name}": text for name, text in SKILL.items() if name != "fear"}
    next_one |= {"next_skill": "Silence", "next_cause": "skill"}
    sent = mo.do("close", skill, {"shown": "yes", "seen": "Seven of ten.", **next_one})
    assert "/skills/" in sent[-1]
    closed = Visit(CycleState, f"/skills/{skill}", "rae")
    assert (closed.state.cycle.outcome, closed.state.cycle.next_skill) == ("Shown", "Silence")
    for handler, given in (("review", []), ("step", ["fluent"])):
        mo.do(handler, skill, *given)
        assert mo.state.message == "This skill is closed and stays as it is."


@pytest.mark.parametrize("who", ["cleo", "sol", "mia", "ren", "spec", "ada"])
def test_nothing_of_a_skill_or_a_plan_is_there_for_a_stranger(who: str):
    skill, plan = begun(), planned()
    page = Visit(CycleState, f"/skills/{skill}", who)
    assert (page.state.stage, page.state.cycle) == ("gone", CycleRow())
    of_plan = Visit(PlanState, f"/plans/{plan}", who)
    assert (of_plan.state.stage, of_plan.state.plan) == ("gone", PlanRow())
    with pytest.raises((NotFound, NotPermitted)):
        page.do("close", skill, {"shown": "no"})
    with pytest.raises((NotFound, NotPermitted)):
        of_plan.do("tick", plan, 1, 0, True)


def test_a_plan_is_written_with_the_lines_that_are_filled():
    page = Visit(PlanWritingState, f"/plans/new?of={public_id_of('rae')}", "mo")
    assert (page.state.row.name, len(page.state.steps)) == ("Rae Rep", 2)
    page.do("add_step")
    assert [one.number for one in page.state.steps] == ["1", "2", "3"]
    page.do("submit", "", 0, plan_form(text_2="Call", due_2="soon"))
    assert set(page.state.problems) == {"due_2"}
    for _press in range(12):
        page.do("add_step")
    assert (len(page.state.steps), page.state.is_full) == (12, True)
    plan = planned()
    row = Visit(PlanState, f"/plans/{plan}", "rae").state.plan
    assert [(one.place, one.text, one.is_milestone) for one in row.steps] == [
        (0, "Ask for a date on each call", True)
    ]


def test_a_plan_is_ticked_signed_changed_and_closed():
    plan = planned()
    rae, mo = Visit(PlanState, f"/plans/{plan}", "rae"), Visit(PlanState, f"/plans/{plan}", "mo")
    rae.do("tick", plan, 1, 0, True)
    rae.do("tick", plan, 1, -1, True)
    assert rae.state.plan.done_words == "1 of 1 done"
    mo.do("sign", plan, 1, {"note": "x" * 301})
    assert set(mo.state.problems) == {"note"}
    mo.do("sign", plan, 1, {"note": "Ours."})
    lena = Visit(PlanState, f"/plans/{plan}", "lena")
    assert lena.state.plan.may_sign
    change = Visit(PlanWritingState, f"/plans/new?change={plan}", "mo")
    assert [one.text for one in change.state.steps] == ["Ask for a date on each call"]
    day = change.state.row.steps[0].due_on
    kept = {"text_0": "Ask on each call", "due_0": day, "place_0": "0"}
    form = {"objective": "To 35 %", "review_on": day, **kept, "place_1": "1", "due_1": day}
    change.do("submit", plan, change.state.row.version, form)
    sent = change.do("submit", plan, 1, form | {"objective": "To 40 %"})
    assert (sent, change.state.message[:27]) == ([], "This was changed meanwhile ")
    rae.do("tick", plan, 1, 0, False)
    assert rae.state.message.startswith("It was changed meanwhile.")
    assert (rae.state.plan.version, rae.state.plan.done_words) == (2, "1 of 1 done")
    lena.do("sign", plan, 1, {})
    assert lena.state.message == "It was changed meanwhile. Read it again, then sign."
    assert (lena.state.plan.version, lena.state.plan.may_sign) == (2, False)
    assert [one.is_done for one in lena.state.plan.steps] == [True]
    mo.do("close", plan, {"result": ""})
    assert set(mo.state.problems) == {"result"}
    mo.do("close", plan, {"result": "26 %."})
    assert (mo.state.plan.result, mo.state.plan.is_open) == ("26 %.", False)
    assert Visit(PlanWritingState, f"/plans/new?change={plan}", "mo").state.stage == "gone"
    rae.do("tick", plan, 2, 0, False)
    assert rae.state.message == "This plan is closed and stays as it is."


def test_the_next_skill_stays_on_the_page_while_another_thing_is_done():
    public_id = begun()
    page = Visit(CycleState, f"/skills/{public_id}", "mo")
    page.do("want_next", True)
    page.do("choose_next_cause", "fear")
    page.do("step", public_id, "fluent")
    page.do("review", public_id)
    assert (page.state.begins_next, page.state.next_cause) == (True, "fear")
    page.do("load")
    assert (page.state.begins_next, page.state.next_cause) == (False, "")
