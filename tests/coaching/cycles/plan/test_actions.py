"""Writing an action plan, doing what it says, signing one version, and closing it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.cycles.plan import actions
from coach_the_coach.coaching.cycles.plan.rules import StepDraft
from coach_the_coach.coaching.cycles.rules import Side
from coach_the_coach.coaching.cycles.tables import (
    ActionPlan,
    ActionPlanBody,
    ActionStep,
    PlanReview,
)
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.coaching.cycles import agreed
from tests.coaching.cycles.agreed import PLAN

CHANGED = replace(
    PLAN,
    objective="Second meetings to 35 %",
    steps=(StepDraft("Two a day", date(2026, 3, 20)), replace(PLAN.steps[0], place=0)),
)


def row(session: Session, public_id: str) -> ActionPlan:
    return session.exec(select(ActionPlan).where(ActionPlan.public_id == public_id)).one()


def steps(session: Session, public_id: str) -> list[tuple[int, str, bool]]:
    found = session.exec(
        select(ActionStep)
        .where(ActionStep.action_plan_id == row(session, public_id).id)
        .order_by(col(ActionStep.place))
    ).all()
    return [(one.place, one.text, one.done_on is not None) for one in found]


def reviews(session: Session) -> list[tuple[int, Side, int, str]]:
    found = session.exec(select(PlanReview).order_by(col(PlanReview.at), col(PlanReview.side)))
    return [(one.version, one.side, one.by_id, one.note) for one in found.all()]


def sign(session: Session, cast: Cast, public_id: str, who: str, version: int = 1, **given: object):
    """One of the cast signs a version."""
    given.setdefault("at", NOW)
    actor = cast.actor(getattr(cast, who))
    actions.sign_plan(session, actor, public_id=public_id, version=version, **given)  # pyright: ignore[reportArgumentType] - what a test gives beside


def test_a_plan_is_written_once_and_the_one_coached_is_told(session: Session, cast: Cast):
    public_id = agreed.plan(session, cast)
    assert agreed.plan(session, cast) == public_id
    plan = row(session, public_id)
    assert (plan.coach_id, plan.coached_id, plan.version) == (cast.mo.id, cast.rae.id, 1)
    assert (plan.opened_on, plan.review_on) == (date(2026, 3, 2), date(2026, 4, 1))
    assert session.get_one(ActionPlanBody, plan.id).objective == PLAN.objective
    assert steps(session, public_id) == [
        (0, "Ask for a date on each call", False),
        (1, "Five second meetings", False),
    ]
    told = session.exec(select(Notice)).all()
    assert [(one.person_id, one.link) for one in told] == [
        (cast.rae.id, routes.action_plan(public_id))
    ]
    with pytest.raises(Invalid):
        agreed.plan(session, cast, of="ren", draft=replace(PLAN, steps=()))


@pytest.mark.parametrize(
    ("by", "of", "refusal"),
    [
        ("sol", "rae", NotFound),
        ("mo", "sid", NotFound),
        ("rae", "ren", NotPermitted),
        ("spec", "rae", NotPermitted),
        ("ada", "rae", NotPermitted),
    ],
)
def test_only_who_coaches_somebody_writes_one(
    session: Session, cast: Cast, by: str, of: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        agreed.plan(session, cast, by=by, of=of)


def test_either_of_the_two_ticks_and_it_makes_no_new_version(session: Session, cast: Cast):
    public_id = agreed.plan(session, cast)
    for who, place in (("mo", 0), ("rae", 1), ("rae", 1)):
        actor = cast.actor(getattr(cast, who))
        actions.tick_step(
            session, actor, public_id=public_id, version=1, place=place, done=True, at=NOW
        )
    assert [done for _place, _text, done in steps(session, public_id)] == [True, True]
    rae = cast.actor(cast.rae)
    actions.tick_step(session, rae, public_id=public_id, version=1, place=0, done=False, at=NOW)
    assert [done for _place, _text, done in steps(session, public_id)] == [False, True]
    assert row(session, public_id).version == 1
    with pytest.raises(NotFound):
        actions.tick_step(session, rae, public_id=public_id, version=1, place=2, done=True, at=NOW)
    for who, refusal in (("lena", NotPermitted), ("ren", NotFound), ("cleo", NotFound)):
        other = cast.actor(getattr(cast, who))
        with pytest.raises(refusal):
            actions.tick_step(
                session, other, public_id=public_id, version=1, place=0, done=True, at=NOW
            )


def test_a_change_makes_a_version_and_keeps_what_was_done(session: Session, cast: Cast):
    public_id, mo = agreed.plan(session, cast), cast.actor(cast.mo)
    actions.tick_step(session, mo, public_id=public_id, version=1, place=0, done=True, at=NOW)
    same = replace(PLAN, steps=tuple(replace(one, place=n) for n, one in enumerate(PLAN.steps)))
    actions.change_plan(session, mo, public_id=public_id, version=1, draft=same, at=NOW)
    assert row(session, public_id).version == 1
    actions.change_plan(session, mo, public_id=public_id, version=1, draft=CHANGED, at=NOW)
    assert row(session, public_id).version == 2
    assert steps(session, public_id) == [
        (0, "Two a day", False),
        (1, "Ask for a date on each call", True),
    ]
    broken = replace(CHANGED, review_on=None)
    with pytest.raises(Invalid):
        actions.change_plan(session, mo, public_id=public_id, version=2, draft=broken, at=NOW)


def test_a_form_that_is_older_than_the_plan_changes_nothing(session: Session, cast: Cast):
    public_id, mo = agreed.plan(session, cast), cast.actor(cast.mo)
    actions.tick_step(session, mo, public_id=public_id, version=1, place=0, done=True, at=NOW)
    # Sent twice it is done once.
    for _again in range(2):
        actions.change_plan(session, mo, public_id=public_id, version=1, draft=CHANGED, at=NOW)
    now = steps(session, public_id)
    assert row(session, public_id).version == 2
    other = replace(PLAN, objective="Second meetings to 40 %")
    with pytest.raises(Conflict, match="changed meanwhile"):
        actions.change_plan(session, mo, public_id=public_id, version=1, draft=other, at=NOW)
    assert (row(session, public_id).version, steps(session, public_id)) == (2, now)


def test_a_page_that_is_older_than_the_plan_ticks_no_other_step(session: Session, cast: Cast):
    public_id, mo, rae = agreed.plan(session, cast), cast.actor(cast.mo), cast.actor(cast.rae)
    first, second = (replace(one, place=n) for n, one in enumerate(PLAN.steps))
    swapped = replace(PLAN, steps=(second, first))
    actions.change_plan(session, mo, public_id=public_id, version=1, draft=swapped, at=NOW)
    with pytest.raises(Conflict, match="changed meanwhile"):
        actions.tick_step(session, rae, public_id=public_id, version=1, place=0, done=True, at=NOW)
    assert not any(done for _place, _text, done in steps(session, public_id))
    actions.tick_step(session, rae, public_id=public_id, version=2, place=1, done=True, at=NOW)
    assert steps(session, public_id) == [(0, second.text, False), (1, first.text, True)]


def test_both_sign_a_version_and_then_it_counts_once(session: Session, cast: Cast):
    public_id, mo = agreed.plan(session, cast), cast.actor(cast.mo)
    with pytest.raises(Conflict):
        sign(session, cast, public_id, "lena")
    for who in ("mo", "mo", "lena", "lena"):
        sign(session, cast, public_id, who, note=f" {who} ")
    assert reviews(session) == [
        (1, Side.LEADER, cast.lena.id, "lena"),
        (1, Side.MANAGER, cast.mo.id, "mo"),
    ]
    later = NOW + timedelta(days=1)
    actions.change_plan(session, mo, public_id=public_id, version=1, draft=CHANGED, at=later)
    with pytest.raises(Conflict):
        sign(session, cast, public_id, "mo", version=1, at=later)
    for who in ("mo", "lena"):
        sign(session, cast, public_id, who, version=2, at=later)
    assert [version for version, *_rest in reviews(session)] == [1, 1, 2, 2]
    found = session.exec(select(Evidence)).all()
    assert [(one.person_id, one.kind, one.subject, one.at) for one in found] == [
        (cast.mo.id, EvidenceKind.ACTION_PLAN, public_id, NOW)
    ]


def test_whoever_comes_next_is_told(session: Session, cast: Cast):
    public_id = agreed.plan(session, cast)
    sign(session, cast, public_id, "mo")
    sign(session, cast, public_id, "lena")
    told = session.exec(select(Notice).order_by(col(Notice.id))).all()
    assert [(one.person_id, one.text) for one in told] == [
        (cast.rae.id, "Mo Manager has written an action plan with you."),
        (cast.lena.id, "Mo Manager has signed an action plan, which waits for yours."),
        (cast.mo.id, "Lena Leader has signed your action plan."),
    ]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("rae", NotPermitted),
        ("cleo", NotFound),
        ("odd", NotFound),
        ("mia", NotFound),
        ("sol", NotFound),
        ("spec", NotFound),
        ("ada", NotFound),
    ],
)
def test_nobody_else_signs_changes_or_closes(
    session: Session, cast: Cast, who: str, refusal: type[Exception]
):
    public_id = agreed.plan(session, cast)
    sign(session, cast, public_id, "mo")
    other = cast.actor(getattr(cast, who))
    with pytest.raises(refusal):
        sign(session, cast, public_id, who)
    with pytest.raises((NotFound, NotPermitted)):
        actions.change_plan(session, other, public_id=public_id, version=1, draft=CHANGED, at=NOW)
    with pytest.raises((NotFound, NotPermitted)):
        actions.close_plan(session, other, public_id=public_id, result="Done.", at=NOW)


def test_a_leader_signs_and_writes_nothing_in_it(session: Session, cast: Cast):
    public_id, lena = agreed.plan(session, cast), cast.actor(cast.lena)
    with pytest.raises(NotPermitted):
        actions.change_plan(session, lena, public_id=public_id, version=1, draft=CHANGED, at=NOW)
    with pytest.raises(NotPermitted):
        actions.close_plan(session, lena, public_id=public_id, result="Done.", at=NOW)
    with pytest.raises(Invalid):
        sign(session, cast, public_id, "lena", note="a" * 301)


def test_a_leaders_own_plan_is_signed_by_who_leads_them(session: Session, cast: Cast):
    public_id = agreed.plan(session, cast, by="lena", of="mo")
    sign(session, cast, public_id, "lena")
    with pytest.raises(NotPermitted):
        sign(session, cast, public_id, "mo")
    sign(session, cast, public_id, "cleo")
    assert [by for _version, _side, by, _note in reviews(session)] == [cast.cleo.id, cast.lena.id]


def test_it_is_closed_with_what_came_of_it_and_stays(session: Session, cast: Cast):
    public_id, mo = agreed.plan(session, cast), cast.actor(cast.mo)
    with pytest.raises(Invalid):
        actions.close_plan(session, mo, public_id=public_id, result=" ", at=NOW)
    for _again in range(2):
        actions.close_plan(session, mo, public_id=public_id, result="26 %.", at=NOW)
    assert row(session, public_id).closed_on == date(2026, 3, 2)
    for act in (
        lambda: actions.close_plan(session, mo, public_id=public_id, result="30 %.", at=NOW),
        lambda: actions.change_plan(
            session, mo, public_id=public_id, version=1, draft=CHANGED, at=NOW
        ),
        lambda: actions.tick_step(
            session, mo, public_id=public_id, version=1, place=0, done=True, at=NOW
        ),
        lambda: sign(session, cast, public_id, "mo"),
    ):
        with pytest.raises(Conflict):
            act()
    assert agreed.plan(session, cast) != public_id
