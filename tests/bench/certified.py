"""Managers on three paths with a year of evidence each, in rows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert as into
from sqlalchemy import select as columns
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.queries import newest_versions
from coach_the_coach.certification.tables import Attestation, Enrolment
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.rules import Cause, Form, Ladder, Purpose
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint
from tests.bench.coached import a_year
from tests.bench.known import entered, held, learned
from tests.bench.seen import observed
from tests.cast import NOW, Cast

REPS: Final = 4
SESSIONS: Final = 104
"""Two a week, with one rep after another."""

PRACTICES: Final = 26
CYCLES: Final = 4
CLIPS: Final = ("budget", "silence", "price", "halden")
PATHS: Final = ("foundations", "certified-coach", "master-coach")
SIGNED: Final = (("certified-coach", "gates"), ("master-coach", "ground"))
OBSERVERS: Final = 40
"""Who watches them, besides the one who leads them."""

BATCH: Final = 20_000
"""Rows inserted at once."""


def managers_on_paths(
    session: Session, cast: Cast, number: int, *, at: datetime = NOW
) -> list[int]:
    """So many managers with four reps each, their evidence of a year, and three enrolments."""
    managers = hired(session, cast.odd.id or 0, [f"m{n}" for n in range(number)], Role.MANAGER)
    teams: dict[int, list[int]] = {}
    reps = hired(session, None, [f"r{n}" for n in range(number * REPS)], Role.REP)
    for place, who in enumerate(managers):
        teams[who] = reps[place * REPS : (place + 1) * REPS]
    since = date(2024, 1, 1)
    insert(
        session,
        ReportingLine,
        (
            {"person_id": rep, "manager_id": who, "starts_on": since}
            for who, team in teams.items()
            for rep in team
        ),
    )
    everybody = session.exec(select(Person.id)).all()
    rebuild_reach(session, [one or 0 for one in everybody], at.date())
    _the_rest(session, teams, cast.spec.id or 0, at)
    _logged(session, teams, at)
    _practised(session, teams, at)
    a_year(session, managers, at=at)
    observers = hired(session, None, [f"o{n}" for n in range(OBSERVERS)], Role.SPECIALIST)
    line = [cast.odd.public_id, cast.cleo.public_id]
    observed(session, insert, teams, [*observers, cast.odd.id or 0], line, at)
    learned(session, insert, managers, at)
    entered(session, insert, at)
    enrolled(session, managers, at)
    held(session, insert, managers, cast.spec.id or 0, at)
    return managers


def insert(session: Session, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    """So many rows, `BATCH` at once."""
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == BATCH:
            session.connection().execute(into(table), waiting)
            waiting = []
    if waiting:
        session.connection().execute(into(table), waiting)


def hired(session: Session, leader: int | None, names: Sequence[str], role: Role) -> list[int]:
    """So many people with a role of their own, under one leader or under nobody yet."""
    common = {"given_name": "Mira", "title": "", "time_zone": "Europe/Paris"}
    insert(
        session,
        Person,
        (
            common | {"public_id": new_id(), "email": f"{name}@example.com", "family_name": name}
            for name in names
        ),
    )
    letter = names[0][0]
    found = session.exec(
        select(Person.id)
        .where(col(Person.email).regexp_match(f"^{letter}[0-9]+@"))
        .order_by(col(Person.id))
    )
    made = [one or 0 for one in found]
    since = NOW - timedelta(days=400)
    insert(
        session,
        Grant,
        ({"person_id": one, "role": role, "root_id": one, "starts_at": since} for one in made),
    )
    if leader is not None:
        on = date(2024, 1, 1)
        insert(
            session,
            ReportingLine,
            ({"person_id": one, "manager_id": leader, "starts_on": on} for one in made),
        )
    return made


def _entry(
    who: int, rep: int | None, back: int, at: datetime, cycle: int | None = None
) -> dict[str, Any]:
    """One in nine was to inspect, and one in a hundred was taken back."""
    return {
        "public_id": new_id(),
        "coach_id": who,
        "coached_id": rep,
        "form": Form.ONE_TO_ONE if rep else Form.TEAM_PRACTICE,
        "purpose": Purpose.INSPECT if rep and (who + back) % 9 == 0 else Purpose.COACH,
        "planned": True,
        "held_at": at - timedelta(days=back),
        "held_on": at.date() - timedelta(days=back),
        "minutes": 30,
        "developmental": 20,
        "tactical": 10,
        "complete": back % 10 != 0,
        "specific": True,
        "logged_at": at,
        "cycle_id": cycle,
        "withdrawn_at": at if (who * 7 + back) % 100 == 0 else None,
    }


def _logged(session: Session, teams: dict[int, list[int]], at: datetime) -> None:
    """Two of three are about the skill that the two work on."""
    found = session.execute(columns(col(Cycle.coach_id), col(Cycle.coached_id), col(Cycle.id)))
    cycles = {(who, rep): number for who, rep, number in found}
    insert(
        session,
        LogEntry,
        (
            _entry(who, rep, back, at, cycles.get((who, rep)) if n % 3 else None)
            for who, team in teams.items()
            for n in range(SESSIONS)
            for rep, back in ((team[n % REPS], 1 + n * 365 // SESSIONS + who % 3),)
        ),
    )


def _practised(session: Session, teams: dict[int, list[int]], at: datetime) -> None:
    insert(
        session,
        LogEntry,
        (_entry(who, None, 2 + n * 14, at) for who in teams for n in range(PRACTICES)),
    )
    held = session.execute(
        columns(
            col(LogEntry.id), col(LogEntry.coach_id), col(LogEntry.held_on), col(LogEntry.held_at)
        ).where(col(LogEntry.form) == Form.TEAM_PRACTICE)
    ).all()
    insert(
        session,
        TeamPractice,
        (
            {
                "public_id": new_id(),
                "coach_id": who,
                "log_entry_id": entry,
                "moment": "price",
                "begun_at": begun,
                "held_on": on,
                "closed_at": begun,
            }
            for entry, who, on, begun in held
        ),
    )
    practices = session.exec(
        select(TeamPractice.id, TeamPractice.coach_id).order_by(col(TeamPractice.id))
    ).all()
    insert(
        session,
        PracticeTurn,
        (
            {"team_practice_id": one, "rep_id": rep, "attempted_at": at}
            for one, who in practices
            for rep in teams[who][:2]
        ),
    )


def _the_rest(session: Session, teams: dict[int, list[int]], by: int, at: datetime) -> None:
    """Cycles, conversations, ten points and signatures."""
    insert(
        session,
        Cycle,
        (
            {
                "public_id": new_id(),
                "coach_id": who,
                "coached_id": team[n % REPS],
                "cause": Cause.SKILL,
                "ladder": Ladder.KNOWS,
                "opened_on": at.date() - timedelta(days=90 * n + 80),
                "closed_on": at.date() - timedelta(days=90 * n + 20),
                "shown": n % 2 == 0,
                "touched_at": at,
            }
            for who, team in teams.items()
            for n in range(CYCLES)
        ),
    )
    rounds = [
        {
            "public_id": new_id(),
            "person_id": who,
            "conversation": clip,
            "started_at": at,
            "finished_at": at,
            "codes": {},
        }
        for who in teams
        for clip in CLIPS
    ]
    insert(session, PracticeRound, rounds)
    insert(
        session,
        Evidence,
        (
            {
                "person_id": one["person_id"],
                "kind": EvidenceKind.CLIP,
                "subject": one["public_id"],
                "at": at - timedelta(days=30),
                "entered_at": at,
                "reason": "",
            }
            for one in rounds
        ),
    )
    quarters = (date(2026, 1, 1), date(2025, 10, 1), date(2025, 7, 1))
    insert(
        session,
        SelfAudit,
        (
            {"public_id": new_id(), "about_id": who, "by_id": who, "quarter": q, "begun_at": at}
            for who in teams
            for q in quarters
        ),
    )
    audits = session.exec(select(SelfAudit.id)).all()
    insert(
        session,
        SelfAuditPoint,
        (
            {"self_audit_id": one, "point": point, "yes": point < 9, "found": "", "note": ""}
            for one in audits
            for point in range(1, 11)
        ),
    )
    session.connection().execute(update(SelfAudit).values(sent_at=at))
    insert(
        session,
        Attestation,
        (
            {
                "public_id": new_id(),
                "person_id": who,
                "by_id": by,
                "path_key": path,
                "requirement_key": key,
                "on": at.date() - timedelta(days=40),
                "at": at,
                "reason": "Both of us looked at it.",
                "why_withdrawn": "",
            }
            for who in teams
            for path, key in SIGNED
        ),
    )


def enrolled(
    session: Session, managers: Sequence[int], at: datetime, paths: Sequence[str] = PATHS
) -> None:
    """All of them on each of these paths, as they are now."""
    ensure_paths(session, at=at)
    versions = {one.key: one.id for one in newest_versions(session)}
    insert(
        session,
        Enrolment,
        (
            {
                "public_id": new_id(),
                "person_id": who,
                "path_key": key,
                "path_version_id": versions[key],
                "assigned_at": at - timedelta(days=100),
                "due_on": at.date() + timedelta(days=90),
                "why_withdrawn": "",
            }
            for who in managers
            for key in paths
        ),
    )
