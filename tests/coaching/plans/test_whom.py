"""Where a rep stands is said by who leads them; thirty days are with one rep at a time."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.coaching.plans.significant.actions import set_reasons, take_proposed_reasons
from coach_the_coach.coaching.plans.significant.queries import reasons, reasons_set
from coach_the_coach.coaching.plans.significant.rules import PROPOSED
from coach_the_coach.coaching.plans.tables import Pilot, RepTier, Significance
from coach_the_coach.coaching.plans.whom.actions import begin_pilot, end_pilot, set_tier
from coach_the_coach.coaching.plans.whom.queries import pilot_of, team_by_tier
from coach_the_coach.coaching.plans.whom.rows import PilotRow
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant
from tests.cast import NOW, Cast
from tests.coaching.plans import planned

LATER = NOW + timedelta(days=1)


def test_a_coach_says_where_a_rep_stands_and_says_it_anew(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    assert [(one.tier, one.is_said) for one in team_by_tier(session, mo, at=NOW).reps] == [
        ("solid", False),
        ("solid", False),
    ]
    set_tier(session, mo, rep=cast.ren.public_id, tier="building", at=NOW)
    set_tier(session, mo, rep=cast.ren.public_id, tier="new", at=LATER)
    row = team_by_tier(session, mo, at=LATER)
    assert [(one.name, one.tier, one.is_said) for one in row.reps] == [
        ("Rae Rep", "solid", False),
        ("Ren Rep", "new", True),
    ]
    assert [(one.name, one.why) for one in row.first] == [("Ren Rep", "New")]
    with pytest.raises(Invalid):
        set_tier(session, mo, rep=cast.ren.public_id, tier="best", at=NOW)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("rae", NotFound),
        ("sol", NotFound),
        ("mia", NotFound),
        ("lena", NotPermitted),
        ("cleo", NotPermitted),
        ("spec", NotPermitted),
        ("ada", NotPermitted),
    ],
)
def test_nobody_else_says_so_or_begins_with_them(
    session: Session, cast: Cast, who: str, refusal: type[Exception]
):
    actor, ren = cast.actor(getattr(cast, who)), cast.ren.public_id
    with pytest.raises(refusal):
        set_tier(session, actor, rep=ren, tier="new", at=NOW)
    with pytest.raises(refusal):
        begin_pilot(session, actor, public_id=new_id(), rep=ren, at=NOW)
    assert session.exec(select(RepTier)).all() == []


def test_who_takes_the_coachs_place_sees_and_changes_it(session: Session, cast: Cast):
    set_tier(session, cast.actor(cast.mo), rep=cast.rae.public_id, tier="building", at=NOW)
    session.add(
        Grant(
            person_id=cast.mia.id or 0,
            role=Role.MANAGER,
            root_id=cast.mo.id,
            starts_at=NOW - timedelta(days=1),
            ends_at=NOW + timedelta(days=9),
            stands_in_for_id=cast.mo.id,
        )
    )
    session.flush()
    mia = cast.actor(cast.mia)
    assert [one.tier for one in team_by_tier(session, mia, at=NOW).reps] == ["building", "solid"]
    set_tier(session, mia, rep=cast.rae.public_id, tier="top", at=NOW)
    assert session.get_one(RepTier, cast.rae.id, populate_existing=True).tier is Tier.TOP


def test_the_best_come_in_when_they_ask(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    set_tier(session, mo, rep=cast.rae.public_id, tier="top", at=NOW)
    assert team_by_tier(session, mo, at=NOW).first == []
    planned.entered(session, cast, by="rae", of="rae")
    first = team_by_tier(session, mo, at=NOW).first
    assert [(one.name, one.why) for one in first] == [("Rae Rep", "Asked for it")]
    assert team_by_tier(session, cast.actor(cast.rae), at=NOW).reps == []


def test_a_pilot_is_with_one_rep_at_a_time_and_both_see_it(session: Session, cast: Cast):
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)
    pilot = new_id()
    for _time in range(2):
        begin_pilot(session, mo, public_id=pilot, rep=cast.rae.public_id, at=NOW)
    with pytest.raises(Conflict):
        begin_pilot(session, mo, public_id=new_id(), rep=cast.ren.public_id, at=NOW)
    planned.debriefed(session, cast)
    evening = NOW + timedelta(hours=8)
    for actor, name, mine in ((mo, "Rae Rep", True), (rae, "Mo Manager", False)):
        assert pilot_of(session, actor, at=evening) == PilotRow(
            public_id=pilot,
            name=name,
            is_mine=mine,
            day="Day 1 of 30",
            streak="1 working day in a row with every significant call planned and debriefed.",
        )
    for other in (cast.ren, cast.lena, cast.mia, cast.sol, cast.spec, cast.ada):
        assert pilot_of(session, cast.actor(other), at=evening) == PilotRow()
    assert pilot_of(session, mo, at=NOW + timedelta(days=30)) == PilotRow()


def test_only_the_coach_ends_a_pilot_and_may_begin_another(session: Session, cast: Cast):
    mo, pilot = cast.actor(cast.mo), new_id()
    begin_pilot(session, mo, public_id=pilot, rep=cast.rae.public_id, at=NOW)
    for other in (cast.rae, cast.lena, cast.sol):
        with pytest.raises(NotFound):
            end_pilot(session, cast.actor(other), public_id=pilot, at=LATER)
    for _time in range(2):
        end_pilot(session, mo, public_id=pilot, at=LATER)
    begin_pilot(session, mo, public_id=new_id(), rep=cast.ren.public_id, at=LATER)
    assert len(session.exec(select(Pilot)).all()) == 2


def test_an_administrator_names_the_reasons_and_goes_back(session: Session, cast: Cast):
    ada, mo = cast.actor(cast.ada), cast.actor(cast.mo)
    assert reasons(session, mo) == list(PROPOSED)
    planned.entered(session, cast)
    own = ["A deal over 50,000", PROPOSED[3]]
    set_reasons(session, ada, reasons=own, at=NOW)
    assert reasons(session, mo) == own
    row = reasons_set(session, ada, at=NOW)
    assert (row.fields[:3], row.is_own, row.by) == ([*own, ""], True, "Ada Admin")
    planned.entered(session, cast, reason=own[0])
    set_reasons(session, ada, reasons=["A renewal"], at=LATER)
    assert reasons(session, mo) == ["A renewal"]
    take_proposed_reasons(session, ada, at=LATER)
    assert reasons(session, mo) == list(PROPOSED)
    assert not reasons_set(session, ada, at=LATER).is_own
    planned.entered(session, cast)
    # What calls bear stays named.
    assert {own[0], PROPOSED[3]} <= {one.text for one in session.exec(select(Significance))}


@pytest.mark.parametrize("who", ["lena", "mo", "rae", "spec", "cleo"])
def test_nobody_else_names_reasons(session: Session, cast: Cast, who: str):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotPermitted):
        set_reasons(session, actor, reasons=["Any"], at=NOW)
    with pytest.raises(NotPermitted):
        take_proposed_reasons(session, actor, at=NOW)
    with pytest.raises(NotPermitted):
        reasons_set(session, actor, at=NOW)


def test_a_list_that_cannot_be_is_not_kept(session: Session, cast: Cast):
    with pytest.raises(Invalid):
        set_reasons(session, cast.actor(cast.ada), reasons=[], at=NOW)
    assert session.exec(select(Significance)).all() == []
