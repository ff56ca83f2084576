"""A coach's week as its page shows it, and the times of somebody who is coached."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract.queries import contract_of
from coach_the_coach.cadence.contract.rules import Terms
from coach_the_coach.cadence.rules import Booked, Move, Status
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.cadence.week.queries import (
    FURTHEST,
    LOCAL,
    WEEK,
    fitting_entries,
    lost_in_quarter,
    of_weeks,
    own_or_team,
)
from coach_the_coach.cadence.week.rows import (
    DayRow,
    LimitRow,
    OwnTimeRow,
    ReasonRow,
    SlotRow,
    WeekRow,
)
from coach_the_coach.cadence.week.rules import (
    COUNTS,
    Slot,
    booked_word,
    is_removable,
    is_unsettled,
    latest_day,
    left_words,
    limit_mark,
    limit_word,
    logged_words,
    minutes_word,
    shorter_than,
    status_mark,
    status_word,
)
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.foundation.when import appointment, begins, local_day, monday_of, quarter_of
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.booking.queries import BookedTalk, booked_talks
from coach_the_coach.observations.booking.rules import MINUTES
from coach_the_coach.shell import routes

AHEAD: Final = timedelta(days=28)
"""How far ahead somebody coached is shown their times. Source: docs/method.md#appointments."""

OWN: Final = 12
"""Most times shown at once. Source: docs/method.md#appointments."""


