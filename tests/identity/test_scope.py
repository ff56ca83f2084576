"""Who sees whom: said once, in SQL."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity.access import ActorGrant, Permission, Role
from coach_the_coach.identity.actions import closure, give_grant
from coach_the_coach.identity.scope import newest, visible, visible_person
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.observations.tables import Observation, Status
from tests import build
from tests.cast import NOW, Cast

SEES = {
    "cleo": {"cleo", "lena", "odd", "mo", "mia", "sol", "rae", "ren", "sid"},
    "lena": {"lena", "mo", "mia", "rae", "ren"},
    "odd": {"odd", "sol", "sid"},
    "mo": {"mo", "rae", "ren"},
    "rae": {"rae"},
    "spec": {"cleo", "lena", "odd", "mo", "mia", "sol", "rae", "ren", "sid", "spec", "ada"},
    "ada": {"cleo", "lena", "odd", "mo", "mia", "sol", "rae", "ren", "sid", "spec", "ada"},
}


@pytest.mark.parametrize("who", SEES)
def test_a_person_sees_themself_and_those_in_reach(session: Session, cast: Cast, who: str):
    actor = cast.actor(getattr(cast, who))

    found = session.exec(visible(Person, actor, Permission.PERSON_SEE)).all()

    assert {person.email.split("@")[0] for person in found} == SEES[who]


def test_nobody_is_in_their_own_reach(session: Session, cast: Cast):
    for who in (cast.lena, cast.spec):
        with pytest.raises(NotPermitted):
            visible_person(session, cast.actor(who), who.public_id, Permission.OBSERVATION_WRITE)


def test_a_stranger_is_not_found_and_one_seen_without_the_permission_is_refused(
    session: Session, cast: Cast
):
    with pytest.raises(NotFound):
        visible_person(session, cast.actor(cast.odd), cast.mo.public_id)
    with pytest.raises(NotPermitted):
        visible_person(
            session, cast.actor(cast.ada), cast.mo.public_id, Permission.OBSERVATION_WRITE
        )


def test_a_grant_counts_from_its_beginning_to_its_end(session: Session, cast: Cast):
    soon = NOW + timedelta(days=1)
    give_grant(
        session,
        cast.rae.id or 0,
        Role.SPECIALIST,
        root_id=None,
        at=soon,
        ends_at=soon + timedelta(days=1),
    )
    session.flush()

    def can(days: float) -> bool:
        return cast.actor(cast.rae, NOW + timedelta(days=days)).can(Permission.OBSERVATION_WRITE)

    assert [can(days) for days in (0, 1, 1.9, 2)] == [False, True, True, False]


def test_a_grant_taken_away_is_gone_at_once(session: Session, cast: Cast):
    for grant in session.exec(select(Grant).where(Grant.person_id == cast.lena.id)):
        grant.ends_at = NOW
    session.flush()

    assert cast.actor(cast.lena).roles == frozenset()


def test_the_closure_names_everybody_above_with_their_distance():
    assert sorted(closure([1, 2, 3], {3: 2, 2: 1})) == [
        (1, 1, 0),
        (1, 2, 1),
        (1, 3, 2),
        (2, 2, 0),
        (2, 3, 1),
        (3, 3, 0),
    ]


def test_lines_that_go_round_are_refused():
    with pytest.raises(ValueError, match="circle"):
        closure([1, 2], {1: 2, 2: 1})


@pytest.mark.parametrize("who", [*SEES, "both"])
def test_the_newest_are_the_newest_of_what_is_visible_whichever_way_they_are_found(
    session: Session, cast: Cast, statements, who: str
):
    everybody = [getattr(cast, name) for name in SEES] + [cast.mia, cast.ren, cast.sol]
    for number, (observer, observed) in enumerate(product(everybody, everybody)):
        if observer is not observed:
            at = NOW - timedelta(minutes=number * 7 % 31, seconds=number)
            made = build.observation(session, of=observed, by=observer, coached=cast.sid, at=at)
            made.signed_at, made.status = at, Status.SIGNED
    session.flush()
    if who == "both":
        # Over everybody in somebody's place, and over one's own people besides.
        grants = (
            ActorGrant(Role.LEADER, cast.lena.id),
            ActorGrant(Role.LEADER, None, cast.cleo.id),
        )
        actor = replace(cast.actor(cast.lena), grants=grants)
    else:
        actor = cast.actor(getattr(cast, who))
    permission = Permission.OBSERVATION_NOTICE
    signed = col(Observation.signed_at)
    in_time = (signed.desc(), col(Observation.id).desc())
    every = session.exec(visible(Observation, actor, permission).order_by(*in_time)).all()
    is_theirs = col(Observation.observed_id) == cast.mo.id
    given = {"by": signed, "limit": 20}

    for few in (0, 1, 500):
        with statements() as sent:
            found = newest(session, Observation, actor, permission, few=few, **given)
        assert found == every[:20]
        assert len(sent) <= 2
        found = newest(session, Observation, actor, permission, is_theirs, few=few, **given)
        assert found == [one for one in every if one.observed_id == cast.mo.id][:20]
