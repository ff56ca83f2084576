"""Rows as the rooms write them: paths, who is on one, evidence, certificates and decisions."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from coach_the_coach.certification.credential import actions as awards
from coach_the_coach.certification.credential.rules import AwardKind
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.paths.rules import content_hash, path_from
from coach_the_coach.certification.progress.making.actions import make_now, move
from coach_the_coach.certification.rules import Asked, Move, Verdict
from coach_the_coach.certification.tables import (
    Attestation,
    Enrolment,
    EnrolmentStep,
    PathVersion,
    Progress,
    Review,
)
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.rules import Cause, Form, Ladder, Purpose
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.evidence import actions as evidence
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.practice.tables import PracticeRound
from tests.cast import NOW

SMALL: Final[dict[str, Any]] = {
    "key": "first-steps",
    "title": "First steps",
    "about": "What everybody begins with.",
    "evidence_days": 60,
    "valid_days": 60,
    "window_days": 20,
    "grace_days": 10,
    "requirements": [
        {"type": "logged-sessions", "key": "log", "count": 2, "days": 60, "reps": 0},
        {"type": "practices-led", "key": "practice", "count": 1},
        {"type": "attested", "key": "gate", "text": "The first gate is closed"},
    ],
    "recertify": [{"type": "logged-sessions", "key": "log", "count": 1, "days": 60, "reps": 0}],
}
"""A path of three things, 60 days long, 20 to renew and 10 of grace."""


def noon(on: date, person: Person) -> datetime:
    """Twelve o'clock on a day where somebody is."""
    return datetime.combine(on, time(12), ZoneInfo(person.time_zone))


def path(session: Session, *, at: datetime = NOW, **other: Any) -> PathVersion:
    """The small path with something else in it, kept."""
    made = path_from(SMALL | other)
    content, digest = content_hash(made)
    kept = PathVersion(
        key=made.key,
        version=1,
        title=made.title,
        level=made.level,
        content=content,
        sha256=digest,
        published_at=at,
    )
    session.add(kept)
    session.flush()
    return kept


def enrol(
    session: Session, person: Person, version: PathVersion, *, at: datetime = NOW
) -> Enrolment:
    """Somebody on a path, with their progress still to be made."""
    kept = Enrolment(
        person_id=person.id or 0,
        path_key=version.key,
        path_version_id=version.id or 0,
        assigned_at=at,
        due_on=at.date() + timedelta(days=90),
    )
    session.add(kept)
    session.flush()
    evidence.turn_behind(session, [kept.person_id], at=at)
    return kept


def log(
    session: Session,
    by: Person,
    of: Person | None,
    on: date,
    *,
    at: datetime | None = None,
    **other: Any,
) -> LogEntry:
    """A session in the log, entered at noon of its day or at `at`."""
    held = noon(on, by)
    whole: dict[str, Any] = {
        "minutes": 30,
        "developmental": 30,
        "complete": True,
        "purpose": Purpose.COACH,
    }
    kept = LogEntry(
        coach_id=by.id or 0,
        coached_id=of.id if of else None,
        form=Form.ONE_TO_ONE if of else Form.TEAM_PRACTICE,
        planned=True,
        held_at=held,
        held_on=on,
        specific=True,
        logged_at=at or held,
        **(whole | other),
    )
    session.add(kept)
    session.flush()
    now = at or held
    evidence.keep(session, by.id or 0, EvidenceKind.LOG, kept.public_id, at=held, now=now)
    return kept


def take_back(session: Session, entry: LogEntry, *, at: datetime) -> None:
    """The session no longer counts."""
    entry.withdrawn_at = at
    session.add(entry)
    evidence.withdraw(session, entry.public_id, at=at, reason="Logged twice.")


def practice(
    session: Session, by: Person, on: date, *reps: Person, at: datetime | None = None
) -> LogEntry:
    """A practice with the team, closed, with a round for each of these."""
    entry = log(session, by, None, on, at=at)
    held = noon(on, by)
    kept = TeamPractice(
        coach_id=by.id or 0,
        log_entry_id=entry.id,
        moment="price",
        begun_at=held,
        held_on=on,
        closed_at=held,
    )
    session.add(kept)
    session.flush()
    session.add_all(
        PracticeTurn(team_practice_id=kept.id or 0, rep_id=rep.id or 0, attempted_at=held)
        for rep in reps
    )
    now = at or held
    evidence.keep(session, by.id or 0, EvidenceKind.PRACTICE, kept.public_id, at=held, now=now)
    session.flush()
    return entry


