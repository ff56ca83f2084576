"""An observation that was seen through to its signature, told in one call."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim, Seen
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Outcome,
    Rating,
    Reply,
    SelfRating,
    Status,
    Talk,
    TalkBody,
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
    levels: Mapping[int, int | None] | None = None,
    kinds: Mapping[str, int] | None = None,
    strip: list[list[int]] | None = None,
    in_runs: bool = False,
    follows: Talk | None = None,
    answer: Seen | None = None,
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
    body.seen, made.followed_id = answer, follows.id if follows else None
    outcome = Outcome(
        observation_id=made.id or 0,
        tally=asdict(tally),
        asks=tally.asks,
        tells=tally.tells,
        kinds=dict(kinds or {}),
        strip=strip,
        in_runs=in_runs,
    )
    session.add_all(
        Rating(observation_id=made.id or 0, dimension=number, level=level)
        for number, level in (levels or {}).items()
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


def own_levels(session: Session, made: Observation, levels: Mapping[int, int | None]) -> None:
    """The one observed gives themself these levels, and has rated themself with them."""
    session.add_all(
        SelfRating(observation_id=made.id or 0, dimension=number, level=level)
        for number, level in levels.items()
    )
    reply(session, made)


def talk(
    session: Session,
    made: Observation,
    *,
    one_thing: str = "",
    promised: str = "",
    follows: Talk | None = None,
    again: date | None = None,
    shown: bool = True,
    observer_signs: bool = True,
    observed_signs: bool = True,
    booked_for: datetime | None = None,
    read_alone: bool = False,
    without_own_view: bool = False,
) -> Talk:
    """The two talk it over a quarter of an hour after it was signed, and both sign.

    One that was read alone is still to come, and signed by nobody.
    """
    at = (made.signed_at or NOW) + timedelta(minutes=15)
    had = Talk(
        coaching_session_id=made.coaching_session_id,
        observer_id=made.observer_id,
        observed_id=made.observed_id,
        booked_for=booked_for,
        opened_at=at if shown and not read_alone else None,
        without_own_view=without_own_view,
        read_alone=read_alone,
        shown_at=at if shown else None,
        follows_id=follows.id if follows else None,
        watch_again_on=again,
        observer_signed_at=at if shown and observer_signs and not read_alone else None,
        observed_signed_at=at if shown and observed_signs and not read_alone else None,
    )
    session.add(had)
    session.flush()
    body = TalkBody(talk_id=had.id or 0, salt=new_id(), one_thing=one_thing, promised=promised)
    session.add(body)
    session.flush()
    return had
