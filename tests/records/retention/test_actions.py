"""What is old goes, a class at a time; what is young, and what a hold keeps, stays."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, func, select

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity.tables import (
    Invitation,
    Passing,
    Person,
    SignIn,
    SignInTab,
    Tries,
)
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.tables import Observation, ObservationBody
from coach_the_coach.records.holds.actions import hold
from coach_the_coach.records.retention.actions import (
    ensure_daily,
    erase_left,
    forget,
    let_go,
)
from coach_the_coach.settings import settings, share
from tests import build
from tests.cast import NOW, Cast
from tests.observations.results import signed

OLD = NOW - timedelta(days=800)
YOUNG = NOW - timedelta(days=10)
OLD_AND_YOUNG = (SignIn, Invitation, Notice, AuditDetail, Tries, Passing)


def count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def left_at(session: Session, person: Person, at: datetime) -> None:
    """What somebody leaves behind at an instant."""
    who, name = person.id or 0, f"{person.id}-{at:%Y%m%d}"
    one = SignIn(person_id=who, secret_digest=name, created_at=at, seen_at=at, proved_at=at)
    session.add(one)
    session.flush()
    session.add_all(
        [
            SignInTab(token=name, sign_in_id=one.id or 0),
            Invitation(person_id=who, secret_digest=name, created_at=at, expires_at=at),
            Notice(person_id=who, text=name, at=at, read_at=at),
            Notice(person_id=who, text=f"{name} unread", at=at),
            Tries(key=name, last_at=at),
            Passing(key=name, value="", ends_at=at + timedelta(days=11)),
        ]
    )
    audit.note(session, "a:b", actor_id=None, at=at, of=audit.About(who, "", {"why": "because"}))
    session.flush()


def go_round(session: Session, at: datetime = NOW) -> None:
    session.flush()
    let_go(session, {}, at)
    session.flush()
    session.expire_all()


def test_what_is_old_goes_and_what_is_young_stays(session: Session, cast: Cast):
    for at in (OLD, YOUNG):
        left_at(session, cast.mo, at)
    assert [count(session, table) for table in OLD_AND_YOUNG] == [2, 2, 4, 2, 2, 2]
    go_round(session)
    # Notices that nobody has read wait for who has not.
    assert [count(session, table) for table in OLD_AND_YOUNG] == [1, 1, 3, 1, 1, 1]
    assert count(session, SignInTab) == 0
    assert count(session, AuditEntry) == 2


def test_a_hold_keeps_what_is_old(session: Session, cast: Cast):
    left_at(session, cast.mo, OLD)
    hold(session, cast.mo, reason="A suit", at=NOW)
    go_round(session)
    kept = (SignIn, Invitation, Notice, AuditDetail)
    assert [count(session, table) for table in kept] == [1, 1, 2, 2]


def test_the_round_takes_place_every_day(session: Session, cast: Cast):
    ensure_daily(session, at=NOW)
    ensure_daily(session, at=NOW)
    go_round(session)
    due = session.exec(select(Job.due_at).where(Job.kind == "let-go").order_by(Job.due_at)).all()  # pyright: ignore[reportArgumentType] - a column
    assert due == [NOW, NOW + timedelta(days=1)]
    assert cast.mo


def test_where_a_batch_is_full_the_rest_goes_soon(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("coach_the_coach.records.retention.actions.BATCH", 1)
    for person in (cast.mo, cast.mia):
        left_at(session, person, OLD)
    go_round(session)
    # Of two open pages one is left, and so is its sign-in.
    assert (count(session, SignInTab), count(session, SignIn)) == (1, 1)
    due = session.exec(select(Job.due_at).where(Job.kind == "let-go")).all()
    assert due == [NOW + timedelta(minutes=1)]
    for _round in range(4):
        go_round(session)
    assert [count(session, table) for table in OLD_AND_YOUNG] == [0, 0, 2, 0, 0, 0]


def draft_of(session: Session, cast: Cast, at: datetime) -> Observation:
    return build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae, at=at)


def told(session: Session, cast: Cast) -> list[str]:
    return list(session.exec(select(Notice.text).where(Notice.person_id == cast.lena.id)).all())


def due(session: Session) -> list[Job]:
    return list(session.exec(select(Job).where(Job.kind == "forget-draft")).all())


def carry_out(session: Session, at: datetime) -> None:
    for job in due(session):
        forget(session, json.loads(job.payload), at)
    session.flush()


def test_an_abandoned_draft_is_told_of_once_and_goes_two_weeks_later(session: Session, cast: Cast):
    draft_of(session, cast, NOW - timedelta(days=167))
    draft_of(session, cast, NOW - timedelta(days=100))
    signed.observation(session, cast)
    go_round(session)
    go_round(session, NOW + timedelta(hours=1))
    assert told(session, cast) == [
        "Your draft about Mo Manager has rested long. "
        "It is discarded on Monday 16 March 2026, unless you go on."
    ]
    later = NOW + timedelta(days=14)
    assert [job.due_at for job in due(session)] == [later]
    carry_out(session, later)
    assert count(session, Observation) == 2


def test_a_draft_that_its_author_goes_on_with_stays(session: Session, cast: Cast):
    written = draft_of(session, cast, NOW - timedelta(days=167))
    tapped = draft_of(session, cast, NOW - timedelta(days=170))
    go_round(session)
    body = session.get_one(ObservationBody, written.id)
    body.revision += 1
    session.add(body)
    tapped.stopped_at = NOW
    session.add(tapped)
    session.flush()
    carry_out(session, NOW + timedelta(days=14))
    assert count(session, Observation) == 2


def test_a_draft_written_in_yesterday_has_not_rested(session: Session, cast: Cast):
    written = draft_of(session, cast, NOW - timedelta(days=400))
    session.get_one(ObservationBody, written.id).touched_at = NOW - timedelta(days=1)
    go_round(session)
    assert told(session, cast) == []


def test_a_draft_that_was_left_again_is_told_of_again(session: Session, cast: Cast):
    written = draft_of(session, cast, NOW - timedelta(days=170))
    go_round(session)
    session.get_one(ObservationBody, written.id).revision += 1
    go_round(session, NOW + timedelta(hours=1))
    assert sorted(json.loads(job.payload)["revision"] for job in due(session)) == [0, 1]


def test_a_draft_whose_coached_is_under_a_hold_stays(session: Session, cast: Cast):
    draft_of(session, cast, NOW - timedelta(days=400))
    hold(session, cast.rae, reason="A suit", at=NOW)
    go_round(session)
    assert told(session, cast) == []


def test_a_draft_under_a_hold_stays(session: Session, cast: Cast):
    draft_of(session, cast, NOW - timedelta(days=400))
    hold(session, cast.mo, reason="A suit", at=NOW)
    go_round(session)
    assert told(session, cast) == []


@pytest.fixture
def keep_left() -> Iterator[None]:
    """Who left is erased a year later."""
    share({"COACH_KEEP": "left=365"})
    yield
    share({"COACH_KEEP": ""})


def erase_all(session: Session) -> None:
    """Carry out what the round began for those who left."""
    for job in session.exec(select(Job).where(Job.kind == "erase-left")).all():
        erase_left(session, json.loads(job.payload), NOW)
        job.done_at = NOW
        session.add(job)
    session.flush()


def gone(session: Session, cast: Cast) -> list[str]:
    """Who is erased of three who left: long ago, long ago under a hold, and lately."""
    cast.mo.ends_on = cast.mia.ends_on = (NOW - timedelta(days=366)).date()
    cast.sol.ends_on = (NOW - timedelta(days=30)).date()
    session.add_all([cast.mo, cast.mia, cast.sol])
    hold(session, cast.mia, reason="A suit", at=NOW)
    go_round(session)
    erase_all(session)
    people = session.exec(select(Person).where(Person.given_name == "Erased person")).all()
    return [person.public_id for person in people]


@pytest.mark.usefixtures("keep_left")
def test_who_left_long_ago_is_erased_where_that_is_asked_for(session: Session, cast: Cast):
    assert gone(session, cast) == [cast.mo.public_id]


@pytest.mark.usefixtures("keep_left")
def test_one_who_cannot_be_erased_stops_nobody(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("coach_the_coach.records.retention.queries.PEOPLE", 1)
    monkeypatch.setattr("coach_the_coach.records.retention.actions.PEOPLE", 1)
    long_ago = (NOW - timedelta(days=800)).date()
    cast.mo.ends_on, cast.sol.ends_on = long_ago, (NOW - timedelta(days=500)).date()
    session.add_all([cast.mo, cast.sol])
    go_round(session)
    (first,) = session.exec(select(Job).where(Job.kind == "erase-left")).all()
    hold(session, cast.mo, reason="A suit", at=NOW)
    session.flush()
    erase_left(session, json.loads(first.payload), NOW)
    go_round(session, NOW + timedelta(minutes=1))
    erase_all(session)
    assert session.exec(
        select(Person.public_id).where(Person.given_name == "Erased person")
    ).all() == [cast.sol.public_id]


def test_who_left_is_kept_where_nothing_is_said(session: Session, cast: Cast):
    assert settings().keep["left"] == 0
    assert gone(session, cast) == []
