"""A plan's words are for the two and the direct leader; its signature waits for one of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.cycles.plan import actions
from coach_the_coach.coaching.cycles.plan.queries import next_lines, plan_of, plan_row
from coach_the_coach.coaching.cycles.plan.rows import PlanRow, SignatureRow, StepRow
from coach_the_coach.coaching.cycles.plan.writing.queries import changed_plan, new_plan
from coach_the_coach.coaching.cycles.plan.writing.rows import StepField
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.when import day, moment
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine
from tests.cast import NOW, Cast
from tests.coaching.cycles import agreed
from tests.coaching.cycles.agreed import PLAN

LATER = NOW + timedelta(days=8)
TODAY = LATER.date()
STRANGERS = ["cleo", "odd", "sol", "mia", "ren", "spec", "ada"]


def test_the_two_and_the_direct_leader_read_the_same(session: Session, cast: Cast):
    plan, mo = agreed.plan(session, cast), cast.actor(cast.mo)
    actions.sign_plan(session, mo, public_id=plan, version=1, note="Ours.", at=NOW)
    common = PlanRow(
        public_id=plan,
        coach="Mo Manager",
        coached="Rae Rep",
        objective=PLAN.objective,
        version=1,
        version_word="Version 1",
        opened=day(date(2026, 3, 2), TODAY),
        review=day(date(2026, 4, 1), TODAY),
        steps=[
            StepRow(0, PLAN.steps[0].text, day(date(2026, 3, 9), TODAY), is_late=True),
            StepRow(1, PLAN.steps[1].text, day(date(2026, 3, 27), TODAY), is_milestone=True),
        ],
        done_words="0 of 2 done",
        signatures=[
            SignatureRow(
                "Mo Manager",
                "coach",
                "version 1",
                is_current=True,
                when=moment(NOW, "Europe/Paris", LATER),
                note="Ours.",
            )
        ],
        standing="Waits for the leader's signature",
        leader_words="Lena Leader signs as the leader.",
    )
    read = {
        key: plan_row(session, cast.actor(getattr(cast, key)), public_id=plan, at=LATER)
        for key in ("mo", "rae", "lena")
    }
    change = f"/plans/new?change={plan}"
    assert read == {
        "mo": replace(common, part="coach", may_tick=True, change=change),
        "rae": replace(common, part="coached", may_tick=True),
        "lena": replace(common, part="leader", may_sign=True),
    }


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_a_word_or_hears_of_it(session: Session, cast: Cast, who: str):
    plan, other = agreed.plan(session, cast), cast.actor(getattr(cast, who))
    actions.sign_plan(session, cast.actor(cast.mo), public_id=plan, version=1, at=NOW)
    with pytest.raises(NotFound):
        plan_of(session, other, plan)
    with pytest.raises(NotFound):
        plan_row(session, other, public_id=plan, at=NOW)
    with pytest.raises((NotFound, NotPermitted)):
        changed_plan(session, other, public_id=plan)
    assert next_lines(session, other, at=NOW) == []


def test_a_change_leaves_the_signatures_with_the_version_before(session: Session, cast: Cast):
    plan, mo = agreed.plan(session, cast), cast.actor(cast.mo)
    lena = cast.actor(cast.lena)
    for actor in (mo, lena):
        actions.sign_plan(session, actor, public_id=plan, version=1, at=NOW)
    signed = plan_row(session, mo, public_id=plan, at=NOW)
    assert (signed.standing, signed.may_sign) == ("Signed by both", False)
    draft = replace(PLAN, objective="Third meetings")
    actions.change_plan(session, mo, public_id=plan, version=1, draft=draft, at=NOW)
    row = plan_row(session, mo, public_id=plan, at=NOW)
    assert (row.standing, row.may_sign, row.version) == (
        "Waits for the signature of Mo Manager",
        True,
        2,
    )
    assert [(one.version, one.is_current) for one in row.signatures] == [("version 1", False)] * 2
    assert not plan_row(session, lena, public_id=plan, at=NOW).may_sign


def test_nobody_leads_the_first(session: Session, cast: Cast):
    plan = agreed.plan(session, cast, by="cleo", of="lena")
    row = plan_row(session, cast.actor(cast.cleo), public_id=plan, at=NOW)
    assert row.leader_words == (
        "Nobody leads the one who wrote it, so one signature is all there is."
    )


def test_what_waits_goes_from_the_coach_to_the_leader_and_back(session: Session, cast: Cast):
    plan, mo, lena = agreed.plan(session, cast), cast.actor(cast.mo), cast.actor(cast.lena)
    link = routes.action_plan(plan)
    own = NextLine(
        "Your action plan with Rae Rep is not signed yet.", "Sign", link, 1, NOW.isoformat()
    )
    assert (next_lines(session, mo, at=NOW), next_lines(session, lena, at=NOW)) == ([own], [])
    actions.sign_plan(session, mo, public_id=plan, version=1, at=NOW)
    leaders = NextLine(
        "The action plan of Mo Manager with Rae Rep waits for your signature.",
        "Read and sign",
        link,
        0,
        NOW.isoformat(),
    )
    assert (next_lines(session, mo, at=NOW), next_lines(session, lena, at=NOW)) == ([], [leaders])
    actions.sign_plan(session, lena, public_id=plan, version=1, at=NOW)
    assert (next_lines(session, mo, at=NOW), next_lines(session, lena, at=NOW)) == ([], [])
    in_april = NOW + timedelta(days=30)
    again = NextLine(
        "The action plan with Rae Rep is to be looked at again.",
        "Open",
        link,
        1,
        "2026-03-31T22:00:00+00:00",
    )
    assert next_lines(session, mo, at=in_april) == [again]
    assert plan_row(session, mo, public_id=plan, at=in_april).review_due != ""
    actions.close_plan(session, mo, public_id=plan, result="26 %.", at=in_april)
    assert next_lines(session, mo, at=in_april) == []


def test_what_waits_takes_the_same_statements_for_one_and_for_thirty(
    session: Session, cast: Cast, statements
):
    mo, lena, sent = cast.actor(cast.mo), cast.actor(cast.lena), []
    for more in (1, 29):
        for number in range(more):
            draft = replace(PLAN, objective=f"Plan {more} {number}")
            plan = agreed.plan(session, cast, draft=draft)
            actions.sign_plan(session, mo, public_id=plan, version=1, at=NOW)
        session.expunge_all()
        for actor in (mo, lena):
            with statements() as seen:
                found = next_lines(session, actor, at=NOW + timedelta(days=31))
            sent.append((len(seen), len(found)))
    assert [n for n, _found in sent[:2]] == [n for n, _found in sent[2:]]
    assert [found for _n, found in sent] == [1, 1, 20, 20]


def test_the_form_begins_with_what_was_written(session: Session, cast: Cast):
    plan, mo = agreed.plan(session, cast), cast.actor(cast.mo)
    form = changed_plan(session, mo, public_id=plan)
    assert (form.change, form.name, form.objective, form.review_on) == (
        plan,
        "Rae Rep",
        PLAN.objective,
        "2026-04-01",
    )
    assert form.steps == [
        StepField("1", "0", "0", PLAN.steps[0].text, "2026-03-09"),
        StepField("2", "1", "1", PLAN.steps[1].text, "2026-03-27", is_milestone=True),
    ]
    empty = new_plan(session, mo, person=cast.ren.public_id, at=NOW)
    assert (empty.person, [one.word for one in empty.people]) == (
        cast.ren.public_id,
        ["Rae Rep", "Ren Rep"],
    )
    with pytest.raises(NotFound):
        new_plan(session, mo, person=cast.sid.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        new_plan(session, cast.actor(cast.rae), person="", at=NOW)
