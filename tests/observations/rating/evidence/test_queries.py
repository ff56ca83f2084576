from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.observations.rating.actions import amend_observation
from coach_the_coach.observations.rating.evidence.queries import OFFERS, offers, watched_seconds
from coach_the_coach.observations.rating.evidence.rows import OfferRow
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Note, Observation, Tap, TranscriptTurn
from coach_the_coach.observations.tally.rules import Buttons, Code
from tests import build
from tests.cast import NOW, Cast


def add_notes(session: Session, observation: Observation, number: int) -> None:
    session.add_all(
        Note(
            id=f"{observation.id}-{place}",
            observation_id=observation.id or 0,
            at=NOW + timedelta(seconds=place),
            seconds=place,
            text=f"Note {place}",
        )
        for place in range(number)
    )
    session.flush()


def test_notes_and_turns_are_offered_as_quotes_in_the_order_of_the_talk(
    session: Session, cast: Cast, draft: Observation
):
    other = build.observation(session, of=cast.mo, by=cast.spec, coached=cast.rae)
    add_notes(session, other, 3)
    own = draft.id or 0
    session.add_all(
        [
            Note(
                id="b", observation_id=own, at=NOW + timedelta(minutes=2), seconds=120, text="Two"
            ),
            Note(id="a", observation_id=own, at=NOW + timedelta(minutes=1), seconds=60, text="One"),
            TranscriptTurn(observation_id=own, index=0, speaker="Mo", text="Well", start=3.2),
            TranscriptTurn(observation_id=own, index=1, speaker="", text="x" * 700),
        ]
    )
    session.flush()

    lena, name = cast.actor(cast.lena), draft.public_id
    assert offers(session, lena, public_id=name, search="") == [
        OfferRow("note-a", "One", "1:00", sort="note"),
        OfferRow("note-b", "Two", "2:00", sort="note"),
        OfferRow("turn-0", "Well", "0:03", "Mo", "turn"),
        OfferRow("turn-1", "x" * 599 + "…", sort="turn"),
    ]
    assert [one.text for one in offers(session, lena, public_id=name, search=" WELL ")] == ["Well"]
    assert offers(session, lena, public_id=name, search="%") == []


def test_a_correction_offers_what_was_noted_for_the_first_version_and_none_of_its_transcript(
    session: Session, cast: Cast, rated: Observation
):
    add_notes(session, rated, 2)
    turn = TranscriptTurn(observation_id=rated.id or 0, index=1, speaker="Mo", text="Note it.")
    session.add(turn)
    lena = cast.actor(cast.lena)
    sign = rated.status.SIGNED
    rated.signed_at, rated.status = NOW, sign
    session.add(rated)
    session.flush()
    newer = amend_observation(session, lena, public_id=rated.public_id, reason="Why.", at=NOW)

    found = offers(session, lena, public_id=newer, search="")
    assert [one.text for one in found] == ["Note 0", "Note 1"]


def test_many_notes_take_as_many_statements_as_one_and_are_cut_off(
    session: Session, cast: Cast, draft: Observation, statements
):
    actor = cast.actor(cast.lena)
    session.expire_all()
    with statements() as none:
        offers(session, actor, public_id=draft.public_id, search="")
    add_notes(session, draft, OFFERS + 10)
    session.expire_all()
    with statements() as many:
        found = offers(session, actor, public_id=draft.public_id, search="")

    assert len(found) == OFFERS
    assert len(none) == len(many)


def test_the_rarest_taps_of_each_side_are_offered_in_the_order_of_the_talk(
    session: Session, cast: Cast, draft: Observation
):
    # Every twenty seconds: nine closed questions, an open one, a take, eight pieces of advice.
    often = [Code.CLOSED] * 9 + [Code.OPEN, Code.TAKE] + [Code.DIRECT] * 8
    build.taps(session, draft, often)
    lena, own = cast.actor(cast.lena), draft.public_id

    found = offers(session, lena, public_id=own, search="")

    assert [(one.moment, one.text, one.sort) for one in found] == [
        *((f"{second // 60}:{second % 60:02}", "Closed", "ask") for second in range(20, 120, 20)),
        ("3:20", "Open", "ask"),
        ("3:40", "Take", "tell"),
        *((f"{second // 60}:{second % 60:02}", "Direct", "tell") for second in range(240, 340, 20)),
    ]
    assert [one.text for one in offers(session, lena, public_id=own, search="TAKE")] == ["Take"]


