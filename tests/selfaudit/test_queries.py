"""Who is asked for ten points and when, whom they are about, and what the program counts."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.cadence.week import actions as week
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.selfaudit.actions import answer, send
from coach_the_coach.selfaudit.facts.queries import facts_of
from coach_the_coach.selfaudit.queries import asked, audit_of, compared, next_lines
from coach_the_coach.selfaudit.rules import POINTS
from tests.cadence.week.booked import appointment
from tests.cast import NOW, Cast

LATE = NOW + timedelta(days=2)
"""The fourth of March: four weeks before the quarter ends."""


def sent(session: Session, cast: Cast, by: Person, about: Person, at: datetime = NOW) -> None:
    """Ten yeses, sent."""
    actor = cast.actor(by, at)
    for point in range(1, POINTS + 1):
        answer(session, actor, public_id=about.public_id, point=point, yes=True, at=at)
    send(session, actor, public_id=about.public_id, at=at)


def lines(session: Session, cast: Cast, who: Person, at: datetime) -> list[tuple[str, int, str]]:
    """What waits for somebody: the text, its rank, and since when."""
    return [
        (line.text, line.rank, line.since)
        for line in next_lines(session, cast.actor(who, at), at=at)
    ]


def reports(session: Session, number: int, to: Person, role: Role, key: str) -> list[Person]:
    """So many more people of that role who report to somebody."""
    people = [
        Person(email=f"{key}{one}@example.com", given_name=key, family_name=f"{one:02}")
        for one in range(number)
    ]
    session.add_all(people)
    session.flush()
    since = NOW.date() - timedelta(days=400)
    for one in people:
        session.add(ReportingLine(person_id=one.id or 0, manager_id=to.id or 0, starts_on=since))
        begun = NOW - timedelta(days=400)
        session.add(Grant(person_id=one.id or 0, role=role, root_id=one.id, starts_at=begun))
    session.flush()
    rebuild_reach(session, [one or 0 for one in session.exec(select(Person.id))], NOW.date())
    return people


def test_nobody_is_asked_before_the_last_four_weeks_of_a_quarter(session: Session, cast: Cast):
    assert lines(session, cast, cast.mo, NOW) == []
    assert lines(session, cast, cast.mo, LATE) == [
        ("Your ten points of this quarter are open.", 2, "2026-03-03T23:00:00+00:00")
    ]
    sent(session, cast, cast.mo, cast.mo, LATE)
    assert lines(session, cast, cast.mo, LATE) == []
    assert lines(session, cast, cast.mo, NOW + timedelta(days=31)) == []


def test_whoever_has_answered_is_waited_for_by_nobody_and_waits_for_the_other(
    session: Session, cast: Cast
):
    sent(session, cast, cast.lena, cast.mo)
    assert lines(session, cast, cast.mo, NOW) == [
        (
            "Your leader has answered the ten points about how you manage. Answer yours.",
            0,
            NOW.isoformat(),
        )
    ]
    sent(session, cast, cast.mia, cast.mia)
    sent(session, cast, cast.sol, cast.sol)
    assert lines(session, cast, cast.lena, NOW) == [
        (
            "Mia Manager has answered the ten points. Answer the same ten about them.",
            0,
            NOW.isoformat(),
        )
    ]
    for who in (cast.cleo, cast.spec, cast.ada, cast.rae):
        assert lines(session, cast, who, NOW) == []
    sent(session, cast, cast.lena, cast.mia)
    assert lines(session, cast, cast.lena, NOW) == [
        (
            "You and Mia Manager have both answered the ten points about how they manage.",
            1,
            NOW.isoformat(),
        )
    ]


def test_whoever_coached_once_and_no_longer_does_is_not_asked(session: Session, cast: Cast):
    session.add(
        Grant(
            person_id=cast.rae.id or 0,
            role=Role.MANAGER,
            root_id=cast.rae.id,
            starts_at=NOW - timedelta(days=60),
            ends_at=NOW - timedelta(days=30),
        )
    )
    session.flush()
    row = audit_of(session, cast.actor(cast.mo), public_id="", at=NOW)
    assert "no rep lost theirs" in row.points[0].text


def test_only_those_who_sell_or_coach_are_to_be_coached(session: Session, cast: Cast):
    reports(session, 1, cast.mo, Role.ADMIN, "admin")
    reports(session, 1, cast.mo, Role.SPECIALIST, "specialist")
    facts = facts_of(session, cast.actor(cast.mo), about=cast.mo, at=NOW)
    assert facts.people == 2


def test_whoever_lost_theirs_twice_in_the_quarter_before_is_counted(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    january, april = (NOW - timedelta(days=days) for days in (50, -40))
    missed = [
        appointment(session, cast.mo, coached, january + timedelta(days=number))
        for number, coached in enumerate([cast.rae, cast.rae, cast.ren])
    ]
    for one in missed:
        week.mark_missed(session, mo, public_id=one.public_id, blocker="no-time", at=NOW)
    # One session that moved twice is one session.
    day = january + timedelta(days=3)
    moved = appointment(session, cast.mo, cast.ren, day + timedelta(days=1))
    for hours in (25, 26):
        week.move(
            session,
            mo,
            public_id=moved.public_id,
            starts_at=day + timedelta(hours=hours),
            reason="Illness",
            at=day,
        )
    facts = facts_of(session, cast.actor(cast.lena), about=cast.mo, at=april)
    assert facts.lost_often == 2
    week.reopen(session, mo, public_id=missed[0].public_id, at=NOW)
    assert facts_of(session, mo, about=cast.mo, at=april).lost_often == 1
    assert facts_of(session, mo, about=cast.mo, at=NOW).lost_often == 0


@pytest.mark.parametrize("more", [0, 30])
def test_the_pages_take_as_many_statements_for_many_as_for_few(
    session: Session,
    cast: Cast,
    statements: Callable[[], AbstractContextManager[list[str]]],
    more: int,
):
    managers = reports(session, more, cast.lena, Role.MANAGER, "manager")
    for one in (*managers, cast.mo, cast.mia):
        sent(session, cast, one, one)
    sent(session, cast, cast.lena, cast.mo)
    lena = cast.actor(cast.lena)
    counts: list[int] = []
    for read in (
        lambda: asked(session, lena, at=NOW),
        lambda: audit_of(session, lena, public_id=cast.mo.public_id, at=NOW),
        lambda: audit_of(session, lena, public_id="", at=NOW),
        lambda: compared(session, lena, public_id=cast.mo.public_id, at=NOW),
        lambda: next_lines(session, lena, at=NOW),
    ):
        session.expire_all()
        with statements() as seen:
            read()
        counts.append(len(seen))
    assert counts == [2, 6, 22, 5, 4]
