"""For an appeal two who took no part score the session again, blind, and it counts once decided."""

from fractions import Fraction

import pytest
from sqlmodel import Session, select

from coach_the_coach.calibration.double.queries import next_lines, pair_row, pairs
from coach_the_coach.calibration.pairing.actions import call_off_double
from coach_the_coach.calibration.queries import ScoredSession, scored_sessions
from coach_the_coach.certification.deciding.appeal.actions import decide_appeal, name_hearing
from coach_the_coach.certification.deciding.appeal.hearing.queries import appeal_of
from coach_the_coach.certification.deciding.appeal.rescoring.queries import waits_for
from coach_the_coach.certification.deciding.appeal.rules import HearingDraft
from coach_the_coach.certification.deciding.queries import weighed
from coach_the_coach.certification.deciding.tables import Appeal
from coach_the_coach.certification.tables import Review
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.rating.actions import amend_observation
from coach_the_coach.observations.results.queries import result, standing
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import (
    Observation,
    Status,
    Talk,
    Transcript,
    TranscriptTurn,
)
from tests.calibration import scene
from tests.cast import Cast
from tests.certification.deciding import rescored
from tests.certification.deciding.rescored import AGAIN, AS_WELL, AT, THEN
from tests.observations.blind.test_blindness import everything_to, in_it


def counted(session: Session, cast: Cast) -> ScoredSession:
    """What counts of the one session."""
    session.expire_all()
    (one,) = scored_sessions(session, [cast.mo.id or 0])
    return one


def test_the_two_are_asked_and_begin_where_others_begin_a_second_score(
    session: Session, cast: Cast
):
    found = rescored.appealed(session, cast)
    scoring = rescored.pair(session)
    assert scoring.coaching_session_id == found.original.coaching_session_id
    for who in (found.ben, found.cem):
        (line,) = next_lines(session, cast.actor(who, AT), at=AT)
        assert (line.action, line.link) == ("Begin", f"/double/{scoring.public_id}")
        row = pair_row(session, cast.actor(who, AT), public_id=scoring.public_id, at=AT)
        assert (row.word, row.can_begin, row.can_call_off) == ("Being scored again", True, False)
        told = session.exec(select(Notice.link).where(Notice.person_id == who.id)).all()
        assert told == [f"/double/{scoring.public_id}"]
        made = session.exec(
            select(Observation).where(Observation.public_id == rescored.begun(session, cast, who))
        ).one()
        # Never live, though it is still the day of the session.
        assert (made.source, made.coaching_session_id) == (
            Source.TRANSCRIPT,
            found.original.coaching_session_id,
        )


def test_each_gets_the_words_of_the_transcript_where_they_are_there(session: Session, cast: Cast):
    found = rescored.appealed(session, cast)
    for who in (found.ben, found.cem):
        made = session.exec(
            select(Observation).where(Observation.public_id == rescored.begun(session, cast, who))
        ).one()
        turns = session.exec(
            select(TranscriptTurn.text).where(TranscriptTurn.observation_id == made.id)
        ).all()
        assert turns == [rescored.TURN]


def test_of_what_there_is_no_transcript_nobody_need_score_it_again(session: Session, cast: Cast):
    found = rescored.appealed(session, cast)
    review = found.review.public_id
    nobody = HearingDraft(decider=cast.odd.public_id)
    lena, at = cast.actor(cast.lena, AT), AT
    with pytest.raises(Invalid):
        name_hearing(session, lena, public_id=review, draft=nobody, at=at)
    for one in session.exec(select(Transcript)).all():
        one.deleted_at = AT
        session.add(one)
    session.flush()
    assert appeal_of(session, lena, public_id=review, at=at).may_leave
    # Only one of the two is nobody.
    draft = HearingDraft(cast.odd.public_id, first=found.ben.public_id)
    with pytest.raises(Invalid):
        name_hearing(session, lena, public_id=review, draft=draft, at=at)

    name_hearing(session, lena, public_id=review, draft=nobody, at=at)

    (line,) = pairs(session, cast.actor(found.ben, AT), at=AT)
    assert (line.word, line.action) == ("Not scored again", "")
    mo = cast.actor(cast.mo, AT)
    assert appeal_of(session, mo, public_id=review, at=AT).is_left
    before = counted(session, cast)
    assert rescored.decided(session, cast, found, "upheld").decided_at == THEN
    assert counted(session, cast) == before
    assert rescored.pair(session).settled_at is None