def week_row(session: Session, actor: Actor, *, back: int, at: datetime) -> WeekRow:
    """The actor's week, so many `back` from this one, negative for one to come; today comes first.

    Raises NotPermitted for whoever coaches nobody.
    """
    actor.require(Permission.COACHING_HOLD)
    today = local_day(at, actor.time_zone)
    monday = monday_of(today) - timedelta(weeks=max(-FURTHEST, min(back, FURTHEST)))
    appointments = session.exec(
        visible(Appointment, actor)
        .where(
            of_weeks(actor, [monday]),
            col(Appointment.status) != Status.REMOVED,
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
    ).all()
    waiting = [
        one
        for one in appointments
        if is_unsettled(one.status, Slot(one.starts_at, one.minutes), at)
    ]
    counts = lost_in_quarter(
        session,
        actor,
        coach_id=actor.person_id,
        zone=actor.time_zone,
        quarter=quarter_of(today),
    )
    page = _Page(
        actor=actor,
        at=at,
        people=_people(session, {*counts, *(one.coached_id or 0 for one in appointments)}),
        steps=_last_steps(session, appointments),
        entries=fitting_entries(session, actor, waiting, at=at),
        terms=contract_of(session, actor, coach_id=actor.person_id),
    )
    talks = booked_talks(
        session,
        actor,
        first=begins(monday, actor.time_zone),
        last=begins(monday + WEEK, actor.time_zone) - timedelta(microseconds=1),
    )
    timed = [
        *((one.starts_at, _slot(page, one)) for one in appointments),
        *((one.starts_at, _talk(actor, one, at)) for one in talks),
    ]
    slots = [
        (local_day(starts_at, actor.time_zone), row)
        for starts_at, row in sorted(timed, key=lambda one: one[0])
    ]
    return WeekRow(
        name=_week_name(monday),
        is_current=monday == monday_of(today),
        days=_days(slots, monday, today),
        left=len(waiting),
        left_words=left_words(len(waiting)),
        logged=len(page.entries),
        logged_words=logged_words(len(page.entries)),
        limits=_limits(page.people, counts),
        reasons=[ReasonRow(one, one) for one in page.terms.reasons],
        zone=actor.time_zone,
    )


def own_times(session: Session, actor: Actor, *, at: datetime) -> list[OwnTimeRow]:
    """When the actor is coached or practises with the team, from this week on, the next first.

    In three statements. Of the team's they learn when it is, and not why it was moved.
    """
    since = begins(monday_of(local_day(at, actor.time_zone)), actor.time_zone)
    found = session.exec(
        select(Appointment)
        .where(
            own_or_team(actor),
            col(Appointment.status) != Status.REMOVED,
            col(Appointment.starts_at).between(since, at + AHEAD),
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
        .limit(OWN)
    ).all()
    people = _people(session, {one.coach_id for one in found})
    steps = _last_steps(session, [one for one in found if one.coached_id])
    return [
        OwnTimeRow(
            coach=people[one.coach_id].name,
            title=booked_word(one.booked),
            when=appointment(one.starts_at, actor.time_zone, at),
            lasts=minutes_word(one.minutes, one.booked_minutes),
            status_word=_own_word(one, at),
            mark=status_mark(one.status, is_over=False),
            note=_note(steps.get(one.id or 0), one, actor.time_zone, at),
        )
        for one in found
    ]


def _own_word(one: Appointment, at: datetime) -> str:
    """How it stands for whoever is coached, who settles nothing."""
    is_over = one.status is not Status.BOOKED and Slot(one.starts_at, one.minutes).ends_at <= at
    return status_word(one.status, is_over=is_over)


@dataclass(frozen=True)
class _Page:
    """What the lines of a week are made of."""

    actor: Actor
    at: datetime
    people: Mapping[int, Person]
    steps: Mapping[int, AppointmentStep]
    entries: Mapping[int, LogEntry]
    terms: Terms


def _people(session: Session, people: Collection[int]) -> dict[int, Person]:
    """These people by id; for rows the reader may see already."""
    found = session.exec(select(Person).where(col(Person.id).in_(people))).all()
    return {one.id or 0: one for one in found}


def _last_steps(
    session: Session, appointments: Collection[Appointment]
) -> dict[int, AppointmentStep]:
    """The last thing done to each of these, by its id."""
    found = session.exec(
        select(AppointmentStep)
        .where(col(AppointmentStep.appointment_id).in_([one.id for one in appointments]))
        .order_by(col(AppointmentStep.place))
    ).all()
    return {one.appointment_id: one for one in found}


def _slot(page: _Page, one: Appointment) -> SlotRow:
    zone = page.actor.time_zone
    local = one.starts_at.astimezone(ZoneInfo(zone))
    person = page.people.get(one.coached_id or 0)
    is_over = Slot(one.starts_at, one.minutes).ends_at <= page.at
    is_open = one.status is Status.BOOKED
    latest = latest_day(one.first_at, zone, page.terms.within_days)
    return SlotRow(
        public_id=one.public_id,
        title=person.name if person else booked_word(one.booked),
        coached=person.public_id if person else "",
        time=f"{local:%H:%M}",
        lasts=minutes_word(one.minutes, one.booked_minutes),
        status=str(one.status),
        status_word=status_word(one.status, is_over=is_over),
        mark=status_mark(one.status, is_over=is_over),
        note=_note(page.steps.get(one.id or 0), one, zone, page.at),
        is_open=is_open,
        is_over=is_over,
        is_logged=(one.id or 0) in page.entries,
        is_removable=is_open and is_removable(one.starts_at, one.made_at, page.at),
        shorter=list(shorter_than(one.minutes)) if is_open else [],
        starts_local=local.strftime(LOCAL),
        latest=format_date(latest, "EEEE d MMMM", locale="en_GB"),
        log_link=_log_link(one, person, local.date()),
    )


def _talk(actor: Actor, one: BookedTalk, at: datetime) -> SlotRow:
    """A talk that is held on its own page; nothing of it is settled here."""
    local = one.starts_at.astimezone(ZoneInfo(actor.time_zone))
    is_over = Slot(one.starts_at, MINUTES).ends_at <= at
    return SlotRow(
        public_id=one.public_id,
        title=one.other,
        time=f"{local:%H:%M}",
        lasts=minutes_word(MINUTES, MINUTES),
        status_word=_("Not held yet") if is_over else _("Booked"),
        mark=status_mark(Status.BOOKED, is_over=is_over),
        note=_("Talk after an observation"),
        is_over=is_over,
        link=routes.observation(one.public_id, routes.TALK),
    )


def _log_link(one: Appointment, person: Person | None, on: date) -> str:
    """Where it is logged, with what is known already."""
    if one.booked is Booked.TEAM_PRACTICE:
        return routes.TEAM_PRACTICE
    return routes.log_new(person.public_id, on=on.isoformat()) if person else ""


def _note(step: AppointmentStep | None, one: Appointment, zone: str, at: datetime) -> str:
    """What was done to it last, where that explains how it stands."""
    if step is None or step.move not in {*COUNTS, Move.SHORTENED}:
        return ""
    if step.move is Move.CANCELLED and Slot(one.starts_at, one.minutes).ends_at > at:
        # How it stands says that already.
        return step.reason
    first = one.first_at.astimezone(ZoneInfo(zone))
    was = format_date(first, "EEEE d MMMM", locale="en_GB") + f" {first:%H:%M}"
    words = {
        Move.MOVED: _("Moved from {was}").format(was=was),
        Move.SHORTENED: _("Shortened instead of cancelled"),
        Move.CANCELLED: _("Cancelled"),
        Move.MISSED: _("Missed"),
    }[step.move]
    return f"{words}: {step.reason}" if step.reason else words


def _days(slots: Sequence[tuple[date, SlotRow]], monday: date, today: date) -> list[DayRow]:
    """The days with something on them, today first; in another week from Monday on."""
    days = sorted({on for on, _row in slots}, key=lambda on: (on != today, on))
    if monday == monday_of(today) and today not in days:
        days.insert(0, today)
    return [
        DayRow(
            name=_("Today") if on == today else format_date(on, "EEEE", locale="en_GB"),
            date=format_date(on, "d MMMM", locale="en_GB"),
            is_today=on == today,
            slots=[row for day, row in slots if day == on],
        )
        for on in days
    ]


def _limits(people: Mapping[int, Person], counts: Mapping[int, int]) -> list[LimitRow]:
    """Those with whom something was moved or cancelled, the most first."""
    named = [(people[one].name, count) for one, count in counts.items() if one in people]
    return [
        LimitRow(name=name, word=limit_word(count), mark=limit_mark(count))
        for name, count in sorted(named, key=lambda one: (-one[1], one[0]))
    ]


def _week_name(monday: date) -> str:
    first = format_date(monday, "d MMMM", locale="en_GB")
    last = format_date(monday + timedelta(days=6), "d MMMM y", locale="en_GB")
    return _("{first} to {last}").format(first=first, last=last)
