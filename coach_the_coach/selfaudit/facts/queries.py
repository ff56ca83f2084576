"""What the program finds for each of the ten points, in counts and without a word."""

from datetime import date, datetime, timedelta

from sqlalchemy import case, exists, func
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment, CoachMonth
from coach_the_coach.cadence.week.queries import lost_in_quarter
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.plans.tables import CustomerCall
from coach_the_coach.coaching.practice.tables import TeamPractice
from coach_the_coach.coaching.queries import is_coached
from coach_the_coach.coaching.rules import Form
from coach_the_coach.coaching.tables import CoachingSession, Cycle
from coach_the_coach.foundation.when import local_day, monday_of, month_before, quarter_of
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.tables import Status as Signed
from coach_the_coach.selfaudit.rules import (
    AHEAD,
    BACK,
    LOST,
    WATCHED_WITHIN,
    WEEKS,
    Facts,
)

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
    logged = _logged(session, actor, about, today)
    month = _month(session, actor, about, month_before(today))
    calls, prepared = _calls(session, actor, about, at)
    return Facts(
        people=len(ids),
        booked=_booked(session, actor, about, ids, at),
        lost_often=_lost_often(session, actor, about, ids, today),
        with_skill=_with_skill(session, actor, about, ids, today - BACK),
        sessions=logged[0],
        complete=logged[1],
        developmental=logged[2],
        tactical=logged[3],
        listened=logged[4],
        coaching_minutes=month.coaching_minutes if month else None,
        contracted_minutes=month.contracted_minutes if month else None,
        calls=calls,
        prepared=prepared,
        practice_weeks=_practice_weeks(session, actor, about, today),
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
    """How many of these people have an open cycle that was worked on since a day."""
    touched = exists().where(
        col(LogEntry.cycle_id) == col(Cycle.id),
        col(LogEntry.held_on) >= since,
        col(LogEntry.withdrawn_at).is_(None),
    )
    return session.exec(
        select(func.count(func.distinct(Cycle.coached_id))).where(
            sees(Cycle, actor, COUNT),
            Cycle.coach_id == about.id,
            col(Cycle.coached_id).in_(people),
            col(Cycle.closed_on).is_(None),
            or_(col(Cycle.reviewed_on) >= since, touched),
        )
    ).one()


def _logged(
    session: Session, actor: Actor, about: Person, today: date
) -> tuple[int, int, int, int, int]:
    """Sessions, complete ones, minutes on skills and on deals, and calls listened to."""
    tied = case((col(LogEntry.cycle_id).is_not(None), LogEntry.developmental), else_=0)
    listened = case((col(LogEntry.form) == Form.LISTENING, 1), else_=0)
    counts = session.exec(
        select(
            func.count(),
            *(
                func.coalesce(func.sum(one), 0)
                for one in (
                    case((col(LogEntry.complete), 1), else_=0),
                    tied,
                    LogEntry.tactical,
                    listened,
                )
            ),
        ).where(
            sees(LogEntry, actor, COUNT),
            LogEntry.coach_id == about.id,
            col(LogEntry.held_on) > today - BACK,
            col(LogEntry.held_on) <= today,
            col(LogEntry.withdrawn_at).is_(None),
        )
    ).one()
    sessions, complete, developmental, tactical, heard = (int(one) for one in counts)
    return sessions, complete, developmental, tactical, heard


def _month(session: Session, actor: Actor, about: Person, month: date) -> CoachMonth | None:
    """What a month of theirs came to; None where nothing was ever counted."""
    return session.exec(
        visible(CoachMonth, actor, COUNT).where(
            CoachMonth.coach_id == about.id, CoachMonth.month == month
        )
    ).first()


def _calls(session: Session, actor: Actor, about: Person, at: datetime) -> tuple[int, int]:
    """Significant calls of the last month, and those both planned and debriefed."""
    both = and_(
        col(CustomerCall.planned_at).is_not(None), col(CustomerCall.debriefed_at).is_not(None)
    )
    calls, prepared = session.exec(
        select(func.count(), func.coalesce(func.sum(case((both, 1), else_=0)), 0)).where(
            sees(CustomerCall, actor, COUNT),
            CustomerCall.coach_id == about.id,
            col(CustomerCall.significance_id).is_not(None),
            col(CustomerCall.dropped_at).is_(None),
            col(CustomerCall.call_at) > at - BACK,
            col(CustomerCall.call_at) <= at,
        )
    ).one()
    return calls, int(prepared)


def _practice_weeks(session: Session, actor: Actor, about: Person, today: date) -> int:
    """In how many of the last weeks the team practised; the running one counts as one of them."""
    first = monday_of(today) - timedelta(weeks=WEEKS - 1)
    held = session.exec(
        select(col(TeamPractice.held_on))
        .where(
            sees(TeamPractice, actor, COUNT),
            TeamPractice.coach_id == about.id,
            col(TeamPractice.closed_at).is_not(None),
            col(TeamPractice.held_on) >= first,
            col(TeamPractice.held_on) <= today,
        )
        .distinct()
    ).all()
    return len({monday_of(day) for day in held})


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
