"""All that counts about some people, in as many statements for one as for a thousand.

For certification alone, as the program: what of it somebody may read is for whoever asks here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final, TypeVar

from sqlalchemy import and_, bindparam, case, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.facts.rules import Known
from coach_the_coach.certification.facts.seen.queries import observed_sessions, tried, used
from coach_the_coach.certification.learning.queries import learned
from coach_the_coach.certification.paths.rules import stored_path
from coach_the_coach.certification.requirements.facts import (
    Audited,
    Closed,
    Dated,
    Facts,
    Held,
    KeptMonth,
    Led,
    Logged,
    Signed,
    Taken,
)
from coach_the_coach.certification.requirements.work import MOST_MONTHS
from coach_the_coach.certification.tables import Attestation, PathVersion
from coach_the_coach.coaching.log.rules import counts_as_coaching
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.practice.tables import PracticeTurn, TeamPractice
from coach_the_coach.coaching.queries import is_coached
from coach_the_coach.coaching.rules import Form, Purpose
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day, month_before
from coach_the_coach.identity.tables import Person, Reach, ReportingLine
from coach_the_coach.observations.practice.queries import scored
from coach_the_coach.selfaudit.tables import SelfAudit, SelfAuditPoint

ANY: Final = Fraction(0)
"""Every try that was finished: how much is asked for is for the path to say."""

PEOPLE: Final = bindparam("people", expanding=True)
"""Whom the statements below are about. They are made once: that takes longer than to run one."""

People = Collection[int]
One = TypeVar("One", bound=Dated)

ZONES: Final = columns(col(Person.id), col(Person.time_zone)).where(col(Person.id).in_(PEOPLE))

TEAMS: Final = (
    columns(col(Reach.ancestor_id), col(Reach.descendant_id))
    .join(Person, col(Person.id) == col(Reach.descendant_id))
    .where(
        col(Reach.ancestor_id).in_(PEOPLE),
        col(Reach.depth) == 1,
        # Who is in employment on that day.
        or_(col(Person.ends_on).is_(None), col(Person.ends_on) >= bindparam("day")),
        is_coached(bindparam("at")),
    )
)

LEADING: Final = (
    columns(col(Reach.ancestor_id))
    .where(col(Reach.ancestor_id).in_(PEOPLE), col(Reach.depth) == 1)
    .distinct()
)

_counts = or_(
    col(LogEntry.purpose).in_([one for one in Purpose if counts_as_coaching(one, Form.DEAL)]),
    col(LogEntry.form) == Form.TEAM_PRACTICE,
)
"""As `counts_as_coaching`, in the database: of so many rows few columns are read."""

LOGGED: Final = columns(
    col(LogEntry.coach_id),
    col(LogEntry.public_id),
    col(LogEntry.held_on),
    col(LogEntry.coached_id),
    case((_counts, LogEntry.minutes - LogEntry.opportunistic), else_=0),
    case(
        (and_(_counts, col(LogEntry.cycle_id).is_not(None)), col(LogEntry.developmental)), else_=0
    ),
    col(LogEntry.complete),
).where(col(LogEntry.coach_id).in_(PEOPLE), col(LogEntry.withdrawn_at).is_(None))

LED: Final = (
    columns(
        col(TeamPractice.coach_id),
        col(TeamPractice.public_id),
        col(TeamPractice.held_on),
        select(func.count())
        .where(col(PracticeTurn.team_practice_id) == col(TeamPractice.id))
        .correlate(TeamPractice)
        .scalar_subquery(),
    )
    .join(LogEntry, col(LogEntry.id) == col(TeamPractice.log_entry_id))
    .where(
        col(TeamPractice.coach_id).in_(PEOPLE),
        # The same people, said of the log too: or all of it is gone through.
        col(LogEntry.coach_id).in_(PEOPLE),
        col(LogEntry.withdrawn_at).is_(None),
    )
)

KEPT: Final = (
    columns(
        col(CoachMonth.coach_id),
        col(CoachMonth.month),
        col(CoachMonth.wanted),
        col(CoachMonth.held),
    )
    .where(col(CoachMonth.coach_id).in_(PEOPLE), col(CoachMonth.month) >= bindparam("oldest"))
    .order_by(col(CoachMonth.coach_id), col(CoachMonth.month))
)

_is_yes = and_(
    col(SelfAuditPoint.self_audit_id) == col(SelfAudit.id),
    col(SelfAuditPoint.yes).is_(True),
    or_(col(SelfAuditPoint.supports).is_(None), col(SelfAuditPoint.supports).is_(True)),
)

AUDITED: Final = columns(
    col(SelfAudit.about_id),
    col(SelfAudit.public_id),
    col(SelfAudit.sent_at),
    select(func.count()).where(_is_yes).correlate(SelfAudit).scalar_subquery(),
).where(
    col(SelfAudit.about_id).in_(PEOPLE),
    col(SelfAudit.by_id) == col(SelfAudit.about_id),
    col(SelfAudit.sent_at).is_not(None),
)

CLOSED: Final = columns(
    col(Cycle.coach_id), col(Cycle.public_id), col(Cycle.closed_on), col(Cycle.shown)
).where(col(Cycle.coach_id).in_(PEOPLE), col(Cycle.closed_on).is_not(None))

AWARDED: Final = (
    columns(
        col(Award.person_id),
        col(Award.public_id),
        col(Award.path_key),
        col(Award.valid_from),
        col(Award.valid_until),
        col(Award.suspended_at),
        col(Award.revoked_at),
        col(PathVersion.content),
    )
    .join(
        PathVersion,
        and_(
            col(PathVersion.key) == col(Award.path_key),
            col(PathVersion.version) == col(Award.version),
        ),
        isouter=True,
    )
    .where(col(Award.person_id).in_(PEOPLE))
    .order_by(col(Award.valid_from), col(Award.id))
)

TAKEN: Final = (
    columns(
        col(ReportingLine.manager_id),
        col(Award.public_id),
        col(Award.valid_from),
        col(Award.path_key),
        col(Award.person_id),
    )
    .join(
        Award,
        and_(
            col(ReportingLine.person_id) == col(Award.person_id),
            col(ReportingLine.starts_on) <= col(Award.valid_from),
            or_(
                col(ReportingLine.ends_on).is_(None),
                col(ReportingLine.ends_on) >= col(Award.valid_from),
            ),
        ),
    )
    .where(col(ReportingLine.manager_id).in_(PEOPLE), col(Award.revoked_at).is_(None))
)

SIGNED: Final = columns(
    col(Attestation.person_id),
    col(Attestation.path_key),
    col(Attestation.public_id),
    col(Attestation.on),
    col(Attestation.requirement_key),
    col(Attestation.by_id),
    col(Attestation.reason),
).where(col(Attestation.person_id).in_(PEOPLE), col(Attestation.withdrawn_at).is_(None))


def facts_of(session: Session, people: People, *, at: datetime) -> dict[int, Known]:
    """What counts about each of these people at an instant; a fixed number of statements."""
    with as_program(session):
        session.flush()
        zones = {who: zone for who, zone in _rows(session, ZONES, people)}  # noqa: C416 - rows are no pairs
        teams = _teams(session, people, at)
        logged, coaching = _logged(
            session, people, {rep for team in teams.values() for rep in team}
        )
        led = _led(session, people)
        clips = _clips(session, people, zones)
        kept = _kept(session, people, at)
        audited = _audited(session, people, zones)
        closed = _closed(session, people)
        awards = _awards(session, people)
        taken = _taken(session, people)
        signed = _signed(session, people)
        known = learned(session, people, share=ANY)
        observed = observed_sessions(session, people, zones)
    return {
        who: Known(
            Facts(
                logged=_ordered(logged[who]),
                led=_ordered(led[who]),
                clips=_ordered(clips[who]),
                observed=_ordered(observed[who]),
                tried=_ordered(tried(known[who], zones[who])),
                used=_ordered(used(known[who], zones[who])),
                kept=tuple(kept[who]),
                audited=_ordered(audited[who]),
                closed=_ordered(closed[who]),
                held=_ordered(
                    one for held in awards[who].values() for one in held if not one.is_resting
                ),
                taken=_ordered(taken[who]),
                team=frozenset(teams[who]),
                coaching=frozenset(teams[who] & coaching),
            ),
            {path: _ordered(ones) for path, ones in signed[who].items()},
            {path: tuple(ones) for path, ones in awards[who].items()},
            zones[who],
        )
        for who in people
    }


def _ordered(found: Iterable[One]) -> tuple[One, ...]:
    """By day, then by subject: in whatever order a database gives them."""
    return tuple(sorted(found, key=lambda one: (one.on, one.subject)))


def _rows(session: Session, statement: Any, people: People, **given: Any) -> Sequence[Any]:
    """Past the session, which would look for objects in rows that hold none."""
    return session.connection().execute(statement, {"people": list(people), **given}).all()


def _teams(session: Session, people: People, at: datetime) -> dict[int, set[int]]:
    """Whom each of them coaches today."""
    teams: dict[int, set[int]] = defaultdict(set)
    for who, rep in _rows(session, TEAMS, people, at=at, day=at.date()):
        teams[who].add(rep)
    return teams


def _logged(
    session: Session, people: People, teams: set[int]
) -> tuple[dict[int, list[Logged]], set[int]]:
    """Their sessions in the log, and who of those they coached, or who are on a team, coach."""
    rows = _rows(session, LOGGED, people)
    # Not the team alone: whoever moved on to another was a manager in those sessions too.
    coached = {row[3] for row in rows if row[3] is not None}
    managers = {who for (who,) in _rows(session, LEADING, teams | coached)}
    found: dict[int, list[Logged]] = defaultdict(list)
    for coach, public_id, on, rep, minutes, skill, complete in rows:
        found[coach].append(Logged(public_id, on, rep, minutes, skill, complete, rep in managers))
    return found, managers


def _led(session: Session, people: People) -> dict[int, list[Led]]:
    """Practices that are in the log, with how many had a round."""
    found: dict[int, list[Led]] = defaultdict(list)
    for coach, public_id, on, n in _rows(session, LED, people):
        found[coach].append(Led(public_id, on, rounds=n))
    return found


def _clips(session: Session, people: People, zones: dict[int, str]) -> dict[int, list[Dated]]:
    """Conversations that were scored in practice, by their names: each counts once."""
    found: dict[int, list[Dated]] = defaultdict(list)
    for who, conversation, at in scored(session, people):
        found[who].append(Dated(conversation, local_day(at, zones[who])))
    return found


def _kept(session: Session, people: People, at: datetime) -> dict[int, list[KeptMonth]]:
    """The months that a kept rate can be made of."""
    oldest = month_before(at.date(), MOST_MONTHS + 1)  # one more: it may be another month there
    found: dict[int, list[KeptMonth]] = defaultdict(list)
    for who, month, wanted, held in _rows(session, KEPT, people, oldest=oldest):
        found[who].append(KeptMonth(month, wanted, held))
    return found


def _audited(session: Session, people: People, zones: dict[int, str]) -> dict[int, list[Audited]]:
    """Own ten points that were sent: a yes against which the program counts is none here."""
    found: dict[int, list[Audited]] = defaultdict(list)
    for who, public_id, sent_at, n in _rows(session, AUDITED, people):
        found[who].append(Audited(public_id, local_day(sent_at, zones[who]), yeses=n))
    return found


def _closed(session: Session, people: People) -> dict[int, list[Closed]]:
    """Cycles that were closed, with their result or with a note why not.

    The ledger has only those whose result was seen.
    """
    found: dict[int, list[Closed]] = defaultdict(list)
    for who, public_id, on, shown in _rows(session, CLOSED, people):
        found[who].append(Closed(public_id, on, is_shown=bool(shown)))
    return found


def _awards(session: Session, people: People) -> dict[int, dict[str, list[Held]]]:
    """Certificates by path, oldest first, with their grace; one that rests is among them.

    One that was revoked is none, and takes with it those before it on the same path.
    """
    found: dict[int, dict[str, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(session, AWARDED, people):
        held = found[row.person_id][row.path_key]
        if row.revoked_at is not None:
            held.clear()
            continue
        grace = stored_path(row.content).grace_days if row.content else 0
        until: date | None = row.valid_until
        held.append(
            Held(
                row.public_id,
                row.valid_from,
                path=row.path_key,
                until=until,
                grace_until=until and until + timedelta(days=grace),
                is_resting=row.suspended_at is not None,
            )
        )
    return found


def _taken(session: Session, people: People) -> dict[int, list[Taken]]:
    """Those who were certified while they reported to one."""
    found: dict[int, list[Taken]] = defaultdict(list)
    for leader, public_id, on, path, who in _rows(session, TAKEN, people):
        found[leader].append(Taken(public_id, on, path=path, who=who))
    return found


def _signed(session: Session, people: People) -> dict[int, dict[str, list[Signed]]]:
    found: dict[int, dict[str, list[Signed]]] = defaultdict(lambda: defaultdict(list))
    for who, path, public_id, on, requirement, by, reason in _rows(session, SIGNED, people):
        found[who][path].append(Signed(public_id, on, requirement, by, reason))
    return found
