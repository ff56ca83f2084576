"""What a coach does to an appointment: move, shorten, cancel, miss, settle, remove, open anew."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from coach_the_coach.cadence.contract.queries import contract_of
from coach_the_coach.cadence.rules import Blocker, Booked, Move, Status
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.cadence.week.queries import (
    fitting_entries,
    own_appointment,
    taken_between,
    unsettled,
)
from coach_the_coach.cadence.week.rules import (
    FROM,
    STANDS,
    Slot,
    is_allowed,
    is_full,
    is_removable,
    overlaps,
    problems_in_move,
    problems_in_reason,
    shorter_than,
)
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.when import local_day, monday_of
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.booking.rules import said_time
from coach_the_coach.shell import routes

DAY = timedelta(days=1)


@logged("appointment:move", _("moved a coaching session"), Told.SUBJECT)
def move(
    session: Session,
    actor: Actor,
    *,
    public_id: str,
    starts_at: datetime | None,
    reason: str,
    override: bool = False,
    at: datetime,
) -> None:
    """Have it take place at another time; a fourth on that day only with `override`.

    Raises NotFound for what is not the actor's as coach, Invalid for a time that does not fit or
    without a reason, Conflict where it is settled already; so does every step. To take the same
    step once more does nothing.
    """
    one = _own(session, actor, public_id)
    if one.starts_at == starts_at and one.status is Status.BOOKED:
        nothing_done(session)
        return
    _require(one, Move.MOVED)
    terms = contract_of(session, actor, coach_id=actor.person_id)
    problems = problems_in_move(
        starts_at,
        first_at=one.first_at,
        zone=actor.time_zone,
        within_days=terms.within_days,
        at=at,
    )
    # The coach's own protected time moves without a word to anybody.
    if one.booked is not Booked.BLOCK:
        problems |= problems_in_reason(reason)
    if problems or starts_at is None:
        raise Invalid(problems)
    require_room(session, actor, Slot(starts_at, one.minutes), one=one, override=override)
    was = one.starts_at
    one.starts_at = starts_at
    keep_step(session, actor, one, Move.MOVED, at=at, reason=reason, reasons=terms.reasons, was=was)
    _tell_moved(session, actor, one, at=at)


@logged("appointment:shorten", _("shortened a coaching session"), Told.SUBJECT)
def shorten(session: Session, actor: Actor, *, public_id: str, minutes: int, at: datetime) -> None:
    """Have it take 15 or 30 minutes instead of falling out; this counts towards no limit."""
    one = _own(session, actor, public_id)
    if one.minutes == minutes and one.status is Status.BOOKED:
        nothing_done(session)
        return
    _require(one, Move.SHORTENED)
    if minutes not in shorter_than(one.minutes):
        raise Invalid({"minutes": _("Choose one of the lengths offered.")})
    one.minutes = minutes
    keep_step(session, actor, one, Move.SHORTENED, at=at)
    if one.coached_id is not None:
        _tell(
            session,
            one.coached_id,
            _("{name} has shortened your session to {n} minutes: {time}."),
            {"name": actor.name, "n": str(minutes)},
            one.starts_at,
            at,
        )


@logged("appointment:cancel", _("cancelled a coaching session"), Told.SUBJECT)
def cancel(session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime) -> None:
    """Have it fall out, and say why; what is due stays due."""
    one = _own(session, actor, public_id)
    if one.status is Status.CANCELLED:
        nothing_done(session)
        return
    _require(one, Move.CANCELLED)
    if one.booked is not Booked.BLOCK and (problems := problems_in_reason(reason)):
        raise Invalid(problems)
    terms = contract_of(session, actor, coach_id=actor.person_id)
    one.status, one.settled_at = Status.CANCELLED, at
    keep_step(session, actor, one, Move.CANCELLED, at=at, reason=reason, reasons=terms.reasons)
    if one.coached_id is not None:
        _tell(
            session,
            one.coached_id,
            _("{name} has cancelled your session of {time}."),
            {"name": actor.name},
            one.starts_at,
            at,
        )


@logged("appointment:miss", _("noted that a coaching session did not take place"), Told.SUBJECT)
def mark_missed(
    session: Session, actor: Actor, *, public_id: str, blocker: str, at: datetime
) -> None:
    """Note that it did not take place, and what was in the way; it counts as one cancelled.

    Raises Invalid for what is still to come, or without one of the six that are offered.
    """
    one = _own(session, actor, public_id)
    if one.status is Status.CANCELLED:
        nothing_done(session)
        return
    _require(one, Move.MISSED)
    if one.starts_at > at:
        raise Invalid({"blocker": _("It is still to come. Move it, shorten it or cancel it.")})
    if blocker not in set(Blocker):
        raise Invalid({"blocker": _("Choose what was in the way.")})
    one.status, one.settled_at = Status.CANCELLED, at
    keep_step(session, actor, one, Move.MISSED, at=at, blocker=Blocker(blocker))


@logged("appointment:settle", _("settled a coaching session as held"), Told.SUBJECT)
def settle_held(session: Session, actor: Actor, *, public_id: str, at: datetime) -> bool:
    """Settle it as held with what the log holds of it; False where the log has nothing yet.

    Protected time needs no log. Raises Conflict for what is still to come.
    """
    one = _own(session, actor, public_id)
    if one.status is Status.HELD:
        nothing_done(session)
        return True
    _require(one, Move.HELD)
    if one.starts_at > at:
        raise Conflict(_("It is still to come."))
    entry = fitting_entries(session, actor, [one], at=at).get(one.id or 0)
    if entry is None and one.booked is not Booked.BLOCK:
        nothing_done(session)
        return False
    _hold(session, actor, one, entry.id if entry else None, at=at)
    return True


@logged("appointment:settle-week", _("settled the coaching sessions of a week"))
def settle_logged(session: Session, actor: Actor, *, back: int, at: datetime) -> int:
    """Settle as held whatever of that week the log holds; returns how many they were."""
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    monday = monday_of(local_day(at, actor.time_zone)) - timedelta(weeks=back)
    waiting = unsettled(session, actor, mondays=[monday], at=at)
    entries = fitting_entries(session, actor, waiting, at=at)
    held = [one for one in waiting if one.id in entries]
    for one in held:
        one.status, one.settled_at, one.log_entry_id = Status.HELD, at, entries[one.id or 0].id
    keep_steps(session, actor, held, Move.HELD, at=at)
    # It is about many: none of them must stand for all.
    about(session, detail={"week": monday.isoformat(), "held": len(held)})
    if not held:
        nothing_done(session)
    return len(held)


@logged("appointment:remove", _("took a coaching session out of the calendar"), Told.SUBJECT)
def remove(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Take it out of the calendar; what is due stays due.

    Raises Invalid for what is so near that it is cancelled with a reason.
    """
    one = _own(session, actor, public_id)
    if one.status is Status.REMOVED:
        nothing_done(session)
        return
    _require(one, Move.REMOVED)
    if not is_removable(one.starts_at, one.made_at, at):
        raise Invalid({"reason": _("It is within a week: shorten it, or cancel it with a reason.")})
    take_out(session, actor, [one], at=at)
    about(session, person_id=one.coached_id, thing=one.public_id)
    if one.coached_id is not None:
        words = _("{name} has taken your session of {time} out of the calendar.")
        _tell(session, one.coached_id, words, {"name": actor.name}, one.starts_at, at)


