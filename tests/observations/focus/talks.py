"""Talks over observations, signed by their observers."""

from datetime import datetime, timedelta

from sqlmodel import Session

from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Seen
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Status,
    Talk,
    TalkBody,
)
from tests import build
from tests.cast import NOW, Cast


def session_after(
    session: Session,
    cast: Cast,
    *,
    days: int,
    by: Person | None = None,
    of: Person | None = None,
    follows: Talk | None = None,
    seen: Seen | None = None,
    signed: bool = True,
) -> Observation:
    """An observation so many days after the first, Lena's of Mo unless said otherwise."""
    made = build.observation(
        session,
        of=of or cast.mo,
        by=by or cast.lena,
        coached=cast.rae,
        at=NOW + timedelta(days=days),
    )
    made.followed_id = follows.id if follows else None
    body = session.get_one(ObservationBody, made.id)
    body.seen = seen
    session.add_all([made, body])
    session.flush()
    if signed:
        made.status, made.signed_at = Status.SIGNED, NOW + timedelta(days=days, hours=1)
        session.add(made)
        session.flush()
    return made


def talk_over(
    session: Session,
    observation: Observation,
    *,
    one_thing: str,
    promised: str = "",
    follows: Talk | None = None,
    signed: bool = True,
) -> Talk:
    """The talk two hours after a session, signed by its observer unless said otherwise."""
    at: datetime = observation.opened_at + timedelta(hours=2)
    talk = Talk(
        coaching_session_id=observation.coaching_session_id,
        observer_id=observation.observer_id,
        observed_id=observation.observed_id,
        follows_id=follows.id if follows else None,
        watch_again_on=(at + timedelta(days=14)).date(),
        observer_signed_at=at if signed else None,
    )
    session.add(talk)
    session.flush()
    session.add(
        TalkBody(talk_id=talk.id or 0, salt=new_id(), one_thing=one_thing, promised=promised)
    )
    session.flush()
    return talk
