"""What a transcript's page, its quotes and its figures are made of, and who may read them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.foundation.when import moment
from coach_the_coach.observations.tables import Observation, Status
from coach_the_coach.observations.tally.rules import Code, Tally
from coach_the_coach.observations.transcript.actions import code_turn, delete_words
from coach_the_coach.observations.transcript.queries import (
    PAGE,
    measures_of_transcript,
    moments_of_transcript,
    page_of,
    tally_of_transcript,
    transcript_of,
    turn_page,
    turn_to_code,
)
from coach_the_coach.observations.transcript.rows import (
    SpeakerRow,
    TranscriptRow,
    TurnPage,
    TurnRow,
)
from coach_the_coach.observations.transcript.rules import Measures
from tests.cast import NOW, Cast

Bring = Callable[..., None]
Statements = Callable[[], AbstractContextManager[list[str]]]
DELETED = NOW + timedelta(days=30)


def long_talk(turns: int) -> str:
    """A plain talk of so many turns, Mo and Rae by turns."""
    names = ("Mo Manager", "Rae")
    return "".join(f"{names[n % 2]}: Turn number {n + 1} of it.\n" for n in range(turns))


@pytest.fixture
def give(session: Session, cast: Cast, draft: Observation) -> Callable[[int, str], None]:
    """Give a turn of Lena's draft its code."""

    def giving(index: int, code: str) -> None:
        lena = cast.actor(cast.lena)
        code_turn(session, lena, public_id=draft.public_id, index=index, code=code, at=NOW)

    return giving


def test_the_page_says_what_is_there_at_each_stage(
    session: Session, cast: Cast, draft: Observation, bring: Bring, give: Callable[..., None]
):
    lena = cast.actor(cast.lena)

    def shown() -> TranscriptRow:
        return transcript_of(session, lena, public_id=draft.public_id, at=NOW)

    assert shown() == TranscriptRow(stage="upload")

    bring()
    brought = TranscriptRow(
        stage="manager",
        file_name="talk.vtt",
        turns=5,
        speakers=[
            SpeakerRow("Mo Manager", "Mo Manager", "3 turns, 48 % of what is said"),
            SpeakerRow("Rae", "Rae", "2 turns, 52 % of what is said"),
        ],
        likely="Mo Manager",
        pages=1,
        deletes=moment(DELETED, "Europe/Paris", NOW),
    )
    assert shown() == brought

    bring(manager="Mo Manager")
    give(1, "open")
    coding = shown()
    assert (coding.stage, coding.manager, coding.coded, coding.codable) == (
        "code",
        "Mo Manager",
        1,
        3,
    )

    delete_words(session, {"observation_id": draft.id}, DELETED)
    assert shown() == TranscriptRow(
        stage="deleted",
        file_name="talk.vtt",
        coded=1,
        deleted=moment(DELETED, "Europe/Paris", NOW),
    )


