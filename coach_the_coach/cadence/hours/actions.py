"""Noting two weeks of time, tap by tap, and closing them."""

from datetime import date, datetime

from sqlalchemy import case, delete
from sqlmodel import Session, col, select

from coach_the_coach.cadence.hours import rules
from coach_the_coach.cadence.hours.queries import held_audit, minutes_of, own_audit, proposed
from coach_the_coach.cadence.hours.tables import TimeAudit, TimeSlot
from coach_the_coach.cadence.rules import Category
from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.audit import DRAFT, about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.when import begins, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell_all
from coach_the_coach.shell import routes


@logged("time_audit:begin", _("began to note two weeks of time"))
def begin_audit(session: Session, actor: Actor, *, at: datetime) -> str:
    """The public id of the actor's running audit, begun today or on Monday where there is none.

    Raises NotPermitted for whoever coaches nobody.
    """
    actor.require(Permission.COACHING_HOLD)
    # Whoever begins it on two devices at once takes turns, and finds the same audit.
    wait_for_people(session, [actor.person_id])
    audit = own_audit(session, actor)
    if audit is not None:
        nothing_done(session)
        return audit.public_id
    audit = TimeAudit(
        person_id=actor.person_id,
        starts_on=rules.first_day(local_day(at, actor.time_zone)),
    )
    session.add(audit)
    session.flush()
    about(session, thing=audit.public_id)
    return audit.public_id


@unlogged(DRAFT)
def tap(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    day: str,
    category: str,
    minutes: int,
    at: datetime,
) -> None:
    """Add minutes to one category of a day, or take them off; never below none.

    Two devices add up. Raises NotFound for what is not the actor's own, Conflict once it is closed,
    Invalid for no step, no category, a day that is none of the ten or still to come, and for more
    than a day has. So does `take_over` where it applies.
    """
    audit = _open_audit(session, actor, public_id)
    on = _day_of(actor, audit, day, at)
    if minutes not in rules.STEPS or category not in list(Category):
        raise Invalid({"day": _("Choose one of the categories and one of its steps.")})
    noted = minutes_of(session, actor, audits=[audit.id or 0])[audit.id or 0]
    total = sum(value for (one, _category), value in noted.items() if one == on)
    if total + minutes > rules.MOST_OF_A_DAY:
        raise Invalid({"day": _("A day has at most {n} hours here.").format(n=16)})
    _add(session, audit, on, Category(category), minutes)


@unlogged(DRAFT)
def take_over(session: Session, actor: Actor, *, public_id: str, day: str, at: datetime) -> None:
    """Take the coaching and training that log and calendar know of as noted for a day."""
    audit = _open_audit(session, actor, public_id)
    on = _day_of(actor, audit, day, at)
    known = proposed(session, actor, days=[on], at=at)
    noted = minutes_of(session, actor, audits=[audit.id or 0])[audit.id or 0]
    after = {key: value for key, value in noted.items() if key[0] == on} | known
    if sum(after.values()) > rules.MOST_OF_A_DAY:
        raise Invalid({"day": _("With that the day would have more than 16 hours.")})
    for (one, category), minutes in known.items():
        slot = session.get(TimeSlot, (audit.id, one, category))
        slot = slot or TimeSlot(time_audit_id=audit.id or 0, day=one, category=category, minutes=0)
        slot.minutes, slot.from_calendar = minutes, True
        session.add(slot)
    session.flush()


@unlogged(DRAFT)
def keep_drops(session: Session, actor: Actor, *, public_id: str, text: str) -> None:
    """Keep what the actor will drop, one thing in a line. Raises Invalid for too much."""
    audit = _open_audit(session, actor, public_id)
    # A null character is text to a browser and not to a database.
    plain = text.replace("\0", "")
    if problems := rules.problems_in_drops(plain):
        raise Invalid(problems)
    audit.drops = plain
    session.add(audit)


@logged("time_audit:close", _("noted two weeks of time"))
def close_audit(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Close it, and offer it to whoever leads the actor directly; it stays as it is.

    Raises Invalid while days are missing, or nothing is to be dropped.
    """
    audit = _open_audit(session, actor, public_id)
    minutes = minutes_of(session, actor, audits=[audit.id or 0])[audit.id or 0]
    if problems := rules.problems_in_closing(rules.coaching_share(minutes), audit.drops):
        raise Invalid(problems)
    audit.closed_at = at
    session.add(audit)
    session.flush()
    about(session, thing=public_id)
    since = begins(max(rules.noted_days(minutes)), actor.time_zone)
    keep(session, actor.person_id, EvidenceKind.TIME_AUDIT, public_id, at=since, now=at)
    leaders = session.exec(
        select(Person.id)
        .join(Reach, col(Reach.ancestor_id) == col(Person.id))
        .where(Reach.descendant_id == actor.person_id, Reach.depth == 1, in_employment(at))
    ).all()
    text = _("{name} noted two weeks of time and says what they will drop.").format(name=actor.name)
    tell_all(
        session,
        dict.fromkeys([one for one in leaders if one], text),
        link=routes.hours(public_id),
        at=at,
    )


@logged("time_audit:begin_anew", _("began anew to note two weeks of time"))
def begin_anew(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Empty the running audit and begin it today or on Monday: for whoever was away."""
    audit = _open_audit(session, actor, public_id)
    session.exec(delete(TimeSlot).where(col(TimeSlot.time_audit_id) == audit.id))
    audit.starts_on = rules.first_day(local_day(at, actor.time_zone))
    session.add(audit)
    about(session, thing=public_id)


def _open_audit(session: Session, actor: Actor, public_id: str) -> TimeAudit:
    """The actor's own running audit. Raises NotFound for any other, Conflict once it is closed."""
    actor.require(Permission.COACHING_HOLD)
    audit = held_audit(session, actor, public_id)
    if audit.closed_at is not None:
        raise Conflict(_("This is closed and stays as it is."))
    return audit


def _day_of(actor: Actor, audit: TimeAudit, day: str, at: datetime) -> date:
    """The day of that name. Raises Invalid for none of the ten, and for one still to come."""
    today = local_day(at, actor.time_zone)
    on = next((one for one in rules.days_of(audit.starts_on) if one.isoformat() == day), None)
    if on is None or on > today:
        raise Invalid({"day": _("Choose one of the ten days, up to today.")})
    return on


def _add(session: Session, audit: TimeAudit, on: date, category: Category, minutes: int) -> None:
    """Add minutes where the row stands, so that nothing read before is written over."""
    said = insert_into(session, TimeSlot).values(
        time_audit_id=audit.id,
        day=on,
        category=category,
        minutes=max(0, minutes),
        from_calendar=False,
    )
    after = col(TimeSlot.minutes) + minutes
    session.exec(
        said.on_conflict_do_update(
            index_elements=["time_audit_id", "day", "category"],
            set_={"minutes": case((after < 0, 0), else_=after), "from_calendar": False},
        )
    )
