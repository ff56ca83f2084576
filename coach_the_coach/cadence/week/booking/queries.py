"""Whom one may book, and what is proposed for those who have too few times yet."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from babel.dates import format_date
from sqlalchemy import func
from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy.queries import rhythms_of
from coach_the_coach.cadence.policy.rules import Rhythm
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment, Series
from coach_the_coach.cadence.week.booking.rows import (
    BookingRow,
    ChoiceRow,
    ProposedRow,
    SeriesRow,
)
from coach_the_coach.cadence.week.booking.rules import (
    AHEAD,
    AT_FIRST,
    OWN,
    TEAM,
    Proposed,
    Wanted,
    every_weeks_for,
    every_word,
    proposed,
    without_words,
)
from coach_the_coach.cadence.week.queries import LOCAL, taken_between
from coach_the_coach.cadence.week.rules import booked_word
from coach_the_coach.coaching.queries import team
from coach_the_coach.foundation.when import begins, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person

LOOKED_AT: Final = timedelta(weeks=6)
"""How far ahead it is looked for a free hour: next week and the four in which it must be free."""

MOST: Final = 50
"""Most series that are listed. Source: docs/method.md#appointments."""


def booking_row(session: Session, actor: Actor, *, at: datetime) -> BookingRow:
    """The form, and the proposal for the team. Raises NotPermitted for whoever coaches nobody."""
    actor.require(Permission.COACHING_HOLD)
    people = team(session, actor, at=at)
    rhythms = rhythms_of(session, actor, people=[one.id or 0 for one in people])
    missing = without_times(session, actor, rhythms=rhythms, at=at)
    lines = _proposal(session, actor, rhythms, missing, at=at)
    first = rhythms[people[0].id or 0] if people else None
    today = local_day(at, actor.time_zone)
    named = {one.id: one.name for one in people}
    return BookingRow(
        who=[
            *[ChoiceRow(one.public_id, one.name, one.title) for one in people],
            ChoiceRow(TEAM, _("The whole team: practice")),
            ChoiceRow(OWN, _("Protected time of my own")),
        ],
        starts=_first_time(today).strftime(LOCAL),
        least=datetime.combine(today, time()).strftime(LOCAL),
        until=(today + AT_FIRST).isoformat(),
        minutes=str(first.minutes) if first else "30",
        every=str(every_weeks_for(first.per_month)) if first else "1",
        proposed=[ProposedRow(named[one.person_id], _when(one)) for one in lines],
        without=without_words(len(missing) - len(lines), is_rest=bool(lines)),
        running=_running(session, actor, today),
    )


def proposal(session: Session, actor: Actor, *, at: datetime) -> list[Proposed]:
    """A free hour for each of the actor's team who needs times, as far as there is room."""
    actor.require(Permission.COACHING_HOLD)
    people = [one.id or 0 for one in team(session, actor, at=at)]
    rhythms = rhythms_of(session, actor, people=people)
    missing = without_times(session, actor, rhythms=rhythms, at=at)
    return _proposal(session, actor, rhythms, missing, at=at)


def without_times(
    session: Session, actor: Actor, *, rhythms: Mapping[int, Rhythm], at: datetime
) -> set[int]:
    """Who of these people has neither a series that runs nor as many times as the rhythm wants.

    Times with the actor in the next four weeks, booked one by one or brought in from a calendar.
    """
    today = local_day(at, actor.time_zone)
    running = session.exec(
        select(Series.coached_id).where(
            Series.coach_id == actor.person_id,
            col(Series.coached_id).in_(rhythms),
            col(Series.ended_at).is_(None),
            Series.until >= today,
        )
    ).all()
    booked = session.exec(
        select(Appointment.coached_id, func.count())
        .where(
            Appointment.coach_id == actor.person_id,
            col(Appointment.coached_id).in_(rhythms),
            Appointment.booked == Booked.ONE_TO_ONE,
            Appointment.status == Status.BOOKED,
            Appointment.starts_at >= at,
            # To the end of the last day: today's session is over, and the fourth after it counts.
            Appointment.starts_at < begins(today + AHEAD + timedelta(days=1), actor.time_zone),
        )
        .group_by(col(Appointment.coached_id))
    ).all()
    enough = {one for one, count in booked if count >= rhythms[one or 0].per_month}
    return {*rhythms} - {*running} - enough


def _running(session: Session, actor: Actor, today: date) -> list[SeriesRow]:
    """The actor's series that run, by the day of the week and the time; at most `MOST`."""
    found = session.exec(
        select(Series, Person)
        .join(Person, col(Person.id) == col(Series.coached_id), isouter=True)
        .where(
            sees(Series, actor, None),
            Series.coach_id == actor.person_id,
            col(Series.ended_at).is_(None),
            Series.until >= today,
        )
        .order_by(col(Series.weekday), col(Series.clock), col(Series.id))
        .limit(MOST)
    ).all()
    return [
        SeriesRow(
            public_id=one.public_id,
            name=person.name if person else booked_word(one.booked),
            when=_when(
                Proposed(
                    one.coached_id or 0,
                    datetime.combine(one.starts_on, time.fromisoformat(one.clock)),
                    one.minutes,
                    one.every_weeks,
                )
            ),
            until=format_date(one.until, "d MMMM y", locale="en_GB"),
        )
        for one, person in found
    ]


def _proposal(
    session: Session,
    actor: Actor,
    rhythms: Mapping[int, Rhythm],
    missing: Collection[int],
    *,
    at: datetime,
) -> list[Proposed]:
    today = local_day(at, actor.time_zone)
    first = begins(today, actor.time_zone)
    taken = taken_between(session, actor, first=first, last=first + LOOKED_AT)
    wanted = [
        Wanted(one, rhythm.minutes, every_weeks_for(rhythm.per_month))
        for one, rhythm in rhythms.items()
        if one in missing
    ]
    slots = [slot for _booked, slot, _who in taken]
    return proposed(wanted, slots, zone=actor.time_zone, today=today)


def _first_time(today: date) -> datetime:
    """Nine o'clock on the next working day."""
    days = {4: 3, 5: 2}.get(today.weekday(), 1)
    return datetime.combine(today + timedelta(days=days), time(9))


def _when(one: Proposed) -> str:
    weekday = format_date(one.starts.date(), "EEEE", locale="en_GB")
    return _("{every}, {weekday} {time}, {n} min").format(
        every=every_word(one.every_weeks),
        weekday=weekday,
        time=f"{one.starts:%H:%M}",
        n=one.minutes,
    )
