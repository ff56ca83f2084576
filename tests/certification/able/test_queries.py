"""Who here could take which part, asked of the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session, select

from coach_the_coach.certification.able.actions import switch_small_house
from coach_the_coach.certification.able.queries import (
    can_finish,
    finishing,
    house_of,
    path_options,
    small_row,
)
from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.paths.rules import stored_path
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.tables import SmallHouse
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.observations.watching.tables import ObserverPlaces
from tests.cast import NOW, Cast
from tests.certification.enrolled import enrolled, managers

Statements = Callable[[], AbstractContextManager[list[str]]]


def path_of(session: Session, key: str = "certified-coach"):
    """A path that the program comes with."""
    ensure_paths(session, at=NOW)
    return stored_path(newest_version(session, key).content)


def test_the_house_says_who_may_do_what_below_whom(session: Session, cast: Cast):
    session.add(ObserverPlaces(person_id=cast.lena.id or 0, per_month=2, said_at=NOW))
    session.flush()
    house = house_of(session, at=NOW)
    assert house.certifiers == {cast.lena.id: frozenset({cast.lena.id})}
    assert house.places == {cast.lena.id: 2}
    assert house.specialists == {cast.spec.id: frozenset({None})}
    assert set(house.signers) == {cast.cleo.id, cast.lena.id, cast.odd.id, cast.spec.id}
    assert set(house.others) == {
        one.id for one in (cast.cleo, cast.lena, cast.odd, cast.mo, cast.mia, cast.sol)
    }


def test_what_is_missing_for_somebody_is_said(session: Session, cast: Cast):
    row = can_finish(session, path_of(session), [cast.mo.id or 0], at=NOW)
    assert row.verdict == "It cannot be finished here yet. What is missing is said below."
    assert [(one.part, one.word) for one in row.parts] == [
        ("Observe from outside the line", "Missing"),
        ("Score a second time, blind", "Just enough"),
        ("Sign as a leader in the line", "Just enough"),
        ("Sign as the second", "Just enough"),
        ("Hear an appeal", "Just enough"),
        ("Observers' time", "Enough"),
    ]
    assert "line of Mo Manager" in row.parts[0].words


def test_it_is_asked_of_many_in_as_many_statements_as_of_one(
    session: Session, cast: Cast, statements: Statements
):
    path = path_of(session)
    many = [one.id or 0 for one in managers(session, cast.odd, 200)]
    with statements() as one:
        can_finish(session, path, [cast.mo.id or 0], at=NOW)
    with statements() as all_of_them:
        row = can_finish(session, path, many, at=NOW)
    assert len(one) == len(all_of_them) == 6
    assert row.about == "Said of 200 people."


def test_those_in_reach_who_are_on_a_path_are_looked_at(session: Session, cast: Cast):
    path_of(session)
    enrolled(session, cast.mo)
    enrolled(session, cast.sol)
    seen = finishing(session, cast.actor(cast.lena), path_key="foundations", at=NOW)
    everybody = finishing(session, cast.actor(cast.ada), path_key="foundations", at=NOW)
    assert (seen.about, everybody.about) == ("Said of 1 person.", "Said of 2 people.")
    with pytest.raises(NotPermitted):
        finishing(session, cast.actor(cast.mo), path_key="foundations", at=NOW)
    with pytest.raises(NotFound):
        finishing(session, cast.actor(cast.lena), path_key="none", at=NOW)


def test_the_small_company_way_is_switched_by_who_may_write_paths(session: Session, cast: Cast):
    ada = cast.actor(cast.ada)
    assert not small_row(session, ada, at=NOW).is_on
    switch_small_house(session, ada, is_on=True, at=NOW)
    switch_small_house(session, ada, is_on=True, at=NOW)
    row = small_row(session, cast.actor(cast.lena), at=NOW)
    assert (row.is_on, row.set_words, row.may_set) == (
        True,
        "Set by Ada Admin, Monday 2 March 2026.",
        False,
    )
    assert house_of(session, at=NOW).is_small
    path = path_of(session)
    assert "Missing" not in {
        one.word for one in can_finish(session, path, [cast.mo.id or 0], at=NOW).parts
    }
    switch_small_house(session, ada, is_on=False, at=NOW)
    assert [one.is_on for one in session.exec(select(SmallHouse))] == [False]
    for somebody in (cast.lena, cast.mo):
        with pytest.raises(NotPermitted):
            switch_small_house(session, cast.actor(somebody), is_on=True, at=NOW)


def test_paths_are_offered_by_level_to_who_assigns_or_writes(session: Session, cast: Cast):
    path_of(session)
    keys = [one.value for one in path_options(session, cast.actor(cast.lena))]
    assert keys == ["foundations", "certified-coach", "master-coach", "observer-licence"]
    with pytest.raises(NotPermitted):
        path_options(session, cast.actor(cast.spec))
