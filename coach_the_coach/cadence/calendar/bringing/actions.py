"""Keeping a calendar until it is decided about, bringing it in, and letting it go."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from coach_the_coach.cadence.calendar.bringing.queries import (
    PURPOSE,
    changes_of,
    key_of,
    waiting_file,
)
from coach_the_coach.cadence.calendar.bringing.rules import (
    WAITS,
    Brought,
    Change,
    Changed,
    Said,
    field_of,
    text_of,
)
from coach_the_coach.cadence.contract.queries import contract_of
from coach_the_coach.cadence.rules import Booked, Move, Status
from coach_the_coach.cadence.tables import Appointment
from coach_the_coach.cadence.week.actions import keep_step
from coach_the_coach.cadence.week.booking.rules import OWN, TEAM
from coach_the_coach.cadence.week.queries import taken_between
from coach_the_coach.coaching.queries import team
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.foundation.audit import about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.keys import sealed
from coach_the_coach.foundation.when import local_day, monday_of
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Passing
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell_all
from coach_the_coach.shell import routes


@unlogged("a file that waits to be decided about has changed nothing")
def keep_calendar(session: Session, actor: Actor, *, found: Brought, at: datetime) -> None:
    """Have what a file says wait, in place of the one before."""
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    _let_go(session, actor)
    value = sealed(PURPOSE, text_of(found))
    session.add(Passing(key=key_of(actor), value=value, ends_at=at + WAITS))


@unlogged("letting go of what waits changes nothing")
def leave_calendar(session: Session, actor: Actor) -> None:
    """Let go of what waits: nothing of the file stays."""
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    _let_go(session, actor)


@logged("calendar:bring", _("brought in coaching sessions from a calendar"))
def bring_in(
    session: Session, actor: Actor, *, who: Mapping[str, str], reason: str, at: datetime
) -> dict[Change, int]:
    """Do what the file that waits says, and let go of it; returns how many changes of each sort.

    `who` says for each new event whom it is with, by the name of its field; what is left out is
    not brought in, and nothing is kept of it. Raises Conflict where nothing waits any more,
    Invalid for somebody who is not of the team.
    """
    actor.require(Permission.COACHING_HOLD)
    wait_for_people(session, [actor.person_id])
    brought = waiting_file(session, actor, at=at)
    if brought is None or brought.problem:
        raise Conflict(_("This file waits no longer. Choose it once more."))
    changes = changes_of(session, actor, brought, at=at)
    people = {one.public_id: one.id or 0 for one in team(session, actor, at=at)}
    new = _new(session, actor, changes, who, people, at=at)
    changed = _change_known(session, actor, changes, reason, at=at)
    session.add_all(new)
    session.flush()
    _let_go(session, actor)
    counts = Counter(changed.counts) + Counter({Change.NEW: len(new)})
    if not counts:
        nothing_done(session)
    days = {one.due_week for one in new} | {
        local_day(one.starts_at, actor.time_zone) for one in new
    }
    turn_stale(session, actor.person_id, days, at=at)
    _tell(session, actor, Counter(changed.people) + Counter(one.coached_id or 0 for one in new), at)
    # An import is about many: whom the last step was about must not stand for all of them.
    about(session, detail={str(change): count for change, count in counts.items()})
    return dict(counts)


@dataclass(frozen=True)
class _Done:
    """What was changed of what is known: of each sort, and with whom how often."""

    counts: Mapping[Change, int]
    people: Mapping[int, int]


def _new(
    session: Session,
    actor: Actor,
    changes: Sequence[Changed],
    who: Mapping[str, str],
    people: Mapping[str, int],
    *,
    at: datetime,
) -> list[Appointment]:
    """New appointments for what was chosen. Raises Invalid for somebody not of the team."""
    chosen = [
        (one, who.get(field_of(one.said.uid), "")) for one in changes if one.change is Change.NEW
    ]
    taken = set()
    if chosen:
        first, last = chosen[0][0].said.starts_at, chosen[-1][0].said.starts_at
        there = taken_between(session, actor, first=first, last=last)
        taken = {(slot.starts_at, person) for _booked, slot, person in there}
    made = []
    for one, value in chosen:
        if not value:
            continue
        if value not in {TEAM, OWN, *people}:
            raise Invalid({field_of(one.said.uid): _("Choose somebody from the list.")})
        person = people.get(value)
        # Booked here and kept in the calendar by hand: it is the same one.
        if (one.said.starts_at, person) not in taken:
            made.append(_appointment(actor, one, value, person, at))
    return made


def _appointment(
    actor: Actor, one: Changed, value: str, person: int | None, at: datetime
) -> Appointment:
    said = one.said
    booked = {TEAM: Booked.TEAM_PRACTICE, OWN: Booked.BLOCK}.get(value, Booked.ONE_TO_ONE)
    return Appointment(
        coach_id=actor.person_id,
        coached_id=person,
        booked=booked,
        due_week=monday_of(local_day(said.starts_at, actor.time_zone)),
        starts_at=said.starts_at,
        first_at=said.starts_at,
        minutes=said.minutes,
        booked_minutes=said.minutes,
        uid=said.uid,
        recurrence=said.recurrence,
        sequence=said.sequence or 0,
        seen_sequence=said.sequence,
        seen_starts_at=said.starts_at,
        seen_minutes=said.minutes,
        imported=True,
        made_at=at,
    )


def _keep_seen(one: Appointment, said: Said) -> None:
    """Keep what the file says of it: only what differs from it is new the next time."""
    if one.uid != said.uid:
        # By our own name: what the calendar said that it came from stays as it was seen there.
        one.sequence = max(one.sequence, said.sequence or 0)
        return
    one.recurrence = said.recurrence
    one.seen_starts_at, one.seen_minutes = said.starts_at, said.minutes
    one.seen_cancelled = said.is_cancelled
    if said.sequence is not None:
        one.seen_sequence = said.sequence
        # Our own calendar goes on from there: a program takes nothing older in.
        one.sequence = max(one.sequence, said.sequence)


def _change_known(
    session: Session, actor: Actor, changes: Sequence[Changed], reason: str, *, at: datetime
) -> _Done:
    """Do to what is known what the file says of it, and keep each step."""
    known = {
        one.public_id: one for one in changes if one.public_id and one.change is not Change.OLDER
    }
    found = session.exec(
        select(Appointment)
        .where(
            Appointment.coach_id == actor.person_id,
            col(Appointment.public_id).in_([*known]),
            Appointment.status == Status.BOOKED,
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
        .with_for_update()
    ).all()
    reasons = contract_of(session, actor, coach_id=actor.person_id).reasons
    counts: Counter[Change] = Counter()
    people: Counter[int] = Counter()
    for one in found:
        changed = known[one.public_id]
        was, shorter = one.starts_at, changed.said.minutes < one.minutes
        _keep_seen(one, changed.said)
        if changed.change is Change.SEEN:
            session.add(one)
            continue
        counts[changed.change] += 1
        people[one.coached_id or 0] += 1
        said = {"at": at, "reason": reason[:120], "reasons": reasons}
        if changed.change is Change.CANCELLED:
            one.status, one.settled_at = Status.CANCELLED, at
            keep_step(session, actor, one, Move.CANCELLED, **said)
        if changed.change is Change.MOVED:
            one.starts_at = changed.said.starts_at
            keep_step(session, actor, one, Move.MOVED, was=was, **said)
        if changed.change is not Change.CANCELLED and shorter:
            one.minutes = changed.said.minutes
            keep_step(session, actor, one, Move.SHORTENED, at=at)
    return _Done(counts, people)


def _tell(session: Session, actor: Actor, people: Mapping[int, int], at: datetime) -> None:
    """Tell each rep once how many of their times are new or changed."""
    told = {
        person: _n(
            "{name} has changed {n} of your times together.",
            "{name} has changed {n} of your times together.",
            count,
        ).format(name=actor.name, n=count)
        for person, count in people.items()
        if person
    }
    tell_all(session, told, link=routes.WEEK, at=at)


def _let_go(session: Session, actor: Actor) -> None:
    session.exec(delete(Passing).where(col(Passing.key) == key_of(actor)))
