"""What the program finds for each of the ten points, in counts and without a word.

What another room counts is counted there, so that no number has two meanings.
"""

from datetime import date, datetime

from sqlalchemy import case, exists, func
from sqlmodel import Session, col, or_, select

from coach_the_coach.cadence.figures.queries import months_of
from coach_the_coach.cadence.figures.rules import Month, coaching_share
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment
from coach_the_coach.cadence.week.queries import lost_in_quarter
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.plans.queries import counted_calls
from coach_the_coach.coaching.plans.rules import coverage, together
from coach_the_coach.coaching.practice.queries import held_days
from coach_the_coach.coaching.practice.rules import recent_weeks
from coach_the_coach.coaching.queries import is_coached
from coach_the_coach.coaching.rules import Form
from coach_the_coach.coaching.tables import CoachingSession, Cycle
from coach_the_coach.foundation.when import local_day, month_before, quarter_of
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.tables import Status as Signed
from coach_the_coach.selfaudit.rules import AHEAD, BACK, LOST, WATCHED_WITHIN, Facts

COUNT = Permission.COACHING_COUNT


def facts_of(session: Session, actor: Actor, *, about: Person, at: datetime) -> Facts:
    """What is known of how a person coaches, as far as the actor may count it."""
    today = local_day(at, about.time_zone)
    people = session.exec(
        visible(Person, actor, Permission.PERSON_SEE).where(
            col(Person.id).in_(
                select(Reach.descendant_id).where(Reach.ancestor_id == about.id, Reach.depth == 1)
            ),
            in_employment(at),
            is_coached(at),
        )
    ).all()
    ids = [one.id or 0 for one in people]
    sessions, complete, listened = _logged(session, actor, about, today)
    month = _last_month(session, actor, about, at)
    share = coaching_share(month) if month else None
    calls, _dropped = counted_calls(session, actor, about, at=at)
    covered = together(coverage(calls))
    held = held_days(session, actor, people=[about.id or 0], at=at).get(about.id or 0, set())
    return Facts(
        people=len(ids),
        booked=_booked(session, actor, about, ids, at),
        lost_often=_lost_often(session, actor, about, ids, today),
        with_skill=_with_skill(session, actor, about, ids, today - BACK),
        sessions=sessions,
        complete=complete,
        developmental=month.developmental if month else 0,
        tactical=month.tactical if month else 0,
        listened=listened,
        coaching_minutes=share.part if share else None,
        contracted_minutes=share.of if share else None,
        calls=covered.n,
        prepared=covered.both,
        practice_weeks=recent_weeks(held, today=today),
        watched=_watched(session, actor, about, at),
    )


def _booked(session: Session, actor: Actor, about: Person, people: list[int], at: datetime) -> int:
    """How many of these people have a one-to-one ahead."""
    return session.exec(
        select(func.count(func.distinct(Appointment.coached_id))).where(
            sees(Appointment, actor, COUNT),
            Appointment.coach_id == about.id,
            col(Appointment.coached_id).in_(people),
            Appointment.booked == Booked.ONE_TO_ONE,
            Appointment.status == Status.BOOKED,
            col(Appointment.starts_at) >= at,
            col(Appointment.starts_at) < at + AHEAD,
        )
    ).one()


def _lost_often(
    session: Session, actor: Actor, about: Person, people: list[int], today: date
) -> int:
    """How many of these people lost theirs more than once in the quarter before this one."""
    lost = lost_in_quarter(
        session,
        actor,
        coach_id=about.id or 0,
        zone=about.time_zone,
        quarter=month_before(quarter_of(today), 3),
    )
    return sum(lost.get(one, 0) > LOST for one in people)


def _with_skill(
    session: Session, actor: Actor, about: Person, people: list[int], since: date
) -> int:
    """How many of these people have an open cycle that was coached or looked at after a day."""
    touched = exists().where(
        col(LogEntry.cycle_id) == col(Cycle.id),
        col(LogEntry.held_on) > since,
        col(LogEntry.withdrawn_at).is_(None),
    )
    return session.exec(
        select(func.count(func.distinct(Cycle.coached_id))).where(
            sees(Cycle, actor, COUNT),
            Cycle.coach_id == about.id,
            col(Cycle.coached_id).in_(people),
            col(Cycle.closed_on).is_(None),
            or_(col(Cycle.reviewed_on) > since, touched),
        )
    ).one()


def _logged(session: Session, actor: Actor, about: Person, today: date) -> tuple[int, int, int]:
    """Sessions of the last month, complete ones among them, and calls listened to."""
    listened = case((col(LogEntry.form) == Form.LISTENING, 1), else_=0)
    counts = session.exec(
        select(
            func.count(),
            *(
                func.coalesce(func.sum(one), 0)
                for one in (case((col(LogEntry.complete), 1), else_=0), listened)
            ),
        ).where(
            sees(LogEntry, actor, COUNT),
            LogEntry.coach_id == about.id,
            col(LogEntry.held_on) > today - BACK,
            col(LogEntry.held_on) <= today,
            col(LogEntry.withdrawn_at).is_(None),
        )
    ).one()
    sessions, complete, heard = (int(one) for one in counts)
    return sessions, complete, heard


def _last_month(session: Session, actor: Actor, about: Person, at: datetime) -> Month | None:
    """What last month of theirs came to, as the page of their figures says it; None if unknown."""
    who, month = about.id or 0, month_before(local_day(at, about.time_zone))
    zones = {who: about.time_zone}
    return months_of(session, actor, zones, months=[month], at=at)[who].get(month)


def _watched(session: Session, actor: Actor, about: Person, at: datetime) -> int:
    """How often somebody watched them coach of late, and signed what they saw."""
    return session.exec(
        select(func.count(func.distinct(CoachingSession.id)))
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .where(
            sees(Observation, actor, Permission.OBSERVATION_NOTICE),
            Observation.observed_id == about.id,
            Observation.status == Signed.SIGNED,
            col(CoachingSession.held_at) > at - WATCHED_WITHIN,
            col(CoachingSession.held_at) <= at,
        )
    ).one()
