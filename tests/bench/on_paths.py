"""Certification in a company that is there: everybody on paths, some certified, some to decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.progress.making.actions import BATCH, make_now
from coach_the_coach.certification.tables import Review
from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.selftally.tables import SelfTally
from coach_the_coach.observations.tables import BlindScoring
from coach_the_coach.observations.tally.rules import Buttons
from coach_the_coach.observations.watching.rules import State
from coach_the_coach.observations.watching.tables import Watching
from tests.bench.certified import enrolled, hired, insert
from tests.bench.known import held, learned
from tests.bench.seen import observed

PATHS: Final = ("foundations", "certified-coach")

OBSERVERS: Final = 6
"""Who watches them, and opens no page."""

FIRST: Final = 1
"""The number of the one whom pages are about: two scored a session of theirs, and they hold one."""


def on_paths(
    session: Session,
    teams: Mapping[int, Sequence[int]],
    manager: Person,
    director: Person,
    *,
    at: datetime,
) -> None:
    """All who coach these teams, with what a year leaves; the manager first."""
    first = manager.id or 0
    everybody = [first, *(who for who in teams if who != first)]
    observers = hired(session, None, [f"o{n}" for n in range(OBSERVERS)], Role.SPECIALIST)
    ordered = {who: teams[who] for who in everybody}
    observed(session, insert, ordered, observers, [director.public_id], at, first=FIRST)
    # Of the manager there is some already.
    learned(session, insert, everybody[1:], at, first=FIRST + 1)
    enrolled(session, everybody, at, PATHS)
    held(session, insert, everybody, director.id or 0, at, first=FIRST)
    for start in range(0, len(everybody), BATCH):
        make_now(session, everybody[start : start + BATCH], at=at)
    session.add_all(
        [
            SelfTally(
                coach_id=first,
                source=Source.LIVE,
                buttons=Buttons.NINE,
                purpose=Purpose.COACH,
                opened_at=at,
                started_at=at,
                stopped_at=at,
            ),
            Watching(
                observer_id=director.id or 0,
                observed_id=first,
                asked_by_id=first,
                aim=Aim.DEVELOPMENT,
                state=State.ASKED,
                asked_at=at,
                accepted_at=at,
                changed_at=at,
            ),
        ]
    )
    session.flush()


def named(session: Session, manager: Person) -> dict[str, str | None]:
    """What of it stands in addresses, by the part that names it."""
    review = select(Review.public_id).where(Review.person_id == manager.id)
    award = select(Award.public_id).where(Award.person_id == manager.id)
    pair = select(BlindScoring.public_id).where(BlindScoring.observed_id == manager.id)
    plan = select(Watching.public_id).where(Watching.observed_id == manager.id)
    return {
        "path_key": PATHS[0],
        "review_id": session.exec(review.order_by(col(Review.id))).first(),
        "award_id": session.exec(award.order_by(col(Award.id))).first(),
        "pair_id": session.exec(pair.order_by(col(BlindScoring.id))).first(),
        "watch_id": session.exec(plan.order_by(col(Watching.id).desc())).first(),
    }
