"""Reach is what the reporting lines of the day say, and whoever has left holds nothing."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity.access import Permission, Role
from coach_the_coach.identity.actions import (
    COMPARES,
    Differences,
    compare_every_night,
    compare_reach,
    rebuild_reach,
)
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine
from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.people.actions import keep_people
from tests.cast import NOW, Cast

TODAY = NOW.date()

NIGHTLY = {"since": TODAY.isoformat(), "nightly": True}


def people_of(session: Session) -> list[int]:
    return [one or 0 for one in session.exec(select(Person.id))]


def below(session: Session, who: Person) -> set[int]:
    found = select(Reach.descendant_id).where(Reach.ancestor_id == who.id, Reach.depth > 0)
    return set(session.exec(found))


def repairs(session: Session) -> int:
    found = select(AuditEntry).where(AuditEntry.action == "reach:repaired")
    return len(session.exec(found).all())


def test_rebuilding_says_what_differed(session: Session, cast: Cast):
    assert not rebuild_reach(session, people_of(session), TODAY)
    session.delete(session.get_one(Reach, (cast.lena.id, cast.rae.id)))
    session.add(Reach(ancestor_id=cast.odd.id or 0, descendant_id=cast.mo.id or 0, depth=1))
    session.flush()

    told = rebuild_reach(session, people_of(session), TODAY)

    assert told == Differences(missing=1, too_many=1)
    assert not rebuild_reach(session, people_of(session), TODAY)


def test_reach_that_differs_is_mended_and_entered_in_the_log(session: Session, cast: Cast):
    compare_reach(session, NIGHTLY, NOW)
    assert repairs(session) == 0
    session.add(Reach(ancestor_id=cast.odd.id or 0, descendant_id=cast.mo.id or 0, depth=1))
    session.flush()

    compare_reach(session, NIGHTLY, NOW)

    assert repairs(session) == 1
    assert cast.mo.id not in below(session, cast.odd)


def test_a_line_of_tomorrow_counts_from_tomorrow_and_is_no_repair(session: Session, cast: Cast):
    tomorrow = TODAY + timedelta(days=1)
    line = session.exec(select(ReportingLine).where(ReportingLine.person_id == cast.mo.id)).one()
    line.ends_on = tomorrow
    session.flush()
    session.add(
        ReportingLine(person_id=cast.mo.id or 0, manager_id=cast.odd.id or 0, starts_on=tomorrow)
    )
    session.flush()

    compare_reach(session, NIGHTLY, NOW)
    assert cast.mo.id in below(session, cast.lena)
    compare_reach(session, NIGHTLY, NOW + timedelta(days=1))

    assert cast.mo.id not in below(session, cast.lena)
    assert {cast.mo.id, cast.rae.id} <= below(session, cast.odd)
    assert repairs(session) == 0


def test_every_night_has_the_next_one_in_utc(session: Session, cast: Cast):
    compare_every_night(session, NOW)
    compare_every_night(session, NOW + timedelta(hours=3))
    compare_reach(session, NIGHTLY, NOW + timedelta(days=1))

    due = session.exec(
        select(Job.due_at, Job.payload).where(Job.kind == COMPARES).order_by(col(Job.due_at))
    ).all()
    assert [(at.isoformat(), json.loads(payload)["since"]) for at, payload in due] == [
        ("2026-03-03T00:05:00+00:00", "2026-03-02"),
        ("2026-03-04T00:05:00+00:00", "2026-03-03"),
    ]


def test_whoever_has_left_reaches_nobody_and_their_grants_end_in_the_night(
    session: Session, cast: Cast
):
    cast.lena.ends_on = TODAY
    session.flush()
    tomorrow = NOW + timedelta(days=1)

    def reached(at: datetime) -> int:
        actor = cast.actor(cast.lena, at)
        return len(session.exec(visible(Person, actor, Permission.PERSON_SEE)).all()) - 1

    assert (reached(NOW), reached(tomorrow)) == (4, 0)
    compare_reach(session, NIGHTLY, tomorrow)
    session.expire_all()
    ended = session.exec(select(Grant.ends_at).where(Grant.person_id == cast.lena.id)).all()
    assert set(ended) == {tomorrow}
    # Those below stay in the reach of those above.
    assert cast.rae.id in below(session, cast.cleo)


def test_lines_that_would_go_round_are_refused_wherever_they_are_written(
    session: Session, cast: Cast
):
    session.add(
        ReportingLine(
            person_id=cast.cleo.id or 0, manager_id=cast.rae.id or 0, starts_on=date(2026, 1, 1)
        )
    )
    session.flush()

    with pytest.raises(Conflict, match="circle"):
        rebuild_reach(session, people_of(session), TODAY)


def by_hand(session: Session, cast: Cast, who: Person, role: Role, **more: Any) -> Grant:
    values: dict[str, Any] = {
        "root_id": None,
        "starts_at": NOW,
        "given_by_id": cast.ada.id,
        "reason": "By hand.",
    }
    grant = Grant(person_id=who.id or 0, role=role, **(values | more))
    session.add(grant)
    session.flush()
    return grant


def test_a_file_ends_no_role_given_by_hand_and_gives_none_twice(session: Session, cast: Cast):
    hand = by_hand(session, cast, cast.mo, Role.SPECIALIST)
    own = by_hand(session, cast, cast.mia, Role.LEADER, root_id=cast.mia.id)
    timed = by_hand(
        session, cast, cast.sol, Role.LEADER, root_id=cast.sol.id, ends_at=NOW + timedelta(days=9)
    )
    cover = by_hand(
        session,
        cast,
        cast.sol,
        Role.LEADER,
        root_id=cast.lena.id,
        stands_in_for_id=cast.lena.id,
        ends_at=NOW + timedelta(days=9),
    )
    lines = ["email,given_name,family_name,role"]
    lines += [
        "mo@example.com,Mo,Manager,rep",
        "mia@example.com,Mia,Manager,leader",
        "sol@example.com,Sol,Stranger,leader",
    ]
    later = NOW + timedelta(hours=1)

    keep_people(session, file=read_people("\n".join(lines).encode()), at=later)
    session.expire_all()

    def held(who: Person) -> set[tuple[Role, bool]]:
        found = session.exec(select(Grant).where(Grant.person_id == who.id)).all()
        return {
            (one.role, one.given_by_id is None)
            for one in found
            if one.ends_at is None or one.ends_at > later
        }

    assert [one.ends_at for one in (hand, own)] == [None, None]
    assert timed.ends_at == cover.ends_at == NOW + timedelta(days=9)
    assert held(cast.mo) == {(Role.SPECIALIST, False), (Role.REP, True)}
    assert held(cast.mia) == {(Role.LEADER, False)}
    assert held(cast.sol) == {(Role.LEADER, False), (Role.LEADER, True)}
