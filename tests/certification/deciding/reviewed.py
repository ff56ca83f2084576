"""Builders for decisions: a small path, what it asks, and somebody who has all of it."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from coach_the_coach.certification.deciding.asking.actions import ask
from coach_the_coach.certification.deciding.rules import Said, VerdictDraft
from coach_the_coach.certification.deciding.seats.actions import name
from coach_the_coach.certification.deciding.signing.actions import sign
from coach_the_coach.certification.paths.rules import content_hash, path_from
from coach_the_coach.certification.progress.making.actions import make_now
from coach_the_coach.certification.rules import State
from coach_the_coach.certification.tables import (
    Attestation,
    Enrolment,
    EnrolmentStep,
    PathVersion,
    Progress,
    Review,
    SmallHouse,
)
from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person
from tests.cast import NOW, Cast

TODAY = NOW.date()
"""The day in Paris as in UTC: a Monday morning."""

LOG = {"key": "log", "type": "logged-sessions", "count": 1, "days": 60, "reps": 1}
GATES = {"key": "gates", "type": "attested", "text": "The first two gates are closed"}
WORD = {"key": "word", "type": "sign-off", "text": "A leader stands for it"}
SEEN = {"key": "seen", "type": "observed-sessions", "count": 1, "observers": 1}

YES = VerdictDraft(said=Said.AGREE)
NO = VerdictDraft(
    said=Said.NOT_YET,
    criterion="log",
    evidence="One session, with no next step in it.",
    would_meet="A session with all five fields.",
    try_again_on=TODAY + timedelta(days=20),
)


def path(session: Session, key: str = "basics", **more: Any) -> PathVersion:
    """A path that asks for one session in the log, and for a specialist's word."""
    content = {
        "key": key,
        "title": key.capitalize(),
        "about": "The ground for everybody.",
        "requirements": [LOG, GATES],
        "recertify": [LOG],
        **more,
    }
    text, digest = content_hash(path_from(content))
    made = PathVersion(
        key=key,
        version=1,
        title=key.capitalize(),
        level=1,
        content=text,
        sha256=digest,
        published_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def enrolled(session: Session, who: Person, version: PathVersion) -> Enrolment:
    """Somebody on a path."""
    made = Enrolment(
        person_id=who.id or 0,
        path_key=version.key,
        path_version_id=version.id or 0,
        assigned_at=NOW - timedelta(days=60),
        due_on=TODAY + timedelta(days=60),
    )
    session.add(made)
    session.flush()
    return made


def logged(session: Session, coach: Person, rep: Person, *, on: date = TODAY) -> LogEntry:
    """One whole session in the log."""
    at = datetime(on.year, on.month, on.day, 8, tzinfo=NOW.tzinfo)
    entry = LogEntry(
        coach_id=coach.id or 0,
        coached_id=rep.id or 0,
        form=Form.ONE_TO_ONE,
        purpose=Purpose.COACH,
        planned=True,
        held_at=at,
        held_on=on,
        minutes=30,
        developmental=30,
        complete=True,
        specific=True,
        logged_at=at,
    )
    session.add(entry)
    session.flush()
    session.add(LogBody(log_entry_id=entry.id or 0))
    keep(session, coach.id or 0, EvidenceKind.LOG, entry.public_id, at=at, now=at)
    session.flush()
    return entry


def attested(session: Session, who: Person, by: Person, key: str = "gates", of: str = "basics"):
    """What somebody signed for one requirement."""
    made = Attestation(
        person_id=who.id or 0,
        by_id=by.id or 0,
        path_key=of,
        requirement_key=key,
        on=TODAY,
        at=NOW,
        reason="I was there when both were closed.",
    )
    session.add(made)
    session.flush()
    return made


def complete(session: Session, cast: Cast, version: PathVersion | None = None) -> Enrolment:
    """Mo, with all that the small path asks."""
    made = enrolled(session, cast.mo, version or path(session))
    logged(session, cast.mo, cast.rae)
    attested(session, cast.mo, cast.ada)
    make_now(session, [cast.mo.id or 0], at=NOW)
    return made


def asked(session: Session, cast: Cast, *, at: datetime = NOW, **more: Any) -> Review:
    """Mo asks for the decision; Cleo is named beside the specialist, whom the program found."""
    enrolment = complete(session, cast, path(session, **more))
    public_id = ask(session, cast.actor(cast.mo), enrolment=enrolment.public_id, at=at)
    named(session, cast, public_id, "line", cast.cleo, at=at)
    return found(session, public_id)


def named(
    session: Session,
    cast: Cast,
    public_id: str,
    seat: str,
    who: Person,
    *,
    by: Person | None = None,
    at: datetime = NOW,
) -> None:
    """Somebody takes a seat, by default named by Lena."""
    actor = cast.actor(by or cast.lena, at)
    name(session, actor, public_id=public_id, seat=seat, person=who.public_id, at=at)


def signed(
    session: Session,
    cast: Cast,
    review: Review,
    who: Person,
    draft: VerdictDraft = YES,
    *,
    at: datetime = NOW,
) -> None:
    """Somebody signs."""
    sign(session, cast.actor(who, at), public_id=review.public_id, draft=draft, at=at)


def found(session: Session, public_id: str) -> Review:
    """A decision as it is now."""
    return session.exec(
        select(Review)
        .where(Review.public_id == public_id)
        .execution_options(populate_existing=True)
    ).one()


def state(session: Session, enrolment: Enrolment) -> State:
    """Where somebody stands, as it was made."""
    session.expire_all()
    return session.get_one(Progress, enrolment.id).state


def moves(session: Session, enrolment: Enrolment) -> list[str]:
    """The history of an enrolment."""
    steps = session.exec(
        select(EnrolmentStep)
        .where(EnrolmentStep.enrolment_id == enrolment.id)
        .order_by(EnrolmentStep.place)  # pyright: ignore[reportArgumentType] - a column
    )
    return [str(one.move) for one in steps]


def instead(session: Session, who: Person, of: Person) -> None:
    """Somebody is in the place of a leader for a while."""
    session.add(
        Grant(
            person_id=who.id or 0,
            role=Role.LEADER,
            root_id=of.id,
            stands_in_for_id=of.id,
            starts_at=NOW - timedelta(days=1),
            ends_at=NOW + timedelta(days=60),
        )
    )
    session.flush()


def small(cast: Cast) -> SmallHouse:
    """A house in which others may take each part."""
    return SmallHouse(is_on=True, set_by_id=cast.ada.id or 0, set_at=NOW)
