"""The pages of assigning, coverage and the register, as one of the cast sees them."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from coach_the_coach.certification.able.state import FinishingState
from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.assigning.one.state import OnPathsState
from coach_the_coach.certification.assigning.state import AssignState
from coach_the_coach.certification.coverage.state import CertifiedState
from coach_the_coach.certification.register.state import RegisterState
from coach_the_coach.certification.tables import Enrolment, SmallHouse
from coach_the_coach.foundation import clock, store
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.certification.enrolled import awarded
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast and the paths, on a Monday in March."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction() as session:
            ensure_paths(session, at=NOW)
        yield


def public_id(key: str) -> str:
    """That of one of the cast."""
    with store.transaction() as session:
        return person(session, key).public_id


def enrolments() -> list[str]:
    """The paths that anybody is on."""
    with store.transaction() as session:
        return [one.path_key for one in session.exec(select(Enrolment))]


def test_a_team_is_chosen_looked_at_and_put_on_a_path_in_one_press():
    lena = Visit(AssignState, routes.assign(path="foundations"), "lena")
    lena.do("assign")
    assert lena.state.problems == {"whom": "Choose somebody."}
    lena.do("choose_kind", "team")
    lena.do("pick", public_id("lena"))
    assert (lena.state.preview.will, lena.state.able.about) == (2, "Said of 2 people.")
    lena.do("choose_group", "out")
    assert [one.name for one in lena.state.preview.lines] == ["Rae Rep", "Ren Rep"]
    lena.do("choose_due", "2026-03-01")
    lena.do("assign")
    assert lena.state.problems == {"due_on": "Choose a day after today."}
    lena.do("choose_due", "2026-09-01")

    lena.do("assign")

    assert (lena.state.done, lena.state.working) == ("2 people are on the path now.", False)
    lena.do("assign")
    assert lena.state.done == "Everybody who could be was on it already."
    assert enrolments() == ["foundations", "foundations"]


def test_people_are_picked_and_dropped_and_nobody_else_is():
    lena = Visit(AssignState, routes.assign(path="foundations", person=public_id("mo")), "lena")
    assert [one.name for one in lena.state.chosen] == ["Mo Manager"]
    lena.do("find", "mia")
    lena.do("pick", public_id("mia"))
    lena.do("pick", public_id("sol"))
    lena.do("drop", public_id("mo"))
    assert [one.name for one in lena.state.chosen] == ["Mia Manager"]
    lena.do("choose_kind", "role")
    lena.do("choose_role", "leader")
    assert lena.state.preview.will == 0
    lena.do("choose_role", "admin")
    lena.do("turn", 1)
    lena.do("turn_group", 1)
    lena.do("choose_path", "nowhere")
    assert (lena.state.role, lena.state.path_key) == ("manager", "foundations")


def test_the_day_is_changed_and_somebody_taken_off():
    lena = Visit(AssignState, routes.assign(path="foundations", person=public_id("mo")), "lena")
    lena.do("assign")
    page = Visit(OnPathsState, routes.assign_of(public_id("mo")), "lena")
    (one,) = page.state.found.paths
    mo = public_id("mo")
    page.do("change_due", mo, one.public_id, {"due_on": "2026-08-01", "reason": ""})
    assert list(page.state.problems) == ["reason"]
    page.do("change_due", mo, one.public_id, {"due_on": "2026-08-01", "reason": "A new team"})
    assert page.state.found.paths[0].due_on == "2026-08-01"
    page.do("withdraw", mo, one.public_id, {"reason": "Other work"})
    assert page.state.found.paths[0].ended.endswith("by Lena Leader: Other work")
    page.do("withdraw", mo, one.public_id, {"reason": "Other work"})
    assert "nothing here" in page.state.message


def test_the_small_company_way_is_switched_by_an_administrator_alone():
    ada = Visit(FinishingState, routes.FINISHING, "ada")
    ada.do("switch", True)
    ada.do("choose", "master-coach")
    ada.do("choose", "nowhere")
    assert (ada.state.small.is_on, ada.state.able.verdict) == (True, "")
    lena = Visit(FinishingState, f"{routes.FINISHING}?path=foundations", "lena")
    assert (lena.state.path_key, lena.state.small.may_set) == ("foundations", False)
    with store.transaction() as session:
        assert [one.is_on for one in session.exec(select(SmallHouse))] == [True]


def test_a_number_opens_its_list():
    lena = Visit(CertifiedState, routes.certified("foundations", "not-on"), "lena")
    assert [one.name for one in lena.state.shown_list.lines] == ["Mia Manager", "Mo Manager"]
    lena.do("find", "mo")
    lena.do("turn", -1)
    assert [one.name for one in lena.state.shown_list.lines] == ["Mo Manager"]
    for address in (routes.CERTIFIED, routes.certified("foundations", "x")):
        assert Visit(CertifiedState, address, "lena").state.shown_list.title == ""


def test_the_register_is_asked_and_turned():
    with store.transaction() as session:
        awarded(session, person(session, "mo"))
    lena = Visit(RegisterState, routes.REGISTER, "lena")
    assert lena.state.found.total == "1 certificate"
    lena.do("find", {"stands": "revoked", "year": "2025"})
    assert lena.state.found.total == "0 certificates"
    assert lena.state.found.file == "/register/awards.csv?stands=revoked&year=2025"
    lena.do("turn", 1)
    assert lena.state.found.lines == []
