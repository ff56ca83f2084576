"""What is booked: one's own appointments, what fits them in the log, what counts in a quarter."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.rules import Booked, Move, Status
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.cadence.week.rules import (
    HELD_MINUTES,
    STANDS,
    Slot,
    is_lost,
    is_unsettled,
    left_words,
)
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.rules import Form
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import begins, local_day, monday_of, month_before
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.tables import Reach
from coach_the_coach.observations.booking.queries import booked_talks
from coach_the_coach.observations.booking.rules import MINUTES
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

LOCAL: Final = "%Y-%m-%dT%H:%M"
"""How a browser writes a day and a time."""

WEEK: Final = timedelta(days=7)

FURTHEST: Final = 104
"""Weeks that one can turn back or ahead. Source: docs/method.md#appointments."""


def own_appointment(
    session: Session, actor: Actor, public_id: str, *, held: bool = False
) -> Appointment:
    """One that the actor holds as coach; `held` until the transaction ends. Raises NotFound."""
    found = visible(Appointment, actor).where(
        Appointment.coach_id == actor.person_id, Appointment.public_id == public_id
    )
    if held:
        found = found.with_for_update().execution_options(populate_existing=True)
    one = session.exec(found).first()
    if one is None:
        raise NotFound
    return one


def own_or_team(actor: Actor) -> ColumnElement[bool]:
    """The condition on what is booked with the actor, or by whom they report to with the team."""
    coaches = select(Reach.ancestor_id).where(
        Reach.descendant_id == actor.person_id, Reach.depth == 1
    )
    return or_(
        col(Appointment.coached_id) == actor.person_id,
        and_(
            col(Appointment.booked) == Booked.TEAM_PRACTICE,
            col(Appointment.coach_id).in_(coaches),
        ),
    )


def taken_between(
    session: Session, actor: Actor, *, first: datetime, last: datetime
) -> list[tuple[Booked | None, Slot, int | None]]:
    """What takes its place in the actor's days from `first` to `last`, and with whom, in order.

    A talk after an observation is nothing of what is booked here: None.
    """
    found = session.exec(
        select(
            Appointment.booked, Appointment.starts_at, Appointment.minutes, Appointment.coached_id
        ).where(
            Appointment.coach_id == actor.person_id,
            col(Appointment.status).in_(STANDS),
            # A day before: what began then may last into it.
            Appointment.starts_at >= first - timedelta(days=1),
            Appointment.starts_at <= last,
        )
    ).all()
    talks = booked_talks(session, actor, first=first - timedelta(days=1), last=last)
    taken: list[tuple[Booked | None, Slot, int | None]] = [
        *((Booked(booked), Slot(at, minutes), who) for booked, at, minutes, who in found),
        *((None, Slot(one.starts_at, MINUTES), one.other_id) for one in talks),
    ]
    return sorted(taken, key=lambda one: one[1].starts_at)


def lost_in_quarter(
    session: Session, actor: Actor, *, coach_id: int, zone: str, quarter: date
) -> dict[int, int]:
    """How many of a coach's sessions were moved or cancelled, by the rep's id; in one statement.

    Of those that were booked first for the quarter of this first day, in the coach's `zone`.
    """
    moved = exists().where(
        col(AppointmentStep.appointment_id) == col(Appointment.id),
        col(AppointmentStep.move) == Move.MOVED,
    )
    found = session.exec(
        select(Appointment.coached_id, Appointment.status, moved).where(
            sees(Appointment, actor, Permission.COACHING_COUNT),
            Appointment.coach_id == coach_id,
            col(Appointment.coached_id).is_not(None),
            Appointment.first_at >= begins(quarter, zone),
            Appointment.first_at < begins(month_before(quarter, -3), zone),
        )
    ).all()
    return Counter(
        person or 0
        for person, status, is_moved in found
        if is_lost(Status(status), is_moved=bool(is_moved))
    )


