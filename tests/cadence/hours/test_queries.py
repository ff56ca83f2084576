"""Somebody's two weeks of time: their own page, and what waits for whom."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.hours.actions import begin_audit
from coach_the_coach.cadence.hours.agreement.actions import agree
from coach_the_coach.cadence.hours.queries import hours_page, minutes_of, next_lines, own_audit
from coach_the_coach.cadence.hours.rules import days_of
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.shell import routes
from tests.cadence.hours.noted import FIRST, LATER, closed, noted, one_tap
from tests.cast import NOW, Cast

Statements = Callable[[], AbstractContextManager[list[str]]]


def test_before_one_is_begun_the_page_says_when_it_would_start(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    assert hours_page(session, mo, asked="", at=NOW).starts_next == "Today"
    saturday = NOW + timedelta(days=5)
    assert hours_page(session, mo, asked="", at=saturday).starts_next == "Monday"
    for who in (cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotPermitted):
            hours_page(session, cast.actor(who), asked="", at=NOW)


def test_a_running_audit_opens_on_today_or_the_day_asked_for(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)
    one_tap(session, mo, audit, FIRST, "coaching", 30)
    wednesday = NOW + timedelta(days=2)

    row = hours_page(session, mo, asked="", at=wednesday).audit
    other = hours_page(session, mo, asked="2026-03-02", at=wednesday).audit
    ahead = hours_page(session, mo, asked="2026-03-06", at=wednesday).audit

    assert (row.day, row.day_word, row.day_total) == ("2026-03-04", "Today", "0\u00a0min")
    assert (other.day, other.day_total) == ("2026-03-02", "30\u00a0min")
    assert ahead.day == "2026-03-04"
    assert [one.state for one in row.days] == [
        *("Begun", "Open", "Open"),
        *("To come",) * 7,
    ]
    assert [(one.key, one.noted, one.is_empty) for one in other.categories][:2] == [
        ("coaching", "30\u00a0min", False),
        ("training", "0\u00a0min", True),
    ]
    assert [one.key for one in row.categories if one.not_the_job] == ["reports", "meetings", "crm"]
    assert (row.can_close, row.share.is_known, row.noted) == (False, False, "0 of 10 days noted")
    assert row.share.sentence == "8 more days are needed before a share can be said."


def test_a_share_is_said_with_what_it_is_made_of(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    noted(session, mo, coaching=2)

    share = hours_page(session, mo, asked="", at=LATER).audit.share

    assert (share.is_known, share.share, share.figure) == (True, 40.0, "40\u00a0%")
    assert share.sentence == "40\u00a0% of the time went to coaching: 40\u00a0% or more."
    assert share.made_of == ("16\u00a0h of coaching and training in 40\u00a0h, noted on 8 days")
    assert [(one.word, one.share) for one in share.parts if one.share] == [
        ("Coaching", 40.0),
        ("CRM and admin", 60.0),
    ]


def test_what_is_closed_stays_on_ones_page(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    audit = closed(session, mo)

    row = hours_page(session, mo, asked="", at=LATER)
    assert not row.is_running
    (past,) = row.past
    assert (past.public_id, past.share.figure, past.agreed) == (
        audit,
        "20\u00a0%",
        "Not agreed yet",
    )
    assert past.drops == ["The Monday forecast deck", "The second pipeline meeting"]

    agree(session, cast.actor(cast.lena), public_id=audit, at=LATER)
    assert hours_page(session, mo, asked="", at=LATER).past[0].agreed == "Lena Leader agreed"


def test_minutes_are_for_oneself_and_once_closed_for_the_direct_leader(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    noted(session, mo)
    running = own_audit(session, mo)
    assert running is not None
    key = running.id or 0
    assert minutes_of(session, cast.actor(cast.lena), audits=[key]) == {key: {}}
    assert own_audit(session, cast.actor(cast.lena)) is None

    running.closed_at = LATER
    session.flush()

    assert len(minutes_of(session, cast.actor(cast.lena), audits=[key])[key]) == 16
    for who in (cast.cleo, cast.mia, cast.sol, cast.rae, cast.spec, cast.ada):
        assert minutes_of(session, cast.actor(who), audits=[key]) == {key: {}}


def test_a_day_that_is_not_noted_waits_and_then_the_end(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    assert next_lines(session, mo, at=NOW) == []
    audit = begin_audit(session, mo, at=NOW)

    (line,) = next_lines(session, mo, at=NOW)
    assert (line.text, line.link, line.rank) == (
        "Where did your time go today? Nothing is noted yet.",
        routes.HOURS,
        1,
    )
    assert next_lines(session, mo, at=NOW + timedelta(days=5)) == []
    one_tap(session, mo, audit, FIRST, "crm", 15)
    assert next_lines(session, mo, at=NOW) == []
    (line,) = next_lines(session, mo, at=LATER + timedelta(days=1))
    assert line.text == "Your two weeks of time are over. See where they went."


def test_a_closed_audit_waits_for_the_direct_leader_until_they_agree(session: Session, cast: Cast):
    audit = closed(session, cast.actor(cast.mo))

    (line,) = next_lines(session, cast.actor(cast.lena), at=LATER)
    assert (line.rank, line.link) == (0, routes.hours(audit))
    for who in (cast.cleo, cast.mia, cast.odd, cast.spec, cast.rae, cast.ada, cast.mo):
        assert next_lines(session, cast.actor(who), at=LATER) == []

    agree(session, cast.actor(cast.lena), public_id=audit, at=LATER)
    assert next_lines(session, cast.actor(cast.lena), at=LATER) == []


def test_full_days_are_read_in_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Statements
):
    mo = cast.actor(cast.mo)
    audit = begin_audit(session, mo, at=NOW)
    one_tap(session, mo, audit, FIRST, "crm", 15)

    def counted() -> int:
        with statements() as sent:
            hours_page(session, mo, asked="", at=LATER)
        return len(sent)

    few = counted()
    for on in days_of(FIRST):
        for category in ("coaching", "training", "reports"):
            one_tap(session, mo, audit, on, category, 60)
    assert counted() == few
