"""Months are made anew when it is another thing who answers to whom, and who is here when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.actions import choose_time_zone
from coach_the_coach.account.grants.actions import give_role
from coach_the_coach.account.grants.rules import GrantDraft, Span
from coach_the_coach.cadence.figures.making.actions import make_figures, make_month, turn_old
from coach_the_coach.cadence.figures.queries import months_of, months_until
from coach_the_coach.cadence.figures.rules import Month
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.changes import EVER
from coach_the_coach.identity.tables import Person, ReportingLine
from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.people.actions import keep_people
from coach_the_coach.records.erasure.actions import erase_person
from tests.cadence.figures import kept
from tests.cast import NOW, Cast

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
LATER = NOW + timedelta(hours=1)
HEADER = "email,given_name,family_name,role,manager_email,end_date\n"


@pytest.fixture(autouse=True)
def months_made(session: Session, cast: Cast) -> None:
    """February and March are made of Mo's, with nothing left in the queue."""
    kept.house_began(session, cast.odd, date(2026, 1, 5))
    kept.entry(session, cast.mo, cast.rae, date(2026, 2, 3))
    for month in (FEBRUARY, MARCH):
        make_month(session, cast.mo.id or 0, month, at=NOW)
    assert stale(session) == set()


def stale(session: Session) -> set[tuple[int, date]]:
    return {(one.person_id, one.month) for one in session.exec(select(Stale))}


def shown(session: Session, cast: Cast) -> dict[date, Month]:
    """What is shown of Mo's months an hour later."""
    mo, actor = cast.mo.id or 0, cast.actor(cast.lena)
    months = months_until(NOW.date(), 12)
    return months_of(session, actor, {mo: cast.mo.time_zone}, months=months, at=LATER)[mo]


def keep(session: Session, text: str) -> None:
    keep_people(session, file=read_people((HEADER + text).encode()), at=LATER)
    session.flush()
    session.expire_all()


def test_whoever_comes_into_the_team_by_a_file_is_in_it_at_once(session: Session, cast: Cast):
    assert shown(session, cast)[MARCH].reps == 2
    team = "".join(
        f"new{one}@example.com,New,{one},rep,mo@example.com,\n" for one in ("a", "b", "c")
    )
    keep(session, team)
    # What began today changes nothing that is over.
    assert stale(session) == {(cast.mo.id or 0, MARCH)}
    assert shown(session, cast)[MARCH].reps == 5
    keep(session, "newa@example.com,New,a,rep,lena@example.com,\n")
    assert shown(session, cast)[MARCH].reps == 4
    make_figures(session, {}, LATER)
    assert stale(session) == set()
    assert shown(session, cast)[MARCH].reps == 4


def test_who_left_before_today_is_not_due_in_months_that_are_over(session: Session, cast: Cast):
    before = shown(session, cast)[FEBRUARY]
    keep(session, "ren@example.com,Ren,Rep,rep,mo@example.com,2026-02-04\n")
    after = shown(session, cast)[FEBRUARY]
    assert (before.due, after.due) == (8, 4 + 1)
    assert (before.reps, after.reps) == (2, 1)


def test_a_line_of_before_changes_months_that_are_over(session: Session, cast: Cast):
    new = Person(email="late@example.com", given_name="Late", family_name="Line")
    session.add(new)
    session.flush()
    who = new.id or 0
    session.add(ReportingLine(person_id=who, manager_id=cast.mo.id or 0, starts_on=FEBRUARY))
    session.flush()
    turn_old(session, [who], FEBRUARY, LATER)
    assert stale(session) == {(cast.mo.id or 0, month) for month in (FEBRUARY, MARCH)}
    # Somebody without a role in which one is coached is due with nobody.
    assert shown(session, cast)[FEBRUARY].reps == 2
    make_figures(session, {}, LATER)

    draft = GrantDraft(
        person=new.email,
        role="manager",
        over="people",
        root=new.email,
        span=Span(NOW.date(), None),
        reason="Leads from now on.",
    )
    ada = replace(cast.actor(cast.ada), proved_at=LATER)
    give_role(session, ada, draft=draft, at=LATER)
    assert shown(session, cast)[FEBRUARY].reps == 3


def test_another_time_zone_and_an_erasure_turn_all_months_old(session: Session, cast: Cast):
    both = {(cast.mo.id or 0, month) for month in (FEBRUARY, MARCH)}
    choose_time_zone(session, cast.actor(cast.mo), zone="Asia/Tokyo", at=LATER)
    assert stale(session) == both
    make_figures(session, {}, LATER)
    assert stale(session) == set()
    erase_person(session, cast.ren, reason="Asked for it", at=LATER)
    assert stale(session) == both
    assert shown(session, cast)[MARCH].reps == 1


def test_thousands_are_noted_in_as_many_statements_as_one(session: Session, cast: Cast, statements):
    sent = []
    for people in ([cast.rae.id or 0], range(1, 4001)):
        with statements() as said:
            turn_old(session, people, EVER, LATER)
        sent.append(len(said))
    assert sent[0] == sent[1]
    assert stale(session) == {(cast.mo.id or 0, month) for month in (FEBRUARY, MARCH)}
