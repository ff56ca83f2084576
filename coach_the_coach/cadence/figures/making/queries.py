"""What the figures of coaches are made of; read as the program, for whoever may see the figures."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, case, col, func, or_, select

from coach_the_coach.cadence.coverage.queries import days_of_record, lets_coach
from coach_the_coach.cadence.figures.making.rules import (
    Booking,
    Facts,
    Held,
    Member,
    but_for,
    closes_on,
    is_known,
    is_slip,
    made,
)
from coach_the_coach.cadence.figures.rules import Month
from coach_the_coach.cadence.policy.rules import (
    CADENCE,
    PRESETS,
    WEEK_HOURS_RULE,
    Rhythm,
    at_day,
    hours_of,
    presets_of,
)
from coach_the_coach.cadence.rules import Move, Status
from coach_the_coach.cadence.tables import (
    Appointment,
    AppointmentStep,
    CadenceOverride,
    CoachOfRecord,
    QuarterHour,
)
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogEntry
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.scope import was_coached
from coach_the_coach.identity.tables import Grant, HouseRule, Person, ReportingLine

AWAY: Final = timedelta(days=1)
"""How far a day lies at most from that of UTC."""

Wanted = Collection[tuple[int, date]]
"""Coaches by id, each with the first day of a month."""

Spans = dict[tuple[date, date], list[int]]
"""Stretches of days, from one until before another, each with the coaches of whom it is asked."""

Turns = Sequence[tuple[date, Rhythm]]
"""From which day on which rhythm is the house's, the oldest first."""


def made_months(session: Session, wanted: Wanted, *, at: datetime) -> dict[tuple[int, date], Month]:
    """What these months of these coaches come to, from the rows; in nine statements or none.

    Months that were over before the house began are left out.
    """
    facts = facts_behind(session, wanted, at=at)
    return {
        (coach, month): made(facts[coach], month)
        for coach, month in wanted
        if coach in facts and is_known(facts[coach], month)
    }


def facts_behind(session: Session, wanted: Wanted, *, at: datetime) -> dict[int, Facts]:
    """All that counts in these months of these coaches, by coach.

    As the program: answers and reasons are read by fewer than are told how many there are.
    """
    if not wanted:
        return {}
    spans = _spans(wanted)
    coaches = sorted({coach for coach, _month in wanted})
    with as_program(session):
        found = session.exec(
            select(Person, *_first_entered()).where(col(Person.id).in_(coaches))
        ).all()
        people = [person for person, *_entered in found]
        # Where nothing was done yet, nothing counts yet.
        entered = (one for _person, *both in found[:1] for one in both if one)
        began = min(entered, default=at + AWAY)
        rules = dict(
            session.exec(
                select(HouseRule.name, HouseRule.value).where(
                    col(HouseRule.name).in_((CADENCE, WEEK_HOURS_RULE))
                )
            ).all()
        )
        zones = {one.id or 0: one.time_zone for one in people}
        house = [(since, PRESETS[one]) for since, one in presets_of(rules.get(CADENCE))]
        teams = _teams(session, spans, zones, house)
        held = _held(session, spans)
        bookings = _bookings(session, spans, zones)
        asked = _asked(session, spans, zones)
    return {
        person.id or 0: Facts(
            today=local_day(at, person.time_zone),
            began=local_day(began, person.time_zone),
            hours=hours_of(rules.get(WEEK_HOURS_RULE)),
            since=person.starts_on,
            until=person.ends_on,
            held=held[person.id or 0],
            bookings=bookings[person.id or 0],
            team=teams[person.id or 0],
            asked_on=asked[person.id or 0],
        )
        for person in people
    }


def _first_entered() -> tuple[Any, Any]:
    """When anything was first entered in the log, and booked, whoever did it and for which day."""
    logged = select(func.min(LogEntry.logged_at)).scalar_subquery()
    return logged, select(func.min(Appointment.made_at)).scalar_subquery()


def _spans(wanted: Wanted) -> Spans:
    """The stretches over which these months reach; an old one of one coach is read of no other."""
    months: dict[int, list[date]] = defaultdict(list)
    for coach, month in sorted(wanted):
        months[coach].append(month)
    spans: Spans = defaultdict(list)
    for coach, each in months.items():
        first, after = each[0], closes_on(each[0])
        for month in each[1:]:
            if month > after:
                spans[first, after].append(coach)
                first = month
            after = closes_on(month)
        spans[first, after].append(coach)
    return spans