@logged("appointment:reopen", _("took back how a coaching session was settled"), Told.SUBJECT)
def reopen(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Have it stand as booked again. Raises Conflict where something else is there by now."""
    one = _own(session, actor, public_id)
    if one.status is Status.BOOKED:
        nothing_done(session)
        return
    _require(one, Move.REOPENED)
    if one.status is not Status.HELD:
        slot = Slot(one.starts_at, one.minutes)
        taken = taken_between(session, actor, first=slot.starts_at, last=slot.ends_at)
        if overlaps(slot, [other for _booked, other, _who in taken]):
            raise Conflict(_("Something else is booked at that time by now."))
    fell_out = one.status is not Status.HELD
    one.status, one.settled_at, one.log_entry_id = Status.BOOKED, None, None
    keep_step(session, actor, one, Move.REOPENED, at=at)
    if fell_out and one.coached_id is not None and one.starts_at > at:
        words = _("{name} has taken it back: your session stands, {time}.")
        _tell(session, one.coached_id, words, {"name": actor.name}, one.starts_at, at)


def take_out(
    session: Session, actor: Actor, appointments: Sequence[Appointment], *, at: datetime
) -> None:
    """Take out of the calendar what its caller has found removable, and keep the steps."""
    for one in appointments:
        one.status, one.settled_at = Status.REMOVED, at
    keep_steps(session, actor, appointments, Move.REMOVED, at=at)


def require_room(
    session: Session, actor: Actor, slot: Slot, *, one: Appointment, override: bool
) -> None:
    """Go on only where the actor's day has room for it. Raises Invalid.

    What runs into something else never has; a fourth one-to-one of a day has with `override`.
    """
    taken = taken_between(session, actor, first=slot.starts_at - DAY, last=slot.ends_at + DAY)
    # Itself is in no one's way.
    mine = (one.booked, Slot(one.starts_at, one.minutes), one.coached_id)
    if one.id is not None and one.status in STANDS and mine in taken:
        taken.remove(mine)
    if overlaps(slot, [other for _booked, other, _who in taken]):
        raise Invalid({"starts_at": _("Something else of yours is booked at that time.")})
    if one.booked is not Booked.ONE_TO_ONE:
        return
    on = local_day(slot.starts_at, actor.time_zone)
    same = [other.starts_at for kind, other, _who in taken if kind is Booked.ONE_TO_ONE]
    if not is_full(on, same, actor.time_zone):
        return
    if not override:
        raise Invalid({"override": _("Three one-to-ones are booked on that day already.")})
    about(session, detail={"fourth_on": on.isoformat()})


def keep_step(
    session: Session,
    actor: Actor,
    one: Appointment,
    step: Move,
    *,
    at: datetime,
    reason: str = "",
    reasons: Sequence[str] = (),
    was: datetime | None = None,
    blocker: Blocker | None = None,
) -> None:
    """Keep what was done under the next number, and have the figures made anew."""
    keep_steps(
        session,
        actor,
        [one],
        step,
        at=at,
        reason=reason,
        reasons=reasons,
        was=was,
        blocker=blocker,
    )
    about(session, person_id=one.coached_id, thing=one.public_id)


def keep_steps(
    session: Session,
    actor: Actor,
    appointments: Sequence[Appointment],
    step: Move,
    *,
    at: datetime,
    reason: str = "",
    reasons: Sequence[str] = (),
    was: datetime | None = None,
    blocker: Blocker | None = None,
) -> None:
    """Keep what was done to each; it takes as many statements for many as for one."""
    if not appointments:
        return
    for one in appointments:
        one.sequence += 1
        session.add(one)
    session.flush()
    ids = [one.id for one in appointments if one.coach_id == actor.person_id]
    last = dict(
        session.exec(
            select(AppointmentStep.appointment_id, func.max(AppointmentStep.place))
            .where(col(AppointmentStep.appointment_id).in_(ids))
            .group_by(col(AppointmentStep.appointment_id))
        ).all()
    )
    # A null character is text to a browser and not to a database.
    said = reason.replace("\0", "").strip()
    days = set() if was is None else {local_day(was, actor.time_zone)}
    for one in appointments:
        explains = step in (Move.MOVED, Move.CANCELLED) and one.booked is not Booked.BLOCK
        session.add(
            AppointmentStep(
                appointment_id=one.id or 0,
                place=last.get(one.id or 0, 0) + 1,
                by_id=actor.person_id,
                move=step,
                at=at,
                reason=said,
                allowed=is_allowed(said, reasons) if explains else True,
                blocker=blocker,
                starts_at=one.starts_at if step is Move.MOVED else None,
                minutes=one.minutes if step is Move.SHORTENED else None,
            )
        )
        days |= {one.due_week, one.due_week + 6 * DAY, local_day(one.starts_at, actor.time_zone)}
    turn_stale(session, actor.person_id, days, at=at)


def _own(session: Session, actor: Actor, public_id: str) -> Appointment:
    """One of the actor's, held; whoever does two things to it at once does them in turn."""
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    return own_appointment(session, actor, public_id, held=True)


def _require(one: Appointment, step: Move) -> None:
    if one.status not in FROM[step]:
        raise Conflict(_("This is settled already. Take that back first."))


def _hold(
    session: Session, actor: Actor, one: Appointment, entry_id: int | None, *, at: datetime
) -> None:
    one.status, one.settled_at, one.log_entry_id = Status.HELD, at, entry_id
    keep_step(session, actor, one, Move.HELD, at=at)


def _tell_moved(session: Session, actor: Actor, one: Appointment, *, at: datetime) -> None:
    if one.coached_id is not None:
        words = _("{name} has moved your session: {time}.")
        _tell(session, one.coached_id, words, {"name": actor.name}, one.starts_at, at)


def _tell(
    session: Session,
    person_id: int,
    words: str,
    names: dict[str, str],
    starts_at: datetime,
    at: datetime,
) -> None:
    """Tell the one coached, with the time as it is where they are; no reason in it."""
    zone = session.get_one(Person, person_id).time_zone
    said = words.format(**names, time=said_time(starts_at, zone))
    tell(session, person_id, said, link=routes.WEEK, at=at)
