"""Beginning a practice: with a team, and one of each moment at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.practice.actions import begin_practice
from coach_the_coach.coaching.practice.rounds.actions import attempt
from coach_the_coach.coaching.practice.tables import TeamPractice
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Invalid, NotPermitted
from tests.cast import NOW, Cast, people
from tests.coaching.practice.held import KEY


def test_the_same_moment_is_begun_once_until_it_is_closed(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)

    first = begin_practice(session, mo, key=KEY, at=NOW)

    assert begin_practice(session, mo, key=KEY, at=NOW) == first
    assert begin_practice(session, mo, key="sceptical-executive", at=NOW) != first
    assert begin_practice(session, cast.actor(cast.lena), key=KEY, at=NOW) != first
    assert len(session.exec(select(TeamPractice)).all()) == 3


def test_one_that_nobody_tried_is_begun_anew_on_another_day(session: Session, cast: Cast):
    mo, later = cast.actor(cast.mo), NOW + timedelta(days=60)
    first = begin_practice(session, mo, key=KEY, at=NOW)

    assert begin_practice(session, mo, key=KEY, at=later) == first

    one = session.exec(select(TeamPractice)).one()
    assert (one.begun_at, one.held_on) == (later, date(2026, 5, 1))
    attempt(session, mo, public_id=first, rep=cast.rae.public_id, at=later)
    assert begin_practice(session, mo, key=KEY, at=later + timedelta(days=1)) == first
    assert session.exec(select(TeamPractice)).one().held_on == date(2026, 5, 1)


def test_what_is_no_moment_and_whoever_has_no_team_is_refused(session: Session, cast: Cast):
    with pytest.raises(Invalid):
        begin_practice(session, cast.actor(cast.mo), key="nowhere", at=NOW)
    with pytest.raises(Invalid):
        begin_practice(session, cast.actor(cast.mia), key=KEY, at=NOW)
    for who in (cast.rae, cast.spec, cast.ada):
        with pytest.raises(NotPermitted):
            begin_practice(session, cast.actor(who), key=KEY, at=NOW)


def test_whoever_begins_it_on_two_devices_finds_one_practice(database_url: str):
    store.open_at(database_url)
    with store.transaction() as session:
        made = people(session)
        mo = made.actor(made.mo)

    def begin(_time: int) -> str:
        with store.transaction() as session:
            return begin_practice(session, mo, key=KEY, at=NOW)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(8)))) == 1
    store.open_at(None)
