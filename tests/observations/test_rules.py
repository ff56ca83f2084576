from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coach_the_coach.coaching.rules import SessionDraft
from coach_the_coach.observations.rules import (
    NOTE_LENGTH,
    STALE_AFTER,
    NoteDraft,
    OpeningDraft,
    Source,
    TalkStage,
    TalkStands,
    is_light,
    is_live_session_stale,
    problems_in,
    problems_in_note,
    talk_stage,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SESSION = SessionDraft(coach_id="mo", coached_id="rae", purpose="coach", planned=True, held_at=NOON)
OPENING = OpeningDraft(session=SESSION, observer_id="lena", aim="development", both_agreed=True)


@pytest.mark.parametrize(
    ("started", "stopped", "last_sign", "stale"),
    [
        (None, None, None, False),
        (NOON - STALE_AFTER, None, None, False),
        (NOON - STALE_AFTER - timedelta(seconds=1), None, None, True),
        (NOON - timedelta(hours=9), None, NOON - timedelta(minutes=1), False),
        (NOON - timedelta(hours=9), None, NOON - timedelta(hours=5), True),
        (NOON - timedelta(hours=9), NOON - timedelta(hours=8), None, False),
        (NOON - timedelta(hours=1), None, NOON - timedelta(hours=9), False),
    ],
)
def test_a_clock_is_forgotten_when_nothing_was_tapped_for_four_hours(
    started: datetime | None, stopped: datetime | None, last_sign: datetime | None, stale: bool
):
    assert (
        is_live_session_stale(
            started_at=started, stopped_at=stopped, last_sign_at=last_sign, at=NOON
        )
        is stale
    )


def test_four_answers_and_two_people_open_an_observation():
    assert problems_in(OPENING, at=NOON) == {}


def test_an_opening_without_answers_is_asked_for_each():
    assert problems_in(OpeningDraft(session=SessionDraft(), source=""), at=NOON) == {
        "coach_id": "Choose who coaches.",
        "coached_id": "Choose who is coached.",
        "purpose": "Choose what this session is for.",
        "planned": "Say whether it was planned or came up in the moment.",
        "held_at": "Say when the session takes place.",
        "aim": "Choose why you are watching.",
        "source": "Choose whether to watch live or from a transcript.",
        "both_agreed": "Both must know and agree before you watch. Ask them first.",
    }


def test_a_session_of_the_past_is_asked_for_in_the_past():
    past = replace(
        OPENING, source=Source.TRANSCRIPT, session=replace(OPENING.session, held_at=None)
    )
    assert problems_in(past, at=NOON) == {"held_at": "Say when the session took place."}


@pytest.mark.parametrize("buttons", ["", "five", "NINE"])
def test_there_are_four_buttons_or_nine(buttons: str):
    expected = {"buttons": "Choose how many buttons to count with."}
    assert problems_in(replace(OPENING, buttons=buttons), at=NOON) == expected


@pytest.mark.parametrize(("signed", "light"), [(0, True), (2, True), (3, False), (40, False)])
def test_the_first_three_observations_are_light(signed: int, light: bool):
    assert is_light(signed) is light


def test_nobody_is_watched_who_has_not_agreed():
    assert list(problems_in(replace(OPENING, both_agreed=False), at=NOON)) == ["both_agreed"]


@pytest.mark.parametrize("observer", ["mo", "rae"])
def test_neither_of_the_two_is_their_own_observer(observer: str):
    assert list(problems_in(replace(OPENING, observer_id=observer), at=NOON)) == ["observer_id"]


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (NoteDraft("Asked about the budget.", 61), []),
        (NoteDraft("x" * NOTE_LENGTH, 0), []),
        (NoteDraft("x" * (NOTE_LENGTH + 1), 0), ["text"]),
        (NoteDraft("  \n", 5), ["text"]),
        (NoteDraft("Early", -1), ["seconds"]),
    ],
)
def test_a_note_has_words_and_a_moment(draft: NoteDraft, fields: list[str]):
    assert list(problems_in_note(draft)) == fields


@pytest.mark.parametrize(
    ("stands", "stage"),
    [
        (TalkStands(), TalkStage.OWN_VIEW),
        (TalkStands(is_scored=False), TalkStage.QUESTIONS),
        (TalkStands(self_rated=True), TalkStage.QUESTIONS),
        (TalkStands(without_own_view=True), TalkStage.QUESTIONS),
        (TalkStands(shown=True), TalkStage.AGREEING),
        (TalkStands(self_rated=True, shown=True), TalkStage.AGREEING),
        (TalkStands(shown=True, observer_signed=True), TalkStage.AGREEING),
        (TalkStands(shown=True, observed_signed=True), TalkStage.AGREEING),
        (TalkStands(shown=True, observer_signed=True, observed_signed=True), TalkStage.DONE),
        (TalkStands(self_rated=True, shown=True, acknowledged=True), TalkStage.DONE),
    ],
)
def test_a_talk_goes_from_the_own_view_over_the_questions_to_both_signatures(
    stands: TalkStands, stage: TalkStage
):
    assert talk_stage(stands) is stage
