"""What of deciding about certificates is to be seen in the demo company, and by whom."""

from datetime import timedelta

from sqlmodel import Session, select

from coach_the_coach.calibration.double.queries import next_lines as to_score
from coach_the_coach.certification.deciding.appeal.queries import why_not_hear
from coach_the_coach.certification.deciding.queries import seated_in, weighed
from coach_the_coach.certification.deciding.rules import Said
from coach_the_coach.certification.deciding.tables import (
    Appeal,
    AppealBody,
    CoSignature,
    CoSignatureBody,
)
from coach_the_coach.certification.deciding.waiting.queries import next_lines
from coach_the_coach.certification.mine.person.queries import person_paths
from coach_the_coach.certification.mine.queries import own_paths
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.certification.rules import State, Verdict
from coach_the_coach.certification.tables import Progress, Review
from coach_the_coach.demo import Case, DemoCompany, cast
from coach_the_coach.demo.cast import Part
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.tables import BlindScoring, Observation, Status
from tests.demo import reading
from tests.demo.conftest import AT


def of(found: Session, part: Part) -> int:
    """Somebody's key."""
    return reading.person_named(found, part.name).id or 0


def decision_of(found: Session, part: Part) -> Review:
    """The one decision that somebody asked for."""
    return found.exec(select(Review).where(Review.person_id == of(found, part))).one()


def state_of(found: Session, part: Part) -> State:
    """Where they stand on their one path."""
    one = found.exec(select(Progress).where(Progress.person_id == of(found, part))).one()
    return one.state


def waits_for(found: Session, part: Part) -> list[str]:
    """What of decisions is listed first for somebody, in words."""
    actor = actor_named(found, of(found, part), AT)
    return [one.text for one in next_lines(found, actor, at=AT)]


def test_one_decision_waits_for_its_second_signature_and_the_vp_who_is_to_give_it_is_told(
    found: Session, company: DemoCompany
):
    review = decision_of(found, cast.CANDIDATE)
    there = seated_in(found, review)

    assert company.cases[Case.REVIEWED].name == cast.CANDIDATE.name
    assert state_of(found, cast.CANDIDATE) is State.REVIEW
    assert review.outcome is None
    assert weighed(found, review, at=AT).came.is_complete
    assert {seat: one.by_id for seat, one in there.seats.items()} == {
        Seat.LINE: of(found, cast.CRO),
        Seat.SECOND: of(found, cast.NEUTRAL),
    }
    assert {seat: one.said for seat, one in there.signed.items()} == {Seat.LINE: Said.AGREE}
    assert waits_for(found, cast.NEUTRAL)[0] == "Ananya Iyer asks for a decision. You sign it."
    assert cast.NEUTRAL.name in [person.name for person in company.people]


def test_nobody_decides_who_scored_what_counts(found: Session):
    for part in cast.COMPLETE:
        review = decision_of(found, part)
        seats = seated_in(found, review).seats.values()

        scorers = weighed(found, review, at=AT).scorers
        assert len(scorers) == 2
        assert scorers.isdisjoint(one.by_id for one in seats)


def test_one_was_told_not_yet_with_all_that_a_refusal_says(found: Session, company: DemoCompany):
    review = decision_of(found, cast.IMPROVING)
    refusal = found.exec(select(CoSignature).where(CoSignature.review_id == review.id)).one()
    words = found.get_one(CoSignatureBody, refusal.id)

    assert company.cases[Case.REFUSED].name == cast.IMPROVING.name
    assert (review.outcome, state_of(found, cast.IMPROVING)) == (Verdict.NOT_YET, State.COMPLETE)
    assert (refusal.by_id, refusal.criterion) == (of(found, cast.SEVERE), "observed")
    assert words.evidence
    assert words.would_meet
    assert refusal.try_again_on
    assert AT.date() < refusal.try_again_on < AT.date() + timedelta(days=30)


def test_what_the_refusal_says_of_the_two_sessions_is_so(found: Session):
    drafts, priya = reading.drafts(found), reading.person_named(found, cast.IMPROVING.name)
    [counted] = [
        line["counted"]
        for line in decision_of(found, cast.IMPROVING).counted
        if line["requirement"] == "observed"
    ]
    practice = {
        held.public_id: drafts[one.id or 0].levels[7]
        for one, held in reading.watched(found, priya)
        if held.public_id in counted
    }

    assert practice == dict.fromkeys(counted, 2)
    assert len(practice) == 2


def test_the_refused_one_appealed_and_it_waits_for_who_is_to_hear_it(found: Session):
    review = decision_of(found, cast.IMPROVING)
    appeal = found.exec(select(Appeal)).one()

    assert (appeal.review_id, appeal.decider_id, appeal.outcome) == (review.id, None, None)
    assert found.get_one(AppealBody, appeal.id).words
    assert AT.date() < appeal.due_on
    # Somebody is there who may.
    assert why_not_hear(found, review, of(found, cast.DRIFTING), at=AT) == ""
    assert "Priya Raman appeals" in " ".join(waits_for(found, cast.NEUTRAL))
    assert "Priya Raman appeals" not in " ".join(waits_for(found, cast.SEVERE))


def test_the_refused_ones_path_says_why_nothing_can_be_asked_for_and_leads_to_the_decision(
    found: Session,
):
    priya, henrik, noor = (
        actor_named(found, of(found, one), AT)
        for one in (cast.IMPROVING, cast.NEUTRAL, cast.SPECIALIST)
    )
    said = "The decision was: not yet. An appeal is under way. It is decided first."
    review = decision_of(found, cast.IMPROVING)

    [mine] = own_paths(found, priya, at=AT).paths
    [led] = person_paths(found, henrik, person=priya.public_id, at=AT).led
    [counted] = person_paths(found, noor, person=priya.public_id, at=AT).counted

    assert (mine.next.text, mine.next.link) == (said, f"/decisions/{review.public_id}")
    assert led.helps == said
    assert counted.helps == "Everything asked for is there."


def test_one_session_waits_for_its_second_observer_and_says_nothing_meanwhile(
    found: Session, company: DemoCompany
):
    one = reading.observation_of(found, company.cases[Case.DOUBLE].observation_id)
    scoring = found.exec(select(BlindScoring)).one()
    specialist = actor_named(found, of(found, cast.SPECIALIST), AT)

    assert one.status is Status.BLIND
    assert (scoring.coaching_session_id, scoring.both_signed_at) == (one.coaching_session_id, None)
    assert (scoring.first_observer_id, scoring.second_observer_id) == (
        of(found, cast.NEUTRAL),
        of(found, cast.SPECIALIST),
    )
    assert scoring.asked_at < one.opened_at
    assert found.exec(select(Evidence).where(Evidence.subject == one.public_id)).all() == []
    assert [line.link for line in to_score(found, specialist, at=AT)] == [
        f"/double/{scoring.public_id}"
    ]
    assert found.exec(select(Observation).where(Observation.status == Status.BLIND)).all() == [one]