def _in_spans(
    coach: Any, spans: Spans, in_span: Callable[[date, date], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """The condition that a row of a coach lies in a stretch that is asked of them."""
    return or_(
        *(
            and_(col(coach).in_(coaches), in_span(first, after))
            for (first, after), coaches in sorted(spans.items())
        )
    )


def _teams(
    session: Session, spans: Spans, zones: dict[int, str], house: Turns
) -> dict[int, list[Member]]:
    """Who reported to whom from when until when, with the rhythm of each stretch of time.

    But for days on which a record names somebody else as their coach: see docs/method.md.
    """
    lines = session.exec(
        select(ReportingLine, Person)
        .join(Person, col(Person.id) == col(ReportingLine.person_id))
        .where(
            _in_spans(
                ReportingLine.manager_id,
                spans,
                lambda first, after: and_(
                    col(ReportingLine.starts_on) < after,
                    or_(col(ReportingLine.ends_on).is_(None), col(ReportingLine.ends_on) > first),
                ),
            ),
            was_coached(),
        )
        .order_by(col(ReportingLine.starts_on), col(ReportingLine.id))
    ).all()
    own: dict[tuple[int, int], list[CadenceOverride]] = defaultdict(list)
    for one in session.exec(
        select(CadenceOverride)
        .where(col(CadenceOverride.coach_id).in_(zones))
        .order_by(col(CadenceOverride.set_at), col(CadenceOverride.id))
    ):
        own[one.coach_id, one.coached_id].append(one)
    named = _named(session, zones)
    teams: dict[int, list[Member]] = defaultdict(list)
    for line, person in lines:
        coach, zone = line.manager_id, zones[line.manager_id]
        starts = max(line.starts_on, person.starts_on or line.starts_on)
        left = person.ends_on + timedelta(days=1) if person.ends_on else None
        until = min((day for day in (line.ends_on, left) if day), default=None)
        rhythms = _rhythms(own[coach, line.person_id], zone, house)
        stays: Iterable[Member] = _stretches(line.person_id, rhythms, starts, until)
        for other, first, after in named.get(line.person_id, ()):
            if other != coach:
                stays = but_for(stays, first, after)
        teams[coach] += stays
    return teams


def _named(
    session: Session, managers: Collection[int]
) -> dict[int, list[tuple[int | None, date, date | None]]]:
    """Whom records name for those who ever reported to these, by rep, and on which days."""
    theirs = select(ReportingLine.person_id).where(col(ReportingLine.manager_id).in_(managers))
    named: dict[int, list[tuple[int | None, date, date | None]]] = defaultdict(list)
    for record, left_on, grant in session.exec(
        select(CoachOfRecord, col(Person.ends_on), Grant)
        .join(Person, col(Person.id) == col(CoachOfRecord.coach_id), isouter=True)
        .join(Grant, lets_coach(Person), isouter=True)
        .where(col(CoachOfRecord.rep_id).in_(theirs))
    ):
        if days := days_of_record(record, left_on, grant):
            named[record.rep_id].append((record.coach_id, *days))
    return named


def _rhythms(
    overrides: Iterable[CadenceOverride], zone: str, house: Turns
) -> list[tuple[date, Rhythm]]:
    """From which day on which rhythm holds: the newest that has not ended, or the house's."""
    all_of = list(overrides)
    turns = {local_day(one.set_at, zone) for one in all_of}
    turns |= {local_day(one.ended_at, zone) for one in all_of if one.ended_at}
    turns |= {since for since, _rhythm in house}
    found = []
    for day in sorted(turns):
        open_ones = [
            one
            for one in all_of
            if local_day(one.set_at, zone) <= day
            and (one.ended_at is None or local_day(one.ended_at, zone) > day)
        ]
        last = open_ones[-1] if open_ones else None
        said = Rhythm(last.per_month, last.minutes) if last else at_day(house, day)
        found.append((day, said))
    return found


def _stretches(
    rep: int, rhythms: list[tuple[date, Rhythm]], starts: date, until: date | None
) -> Iterator[Member]:
    """One stay in a team, cut where the rhythm changed."""
    ends = [day for day, _rhythm in rhythms[1:]] + [None]
    for (since, rhythm), end in zip(rhythms, ends, strict=True):
        begins = max(since, starts)
        over = min((day for day in (end, until) if day), default=None)
        if over is None or begins < over:
            yield Member(rep, rhythm, begins, over)


def _held(session: Session, spans: Spans) -> dict[int, list[Held]]:
    """What the log says, and which of it was on a cycle that was open between the two."""
    is_own = and_(
        col(Cycle.id) == col(LogEntry.cycle_id), col(Cycle.coach_id) == col(LogEntry.coach_id)
    )
    is_open = and_(
        col(Cycle.coached_id) == col(LogEntry.coached_id),
        col(Cycle.opened_on) <= col(LogEntry.held_on),
        or_(col(Cycle.closed_on).is_(None), col(Cycle.closed_on) >= col(LogEntry.held_on)),
    )
    # What was said of a next step that is gone, or another since, is no answer to this one.
    is_answer = and_(
        col(LogAnswer.log_entry_id) == col(Commitment.log_entry_id),
        col(LogAnswer.at) >= col(Commitment.agreed_at),
    )
    found = session.exec(
        select(LogEntry, case((is_open, True), else_=False), col(LogAnswer.answer), Cycle)
        .join(Cycle, is_own, isouter=True)
        .join(Commitment, col(Commitment.log_entry_id) == col(LogEntry.id), isouter=True)
        .join(LogAnswer, is_answer, isouter=True)
        .where(
            _in_spans(
                LogEntry.coach_id,
                spans,
                lambda first, after: and_(
                    col(LogEntry.held_on) >= first, col(LogEntry.held_on) < after
                ),
            ),
            col(LogEntry.withdrawn_at).is_(None),
        )
        .order_by(col(LogEntry.held_on), col(LogEntry.id))
    ).all()
    held: dict[int, list[Held]] = defaultdict(list)
    for one, is_tied, answer, cycle in found:
        held[one.coach_id].append(
            Held(
                rep=one.coached_id,
                held_on=one.held_on,
                form=one.form,
                purpose=one.purpose,
                planned=one.planned,
                complete=one.complete,
                minutes=one.minutes,
                developmental=one.developmental,
                tactical=one.tactical,
                strategic=one.strategic,
                opportunistic=one.opportunistic,
                status=one.status,
                is_tied=bool(is_tied),
                cycle_with=cycle and cycle.coached_id,
                cycle_opened=cycle and cycle.opened_on,
                cycle_closed=cycle and cycle.closed_on,
                answer=answer,
            )
        )
    return held


def _bookings(session: Session, spans: Spans, zones: dict[int, str]) -> dict[int, list[Booking]]:
    """What was booked for these weeks, or stands in them, and what was done to it."""
    is_here = _in_spans(
        Appointment.coach_id,
        spans,
        lambda first, after: or_(
            and_(col(Appointment.due_week) >= first, col(Appointment.due_week) < after),
            _is_about(Appointment.starts_at, first, after),
        ),
    )
    steps: dict[int, list[AppointmentStep]] = defaultdict(list)
    for step in session.exec(
        select(AppointmentStep)
        .join(Appointment, col(Appointment.id) == col(AppointmentStep.appointment_id))
        .where(is_here)
        .order_by(col(AppointmentStep.place))
    ):
        steps[step.appointment_id].append(step)
    bookings: dict[int, list[Booking]] = defaultdict(list)
    stands = and_(
        col(LogEntry.id) == col(Appointment.log_entry_id), col(LogEntry.withdrawn_at).is_(None)
    )
    found = session.exec(
        select(Appointment, LogEntry.id)
        .join(LogEntry, stands, isouter=True)
        .where(is_here)
        .order_by(col(Appointment.id))
    )
    for one, entry in found.all():
        done, zone = steps[one.id or 0], zones[one.coach_id]
        bookings[one.coach_id].append(_booking(one, done, zone, is_logged=entry is not None))
    return bookings


def _booking(
    one: Appointment, steps: Iterable[AppointmentStep], zone: str, *, is_logged: bool
) -> Booking:
    """One appointment as it counts; logged is what the log says and nobody took back."""
    done = list(steps)
    removed = [step.at for step in done if step.move is Move.REMOVED]
    removed_at = removed[-1] if removed else one.settled_at
    return Booking(
        rep=one.coached_id,
        booked=one.booked,
        status=one.status,
        due_week=one.due_week,
        starts_on=local_day(one.starts_at, zone),
        booked_minutes=one.booked_minutes,
        is_logged=is_logged,
        is_moved=any(step.move is Move.MOVED for step in done),
        bypasses=sum(not step.allowed for step in done),
        is_late=one.made_at is not None and one.made_at > one.first_at,
        removed_on=local_day(removed_at, zone) if removed_at else None,
        is_undone=is_slip(one.made_at, removed_at),
        made_at=one.made_at,
        first_at=one.first_at,
        imported=one.imported,
        removed_at=removed_at if one.status is Status.REMOVED else None,
    )


def _asked(session: Session, spans: Spans, zones: dict[int, str]) -> dict[int, list[date]]:
    """On which days reps asked for a quarter of an hour."""
    asked: dict[int, list[date]] = defaultdict(list)
    found = session.exec(
        select(QuarterHour.coach_id, QuarterHour.asked_at)
        .where(
            _in_spans(
                QuarterHour.coach_id,
                spans,
                lambda first, after: _is_about(QuarterHour.asked_at, first, after),
            )
        )
        .order_by(col(QuarterHour.asked_at))
    ).all()
    for coach, asked_at in found:
        asked[coach].append(local_day(asked_at, zones[coach]))
    return asked


def _is_about(instant: Any, first: date, after: date) -> ColumnElement[bool]:
    """The condition that an instant is in a stretch of days wherever the coach is, or just not."""
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, after))
    return and_(col(instant) >= begin - AWAY, col(instant) < end + AWAY)
