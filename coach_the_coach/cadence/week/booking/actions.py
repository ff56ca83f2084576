"""Booking ahead: a series in one step, one session, the whole team; and ending a series."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date
from sqlmodel import Session, col, select

from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment, Series
from coach_the_coach.cadence.week.actions import take_out
from coach_the_coach.cadence.week.booking.queries import proposal
from coach_the_coach.cadence.week.booking.rules import (
    AT_FIRST,
    Proposed,
    SeriesDraft,
    crowded,
    free_of,
    problems_in,
    slots_of,
)
from coach_the_coach.cadence.week.queries import taken_between
from coach_the_coach.cadence.week.rules import Slot, our_name
from coach_the_coach.coaching.queries import coached
from coach_the_coach.evidence.actions import keep, turn_stale, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.when import local_day, monday_of
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.booking.rules import said_time
from coach_the_coach.shell import routes


@dataclass(frozen=True)
class BookedTimes:
    """What came of booking."""

    public_id: str
    """Of the series, or of the one appointment."""

    count: int
    skipped: list[str]
    """Days left out because something else is there, in words."""


@logged("series:book", _("booked coaching sessions ahead"), Told.SUBJECT)
def book_series(
    session: Session, actor: Actor, *, draft: SeriesDraft, override: bool = False, at: datetime
) -> BookedTimes:
    """Book a series in one step; what runs into something else is left out.

    The same series once more is the one that is there. Raises NotFound and NotPermitted for a rep
    whom the actor does not coach, Invalid for what does not hold together, where every time is
    taken, and for a fourth one-to-one of a day without `override`.
    """
    person = _begin(session, actor, draft, at)
    if draft.starts is None or draft.until is None or not draft.every_weeks:
        raise Invalid({"every": _("Choose how often.")})
    same = _same(session, actor, draft, person)
    if same is not None:
        nothing_done(session)
        return BookedTimes(same.public_id, 0, [])
    return _book(session, actor, draft, person, override=override, at=at)


@logged("appointment:book", _("booked a coaching session"), Told.SUBJECT)
def book_one(
    session: Session, actor: Actor, *, draft: SeriesDraft, override: bool = False, at: datetime
) -> BookedTimes:
    """Book the first time of a draft alone. Refuses as `book_series`.

    What is there at that very time with the same person is what was meant.
    """
    person = _begin(session, actor, draft, at)
    slots = _free(session, actor, draft, override=override, same=person)
    if isinstance(slots, Appointment):
        nothing_done(session)
        return BookedTimes(slots.public_id, 0, [])
    made = _appointments(actor, draft, person, None, slots[0], at=at)
    session.add_all(made)
    session.flush()
    about(session, person_id=person.id if person else None, thing=made[0].public_id)
    _stale(session, actor, made, at=at)
    if person is not None:
        words = _("{name} has booked a session with you: {time}.")
        time = said_time(made[0].starts_at, person.time_zone)
        said = words.format(name=actor.name, time=time)
        tell(session, person.id or 0, said, link=routes.WEEK, at=at)
    return BookedTimes(made[0].public_id, 1, [])


@logged("series:book-team", _("booked coaching sessions with the whole team"))
def book_team(session: Session, actor: Actor, *, at: datetime) -> int:
    """Book what is proposed for those with too few times; returns with how many.

    Whoever presses twice finds nobody left.
    """
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    lines = proposal(session, actor, at=at)
    people = {
        one.id: one
        for one in session.exec(
            select(Person).where(col(Person.id).in_([line.person_id for line in lines]))
        )
    }
    for line in lines:
        person = people[line.person_id]
        _book(session, actor, _draft_of(line, person), person, override=None, at=at)
    if not lines:
        nothing_done(session)
    return len(lines)


@logged("series:end", _("ended a series of coaching sessions"), Told.SUBJECT)
def end_series(session: Session, actor: Actor, *, public_id: str, at: datetime) -> int:
    """Take what is still to come of a series out of the calendar, but for the next seven days.

    Returns how many were taken out; what is due stays due. Raises NotFound for what is not the
    actor's.
    """
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    series = session.exec(
        visible(Series, actor)
        .where(Series.coach_id == actor.person_id, Series.public_id == public_id)
        .with_for_update()
    ).first()
    if series is None:
        raise NotFound
    if series.ended_at is not None:
        nothing_done(session)
        return 0
    series.ended_at = at
    session.add(series)
    ahead = session.exec(
        select(Appointment).where(
            Appointment.series_id == series.id,
            Appointment.coach_id == actor.person_id,
            Appointment.status == Status.BOOKED,
            Appointment.starts_at > at + timedelta(days=7),
        )
    ).all()
    take_out(session, actor, ahead, at=at)
    if at - series.made_at < timedelta(days=7):
        withdraw(session, series.public_id, at=at, reason=_("The series was ended again."))
    about(session, person_id=series.coached_id, thing=series.public_id)
    if series.coached_id is not None and ahead:
        words = _("{name} has ended your series of sessions. Those of the next seven days stand.")
        tell(session, series.coached_id, words.format(name=actor.name), link=routes.WEEK, at=at)
    return len(ahead)


def _begin(session: Session, actor: Actor, draft: SeriesDraft, at: datetime) -> Person | None:
    """Who is to be coached, once the draft holds together; None for the team and one's own."""
    actor.require(Permission.COACHING_HOLD)
    if problems := problems_in(draft, today=local_day(at, actor.time_zone)):
        raise Invalid(problems)
    person = None
    if draft.booked is Booked.ONE_TO_ONE:
        person = coached(session, actor, draft.who)
    wait_for_people(session, [actor.person_id])
    return person