def test_who_was_left_is_named_again_once_there_is_a_transcript(session: Session, cast: Cast):
    found = rescored.appealed(session, cast)
    words = session.exec(select(Transcript)).one()
    words.deleted_at = AT
    session.add(words)
    session.flush()
    nobody = HearingDraft(decider=cast.odd.public_id)
    lena, review = cast.actor(cast.lena, AT), found.review.public_id
    name_hearing(session, lena, public_id=review, draft=nobody, at=AT)
    rescored.named(session, cast, found, found.ben, found.cem)
    assert rescored.pair(session).called_off_at is None
    (line,) = next_lines(session, cast.actor(found.cem, AT), at=AT)
    assert line.action == "Begin"


def test_before_the_decision_nobody_reads_what_they_signed_and_nothing_else_counts(
    session: Session, cast: Cast
):
    found = rescored.appealed(session, cast)
    before = counted(session, cast)
    readers = (cast.mo, cast.lena, cast.cleo, found.ann)
    mine, other = rescored.both(session, cast, found)

    assert {mine.status, other.status} == {Status.BLIND}
    assert found.original.status is Status.SIGNED
    assert counted(session, cast) == before
    assert (before.total, before.observers, before.is_double) == (3, (found.ann.id,), False)
    for who in readers:
        told = everything_to(session, cast, who)
        assert in_it(told, AGAIN) == in_it(told, AS_WELL) == [], who.email
        for made in (mine, other):
            assert in_it(told, made.public_id) == [], who.email
    for who, theirs in ((found.ben, AS_WELL), (found.cem, AGAIN)):
        told = everything_to(session, cast, who)
        assert in_it(told, theirs) == in_it(told, rescored.FIRST) == [], who.email


def test_whoever_came_to_lead_them_since_reads_nothing_of_what_was_scored_before(
    session: Session, cast: Cast
):
    found = rescored.appealed(session, cast)
    scoring = rescored.pair(session)
    scoring.first_observer_id = cast.lena.id or 0
    session.add(scoring)
    session.flush()
    with pytest.raises(NotFound):
        standing(session, cast.actor(cast.lena), public_id=found.original.public_id)


def test_whoever_decides_sees_both_side_by_side_once_both_have_signed_and_nobody_else_does(
    session: Session, cast: Cast
):
    found = rescored.appealed(session, cast)
    review = found.review.public_id
    odd = cast.actor(cast.odd, AT)
    rescored.signed_again(session, cast, found.ben, AGAIN, {1: 4, 2: 2})
    row = appeal_of(session, odd, public_id=review, at=AT)
    assert (row.is_open, row.waits_for) == (False, [found.cem.name])

    rescored.signed_again(session, cast, found.cem, AS_WELL, {1: 3, 2: 2})

    row = appeal_of(session, odd, public_id=review, at=AT)
    assert (row.is_open, row.waits_for) == (True, [])
    assert (row.both.before_total, row.both.again_total) == ("3.00", "2.93")
    first, second, *_rest = row.both.levels
    assert (first.before, first.before_each, first.again, first.again_each) == (
        "3.00",
        "3",
        "3.50",
        "4 · 3",
    )
    assert (second.again, second.again_each) == ("2.00", "2 · 2")
    assert row.both.again_by == f"{found.ben.name} · {found.cem.name}"
    for who in (cast.mo, cast.lena, cast.cleo, cast.ada):
        assert not appeal_of(session, cast.actor(who, AT), public_id=review, at=AT).is_open


@pytest.mark.parametrize("outcome", ["upheld", "allowed"])
def test_with_the_decision_it_counts_whatever_that_is_and_the_first_score_is_kept(
    session: Session, cast: Cast, outcome: str
):
    found = rescored.appealed(session, cast)
    mine, other = rescored.both(session, cast, found)
    decided = rescored.decided(session, cast, found, outcome)

    now = counted(session, cast)
    assert (now.total, now.is_double, now.is_waiting) == (Fraction(47, 16), True, False)
    assert (now.observers, now.before) == ((found.ben.id, found.cem.id), (found.ann.id,))
    assert found.original.status is mine.status is other.status is Status.SIGNED
    row = appeal_of(session, cast.actor(cast.mo, THEN), public_id=found.review.public_id, at=THEN)
    assert (row.is_open, row.both.before_total, row.both.again_total) == (True, "3.00", "2.93")
    # The candidate reads every word of it with the decision, and nobody is asked to talk.
    mo = cast.actor(cast.mo, THEN)
    for made in (mine, other):
        assert standing(session, mo, public_id=made.public_id).view == "whole"
        head = result(session, mo, public_id=made.public_id, at=THEN)
        assert head.handing.stands == "Scored again for an appeal"
    talks = session.exec(select(Talk).where(Talk.observer_id != found.ann.id)).all()
    assert [talk.shown_at for talk in talks] == [THEN, THEN]
    if outcome == "allowed":
        new = session.get_one(Review, decided.new_review_id)
        scorers = weighed(session, new, at=THEN).scorers
        assert {found.ann.id, found.ben.id, found.cem.id} <= scorers


