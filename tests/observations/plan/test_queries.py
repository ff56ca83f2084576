"""The plan is for the observer alone, and knows of the other only what is open by then."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.observations.plan.queries import plan_of
from coach_the_coach.observations.plan.rows import LineRow, PlanRow
from coach_the_coach.observations.rules import Aim, Seen
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Talk,
    TalkBody,
)
from coach_the_coach.observations.ticks.rules import Tick
from tests.cast import NOW, Cast
from tests.observations.results import signed

PEOPLE = ("mo", "lena", "cleo", "odd", "sol", "mia", "rae", "ren", "ada")
"""Sage observed Mo; none of these did."""

LEVELS: dict[int, int | None] = {1: 2, 3: 3, 4: None}
OWN: dict[int, int | None] = {1: 4, 3: 3, 4: 4}


def sources(session: Session, cast: Cast, made: Observation) -> dict[str, str]:
    """What each line rests on, for Lena, who observed."""
    plan = plan_of(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)
    return {line.place: line.source for line in plan.lines}


def talk_over(session: Session, made: Observation, *, shown: bool = True) -> Talk:
    """The talk over an observation, in which both views were opened or not yet."""
    talk = Talk(
        coaching_session_id=made.coaching_session_id,
        observer_id=made.observer_id,
        observed_id=made.observed_id,
        opened_at=NOW,
        shown_at=NOW if shown else None,
    )
    session.add(talk)
    session.flush()
    return talk


def test_the_observer_gets_a_plan_with_its_sources(session: Session, cast: Cast):
    made = signed.observation(session, cast)

    plan = plan_of(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)

    assert plan == PlanRow(
        made.public_id,
        [
            LineRow(
                "What went well",
                "“Feedback and safety”, with the moment you saw it.",
                "Dimension 6 rated 4, seen at 12:34",
            ),
            LineRow(
                "One gap",
                "“Ask-tell balance”, at one moment that you look at together.",
                "Dimension 2 rated 1, quote at 12:34",
                quote="You always wait too long with the price.",
            ),
            LineRow(
                "Ask",
                "Ask before you tell.",
                "Dimension 2 rated 1, quote at 12:34",
                question="Where in the talk did they think hardest, and what had you just done?",
                instead="You talked too much.",
                question_key="coach-whose-thinking",
            ),
            LineRow(
                "Next step",
                "Mo Manager chooses ONE thing, and you both the day to watch again.",
                "Your own words while rating",
                quote="Yours, if asked: Hear their idea before you give yours.",
            ),
        ],
    )


@pytest.mark.parametrize("aim", Aim)
@pytest.mark.parametrize("key", PEOPLE)
def test_nobody_but_the_observer_gets_it(session: Session, cast: Cast, key: str, aim: Aim):
    made = signed.observation(session, cast, by=cast.spec, aim=aim)
    signed.rate_oneself(session, made)
    talk_over(session, made)

    assert plan_of(session, cast.actor(cast.spec), public_id=made.public_id, at=NOW).lines
    with pytest.raises(NotFound):
        plan_of(session, cast.actor(getattr(cast, key)), public_id=made.public_id, at=NOW)


def test_a_draft_has_no_plan(session: Session, cast: Cast):
    made = signed.observation(session, cast, draft=True)

    with pytest.raises(NotFound):
        plan_of(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)


@pytest.mark.parametrize(
    ("talk", "done", "gap"),
    [
        (None, True, "Dimension 1 rated 2"),
        (False, True, "Dimension 1 rated 2"),
        (True, False, "Dimension 1 rated 2"),
        (
            True,
            True,
            "Self-rating 2 levels higher on “Focus and agreement”; dimension 1 rated 2",
        ),
    ],
)
def test_own_levels_are_in_it_once_they_are_finished_and_both_views_are_open(
    session: Session, cast: Cast, talk: bool | None, done: bool, gap: str
):
    made = signed.observation(session, cast, levels=LEVELS)
    signed.rate_oneself(session, made, OWN, done=done)
    if talk is not None:
        talk_over(session, made, shown=talk)

    assert sources(session, cast, made)["One gap"] == gap


def test_a_talk_of_another_observer_opens_nothing(session: Session, cast: Cast):
    made = signed.observation(session, cast, levels=LEVELS)
    signed.rate_oneself(session, made, OWN)
    talk = talk_over(session, made)
    talk.observer_id = cast.spec.id or 0
    session.flush()

    assert sources(session, cast, made)["One gap"] == "Dimension 1 rated 2"


def followed(session: Session, cast: Cast) -> Talk:
    """Yesterday's talk of Lena and Mo with its ONE thing."""
    before = signed.observation(session, cast, draft=True)
    talk = talk_over(session, before)
    talk.observer_signed_at, talk.watch_again_on = NOW - timedelta(days=1), date(2026, 3, 9)
    words = TalkBody(
        talk_id=talk.id or 0, salt=new_id(), one_thing="Wait.", promised="Mo tries it with Ren."
    )
    session.add(words)
    signed.complete(session, before, [])
    return talk


def test_it_opens_with_what_was_promised_last_time(session: Session, cast: Cast):
    talk = followed(session, cast)
    made = signed.observation(session, cast, draft=True)
    made.followed_id = talk.id
    body = session.get_one(ObservationBody, made.id)
    body.seen = Seen.SEEN
    session.flush()
    signed.complete(session, made, [])

    plan = plan_of(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)

    assert plan.lines[0] == LineRow(
        "Open with",
        "The ONE thing of last time, “Wait”. It was there: say so first.",
        "Agreed in your last talk; this time you answered “Seen”",
        quote="Promised: Mo tries it with Ren.",
    )
    assert plan.lines[-1].source == "“Wait” was seen 1 of 2 times so far"


def test_what_the_session_was_for_after_all_counts(session: Session, cast: Cast):
    made = signed.observation(session, cast, draft=True)
    made.purpose_corrected, made.purpose_reason = Purpose.TRAIN, "Rae had never seen it."
    body = session.get_one(ObservationBody, made.id)
    body.ticks = {Tick.DIFFERENTLY: False}
    session.flush()
    signed.complete(session, made, signed.codes(direct=30), {2: 2})

    plan = plan_of(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)

    assert [
        (line.place, line.text, line.question_key)
        for line in plan.lines
        if line.place != "Next step"
    ] == [
        ("What went well", "What you noted as a strength.", ""),
        (
            "One gap",
            "“Was it explained, checked and tried?”, at one moment that you look at together.",
            "",
        ),
        ("Ask", "Ask before you tell.", "coach-explained"),
    ]
