"""Booking the talk, moving it, and the row that everything about a talk hangs on."""

from datetime import datetime

from sqlmodel import Session, SQLModel, select

from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotPermitted
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.booking.queries import is_settled, observed_talk
from coach_the_coach.observations.booking.rules import problems_in_booking, said_time
from coach_the_coach.observations.letters.actions import withdraw_eve, write_eve
from coach_the_coach.observations.queries import own_observation
from coach_the_coach.observations.tables import Observation, Talk, TalkBody
from coach_the_coach.shell import routes


def ensure_talk(session: Session, observation: Observation) -> Talk:
    """The talk about an observation that the caller may change, made where there is none yet.

    One for the observer and the session, whichever version of the observation is given; held
    until the transaction ends. Whoever makes it at the same time gets the same one.
    """
    its_talk = (
        select(Talk)
        .where(
            Talk.coaching_session_id == observation.coaching_session_id,
            Talk.observer_id == observation.observer_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    talk = session.exec(its_talk).first()
    if talk is None:
        _insert_once(
            session,
            Talk,
            coaching_session_id=observation.coaching_session_id,
            observer_id=observation.observer_id,
            observed_id=observation.observed_id,
            without_own_view=False,
            read_alone=False,
        )
        talk = session.exec(its_talk).one()
    if session.get(TalkBody, talk.id) is None:
        session.add(TalkBody(talk_id=talk.id or 0, salt=new_id()))
        session.flush()
    return talk


@logged("talk:book", _("set a time for the talk"), Told.SUBJECT)
def book_talk(
    session: Session, actor: Actor, *, public_id: str, starts_at: datetime | None, at: datetime
) -> None:
    """Set a time for the talk about an own observation, and tell the one observed.

    The same time again changes nothing. Raises NotFound for what is not the actor's own
    observation, Invalid for a time that does not fit, Conflict once one of the two has signed.
    """
    observation = own_observation(session, actor, public_id)
    _require_fitting(starts_at, at)
    _set_time(session, actor, observation, ensure_talk(session, observation), starts_at, at)


@logged("talk:move", _("moved the talk"), Told.SUBJECT)
def move_talk(
    session: Session, actor: Actor, *, public_id: str, starts_at: datetime | None, at: datetime
) -> None:
    """Set another time for a talk that is booked, as either of the two, and tell the other.

    Raises NotFound for everybody but the two, Conflict before it is booked and once one of the two
    has signed, Invalid for a time that does not fit.
    """
    observation, talk = observed_talk(session, actor, public_id, held=True)
    _require_fitting(starts_at, at)
    if talk is None or talk.booked_for is None:
        raise Conflict(_("There is no time to move yet."))
    _set_time(session, actor, observation, talk, starts_at, at)


def _require_fitting(starts_at: datetime | None, at: datetime) -> None:
    """Go on only with a time that fits. Raises Invalid."""
    if problems := problems_in_booking(starts_at, at=at):
        raise Invalid(problems)


def _set_time(
    session: Session,
    actor: Actor,
    observation: Observation,
    talk: Talk,
    starts_at: datetime | None,
    at: datetime,
) -> None:
    """Keep the time and tell the other of the two. Raises Conflict for a talk already signed."""
    if is_settled(talk):
        raise Conflict(_("This talk is signed, so it has taken place."))
    if talk.booked_for == starts_at or starts_at is None:
        nothing_done(session)
        return
    about(session, person_id=observation.observed_id, thing=observation.public_id)
    was_booked = talk.booked_for is not None
    withdraw_eve(session, talk, talk.booked_for)
    talk.booked_for, talk.booked_at = starts_at, at
    session.add(talk)
    watches = observation.observer_id == actor.person_id
    other = session.get(Person, observation.observed_id if watches else observation.observer_id)
    if other is None:
        raise NotPermitted
    words = (
        _("{name} has moved your fifteen minutes about the observation to {time}.")
        if was_booked
        else _("{name} would like fifteen minutes with you about what they watched: {time}.")
    )
    told = words.format(name=actor.name, time=said_time(starts_at, other.time_zone))
    link = routes.observation(observation.public_id, routes.TALK)
    tell(session, other.id or 0, told, link=link, at=at)
    zones = {actor.person_id: actor.time_zone, other.id or 0: other.time_zone}
    write_eve(session, talk, zones=zones, link=link, at=at)


def _insert_once(session: Session, table: type[SQLModel], **values: object) -> None:
    """Insert a row unless its unique key is there already, also in a race."""
    session.exec(insert_into(session, table).values(**values).on_conflict_do_nothing())
