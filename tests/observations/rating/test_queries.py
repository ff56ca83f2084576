from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rating.actions import (
    amend_observation,
    save_level,
    save_moment,
    save_quote,
    save_stop_sign,
    save_words,
)
from coach_the_coach.observations.rating.queries import (
    OFFERS,
    answers_of,
    form_of,
    offers,
    problems_to_solve,
    whole_draft,
)
from coach_the_coach.observations.rating.rows import AnswersRow, OfferRow
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.tables import Note, Observation, TranscriptTurn
from tests import build
from tests.cast import NOW, Cast

NUMBERS = [str(number) for number in range(1, 9)]


def nothing(**but: str) -> dict[str, str]:
    """Nothing for every dimension, except for `but`, as in d3="4"."""
    return dict.fromkeys(NUMBERS, "") | {key.removeprefix("d"): text for key, text in but.items()}


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


def test_the_form_speaks_of_the_two_as_they_are(session: Session, cast: Cast, draft: Observation):
    above = build.observation(session, of=cast.lena, by=cast.cleo, coached=cast.mo)

    form = form_of(session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW)
    other = form_of(session, cast.actor(cast.cleo), public_id=above.public_id, at=NOW)

    assert [dimension.number for dimension in form.dimensions] == list(range(1, 9))
    assert [choice.value for choice in form.dimensions[0].choices] == ["1", "2", "3", "4", "none"]
    assert form.dimensions[0].choices[1] == ChoiceRow(
        "2", "2 · Steering", "Manager announces the topic; the outcome stays vague."
    )
    assert form.dimensions[0].choices[-1] == ChoiceRow("none", "Not observed", "")
    assert form.stop_signs[0] == ChoiceRow("shamed", "Shamed or threatened the rep")
    assert other.dimensions[0].choices[1].meaning.startswith("Leader announces")
    assert other.stop_signs[0].word == "Shamed or threatened the manager"
    assert (form.zone, form.first_day) == ("Europe/Paris", "2026-03-03")
    assert form.last_day == "2028-03-01"


def test_a_half_written_rating_is_seen_again_as_it_was_left(
    session: Session, cast: Cast, draft: Observation
):
    lena, own = cast.actor(cast.lena), draft.public_id
    save_level(session, lena, public_id=own, dimension=3, level=4)
    save_level(session, lena, public_id=own, dimension=4, level=None)
    save_level(session, lena, public_id=own, dimension=5, level=1)
    save_quote(session, lena, public_id=own, dimension=3, quote="So you fear he says no?")
    save_moment(session, lena, public_id=own, dimension=3, moment="12:05")
    save_words(session, lena, public_id=own, name="strengths", text="Waits.")
    save_stop_sign(session, lena, public_id=own, key="shamed", seen=True)
    session.flush()
    session.expire_all()

    assert answers_of(session, cast.actor(cast.lena), public_id=own) == AnswersRow(
        levels=nothing(d3="4", d4="none", d5="1"),
        level_words=nothing(d3="Building ownership", d4="Not observed", d5="Telling"),
        quotes=nothing(d3="So you fear he says no?"),
        moments=nothing(d3="12:05"),
        missing=nothing(d5="A 1 needs a quote or the moment it was seen."),
        stop_signs=["shamed"],
        strengths="Waits.",
        rated=3,
    )


def test_what_is_missing_is_no_problem_until_one_wants_to_sign(
    session: Session, cast: Cast, rated: Observation
):
    lena, own = cast.actor(cast.lena), rated.public_id
    assert problems_to_solve(session, lena, public_id=own) == {}

    save_words(session, lena, public_id=own, name="one_thing", text=" ")
    save_level(session, lena, public_id=own, dimension=8, level=4)
    assert problems_to_solve(session, lena, public_id=own) == {
        "rating_8": "A 4 needs a quote or the moment it was seen.",
        "one_thing": "Name the one thing to work on.",
    }


@pytest.mark.parametrize("who", ["cleo", "odd", "spec"])
def test_a_draft_shows_nothing_to_anybody_else(
    session: Session, cast: Cast, rated: Observation, who: str
):
    other: Person = getattr(cast, who)
    actor, own = cast.actor(other), rated.public_id
    with pytest.raises(NotFound):
        form_of(session, actor, public_id=own, at=NOW)
    with pytest.raises(NotFound):
        answers_of(session, actor, public_id=own)
    with pytest.raises(NotFound):
        whole_draft(session, actor, public_id=own)
    with pytest.raises(NotFound):
        problems_to_solve(session, actor, public_id=own)
    with pytest.raises(NotFound):
        offers(session, actor, public_id=own, search="")


def test_the_observed_does_not_see_a_draft_either(session: Session, cast: Cast, rated: Observation):
    with pytest.raises(NotPermitted):
        form_of(session, cast.actor(cast.mo), public_id=rated.public_id, at=NOW)
    with pytest.raises(NotFound):
        whole_draft(session, cast.actor(cast.mo), public_id=rated.public_id)


def test_a_signed_observation_has_no_form_to_fill_in(
    session: Session, cast: Cast, signed: Observation
):
    with pytest.raises(Conflict):
        form_of(session, cast.actor(cast.lena), public_id=signed.public_id, at=NOW)


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
        OfferRow("note-a", "One", "1:00", ""),
        OfferRow("note-b", "Two", "2:00", ""),
        OfferRow("turn-0", "Well", "0:03", "Mo"),
        OfferRow("turn-1", "x" * 599 + "…", "", ""),
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


def test_reading_a_draft_holds_no_row_of_it(
    session: Session, cast: Cast, rated: Observation, statements
):
    lena, own = cast.actor(cast.lena), rated.public_id
    with statements() as sent:
        form_of(session, lena, public_id=own, at=NOW)
        answers_of(session, lena, public_id=own)
        problems_to_solve(session, lena, public_id=own)
        offers(session, lena, public_id=own, search="")
    assert [one for one in sent if "FOR UPDATE" in one] == []
