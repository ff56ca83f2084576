"""Putting people on a path, changing by when, taking them off it; moving to a new version."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.assigning import actions
from coach_the_coach.certification.assigning.rules import AssignDraft, Kind, Whom
from coach_the_coach.certification.assigning.versions.queries import version_change
from coach_the_coach.certification.assigning.versions.rules import VersionChange
from coach_the_coach.certification.paths.rules import content_hash, stored_path
from coach_the_coach.certification.queries import newest_version
from coach_the_coach.certification.rules import Asked, Move, State, Verdict
from coach_the_coach.certification.tables import (
    Enrolment,
    EnrolmentStep,
    PathVersion,
    Progress,
    Review,
)
from coach_the_coach.evidence.tables import Behind
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast
from tests.certification.enrolled import TODAY, awarded, enrolled, managers

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def paths(session: Session) -> None:
    """The paths that the program comes with."""
    ensure_paths(session, at=NOW)


def team_of(person: Person) -> Whom:
    """Everybody below somebody."""
    return Whom(Kind.TEAM, team=person.public_id)


def people(*them: Person) -> Whom:
    """Those picked."""
    return Whom(people=tuple(one.public_id for one in them))


def assign(session: Session, cast: Cast, by: Person, whom: Whom, **given) -> tuple[int, int]:
    """Put them on a path."""
    draft = AssignDraft(given.pop("path", "foundations"), whom, **given)
    return actions.assign(session, cast.actor(by), draft=draft, at=NOW)


def open_ones(session: Session, path: str = "foundations") -> dict[int, Enrolment]:
    """Who is on a path."""
    found = session.exec(
        select(Enrolment).where(Enrolment.path_key == path, col(Enrolment.withdrawn_at).is_(None))
    )
    return {one.person_id: one for one in found}


def told(session: Session, person: Person) -> list[str]:
    """What somebody was told, in its order."""
    rows = select(Notice.text).where(Notice.person_id == person.id).order_by(col(Notice.id))
    return list(session.exec(rows))


def test_a_team_is_put_on_a_path_but_for_those_who_do_not_coach(session: Session, cast: Cast):
    assert assign(session, cast, cast.cleo, team_of(cast.lena)) == (2, 0)

    on = open_ones(session)
    assert set(on) == {cast.mo.id, cast.mia.id}
    assert {one.due_on for one in on.values()} == {TODAY + timedelta(days=90)}
    assert {one.assigned_by_id for one in on.values()} == {cast.cleo.id}
    assert told(session, cast.mo) == [
        "Cleo Chief put you on the path Foundations, to be through by Sunday 31 May 2026."
    ]
    assert told(session, cast.rae) == []
    behind = set(session.exec(select(Behind.person_id)))
    assert {cast.mo.id, cast.mia.id} <= behind


def test_pressed_twice_it_is_done_once(session: Session, cast: Cast):
    assign(session, cast, cast.lena, people(cast.mo))
    before = open_ones(session)[cast.mo.id or 0].public_id

    due = TODAY + timedelta(days=5)
    assert assign(session, cast, cast.lena, people(cast.mo, cast.mia), due_on=due) == (1, 1)
    assert assign(session, cast, cast.lena, people(cast.mo, cast.mia), due_on=due) == (0, 2)

    on = open_ones(session)
    assert on[cast.mo.id or 0].public_id == before
    assert on[cast.mia.id or 0].due_on == due
    assert len(told(session, cast.mo)) == 1


def test_nobody_is_put_on_a_path_by_who_does_not_lead_them(session: Session, cast: Cast):
    assert assign(session, cast, cast.lena, people(cast.sol, cast.lena, cast.cleo)) == (0, 0)
    with pytest.raises(NotFound):
        assign(session, cast, cast.lena, team_of(cast.odd))
    for one in (cast.mo, cast.spec, cast.rae):
        with pytest.raises(NotPermitted):
            assign(session, cast, one, people(cast.mia))
    assert open_ones(session) == {}


def test_an_administrator_puts_everyone_in_a_role_on_a_path(session: Session, cast: Cast):
    role = Whom(Kind.ROLE, role=Role.MANAGER)
    assert assign(session, cast, cast.ada, role) == (3, 0)
    leaders = Whom(Kind.ROLE, role=Role.LEADER)
    assert assign(session, cast, cast.ada, leaders, path="master-coach") == (3, 0)
    assert set(open_ones(session)) == {cast.mo.id, cast.mia.id, cast.sol.id}


def test_a_licence_is_for_those_who_observe(session: Session, cast: Cast):
    whom = people(cast.spec, cast.lena, cast.mo)
    assert assign(session, cast, cast.ada, whom, path="observer-licence") == (2, 0)
    assert set(open_ones(session, "observer-licence")) == {cast.spec.id, cast.lena.id}


def test_whoever_has_left_is_left_out(session: Session, cast: Cast):
    cast.mia.ends_on = TODAY - timedelta(days=1)
    session.add(cast.mia)
    assert assign(session, cast, cast.lena, people(cast.mo, cast.mia)) == (1, 0)


@pytest.mark.parametrize(
    ("whom", "due_on", "place"),
    [
        (Whom(), None, "whom"),
        (Whom(Kind.TEAM), None, "whom"),
        (Whom(Kind.ROLE, role=Role.REP), None, "whom"),
        (Whom(people=tuple(str(one) for one in range(501))), None, "whom"),
        (Whom(people=("x",)), TODAY, "due_on"),
        (Whom(people=("x",)), TODAY + timedelta(days=1096), "due_on"),
    ],
)
def test_what_does_not_hold_is_said_beside_its_field(
    session: Session, cast: Cast, whom: Whom, due_on: date | None, place: str
):
    with pytest.raises(Invalid) as refused:
        assign(session, cast, cast.lena, whom, due_on=due_on)
    assert set(refused.value.problems) == {place}


def test_many_are_put_on_a_path_in_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Statements
):
    managers(session, cast.odd, 200)
    session.flush()
    with statements() as one:
        assign(session, cast, cast.cleo, people(cast.mo))
    with statements() as many:
        assert assign(session, cast, cast.cleo, team_of(cast.odd)) == (201, 0)
    assert len(many) <= len(one) + 1
    assert len(open_ones(session)) == 202


def test_somebody_taken_off_a_path_can_be_put_on_it_again(session: Session, cast: Cast):
    assign(session, cast, cast.lena, people(cast.mo))
    first = open_ones(session)[cast.mo.id or 0]
    actions.withdraw(
        session, cast.actor(cast.lena), enrolment_id=first.public_id, reason=" Away. ", at=NOW
    )

    session.refresh(first)
    assert (first.withdrawn_at, first.withdrawn_by_id, first.why_withdrawn) == (
        NOW,
        cast.lena.id,
        "Away.",
    )
    assert session.get_one(Progress, first.id).state is State.WITHDRAWN
    with pytest.raises(NotFound):
        actions.withdraw(
            session, cast.actor(cast.lena), enrolment_id=first.public_id, reason="Away", at=NOW
        )
    assert assign(session, cast, cast.lena, people(cast.mo)) == (1, 0)

    second = open_ones(session)[cast.mo.id or 0]
    steps = session.exec(select(EnrolmentStep).order_by(col(EnrolmentStep.enrolment_id))).all()
    assert [(one.enrolment_id, one.move, one.by_id) for one in steps] == [
        (first.id, Move.WITHDRAW, cast.lena.id),
        (second.id, Move.ENROL_AGAIN, cast.lena.id),
    ]
    assert told(session, cast.mo)[1] == "Lena Leader took you off the path Foundations. Why: Away."


def test_a_decision_asked_for_is_taken_back_with_the_path_and_a_certificate_stays(
    session: Session, cast: Cast
):
    one = enrolled(session, cast.mo)
    award = awarded(session, cast.mo)
    review = Review(
        enrolment_id=one.id or 0,
        person_id=cast.mo.id or 0,
        path_version_id=one.path_version_id,
        asking=Asked.RECERTIFY,
        asked_at=NOW,
        asked_on=TODAY,
    )
    session.add(review)
    session.flush()

    actions.withdraw(
        session, cast.actor(cast.lena), enrolment_id=one.public_id, reason="Other work", at=NOW
    )

    session.refresh(review)
    session.refresh(award)
    assert (review.outcome, review.closed_at) == (Verdict.TAKEN_BACK, NOW)
    assert award.revoked_at is None


def test_a_day_is_changed_with_a_reason_that_is_read(session: Session, cast: Cast):
    one = enrolled(session, cast.mo)
    due = TODAY + timedelta(days=120)
    lena = cast.actor(cast.lena)

    with pytest.raises(Invalid) as refused:
        actions.change_due(
            session, lena, enrolment_id=one.public_id, due_on=None, reason=" ", at=NOW
        )
    assert set(refused.value.problems) == {"due_on", "reason"}
    actions.change_due(
        session, lena, enrolment_id=one.public_id, due_on=due, reason="Long illness", at=NOW
    )

    session.refresh(one)
    assert one.due_on == due
    assert told(session, cast.mo) == [
        "Lena Leader set another day for Foundations: Tuesday 30 June 2026. Why: Long illness"
    ]
    for somebody in (cast.odd, cast.mo, cast.spec):
        with pytest.raises((NotFound, NotPermitted)):
            actions.change_due(
                session,
                cast.actor(somebody),
                enrolment_id=one.public_id,
                due_on=TODAY + timedelta(days=10),
                reason="Sooner",
                at=NOW,
            )


def test_whoever_coaches_begins_the_next_level_by_themself_and_their_leader_is_told(
    session: Session, cast: Cast
):
    mo = cast.actor(cast.mo)
    with pytest.raises(Conflict, match="not the next level"):
        actions.start(session, mo, path_key="certified-coach", at=NOW)
    actions.start(session, mo, path_key="foundations", at=NOW)
    with pytest.raises(Conflict, match="already"):
        actions.start(session, mo, path_key="foundations", at=NOW)
    awarded(session, cast.mo)
    actions.start(session, mo, path_key="certified-coach", at=NOW)

    assert open_ones(session, "certified-coach")[cast.mo.id or 0].due_on == date(2026, 11, 27)
    assert told(session, cast.lena) == [
        "Mo Manager has begun the path Foundations.",
        "Mo Manager has begun the path Certified Coach.",
    ]
    with pytest.raises(Conflict, match="Your leader"):
        actions.start(session, mo, path_key="observer-licence", at=NOW)
    with pytest.raises(NotPermitted):
        actions.start(session, cast.actor(cast.rae), path_key="foundations", at=NOW)
    with pytest.raises(NotFound):
        actions.start(session, mo, path_key="none", at=NOW)


def test_a_certificate_that_ended_or_was_revoked_is_not_held(session: Session, cast: Cast):
    awarded(session, cast.mo, until=TODAY - timedelta(days=1))
    award = awarded(session, cast.mia)
    award.revoked_at = NOW
    session.add(award)
    session.flush()
    for one in (cast.mo, cast.mia):
        with pytest.raises(Conflict, match="not the next level"):
            actions.start(session, cast.actor(one), path_key="certified-coach", at=NOW)


def test_whoever_was_taken_off_a_path_does_not_begin_it_alone(session: Session, cast: Cast):
    one = enrolled(session, cast.mo)
    actions.withdraw(
        session, cast.actor(cast.lena), enrolment_id=one.public_id, reason="Away", at=NOW
    )
    with pytest.raises(Conflict, match="taken off"):
        actions.start(session, cast.actor(cast.mo), path_key="foundations", at=NOW)


def newer(session: Session) -> PathVersion:
    """A second version of the foundations, which asks for less."""
    old = newest_version(session, "foundations")
    path = stored_path(old.content)
    wanted = [one for one in path.requirements if one.key in ("log", "observed")]
    content, digest = content_hash(replace(path, requirements=tuple(wanted)))
    row = PathVersion(
        key="foundations",
        version=2,
        title="Foundations",
        level=1,
        content=content,
        sha256=digest,
        published_at=NOW,
        reason="Less",
    )
    session.add(row)
    session.flush()
    return row


def test_those_on_a_path_are_moved_to_its_newest_version_but_those_who_wait(
    session: Session, cast: Cast
):
    moved, waits = enrolled(session, cast.mo), enrolled(session, cast.mia)
    other = enrolled(session, cast.mo, path="certified-coach")
    old = waits.path_version_id
    session.add(
        Review(
            enrolment_id=waits.id or 0,
            person_id=cast.mia.id or 0,
            path_version_id=old,
            asking=Asked.FIRST,
            asked_at=NOW,
            asked_on=TODAY,
        )
    )
    version = newer(session)
    ada = cast.actor(cast.ada)

    change = version_change(session, ada, path_key="foundations", at=NOW)
    assert change == VersionChange(version=2, moved=1, waiting=1)
    with pytest.raises(NotPermitted):
        actions.move_to_version(session, cast.actor(cast.lena), path_key="foundations", at=NOW)
    assert actions.move_to_version(session, ada, path_key="foundations", at=NOW) == 1
    assert actions.move_to_version(session, ada, path_key="foundations", at=NOW) == 0

    for one in (moved, waits, other):
        session.refresh(one)
    assert (moved.path_version_id, waits.path_version_id) == (version.id, old)
    assert other.path_key == "certified-coach"
    assert other.path_version_id != version.id
    assert [one.split(",")[0] for one in told(session, cast.mo)] == [
        "The path Foundations has a new version"
    ]


def test_of_enough_people_it_is_said_how_many_would_fall_short(session: Session, cast: Cast):
    for one in (cast.mo, cast.mia, cast.sol, cast.lena, cast.odd):
        enrolled(session, one)
    newer(session)
    change = version_change(session, cast.actor(cast.ada), path_key="foundations", at=NOW)
    assert change == VersionChange(version=2, moved=5, is_known=True)