def test_it_is_not_decided_before_both_have_signed_that_session(session: Session, cast: Cast):
    found = rescored.appealed(session, cast)
    # Another session that they scored meanwhile is not it.
    for who in (found.ben, found.cem):
        other = scene.watched(session, cast, who)
        scene.rate(session, cast, who, other.public_id)
        scene.sign(session, cast, who, other.public_id)
    given = {"public_id": found.review.public_id, "outcome": "upheld", "reason": "It holds so."}
    waiting = session.exec(select(Appeal)).one()
    assert waits_for(session, waiting) == [found.ben.id, found.cem.id]
    with pytest.raises(Conflict, match="waits for the two"):
        decide_appeal(session, cast.actor(cast.odd, AT), **given, at=AT)


def test_whoever_scored_it_read_of_it_or_leads_them_does_not_score_it_again(
    session: Session, cast: Cast
):
    found = rescored.appealed(session, cast)
    scoring = rescored.pair(session)
    for who in (found.ann, cast.lena, cast.cleo, cast.spec, cast.odd, cast.mo, found.cem):
        with pytest.raises(Invalid):
            rescored.named(session, cast, found, who, found.cem)
    session.refresh(scoring)
    assert (scoring.first_observer_id, scoring.second_observer_id) == (found.ben.id, found.cem.id)
    lena = cast.actor(cast.lena, AT)
    row = appeal_of(session, lena, public_id=found.review.public_id, at=AT)
    offered = {one.value for one in row.observers}
    assert {found.ben.public_id, found.cem.public_id} <= offered
    assert not {one.public_id for one in (found.ann, cast.lena, cast.cleo, cast.spec)} & offered


def test_another_is_named_until_one_has_signed_who_stays(session: Session, cast: Cast):
    found = rescored.appealed(session, cast)
    dee = scene.outsider(session, "dee")
    rescored.named(session, cast, found, dee, found.cem)
    scoring = rescored.pair(session)
    assert (scoring.first_observer_id, scoring.second_observer_id) == (dee.id, found.cem.id)
    assert pairs(session, cast.actor(found.ben, AT), at=AT) == []
    rescored.signed_again(session, cast, dee, AGAIN, {})
    with pytest.raises(Invalid, match="has signed and stays"):
        rescored.named(session, cast, found, found.ben, found.cem)
    rescored.named(session, cast, found, dee, found.ben)
    session.refresh(scoring)
    assert (scoring.first_observer_id, scoring.second_observer_id) == (dee.id, found.ben.id)
    with pytest.raises(Conflict, match="name somebody else"):
        call_off_double(
            session,
            cast.actor(found.ben, AT),
            public_id=scoring.public_id,
            reason="No time.",
            at=AT,
        )


def test_what_was_scored_first_is_not_corrected_while_it_is_scored_again(
    session: Session, cast: Cast
):
    found = rescored.appealed(session, cast)
    ann = cast.actor(found.ann, AT)
    version = amend_observation(
        session, ann, public_id=found.original.public_id, reason="A slip.", at=AT
    )
    with pytest.raises(Conflict, match="for an appeal"):
        scene.sign(session, cast, found.ann, version, at=AT)


def test_a_correction_of_what_is_scored_again_stays_blind_too(session: Session, cast: Cast):
    found = rescored.appealed(session, cast)
    mine, _other = rescored.both(session, cast, found)
    ben = cast.actor(found.ben, AT)
    version = amend_observation(session, ben, public_id=mine.public_id, reason="A slip.", at=AT)
    scene.sign(session, cast, found.ben, version, at=AT)
    corrected = session.exec(select(Observation).where(Observation.public_id == version)).one()
    assert corrected.status is Status.BLIND
    rescored.decided(session, cast, found, "upheld")
    assert corrected.status is Status.SIGNED
    assert version in counted(session, cast).observations


@pytest.mark.parametrize("key", ["cleo", "rae", "spec", "ada", "sol"])
def test_nobody_but_those_who_take_part_knows_of_it(session: Session, cast: Cast, key: str):
    rescored.appealed(session, cast)
    who = cast.actor(getattr(cast, key), AT)
    assert pairs(session, who, at=AT) == []
    with pytest.raises(NotFound):
        pair_row(session, who, public_id=rescored.pair(session).public_id, at=AT)
