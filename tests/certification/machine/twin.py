"""Somebody else to whom the same happened, in the order of its days and never taken back."""

from datetime import timedelta
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.tables import (
    Attestation,
    Enrolment,
    Progress,
    Review,
)
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.tables import (
    BlindScoring,
    ObservationBody,
    Rating,
    Reply,
    Status,
)
from tests.certification.machine import rows
from tests.certification.machine.scene import Scene

Row = TypeVar("Row", bound=SQLModel)


def said(session: Session, enrolment: Enrolment) -> dict[str, Any]:
    """What is made of somebody on a path, but for when it was found."""
    session.expire_all()
    made = session.get_one(Progress, enrolment.id)
    return made.model_dump(exclude={"enrolment_id", "person_id", "state_since", "made_at"})


def of(scene: Scene, enrolment: Enrolment) -> Enrolment:
    """A new person on the same path, with the same evidence made once and in order."""
    session, was = scene.session, scene.session.get_one(Person, enrolment.person_id)
    twin = Person(
        email="twin@example.com", given_name="Twin", family_name="Other", time_zone=was.time_zone
    )
    session.add(twin)
    session.flush()
    _coach(session, was, twin)
    made = _copy(session, enrolment, person_id=twin.id)
    entries = {}
    for one in sorted(rows.logs(session, was.id or 0), key=lambda it: it.held_on):
        entries[one.id] = _copy(session, one, coach_id=twin.id).id
    for one in rows.tries(session, was.id or 0):
        _copy(session, one, person_id=twin.id)
    for one in rows.uses(session, was.id or 0):
        _copy(session, one, person_id=twin.id, log_entry_id=entries[one.log_entry_id])
    _observe(session, was, twin)
    for table in (Attestation, Award):
        for one in session.exec(select(table).where(table.person_id == was.id)).all():
            _copy_of_path(session, one, twin)
    for one in session.exec(select(Review).where(Review.enrolment_id == enrolment.id)).all():
        if one.closed_at is None:
            _copy(session, one, person_id=twin.id, enrolment_id=made.id)
    make_now(session, [twin.id or 0], at=scene.at)
    return made


def _copy_of_path(session: Session, one: Attestation | Award, twin: Person) -> None:
    """What stands of it: nothing that was taken back, and no certificate before that."""
    if isinstance(one, Attestation):
        if one.withdrawn_at is None:
            _copy(session, one, person_id=twin.id)
        return
    standing = rows.awards(session, one.person_id, one.path_key)
    if one.id in {it.id for it in standing}:
        last = session.exec(select(Award).order_by(col(Award.status_index).desc())).first()
        index = last.status_index + 2 if last else 0
        _copy(session, one, person_id=twin.id, status_index=index, superseded_by_id=None)


def _coach(session: Session, was: Person, twin: Person) -> None:
    """The same people, coached by the twin."""
    session.add(Reach(ancestor_id=twin.id or 0, descendant_id=twin.id or 0, depth=0))
    for one in session.exec(
        select(Reach).where(Reach.ancestor_id == was.id, Reach.depth > 0)
    ).all():
        session.add(
            Reach(ancestor_id=twin.id or 0, descendant_id=one.descendant_id, depth=one.depth)
        )
    session.flush()


def _observe(session: Session, was: Person, twin: Person) -> None:
    """Each session with the newest version of what each gave, signed on its own day."""
    held = session.exec(select(CoachingSession).where(CoachingSession.coach_id == was.id)).all()
    for one in sorted(held, key=lambda it: (it.held_at, it.id)):
        given = rows.in_force(session, one)
        same = _copy(session, one, coach_id=twin.id)
        for at, seen in enumerate(given):
            made = _copy(
                session,
                seen,
                coaching_session_id=same.id,
                observed_id=twin.id,
                status=Status.DRAFT,
                signed_at=None,
                supersedes_id=None,
                followed_id=None,
            )
            body = session.get_one(ObservationBody, seen.id)
            _copy(session, body, observation_id=made.id)
            for rated in session.exec(select(Rating).where(Rating.observation_id == seen.id)).all():
                _copy(session, rated, observation_id=made.id)
            shown = one.held_at if rows.is_open(session, one, seen) else None
            session.add(Reply(observation_id=made.id or 0, acknowledged_at=shown))
            session.flush()
            made.status, made.signed_at = seen.status, one.held_at + timedelta(seconds=at)
            session.add(made)
            session.flush()
        for scoring in session.exec(
            select(BlindScoring).where(BlindScoring.coaching_session_id == one.id)
        ).all():
            _copy(session, scoring, coaching_session_id=same.id, observed_id=twin.id)


def _copy(session: Session, one: Row, **other: Any) -> Row:
    """The same row once more, with something else in it."""
    given = one.model_dump(exclude={"id"})
    if "public_id" in given:
        given["public_id"] = new_id()
    made = type(one)(**given | other)
    session.add(made)
    session.flush()
    return made
