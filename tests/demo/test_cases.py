"""Each interesting case is there, and is what its name says."""

from datetime import timedelta
from fractions import Fraction

from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo import Case, DemoCompany
from coach_the_coach.demo import cast as parts
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.observations.readiness.queries import is_ready_to_certify
from coach_the_coach.observations.results.rules import share_view
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import (
    Observation,
    Outcome,
    Rating,
    Reply,
    Status,
    Talk,
    TranscriptTurn,
)
from coach_the_coach.observations.tally.rules import Band, Tally, band_of
from tests.demo import reading
from tests.demo.conftest import AT


def shares(session: Session, person: Person) -> list[Fraction]:
    """Ask shares of somebody's signed observations, the earliest first."""
    outcomes = {one.observation_id: one for one in session.exec(select(Outcome)).all()}
    return [
        Fraction(found.asks, found.asks + found.tells)
        for one, _held in reading.watched(session, person)
        if (found := outcomes.get(one.id or 0))
    ]


def mean(numbers: list[Fraction]) -> float:
    """Their mean."""
    return float(sum(numbers) / len(numbers))


def tally(session: Session, one: Observation) -> Tally:
    """What was counted."""
    return Tally(
        **session.exec(select(Outcome).where(Outcome.observation_id == one.id)).one().tally
    )


def talk(session: Session, one: Observation) -> Talk:
    """The talk over it."""
    mine = Talk.coaching_session_id == one.coaching_session_id
    return session.exec(select(Talk).where(mine, Talk.observer_id == one.observer_id)).one()


def reply(session: Session, one: Observation) -> Reply | None:
    """Where the one observed stands."""
    return session.exec(select(Reply).where(Reply.observation_id == one.id)).first()


def notices(session: Session, person: Person) -> list[str]:
    """What somebody has been told and has not read."""
    told = select(Notice.text).where(Notice.person_id == person.id, col(Notice.read_at).is_(None))
    return list(session.exec(told).all())


def test_every_case_is_found_by_its_name(found: Session, company: DemoCompany):
    ids = {person.public_id: person.name for person in found.exec(select(Person)).all()}
    observations = set(found.exec(select(Observation.public_id)).all())

    assert list(company.cases) == list(Case)
    for case in company.cases.values():
        assert ids[case.person_id] == case.name
        assert case.observation_id is None or case.observation_id in observations


def test_the_stalled_manager_was_not_observed_for_sixty_days_and_talked_nothing_over(
    found: Session, company: DemoCompany
):
    walter = reading.person_named(found, company.cases[Case.STALLED].name)
    seen = reading.watched(found, walter)

    assert walter.name == "Walter Brandt"
    assert len(seen) == 4
    assert AT - seen[-1][1].held_at > timedelta(days=60)
    assert not any(talk(found, one).opened_at for one, _held in seen)
    assert len(notices(found, walter)) == 3


def test_every_other_manager_was_observed_lately(found: Session, company: DemoCompany):
    for manager in reading.in_role(found, Role.MANAGER):
        if manager.name != company.cases[Case.STALLED].name:
            latest = reading.watched(found, manager)[-1][1]
            assert AT - latest.held_at < timedelta(days=30), manager.name


def test_the_severe_observer_rates_lower_than_the_specialist_does(
    found: Session, company: DemoCompany
):
    valeria = reading.person_named(found, company.cases[Case.SEVERE].name)
    hers = reading.means(found, valeria)
    noor = reading.means(found, reading.person_named(found, parts.SPECIALIST.name))

    gaps = [mean(hers[key]) - mean(noor[key]) for key in hers]

    assert valeria.title == "VP Sales, Americas"
    assert -1.0 < sum(gaps) / len(gaps) < -0.45


def test_the_neutral_observer_rates_as_the_specialist_does(found: Session):
    henrik = reading.means(found, reading.person_named(found, parts.NEUTRAL.name))
    noor = reading.means(found, reading.person_named(found, parts.SPECIALIST.name))

    gaps = [mean(henrik[key]) - mean(noor[key]) for key in henrik]

    assert abs(sum(gaps) / len(gaps)) < 0.2


def test_the_drifting_observer_begins_like_the_others_and_ends_higher(
    found: Session, company: DemoCompany
):
    arjun = reading.means(found, reading.person_named(found, company.cases[Case.DRIFTING].name))
    noor = reading.means(found, reading.person_named(found, parts.SPECIALIST.name))

    def gap(part: slice) -> float:
        return sum(mean(arjun[key][part]) - mean(noor[key]) for key in arjun) / len(arjun)

    assert abs(gap(slice(0, 2))) < 0.35
    assert gap(slice(-3, None)) > 0.4


def test_one_team_has_four_and_one_has_twelve(found: Session, company: DemoCompany):
    small = reading.person_named(found, company.cases[Case.SMALL_TEAM].name)
    large = reading.person_named(found, company.cases[Case.LARGE_TEAM].name)

    assert len(reading.reports_on(found, small, AT.date())) == 4
    assert len(reading.reports_on(found, large, AT.date())) == 12


def test_the_improving_manager_goes_from_telling_to_asking(found: Session, company: DemoCompany):
    priya = reading.person_named(found, company.cases[Case.IMPROVING].name)
    shared = shares(found, priya)

    assert mean(shared[:3]) < 0.45
    assert mean(shared[-3:]) > 0.68
    first, _held = reading.watched(found, priya)[0]
    assert band_of(tally(found, first)) is Band.TELLING


def test_the_one_who_asks_without_helping_lies_in_the_check_band(
    found: Session, company: DemoCompany
):
    jonas = reading.person_named(found, company.cases[Case.CHECK].name)
    bands = {band_of(tally(found, one)) for one, _held in reading.watched(found, jonas)}

    assert bands == {Band.CHECK}


