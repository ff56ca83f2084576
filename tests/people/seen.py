"""An observation that was seen through to its signature, told in one call."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Reply,
    Status,
)
from coach_the_coach.observations.tally.rules import Tally
from tests import build
from tests.cast import NOW, Cast

ASKING = Tally(open=17, closed=3, back=6, offer=2, explain=2)
"""26 asks in 30."""

ONE_THING = "Hear their idea before you give yours."
AGREED = "Two questions before the first answer."


def observation(
    session: Session,
    cast: Cast,
    *,
    of: Person | None = None,
    by: Person | None = None,
    days: float = 0,
    aim: Aim = Aim.DEVELOPMENT,
    purpose: Purpose = Purpose.COACH,
    tally: Tally = ASKING,
    one_thing: str = ONE_THING,
    again: date | None = None,
    corrects: Observation | None = None,
) -> Observation:
    """Lena's observation of Mo so many days ago, held and signed within the hour."""
    at = NOW - timedelta(days=days)
    made = build.observation(
        session,
        of=of or cast.mo,
        by=by or cast.lena,
        coached=cast.sid,
        aim=aim,
        purpose=purpose,
        at=at - timedelta(hours=1),
    )
    body = session.get_one(ObservationBody, made.id)
    body.one_thing, body.agreed, body.watch_again_on = one_thing, AGREED, again
    outcome = Outcome(
        observation_id=made.id or 0, tally=asdict(tally), asks=tally.asks, tells=tally.tells
    )
    session.add_all([body, outcome, Reply(observation_id=made.id or 0)])
    if corrects is not None:
        made.coaching_session_id, made.supersedes_id = corrects.coaching_session_id, corrects.id
    session.flush()
    sign(session, made, at=at)
    return made


def sign(session: Session, made: Observation, *, at: datetime = NOW) -> None:
    """Sign it: from here on the database refuses every change."""
    made.status, made.signed_at, made.stopped_at = Status.SIGNED, at, at
    session.add(made)
    session.flush()


def reply(session: Session, made: Observation, *, talked: bool = False) -> None:
    """The one observed rates themself, and on request acknowledges what was seen."""
    one = session.get_one(Reply, made.id)
    one.self_rated_at = NOW
    one.acknowledged_at = NOW if talked else None
    session.add(one)
    session.flush()
