"""The one observed sees the questions and their own answers, and nobody else sees anything."""

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.observations.reflect.queries import reflection
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation
from tests.cast import NOW, Cast
from tests.observations.results import signed


def test_the_observed_sees_the_questions_and_their_own_answers_alone(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    signed.rate_oneself(session, made, {1: 3, 7: None}, done=False)

    row = reflection(session, cast.actor(cast.mo), public_id=made.public_id, at=NOW)

    assert (row.observer, row.coached, row.purpose_word) == ("Lena Leader", "Rae Rep", "Coach")
    assert (row.answered, row.is_over, row.corrected_by) == (2, False, "")
    assert [(one.number, one.chosen) for one in row.questions] == [
        *((1, "3"), (2, ""), (3, ""), (4, "")),
        *((5, ""), (6, ""), (7, "none"), (8, "")),
    ]
    first = row.questions[0]
    assert [choice.value for choice in first.choices] == ["1", "2", "3", "4", "none"]
    assert first.choices[1].meaning == "Manager announces the topic; the outcome stays vague."
    written = repr(row)
    secret = (signed.SAID, signed.ONE_THING, signed.AGREED, signed.STRENGTHS, signed.NOTE)
    assert [text for text in secret if text in written] == []


def test_a_leader_who_coaches_a_manager_reads_the_form_in_their_words(session: Session, cast: Cast):
    made = signed.observation(session, cast, of=cast.lena, by=cast.cleo, coached=cast.mo)
    row = reflection(session, cast.actor(cast.lena), public_id=made.public_id, at=NOW)
    assert row.questions[0].choices[1].meaning == (
        "Leader announces the topic; the outcome stays vague."
    )


def test_a_draft_is_not_there_for_the_one_it_is_about(session: Session, cast: Cast):
    made = signed.observation(session, cast, draft=True)
    with pytest.raises(NotFound):
        reflection(session, cast.actor(cast.mo), public_id=made.public_id, at=NOW)


@pytest.mark.parametrize("aim", list(Aim))
@pytest.mark.parametrize("who", ["lena", "cleo", "odd", "sol", "rae", "spec", "ada"])
def test_nobody_else_sees_how_somebody_rates_themself(
    session: Session, cast: Cast, who: str, aim: Aim
):
    made = signed.observation(session, cast, aim=aim)
    signed.rate_oneself(session, made)
    with pytest.raises(NotFound):
        reflection(session, cast.actor(getattr(cast, who)), public_id=made.public_id, at=NOW)


def test_a_version_that_was_corrected_leads_on_to_the_one_that_holds(session: Session, cast: Cast):
    first = signed.observation(session, cast)
    second = signed.observation(session, cast, corrects=first)
    row = reflection(session, cast.actor(cast.mo), public_id=first.public_id, at=NOW)
    assert row.corrected_by == second.public_id


def test_the_questions_take_the_same_statements_however_many_are_answered(
    session: Session, cast: Cast, statements
):
    made = signed.observation(session, cast)
    mo = cast.actor(cast.mo)
    sent = []
    for own in ({1: 2}, dict.fromkeys(range(2, 9), 3)):
        signed.rate_oneself(session, made, own, done=False)
        session.expunge_all()
        with statements() as seen:
            reflection(session, mo, public_id=made.public_id, at=NOW)
        sent.append(len(seen))
    assert sent[0] == sent[1] <= 9


def test_in_training_the_form_reads_otherwise_and_what_counts_is_the_corrected_purpose(
    session: Session, cast: Cast
):
    coached = signed.observation(session, cast)
    trained = signed.observation(session, cast, draft=True)
    trained.purpose_corrected, trained.purpose_reason = Purpose.TRAIN, "They did not know it yet."
    session.add(trained)
    signed.complete(session, trained, [])
    mo = cast.actor(cast.mo)

    def balance(made: Observation) -> str:
        return reflection(session, mo, public_id=made.public_id, at=NOW).questions[1].hint

    assert balance(coached) != balance(trained)
    row = reflection(session, mo, public_id=trained.public_id, at=NOW)
    assert (row.purpose_word, len(row.questions), row.is_over) == ("Train", 8, False)
    assert ([one.number for one in row.questions if one.is_optional], row.needed) == ([5], 7)
    row = reflection(session, mo, public_id=coached.public_id, at=NOW)
    assert ([one.number for one in row.questions if one.is_optional], row.needed) == ([], 8)


@pytest.mark.parametrize("purpose", [Purpose.INSPECT, Purpose.CELEBRATE])
def test_where_nothing_is_rated_or_all_is_open_nothing_is_asked(
    session: Session, cast: Cast, purpose: Purpose
):
    unscored = signed.observation(session, cast, purpose=purpose)
    shown = signed.observation(session, cast)
    signed.show(session, shown)
    for made in (unscored, shown):
        row = reflection(session, cast.actor(cast.mo), public_id=made.public_id, at=NOW)
        assert row.is_over
