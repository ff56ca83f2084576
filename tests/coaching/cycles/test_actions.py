"""Beginning a skill, going on with it, and ending it; and who may not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.cycles import actions
from coach_the_coach.coaching.cycles.rules import ClosingDraft
from coach_the_coach.coaching.rules import Cause, Fear, Ladder, stamp
from coach_the_coach.coaching.tables import Cycle, CycleBody
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence, Stale
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity import log
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import ReportingLine
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cast import NOW, Cast
from tests.coaching.cycles import agreed
from tests.coaching.cycles.agreed import SKILL, cycle_called

SHOWN = ClosingDraft(shown=True, seen="Seven of ten, heard on the calls of May.")
NOT_SHOWN = ClosingDraft(shown=False)
OTHER = replace(SKILL, skill="Silence after the price")


def words(session: Session, public_id: str) -> CycleBody:
    return session.get_one(CycleBody, cycle_called(session, public_id).id)


def evidence(session: Session) -> list[tuple[int, EvidenceKind, str]]:
    found = session.exec(select(Evidence).order_by(col(Evidence.id))).all()
    return [(one.person_id, one.kind, one.subject) for one in found]


def test_a_skill_is_begun_and_the_one_coached_is_told(session: Session, cast: Cast):
    public_id = agreed.skill(session, cast)
    cycle, body = cycle_called(session, public_id), words(session, public_id)
    assert (cycle.coach_id, cycle.coached_id) == (cast.mo.id, cast.rae.id)
    assert (cycle.cause, cycle.fear, cycle.ladder) == (Cause.CONSISTENCY, None, Ladder.KNOWS)
    assert (cycle.opened_on, cycle.closed_on, cycle.shown) == (date(2026, 3, 2), None, None)
    assert (body.skill, body.baseline, body.goal) == (SKILL.skill, SKILL.baseline, "")
    told = session.exec(select(Notice)).all()
    assert [(one.person_id, one.link) for one in told] == [(cast.rae.id, routes.skill(public_id))]
    assert SKILL.skill not in told[0].text
    stale = session.exec(select(Stale)).all()
    assert [(one.person_id, one.month) for one in stale] == [(cast.mo.id, date(2026, 3, 1))]


def test_the_same_skill_is_begun_once(session: Session, cast: Cast):
    first = agreed.skill(session, cast)
    again = agreed.skill(session, cast, draft=replace(SKILL, skill="asking for the next  step"))
    assert (again, len(session.exec(select(Cycle)).all())) == (first, 1)


def test_a_second_skill_needs_a_reason_and_another_person_does_not(session: Session, cast: Cast):
    agreed.skill(session, cast)
    with pytest.raises(Invalid) as refused:
        agreed.skill(session, cast, draft=OTHER)
    assert set(refused.value.problems) == {"reason"}
    assert agreed.skill(session, cast, of="ren", draft=OTHER)
    assert agreed.skill(session, cast, draft=replace(OTHER, reason="The renewal cannot wait."))
    assert len(session.exec(select(Cycle)).all()) == 3


def test_a_leader_begins_one_with_a_manager(session: Session, cast: Cast):
    public_id = agreed.skill(session, cast, by="lena", of="mo")
    assert cycle_called(session, public_id).coach_id == cast.lena.id


@pytest.mark.parametrize(
    ("by", "of", "refusal"),
    [
        ("sol", "rae", NotFound),
        ("mo", "sid", NotFound),
        ("mo", "mo", NotPermitted),
        ("rae", "ren", NotPermitted),
        ("spec", "rae", NotPermitted),
        ("ada", "rae", NotPermitted),
    ],
)
def test_only_who_coaches_somebody_begins_one(
    session: Session, cast: Cast, by: str, of: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        agreed.skill(session, cast, by=by, of=of)


def test_nobody_who_has_left_is_coached(session: Session, cast: Cast):
    cast.rae.ends_on = date(2026, 2, 1)
    session.flush()
    with pytest.raises(Invalid):
        agreed.skill(session, cast)


def test_what_was_agreed_is_changed(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    draft = replace(
        SKILL, cause="fear", fear="pushy", deals="Acme\nGlobex\nAcme", next_skill="Silence"
    )
    later = NOW + timedelta(hours=1)
    opened = stamp(NOW)
    for _again in range(2):
        actions.change_cycle(session, mo, public_id=public_id, opened=opened, draft=draft, at=later)
    cycle, body = cycle_called(session, public_id), words(session, public_id)
    assert (cycle.cause, cycle.fear, cycle.touched_at) == (Cause.FEAR, Fear.PUSHY, later)
    assert (body.deals, body.next_skill) == ("Acme\nGlobex", "Silence")
    with pytest.raises(Invalid):
        actions.change_cycle(
            session,
            mo,
            public_id=public_id,
            opened=stamp(later),
            draft=replace(SKILL, target=""),
            at=later,
        )


def test_a_form_that_is_older_than_the_skill_changes_nothing(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    later = NOW + timedelta(hours=1)
    actions.step_ladder(session, mo, public_id=public_id, ladder="habit", at=later)
    other = replace(SKILL, target="8 of 10 calls")
    for opened in (stamp(NOW), "", "yesterday"):
        with pytest.raises(Conflict, match="changed meanwhile"):
            actions.change_cycle(
                session, mo, public_id=public_id, opened=opened, draft=other, at=later
            )
    assert cycle_called(session, public_id).ladder is Ladder.HABIT
    assert words(session, public_id).target == SKILL.target


def test_the_first_of_two_needs_no_reason_when_it_is_changed(session: Session, cast: Cast):
    first, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    second = agreed.skill(session, cast, draft=replace(OTHER, reason="The renewal."))
    changed = replace(SKILL, target="8 of 10 calls")
    actions.change_cycle(session, mo, public_id=first, opened=stamp(NOW), draft=changed, at=NOW)
    with pytest.raises(Invalid):
        actions.change_cycle(session, mo, public_id=second, opened=stamp(NOW), draft=OTHER, at=NOW)


def test_it_steps_on_the_ladder_both_ways_and_is_looked_at(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    for ladder in ("habit", "habit", "fluent"):
        actions.step_ladder(session, mo, public_id=public_id, ladder=ladder, at=NOW)
    for _again in range(2):
        actions.review_cycle(session, mo, public_id=public_id, at=NOW + timedelta(days=3))
    cycle = cycle_called(session, public_id)
    assert (cycle.ladder, cycle.reviewed_on) == (Ladder.FLUENT, date(2026, 3, 5))
    with pytest.raises(Invalid):
        actions.step_ladder(session, mo, public_id=public_id, ladder="genius", at=NOW)


def test_the_goal_is_written_by_the_one_coached_alone(session: Session, cast: Cast):
    public_id = agreed.skill(session, cast)
    rae = cast.actor(cast.rae)
    for _again in range(2):
        actions.set_goal(session, rae, public_id=public_id, goal=" I want to ask without fear. ")
    assert words(session, public_id).goal == "I want to ask without fear."
    for who, refusal in (
        ("mo", NotPermitted),
        ("lena", NotPermitted),
        ("cleo", NotFound),
        ("ren", NotFound),
        ("spec", NotFound),
        ("ada", NotFound),
    ):
        actor = cast.actor(getattr(cast, who))
        with pytest.raises(refusal):
            actions.set_goal(session, actor, public_id=public_id, goal="Mine.")
    with pytest.raises(Invalid):
        actions.set_goal(session, rae, public_id=public_id, goal="")


def test_what_was_shown_is_evidence_and_what_was_not_is_none(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    shown, not_shown = agreed.skill(session, cast), agreed.skill(session, cast, of="ren")
    later = NOW + timedelta(days=40)
    for _again in range(2):
        actions.close_cycle(session, mo, public_id=shown, draft=SHOWN, at=later)
        actions.close_cycle(session, mo, public_id=not_shown, draft=NOT_SHOWN, at=later)
    assert evidence(session) == [(cast.mo.id, EvidenceKind.CYCLE, shown)]
    assert cycle_called(session, shown).closed_on == date(2026, 4, 11)
    assert (cycle_called(session, shown).shown, cycle_called(session, not_shown).shown) == (
        True,
        False,
    )
    assert words(session, shown).seen == SHOWN.seen
    stale = session.exec(select(Stale).order_by(col(Stale.month))).all()
    assert [one.month for one in stale] == [date(2026, 3, 1), date(2026, 4, 1)]
    with pytest.raises(Conflict):
        actions.close_cycle(session, mo, public_id=shown, draft=NOT_SHOWN, at=later)


def test_the_next_skill_is_begun_in_the_same_step_and_once(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    with pytest.raises(Invalid) as refused:
        actions.close_cycle(
            session,
            mo,
            public_id=public_id,
            draft=SHOWN,
            then=replace(OTHER, target=""),
            at=NOW,
        )
    assert set(refused.value.problems) == {"next_target"}
    assert cycle_called(session, public_id).closed_on is None
    begun = {
        actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, then=OTHER, at=NOW)
        for _again in range(2)
    }
    assert len(begun) == 1
    assert words(session, begun.pop()).skill == OTHER.skill
    assert len(session.exec(select(Cycle)).all()) == 2


def test_what_is_closed_begins_no_other_skill_later(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, at=NOW)
    with pytest.raises(Conflict):
        actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, then=OTHER, at=NOW)
    assert len(session.exec(select(Cycle)).all()) == 1


def test_the_same_skill_is_begun_anew_as_it_is_closed(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    begun = actions.close_cycle(
        session, mo, public_id=public_id, draft=NOT_SHOWN, then=SKILL, at=NOW
    )
    assert begun not in {"", public_id}


def test_no_skill_is_begun_with_one_who_is_coached_no_longer(session: Session, cast: Cast):
    public_id = agreed.skill(session, cast)
    line = select(ReportingLine).where(ReportingLine.person_id == cast.rae.id)
    session.exec(line).one().manager_id = cast.sol.id or 0
    session.flush()
    rebuild_reach(session, [cast.rae.id or 0], NOW.date())
    mo = cast.actor(cast.mo)
    with pytest.raises(Invalid) as refused:
        actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, then=OTHER, at=NOW)
    assert set(refused.value.problems) == {"next_skill"}
    assert cycle_called(session, public_id).closed_on is None
    actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, at=NOW)
    assert cycle_called(session, public_id).closed_on == date(2026, 3, 2)
    assert len(session.exec(select(Cycle)).all()) == 1


def test_no_skill_is_begun_with_one_who_has_left(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    cast.rae.ends_on = date(2026, 2, 1)
    session.flush()
    with pytest.raises(Invalid) as refused:
        actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, then=OTHER, at=NOW)
    assert refused.value.problems == {"next_skill": "Rae Rep has left."}
    assert actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, at=NOW) == ""


def test_a_skill_closed_and_one_begun_are_two_entries_of_the_log(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    begun = actions.close_cycle(session, mo, public_id=public_id, draft=SHOWN, then=OTHER, at=NOW)
    log.done(session, mo, log.name_of(actions.close_cycle), NOW)
    found = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert [(one.action, one.about_id, one.thing) for one in found] == [
        ("cycle:open", cast.rae.id, begun),
        ("cycle:close", cast.rae.id, public_id),
    ]


def test_what_is_closed_stays_as_it_is(session: Session, cast: Cast):
    public_id, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    actions.close_cycle(session, mo, public_id=public_id, draft=NOT_SHOWN, at=NOW)
    for act in (
        lambda: actions.change_cycle(
            session, mo, public_id=public_id, opened=stamp(NOW), draft=SKILL, at=NOW
        ),
        lambda: actions.step_ladder(session, mo, public_id=public_id, ladder="habit", at=NOW),
        lambda: actions.review_cycle(session, mo, public_id=public_id, at=NOW),
        lambda: actions.set_goal(session, cast.actor(cast.rae), public_id=public_id, goal="G"),
    ):
        with pytest.raises(Conflict):
            act()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("lena", NotPermitted),
        ("rae", NotPermitted),
        ("cleo", NotFound),
        ("sol", NotFound),
        ("mia", NotFound),
        ("spec", NotPermitted),
        ("ada", NotPermitted),
    ],
)
def test_only_its_coach_goes_on_with_it(
    session: Session, cast: Cast, who: str, refusal: type[Exception]
):
    public_id, other = agreed.skill(session, cast), cast.actor(getattr(cast, who))
    for act in (
        lambda: actions.change_cycle(
            session, other, public_id=public_id, opened=stamp(NOW), draft=SKILL, at=NOW
        ),
        lambda: actions.step_ladder(session, other, public_id=public_id, ladder="habit", at=NOW),
        lambda: actions.review_cycle(session, other, public_id=public_id, at=NOW),
        lambda: actions.close_cycle(session, other, public_id=public_id, draft=SHOWN, at=NOW),
    ):
        with pytest.raises(refusal):
            act()
