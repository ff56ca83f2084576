"""What the figures of a coach are made of, as files without a word of the log."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.figures.making.queries import facts_behind
from coach_the_coach.cadence.figures.making.rules import Facts, counted_over, last_day
from coach_the_coach.cadence.figures.one.rules import (
    ASKED,
    BOOKINGS,
    HOUSE,
    MONTHS,
    SESSIONS,
    TEAM,
    readme,
    table,
    without,
)
from coach_the_coach.cadence.figures.queries import coach_of, months_of, months_until
from coach_the_coach.cadence.figures.rows import BlockerLine, BlockersRow
from coach_the_coach.cadence.figures.rules import MONTHS_SHOWN, Month
from coach_the_coach.cadence.rules import Blocker, Status
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.cadence.week.rules import (
    blocker_counts,
    blocker_question,
    blocker_word,
    quarter_words,
)
from coach_the_coach.foundation.when import (
    begins,
    local_day,
    monday_of,
    month_before,
    quarter_of,
)
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.tables import Person


def figures_files(
    session: Session, actor: Actor, *, public_id: str, at: datetime
) -> dict[str, bytes]:
    """Sessions, bookings, team and months of a year of one coach, as CSV files by name.

    With whom each was and the rhythm with each rep are for the coach and who leads them directly;
    what a rep answered, and from when to when a cycle lasted, for the coach alone. Raises NotFound
    for one the actor cannot see, NotPermitted for one whose figures they may not know.
    """
    coach = coach_of(session, actor, public_id)
    who, today = coach.id or 0, local_day(at, coach.time_zone)
    months = months_until(today, MONTHS_SHOWN)
    facts = facts_behind(session, [(who, month) for month in months], at=at)[who]
    found = months_of(session, actor, {who: coach.time_zone}, months=months, at=at)[who]
    known = [month for month in months if month in found]
    is_named, is_me = _reads_reps(session, actor, coach), who == actor.person_id
    names = _names(session, facts, is_named=is_named)
    of_rep, rhythm = ((), ()) if is_named else (("rep",), ("per_month", "minutes"))
    sessions, bookings = _sessions(facts, known, names, is_me), _bookings(facts, known, names)
    files = {
        "README.txt": readme(is_named=is_named, is_me=is_me),
        "sessions.csv": table(without(SESSIONS, *of_rep), sessions),
        "appointments.csv": table(without(BOOKINGS, *of_rep), bookings),
        "team.csv": table(without(TEAM, *rhythm), _team(facts, known, names)),
        "months.csv": table(MONTHS, _months(found, known, today)),
        "house.csv": table(HOUSE, _house(facts)),
    }
    if is_me:
        asked = [{"date": day} for day in facts.asked_on if day.replace(day=1) in known]
        files["requests.csv"] = table(ASKED, asked)
    return files


def blockers_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> BlockersRow:
    """What was in the way of sessions missed this quarter and the one before, the most often first.

    For the coach and who leads them directly, in three statements; of anybody else there is
    nothing in it. Raises NotFound for one the actor cannot see.
    """
    coach = coach_of(session, actor, public_id)
    zone = coach.time_zone
    this = quarter_of(local_day(at, zone))
    before, after = month_before(this, 3), month_before(this, -3)
    found = session.exec(
        select(Appointment.id, Appointment.first_at, AppointmentStep.blocker)
        .join(AppointmentStep, col(AppointmentStep.appointment_id) == col(Appointment.id))
        .where(
            Appointment.coach_id == coach.id,
            _reads_why(actor),
            Appointment.status == Status.CANCELLED,
            Appointment.first_at >= begins(before, zone),
            Appointment.first_at < begins(after, zone),
            col(AppointmentStep.blocker).is_not(None),
        )
        .order_by(col(AppointmentStep.place))
    ).all()
    # Of one that was settled twice the last says what was in the way.
    last = {one: (first_at, Blocker(why)) for one, first_at, why in found if why}
    now = Counter(why for first_at, why in last.values() if first_at >= begins(this, zone))
    then = Counter(why for first_at, why in last.values() if first_at < begins(this, zone))
    named = sorted({*now, *then}, key=lambda one: (-now[one], -then[one], list(Blocker).index(one)))
    return BlockersRow(
        period=quarter_words(this),
        lines=[
            BlockerLine(
                blocker_word(one), blocker_counts(now[one], then[one]), blocker_question(one)
            )
            for one in named
        ],
    )


def _reads_why(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor reads why sessions were missed: their own, or a report's."""
    return or_(
        col(Appointment.coach_id) == actor.person_id,
        leads_directly(col(Appointment.coach_id), actor, Permission.COACHING_READ),
    )