def _same(
    session: Session, actor: Actor, draft: SeriesDraft, person: Person | None
) -> Series | None:
    """The very series, where it is booked already and not ended."""
    if draft.starts is None or draft.until is None:
        return None
    return session.exec(
        visible(Series, actor).where(
            Series.coach_id == actor.person_id,
            col(Series.coached_id).is_not_distinct_from(person.id if person else None),
            Series.booked == draft.booked,
            Series.clock == f"{draft.starts:%H:%M}",
            Series.starts_on == draft.starts.date(),
            Series.until == draft.until,
            Series.every_weeks == draft.every_weeks,
            col(Series.ended_at).is_(None),
        )
    ).first()


def _book(
    session: Session,
    actor: Actor,
    draft: SeriesDraft,
    person: Person | None,
    *,
    override: bool | None,
    at: datetime,
) -> BookedTimes:
    """A series with whatever of it is free, its evidence, and telling the rep."""
    free = _free(session, actor, draft, override=override)
    if draft.starts is None or draft.until is None or isinstance(free, Appointment):
        raise Invalid({"starts": _("Choose the first day and the time.")})
    series = Series(
        coach_id=actor.person_id,
        coached_id=person.id if person else None,
        booked=draft.booked,
        weekday=draft.starts.weekday(),
        clock=f"{draft.starts:%H:%M}",
        zone=actor.time_zone,
        minutes=draft.minutes,
        every_weeks=draft.every_weeks,
        starts_on=draft.starts.date(),
        until=draft.until,
        made_at=at,
    )
    session.add(series)
    session.flush()
    made = _appointments(actor, draft, person, series.id, *free, at=at)
    session.add_all(made)
    session.flush()
    about(session, person_id=series.coached_id, thing=series.public_id)
    keep(session, actor.person_id, EvidenceKind.BOOKED, series.public_id, at=at, now=at)
    _stale(session, actor, made, at=at)
    if person is not None:
        words = _("{name} has booked a series of sessions with you; the first is {time}.")
        time = said_time(made[0].starts_at, person.time_zone)
        said = words.format(name=actor.name, time=time)
        tell(session, person.id or 0, said, link=routes.WEEK, at=at)
    booked = {on for on, _slot in free}
    skipped = [
        format_date(on, "d MMMM", locale="en_GB")
        for on, _slot in slots_of(draft, actor.time_zone)
        if on not in booked
    ]
    return BookedTimes(series.public_id, len(made), skipped)