def cycle(
    session: Session,
    by: Person,
    of: Person,
    on: date,
    *,
    shown: bool = True,
    at: datetime | None = None,
) -> Cycle:
    """A skill that two worked on to its end; the ledger has it where its result was seen."""
    held = noon(on, by)
    kept = Cycle(
        coach_id=by.id or 0,
        coached_id=of.id or 0,
        cause=Cause.SKILL,
        ladder=Ladder.KNOWS,
        opened_on=on - timedelta(days=30),
        closed_on=on,
        shown=shown,
        touched_at=held,
    )
    session.add(kept)
    session.flush()
    now = at or held
    if shown:
        evidence.keep(session, by.id or 0, EvidenceKind.CYCLE, kept.public_id, at=held, now=now)
    evidence.turn_stale(session, by.id or 0, [on], at=now)
    return kept


def clip(session: Session, by: Person, conversation: str, on: date) -> PracticeRound:
    """A conversation that somebody scored."""
    held = noon(on, by)
    kept = PracticeRound(
        person_id=by.id or 0, conversation=conversation, started_at=held, finished_at=held
    )
    session.add(kept)
    session.flush()
    evidence.keep(session, by.id or 0, EvidenceKind.CLIP, kept.public_id, at=held, now=held)
    return kept


def attest(
    session: Session,
    person: Person,
    by: Person,
    on: date,
    *,
    requirement: str = "gate",
    path_key: str = "first-steps",
    at: datetime | None = None,
) -> Attestation:
    """What somebody signed for another."""
    now = at or noon(on, person)
    kept = Attestation(
        person_id=person.id or 0,
        by_id=by.id or 0,
        path_key=path_key,
        requirement_key=requirement,
        on=on,
        at=now,
        reason="Both of us looked at it.",
    )
    session.add(kept)
    session.flush()
    evidence.keep(session, kept.person_id, EvidenceKind.ATTESTED, kept.public_id, at=now, now=now)
    return kept


def award(
    session: Session,
    person: Person,
    version: PathVersion,
    on: date,
    until: date | None,
    *,
    kind: Asked = Asked.FIRST,
    at: datetime | None = None,
) -> Award:
    """A certificate, granted on its first day."""
    return awards.issue(
        session,
        person_id=person.id or 0,
        path_key=version.key,
        path_title=version.title,
        level=version.level,
        version=version.version,
        kind=AwardKind.FIRST if kind is Asked.FIRST else AwardKind.RECERTIFIED,
        valid_from=on,
        valid_until=until,
        criteria=[],
        evidence=[],
        signed_by=[],
        at=at or noon(on, person),
    )


def ask(session: Session, enrolment: Enrolment, asking: Asked, *, at: datetime) -> Review:
    """A decision that somebody asks for; a move where it is the first or anew."""
    kept = Review(
        enrolment_id=enrolment.id or 0,
        person_id=enrolment.person_id,
        path_version_id=enrolment.path_version_id,
        asking=asking,
        asked_at=at,
        asked_on=at.date(),
    )
    session.add(kept)
    session.flush()
    if asking is not Asked.RECERTIFY:
        move(session, enrolment, Move.ASK, by_id=enrolment.person_id, at=at)
    make_now(session, [enrolment.person_id], at=at)
    return kept


def close(session: Session, review: Review, outcome: Verdict, *, at: datetime) -> None:
    """The decision is made; what comes of it is for the caller."""
    review.closed_at, review.outcome = at, outcome
    session.add(review)
    session.flush()


def steps(session: Session, enrolment: Enrolment) -> list[tuple[Move, date]]:
    """Each move of somebody on a path with its day, in order."""
    found = session.exec(
        select(EnrolmentStep)
        .where(EnrolmentStep.enrolment_id == enrolment.id)
        .order_by(EnrolmentStep.place)  # pyright: ignore[reportArgumentType] - a column
    )
    return [(one.move, one.on) for one in found]


def made(session: Session, enrolment: Enrolment) -> Progress:
    """What is written of how far they are."""
    session.expire_all()
    return session.get_one(Progress, enrolment.id)
