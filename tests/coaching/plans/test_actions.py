"""A call is entered by one of the two, planned together, and looked back on, the rep first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.plans import actions
from coach_the_coach.coaching.plans.rules import CallDraft, PlanDraft, Tier
from coach_the_coach.coaching.plans.tables import CallBody, CustomerCall, RepTier
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence, Stale
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.coaching.plans import planned
from tests.coaching.plans.planned import CALL_AT, COACH, OVER, PLAN, REP


def call_of(session: Session, public_id: str) -> CustomerCall:
    """The row of a call, as it is kept."""
    session.flush()
    session.expire_all()
    return session.exec(select(CustomerCall).where(CustomerCall.public_id == public_id)).one()


def body_of(session: Session, public_id: str) -> CallBody:
    """The words of a call."""
    return session.get_one(CallBody, call_of(session, public_id).id)


def evidence(session: Session) -> list[tuple[int, EvidenceKind, str, bool]]:
    """What counts: whose, what, of which call, and whether it still does."""
    rows = session.exec(select(Evidence).order_by(col(Evidence.id))).all()
    return [(one.person_id, one.kind, one.subject, one.withdrawn_at is None) for one in rows]


def test_a_coach_enters_a_call_with_its_plan_and_the_rep_is_told(session: Session, cast: Cast):
    call = planned.planned(session, cast)
    row, body = call_of(session, call), body_of(session, call)
    assert (row.coach_id, row.rep_id, row.by_rep) == (cast.mo.id, cast.rae.id, False)
    assert (row.planned_at, row.tier, row.call_minutes) == (NOW, Tier.SOLID, 30)
    assert row.significance_id is not None
    assert (body.deal, body.objective, body.risk_answer) == (
        "Northwind",
        PLAN.objective,
        PLAN.risk_answer,
    )
    assert evidence(session) == [(cast.mo.id, EvidenceKind.PLAN, call, True)]
    stale = session.exec(select(Stale)).all()
    assert [(one.person_id, one.month) for one in stale] == [(cast.mo.id, date(2026, 3, 1))]
    told = session.exec(select(Notice)).all()
    assert [(one.person_id, one.link) for one in told] == [
        (cast.rae.id, routes.customer_call(call))
    ]
    assert "Northwind" not in told[0].text


def test_the_same_call_entered_again_is_one(session: Session, cast: Cast):
    call = planned.planned(session, cast)
    again = planned.planned(session, cast, public_id=call, at=NOW + timedelta(minutes=1))
    assert again == call
    assert len(session.exec(select(CustomerCall)).all()) == 1
    assert len(session.exec(select(Notice)).all()) == 1
    # Nobody takes the id of somebody else's.
    with pytest.raises(NotFound):
        planned.entered(session, cast, by="sol", of="sid", public_id=call)
    assert len(session.exec(select(CustomerCall)).all()) == 1


@pytest.mark.parametrize(
    ("who", "of", "refusal"),
    [
        ("mo", "sid", NotFound),
        ("mo", "lena", NotFound),
        ("sol", "rae", NotFound),
        ("mia", "rae", NotFound),
        ("rae", "ren", NotFound),
        ("rae", "mo", NotFound),
        ("spec", "rae", NotPermitted),
        ("ada", "rae", NotPermitted),
        ("cleo", "cleo", Invalid),
        ("ada", "ada", Invalid),
    ],
)
def test_nobody_enters_a_call_of_somebody_they_do_not_coach(
    session: Session, cast: Cast, who: str, of: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        planned.entered(session, cast, by=who, of=of)
    assert session.exec(select(CustomerCall)).all() == []


def test_a_leader_plans_with_a_manager_likewise(session: Session, cast: Cast):
    call = call_of(session, planned.planned(session, cast, by="lena", of="mo"))
    assert (call.coach_id, call.rep_id, call.planned_at) == (cast.lena.id, cast.mo.id, NOW)


def test_a_rep_asks_for_a_plan_and_it_is_planned_once_the_coach_has_it(
    session: Session, cast: Cast
):
    some = PlanDraft(objective=PLAN.objective)
    call = planned.entered(session, cast, by="rae", of="rae", plan=some)
    row = call_of(session, call)
    assert (row.coach_id, row.rep_id, row.by_rep) == (cast.mo.id, cast.rae.id, True)
    assert (row.planned_at, body_of(session, call).objective) == (None, PLAN.objective)
    rae, mo = cast.actor(cast.rae), cast.actor(cast.mo)
    actions.change_plan(session, rae, public_id=call, plan=PLAN, at=NOW)
    assert (call_of(session, call).planned_at, evidence(session)) == (None, [])
    # As it stands, gone through together.
    later = NOW + timedelta(minutes=10)
    actions.change_plan(session, mo, public_id=call, plan=PLAN, at=later)
    assert call_of(session, call).planned_at == later
    assert evidence(session) == [(cast.mo.id, EvidenceKind.PLAN, call, True)]
    told = session.exec(select(Notice)).all()
    assert [one.person_id for one in told] == [cast.mo.id]
    # From then on it stays whole.
    with pytest.raises(Invalid):
        actions.change_plan(session, rae, public_id=call, plan=some, at=later)
    changed = replace(PLAN, risk="The buyer is away.")
    actions.change_plan(session, rae, public_id=call, plan=changed, at=later)
    assert body_of(session, call).risk == "The buyer is away."
    assert call_of(session, call).planned_at == later


def test_closing_the_deal_is_no_plan_for_either(session: Session, cast: Cast):
    call = planned.entered(session, cast)
    for who in (cast.mo, cast.rae):
        with pytest.raises(Invalid) as refusal:
            actions.change_plan(
                session,
                cast.actor(who),
                public_id=call,
                plan=replace(PLAN, objective="Close Northwind"),
                at=NOW,
            )
        assert list(refusal.value.problems) == ["objective"]
    assert body_of(session, call).objective == ""


def test_once_the_call_has_begun_there_is_no_more_planning(session: Session, cast: Cast):
    call, mo = planned.entered(session, cast), cast.actor(cast.mo)
    with pytest.raises(Conflict):
        actions.change_plan(session, mo, public_id=call, plan=PLAN, at=CALL_AT)
    with pytest.raises(Invalid):
        planned.planned(session, cast, call_at=NOW - timedelta(hours=1))
    assert evidence(session) == []


def test_the_rep_looks_back_first_and_the_coach_second(session: Session, cast: Cast):
    call = planned.planned(session, cast)
    rae, mo = cast.actor(cast.rae), cast.actor(cast.mo)
    with pytest.raises(Conflict):
        actions.keep_rep_part(session, rae, public_id=call, draft=REP, at=NOW)
    with pytest.raises(Conflict):
        actions.keep_coach_part(session, mo, public_id=call, draft=COACH, at=OVER)
    actions.keep_rep_part(session, rae, public_id=call, draft=REP, at=OVER)
    assert call_of(session, call).rep_said_at == OVER
    assert call_of(session, call).debriefed_at is None
    with pytest.raises(Invalid):
        actions.keep_coach_part(
            session, mo, public_id=call, draft=replace(COACH, well=" "), at=OVER
        )
    later = OVER + timedelta(minutes=12)
    actions.keep_coach_part(session, mo, public_id=call, draft=COACH, at=later)
    row, body = call_of(session, call), body_of(session, call)
    assert (row.debriefed_at, row.minutes_after) == (later, 12)
    assert (body.rep_next, body.coach_well) == (REP.next_time, COACH.well)
    assert evidence(session)[1:] == [(cast.mo.id, EvidenceKind.DEBRIEF, call, True)]
    told = session.exec(select(Notice).order_by(col(Notice.id))).all()
    assert [one.person_id for one in told] == [cast.rae.id, cast.mo.id, cast.rae.id]


def test_a_debrief_kept_twice_changes_nothing_and_stays(session: Session, cast: Cast):
    call = planned.debriefed(session, cast)
    rae, mo = cast.actor(cast.rae), cast.actor(cast.mo)
    before = call_of(session, call).debriefed_at
    later = OVER + timedelta(days=1)
    actions.keep_rep_part(session, rae, public_id=call, draft=REP, at=later)
    actions.keep_coach_part(session, mo, public_id=call, draft=COACH, at=later)
    other = replace(REP, well="Something else.")
    with pytest.raises(Conflict):
        actions.keep_rep_part(session, rae, public_id=call, draft=other, at=later)
    # Whoever coaches may put their own words better; when it was held stays.
    better = replace(COACH, next_time="One at a time, and wait.")
    actions.keep_coach_part(session, mo, public_id=call, draft=better, at=later)
    row = call_of(session, call)
    assert (row.debriefed_at, row.minutes_after) == (before, 20)
    assert body_of(session, call).coach_next == "One at a time, and wait."
    assert len(evidence(session)) == 2


def test_the_coach_may_type_what_the_rep_says_and_not_over_it(session: Session, cast: Cast):
    call = planned.planned(session, cast)
    rae, mo = cast.actor(cast.rae), cast.actor(cast.mo)
    actions.keep_rep_part(session, mo, public_id=call, draft=REP, at=OVER)
    other = replace(REP, well="I asked twice.")
    with pytest.raises(Conflict):
        actions.keep_rep_part(session, mo, public_id=call, draft=other, at=OVER)
    actions.keep_rep_part(session, rae, public_id=call, draft=other, at=OVER)
    assert body_of(session, call).rep_well == "I asked twice."


def test_minutes_are_unknown_where_the_call_was_shorter_than_entered(session: Session, cast: Cast):
    call = planned.debriefed(session, cast, after=-5)
    row = call_of(session, call)
    assert row.debriefed_at is not None
    assert row.minutes_after is None


@pytest.mark.parametrize("who", ["lena", "cleo", "mia", "sol", "ren", "sid", "spec", "ada"])
def test_nobody_but_the_two_does_anything_with_a_call(session: Session, cast: Cast, who: str):
    call, actor = planned.planned(session, cast), cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        actions.change_plan(session, actor, public_id=call, plan=PLAN, at=NOW)
    with pytest.raises(NotFound):
        actions.keep_rep_part(session, actor, public_id=call, draft=REP, at=OVER)
    with pytest.raises(NotFound):
        actions.keep_coach_part(session, actor, public_id=call, draft=COACH, at=OVER)
    with pytest.raises(NotFound):
        actions.drop_call(session, actor, public_id=call, at=NOW)


def test_the_rep_does_not_answer_in_the_place_of_the_coach(session: Session, cast: Cast):
    call, rae = planned.planned(session, cast), cast.actor(cast.rae)
    actions.keep_rep_part(session, rae, public_id=call, draft=REP, at=OVER)
    with pytest.raises(NotFound):
        actions.keep_coach_part(session, rae, public_id=call, draft=COACH, at=OVER)


def test_a_dropped_call_counts_no_longer(session: Session, cast: Cast):
    call, mo = planned.planned(session, cast), cast.actor(cast.mo)
    for _time in range(2):
        actions.drop_call(session, mo, public_id=call, at=NOW)
    assert call_of(session, call).dropped_at == NOW
    assert evidence(session) == [(cast.mo.id, EvidenceKind.PLAN, call, False)]
    with pytest.raises(Conflict):
        actions.keep_rep_part(session, mo, public_id=call, draft=REP, at=OVER)
    held = planned.debriefed(session, cast)
    with pytest.raises(Conflict):
        actions.drop_call(session, mo, public_id=held, at=OVER)


def test_a_call_bears_the_tier_of_its_day(session: Session, cast: Cast):
    session.add(
        RepTier(rep_id=cast.rae.id or 0, tier=Tier.BUILDING, set_by_id=cast.mo.id or 0, set_at=NOW)
    )
    session.flush()
    for who in ("mo", "rae"):
        call = planned.entered(session, cast, by=who)
        assert call_of(session, call).tier is Tier.BUILDING


def test_a_call_needs_a_reason_in_force_or_none(session: Session, cast: Cast):
    plain = planned.entered(session, cast, reason="")
    assert call_of(session, plain).significance_id is None
    draft = CallDraft(
        rep_id=cast.rae.public_id, deal="Northwind", call_at=CALL_AT, reason="Because"
    )
    with pytest.raises(Invalid) as refusal:
        actions.plan_call(session, cast.actor(cast.mo), public_id=new_id(), draft=draft, at=NOW)
    assert list(refusal.value.problems) == ["reason"]
