"""The rhythm of the house and that of each rep, read by those whom it concerns."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.policy.actions import set_cadence
from coach_the_coach.cadence.policy.queries import house_rhythm, rhythms_of
from coach_the_coach.cadence.policy.rules import Rhythm
from coach_the_coach.cadence.tables import CadenceOverride
from coach_the_coach.foundation.errors import NotPermitted
from tests.cast import NOW, Cast


def test_the_page_says_whether_it_is_the_houses_own(session: Session, cast: Cast):
    ada = cast.actor(cast.ada)
    proposed = house_rhythm(session, ada, at=NOW)
    assert (proposed.preset, proposed.assessment, proposed.is_own, proposed.by) == (
        "weekly",
        "quarterly",
        False,
        "",
    )
    set_cadence(session, ada, preset="minimum", assessment="biannual", hours="38", at=NOW)
    chosen = house_rhythm(session, ada, at=NOW)
    assert (chosen.preset, chosen.assessment, chosen.is_own, chosen.by, chosen.since.words) == (
        "minimum",
        "biannual",
        True,
        "Ada Admin",
        "Today 10:00",
    )
    for who in (cast.cleo, cast.lena, cast.mo, cast.rae, cast.spec):
        with pytest.raises(NotPermitted):
            house_rhythm(session, cast.actor(who), at=NOW)


def test_one_has_ones_own_rhythm_with_somebody_and_nobody_elses(session: Session, cast: Cast):
    for coach, minutes, ended in ((cast.mo, 20, None), (cast.mo, 25, NOW), (cast.sol, 99, None)):
        session.add(
            CadenceOverride(
                coach_id=coach.id or 0,
                coached_id=cast.rae.id or 0,
                per_month=1,
                minutes=minutes,
                reason="So it is",
                set_at=NOW,
                ended_at=ended,
            )
        )
    session.flush()
    people = [cast.rae.id or 0, cast.ren.id or 0]
    assert rhythms_of(session, cast.actor(cast.mo), people=people) == {
        cast.rae.id: Rhythm(1, 20),
        cast.ren.id: Rhythm(4, 45),
    }
    # Who is coached, or leads, is asked for their own.
    house = dict.fromkeys(people, Rhythm(4, 45))
    for who in (cast.rae, cast.lena, cast.spec, cast.ada):
        assert rhythms_of(session, cast.actor(who), people=people) == house
    assert rhythms_of(session, cast.actor(cast.mo), people=[]) == {}


def test_rhythms_of_many_take_as_many_statements_as_of_one(
    session: Session, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
):
    mo = cast.actor(cast.mo)
    rhythms_of(session, mo, people=[1])
    with statements() as one:
        rhythms_of(session, mo, people=[1])
    with statements() as many:
        rhythms_of(session, mo, people=range(1, 31))
    assert len(one) == len(many) == 2
