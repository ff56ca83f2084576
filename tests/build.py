"""Builders: the shortest way to something a test needs to be there."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlmodel import Session, select

import coach_the_coach
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.evidence.actions import keep
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.identity.actions import rebuild_reach
from coach_the_coach.identity.tables import Person, ReportingLine
from coach_the_coach.observations.practice.queries import conversations
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.observations.readiness.rules import NEEDED
from coach_the_coach.observations.rubric.actions import import_rubric
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import Observation, ObservationBody, Rubric, Tap
from coach_the_coach.observations.tally.rules import Code
from tests.cast import NOW

RUBRIC_FILE = Path(coach_the_coach.__file__).parent / "observations" / "rubric" / "rubric-1.1.toml"
"""The rubric the product comes with."""


def led_by(session: Session, person: Person, leader: Person) -> None:
    """Somebody answers to another from today on."""
    line = ReportingLine(person_id=person.id or 0, manager_id=leader.id or 0, starts_on=NOW.date())
    session.add(line)
    session.flush()
    everybody = [one or 0 for one in session.exec(select(Person.id))]
    rebuild_reach(session, everybody, NOW.date())


def rubric(session: Session) -> Rubric:
    """The rubric the product comes with, brought in once."""
    held = session.exec(select(Rubric)).first()
    return held or import_rubric(session, RUBRIC_FILE.read_text(), at=NOW)


def observation(
    session: Session,
    *,
    of: Person,
    by: Person,
    coached: Person,
    purpose: Purpose = Purpose.COACH,
    aim: Aim = Aim.DEVELOPMENT,
    source: Source = Source.LIVE,
    at: datetime = NOW,
    started: bool = True,
) -> Observation:
    """A draft of `by` watching `of` coach `coached`; the clock runs unless `started` is False."""
    held = CoachingSession(
        coach_id=of.id or 0, coached_id=coached.id or 0, purpose=purpose, planned=True, held_at=at
    )
    session.add(held)
    session.flush()
    made = Observation(
        coaching_session_id=held.id or 0,
        observer_id=by.id or 0,
        observed_id=of.id or 0,
        aim=aim,
        source=source,
        rubric_id=rubric(session).id or 0,
        both_agreed=True,
        opened_at=at,
        started_at=at if started else None,
    )
    session.add(made)
    session.flush()
    session.add(ObservationBody(observation_id=made.id or 0, salt=new_id()))
    session.flush()
    return made


def taps(session: Session, observation: Observation, codes: list[Code], *, every: int = 20) -> None:
    """One tap for each code, `every` seconds apart from the start."""
    start = observation.started_at or observation.opened_at
    device = str(uuid4())
    session.add_all(
        Tap(
            id=str(uuid4()),
            observation_id=observation.id or 0,
            device_id=device,
            seq=place,
            at=start + timedelta(seconds=every * place),
            code=code,
        )
        for place, code in enumerate(codes, start=1)
    )
    session.flush()


def practised(
    session: Session, person: Person, *, times: int = NEEDED, at: datetime = NOW
) -> list[PracticeRound]:
    """So many conversations practised on to the end, as the reference reads them."""
    made = [
        PracticeRound(
            person_id=person.id or 0,
            conversation=one.key,
            started_at=at,
            finished_at=at,
            rated_at=at,
            compared_at=at,
            codes={str(number): str(code) for number, code in enumerate(one.reference, 1)},
            levels={str(rated.dimension): rated.level for rated in one.ratings},
            agreed=len(one.reference),
            turns=len(one.reference),
        )
        for one in conversations()[:times]
    ]
    session.add_all(made)
    session.flush()
    for one in made:
        keep(session, person.id or 0, EvidenceKind.CLIP, one.public_id, at=at, now=at)
    return made