def _reads_reps(session: Session, actor: Actor, coach: Person) -> bool:
    """Whether the actor reads with whom a coach sat down: the coach, and who leads them directly.

    Others are told minutes by name elsewhere, so a number for each rep would name them too.
    """
    leads = leads_directly(col(Person.id), actor, Permission.COACHING_READ)
    directly = session.exec(select(Person.id).where(Person.id == coach.id, leads)).first()
    return coach.id == actor.person_id or directly is not None


def _names(session: Session, facts: Facts, *, is_named: bool) -> dict[int, str]:
    """What each rep is called in the files."""
    reps = {one.rep for one in facts.team}
    reps |= {one.rep for one in (*facts.held, *facts.bookings) if one.rep is not None}
    reps |= {one.cycle_with for one in facts.held if one.cycle_with is not None}
    if not is_named:
        return {rep: str(place) for place, rep in enumerate(sorted(reps), 1)}
    names = names_of(session, reps)
    # Two of one name are told apart.
    return {rep: f"{names[rep]} ({place})" for place, rep in enumerate(sorted(reps), 1)}


def _sessions(
    facts: Facts, known: list[date], names: Mapping[int, str], is_me: bool
) -> Iterator[dict[str, Any]]:
    """Each session that counts in one of these months, or in one of their weeks."""
    for one in facts.held:
        week = monday_of(one.held_on)
        is_here = {week.replace(day=1), one.held_on.replace(day=1)} & {*known}
        if is_here and one.held_on <= facts.today:
            yield {
                **asdict(one),
                "date": one.held_on,
                "week": week,
                "rep": names.get(one.rep or 0),
                "tied_to_open_cycle": one.is_tied,
                "cycle_with": names.get(one.cycle_with or 0) if is_me else None,
                "cycle_opened": one.cycle_opened if is_me else None,
                "cycle_closed": one.cycle_closed if is_me else None,
                "answer": one.answer if is_me else None,
            }


def _bookings(
    facts: Facts, known: list[date], names: Mapping[int, str]
) -> Iterator[dict[str, Any]]:
    """Each appointment for one of the weeks of these months, or that stands in them."""
    for one in facts.bookings:
        if {one.due_week.replace(day=1), one.starts_on.replace(day=1)} & {*known}:
            yield {
                **asdict(one),
                "date": one.starts_on,
                "rep": names.get(one.rep or 0),
                "for": one.booked,
                "counts_as_booked": one.counts,
                "in_the_log": one.is_logged,
                "moved": one.is_moved,
                "made": _instant(one.made_at),
                "first_begins": _instant(one.first_at),
                "removed": _instant(one.removed_at),
            }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _team(facts: Facts, known: list[date], names: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """Who was in the team on each Monday whose week is over, and at the end of each month."""
    for month in reversed(known):
        last = last_day(facts, month)
        days = [(day, "monday") for day in counted_over(facts, month)] + [(last, "month-end")]
        for day, what in days:
            for one in facts.team:
                if one.is_in(day):
                    yield {
                        "date": day,
                        "is": what,
                        "rep": names[one.rep],
                        "per_month": one.rhythm.per_month,
                        "minutes": one.rhythm.minutes,
                    }


def _house(facts: Facts) -> list[dict[str, Any]]:
    """Since when anything counts; nothing where nothing was done yet."""
    return [{"began": facts.began}] if facts.began <= facts.today else []


def _months(
    found: Mapping[date, Month], known: list[date], today: date
) -> Iterator[dict[str, Any]]:
    """What each of these months came to, newest first."""
    for month in known:
        up_to = min(today, month_before(month, -1) - timedelta(days=1))
        yield {"month": month, "up_to": up_to, **found[month]._asdict()}
