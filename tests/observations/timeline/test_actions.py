"""A moment of the timeline as evidence in the rating."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.observations.rating.actions import save_level
from coach_the_coach.observations.tables import Note, Observation, Rating, Tap
from coach_the_coach.observations.tally.rules import Code
from coach_the_coach.observations.timeline.actions import quote_moment
from tests import build
from tests.cast import NOW, Cast
from tests.observations.results import signed
from tests.observations.timeline.test_queries import SAID, read


@pytest.fixture
def draft(session: Session, cast: Cast) -> Observation:
    """Lena watched Mo, tapped once, noted twice, and gave the second dimension a 4."""
    made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
    build.taps(session, made, [Code.OPEN])
    for id, seconds, text, quote in (("a", 50, "Rae thinks.", SAID), ("b", 70, "Waits.", "")):
        at = NOW + timedelta(seconds=seconds)
        note = Note(
            id=id, observation_id=made.id or 0, at=at, seconds=seconds, text=text, quote=quote
        )
        session.add(note)
    lena = cast.actor(cast.lena)
    save_level(session, lena, public_id=made.public_id, dimension=2, level=4)
    return made


def quoted(session: Session, cast: Cast, made: Observation, name: str) -> tuple[str, int | None]:
    """The quote and the moment after this was quoted for the second dimension."""
    lena = cast.actor(cast.lena)
    quote_moment(session, lena, public_id=made.public_id, dimension=2, name=name, at=NOW)
    rating = session.get_one(Rating, (made.id, 2))
    return rating.quote, rating.moment_seconds


def test_a_note_gives_its_quote_and_its_time_and_one_without_a_quote_its_words(
    session: Session, cast: Cast, draft: Observation
):
    assert quoted(session, cast, draft, "note-a") == (SAID, 50)
    assert quoted(session, cast, draft, "note-b") == (f"{SAID}\nWaits.", 70)
    assert quoted(session, cast, draft, "note-a") == (f"{SAID}\nWaits.", 50)


def test_a_bare_tap_gives_its_time_alone(session: Session, cast: Cast, draft: Observation):
    tap = session.exec(select(Tap)).one()

    assert quoted(session, cast, draft, f"tap-{tap.id}") == ("", 20)


def test_a_turn_gives_its_words(session: Session, cast: Cast):
    made = read(session, cast, words_left=True)
    lena = cast.actor(cast.lena)
    save_level(session, lena, public_id=made.public_id, dimension=2, level=1)

    assert quoted(session, cast, made, "turn-1") == (SAID, 3)


def test_a_dimension_needs_its_level_first(session: Session, cast: Cast, draft: Observation):
    lena = cast.actor(cast.lena)
    for dimension, said in ((3, "Choose a level first."), (9, "no such dimension")):
        with pytest.raises(Invalid, match=said):
            quote_moment(
                session,
                lena,
                public_id=draft.public_id,
                dimension=dimension,
                name="note-a",
                at=NOW,
            )


def test_only_a_moment_that_is_there_and_of_an_own_draft_is_quoted(
    session: Session, cast: Cast, draft: Observation
):
    lena = cast.actor(cast.lena)
    for name in ("note-z", "kind-a", "tap-", ""):
        with pytest.raises(NotFound):
            quote_moment(session, lena, public_id=draft.public_id, dimension=2, name=name, at=NOW)
    for who in (cast.mo, cast.spec, cast.ada):
        with pytest.raises((NotFound, NotPermitted)):
            quote_moment(
                session,
                cast.actor(who),
                public_id=draft.public_id,
                dimension=2,
                name="note-a",
                at=NOW,
            )
    done = signed.observation(session, cast)
    note = f"note-{done.id:08d}-0000-4000-8000-000000000001"
    with pytest.raises(Conflict):
        quote_moment(session, lena, public_id=done.public_id, dimension=2, name=note, at=NOW)
    signed.open_both(session, done)
    with pytest.raises(NotPermitted):
        quote_moment(
            session, cast.actor(cast.mo), public_id=done.public_id, dimension=2, name=note, at=NOW
        )
