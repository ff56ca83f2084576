"""Words of a skill are for the two and the direct leader; everybody above gets counts."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.cycles import actions
from coach_the_coach.coaching.cycles.counted.queries import counts_of
from coach_the_coach.coaching.cycles.one.queries import cycle_row
from coach_the_coach.coaching.cycles.plan.queries import plan_row
from coach_the_coach.coaching.cycles.queries import (
    cycle_of,
    next_lines,
    open_skills,
    own_skills,
    team_skills,
)
from coach_the_coach.coaching.cycles.rows import CountsLine, OwnRow, PlanLine, SkillLine, TeamLine
from coach_the_coach.coaching.cycles.rules import ClosingDraft
from coach_the_coach.coaching.cycles.writing.queries import changed_skill, new_skill
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.foundation.when import day
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine, PageRow
from tests.cast import NOW, Cast
from tests.coaching.cycles import agreed
from tests.coaching.cycles.agreed import SKILL

LATER = NOW + timedelta(days=18)
TODAY = LATER.date()
STRANGERS = ["cleo", "odd", "sol", "mia", "ren", "spec", "ada"]


def report(session: Session, to: Person, key: str) -> Person:
    """Somebody new who reports to one of the cast."""
    one = Person(email=f"{key}@example.com", given_name=key, family_name="New", title="rep")
    session.add(one)
    session.flush()
    line = ReportingLine(person_id=one.id or 0, manager_id=to.id or 0, starts_on=date(2024, 1, 1))
    session.add(line)
    session.flush()
    everybody = session.exec(select(Person.id)).all()
    rebuild_reach(session, [one or 0 for one in everybody], NOW.date())
    return one


def line_of(public_id: str, **said: str) -> SkillLine:
    """The line of the skill of these tests, 18 days after it was begun."""
    plain = SkillLine(
        link=routes.skill(public_id),
        skill=SKILL.skill,
        ladder_word="Knows",
        sessions="0 sessions",
        touch="No session yet",
        reminder="No coaching on it for 18 days. What is only trained fades within two weeks.",
    )
    return replace(plain, **said)


def test_a_team_is_shown_with_the_one_skill_and_who_has_none(session: Session, cast: Cast):
    mine = agreed.skill(session, cast)
    agreed.skill(session, cast, by="sol", of="sid")
    agreed.skill(session, cast, by="lena", of="rae")
    found = team_skills(session, cast.actor(cast.mo), at=LATER)
    assert found.lines == [
        TeamLine(
            person="Rae Rep",
            role="rep",
            skills=[line_of(mine)],
            new_skill=f"/skills/new?of={cast.rae.public_id}",
            new_plan=f"/plans/new?of={cast.rae.public_id}",
        ),
        TeamLine(
            person="Ren Rep",
            role="rep",
            new_skill=f"/skills/new?of={cast.ren.public_id}",
            new_plan=f"/plans/new?of={cast.ren.public_id}",
        ),
    ]
    assert (found.is_own, found.without, found.fading) == (True, 1, 1)


def test_the_direct_leader_reads_the_same_and_begins_nothing(session: Session, cast: Cast):
    mine, plan = agreed.skill(session, cast), agreed.plan(session, cast)
    lena, mo = cast.actor(cast.lena), cast.mo.public_id
    found = team_skills(session, lena, coach=mo, at=LATER)
    assert (found.coach, found.is_own) == ("Mo Manager", False)
    assert found.lines == [
        TeamLine(
            person="Rae Rep",
            role="rep",
            skills=[line_of(mine)],
            plan_link=routes.action_plan(plan),
        ),
        TeamLine(person="Ren Rep", role="rep"),
    ]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("cleo", NotPermitted),
        ("sol", NotFound),
        ("mia", NotFound),
        ("odd", NotFound),
        ("rae", NotFound),
        ("spec", NotPermitted),
        ("ada", NotPermitted),
    ],
)
def test_nobody_else_reads_a_team(session: Session, cast: Cast, who: str, refusal: type[Exception]):
    agreed.skill(session, cast)
    with pytest.raises(refusal):
        team_skills(session, cast.actor(getattr(cast, who)), coach=cast.mo.public_id, at=NOW)


def test_a_skill_with_somebody_who_moved_on_is_still_there_to_be_closed(
    session: Session, cast: Cast
):
    agreed.skill(session, cast, by="lena", of="rae")
    found = team_skills(session, cast.actor(cast.lena), at=NOW)
    assert [(one.person, one.is_former, len(one.skills)) for one in found.lines] == [
        ("Mia Manager", False, 0),
        ("Mo Manager", False, 0),
        ("Rae Rep", True, 1),
    ]


def test_sessions_tied_to_it_are_counted_and_touch_it(session: Session, cast: Cast):
    mine, other = agreed.skill(session, cast), agreed.skill(session, cast, of="ren")
    agreed.logged(session, mine, on=TODAY - timedelta(days=4))
    agreed.logged(session, mine, on=TODAY - timedelta(days=9), purpose=Purpose.TRAIN)
    agreed.logged(session, mine, on=TODAY, withdrawn=True)
    agreed.logged(session, other, on=TODAY)
    found = team_skills(session, cast.actor(cast.mo), at=LATER)
    line = line_of(mine, sessions="2 sessions", touch="Last session 4 days ago", reminder="")
    assert found.lines[0].skills == [line]
    assert found.fading == 0


def test_what_somebody_works_on_is_theirs_to_see(session: Session, cast: Cast):
    mine, plan = agreed.skill(session, cast), agreed.plan(session, cast)
    agreed.skill(session, cast, of="ren")
    rae = cast.actor(cast.rae)
    actions.set_goal(session, rae, public_id=mine, goal="I want to ask.")
    assert own_skills(session, rae, at=LATER) == OwnRow(
        skills=[line_of(mine, with_whom="Mo Manager", goal="I want to ask.")],
        plans=[
            PlanLine(
                link=routes.action_plan(plan),
                with_whom="Mo Manager",
                objective="Second meetings from 18 % to 30 %",
                review=day(date(2026, 4, 1), TODAY),
            )
        ],
    )
    for who in ("cleo", "lena", "mo", "sid", "spec", "ada"):
        assert own_skills(session, cast.actor(getattr(cast, who)), at=LATER) == OwnRow()


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_a_word_of_it(session: Session, cast: Cast, who: str):
    mine, other = agreed.skill(session, cast), cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        cycle_of(session, other, mine)
    with pytest.raises(NotFound):
        cycle_row(session, other, public_id=mine, at=NOW)
    with pytest.raises((NotFound, NotPermitted)):
        changed_skill(session, other, public_id=mine)
    assert open_skills(session, other, person=cast.rae.public_id) == []
    assert next_lines(session, other, at=LATER) == []


def test_the_page_of_a_skill_says_everything_to_those_who_may(session: Session, cast: Cast):
    fear = replace(SKILL, cause="fear", fear="pushy", deals="Acme\nGlobex", ladder="fluent")
    mine = agreed.skill(session, cast, draft=fear)
    for on in range(1, 23):
        agreed.logged(session, mine, on=TODAY - timedelta(days=on))
    rows = {
        part: cycle_row(session, cast.actor(who), public_id=mine, at=LATER)
        for part, who in (("coach", cast.mo), ("coached", cast.rae), ("leader", cast.lena))
    }
    for part, row in rows.items():
        assert (row.part, row.skill, row.cause, row.fear) == (
            part,
            SKILL.skill,
            "Fear",
            "Sounding pushy",
        )
        assert row.deals == ["Acme", "Globex"]
        assert [(step.word, step.is_reached, step.is_here) for step in row.steps] == [
            ("Knows", True, False),
            ("Fluent", True, True),
            ("Habit", False, False),
            ("Result", False, False),
        ]
        assert (len(row.sessions), row.more, row.session_words) == (
            20,
            "and 2 older ones",
            "22 sessions",
        )
        assert row.sessions[0].on == day(TODAY - timedelta(days=1), TODAY)
        assert (row.is_open, row.outcome) == (True, "Open")
        assert (row.change != "", row.log != "") == (part == "coach", part == "coach")


def test_that_a_leader_reads_it_is_entered_and_that_the_two_do_is_not(session: Session, cast: Cast):
    mine, plan = agreed.skill(session, cast), agreed.plan(session, cast)
    for who in (cast.mo, cast.rae, cast.lena):
        actor = cast.actor(who)
        cycle_row(session, actor, public_id=mine, at=NOW)
        plan_row(session, actor, public_id=plan, at=NOW)
        if who is cast.lena:
            team_skills(session, actor, coach=cast.mo.public_id, at=NOW)
        entered = session.info.pop(audit.SEEN, [])
        expected = [
            ("cycle:read", audit.About(cast.mo.id, mine)),
            ("action_plan:read", audit.About(cast.mo.id, plan)),
            ("team_skills:read", audit.About(cast.mo.id, cast.mo.public_id)),
        ]
        assert entered == (expected if who is cast.lena else [])


def test_a_closed_skill_says_how_it_ended_and_offers_the_next(session: Session, cast: Cast):
    mine, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    closing = ClosingDraft(shown=True, seen="Seven of ten.", next_skill="Silence")
    actions.close_cycle(session, mo, public_id=mine, draft=closing, at=NOW)
    row = cycle_row(session, mo, public_id=mine, at=LATER)
    assert (row.is_open, row.outcome, row.seen, row.next_skill) == (
        False,
        "Shown",
        "Seven of ten.",
        "Silence",
    )
    assert (row.reminder, row.review_due, row.change) == ("", "", "")
    assert row.begin_next == f"/skills/new?of={cast.rae.public_id}&after={mine}"
    assert cycle_row(session, cast.actor(cast.rae), public_id=mine, at=LATER).begin_next == ""
    form = new_skill(session, mo, person=cast.rae.public_id, after=mine, at=LATER)
    assert (form.person, form.skill, form.others) == (cast.rae.public_id, "Silence", "")


def test_the_form_begins_with_what_was_agreed(session: Session, cast: Cast):
    mine, mo = agreed.skill(session, cast), cast.actor(cast.mo)
    form = changed_skill(session, mo, public_id=mine)
    assert {name: getattr(form, name) for name in asdict(SKILL)} == asdict(SKILL)
    assert (form.change, form.name, form.others) == (mine, "Rae Rep", "")
    empty = new_skill(session, mo, person="", at=NOW)
    assert [one.word for one in empty.people] == ["Rae Rep", "Ren Rep"]
    again = new_skill(session, mo, person=cast.rae.public_id, at=NOW)
    assert again.others == SKILL.skill
    with pytest.raises(NotFound):
        new_skill(session, mo, person=cast.sid.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        changed_skill(session, cast.actor(cast.rae), public_id=mine)


def test_leaders_and_the_specialist_get_counts_without_a_word(session: Session, cast: Cast):
    shown = agreed.skill(session, cast)
    mo = cast.actor(cast.mo)
    actions.close_cycle(
        session, mo, public_id=shown, draft=ClosingDraft(shown=True, seen="Seven."), at=NOW
    )
    reviewed = agreed.skill(session, cast)
    actions.review_cycle(session, mo, public_id=reviewed, at=NOW)
    agreed.skill(session, cast, by="sol", of="sid")
    counted = CountsLine("Mo Manager", "manager", open=1, reviewed=1, shown=1, people=2, without=1)
    link = f"/skills?of={cast.mo.public_id}"
    of_lena, page = counts_of(session, cast.actor(cast.lena), at=LATER)
    assert (of_lena, page) == ([replace(counted, link=link)], PageRow())
    of_cleo, _page = counts_of(session, cast.actor(cast.cleo), at=LATER)
    assert [(one.coach, one.open, one.without, one.link != "") for one in of_cleo] == [
        ("Lena Leader", 0, 2, True),
        ("Mo Manager", 1, 1, False),
        ("Odd Other", 0, 1, True),
        ("Sol Stranger", 1, 0, False),
    ]
    of_spec, _page = counts_of(session, cast.actor(cast.spec), at=LATER)
    assert {one.link for one in of_spec} == {""}
    assert counted in of_spec
    assert SKILL.skill not in repr(of_cleo + of_spec)
    for who in ("mo", "rae", "ada"):
        assert counts_of(session, cast.actor(getattr(cast, who)), at=LATER) == ([], PageRow())
    long_after, _page = counts_of(session, cast.actor(cast.lena), at=NOW + timedelta(days=91))
    assert long_after == [replace(counted, reviewed=0, shown=0, link=link)]


def test_what_waits_is_said_to_the_one_whose_turn_it_is(session: Session, cast: Cast):
    mine = agreed.skill(session, cast)
    mo, rae = cast.actor(cast.mo), cast.actor(cast.rae)
    begun = "2026-03-01T23:00:00+00:00"
    goal = NextLine(
        f"Say in your own words what you want from {SKILL.skill}.",
        "Write",
        routes.skill(mine),
        1,
        begun,
    )
    assert next_lines(session, rae, at=NOW) == [goal]
    assert next_lines(session, mo, at=NOW) == []
    fading = f"Rae has had no coaching on {SKILL.skill} for 18 days."
    assert next_lines(session, mo, at=LATER) == [
        NextLine(fading, "Open", routes.skill(mine), 2, begun)
    ]
    actions.set_goal(session, rae, public_id=mine, goal="I want to ask.")
    assert next_lines(session, rae, at=LATER) == []
    agreed.logged(session, mine, on=date(2026, 3, 30))
    in_april = NOW + timedelta(days=31)
    due = NextLine(
        f"Look with Rae at how far {SKILL.skill} has come.",
        "Open",
        routes.skill(mine),
        2,
        "2026-03-31T22:00:00+00:00",
    )
    assert next_lines(session, mo, at=in_april) == [due]
    actions.review_cycle(session, mo, public_id=mine, at=in_april)
    assert next_lines(session, mo, at=in_april) == []


def test_lists_take_the_same_statements_for_one_and_for_thirty(
    session: Session, cast: Cast, statements
):
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    sent = []
    for more in (1, 29):
        for number in range(more):
            key = f"r{more}x{number:02}"
            person = report(session, cast.mo, key)
            cast_of = {"person": person.public_id, "draft": SKILL, "at": NOW}
            public_id = actions.open_cycle(session, mo, **cast_of)
            agreed.logged(session, public_id, on=date(2026, 3, 3))
            manager = report(session, cast.lena, f"m{more}x{number:02}")
            session.add(
                Grant(
                    person_id=manager.id or 0, role=Role.MANAGER, root_id=manager.id, starts_at=NOW
                )
            )
            report(session, manager, f"s{more}x{number:02}")
        session.flush()
        session.expunge_all()
        for ask in (
            lambda: team_skills(session, mo, at=LATER),
            lambda: team_skills(session, lena, coach=cast.mo.public_id, at=LATER),
            lambda: counts_of(session, lena, at=LATER),
            lambda: next_lines(session, mo, at=LATER),
        ):
            with statements() as seen:
                ask()
            sent.append(len(seen))
    assert sent[:4] == sent[4:]
    first, page = counts_of(session, lena, at=LATER)
    second, _page = counts_of(session, lena, at=LATER, page=1)
    assert (len(first), len(second), page.place) == (25, 6, "1 to 25 of 31")
