"""What a skill must hold, when it fades, and what helps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach_the_coach.coaching.cycles.rules import (
    LENGTHS,
    ClosingDraft,
    CycleDraft,
    Touches,
    deals_in,
    fading_from,
    fading_words,
    help_with,
    is_same_skill,
    ladder_meaning,
    ladder_word,
    problems_in,
    problems_in_closing,
    problems_in_goal,
    review_due_on,
    session_words,
    touch_words,
)
from coach_the_coach.coaching.rules import Cause, Fear, Ladder, Purpose
from tests.coaching.cycles.agreed import SKILL

TODAY = date(2026, 3, 20)


def test_a_skill_needs_where_it_is_where_it_goes_and_what_shows_it():
    assert problems_in(SKILL) == {}
    assert problems_in(CycleDraft(ladder="")) == {
        "skill": "Name the one skill.",
        "baseline": "Say where it stands today, with a number or a moment.",
        "target": "Say where it is to be.",
        "exit_evidence": "Say what will show that it is done.",
        "cause": "Choose what is in the way, as far as you can tell.",
        "ladder": "Choose one of the four steps.",
    }


@pytest.mark.parametrize("name", ["skill", "baseline", "target", "exit_evidence", "next_skill"])
def test_no_text_is_longer_than_its_column(name: str):
    longest = LENGTHS[name]
    assert problems_in(replace(SKILL, **{name: "a" * longest})) == {}
    said = {name: f"At most {longest} characters."}
    assert problems_in(replace(SKILL, **{name: "a" * (longest + 1)})) == said


@pytest.mark.parametrize(
    ("cause", "fear", "wrong"),
    [
        ("fear", "pushy", set()),
        ("fear", "", {"fear"}),
        ("fear", "spiders", {"fear"}),
        ("skill", "", set()),
        ("skill", "pushy", {"fear"}),
        ("weather", "", {"cause"}),
    ],
)
def test_only_fear_is_of_something(cause: str, fear: str, wrong: set[str]):
    assert set(problems_in(replace(SKILL, cause=cause, fear=fear))) == wrong


@pytest.mark.parametrize(
    ("deals", "said"),
    [
        ("", ""),
        ("Acme", "One deal is not a pattern. Name two, or leave it empty."),
        ("Acme\n acme ", "One deal is not a pattern. Name two, or leave it empty."),
        ("Acme\nGlobex", ""),
        ("\n".join(f"Deal {n}" for n in range(11)), "At most 10 deals."),
        ("Acme\n" + "x" * 121, "At most 120 characters for each deal."),
    ],
)
def test_a_pattern_is_seen_in_two_deals_or_is_none(deals: str, said: str):
    assert problems_in(replace(SKILL, deals=deals)).get("deals", "") == said


def test_deals_are_named_once_and_in_their_order():
    assert deals_in(" Globex \n\nAcme  Ltd\nglobex") == ["Globex", "Acme Ltd"]


def test_a_second_skill_says_why():
    sentence = "They work on Silence already. Close that first, or say why both."
    assert problems_in(SKILL, others=["Silence"]) == {"reason": sentence}
    because = replace(SKILL, reason="The renewal cannot wait.")
    assert problems_in(because, others=["Silence"]) == {}
    assert set(problems_in(replace(SKILL, reason="a" * 301))) == {"reason"}


def test_it_is_closed_with_what_was_seen_or_with_an_honest_no():
    assert problems_in_closing(ClosingDraft(shown=False)) == {}
    assert problems_in_closing(ClosingDraft(shown=True, seen="Seven of ten.")) == {}
    assert set(problems_in_closing(ClosingDraft(shown=True, seen=" "))) == {"seen"}
    assert set(problems_in_closing(ClosingDraft())) == {"shown"}
    assert set(problems_in_closing(ClosingDraft(shown=False, seen="a" * 401))) == {"seen"}


def test_a_goal_is_said_and_not_endless():
    assert problems_in_goal("I want to hear no without flinching.") == {}
    assert set(problems_in_goal("  ")) == set(problems_in_goal("a" * 401)) == {"goal"}


@pytest.mark.parametrize(
    ("touches", "since"),
    [
        (Touches(), date(2026, 3, 6)),
        (Touches(1, coached_on=date(2026, 3, 7)), None),
        (Touches(1, trained_on=date(2026, 3, 6)), date(2026, 3, 6)),
        (Touches(1, trained_on=date(2026, 3, 7)), None),
        (Touches(2, date(2026, 2, 1), date(2026, 3, 6)), date(2026, 3, 6)),
        (Touches(2, date(2026, 2, 1), date(2026, 3, 7)), None),
        (Touches(2, date(2026, 3, 6), date(2026, 2, 1)), date(2026, 3, 6)),
    ],
)
def test_what_was_trained_fades_after_fourteen_days_without_coaching(
    touches: Touches, since: date | None
):
    opened_on = TODAY - timedelta(days=14)
    found = fading_from(Ladder.KNOWS, Cause.CONSISTENCY, opened_on, touches, today=TODAY)
    assert found == since


@pytest.mark.parametrize(
    ("ladder", "cause"), [(Ladder.KNOWS, Cause.KNOWLEDGE), (Ladder.HABIT, Cause.SKILL)]
)
def test_what_was_never_trained_does_not_fade(ladder: Ladder, cause: Cause):
    opened_on = TODAY - timedelta(days=60)
    assert fading_from(ladder, cause, opened_on, Touches(), today=TODAY) is None


def test_the_two_look_at_it_every_thirty_days():
    assert review_due_on(date(2026, 3, 1), None) == date(2026, 3, 31)
    assert review_due_on(date(2026, 3, 1), date(2026, 3, 10)) == date(2026, 4, 9)


def test_days_and_sessions_are_said():
    since = TODAY - timedelta(days=16)
    assert fading_words(since, TODAY) == (
        "No coaching on it for 16 days. What is only trained fades within two weeks."
    )
    assert touch_words(None, TODAY) == "No session yet"
    assert touch_words(TODAY, TODAY) == "Last session today"
    assert touch_words(TODAY - timedelta(days=1), TODAY) == "Last session 1 day ago"
    assert [session_words(n) for n in (0, 1, 2)] == ["0 sessions", "1 session", "2 sessions"]


def test_knowledge_is_trained_process_is_cleared_and_the_rest_is_coached():
    assert {cause: help_with(cause).purpose for cause in Cause} == {
        Cause.KNOWLEDGE: Purpose.TRAIN,
        Cause.SKILL: Purpose.COACH,
        Cause.CONSISTENCY: Purpose.COACH,
        Cause.FEAR: Purpose.COACH,
        Cause.PROCESS: None,
        Cause.MOTIVATION: Purpose.COACH,
    }
    asked = {help_with(Cause.FEAR, fear).question for fear in [None, *Fear]}
    assert len(asked) == 5
    assert all(help_with(cause).question.endswith("?") for cause in Cause if cause != Cause.SKILL)


def test_each_step_of_the_ladder_has_a_word_and_a_meaning():
    assert [ladder_word(one) for one in Ladder] == ["Knows", "Fluent", "Habit", "Result"]
    assert len({ladder_meaning(one) for one in Ladder}) == 4


def test_a_skill_is_the_same_however_it_is_spaced():
    assert is_same_skill("Asking  first", " asking first")
    assert not is_same_skill("Asking first", "Asking last")
