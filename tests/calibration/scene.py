"""Who may score Mo's sessions for certification, and a session that two of them score."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from coach_the_coach.calibration.pairing.actions import ask_double, begin_double
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Grant, Person
from coach_the_coach.observations.rating.actions import (
    save_level,
    save_stop_sign,
    save_words,
    sign_observation,
)
from coach_the_coach.observations.rating.evidence.actions import save_quote
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import BlindScoring, Observation, ObservationBody
from tests import build
from tests.cast import NOW, Cast

SIGNED_AT: Final = NOW + timedelta(hours=1)
SECRET: Final = "Leave the blue pause alone."
"""What the first of the two writes."""

OTHER: Final = "Ask about the green door first."
"""What the second writes."""


def let_certify(session: Session, cast: Cast) -> None:
    """Sage, Odd and Cleo may certify anybody; Lena may certify hers; all of them have practised."""
    for one in (cast.spec, cast.odd, cast.cleo):
        session.add(
            Grant(
                person_id=one.id or 0,
                role=Role.CERTIFIER,
                root_id=None,
                starts_at=NOW - timedelta(days=30),
            )
        )
    session.flush()
    for one in (cast.lena, cast.spec, cast.odd, cast.cleo):
        build.practised(session, one, at=NOW - timedelta(days=30))


def outsider(session: Session, name: str) -> Person:
    """Another specialist of the house, who may certify anybody."""
    person = Person(
        email=f"{name}@example.com",
        given_name=name.title(),
        family_name="Outside",
        title="specialist",
        time_zone="Europe/Paris",
    )
    session.add(person)
    session.flush()
    for role in (Role.SPECIALIST, Role.CERTIFIER):
        session.add(
            Grant(
                person_id=person.id or 0,
                role=role,
                root_id=None,
                starts_at=NOW - timedelta(days=30),
            )
        )
    session.flush()
    build.practised(session, person, at=NOW - timedelta(days=30))
    return person


def watched(
    session: Session, cast: Cast, by: Person, *, source: Source = Source.LIVE
) -> Observation:
    """A draft of Mo coaching Rae just now, for certification."""
    return build.observation(
        session,
        of=cast.mo,
        by=by,
        coached=cast.rae,
        aim=Aim.CERTIFICATION,
        source=source,
    )


def forget(session: Session, observation: Observation) -> None:
    """Forget the observation and leave its session planned."""
    session.exec(
        delete(ObservationBody).where(col(ObservationBody.observation_id) == observation.id)
    )
    session.flush()
    session.delete(observation)
    session.flush()


def held_of(session: Session, observation: Observation) -> CoachingSession:
    """The coaching session of an observation."""
    return session.get_one(CoachingSession, observation.coaching_session_id)


def rate(
    session: Session,
    cast: Cast,
    by: Person,
    public_id: str,
    *,
    levels: dict[int, int | None] | None = None,
    words: str = SECRET,
    stop_signs: tuple[str, ...] = (),
) -> None:
    """Everything that signing asks for; a 3 for what `levels` leaves out."""
    actor = cast.actor(by)
    for dimension in range(1, 9):
        level = (levels or {}).get(dimension, 3)
        save_level(session, actor, public_id=public_id, dimension=dimension, level=level)
        if level in (1, 4):
            save_quote(session, actor, public_id=public_id, dimension=dimension, quote=words)
    save_words(session, actor, public_id=public_id, name="one_thing", text=words)
    for key in stop_signs:
        save_stop_sign(session, actor, public_id=public_id, key=key, seen=True)


def sign(
    session: Session, cast: Cast, by: Person, public_id: str, at: datetime = SIGNED_AT
) -> None:
    """Sign it."""
    sign_observation(session, cast.actor(by), public_id=public_id, at=at)


def ask(
    session: Session, cast: Cast, first: Observation, second: Person, by: Person | None = None
) -> BlindScoring:
    """Have this one score it as well, as Lena asks."""
    public_id = ask_double(
        session,
        cast.actor(by or cast.lena),
        held_id=held_of(session, first).public_id,
        observer=second.public_id,
        at=NOW,
    )
    return session.exec(select(BlindScoring).where(BlindScoring.public_id == public_id)).one()


def begin(session: Session, cast: Cast, who: Person, scoring: BlindScoring) -> Observation:
    """The observation of the second or the third, started where it is live."""
    public_id = begin_double(
        session, cast.actor(who), public_id=scoring.public_id, both_agreed=True, at=NOW
    )
    made = session.exec(select(Observation).where(Observation.public_id == public_id)).one()
    if made.source is Source.LIVE:
        made.started_at = NOW
        session.add(made)
        session.flush()
    return made


def scored(
    session: Session,
    cast: Cast,
    first: Person,
    second: Person,
    *,
    one: dict[int, int | None] | None = None,
    other: dict[int, int | None] | None = None,
    signed: bool = True,
) -> tuple[BlindScoring, Observation, Observation]:
    """A session that two score: both signed, unless not; else both rated and not signed."""
    made = watched(session, cast, first)
    scoring = ask(session, cast, made, second, by=first)
    as_well = begin(session, cast, second, scoring)
    rate(session, cast, first, made.public_id, levels=one)
    rate(session, cast, second, as_well.public_id, levels=other, words=OTHER)
    if signed:
        sign(session, cast, first, made.public_id)
        sign(session, cast, second, as_well.public_id)
    return scoring, made, as_well