def _free(
    session: Session,
    actor: Actor,
    draft: SeriesDraft,
    *,
    override: bool | None,
    same: Person | None = None,
) -> list[tuple[date, Slot]] | Appointment:
    """What of a draft runs into nothing; or the one that is there already with the `same` person.

    Raises Invalid where nothing is left, and for a fourth one-to-one of a day without `override`;
    where that is None such days are left out.
    """
    wanted = slots_of(draft, actor.time_zone)
    day = timedelta(days=1)
    first, last = wanted[0][1].starts_at - day, wanted[-1][1].ends_at + day
    taken = taken_between(session, actor, first=first, last=last)
    free = free_of(wanted, [slot for _booked, slot, _who in taken])
    if not free:
        meant = (draft.booked, wanted[0][1], same.id if same else None)
        if not draft.every_weeks and meant in taken:
            return session.exec(
                visible(Appointment, actor).where(
                    Appointment.coach_id == actor.person_id,
                    Appointment.starts_at == meant[1].starts_at,
                    col(Appointment.coached_id).is_not_distinct_from(meant[2]),
                    col(Appointment.status).in_([Status.BOOKED, Status.HELD]),
                )
            ).one()
        raise Invalid({"starts": _("Something else of yours is booked at that time.")})
    if draft.booked is Booked.ONE_TO_ONE:
        return _few(session, actor, free, taken, override=override)
    return free


def _few(
    session: Session,
    actor: Actor,
    free: list[tuple[date, Slot]],
    taken: list[tuple[Booked | None, Slot, int | None]],
    *,
    override: bool | None,
) -> list[tuple[date, Slot]]:
    """Those that make no day too full, or all of them with `override`."""
    alone = [slot.starts_at for kind, slot, _who in taken if kind is Booked.ONE_TO_ONE]
    full = crowded(free, alone, actor.time_zone)
    fitting = [(on, slot) for on, slot in free if on not in full]
    if not full or (override is None and fitting):
        return fitting
    if not override:
        days = ", ".join(format_date(on, "d MMMM", locale="en_GB") for on in full[:3])
        words = _("Three one-to-ones are booked on that day already: {days}.")
        raise Invalid({"override": words.format(days=days)})
    about(session, detail={"fourth_on": [on.isoformat() for on in full]})
    return free


def _appointments(
    actor: Actor,
    draft: SeriesDraft,
    person: Person | None,
    series_id: int | None,
    *slots: tuple[date, Slot],
    at: datetime,
) -> list[Appointment]:
    made = [
        Appointment(
            coach_id=actor.person_id,
            coached_id=person.id if person else None,
            series_id=series_id,
            booked=draft.booked,
            due_week=monday_of(on),
            starts_at=slot.starts_at,
            first_at=slot.starts_at,
            minutes=slot.minutes,
            booked_minutes=slot.minutes,
            uid="",
            made_at=at,
        )
        for on, slot in slots
    ]
    for one in made:
        one.uid = our_name(one.public_id)
    return made


def _stale(session: Session, actor: Actor, made: list[Appointment], *, at: datetime) -> None:
    days = {one.due_week for one in made} | {
        local_day(one.starts_at, actor.time_zone) for one in made
    }
    turn_stale(session, actor.person_id, days, at=at)


def _draft_of(line: Proposed, person: Person) -> SeriesDraft:
    return SeriesDraft(
        who=person.public_id,
        starts=line.starts,
        minutes=line.minutes,
        every_weeks=line.every_weeks,
        until=line.starts.date() + AT_FIRST,
    )
