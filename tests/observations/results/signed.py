"""Signed observations to read, and how far the one observed has come with them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from coach_the_coach.coaching.rules import Kind, Purpose
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
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
from coach_the_coach.observations.tally.rules import Code, tally_of
from tests import build
from tests.cast import NOW, Cast

LEVELS: dict[int, int | None] = {1: 3, 2: 1, 3: 2, 4: 3, 5: 2, 6: 4, 7: None, 8: 2}
"""What Lena gave Mo."""

OWN: dict[int, int | None] = {1: 3, 2: 2, 3: 3, 4: 2, 5: 2, 6: None, 7: 2, 8: 3}
"""What Mo gave himself."""

SAID = "You always wait too long with the price."
"""A quote that only those who read the whole may see."""

ONE_THING = "Hear their idea before you give yours."
STRENGTHS = "You named what Rae did well, and what it led to."
AGREED = "Two questions before the first answer, in the talk on Thursday."
NOTE = "Rae went quiet here."


def cast_in(session: Session) -> Cast:
    """The cast of a database that has them already."""
    found = session.exec(select(Person)).all()
    return Cast(session=session, **{one.email.partition("@")[0]: one for one in found})


def codes(**counts: int) -> list[Code]:
    """So many of each code, in the order given."""
    return [Code(name) for name, count in counts.items() for _each in range(count)]


def observation(
    session: Session,
    cast: Cast,
    *,
    aim: Aim = Aim.DEVELOPMENT,
    purpose: Purpose = Purpose.COACH,
    source: Source = Source.LIVE,
    tapped: list[Code] | None = None,
    levels: dict[int, int | None] | None = None,
    stop_signs: tuple[str, ...] = (),
    corrects: Observation | None = None,
    draft: bool = False,
    of: Person | None = None,
    by: Person | None = None,
    coached: Person | None = None,
) -> Observation:
    """Lena's observation of Mo coaching Rae an hour ago, stopped after 30 minutes, and signed."""
    made = build.observation(
        session,
        of=of or cast.mo,
        by=by or cast.lena,
        coached=coached or cast.rae,
        aim=aim,
        purpose=purpose,
        source=source,
        at=NOW - timedelta(hours=1),
        started=source is Source.LIVE,
    )
    if draft:
        return made
    given = levels or LEVELS
    tapped = codes(open=10, closed=5, back=8, direct=4, explain=3) if tapped is None else tapped
    if source is Source.LIVE and corrects is None:
        build.taps(session, made, tapped)
        _asides(session, made)
    complete(session, made, tapped, given, stop_signs=stop_signs, corrects=corrects)
    return made


def complete(
    session: Session,
    made: Observation,
    tapped: list[Code],
    levels: Mapping[int, int | None] | None = None,
    *,
    stop_signs: tuple[str, ...] = (),
    corrects: Observation | None = None,
) -> None:
    """Rate a draft, write what it came to, and sign it."""
    given = levels or LEVELS
    _write(session, made, given, stop_signs)
    tally = tally_of(tapped)
    session.add(
        Outcome(
            observation_id=made.id or 0,
            tally=asdict(tally),
            kinds={str(kind): n for kind, n in Counter(KINDS).items()},
            asks=tally.asks,
            tells=tally.tells,
            levels_sum=sum(level or 0 for level in given.values()),
            levels_count=sum(level is not None for level in given.values()),
            stop_signs=len(stop_signs),
        )
    )
    session.add(Reply(observation_id=made.id or 0))
    if corrects is not None:
        made.coaching_session_id = corrects.coaching_session_id
        made.supersedes_id, made.amend_reason = corrects.id, "The wrong level for practice."
    session.flush()
    sign(session, made)


KINDS = [Kind.DEVELOPMENTAL, Kind.DEVELOPMENTAL, Kind.TACTICAL]
"""What kind of talk it was, every five minutes."""


def sign(session: Session, made: Observation, at: datetime = NOW) -> None:
    """Sign it: from here on the database refuses every change."""
    if made.started_at is not None:
        made.stopped_at = made.started_at + timedelta(minutes=30)
    made.status, made.signed_at, made.body_sha256 = Status.SIGNED, at, "abcdef0123456789" * 4
    session.add(made)
    session.flush()


def rate_oneself(
    session: Session,
    made: Observation,
    own: Mapping[int, int | None] | None = None,
    *,
    done: bool = True,
) -> None:
    """Mo rates himself, to the end or not."""
    for dimension, level in (OWN if own is None else own).items():
        session.add(SelfRating(observation_id=made.id or 0, dimension=dimension, level=level))
    if done:
        reply = session.get_one(Reply, made.id)
        reply.self_rated_at = NOW + timedelta(hours=1)
        session.add(reply)
    session.flush()


def show(session: Session, made: Observation, **given: Any) -> Talk:
    """Both views are open to both, as from their talk on; `given` of the talk and of its words."""
    place = Talk.coaching_session_id == made.coaching_session_id
    talk = session.exec(select(Talk).where(place, Talk.observer_id == made.observer_id)).first()
    if talk is None:
        talk = Talk(
            coaching_session_id=made.coaching_session_id,
            observer_id=made.observer_id,
            observed_id=made.observed_id,
        )
        session.add(talk)
        session.flush()
        session.add(TalkBody(talk_id=talk.id or 0, salt="0" * 32))
        session.flush()
    words = session.get_one(TalkBody, talk.id)
    for name, value in ({"shown_at": NOW + timedelta(hours=2)} | given).items():
        setattr(words if name in TalkBody.model_fields else talk, name, value)
    session.add_all([words, talk])
    session.flush()
    return talk


def open_both(session: Session, made: Observation) -> None:
    """Mo rates himself, and both views are opened in the talk."""
    rate_oneself(session, made)
    show(session, made)


def _write(
    session: Session,
    made: Observation,
    levels: Mapping[int, int | None],
    stop_signs: tuple[str, ...],
) -> None:
    """The levels with their quotes, and the words of the whole."""
    for dimension, level in levels.items():
        session.add(
            Rating(
                observation_id=made.id or 0,
                dimension=dimension,
                level=level,
                quote=SAID if dimension == 2 else "",
                moment_seconds=754 if dimension in (2, 6) else None,
            )
        )
    body = session.get_one(ObservationBody, made.id)
    body.strengths, body.one_thing, body.agreed = STRENGTHS, ONE_THING, AGREED
    body.watch_again_on, body.stop_signs = date(2026, 3, 12), list(stop_signs)
    session.add(body)


def _asides(session: Session, made: Observation) -> None:
    """A note, and the answers to the five-minute question."""
    number, start = made.id or 0, made.started_at or NOW
    session.add(
        Note(
            id=f"{number:08d}-0000-4000-8000-000000000001",
            observation_id=number,
            at=start + timedelta(seconds=90),
            seconds=90,
            text=NOTE,
        )
    )
    for place, kind in enumerate(KINDS, 1):
        session.add(
            KindAnswer(
                id=f"{number:08d}-0000-4000-8000-00000000010{place}",
                observation_id=number,
                at=start + timedelta(minutes=5 * place),
                kind=kind,
            )
        )