def fitting_entries(
    session: Session, actor: Actor, appointments: Collection[Appointment], *, at: datetime
) -> dict[int, LogEntry]:
    """What the actor's log holds of each appointment that has none yet, by its id.

    The same pair, or the whole team, in the week it is due or now takes place, long enough, and of
    several the nearest in time. Each entry serves one appointment, of all that wait in these weeks
    the nearest to it. In three statements.
    """
    asked = [one for one in appointments if _is_in_log(one)]
    if not asked:
        return {}
    weeks = {monday for one in asked for monday in weeks_of(one, actor.time_zone)}
    waiting = [*asked, *unsettled(session, actor, mondays=sorted(weeks), at=at)]
    among = {one.id: one for one in waiting if _is_in_log(one)}
    weeks |= {monday for one in among.values() for monday in weeks_of(one, actor.time_zone)}
    used = select(Appointment.log_entry_id).where(
        Appointment.coach_id == actor.person_id, col(Appointment.log_entry_id).is_not(None)
    )
    entries = session.exec(
        visible(LogEntry, actor)
        .where(
            LogEntry.coach_id == actor.person_id,
            LogEntry.held_on >= min(weeks),
            LogEntry.held_on < max(weeks) + WEEK,
            LogEntry.minutes >= HELD_MINUTES,
            # Listening to a call, or a moment in passing, is no session that was booked.
            col(LogEntry.form) != Form.LISTENING,
            col(LogEntry.opportunistic) < col(LogEntry.minutes),
            col(LogEntry.withdrawn_at).is_(None),
            col(LogEntry.id).not_in(used),
        )
        .order_by(col(LogEntry.held_at), col(LogEntry.id))
    ).all()
    pairs = _paired(among.values(), entries, actor.time_zone)
    ids = {one.id for one in asked}
    return {one: entry for one, entry in pairs.items() if one in ids}


def holds_sessions(_session: Session, actor: Actor) -> bool:
    """Whether the actor coaches anybody, and so has a week to plan."""
    return actor.can(Permission.COACHING_HOLD)


def of_weeks(actor: Actor, mondays: Collection[date]) -> ColumnElement[bool]:
    """The condition on what the actor holds that is due in one of these weeks or stands in it."""
    stands = [
        and_(
            col(Appointment.starts_at) >= begins(monday, actor.time_zone),
            col(Appointment.starts_at) < begins(monday + WEEK, actor.time_zone),
        )
        for monday in mondays
    ]
    return and_(
        col(Appointment.coach_id) == actor.person_id,
        or_(col(Appointment.due_week).in_(mondays), *stands),
    )


def unsettled(
    session: Session, actor: Actor, *, mondays: Collection[date], at: datetime
) -> list[Appointment]:
    """What is over and not settled yet of these weeks of the actor's, in order."""
    found = session.exec(
        visible(Appointment, actor)
        .where(
            of_weeks(actor, mondays),
            Appointment.status == Status.BOOKED,
            Appointment.starts_at <= at,
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
    ).all()
    return [one for one in found if is_unsettled(one.status, Slot(one.starts_at, one.minutes), at)]


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """That the week, or the one before, is to be settled; nothing for whoever coaches nobody."""
    if not actor.can(Permission.COACHING_HOLD):
        return []
    monday = monday_of(local_day(at, actor.time_zone))
    over = unsettled(session, actor, mondays=[monday, monday - WEEK], at=at)
    if not over:
        return []
    back = 0 if monday in weeks_of(over[0], actor.time_zone) else 1
    link = f"{routes.WEEK}?back={back}" if back else routes.WEEK
    text = _("Settle your week: {left}").format(left=left_words(len(over)))
    since = over[0].starts_at.astimezone(UTC).isoformat()
    return [NextLine(text, _("Settle"), link, 1, since)]


def weeks_of(one: Appointment, zone: str) -> tuple[date, date]:
    """The Mondays of the weeks in which it is due and now takes place."""
    return one.due_week, monday_of(local_day(one.starts_at, zone))


def _is_in_log(one: Appointment) -> bool:
    """Whether the log is to say that it was held, and does not yet."""
    return one.booked is not Booked.BLOCK and not one.log_entry_id


def _paired(
    asked: Iterable[Appointment], entries: Iterable[LogEntry], zone: str
) -> dict[int, LogEntry]:
    """Each appointment with its entry: of all that fit the two nearest first, then of what is left.

    Of two as near the one that is earlier.
    """
    fitting = [(one, entry) for one, entry in product(asked, entries) if _fits(one, entry, zone)]
    pairs: dict[int, LogEntry] = {}
    used: set[int | None] = set()
    for one, entry in sorted(fitting, key=_nearness):
        if (one.id or 0) not in pairs and entry.id not in used:
            pairs[one.id or 0] = entry
            used.add(entry.id)
    return pairs


def _nearness(pair: tuple[Appointment, LogEntry]) -> tuple[timedelta, datetime, datetime, int, int]:
    one, entry = pair
    away = abs(entry.held_at - one.starts_at)
    return away, one.starts_at, entry.held_at, one.id or 0, entry.id or 0


def _fits(one: Appointment, entry: LogEntry, zone: str) -> bool:
    is_teams = one.booked is Booked.TEAM_PRACTICE
    same = entry.form is Form.TEAM_PRACTICE if is_teams else entry.coached_id == one.coached_id
    return same and monday_of(entry.held_on) in weeks_of(one, zone)
