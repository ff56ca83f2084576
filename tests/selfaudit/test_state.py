"""The pages of the ten points, as the browser of one of the cast sees them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant
from coach_the_coach.selfaudit.leader.state import LedAuditState
from coach_the_coach.selfaudit.state import SelfAuditState
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast, on a Monday in March."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        yield


def public_id(key: str) -> str:
    """That of one of the cast."""
    with store.transaction() as session:
        return person(session, key).public_id


def test_ten_answers_are_kept_one_by_one_and_sent():
    mo = Visit(SelfAuditState, routes.SELF_AUDIT, "mo")
    mo.do("send", "")
    assert mo.state.problems == {"points": "Answer all ten points first."}
    for point in range(1, 11):
        mo.do("answer", "", point, "no" if point == 3 else "yes")
    mo.do("note", "", 3, "A week was missing.")
    assert (mo.state.audit.left, mo.state.audit.points[2].note) == ("", "A week was missing.")

    mo.do("send", "")

    assert mo.state.audit.yeses == "9 of 10 answered with yes"
    assert mo.state.compared.waits_for == "the leader"
    assert mo.state.people == []


@pytest.mark.parametrize("point", [0, 11, "2", True, None, 3.0])
def test_what_is_no_point_is_sent_back(point: object):
    mo = Visit(SelfAuditState, routes.SELF_AUDIT, "mo")
    mo.do("answer", "", point, "yes")
    mo.do("answer", "", 2, "perhaps")
    with store.transaction() as session:
        assert session.exec(select(SelfAuditPoint)).all() == []


def test_a_leader_answers_about_those_they_lead_and_nobody_else():
    lena = Visit(LedAuditState, routes.self_audit(public_id("mo")), "lena")
    assert (lena.state.loaded, lena.state.missing) == (True, False)
    for key in ("sol", "rae"):
        other = Visit(LedAuditState, routes.self_audit(public_id(key)), "lena")
        assert (other.state.loaded, other.state.missing) == (False, True)
    own = Visit(SelfAuditState, routes.SELF_AUDIT, "lena")
    assert [one.name for one in own.state.people] == ["Mia Manager", "Mo Manager"]


def test_what_both_sent_is_talked_through_in_the_next_quarter(monkeypatch: pytest.MonkeyPatch):
    for key in ("mo", "lena"):
        by = Visit(SelfAuditState, routes.SELF_AUDIT, key)
        for point in range(1, 11):
            by.do("answer", public_id("mo"), point, "yes")
        by.do("send", public_id("mo"))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=40))

    seen = Visit(SelfAuditState, routes.SELF_AUDIT, "mo")

    assert (seen.state.audit.quarter, seen.state.past.quarter) == (
        "Quarter 2 of 2026",
        "Quarter 1 of 2026",
    )
    assert seen.state.compared.same == "On 10 points you say the same."
    seen.do("talk_through", "", seen.state.compared.audit_id)
    assert seen.state.compared.talked.words == "Today 11:00"


def test_whoever_only_stands_in_has_none_of_their_own():
    with store.transaction() as session:
        mo = person(session, "mo")
        session.add(
            Grant(
                person_id=person(session, "rae").id or 0,
                role=Role.MANAGER,
                root_id=mo.id,
                stands_in_for_id=mo.id,
                starts_at=NOW - timedelta(days=1),
                ends_at=NOW + timedelta(days=5),
            )
        )
    rae = Visit(SelfAuditState, routes.SELF_AUDIT, "rae")
    assert (rae.state.loaded, rae.state.missing) == (True, True)
    with store.transaction() as session:
        assert session.exec(select(SelfAudit)).all() == []
