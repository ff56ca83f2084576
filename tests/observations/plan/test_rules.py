"""What a plan says for evidence made by hand, line by line, and that no line lacks its source."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from coach_the_coach.coaching.bank.queries import bank
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.plan.evidence.rules import Evidence, Last, Rated
from coach_the_coach.observations.plan.rules import (
    DIMENSION_QUESTIONS,
    HABIT_QUESTIONS,
    TRAINING_QUESTION,
    Place,
    PlanLine,
    place_word,
    talk_plan,
)
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.tally.rules import Tally
from coach_the_coach.observations.ticks.rules import Tick

BLANK = Evidence(observed="Mo", coached="Rae", purpose=Purpose.COACH)
LISTENING = Rated(3, "Listening and building", 3, clock="4:10")
DIAGNOSIS = Rated(4, "Diagnosis from evidence", 2, quote="You always wait.", clock="12:05")
TELLING = Tally(open=4, closed=2, direct=18, explain=7)
ASKING = Tally(open=60, back=19, offer=21)
TAKING = Tally(open=20, explain=6, take=5)
FEW = Tally(open=2, direct=12, take=5)


def made(**known: Any) -> Evidence:
    return replace(BLANK, **known)


def lines(evidence: Evidence) -> dict[Place, PlanLine]:
    return {line.place: line for line in talk_plan(evidence)}


def gap(evidence: Evidence) -> tuple[str, str]:
    """What the gap rests on and the question about it; empty for none."""
    found = lines(evidence)
    if Place.GAP not in found:
        return "", ""
    return found[Place.GAP].source, found[Place.ASK].question


def test_a_whole_plan_has_five_lines_in_the_order_of_the_talk():
    plan = talk_plan(
        made(
            rated=(LISTENING, DIAGNOSIS),
            last=Last("Two questions before an answer", "Mo tries it with Ren.", Seen.PARTLY, 1),
        )
    )

    assert plan == (
        PlanLine(
            Place.OPEN,
            "The ONE thing of last time, “Two questions before an answer”. "
            "Ask Mo first how it went.",
            "Agreed in your last talk; this time you answered “Partly”",
            quote="Promised: Mo tries it with Ren.",
        ),
        PlanLine(
            Place.STRENGTH,
            "“Listening and building”, with the moment you saw it.",
            "Dimension 3 rated 3, seen at 4:10",
        ),
        PlanLine(
            Place.GAP,
            "“Diagnosis from evidence”, at one moment that you look at together.",
            "Dimension 4 rated 2, quote at 12:05",
            quote="You always wait.",
        ),
        PlanLine(
            Place.ASK,
            "Ask before you tell.",
            "Dimension 4 rated 2, quote at 12:05",
            question="coach-evidence",
        ),
        PlanLine(
            Place.NEXT,
            "Keep the ONE thing, and agree on the day to watch again.",
            "“Two questions before an answer” was seen 1 of 2 times so far",
        ),
    )


def test_nothing_noted_is_no_plan():
    assert talk_plan(BLANK) == ()
    assert talk_plan(made(rated=(Rated(1, "Focus", None),), ticks={"saved": False})) == ()


GAPS: Mapping[str, tuple[Evidence, tuple[str, str]]] = {
    "a stop sign comes before everything": (
        made(
            stop_signs=("Shared something private",),
            ticks={Tick.SAVED: True},
            rated=(replace(DIAGNOSIS, level=1),),
        ),
        ("You marked “Shared something private”", "coach-what-led"),
    ),
    "a deal saved": (
        made(ticks={Tick.SAVED: True}, tally=FEW, rated=(replace(DIAGNOSIS, level=1),)),
        ("You marked “Saved the deal”", "coach-whose-deal"),
    ),
    "a deal saved, and counted": (
        made(ticks={Tick.SAVED: True}, tally=TAKING),
        (
            "You marked “Saved the deal”; 5 of 31 asks and tells were taking over",
            "coach-whose-deal",
        ),
    ),
    "three tasks taken over": (
        made(tally=Tally(open=20, explain=8, take=3)),
        ("3 of 31 asks and tells were taking over", "coach-whose-deal"),
    ),
    "two tasks taken over": (made(tally=Tally(open=20, explain=9, take=2)), ("", "")),
    "five tasks taken over in 19 taps": (made(tally=FEW), ("", "")),
    "five tasks taken over in 20 taps": (
        made(tally=replace(FEW, open=3)),
        ("5 of 20 asks and tells were taking over", "coach-whose-deal"),
    ),
    "a dimension at 1, though another is apart": (
        made(
            rated=(
                replace(LISTENING, level=2, own_level=4),
                Rated(7, "Practice", 1, absent="Did not happen from 5:00 to 20:00"),
            )
        ),
        ("Dimension 7 rated 1. Did not happen from 5:00 to 20:00", "coach-tried"),
    ),
    "of two at 2 the one with something to point at": (
        made(rated=(Rated(1, "Focus", 2), DIAGNOSIS)),
        ("Dimension 4 rated 2, quote at 12:05", "coach-evidence"),
    ),
    "own view two levels higher": (
        made(rated=(Rated(1, "Focus", 2, own_level=3), replace(LISTENING, level=2, own_level=4))),
        (
            "Self-rating 2 levels higher on “Listening and building”; dimension 3 rated 2",
            "coach-two-views",
        ),
    ),
    "the widest of the gaps": (
        made(rated=(Rated(1, "Focus", 2, own_level=4), replace(DIAGNOSIS, level=1, own_level=4))),
        ("Dimension 4 rated 1, quote at 12:05", "coach-evidence"),
    ),
    "own view one level higher, or lower": (
        made(rated=(replace(LISTENING, own_level=4), Rated(1, "Focus", 4, own_level=1))),
        ("", ""),
    ),
    "own view of what nobody observed": (
        made(rated=(Rated(3, "Listening and building", None, own_level=4),)),
        ("", ""),
    ),
    "mostly telling": (
        made(tally=TELLING, rated=(DIAGNOSIS,)),
        ("6 of 31 asks and tells were asks", "coach-before-advice"),
    ),
    "mostly telling in 19 taps": (made(tally=Tally(open=1, direct=18)), ("", "")),
    "telling or mixed, the interval touches both": (
        made(tally=Tally(open=14, direct=17)),
        ("", ""),
    ),
    "drawn runs have a wider interval": (
        made(tally=Tally(open=9, direct=22), in_runs=True),
        ("", ""),
    ),
    "updates come before a dimension at 2": (
        made(ticks={Tick.UPDATES: True, Tick.NUMBERS: True}, rated=(DIAGNOSIS,)),
        ("You marked “Asked for updates instead of evidence”", "coach-what-buyer-did"),
    ),
    "numbers": (
        made(ticks={Tick.UPDATES: False, Tick.NUMBERS: True}),
        ("You marked “Reviewed numbers without a decision”", "coach-decided"),
    ),
    "a good habit marked as not seen": (
        made(ticks={Tick.GAP: True, Tick.DECIDED: False, Tick.DIFFERENTLY: False}),
        ("You marked as not seen: “Decided a next action”", "coach-who-leaves-with-what"),
    ),
    "a good habit nobody answered": (made(ticks={Tick.GAP: True}), ("", "")),
    "trained: no counts": (made(purpose=Purpose.TRAIN, tally=TELLING), ("", "")),
    "trained: taking over is not counted either": (
        made(purpose=Purpose.TRAIN, tally=TAKING),
        ("", ""),
    ),
    "trained: no habit of asking": (
        made(purpose=Purpose.TRAIN, ticks={Tick.DIFFERENTLY: False}),
        ("", ""),
    ),
    "trained: dimension 2 is about explaining": (
        made(purpose=Purpose.TRAIN, rated=(Rated(2, "Was it tried?", 2, quote="All clear?"),)),
        ("Dimension 2 rated 2, with a quote", "coach-explained"),
    ),
    "inspected: no levels, no counts": (
        made(
            purpose=Purpose.INSPECT,
            tally=TELLING,
            rated=(replace(DIAGNOSIS, level=1, own_level=4),),
        ),
        ("", ""),
    ),
    "inspected: what was marked": (
        made(purpose=Purpose.INSPECT, ticks={Tick.NUMBERS: True}, rated=(DIAGNOSIS,)),
        ("You marked “Reviewed numbers without a decision”", "coach-decided"),
    ),
}


@pytest.mark.parametrize("case", GAPS)
def test_the_one_gap_worth_most(case: str):
    evidence, expected = GAPS[case]

    assert gap(evidence) == expected


STRENGTHS: Mapping[str, tuple[Evidence, tuple[str, str]]] = {
    "the highest, though another has a moment": (
        made(rated=(LISTENING, Rated(6, "Feedback", 4))),
        ("“Feedback”. Ask Mo for the moment that shows it.", "Dimension 6 rated 4"),
    ),
    "of two alike the one with something to point at": (
        made(rated=(Rated(1, "Focus", 3), LISTENING)),
        (
            "“Listening and building”, with the moment you saw it.",
            "Dimension 3 rated 3, seen at 4:10",
        ),
    ),
    "a habit before a share": (
        made(ticks={Tick.DECIDED: True}, tally=ASKING, rated=(DIAGNOSIS,)),
        ("Mo decided a next action with them.", "You marked “Decided a next action”"),
    ),
    "much asking": (
        made(tally=ASKING),
        ("Mo left most of the thinking to Rae.", "79 of 100 asks and tells were asks"),
    ),
    "much asking, too close to call": (made(tally=Tally(open=16, direct=4)), ("", "")),
    "asking in a training is no strength": (
        made(purpose=Purpose.TRAIN, tally=ASKING, ticks={Tick.DIFFERENTLY: True}),
        ("", ""),
    ),
    "own words": (
        made(strengths=" You named what Rae did. "),
        ("What you noted as a strength.", "Your own words"),
    ),
    "celebrated: words, not levels": (
        made(purpose=Purpose.CELEBRATE, rated=(LISTENING,), strengths="You named it."),
        ("What you noted as a strength.", "Your own words"),
    ),
}


@pytest.mark.parametrize("case", STRENGTHS)
def test_one_strength(case: str):
    evidence, expected = STRENGTHS[case]
    found = lines(evidence).get(Place.STRENGTH)

    assert ((found.text, found.source) if found else ("", "")) == expected


NEXT: Mapping[str, tuple[Evidence, tuple[str, str, str]]] = {
    "seen twice, the next is chosen": (
        made(last=Last("Wait", times_seen=2, answer=Seen.SEEN), suggestion="Ask who decides."),
        (
            "Mo chooses ONE thing, and you both the day to watch again.",
            "“Wait” was seen 2 times: it is learned",
            "Yours, if asked: Ask who decides.",
        ),
    ),
    "not seen yet, it stays": (
        made(last=Last("Wait", answer=Seen.NO_CHANCE), suggestion="Ask who decides."),
        (
            "Keep the ONE thing, and agree on the day to watch again.",
            "“Wait” was seen 0 of 2 times so far",
            "",
        ),
    ),
    "the first of the two, with a suggestion": (
        made(suggestion="Ask who decides."),
        (
            "Mo chooses ONE thing, and you both the day to watch again.",
            "Your own words while rating",
            "Yours, if asked: Ask who decides.",
        ),
    ),
    "the first of the two, with a gap": (
        made(rated=(DIAGNOSIS,)),
        (
            "Mo chooses ONE thing, and you both the day to watch again.",
            "Dimension 4 rated 2, quote at 12:05",
            "",
        ),
    ),
    "the first of the two, with a strength": (
        made(ticks={Tick.GAP: True}),
        (
            "Mo chooses ONE thing, and you both the day to watch again.",
            "You marked “Coached the gap, not the symptom”",
            "",
        ),
    ),
}


@pytest.mark.parametrize("case", NEXT)
def test_the_next_step(case: str):
    evidence, expected = NEXT[case]
    found = lines(evidence)[Place.NEXT]

    assert (found.text, found.source, found.quote) == expected


def test_what_was_seen_is_said_first_and_what_had_no_chance_asks_for_one():
    said = {
        answer: lines(made(last=Last("Wait", answer=answer)))[Place.OPEN].text
        for answer in (*Seen, None)
    }

    assert said == {
        Seen.SEEN: "The ONE thing of last time, “Wait”. It was there: say so first.",
        Seen.PARTLY: "The ONE thing of last time, “Wait”. Ask Mo first how it went.",
        Seen.NO_CHANCE: "The ONE thing of last time, “Wait”. Ask when there is a chance for it.",
        None: "The ONE thing of last time, “Wait”. Ask Mo first how it went.",
    }


def test_a_strength_without_a_gap_is_asked_about():
    found = lines(made(rated=(LISTENING,)))

    assert list(found) == [Place.STRENGTH, Place.ASK, Place.NEXT]
    assert found[Place.ASK].question == "coach-why-it-worked"


def test_no_line_is_without_its_source_and_no_plan_is_longer_than_five():
    for evidence, _expected in (*GAPS.values(), *STRENGTHS.values(), *NEXT.values()):
        plan = talk_plan(evidence)
        assert [line.place for line in plan] == [
            place for place in Place if place in lines(evidence)
        ]
        assert all(line.text and line.source for line in plan)


def test_every_question_that_a_plan_can_point_at_is_in_the_bank():
    keys = {
        *DIMENSION_QUESTIONS.values(),
        *HABIT_QUESTIONS.values(),
        TRAINING_QUESTION,
        *("coach-what-led", "coach-whose-deal", "coach-two-views", "coach-before-advice"),
        *("coach-why-it-worked", "coach-differently"),
    }

    assert {key for key in keys if bank().question(key) is None} == set()
    assert all(place_word(place) for place in Place)
