"""The time of a talk, for the two who will hold it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session, and_, case, col, or_, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment, moment
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.booking.rows import BookingRow, SlotRow
from coach_the_coach.observations.booking.rules import is_late, said_time, slots
from coach_the_coach.observations.scope import is_current, is_its_talk
from coach_the_coach.observations.tables import Observation, Status, Talk

LOCAL = "%Y-%m-%dT%H:%M"
"""How a browser writes a day and a time."""


class BookedTalk(NamedTuple):
    """A talk that has its time and is still to be held: with whom, and over which observation."""

    starts_at: datetime
    other_id: int
    other: str
    public_id: str


def booked_talks(
    session: Session, actor: Actor, *, first: datetime, last: datetime
) -> list[BookedTalk]:
    """The talks of the actor's that are to begin from `first` to `last`, in order.

    In one statement.
    """
    other = case(
        (col(Talk.observer_id) == actor.person_id, col(Talk.observed_id)),
        else_=col(Talk.observer_id),
    )
    # Where both views are open the talk was held, unless one of the two read them alone.
    is_to_come = and_(
        col(Talk.observer_signed_at).is_(None),
        col(Talk.observed_signed_at).is_(None),
        or_(
            col(Talk.shown_at).is_(None),
            and_(col(Talk.read_alone), col(Talk.opened_at).is_(None)),
        ),
    )
    # A correction that is not signed yet shares the talk of the version it corrects.
    is_first = col(Observation.supersedes_id).is_(None)
    found = session.exec(
        select(Talk.booked_for, Person, Observation.public_id)
        .join(Observation, is_its_talk())
        .join(Person, col(Person.id) == other)
        .where(
            sees(Observation, actor, None),
            or_(Talk.observer_id == actor.person_id, Talk.observed_id == actor.person_id),
            col(Talk.booked_for).between(first, last),
            is_to_come,
            is_current(),
            or_(Observation.status == Status.SIGNED, is_first),
        )
        .order_by(col(Talk.booked_for), col(Talk.id))
    ).all()
    return [
        BookedTalk(starts_at, person.id or 0, person.name, public_id)
        for starts_at, person, public_id in found
        if starts_at is not None
    ]


def booking(session: Session, actor: Actor, *, public_id: str, at: datetime) -> BookingRow:
    """When the talk about an observation takes place, and which times are proposed, for the two.

    Raises NotFound for everybody else, and for the one observed while it is a draft unbooked.
    """
    observation, talk = observed_talk(session, actor, public_id)
    watches = observation.observer_id == actor.person_id
    other = session.exec(
        select(Person).where(
            Person.id == (observation.observed_id if watches else observation.observer_id)
        )
    ).one()
    starts_at = talk.booked_for if talk else None
    proposed = slots(at, actor.time_zone, other.time_zone)
    return BookingRow(
        public_id=public_id,
        zone=actor.time_zone,
        watches=watches,
        other=other.name,
        booked=_said(starts_at, actor.time_zone, at),
        is_late=starts_at is not None and is_late(starts_at, _chosen_at(talk, at), actor.time_zone),
        is_past=starts_at is not None and starts_at < at,
        may_choose=(watches or starts_at is not None) and not is_settled(talk),
        slots=[
            SlotRow(one.isoformat(), moment(one, actor.time_zone, at).words) for one in proposed
        ],
        least=at.astimezone(ZoneInfo(actor.time_zone)).strftime(LOCAL),
    )


def observed_talk(
    session: Session, actor: Actor, public_id: str, *, held: bool = False
) -> tuple[Observation, Talk | None]:
    """An observation in which the actor takes part and its talk, if there is one yet.

    `held` holds the talk until the transaction ends. Raises NotFound for everybody but the two,
    and for the one observed while it is a draft without a time for the talk.
    """
    parts = visible(Observation, actor).where(Observation.public_id == public_id)
    observation = session.exec(parts).first()
    if observation is None:
        raise NotFound
    theirs = select(Talk).where(
        Talk.coaching_session_id == observation.coaching_session_id,
        Talk.observer_id == observation.observer_id,
    )
    if held:
        theirs = theirs.with_for_update().execution_options(populate_existing=True)
    talk = session.exec(theirs).first()
    is_booked = talk is not None and talk.booked_for is not None
    # One that waits for a second observer is a draft to everybody but its own.
    is_handed_over = observation.status is Status.SIGNED
    if not is_handed_over and not is_booked and observation.observer_id != actor.person_id:
        raise NotFound
    return observation, talk


def is_settled(talk: Talk | None) -> bool:
    """Whether one of the two has signed the talk: then its time is no longer a question."""
    return talk is not None and bool(talk.observer_signed_at or talk.observed_signed_at)


def _said(starts_at: datetime | None, zone: str, at: datetime) -> Moment:
    """A time as it is said: one further away than a week by its date, for one must be there."""
    said = moment(starts_at, zone, at)
    if starts_at is None or abs(starts_at - at) < timedelta(days=6):
        return said
    return replace(said, words=said_time(starts_at, zone))


def _chosen_at(talk: Talk | None, at: datetime) -> datetime:
    return talk.booked_at or at if talk else at