def test_a_tap_is_offered_by_the_word_on_its_button(
    session: Session, cast: Cast, draft: Observation
):
    draft.buttons = Buttons.FOUR
    build.taps(session, draft, [Code.BACK])

    found = offers(session, cast.actor(cast.lena), public_id=draft.public_id, search="")

    assert [one.text for one in found] == ["Listening back"]


def test_a_tap_that_was_taken_back_is_not_offered(session: Session, cast: Cast, draft: Observation):
    build.taps(session, draft, [Code.TAKE])
    [taken] = draft_taps(session, draft)
    undo = Tap(
        id="undo",
        observation_id=draft.id or 0,
        device_id="d",
        seq=2,
        at=taken.at,
        undoes=taken.id,
    )
    session.add(undo)
    session.flush()

    assert offers(session, cast.actor(cast.lena), public_id=draft.public_id, search="") == []


def draft_taps(session: Session, draft: Observation) -> list[Tap]:
    return list(session.exec(select(Tap).where(Tap.observation_id == draft.id)))


def test_a_live_session_was_watched_until_its_clock_stopped(
    session: Session, cast: Cast, draft: Observation
):
    lena, own = cast.actor(cast.lena), draft.public_id
    at = NOW + timedelta(minutes=9)
    assert watched_seconds(session, lena, public_id=own, at=at) == 540

    draft.stopped_at = NOW + timedelta(minutes=5)
    session.add(draft)
    session.flush()
    assert watched_seconds(session, lena, public_id=own, at=at) == 300


def test_a_transcript_was_read_to_its_end_and_one_without_times_has_none(
    session: Session, cast: Cast
):
    read = build.observation(
        session, of=cast.mo, by=cast.lena, coached=cast.rae, source=Source.TRANSCRIPT, started=False
    )
    turn = TranscriptTurn(observation_id=read.id or 0, index=0, speaker="Mo", text="Well")
    session.add(turn)
    session.flush()
    lena, own = cast.actor(cast.lena), read.public_id
    assert watched_seconds(session, lena, public_id=own, at=NOW) is None

    turn.start, turn.end = 60.0, 64.9
    session.add(turn)
    session.flush()
    assert watched_seconds(session, lena, public_id=own, at=NOW) == 64


def test_nobody_else_reads_what_is_offered_or_how_long_was_watched(
    session: Session, cast: Cast, draft: Observation
):
    for other in (cast.cleo, cast.odd, cast.spec):
        with pytest.raises(NotFound):
            offers(session, cast.actor(other), public_id=draft.public_id, search="")
        with pytest.raises(NotFound):
            watched_seconds(session, cast.actor(other), public_id=draft.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        offers(session, cast.actor(cast.mo), public_id=draft.public_id, search="")


def test_nothing_is_offered_once_it_is_signed(session: Session, cast: Cast, signed: Observation):
    with pytest.raises(Conflict):
        offers(session, cast.actor(cast.lena), public_id=signed.public_id, search="")


def test_of_a_note_with_a_quote_the_quote_is_offered_and_found(
    session: Session, cast: Cast, draft: Observation
):
    session.add(
        Note(
            id="q",
            observation_id=draft.id or 0,
            at=NOW,
            seconds=60,
            text="Waited long",
            quote="What would you try?",
        )
    )
    lena = cast.actor(cast.lena)

    for search in ("waited", "would you"):
        found = offers(session, lena, public_id=draft.public_id, search=search)
        assert found == [OfferRow("note-q", "What would you try?", "1:00", sort="note")]