def test_a_file_without_names_says_so(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring("WEBVTT\n\n00:01.000 --> 00:02.000\n<v>One.\n", "")
    row = transcript_of(session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW)
    assert (row.stage, row.named, row.names_known, row.codable) == ("code", False, False, 1)
    assert row.speakers == [SpeakerRow("", "Turns without a name", "1 turn, 100 % of what is said")]


def test_a_page_of_turns_begins_with_the_one_before_it(
    session: Session, cast: Cast, draft: Observation, bring: Bring, give: Callable[..., None]
):
    bring(long_talk(PAGE + 2), "Mo Manager", file_name="talk.txt")
    give(PAGE + 1, "take")
    give(1, "open")

    second = turn_page(session, cast.actor(cast.lena), public_id=draft.public_id, number=2)

    assert second == TurnPage(
        number=2,
        turns=[
            TurnRow(40, "40", "", "Rae", "Turn number 40 of it.", codable=False),
            TurnRow(41, "41", "", "Mo Manager", "Turn number 41 of it.", codable=True),
            TurnRow(42, "42", "", "Rae", "Turn number 42 of it.", codable=False),
        ],
        codes={"41": "take"},
    )
    first = turn_page(session, cast.actor(cast.lena), public_id=draft.public_id, number=1)
    assert [turn.index for turn in first.turns] == list(range(1, PAGE + 1))
    assert [page_of(index) for index in (1, PAGE, PAGE + 1)] == [1, 1, 2]
    for nowhere in (3, 10**12):
        with pytest.raises(NotFound):
            turn_page(session, cast.actor(cast.lena), public_id=draft.public_id, number=nowhere)


def test_times_are_shown_from_the_start(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    page = turn_page(session, cast.actor(cast.lena), public_id=draft.public_id, number=1)
    assert [turn.clock for turn in page.turns] == ["0:01", "0:04", "0:21", "0:24", "0:41"]


def test_a_page_costs_as_many_statements_however_long_the_talk(
    session: Session, cast: Cast, draft: Observation, bring: Bring, statements: Statements
):
    lena, public_id = cast.actor(cast.lena), draft.public_id
    sent = []
    for turns in (2, 30, 600):
        bring(long_talk(turns), "Mo Manager", file_name="talk.txt")
        session.expire_all()
        with statements() as made:
            turn_page(session, lena, public_id=public_id, number=1)
            transcript_of(session, lena, public_id=public_id, at=NOW)
            turn_to_code(session, lena, public_id=public_id, index=0, step="uncoded")
        sent.append(len(made))
    assert sent == [sent[0]] * 3


def test_the_way_goes_from_one_turn_of_the_manager_to_the_next(
    session: Session, cast: Cast, draft: Observation, bring: Bring, give: Callable[..., None]
):
    lena, public_id = cast.actor(cast.lena), draft.public_id

    def to(index: int, step: str) -> int | None:
        return turn_to_code(session, lena, public_id=public_id, index=index, step=step)  # pyright: ignore[reportArgumentType] - the words are checked by the guard

    bring()
    assert to(0, "next") is None
    bring(manager="Mo Manager")
    give(3, "back")
    assert [to(index, "next") for index in (-5, 0, 1, 3, 5, 10**12)] == [1, 1, 3, 5, None, None]
    assert [to(index, "previous") for index in (10**12, 5, 3, 1)] == [5, 3, 1, None]
    assert [to(index, "uncoded") for index in (0, 1, 3, 5)] == [1, 5, 5, None]


def test_the_tally_counts_the_codes(
    session: Session, draft: Observation, bring: Bring, give: Callable[..., None]
):
    bring(manager="Mo Manager")
    assert tally_of_transcript(session, draft.id or 0) == Tally()
    for index, code in ((1, "open"), (3, "back"), (5, "open")):
        give(index, code)
    assert tally_of_transcript(session, draft.id or 0) == Tally(open=2, back=1)


def test_moments_and_measures_outlive_the_words(
    session: Session, cast: Cast, draft: Observation, bring: Bring, give: Callable[..., None]
):
    lena, public_id = cast.actor(cast.lena), draft.public_id
    assert measures_of_transcript(session, lena, public_id=public_id) == Measures()
    bring(manager="Mo Manager")
    give(5, "direct")
    give(3, "back")
    before = measures_of_transcript(session, lena, public_id=public_id)
    moments = [(21.5, Code.BACK), (41.0, Code.DIRECT)]
    assert before.manager_turns == 3
    assert moments_of_transcript(session, lena, public_id=public_id) == moments

    delete_words(session, {"observation_id": draft.id}, DELETED)

    assert measures_of_transcript(session, lena, public_id=public_id) == before
    assert moments_of_transcript(session, lena, public_id=public_id) == moments


def test_without_times_there_are_no_moments(
    session: Session, cast: Cast, draft: Observation, bring: Bring, give: Callable[..., None]
):
    bring("Mo Manager: And then?\nRae: Nothing.\n", "Mo Manager", file_name="talk.txt")
    give(1, "open")
    lena = cast.actor(cast.lena)
    assert moments_of_transcript(session, lena, public_id=draft.public_id) == []
    delete_words(session, {"observation_id": draft.id}, DELETED)
    assert moments_of_transcript(session, lena, public_id=draft.public_id) == []


def test_the_words_are_the_observers_alone(
    session: Session, cast: Cast, draft: Observation, bring: Bring
):
    bring(manager="Mo Manager")
    public_id = draft.public_id
    refusals = [
        (cast.odd, NotFound),
        (cast.cleo, NotFound),
        (cast.spec, NotFound),
        (cast.mo, NotPermitted),
        (cast.rae, NotPermitted),
        (cast.ada, NotPermitted),
    ]
    for person, refusal in refusals:
        actor = cast.actor(person)
        with pytest.raises(refusal):
            transcript_of(session, actor, public_id=public_id, at=NOW)
        with pytest.raises(refusal):
            turn_page(session, actor, public_id=public_id, number=1)
        with pytest.raises(refusal):
            turn_to_code(session, actor, public_id=public_id, index=0, step="next")
        with pytest.raises(NotFound):
            moments_of_transcript(session, actor, public_id=public_id)
        with pytest.raises(NotFound):
            measures_of_transcript(session, actor, public_id=public_id)


def test_once_signed_the_figures_are_read_by_both_and_the_words_by_nobody(
    session: Session, cast: Cast, draft: Observation, bring: Bring, give: Callable[..., None]
):
    bring(manager="Mo Manager")
    give(1, "open")
    session.exec(
        update(Observation)
        .where(col(Observation.id) == draft.id)
        .values(status=Status.SIGNED, signed_at=NOW)
    )
    session.expire_all()
    for person in (cast.lena, cast.mo):
        actor = cast.actor(person)
        assert moments_of_transcript(session, actor, public_id=draft.public_id) == [
            (1.0, Code.OPEN)
        ]
    with pytest.raises(NotFound):
        moments_of_transcript(session, cast.actor(cast.odd), public_id=draft.public_id)
    with pytest.raises(Conflict):
        turn_page(session, cast.actor(cast.lena), public_id=draft.public_id, number=1)
