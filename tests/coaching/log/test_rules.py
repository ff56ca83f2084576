"""What a session must say, what it counts for, and what is chosen beforehand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach_the_coach.coaching.log.rules import (
    EDIT_DAYS,
    LATE_DAYS,
    Field,
    LogDraft,
    Outcome,
    by_kind,
    counts_as_coaching,
    developmental_minutes,
    first_day,
    forms_with,
    is_late_to_correct,
    is_opportunistic,
    is_specific,
    minutes_words,
    missing_in,
    missing_words,
    outcome_word,
    problems_in,
    problems_in_reason,
    same_deal,
    unsaid_outcome,
    usual_form,
    usual_minutes,
)
from coach_the_coach.coaching.rules import Form, Kind, Purpose, kind_word

TODAY = date(2026, 3, 2)
WHOLE = LogDraft(
    coached_id="rae",
    held_on=TODAY,
    form="one-to-one",
    purpose="coach",
    planned=True,
    minutes=30,
    kind="developmental",
    focus="Open questions",
    feedback="You waited after the question.",
    next_step="Write three questions",
    due_on=TODAY + timedelta(days=7),
)


def wrong(draft: LogDraft, *, coached_coaches: bool = False) -> list[str]:
    """The fields with a problem."""
    return sorted(problems_in(draft, today=TODAY, coached_coaches=coached_coaches))


def test_a_session_that_says_all_has_no_problem():
    assert wrong(WHOLE) == []
    assert wrong(replace(WHOLE, form="leader"), coached_coaches=True) == []


def test_without_a_skill_point_and_a_next_step_it_is_not_closed():
    assert wrong(replace(WHOLE, focus=" ", feedback="", next_step="\n")) == [
        "feedback",
        "focus",
        "next_step",
    ]
    assert wrong(LogDraft()) == [
        *("due_on", "feedback", "focus", "form", "held_on", "minutes", "next_step"),
        *("planned", "purpose"),
    ]


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, ["held_on"]),
        ({"held_on": TODAY - timedelta(days=LATE_DAYS)}, []),
        ({"held_on": TODAY - timedelta(days=LATE_DAYS + 1)}, ["held_on"]),
        ({"form": "leader"}, ["form"]),
        ({"form": "team-practice"}, ["form"]),
        ({"purpose": "chat"}, ["purpose"]),
        ({"minutes": 0}, ["minutes"]),
        ({"minutes": 241}, ["minutes"]),
        ({"minutes": -1}, ["minutes"]),
        ({"kind": ""}, ["kind"]),
        ({"focus": "x" * 121}, ["focus"]),
        ({"moment": "x" * 201}, ["moment"]),
        ({"feedback": "x" * 601}, ["feedback"]),
        ({"deal": "x" * 121}, ["deal"]),
        ({"next_step": "x" * 301}, ["next_step"]),
        ({"owner": "nobody"}, ["owner"]),
        ({"due_on": None}, ["due_on"]),
        ({"due_on": TODAY - timedelta(days=1)}, ["due_on"]),
        ({"due_on": TODAY}, []),
        ({"due_on": TODAY + timedelta(days=93)}, ["due_on"]),
        ({"outcomes": {"a": "forgotten"}}, ["outcomes"]),
    ],
)
def test_each_answer_is_looked_at(changed: dict, fields: list[str]):
    assert wrong(replace(WHOLE, **changed)) == fields


def test_minutes_by_kind_come_to_the_whole():
    split = replace(WHOLE, kind="", split={"developmental": 20, "status": 10})
    assert wrong(split) == []
    assert by_kind(split) == {
        Kind.DEVELOPMENTAL: 20,
        Kind.TACTICAL: 0,
        Kind.STRATEGIC: 0,
        Kind.OPPORTUNISTIC: 0,
        Kind.STATUS: 10,
    }
    assert problems_in(replace(split, split={"status": 5}), today=TODAY, coached_coaches=False) == {
        "minutes": "The parts come to 5 of 30 minutes."
    }
    assert wrong(replace(split, split={"gossip": 30})) == ["minutes"]
    assert wrong(replace(split, split={"status": -5, "tactical": 35})) == ["minutes"]
    assert by_kind(WHOLE)[Kind.DEVELOPMENTAL] == sum(by_kind(WHOLE).values()) == 30
    assert minutes_words(by_kind(split).items(), {kind: kind_word(kind) for kind in Kind}) == (
        "20 developmental, 10 status"
    )


def test_a_moment_may_stay_without_words():
    quick = replace(WHOLE, quick=True, focus="", feedback="", next_step="", due_on=None, owner="")
    assert wrong(quick) == []
    # A step that is typed needs its day all the same.
    assert wrong(replace(quick, next_step="Try it")) == ["due_on", "owner"]


def test_what_is_not_said_is_named_in_order():
    def missing(
        focus: str, feedback: str, next_step: str, form: Form = Form.ONE_TO_ONE
    ) -> tuple[Field, ...]:
        has_rep = form is not Form.TEAM_PRACTICE
        return missing_in(
            form=form, has_rep=has_rep, focus=focus, feedback=feedback, next_step=next_step
        )

    assert missing("a", "b", "c") == ()
    nothing = missing("", " ", "")
    assert nothing == (Field.FOCUS, Field.FEEDBACK, Field.NEXT_STEP)
    assert missing_words(nothing) == "Not said: focus, feedback, next step"
    assert missing_words(()) == ""
    assert missing("a", "b", "", form=Form.TEAM_PRACTICE) == ()


@pytest.mark.parametrize(
    ("feedback", "moment", "specific"),
    [
        ("Good", "", False),
        ("Good", "the call", False),
        ("Good", "when she named the price", True),
        ("At 12:05 you waited", "", True),
        ("In minute 12 you waited", "", True),
        ('You said "tell me more" and she did', "", True),
        ('You said "yes"', "", False),
        ("", "at 12:05 she stopped", False),
    ],
)
def test_feedback_is_specific_where_it_names_a_moment(feedback: str, moment: str, specific: bool):
    assert is_specific(feedback, moment) is specific


def test_what_was_just_seen_is_about_its_moment():
    assert is_specific("You waited well", "", just_seen=True)
    assert not is_specific("Well done", "", just_seen=True)
    assert not is_specific("", "", just_seen=True)


def test_minutes_count_as_coaching_to_coach_to_train_and_in_team_practice():
    counted = {
        (purpose, form)
        for purpose in Purpose
        for form in (Form.ONE_TO_ONE, Form.TEAM_PRACTICE)
        if counts_as_coaching(purpose, form)
    }
    assert counted == {
        (Purpose.COACH, Form.ONE_TO_ONE),
        (Purpose.TRAIN, Form.ONE_TO_ONE),
        *((purpose, Form.TEAM_PRACTICE) for purpose in Purpose),
    }
    assert developmental_minutes(20, is_tied=True) == 20
    assert developmental_minutes(20, is_tied=False) == 0


def test_what_is_chosen_beforehand_is_what_was_last_where_it_is_offered():
    assert usual_form(None, coached_coaches=False) is Form.ONE_TO_ONE
    assert usual_form(Form.DEAL, coached_coaches=False) is Form.DEAL
    assert usual_form(Form.ONE_TO_ONE, coached_coaches=True) is Form.LEADER
    assert forms_with(coached_coaches=True)[0] is Form.LEADER
    assert [usual_minutes(one) for one in (None, 45, 25)] == [30, 45, 30]


def test_a_session_may_be_corrected_for_a_week():
    assert not is_late_to_correct(TODAY, TODAY + timedelta(days=EDIT_DAYS))
    assert is_late_to_correct(TODAY, TODAY + timedelta(days=EDIT_DAYS + 1))
    assert problems_in_reason("  ") == {"reason": "Say in a few words why it does not stand."}
    assert list(problems_in_reason("x" * 201)) == ["reason"]
    assert problems_in_reason("Entered twice") == {}
    assert first_day(TODAY, 30) == date(2026, 2, 1)


def test_of_each_deal_one_next_step_is_open():
    open_deals = {"a": "", "b": "Acme  Ltd"}
    assert unsaid_outcome(open_deals, WHOLE) == "a"
    assert unsaid_outcome(open_deals, replace(WHOLE, deal=" acme ltd ")) == "b"
    assert unsaid_outcome(open_deals, replace(WHOLE, deal="Other")) == ""
    assert unsaid_outcome(open_deals, replace(WHOLE, outcomes={"a": Outcome.KEPT})) == ""
    assert unsaid_outcome(open_deals, replace(WHOLE, next_step="")) == ""
    assert same_deal("", " ")
    assert [outcome_word(one) for one in (Outcome.KEPT, None)] == ["Kept", "Withdrawn"]
    assert is_opportunistic({Kind.OPPORTUNISTIC: 5})
    assert not is_opportunistic({Kind.OPPORTUNISTIC: 5, Kind.STATUS: 1})
    assert not is_opportunistic({})
