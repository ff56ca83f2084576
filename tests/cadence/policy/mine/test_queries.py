"""One's own rhythm with each of the team, whether it fits, and who is left out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.policy.mine.queries import own_minutes, own_rhythm
from coach_the_coach.cadence.policy.mine.rows import RepRhythm
from coach_the_coach.foundation.errors import NotPermitted
from tests.cadence.logged import entry, team_of
from tests.cadence.policy.test_actions import overridden
from tests.cast import NOW, Cast

TODAY = NOW.date()
FIRST = TODAY - timedelta(days=29)


def test_everybody_of_the_team_stands_by_name_with_their_rhythm_and_minutes(
    session: Session, cast: Cast
):
    overridden(session, cast)
    entry(session, by=cast.mo, of=cast.ren, minutes=45)
    entry(session, by=cast.mo, of=cast.ren, minutes=15, on=FIRST)
    own = own_rhythm(session, cast.actor(cast.mo), at=NOW)
    assert own.team == [
        RepRhythm(
            public_id=cast.rae.public_id,
            name="Rae Rep",
            rhythm="2 sessions a month of 30 min",
            per_month="2",
            minutes="30",
            is_own=True,
            reason="Learns the product first",
            share=0,
            spent="none",
            is_left_out=True,
        ),
        RepRhythm(
            public_id=cast.ren.public_id,
            name="Ren Rep",
            rhythm="4 sessions a month of 45 min",
            per_month="4",
            minutes="45",
            share=100,
            spent="60 min",
        ),
    ]
    assert own.left_out == "Rae Rep had no session in the last 30 days."
    assert own.hours.startswith("2 people × 2 h = 4 h a month")
    assert (own.house, own.assessment, own.too_many) == (
        "4 sessions a month of 45 min",
        "Every quarter",
        "",
    )


def test_what_is_short_old_withdrawn_or_anothers_is_not_counted(session: Session, cast: Cast):
    entry(session, by=cast.mo, of=cast.rae, minutes=14)
    entry(session, by=cast.mo, of=cast.rae, on=FIRST - timedelta(days=1))
    entry(session, by=cast.mo, of=cast.rae, on=TODAY + timedelta(days=1))
    entry(session, by=cast.mo, of=cast.rae, withdrawn_at=NOW)
    entry(session, by=cast.mo, of=None)
    entry(session, by=cast.lena, of=cast.rae)
    entry(session, by=cast.sol, of=cast.rae)
    people = [cast.rae.id or 0, cast.ren.id or 0]
    mo = cast.actor(cast.mo)
    assert own_minutes(session, mo, people=people, at=NOW) == {}
    entry(session, by=cast.mo, of=cast.rae, minutes=15, on=FIRST)
    assert own_minutes(session, mo, people=people, at=NOW) == {cast.rae.id: 15}


def test_a_leaders_team_is_her_managers(session: Session, cast: Cast):
    own = own_rhythm(session, cast.actor(cast.lena), at=NOW)
    assert [one.name for one in own.team] == ["Mia Manager", "Mo Manager"]


def test_who_coaches_nobody_today_is_told_so(session: Session, cast: Cast):
    own = own_rhythm(session, cast.actor(cast.mia), at=NOW)
    assert (own.team, own.left_out, own.band) == ([], "", "")
    assert own.hours == "Nobody reports to you, so there is nothing to plan for."


@pytest.mark.parametrize("who", ["rae", "spec", "ada"])
def test_who_does_not_coach_has_none(session: Session, cast: Cast, who: str):
    with pytest.raises(NotPermitted):
        own_rhythm(session, cast.actor(getattr(cast, who)), at=NOW)


def test_a_team_of_thirty_takes_as_many_statements_as_one_of_two(
    session: Session, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
):
    mo = cast.actor(cast.mo)
    own_rhythm(session, mo, at=NOW)
    with statements() as few:
        own_rhythm(session, mo, at=NOW)
    team_of(session, cast.mo, 30)
    with statements() as many:
        own = own_rhythm(session, mo, at=NOW)
    assert (len(own.team), len(few), len(many)) == (32, 4, 4)
    assert own.too_many.startswith("32 one-to-ones a week do not fit")
    assert own.mark == "attention"
    assert own_rhythm(session, mo, at=NOW, days=99).days == "99"
