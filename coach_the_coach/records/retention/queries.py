"""What has been kept long enough, class by class; what a hold keeps is never in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry
from coach_the_coach.foundation.erasing import Erasure, is_held
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.foundation.table import Table
from coach_the_coach.identity.tables import (
    Invitation,
    Passing,
    Person,
    SignIn,
    SignInTab,
    Tries,
)
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    Status,
    Tap,
    Transcript,
    TurnCode,
)
from coach_the_coach.records.retention.rules import (
    ERASES_LEFT,
    PEOPLE,
    TABS_KEPT,
    TRIES_KEPT,
    cutoff,
    erases_left,
)
from coach_the_coach.settings import settings

Old = tuple[type[Table], Any, ColumnElement[bool]]
"""A table, the column that names its rows, and which of them are old."""


def old_rows(at: datetime) -> list[Old]:
    """The rows that go without a word, in an order that the keys allow."""
    keep = settings().keep
    found: list[Old] = [
        (Tries, Tries.key, col(Tries.last_at) < at - TRIES_KEPT),
        (Passing, Passing.key, col(Passing.ends_at) < at),
        (SignInTab, SignInTab.token, _in(SignInTab.sign_in_id, SignIn.id, _ended(at))),
    ]
    if before := cutoff(keep["sign_ins"], at):
        # None lasts longer than a day, so that what began before then has ended before then.
        old = and_(col(SignIn.created_at) < before, ~is_held(col(SignIn.person_id)))
        found.append((SignIn, SignIn.id, and_(old, _without_tabs())))
    if before := cutoff(keep["invitations"], at):
        old = and_(col(Invitation.expires_at) < before, ~is_held(col(Invitation.person_id)))
        found.append((Invitation, Invitation.id, old))
    if before := cutoff(keep["notices"], at):
        old = and_(col(Notice.read_at) < before, ~is_held(col(Notice.person_id)))
        found.append((Notice, Notice.id, old))
    if before := cutoff(keep["audit_details"], at):
        held = is_held(col(AuditEntry.about_id), col(AuditEntry.actor_id))
        old = _in(AuditDetail.entry_id, AuditEntry.id, and_(col(AuditEntry.at) < before, ~held))
        found.append((AuditDetail, AuditDetail.entry_id, old))
    return found


def people_gone(session: Session, at: datetime, *, public_id: str | None = None) -> list[Person]:
    """Those who left so long ago that they are erased; nobody while that is switched off.

    Without whom a job of today erases, or one that has not come to an end.
    """
    before = cutoff(settings().keep["left"], at)
    if before is None:
        return []
    asked = (
        select(Person)
        .where(col(Person.ends_on) < before.date(), ~is_held(col(Person.id)))
        .where(col(Person.id).not_in(select(Erasure.person_id)))
        .order_by(col(Person.ends_on), col(Person.id))
        .limit(PEOPLE)
    )
    if public_id is not None:
        return list(session.exec(asked.where(Person.public_id == public_id)).all())
    kept = select(Job.key).where(
        Job.kind == ERASES_LEFT,
        or_(col(Job.done_at).is_(None), col(Job.key).endswith(erases_left("", at)[-11:])),
    )
    begun = [key.split(":")[1] for key in session.exec(kept).all()]
    return list(session.exec(asked.where(col(Person.public_id).not_in(begun))).all())


def resting_drafts(
    session: Session, before: datetime, *, public_id: str | None = None
) -> list[tuple[Observation, int, datetime]]:
    """Drafts untouched since before an instant, with the revision of their words and when that was.

    Of one whose observer, observed or coached is under a hold there is none.
    """
    last = _last_touched()
    three = (Observation.observer_id, Observation.observed_id, CoachingSession.coached_id)
    when = func.coalesce(last.c.last, col(Observation.opened_at), type_=Observation.opened_at.type)  # pyright: ignore[reportAttributeAccessIssue] - a column has a type
    asked = (
        select(Observation, ObservationBody.revision, when)
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(last, last.c.owner == col(Observation.id), isouter=True)
        .where(Observation.status == Status.DRAFT, when < before)
        .where(col(Observation.opened_at) < before)
        .where(~is_held(*(col(part) for part in three)))
        .order_by(col(Observation.id))
    )
    if public_id is not None:
        asked = asked.where(Observation.public_id == public_id)
    return [(one, revision, touched) for one, revision, touched in session.exec(asked).all()]


def _last_touched() -> Any:
    """When something of a draft was last tapped, noted, coded, begun or brought in."""
    of_draft = select(Observation.id).where(Observation.status == Status.DRAFT)

    def of(table: Any, at: Any) -> Select[Any]:
        owner = col(table.observation_id)
        return columns(owner.label("owner"), at.label("at")).where(owner.in_(of_draft))

    own = [
        columns(col(Observation.id).label("owner"), at.label("at")).where(
            col(Observation.status) == Status.DRAFT, at.is_not(None)
        )
        for at in (col(Observation.started_at), col(Observation.stopped_at))
    ]
    parts = [of(table, col(table.at)) for table in (Tap, Note, KindAnswer, TurnCode)]
    parts += [
        of(Transcript, col(Transcript.uploaded_at)),
        of(ObservationBody, col(ObservationBody.touched_at)).where(
            col(ObservationBody.touched_at).is_not(None)
        ),
    ]
    every = union_all(*own, *parts).subquery()
    return (
        columns(every.c.owner, func.max(every.c.at).label("last")).group_by(every.c.owner)
    ).subquery()


def _in(column: Any, owner: Any, where: ColumnElement[bool]) -> ColumnElement[bool]:
    return col(column).in_(columns(owner).where(where))


def _ended(at: datetime) -> ColumnElement[bool]:
    return or_(col(SignIn.created_at) < at - TABS_KEPT, col(SignIn.ended_at) < at - TABS_KEPT)


def _without_tabs() -> ColumnElement[bool]:
    """Of a batch of open pages some may wait for the next: their sign-in waits with them."""
    return col(SignIn.id).not_in(columns(col(SignInTab.sign_in_id)))
