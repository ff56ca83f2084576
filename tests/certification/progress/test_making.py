"""Writing how far people are: steps with their days, the queue, the job, and a fixed price."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.credential import actions as awards
from coach_the_coach.certification.credential.rules import Reason
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.progress.making.actions import (
    BATCH,
    EVERY,
    MAKES,
    SOON,
    ensure_made,
    make,
    make_now,
    make_progress,
    move,
)
from coach_the_coach.certification.progress.queries import stood, stood_on
from coach_the_coach.certification.rules import Asked, Move, State, Verdict
from coach_the_coach.certification.tables import Enrolment, EnrolmentStep, PathVersion, Progress
from coach_the_coach.evidence.actions import turn_behind
from coach_the_coach.evidence.tables import Behind
from coach_the_coach.foundation import store
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.foundation.viewer import PROGRAM
from coach_the_coach.identity.tables import Person
from tests.cast import NOW, Cast
from tests.certification import kept
from tests.meeting import at_once, company

Statements = Callable[[], AbstractContextManager[list[str]]]
DAY = timedelta(days=1)
TODAY = NOW.date()


def day(back: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=back)


def people(*enrolments: Enrolment) -> list[int]:
    """Whose these are."""
    return [one.person_id for one in enrolments]


def all_of_it(session: Session, cast: Cast, at: datetime = NOW) -> None:
    """All that the small path asks of Mo, in the days before."""
    last = at.date()
    for back in (9, 8):
        kept.log(session, cast.mo, cast.rae, last - timedelta(days=back), at=at)
    kept.practice(session, cast.mo, last - timedelta(days=7), cast.rae, at=at)
    kept.attest(session, cast.mo, cast.spec, last - timedelta(days=6), at=at)


def behind(session: Session) -> set[int]:
    """Who is in the queue."""
    return set(session.exec(select(Behind.person_id)).all())


def test_whoever_is_enrolled_with_evidence_there_already_walks_to_where_they_are(
    session: Session, cast: Cast
):
    all_of_it(session, cast)
    one = kept.enrol(session, cast.mo, kept.path(session))
    make_now(session, people(one), at=NOW)

    assert kept.steps(session, one) == [(Move.BEGIN, TODAY), (Move.COMPLETE, TODAY)]
    found = kept.made(session, one)
    assert found.model_dump(exclude={"enrolment_id", "person_id", "made_at"}) == {
        "state": State.COMPLETE,
        "state_since": TODAY,
        "asking": Asked.FIRST,
        "met": 3,
        "asked": 3,
        "missing": [],
        "next": "",
        "last_on": day(6),
        "made_on": TODAY,
    }
    assert behind(session) == set()


def test_what_is_missing_and_what_helps_next_are_written(session: Session, cast: Cast):
    one = kept.enrol(session, cast.mo, kept.path(session))
    kept.log(session, cast.mo, cast.rae, day(1), at=NOW)
    make_now(session, people(one), at=NOW)

    found = kept.made(session, one)
    assert (found.state, found.met, found.asked) == (State.IN_PROGRESS, 0, 3)
    assert (found.missing, found.next) == (["log", "practice", "gate"], "log")


def test_made_twice_it_is_the_same_and_of_one_step(session: Session, cast: Cast):
    all_of_it(session, cast)
    one = kept.enrol(session, cast.mo, kept.path(session))
    for minutes in (0, 0, 5):
        make(session, people(one), at=NOW + timedelta(minutes=minutes))
    make(session, [], at=NOW)

    assert len(kept.steps(session, one)) == 2
    assert kept.made(session, one).state_since == TODAY


def test_evidence_that_goes_and_comes_back_is_entered_each_time(session: Session, cast: Cast):
    one = kept.enrol(session, cast.mo, kept.path(session))
    entry = kept.log(session, cast.mo, cast.rae, day(3), at=NOW)
    make_now(session, people(one), at=NOW)
    kept.take_back(session, entry, at=NOW + DAY)
    make_now(session, people(one), at=NOW + DAY)
    kept.log(session, cast.mo, cast.rae, day(3), at=NOW + 2 * DAY)
    make_now(session, people(one), at=NOW + 2 * DAY)

    assert kept.steps(session, one) == [
        (Move.BEGIN, TODAY),
        (Move.FALL_BACK, TODAY + DAY),
        (Move.BEGIN, TODAY + 2 * DAY),
    ]


def certified(session: Session, cast: Cast) -> Enrolment:
    """Mo, certified today for 60 days."""
    all_of_it(session, cast)
    version = kept.path(session)
    one = kept.enrol(session, cast.mo, version)
    make_now(session, people(one), at=NOW)
    review = kept.ask(session, one, Asked.FIRST, at=NOW)
    kept.close(session, review, Verdict.CERTIFIED, at=NOW)
    kept.award(session, cast.mo, version, TODAY, TODAY + 60 * DAY, at=NOW)
    move(session, one, Move.CERTIFY, by_id=cast.lena.id, at=NOW)
    make_now(session, people(one), at=NOW)
    return one


BEFORE = [Move.BEGIN, Move.COMPLETE, Move.ASK, Move.CERTIFY]


def test_who_did_what_and_what_came_by_itself_are_told_apart(session: Session, cast: Cast):
    one = certified(session, cast)
    found = session.exec(
        select(EnrolmentStep)
        .where(EnrolmentStep.enrolment_id == one.id)
        .order_by(col(EnrolmentStep.place))
    ).all()

    assert [step.move for step in found] == BEFORE
    assert [step.by_id for step in found] == [None, None, cast.mo.id, cast.lena.id]
    assert [step.place for step in found] == [1, 2, 3, 4]


def test_from_certified_to_lapsed_while_nobody_looked_is_three_steps_of_their_own_days(
    session: Session, cast: Cast
):
    one = certified(session, cast)
    make_now(session, people(one), at=NOW + 200 * DAY)

    assert kept.steps(session, one)[4:] == [
        (Move.OPEN_WINDOW, TODAY + 40 * DAY),
        (Move.EXPIRE, TODAY + 61 * DAY),
        (Move.LAPSE, TODAY + 71 * DAY),
    ]
    found = kept.made(session, one)
    assert (found.state, found.state_since) == (State.LAPSED, TODAY + 71 * DAY)


def test_day_by_day_or_all_at_once_the_history_is_the_same(session: Session, cast: Cast):
    one = certified(session, cast)
    for n in range(1, 100):
        make_now(session, people(one), at=NOW + n * DAY)

    assert kept.steps(session, one)[4:] == [
        (Move.OPEN_WINDOW, TODAY + 40 * DAY),
        (Move.EXPIRE, TODAY + 61 * DAY),
        (Move.LAPSE, TODAY + 71 * DAY),
    ]


def test_new_evidence_that_falls_short_again_after_a_lapse_falls_on_its_own_day(
    session: Session, cast: Cast
):
    one = certified(session, cast)
    at = NOW + 100 * DAY
    entry = kept.log(session, cast.mo, cast.rae, at.date() - DAY, at=at)
    make_now(session, people(one), at=at)
    kept.take_back(session, entry, at=at + 3 * DAY)
    make_now(session, people(one), at=at + 3 * DAY)

    assert kept.steps(session, one)[6:] == [
        (Move.LAPSE, TODAY + 71 * DAY),
        (Move.COMPLETE, at.date()),
        (Move.LAPSE, at.date() + 3 * DAY),
    ]


def test_a_decision_that_is_open_when_the_certificate_lapses_goes_on(session: Session, cast: Cast):
    one = certified(session, cast)
    kept.log(session, cast.mo, cast.rae, TODAY + 50 * DAY)
    review = kept.ask(session, one, Asked.RECERTIFY, at=NOW + 65 * DAY)
    assert kept.made(session, one).state is State.GRACE

    make_now(session, people(one), at=NOW + 75 * DAY)
    assert kept.made(session, one).state is State.REVIEW
    assert [made for made, _on in kept.steps(session, one)[4:]] == [
        Move.OPEN_WINDOW,
        Move.EXPIRE,
        Move.LAPSE,
        Move.WAIT,
    ]
    at = NOW + 76 * DAY
    kept.close(session, review, Verdict.NOT_YET, at=at)
    move(session, one, Move.NOT_YET, by_id=cast.lena.id, at=at)
    make_now(session, people(one), at=at)
    assert kept.made(session, one).state is State.COMPLETE


def test_one_that_was_revoked_leaves_none_standing_not_even_an_older_one(
    session: Session, cast: Cast
):
    one = certified(session, cast)
    at = NOW + 45 * DAY
    second = kept.award(session, cast.mo, _version(session, one), at.date(), at.date() + 60 * DAY)
    make_now(session, people(one), at=at)
    awards.revoke(session, second, Reason.MISTAKE, at)
    move(session, one, Move.REVOKE, by_id=cast.lena.id, at=at)
    make_now(session, people(one), at=at)

    assert kept.made(session, one).state is State.COMPLETE
    assert stood_on(session, one, at=at).awards == ()


def _version(session: Session, one: Enrolment) -> PathVersion:
    """The version somebody is on."""
    return session.get_one(PathVersion, one.path_version_id)


def test_what_was_done_to_a_certificate_is_entered_though_nobody_entered_it(
    session: Session, cast: Cast
):
    one = certified(session, cast)
    [award] = session.exec(select(Award)).all()
    awards.suspend(session, award, NOW + DAY)
    make_now(session, people(one), at=NOW + DAY)
    assert kept.made(session, one).state is State.SUSPENDED
    awards.reinstate(session, award, NOW + 50 * DAY)
    make_now(session, people(one), at=NOW + 50 * DAY)
    assert kept.made(session, one).state is State.WINDOW
    awards.revoke(session, award, Reason.MISTAKE, NOW + 51 * DAY)
    make_now(session, people(one), at=NOW + 51 * DAY)

    assert kept.made(session, one).state is State.COMPLETE
    assert kept.steps(session, one)[4:] == [
        (Move.SUSPEND, TODAY + DAY),
        (Move.REINSTATE, TODAY + 50 * DAY),
        # It opened while the certificate rested; no step is before the one it follows.
        (Move.OPEN_WINDOW, TODAY + 50 * DAY),
        (Move.REVOKE, TODAY + 51 * DAY),
        (Move.COMPLETE, TODAY + 51 * DAY),
    ]


def test_whoever_comes_back_to_a_path_with_a_certificate_holds_it(session: Session, cast: Cast):
    one = certified(session, cast)
    version = _version(session, one)
    at = NOW + 45 * DAY
    make_now(session, people(one), at=at)
    one.withdrawn_at, one.why_withdrawn = at, "Another job for a while."
    session.add(one)
    move(session, one, Move.WITHDRAW, by_id=cast.lena.id, at=at)
    make_now(session, people(one), at=at)
    assert kept.made(session, one).state is State.WITHDRAWN

    again = kept.enrol(session, cast.mo, version, at=at + DAY)
    make_now(session, people(again), at=at + DAY)
    assert kept.steps(session, again) == [
        (Move.STAND, TODAY),
        (Move.OPEN_WINDOW, TODAY + 40 * DAY),
    ]
    assert kept.made(session, again).state is State.WINDOW


def test_a_move_that_is_no_way_is_refused(session: Session, cast: Cast):
    one = kept.enrol(session, cast.mo, kept.path(session))
    make_now(session, people(one), at=NOW)

    with pytest.raises(ValueError, match="no way from not-started by certify"):
        move(session, one, Move.CERTIFY, by_id=cast.lena.id, at=NOW)
    assert kept.steps(session, one) == []


def test_days_are_those_where_they_are(session: Session, cast: Cast):
    """An hour before midnight in London it is tomorrow in Paris."""
    version = kept.path(session)
    cast.sol.time_zone = "Europe/London"
    session.add(cast.sol)
    ones = [kept.enrol(session, who, version) for who in (cast.mo, cast.sol)]
    late = datetime.combine(TODAY, datetime.min.time(), NOW.tzinfo) + timedelta(
        hours=23, minutes=30
    )
    make_now(session, people(*ones), at=late)

    assert [kept.made(session, one).made_on for one in ones] == [TODAY + DAY, TODAY]


def test_what_was_made_as_of_a_later_day_stays_and_whoever_it_is_stays_in_the_queue(
    session: Session, cast: Cast
):
    one = kept.enrol(session, cast.mo, kept.path(session))
    make_now(session, people(one), at=NOW + DAY)
    kept.log(session, cast.mo, cast.rae, day(1), at=NOW)
    make_now(session, people(one), at=NOW)

    assert kept.made(session, one).state is State.NOT_STARTED
    assert behind(session) == {cast.mo.id}
    make_now(session, people(one), at=NOW + DAY)
    assert kept.made(session, one).state is State.IN_PROGRESS
    assert behind(session) == set()


def test_of_one_day_whoever_makes_it_later_knows_more(session: Session, cast: Cast):
    """A round that began earlier waited for its turn: what it read is newer all the same."""
    one = kept.enrol(session, cast.mo, kept.path(session))
    make_now(session, people(one), at=NOW + timedelta(seconds=2))
    kept.log(session, cast.mo, cast.rae, day(1), at=NOW)
    make_now(session, people(one), at=NOW)

    assert kept.made(session, one).state is State.IN_PROGRESS


def test_a_new_session_in_the_log_has_exactly_one_person_made_anew(session: Session, cast: Cast):
    version = kept.path(session)
    ones = [kept.enrol(session, who, version) for who in (cast.mo, cast.mia, cast.sol)]
    make_now(session, people(*ones), at=NOW)
    at = NOW + timedelta(minutes=5)
    kept.log(session, cast.mo, cast.rae, day(1), at=at)
    assert behind(session) == {cast.mo.id}

    make_progress(session, {}, at + EVERY)

    assert [kept.made(session, one).made_at for one in ones] == [at + EVERY, NOW, NOW]
    assert [kept.made(session, one).state for one in ones] == [
        State.IN_PROGRESS,
        State.NOT_STARTED,
        State.NOT_STARTED,
    ]
    assert behind(session) == set()


def test_each_day_everybody_on_a_path_is_made_anew_once_and_who_left_it_is_not(
    session: Session, cast: Cast
):
    version = kept.path(session)
    ones = [kept.enrol(session, who, version) for who in (cast.mo, cast.mia, cast.sol)]
    make_now(session, people(*ones), at=NOW)
    gone = ones[2]
    gone.withdrawn_at = NOW
    session.add(gone)
    move(session, gone, Move.WITHDRAW, by_id=cast.lena.id, at=NOW)
    session.flush()
    tomorrow = NOW + DAY
    for minutes in (0, 1, 2):
        make_progress(session, {}, tomorrow + timedelta(minutes=minutes))

    assert [kept.made(session, one).made_at for one in ones] == [tomorrow, tomorrow, NOW]


def test_a_round_enqueues_the_next_and_sooner_while_the_queue_is_full(session: Session, cast: Cast):
    ensure_made(session, at=NOW)
    make_progress(session, {}, NOW)
    assert _due(session) == {NOW + EVERY}

    more = [
        Person(email=f"many{n}@example.com", given_name="Many", family_name=str(n))
        for n in range(BATCH)
    ]
    session.add_all(more)
    session.flush()
    turn_behind(session, [one.id or 0 for one in more], at=NOW)
    make_progress(session, {}, NOW + EVERY)
    assert NOW + EVERY + SOON in _due(session)


def test_whose_day_has_begun_is_asked_once_in_a_quarter_of_an_hour(session: Session, cast: Cast):
    one = kept.enrol(session, cast.mo, kept.path(session))
    make_now(session, people(one), at=NOW)
    midnight = datetime(2026, 3, 2, 23, 0, tzinfo=NOW.tzinfo)
    make_progress(session, {}, midnight - EVERY)
    for minutes in (0, 1):
        make_progress(session, _payload(session), midnight + minutes * EVERY)

    found = kept.made(session, one)
    assert (found.made_on, found.made_at) == (TODAY + DAY, midnight)
    looked = _payload(session)
    assert looked == {"looked": midnight.isoformat()}
    found.made_on = TODAY
    session.add(found)
    session.flush()
    make_progress(session, looked, midnight + 14 * EVERY)
    assert kept.made(session, one).made_on == TODAY
    make_progress(session, looked, midnight + 15 * EVERY)
    assert kept.made(session, one).made_on == TODAY + DAY


def _payload(session: Session) -> dict[str, str]:
    """What the next round is handed."""
    [payload] = session.exec(select(Job.payload).where(Job.kind == MAKES)).all()
    return json.loads(payload)


def _due(session: Session) -> set[datetime]:
    """When rounds are due."""
    return set(session.exec(select(Job.due_at).where(Job.kind == MAKES)).all())


def _many(session: Session, cast: Cast, number: int) -> list[int]:
    """So many people, each on three paths, with evidence."""
    more = [
        Person(email=f"n{number}-{n}@example.com", given_name="N", family_name=str(n))
        for n in range(number)
    ]
    session.add_all(more)
    session.flush()
    versions = [kept.path(session, key=f"path-{number}-{n}") for n in range(3)]
    for one in more:
        kept.log(session, one, cast.rae, day(3))
        kept.practice(session, one, day(2), cast.rae)
        for version in versions:
            kept.enrol(session, one, version)
            kept.award(session, one, version, day(100), day(40))
    session.flush()
    return [one.id or 0 for one in more]


def test_how_people_stand_takes_as_many_statements_for_one_as_for_thirty(
    session: Session, cast: Cast, statements: Statements
):
    sent = []
    for number in (1, 30):
        some = _many(session, cast, number)
        session.expire_all()
        with statements() as read:
            found = stood(session, some, at=NOW)
        assert len(found) == 3 * number
        sent.append(read)

    assert len(sent[0]) == len(sent[1])


def test_making_takes_as_many_statements_for_one_as_for_thirty(
    session: Session, cast: Cast, statements: Statements
):
    sent = []
    for number in (1, 30):
        some = _many(session, cast, number)
        session.expire_all()
        with statements() as written:
            make_now(session, some, at=NOW)
        sent.append(written)

    assert len(sent[0]) == len(sent[1])
    assert len(session.exec(select(Progress.enrolment_id)).all()) == 93


def test_two_who_make_the_same_at_once_enter_each_step_once(database_url: str):
    with company(database_url) as cast:
        with store.transaction() as session:
            here = cast.__class__(**{**vars(cast), "session": session})
            all_of_it(session, here)
            one = kept.enrol(session, cast.mo, kept.path(session))
            number, who = one.id or 0, one.person_id

        def making(session: Session) -> None:
            make_now(session, [who], at=NOW)

        assert at_once(making, making) == [None, None]
        with store.transaction() as session:
            again = session.get_one(Enrolment, number)
            assert [made for made, _on in kept.steps(session, again)] == [
                Move.BEGIN,
                Move.COMPLETE,
            ]
            assert behind(session) == set()


def test_evidence_that_comes_while_it_is_made_is_not_lost(database_url: str):
    """It leaves the person in the queue, whoever of the two ends first."""
    with company(database_url) as cast:
        with store.transaction() as session:
            one = kept.enrol(session, cast.mo, kept.path(session))
            number, who = one.id or 0, one.person_id

        def making(session: Session) -> None:
            make_now(session, [who], at=NOW)

        def logging(session: Session) -> None:
            kept.log(session, cast.mo, cast.rae, day(1), at=NOW + timedelta(seconds=1))

        at_once(making, logging, viewer=PROGRAM)
        with store.transaction() as session:
            state = session.get_one(Progress, number).state
            assert state is State.IN_PROGRESS or behind(session) == {who}
        with store.transaction() as session:
            make_progress(session, {}, NOW + EVERY)
        with store.transaction() as session:
            assert session.get_one(Progress, number).state is State.IN_PROGRESS
            assert behind(session) == set()
