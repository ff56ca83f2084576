"""Where somebody's time went: for themself, and once closed for whoever leads them directly."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.hours import rules
from coach_the_coach.cadence.hours.rows import (
    AuditRow,
    CategoryRow,
    DayRow,
    HoursRow,
    PastAudit,
    ShareRow,
    TimePart,
)
from coach_the_coach.cadence.hours.tables import TimeAudit, TimeSlot
from coach_the_coach.cadence.rules import Category, Status
from coach_the_coach.cadence.tables import Appointment
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import begins, day, local_day, said_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly, sees, visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

PAST: Final = 5
"""Closed audits shown. Source: docs/method.md#time-audit."""

WAITING: Final = 20
"""Most lines of one sort that wait. Source: docs/method.md#lists."""

Minutes = dict[tuple[date, Category], int]


def own_audit(session: Session, actor: Actor) -> TimeAudit | None:
    """The audit that the actor is noting; None where none is running."""
    return session.exec(
        visible(TimeAudit, actor)
        .where(TimeAudit.person_id == actor.person_id, col(TimeAudit.closed_at).is_(None))
        .order_by(col(TimeAudit.id).desc())
    ).first()


def minutes_of(session: Session, actor: Actor, *, audits: Collection[int]) -> dict[int, Minutes]:
    """What is noted in these audits by day and category, of those the actor may read."""
    found = session.exec(
        select(TimeSlot)
        .join(TimeAudit, col(TimeAudit.id) == col(TimeSlot.time_audit_id))
        .where(readable(actor), col(TimeAudit.id).in_(audits))
        .execution_options(populate_existing=True)
    ).all()
    minutes: dict[int, Minutes] = {audit: {} for audit in audits}
    for slot in found:
        minutes[slot.time_audit_id][slot.day, slot.category] = slot.minutes
    return minutes


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor reads an audit: their own, or a closed one of who reports."""
    led = leads_directly(col(TimeAudit.person_id), actor, Permission.COACHING_SIGN)
    return or_(sees(TimeAudit, actor, None), and_(led, col(TimeAudit.closed_at).is_not(None)))


def proposed(session: Session, actor: Actor, *, days: Sequence[date], at: datetime) -> Minutes:
    """Coaching and training that the actor's log and calendar know of on these days, until `at`."""
    if not days:
        return {}
    zone = actor.time_zone
    entries = session.exec(
        visible(LogEntry, actor).where(
            LogEntry.coach_id == actor.person_id,
            col(LogEntry.withdrawn_at).is_(None),
            col(LogEntry.held_on).in_(days),
        )
    ).all()
    booked = session.exec(
        visible(Appointment, actor).where(
            Appointment.coach_id == actor.person_id,
            col(Appointment.log_entry_id).is_(None),
            col(Appointment.status).in_([Status.BOOKED, Status.HELD]),
            col(Appointment.starts_at) >= begins(min(days), zone),
            col(Appointment.starts_at) < min(at, begins(max(days) + timedelta(days=1), zone)),
        )
    ).all()
    return rules.proposals(
        [
            rules.Held(one.held_on, one.form, one.purpose, one.minutes, one.coached_id)
            for one in entries
        ],
        [
            rules.Planned(local_day(one.starts_at, zone), one.booked, one.minutes, one.coached_id)
            for one in booked
        ],
    )


def hours_page(session: Session, actor: Actor, *, asked: str, at: datetime) -> HoursRow:
    """The actor's own page with the day `asked` open, or today where it is none of the days."""
    actor.require(Permission.COACHING_HOLD)
    today = local_day(at, actor.time_zone)
    running = own_audit(session, actor)
    past = _past(session, actor, today)
    if running is None:
        first = rules.first_day(today)
        return HoursRow(starts_next=said_day(first, today), past=past)
    return HoursRow(is_running=True, audit=_running(session, actor, running, asked, at), past=past)


def share_row(minutes: Minutes) -> ShareRow:
    """What the noted days came to, in words and for the drawing."""
    found = rules.coaching_share(minutes)
    made_of = _("{coaching} of coaching and training in {all}, noted on {days} days").format(
        coaching=rules.duration_words(found.coaching),
        all=rules.duration_words(found.minutes),
        days=found.days,
    )
    if found.share is None:
        return ShareRow(sentence=rules.missing_words(found.missing), made_of=made_of)
    figure = f"{found.share * 100 // 1}\u00a0%"
    return ShareRow(
        is_known=True,
        share=int(found.share * 1000) / 10,
        figure=figure,
        sentence=_("{figure} of the time went to coaching: {band}.").format(
            figure=figure, band=rules.band_word(rules.band(found.share))
        ),
        made_of=made_of,
        parts=[
            TimePart(
                rules.category_word(category),
                round(100 * noted / found.minutes, 1),
                rules.duration_words(noted),
            )
            for category, noted in rules.totals(minutes).items()
        ],
    )


def period_words(starts_on: date, today: date) -> str:
    """From when to when, in words."""
    days = rules.days_of(starts_on)
    first, last = day(days[0], today).exact, day(days[-1], today).exact
    return _("{first} to {last}").format(first=first, last=last)


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """Today is not noted, the two weeks are over, or somebody names what they will drop."""
    return [*_own_lines(session, actor, at), *_offered(session, actor)]


