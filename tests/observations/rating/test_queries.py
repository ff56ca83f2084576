from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.focus.rows import FocusRow
from coach_the_coach.observations.rating.actions import (
    save_level,
    save_purpose,
    save_purpose_reason,
    save_stop_sign,
    save_tick,
    save_words,
)
from coach_the_coach.observations.rating.evidence.actions import (
    save_absence,
    save_moment,
    save_quote,
)
from coach_the_coach.observations.rating.evidence.queries import offers
from coach_the_coach.observations.rating.queries import (
    answers_of,
    form_of,
    problems_to_solve,
    whole_draft,
)
from coach_the_coach.observations.rating.rows import AnswersRow
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.tables import Observation, TalkBody
from tests import build
from tests.cast import NOW, Cast
from tests.observations.focus.talks import session_after, talk_over

LONG = timedelta(minutes=24, seconds=10)
"""How long was watched."""

NUMBERS = [str(number) for number in range(1, 9)]


def nothing(**but: str) -> dict[str, str]:
    """Nothing for every dimension, except for `but`, as in d3="4"."""
    return dict.fromkeys(NUMBERS, "") | {key.removeprefix("d"): text for key, text in but.items()}


def _value(choice: ChoiceRow) -> str:
    return choice.value


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
    uncalled = [
        one.number for one in form.dimensions if [*map(_value, one.choices)][4] == "uncalled"
    ]
    assert uncalled == [7, 8]
    assert form.dimensions[6].choices[4] == ChoiceRow("uncalled", "Not called for in this session")
    assert [one.word for one in form.ticks][:2] == [
        "Coached the gap, not the symptom",
        "Decided a next action",
    ]
    assert [one.word for one in form.answers_to_focus] == ["Seen", "Partly", "No chance to see it"]
    assert (form.zone, form.focus, form.why_not_rated) == ("Europe/Paris", FocusRow(), "")


def test_a_half_written_rating_is_seen_again_as_it_was_left(
    session: Session, cast: Cast, draft: Observation
):
    lena, own = cast.actor(cast.lena), draft.public_id
    save_level(session, lena, public_id=own, dimension=3, level=4)
    save_level(session, lena, public_id=own, dimension=4, level=None)
    save_level(session, lena, public_id=own, dimension=5, level=1)
    save_level(session, lena, public_id=own, dimension=6, level=1)
    save_absence(session, lena, public_id=own, dimension=6, absent=True, at=NOW + LONG)
    save_level(session, lena, public_id=own, dimension=7, level=None, not_called=True)
    save_tick(session, lena, public_id=own, key="saved", seen=True)
    save_tick(session, lena, public_id=own, key="gap", seen=False)
    save_quote(session, lena, public_id=own, dimension=3, quote="So you fear he says no?")
    save_moment(session, lena, public_id=own, dimension=3, moment="12:05")
    save_words(session, lena, public_id=own, name="strengths", text="Waits.")
    save_stop_sign(session, lena, public_id=own, key="shamed", seen=True)
    session.flush()
    session.expire_all()

    assert answers_of(session, cast.actor(cast.lena), public_id=own) == AnswersRow(
        levels=nothing(d3="4", d4="none", d5="1", d6="1", d7="uncalled"),
        level_words=nothing(
            d3="Building ownership",
            d4="Not observed",
            d5="Telling",
            d6="Telling",
            d7="Not called for in this session",
        ),
        absences=nothing(d6="Did not happen from 0:00 to 24:10"),
        absent_from=nothing(d6="0:00"),
        absent_to=nothing(d6="24:10"),
        ticks=["saved"],
        purpose="coach",
        quotes=nothing(d3="So you fear he says no?"),
        moments=nothing(d3="12:05"),
        missing=nothing(d5="A 1 needs a quote, the moment it was seen, or that it did not happen."),
        stop_signs=["shamed"],
        strengths="Waits.",
        rated=5,
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


def test_the_form_follows_the_purpose_and_both_see_what_it_was_opened_as(
    session: Session, cast: Cast, draft: Observation
):
    lena, own = cast.actor(cast.lena), draft.public_id

    save_purpose(session, lena, public_id=own, purpose=Purpose.TRAIN)
    save_purpose_reason(session, lena, public_id=own, text="Rae had never done it.")
    form = form_of(session, lena, public_id=own, at=NOW)

    head = form.header
    assert (head.purpose, head.purpose_word) == ("train", "Train")
    assert (head.opened_purpose_word, head.purpose_reason) == ("Coach", "Rae had never done it.")
    assert [one.number for one in form.dimensions if one.is_optional] == [5]
    assert "explained" in form.dimensions[1].hint.lower()

    save_purpose(session, lena, public_id=own, purpose=Purpose.INSPECT)
    form = form_of(session, lena, public_id=own, at=NOW)
    assert (form.dimensions, form.stop_signs) == ([], [])
    assert form.why_not_rated == "Not rated: this was a session to look at the numbers."
    assert len(form.ticks) == 6

    save_purpose(session, lena, public_id=own, purpose=Purpose.COACH)
    head = form_of(session, lena, public_id=own, at=NOW).header
    assert (head.purpose_word, head.opened_purpose_word) == ("Coach", "")


def test_the_form_asks_first_for_what_is_followed(session: Session, cast: Cast):
    earlier = session_after(session, cast, days=-7)
    talk = talk_over(session, earlier, one_thing="Count to three.", promised="Mo tapes one.")
    draft = session_after(session, cast, days=0, follows=talk, signed=False)
    lena, own = cast.actor(cast.lena), draft.public_id

    focus = form_of(session, lena, public_id=own, at=NOW).focus

    assert (focus.text, focus.promised) == ("Count to three.", "Mo tapes one.")
    assert next(iter(problems_to_solve(session, lena, public_id=own))) == "seen"


def test_nothing_is_asked_of_a_one_thing_that_the_form_cannot_show(session: Session, cast: Cast):
    talk = talk_over(session, session_after(session, cast, days=-7), one_thing="Count to three.")
    draft = session_after(session, cast, days=0, follows=talk, signed=False)
    lena, own = cast.actor(cast.lena), draft.public_id
    talk.observer_signed_at = None
    words = session.get_one(TalkBody, talk.id)
    session.add_all([talk, words])
    session.flush()
    assert form_of(session, lena, public_id=own, at=NOW).focus.text == "Count to three."
    assert "seen" in problems_to_solve(session, lena, public_id=own)

    words.one_thing = ""
    session.flush()
    assert form_of(session, lena, public_id=own, at=NOW).focus == FocusRow()
    assert "seen" not in problems_to_solve(session, lena, public_id=own)


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