def test_the_rep_who_changed_teams_was_coached_in_both(found: Session, company: DemoCompany):
    moved = reading.person_named(found, company.cases[Case.MOVED].name)
    people = reading.people_by_id(found)
    held = found.exec(select(CoachingSession).where(CoachingSession.coached_id == moved.id)).all()
    earlier = [people[one.coach_id].name for one in held if AT - one.held_at > timedelta(days=60)]

    assert moved.team == "UK and Ireland"
    assert parts.FORMER.name in earlier
    assert parts.IMPROVING.name not in earlier


def test_the_training_session_is_not_judged(found: Session, company: DemoCompany):
    one = reading.observation_of(found, company.cases[Case.TRAINING].observation_id)
    purposes = found.exec(select(CoachingSession.purpose)).all()

    assert purposes.count(Purpose.TRAIN) == 1
    assert found.get_one(CoachingSession, one.coaching_session_id).purpose is Purpose.TRAIN
    assert share_view(tally(found, one), Purpose.TRAIN).is_judged is False


def test_two_observers_certified_one_session(found: Session, company: DemoCompany):
    one = reading.observation_of(found, company.cases[Case.CERTIFICATION].observation_id)
    both = found.exec(
        select(Observation).where(Observation.coaching_session_id == one.coaching_session_id)
    ).all()

    assert {other.aim for other in both} == {Aim.CERTIFICATION}
    assert len({other.observer_id for other in both}) == 2
    assert {other.status for other in both} == {Status.SIGNED}


def test_whoever_scores_for_certification_has_practised_and_before_they_did(found: Session):
    certifiers = reading.in_role(found, Role.CERTIFIER)
    assert certifiers
    assert all(is_ready_to_certify(found, one.id or 0) for one in certifiers)
    compared = found.exec(select(PracticeRound.person_id, PracticeRound.compared_at)).all()
    for one in found.exec(select(Observation).where(Observation.aim == Aim.CERTIFICATION)).all():
        theirs = [at for who, at in compared if who == one.observer_id and at is not None]
        assert max(theirs) < one.opened_at


def test_the_cro_watched_a_leader_coach_a_manager(found: Session, company: DemoCompany):
    one = reading.observation_of(found, company.cases[Case.LEADER_OBSERVED].observation_id)
    held = found.get_one(CoachingSession, one.coaching_session_id)
    people = reading.people_by_id(found)

    assert people[one.observer_id].name == parts.CRO.name
    assert people[one.observed_id].name == parts.NEUTRAL.name
    assert people[held.coached_id].name == parts.IMPROVING.name
    assert found.exec(select(TranscriptTurn).where(TranscriptTurn.observation_id == one.id)).all()


def test_one_observation_waits_for_the_managers_own_rating(found: Session, company: DemoCompany):
    case = company.cases[Case.SELF_RATING]
    one = reading.observation_of(found, case.observation_id)

    assert (one.status, one.source, reply(found, one)) == (Status.SIGNED, Source.TRANSCRIPT, None)
    told = "Henrik Dahlgren has observed you. Rate yourself, then talk it over."
    assert told in notices(found, reading.person_named(found, case.name))


def test_one_observation_waits_for_its_talk(found: Session, company: DemoCompany):
    case = company.cases[Case.TALK]
    one = reading.observation_of(found, case.observation_id)
    answer, between = reply(found, one), talk(found, one)

    assert answer is not None
    assert answer.self_rated_at is not None
    assert between.booked_for is not None
    assert between.booked_for > AT
    assert (between.opened_at, between.shown_at, between.sha256) == (None, None, None)
    henrik = reading.person_named(found, "Henrik Dahlgren")
    told = "Jonas Lindqvist has rated themself, and is ready for your talk."
    assert told in notices(found, henrik)


def test_one_draft_is_half_rated_and_nothing_else_is_open(found: Session, company: DemoCompany):
    one = reading.observation_of(found, company.cases[Case.DRAFT].observation_id)
    unsigned = found.exec(select(Observation).where(Observation.status == Status.DRAFT)).all()
    rated = found.exec(select(Rating).where(Rating.observation_id == one.id)).all()
    unanswered = {
        other.public_id
        for manager in (*reading.in_role(found, Role.MANAGER), *reading.in_role(found, Role.LEADER))
        for other, _held in reading.watched(found, manager)
        if manager.name != company.cases[Case.STALLED].name
        and other.status is not Status.BLIND
        and (other.status is Status.DRAFT or talk(found, other).sha256 is None)
    }

    assert [other.public_id for other in unsigned] == [one.public_id]
    assert one.stopped_at is not None
    assert len(rated) == 4
    assert unanswered == {
        one.public_id,
        company.cases[Case.SELF_RATING].observation_id,
        company.cases[Case.TALK].observation_id,
    }


def test_one_observation_was_corrected_with_a_reason(found: Session, company: DemoCompany):
    one = reading.observation_of(found, company.cases[Case.AMENDED].observation_id)
    first = found.get_one(Observation, one.supersedes_id)
    drafts = reading.drafts(found)
    before, after = drafts[first.id or 0], drafts[one.id or 0]

    assert one.amend_reason
    assert first.coaching_session_id == one.coaching_session_id
    assert first.signed_at is not None
    assert one.signed_at is not None
    assert first.signed_at < one.signed_at
    assert (before.levels[7], after.levels[7]) == (4, 2)
    assert {**before.levels, 7: None} == {**after.levels, 7: None}
    assert tally(found, first) == tally(found, one)