def _own_lines(session: Session, actor: Actor, at: datetime) -> list[NextLine]:
    running = own_audit(session, actor)
    if running is None:
        return []
    today = local_day(at, actor.time_zone)
    days = rules.days_of(running.starts_on)
    minutes = minutes_of(session, actor, audits=[running.id or 0])[running.id or 0]
    noted = {on for (on, _category), value in minutes.items() if value}
    text = ""
    if today > days[-1]:
        text = _("Your two weeks of time are over. See where they went.")
    elif today in days and today not in noted:
        text = _("Where did your time go today? Nothing is noted yet.")
    if not text:
        return []
    since = begins(min(today, days[-1]), actor.time_zone).isoformat()
    return [NextLine(text, _("Note it"), routes.HOURS, 1, since)]


def _offered(session: Session, actor: Actor) -> list[NextLine]:
    """What those who report directly to the actor have closed and nobody has agreed to."""
    found = session.exec(
        select(TimeAudit, Person)
        .join(Person, col(Person.id) == col(TimeAudit.person_id))
        .where(
            leads_directly(col(TimeAudit.person_id), actor, Permission.COACHING_SIGN),
            col(TimeAudit.closed_at).is_not(None),
            col(TimeAudit.agreed_at).is_(None),
        )
        .order_by(col(TimeAudit.closed_at), col(TimeAudit.id))
        .limit(WAITING)
    ).all()
    return [
        NextLine(
            text=_("{name} noted two weeks of time and says what they will drop.").format(
                name=person.name
            ),
            action=_("Read and agree"),
            link=routes.hours(audit.public_id),
            rank=0,
            since=audit.closed_at.isoformat() if audit.closed_at else "",
        )
        for audit, person in found
    ]


def _running(
    session: Session, actor: Actor, audit: TimeAudit, asked: str, at: datetime
) -> AuditRow:
    """A running audit with one day open."""
    today = local_day(at, actor.time_zone)
    minutes = minutes_of(session, actor, audits=[audit.id or 0])[audit.id or 0]
    days = rules.days_of(audit.starts_on)
    past = [one for one in days if one <= today]
    wanted = next((one for one in past if one.isoformat() == asked), past[-1] if past else None)
    share = rules.coaching_share(minutes)
    row = AuditRow(
        public_id=audit.public_id,
        period=period_words(audit.starts_on, today),
        days=[_day_row(one, minutes, today) for one in days],
        noted=_("{n} of {all} days noted").format(n=share.days, all=rules.DAYS),
        share=share_row(minutes),
        can_close=not share.missing,
        drops=audit.drops,
    )
    if wanted is None:
        return row
    known = proposed(session, actor, days=[wanted], at=at)
    total = sum(value for (on, _category), value in minutes.items() if on == wanted)
    return AuditRow(
        **{
            **vars(row),
            "day": wanted.isoformat(),
            "day_word": day(wanted, today).words,
            "day_total": rules.duration_words(total),
            "categories": [_category_row(one, minutes.get((wanted, one), 0)) for one in Category],
            "proposal": _proposal_words(known, minutes),
        }
    )


def _proposal_words(known: Minutes, minutes: Minutes) -> str:
    """What log and calendar say where it differs from what is noted; empty for nothing."""
    differs = {key: value for key, value in known.items() if minutes.get(key, 0) != value}
    if not differs:
        return ""
    said = ", ".join(
        f"{rules.category_word(category)} {rules.duration_words(value)}"
        for (_on, category), value in sorted(differs.items())
    )
    return _("Your log and calendar say: {said}.").format(said=said)


def _category_row(category: Category, noted: int) -> CategoryRow:
    return CategoryRow(
        key=str(category),
        word=rules.category_word(category),
        meaning=rules.category_meaning(category),
        noted=rules.duration_words(noted),
        is_empty=noted == 0,
        not_the_job=category in rules.NOT_THE_JOB,
    )


def _day_row(on: date, minutes: Minutes, today: date) -> DayRow:
    total = sum(value for (one, _category), value in minutes.items() if one == on)
    state, mark = _("Open"), "plain"
    if on > today:
        state = _("To come")
    elif on in rules.noted_days(minutes):
        state, mark = _("Noted"), "done"
    elif total:
        state, mark = _("Begun"), "underway"
    return DayRow(
        key=on.isoformat(),
        word=day(on, today).exact.rpartition(" ")[0],
        total=rules.duration_words(total),
        state=state,
        mark=mark,
        is_open=on <= today,
    )


def _past(session: Session, actor: Actor, today: date) -> list[PastAudit]:
    found = session.exec(
        visible(TimeAudit, actor)
        .where(TimeAudit.person_id == actor.person_id, col(TimeAudit.closed_at).is_not(None))
        .order_by(col(TimeAudit.closed_at).desc(), col(TimeAudit.id).desc())
        .limit(PAST)
    ).all()
    minutes = minutes_of(session, actor, audits=[one.id or 0 for one in found])
    names = names_of(session, [one.agreed_by_id for one in found if one.agreed_by_id])
    return [
        PastAudit(
            public_id=one.public_id,
            period=period_words(one.starts_on, today),
            closed=day(local_day(one.closed_at, actor.time_zone), today),
            share=share_row(minutes[one.id or 0]),
            drops=rules.drops_in(one.drops),
            agreed=agreed_words(names.get(one.agreed_by_id or 0, "")),
        )
        for one in found
        if one.closed_at
    ]


def agreed_words(name: str) -> str:
    """Who agreed; that nobody has for an empty name."""
    return _("{name} agreed").format(name=name) if name else _("Not agreed yet")


def held_audit(session: Session, actor: Actor, public_id: str) -> TimeAudit:
    """The actor's own audit, held so that two devices take turns. Raises NotFound for any other."""
    audit = session.exec(
        visible(TimeAudit, actor)
        .where(TimeAudit.public_id == public_id, TimeAudit.person_id == actor.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if audit is None:
        raise NotFound
    return audit
