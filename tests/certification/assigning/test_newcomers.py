"""Enrolling by itself whoever has just begun to coach."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.assigning.newcomers.actions import (
    ENROLS,
    enrol_newcomers,
    ensure_daily,
)
from coach_the_coach.certification.assigning.newcomers.rules import began_on, due_for
from coach_the_coach.certification.tables import Enrolment
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast
from tests.certification.enrolled import TODAY, awarded, enrolled

AGO = timedelta(days=1)


def promoted(session: Session, person: Person, *, days: int) -> None:
    """A rep who became a manager so many days ago."""
    grant = Grant(
        person_id=person.id or 0,
        role=Role.MANAGER,
        root_id=person.id,
        starts_at=NOW - days * AGO,
    )
    session.add(grant)
    session.flush()


def round_of(session: Session, on: date = TODAY) -> None:
    """The round that was due on a day, taking place now."""
    enrol_newcomers(session, {"on": on.isoformat()}, NOW)


def on_path(session: Session) -> dict[int, date]:
    """Who is on the first path, and by when they are to be through."""
    found = session.exec(
        select(Enrolment.person_id, col(Enrolment.due_on)).where(
            Enrolment.path_key == "foundations", col(Enrolment.withdrawn_at).is_(None)
        )
    )
    return dict(found.all())


@pytest.fixture(autouse=True)
def paths(session: Session) -> None:
    """The paths that the program comes with."""
    ensure_paths(session, at=NOW)


def test_whoever_began_to_coach_lately_is_enrolled_once(session: Session, cast: Cast):
    promoted(session, cast.rae, days=20)
    promoted(session, cast.ren, days=75)
    promoted(session, cast.sid, days=91)
    round_of(session)
    round_of(session)
    assert on_path(session) == {
        cast.rae.id: TODAY + timedelta(days=70),
        cast.ren.id: TODAY + timedelta(days=30),
    }
    texts = list(session.exec(select(Notice.text).where(Notice.person_id == cast.rae.id)))
    assert texts == [
        "You have just begun to coach: the path Foundations is yours, to be through by "
        "Monday 11 May 2026."
    ]


def test_a_round_that_comes_late_misses_nobody(session: Session, cast: Cast):
    promoted(session, cast.sid, days=95)
    round_of(session, TODAY - timedelta(days=7))
    assert set(on_path(session)) == {cast.sid.id}


def test_on_the_first_day_of_a_company_nobody_is_enrolled_who_has_coached_for_long(
    session: Session, cast: Cast
):
    for one in session.exec(select(Grant)):
        one.starts_at = NOW - timedelta(hours=1)
        session.add(one)
    cast.mo.starts_on = TODAY - timedelta(days=20)
    cast.mia.starts_on = TODAY - timedelta(days=2000)
    session.add_all([cast.mo, cast.mia])
    session.flush()
    round_of(session)
    assert set(on_path(session)) == {cast.mo.id}


def test_whoever_was_ever_on_the_path_or_holds_its_certificate_is_left_alone(
    session: Session, cast: Cast
):
    for one in (cast.rae, cast.ren, cast.sid):
        promoted(session, one, days=5)
    was = enrolled(session, cast.rae)
    was.withdrawn_at = NOW
    session.add(was)
    awarded(session, cast.ren, path="certified-coach", level=2)
    cast.sid.ends_on = TODAY - AGO
    session.add(cast.sid)
    session.flush()
    round_of(session)
    assert on_path(session) == {}


def test_whoever_stands_in_for_another_is_not_new(session: Session, cast: Cast):
    session.add(
        Grant(
            person_id=cast.rae.id or 0,
            role=Role.MANAGER,
            root_id=cast.mo.id,
            starts_at=NOW - AGO,
            stands_in_for_id=cast.mo.id,
        )
    )
    session.flush()
    round_of(session)
    assert on_path(session) == {}


def test_the_next_round_follows(session: Session, cast: Cast):
    ensure_daily(session, at=NOW)
    round_of(session)
    keys = session.exec(select(Job.key).where(Job.kind == ENROLS).order_by(col(Job.key))).all()
    assert keys == ["enrol-newcomers:2026-03-02", "enrol-newcomers:2026-03-03"]


@pytest.mark.parametrize(
    ("coached", "known", "starts", "began"),
    [
        (10, 400, None, 10),
        (10, 400, 900, 10),
        (10, 10, 900, 900),
        (10, 10, 12, 12),
        (10, 10, None, 10),
        (300, 300, None, None),
    ],
)
def test_the_day_on_which_somebody_began(
    coached: int, known: int, starts: int | None, began: int | None
):
    found = began_on(
        coached_since=TODAY - coached * AGO,
        known_since=TODAY - known * AGO,
        starts_on=None if starts is None else TODAY - starts * AGO,
        house_since=TODAY - 300 * AGO,
    )
    assert found == (None if began is None else TODAY - began * AGO)


def test_nobody_has_less_than_thirty_days():
    assert due_for(TODAY - 80 * AGO, 90, TODAY) == TODAY + 30 * AGO
    assert due_for(TODAY, 90, TODAY) == TODAY + 90 * AGO
