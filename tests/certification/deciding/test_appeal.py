"""A refusal is looked at again by somebody who took no part, and nobody certifies alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from coach_the_coach.certification.assigning.actions import withdraw
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.deciding.appeal.actions import (
    decide_appeal,
    make_appeal,
    name_hearing,
)
from coach_the_coach.certification.deciding.appeal.hearing.queries import appeal_of
from coach_the_coach.certification.deciding.appeal.rules import AppealDraft, HearingDraft
from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.tables import Appeal, CoSignature, ReviewSeat
from coach_the_coach.certification.deciding.waiting.queries import next_lines
from coach_the_coach.certification.rules import Verdict
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.foundation.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotFresh,
    NotPermitted,
)
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast
from tests.certification.deciding import reviewed
from tests.certification.deciding.reviewed import NO, asked, found, signed

WORDS = AppealDraft("The session on Tuesday had a next step, see the log.")
LATER = NOW + timedelta(days=3)


def refused(session: Session, cast: Cast) -> Review:
    """The specialist says not yet, Cleo had said yes."""
    review = asked(session, cast)
    signed(session, cast, review, cast.cleo)
    signed(session, cast, review, cast.spec, NO)
    return found(session, review.public_id)


def appealed(session: Session, cast: Cast) -> Review:
    """Mo appeals, and Odd is named to decide."""
    review = refused(session, cast)
    make_appeal(session, cast.actor(cast.mo), public_id=review.public_id, draft=WORDS, at=NOW)
    hearing = HearingDraft(decider=cast.odd.public_id)
    name_hearing(session, cast.actor(cast.lena), public_id=review.public_id, draft=hearing, at=NOW)
    return review


def decided(session: Session, cast: Cast, review: Review, outcome: str) -> Appeal:
    """Odd decides."""
    decide_appeal(
        session,
        cast.actor(cast.odd, LATER),
        public_id=review.public_id,
        outcome=outcome,
        reason="The log of Tuesday holds it.",
        at=LATER,
    )
    return session.exec(select(Appeal)).one()


def test_one_page_is_kept_and_decided_within_ten_working_days(session: Session, cast: Cast):
    review = refused(session, cast)
    for _twice in range(2):
        make_appeal(session, cast.actor(cast.mo), public_id=review.public_id, draft=WORDS, at=NOW)
    appeal = session.exec(select(Appeal)).one()
    assert (appeal.due_on, appeal.decider_id) == (date(2026, 3, 16), None)
    told = session.exec(select(Notice.text).where(Notice.person_id == cast.lena.id)).all()
    assert told[-1] == "Mo Manager appeals against a decision. Name somebody who took no part."


@pytest.mark.parametrize("days", [14, 15])
def test_one_appeals_within_fourteen_days(session: Session, cast: Cast, days: int):
    review = refused(session, cast)
    at = NOW + timedelta(days=days)
    mo = cast.actor(cast.mo, at)
    if days == 15:
        with pytest.raises(Conflict, match="fourteen days"):
            make_appeal(session, mo, public_id=review.public_id, draft=WORDS, at=at)
    else:
        make_appeal(session, mo, public_id=review.public_id, draft=WORDS, at=at)
    assert len(session.exec(select(Appeal)).all()) == (days == 14)


def test_only_a_refusal_of_ones_own_is_appealed_against(session: Session, cast: Cast):
    review = asked(session, cast)
    with pytest.raises(Conflict, match="no refusal"):
        make_appeal(session, cast.actor(cast.mo), public_id=review.public_id, draft=WORDS, at=NOW)
    signed(session, cast, review, cast.spec, NO)
    for who in (cast.lena, cast.sol, cast.spec):
        with pytest.raises(NotFound):
            make_appeal(session, cast.actor(who), public_id=review.public_id, draft=WORDS, at=NOW)
    strange = AppealDraft(WORDS.words, coaching_session="f" * 32)
    with pytest.raises(Invalid, match="from the list"):
        make_appeal(session, cast.actor(cast.mo), public_id=review.public_id, draft=strange, at=NOW)


@pytest.mark.parametrize("key", ["spec", "cleo", "lena", "mo", "sol", "rae", "ada"])
def test_whoever_took_part_does_not_hear_it(session: Session, cast: Cast, key: str):
    review = refused(session, cast)
    make_appeal(session, cast.actor(cast.mo), public_id=review.public_id, draft=WORDS, at=NOW)
    hearing = HearingDraft(decider=getattr(cast, key).public_id)
    with pytest.raises(Invalid) as wrong:
        name_hearing(
            session, cast.actor(cast.ada), public_id=review.public_id, draft=hearing, at=NOW
        )
    assert set(wrong.value.problems) == {"decider"}


def test_a_refusal_in_ones_own_place_is_not_heard_by_oneself(session: Session, cast: Cast):
    reviewed.instead(session, cast.sol, cast.cleo)
    review = asked(session, cast)
    reviewed.named(session, cast, review.public_id, "line", cast.sol)
    signed(session, cast, review, cast.sol, NO)
    make_appeal(session, cast.actor(cast.mo), public_id=review.public_id, draft=WORDS, at=NOW)
    hearing, lena = HearingDraft(decider=cast.cleo.public_id), cast.actor(cast.lena)

    row = appeal_of(session, lena, public_id=review.public_id, at=NOW)
    assert cast.cleo.public_id not in {one.value for one in row.deciders}
    with pytest.raises(Invalid, match="sat in the decision"):
        name_hearing(session, lena, public_id=review.public_id, draft=hearing, at=NOW)


def test_an_appeal_about_a_path_that_was_taken_back_waits_for_nobody(session: Session, cast: Cast):
    review = appealed(session, cast)
    waiting = [one.text for one in next_lines(session, cast.actor(cast.odd), at=NOW)]
    assert waiting == ["Mo Manager appeals against a decision. You decide."]

    enrolment = session.get_one(Enrolment, review.enrolment_id).public_id
    lena = cast.actor(cast.lena)
    withdraw(session, lena, enrolment_id=enrolment, reason="They coach no more.", at=NOW)
    for who in (cast.odd, cast.lena, cast.ada):
        assert next_lines(session, cast.actor(who), at=NOW) == []


def test_whoever_decided_it_reads_it_for_a_while_and_no_longer(session: Session, cast: Cast):
    review = appealed(session, cast)
    decided(session, cast, review, "upheld")
    shown: dict[str, Any] = {"public_id": review.public_id}
    late = LATER + timedelta(days=30)

    assert appeal_of(session, cast.actor(cast.odd, LATER), **shown, at=LATER).words == WORDS.words
    with pytest.raises(NotFound):
        appeal_of(session, cast.actor(cast.odd, late), **shown, at=late)
    assert appeal_of(session, cast.actor(cast.mo, late), **shown, at=late).words == WORDS.words


def test_whoever_refused_names_nobody(session: Session, cast: Cast):
    review = asked(session, cast)
    signed(session, cast, review, cast.cleo, NO)
    make_appeal(session, cast.actor(cast.mo), public_id=review.public_id, draft=WORDS, at=NOW)
    hearing = HearingDraft(decider=cast.odd.public_id)
    with pytest.raises(NotPermitted, match="refused"):
        name_hearing(
            session, cast.actor(cast.cleo), public_id=review.public_id, draft=hearing, at=NOW
        )
    with pytest.raises(NotFound):
        name_hearing(
            session, cast.actor(cast.odd), public_id=review.public_id, draft=hearing, at=NOW
        )


def test_upheld_the_refusal_stays_and_the_reason_is_told(session: Session, cast: Cast):
    review = appealed(session, cast)
    decided(session, cast, review, "upheld")

    row = appeal_of(session, cast.actor(cast.mo), public_id=review.public_id, at=LATER)
    assert (row.outcome, row.reason, row.new_id) == (
        "The decision stays",
        "The log of Tuesday holds it.",
        "",
    )
    assert found(session, review.public_id).outcome is Verdict.NOT_YET
    assert len(session.exec(select(Review)).all()) == 1


def test_allowed_it_goes_on_to_the_other_signature_and_then_to_a_certificate(
    session: Session, cast: Cast
):
    review = appealed(session, cast)
    appeal = decided(session, cast, review, "allowed")

    new = session.get_one(Review, appeal.new_review_id)
    assert new.closed_at is None
    assert session.exec(select(Award)).all() == []
    seats = session.exec(select(ReviewSeat).where(ReviewSeat.review_id == new.id)).all()
    assert sorted((one.seat, one.place, one.by_id) for one in seats) == [
        ("line", 1, cast.cleo.id),
        ("second", 2, cast.odd.id),
    ]
    kept = session.exec(select(CoSignature).where(CoSignature.review_id == review.id)).all()
    assert sorted(one.said for one in kept) == ["agree", "not-yet"]

    signed(session, cast, new, cast.cleo, at=LATER)

    award = session.exec(select(Award)).one()
    assert award.signed_by == [cast.cleo.id, cast.odd.id]
    enrolment = session.get_one(Enrolment, review.enrolment_id)
    assert reviewed.moves(session, enrolment) == [
        "begin",
        "complete",
        "ask",
        "not-yet",
        "ask",
        "certify",
    ]


def test_while_it_is_heard_nothing_is_asked_for_and_it_is_decided_once(
    session: Session, cast: Cast
):
    review = appealed(session, cast)
    enrolment = session.get_one(Enrolment, review.enrolment_id)
    then = NOW + timedelta(days=25)
    with pytest.raises(Conflict, match="appeal"):
        ask(session, cast.actor(cast.mo, then), enrolment=enrolment.public_id, at=then)
    stale = cast.actor(cast.odd, proved_at=NOW - timedelta(hours=1))
    given = {"public_id": review.public_id, "outcome": "upheld", "reason": "It holds as it is."}
    with pytest.raises(NotFresh):
        decide_appeal(session, stale, **given, at=NOW)
    for who in (cast.mo, cast.lena, cast.spec, cast.ada):
        with pytest.raises(NotFound):
            decide_appeal(session, cast.actor(who), **given, at=NOW)
    with pytest.raises(Invalid):
        decide_appeal(session, cast.actor(cast.odd), **(given | {"reason": ""}), at=NOW)
    decide_appeal(session, cast.actor(cast.odd), **given, at=NOW)
    with pytest.raises(Conflict, match="decided"):
        decide_appeal(session, cast.actor(cast.odd), **given, at=NOW)


def test_set_aside_without_complete_evidence_one_may_ask_again_at_once(
    session: Session, cast: Cast
):
    review = appealed(session, cast)
    for one in session.exec(select(reviewed.LogEntry)):
        one.withdrawn_at = LATER
    session.flush()
    assert decided(session, cast, review, "allowed").new_review_id is None
    reviewed.logged(session, cast.mo, cast.ren, on=LATER.date())
    enrolment = session.get_one(Enrolment, review.enrolment_id)
    assert ask(session, cast.actor(cast.mo, LATER), enrolment=enrolment.public_id, at=LATER)


@pytest.mark.parametrize(
    ("key", "words", "may_name", "may_decide"),
    [
        ("mo", WORDS.words, False, False),
        ("odd", WORDS.words, False, True),
        ("lena", "", True, False),
        ("cleo", "", True, False),
        ("ada", "", True, False),
    ],
)
def test_whoever_names_reads_no_word_of_it(
    session: Session, cast: Cast, key: str, words: str, may_name: bool, may_decide: bool
):
    review = appealed(session, cast)
    row = appeal_of(session, cast.actor(getattr(cast, key)), public_id=review.public_id, at=NOW)
    assert (row.words, row.may_name, row.may_decide) == (words, may_name, may_decide)


@pytest.mark.parametrize("key", ["sol", "spec", "mia", "rae"])
def test_nobody_else_knows_of_it(session: Session, cast: Cast, key: str):
    review = appealed(session, cast)
    with pytest.raises(NotFound):
        appeal_of(session, cast.actor(getattr(cast, key)), public_id=review.public_id, at=NOW)
