"""Who learns what of a practice: words are the team's, counts are the leaders'."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.practice.queries import (
    held_days,
    held_practices,
    moment_row,
    next_lines,
    overview,
    own_rounds,
    team_counts,
)
from coach_the_coach.coaching.practice.rounds.actions import attempt
from coach_the_coach.coaching.practice.rounds.queries import practice_page
from coach_the_coach.coaching.practice.rows import CountLine, HeldList, OverviewRow, RoundList
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import ReportingLine
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine
from tests.cast import NOW, Cast
from tests.coaching.practice.held import LEARNED, SAID, begun, held

THURSDAY = NOW + timedelta(days=3)

Statements = Callable[[], AbstractContextManager[list[str]]]


def weeks_ago(number: int) -> datetime:
    """So many weeks before the tests' now."""
    return NOW - timedelta(weeks=number)


def test_a_manager_sees_how_often_their_own_team_practised(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    held(session, cast.actor(cast.sol), cast.sid)
    for number in (1, 2, 4):
        held(session, mo, cast.rae, weeks_ago(number))
    open_one = begun(session, mo)

    row = overview(session, mo, at=NOW)

    assert (row.leads, row.streak, row.recent) == (
        True,
        "2 weeks",
        "3 of 4",
    )
    assert (row.held_this_week, row.this_week) == (False, "Not yet")
    assert [(one.title, one.link) for one in row.open] == [
        ("Price objection", routes.team_practice(open_one))
    ]


def test_what_was_taken_out_of_the_log_is_not_held(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    held(session, mo, cast.rae)
    assert overview(session, mo, at=NOW).held_this_week

    session.exec(select(LogEntry)).one().withdrawn_at = NOW
    session.flush()

    assert not overview(session, mo, at=NOW).held_this_week
    assert held_practices(session, mo, page=0, at=NOW) == HeldList()


def test_whoever_leads_nobody_has_no_practice_to_lead(session: Session, cast: Cast):
    for who in (cast.mia, cast.rae, cast.spec, cast.ada):
        assert overview(session, cast.actor(who), at=NOW) == OverviewRow()
        assert next_lines(session, cast.actor(who), at=THURSDAY) == []


def test_what_was_held_is_listed_for_whoever_held_it(session: Session, cast: Cast):
    practice = held(session, cast.actor(cast.mo), cast.rae)

    (line,) = held_practices(session, cast.actor(cast.mo), page=0, at=NOW).lines

    assert (line.link, line.title, line.held.words) == (
        routes.team_practice(practice),
        "Price objection",
        "Today",
    )
    assert (line.rounds, line.learned) == ("1 full round", LEARNED)
    for who in (cast.lena, cast.cleo, cast.spec, cast.sol, cast.ada, cast.rae):
        assert held_practices(session, cast.actor(who), page=0, at=NOW) == HeldList()


def test_a_rep_sees_their_own_rounds_and_nobody_elses(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = held(session, mo, cast.rae)
    held(session, cast.actor(cast.sol), cast.sid)

    (line,) = own_rounds(session, cast.actor(cast.rae), page=0, at=NOW).lines

    assert (line.title, line.coach, line.debrief, line.step) == (
        "Price objection",
        "Mo Manager",
        SAID,
        "Tried again",
    )
    for who in (cast.ren, cast.mo, cast.lena, cast.spec, cast.ada):
        assert own_rounds(session, cast.actor(who), page=0, at=NOW) == RoundList()
    with pytest.raises(NotPermitted):
        practice_page(session, cast.actor(cast.rae), public_id=practice, at=NOW)


def test_a_round_stays_its_reps_when_somebody_else_leads_the_team(session: Session, cast: Cast):
    held(session, cast.actor(cast.mo), cast.rae)
    line = session.exec(select(ReportingLine).where(ReportingLine.person_id == cast.rae.id)).one()
    line.manager_id = cast.sol.id or 0
    session.flush()
    rebuild_reach(session, [cast.rae.id or 0], NOW.date())

    (row,) = own_rounds(session, cast.actor(cast.rae), page=0, at=NOW).lines

    assert (row.coach, row.debrief) == ("Mo Manager", SAID)


@pytest.mark.parametrize("who", ["lena", "cleo", "spec"])
def test_leaders_and_the_specialist_learn_counts_and_no_word(
    session: Session, cast: Cast, who: str
):
    held(session, cast.actor(cast.mo), cast.rae)

    rows = team_counts(session, cast.actor(getattr(cast, who)), page=0, at=NOW)

    assert (
        CountLine("Mo Manager", "manager", "1 of the last 4 weeks", "1 week in a row") in rows.lines
    )
    assert SAID not in repr(rows)
    assert LEARNED not in repr(rows)


def test_counts_are_of_those_in_reach(session: Session, cast: Cast):
    held(session, cast.actor(cast.sol), cast.sid)

    assert [
        one.name for one in team_counts(session, cast.actor(cast.lena), page=0, at=NOW).lines
    ] == ["Mo Manager"]
    assert held_days(session, cast.actor(cast.lena), people=[cast.sol.id or 0], at=NOW) == {}
    for who in (cast.mo, cast.rae, cast.ada):
        assert team_counts(session, cast.actor(who), page=0, at=NOW).lines == []


def test_nobody_but_its_coach_opens_a_practice(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    practice = begun(session, mo)
    attempt(session, mo, public_id=practice, rep=cast.ren.public_id, at=NOW)

    row = practice_page(session, mo, public_id=practice, at=NOW + timedelta(minutes=12))

    assert [(one.name, one.step) for one in row.turns] == [
        ("Rae Rep", "none"),
        ("Ren Rep", "attempted"),
    ]
    assert (row.moment.title, row.minutes, row.is_closed) == ("Price objection", "10", False)
    for who in (cast.lena, cast.cleo, cast.mia, cast.sol):
        with pytest.raises(NotFound):
            practice_page(session, cast.actor(who), public_id=practice, at=NOW)
    for who in (cast.spec, cast.ada, cast.ren):
        with pytest.raises(NotPermitted):
            practice_page(session, cast.actor(who), public_id=practice, at=NOW)


def test_a_closed_practice_shows_what_it_came_to(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    row = practice_page(session, mo, public_id=held(session, mo, cast.rae), at=NOW)

    assert (row.is_closed, row.is_withdrawn, row.full_rounds) == (True, False, 1)
    assert (row.minutes, row.planned, row.learned) == ("20 minutes", "Planned", LEARNED)
    assert [(one.name, one.debrief) for one in row.turns] == [("Rae Rep", SAID)]


def test_from_thursday_on_a_missing_practice_is_said(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    assert next_lines(session, mo, at=NOW + timedelta(days=2)) == []
    assert next_lines(session, mo, at=THURSDAY) == [
        NextLine(
            "Your team has not practised this week.",
            "Choose a hard moment",
            routes.TEAM_PRACTICE,
            2,
            "2026-03-01T23:00:00+00:00",
        )
    ]
    practice = begun(session, mo, THURSDAY)
    (line,) = next_lines(session, mo, at=THURSDAY)
    assert (line.link, line.rank) == (routes.team_practice(practice), 1)


def test_a_week_with_a_practice_has_nothing_waiting(session: Session, cast: Cast):
    held(session, cast.actor(cast.mo), cast.rae)
    assert next_lines(session, cast.actor(cast.mo), at=THURSDAY) == []


def test_a_moment_that_is_gone_keeps_its_name():
    assert moment_row("old-story").title == "Old story"


def test_thirty_practices_are_listed_in_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Statements
):
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)
    queries = (
        (held_practices, mo, {"page": 0}),
        (own_rounds, rae, {"page": 0}),
        (overview, mo, {}),
        (team_counts, cast.actor(cast.lena), {"page": 0}),
    )

    def counted() -> list[int]:
        found = []
        for query, actor, given in queries:
            with statements() as sent:
                query(session, actor, at=NOW, **given)
            found.append(len(sent))
        return found

    held(session, mo, cast.rae)
    few = counted()
    for number in range(1, 30):
        held(session, mo, cast.rae, weeks_ago(number))

    assert counted() == few
    assert len(held_practices(session, mo, page=2, at=NOW).lines) == 10
    assert held_practices(session, mo, page=0, at=NOW).paging.place == "1 to 10 of 30"
