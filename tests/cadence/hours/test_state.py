"""The page of one's own two weeks, from the first tap to the leader's agreement."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from coach_the_coach.cadence.hours.agreement.state import HoursAgreementState
from coach_the_coach.cadence.hours.rows import HoursRow, OfferedAudit
from coach_the_coach.cadence.hours.rules import days_of
from coach_the_coach.cadence.hours.state import HoursState
from coach_the_coach.foundation import clock
from tests.cadence.hours.noted import DROPS
from tests.cast import NOW
from tests.observations.visit import Visit, house

LAST = NOW + timedelta(days=11)


@pytest.fixture(autouse=True)
def _house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    at(monkeypatch, NOW)
    with house(database_url):
        yield


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Hold the clock there."""
    monkeypatch.setattr(clock, "now", lambda: now)


def test_two_weeks_are_noted_closed_and_agreed_to(monkeypatch: pytest.MonkeyPatch):
    page = Visit(HoursState, "/hours", "mo")
    assert (page.state.may, page.state.hours.is_running) == (True, False)
    page.do("begin")
    audit = page.state.hours.audit.public_id
    page.do("close", audit)
    assert sorted(page.state.problems) == ["days", "drops"]
    at(monkeypatch, LAST)
    page = Visit(HoursState, "/hours", "mo")
    for on in days_of(NOW.date())[:8]:
        for category in ("coaching", "crm", "crm", "reports"):
            page.do("tap", audit, on.isoformat(), category, 60, "")
    page.do("keep_drops", audit, DROPS)
    page.do("close", audit)
    assert (page.state.problems, page.state.busy) == ({}, False)
    assert page.state.message == "Closed. Whoever leads you has been told."
    assert page.state.hours.past[0].share.figure == "25\u00a0%"

    leader = Visit(HoursAgreementState, f"/hours/{audit}")
    assert (leader.state.stage, leader.state.offered.is_agreed) == ("read", False)
    leader.do("agree", audit)
    assert leader.state.offered.agreed == "Lena Leader agreed"
    for who in ("cleo", "mia", "sol", "rae", "spec", "ada"):
        other = Visit(HoursAgreementState, f"/hours/{audit}", who).state
        assert (other.stage, other.offered) == ("gone", OfferedAudit())


def test_another_day_is_opened_and_made_up_taps_change_nothing():
    page = Visit(HoursState, "/hours", "mo")
    page.do("begin")
    audit = page.state.hours.audit.public_id
    page.do("choose_day", "2026-03-06")
    assert page.state.hours.audit.day == "2026-03-02"
    for given in (
        (audit, "2026-03-02", "golf", 15),
        (audit, "2026-03-02", "coaching", True),
        (audit, "2026-03-02", "coaching", "60"),
        (audit, "2026-03-05", "coaching", 15),
        ("x" * 500, "2026-03-02", "coaching", 15),
    ):
        page.do("tap", *given, "")
        assert list(page.state.problems) == ["day"]
        assert page.state.hours.audit.day_total == "0\u00a0min"
    page.do("take_over", audit, "2026-03-02")
    page.do("begin_anew", audit)
    assert page.state.problems == {}


@pytest.mark.parametrize("who", ["rae", "spec", "ada"])
def test_whoever_coaches_nobody_has_nothing_to_note(who: str):
    state = Visit(HoursState, "/hours", who).state
    assert (state.loaded, state.may, state.hours) == (True, False, HoursRow())
