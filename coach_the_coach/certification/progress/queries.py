"""How people stand on their paths, computed from what counts: for one, or for many at once."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from coach_the_coach.certification.facts.queries import facts_of
from coach_the_coach.certification.facts.rules import Known
from coach_the_coach.certification.paths.rules import Path
from coach_the_coach.certification.progress.rules import Came, Circumstances, came_to
from coach_the_coach.certification.queries import open_enrolments, paths_by_version
from coach_the_coach.certification.requirements.facts import Held
from coach_the_coach.certification.tables import Enrolment, Review
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day

People = Collection[int]


REVIEWS: Final = select(Review).where(
    col(Review.person_id).in_(bindparam("people", expanding=True)), col(Review.closed_at).is_(None)
)
"""The decisions that people wait for; made once, for that takes longer than to run it."""


class Stood(NamedTuple):
    """One enrolment, and what it comes to."""

    enrolment: Enrolment
    path: Path
    came: Came
    review: Review | None
    """The decision that is asked for; None for none."""

    awards: tuple[Held, ...]
    """The certificates of this path, oldest first; one that rests is among them."""

    known: Known
    today: date
    """The day where they are."""


def stood(session: Session, people: People, *, at: datetime) -> list[Stood]:
    """How each of these people stands on each of their paths, from what counts at this instant.

    A fixed number of statements. For certification itself, as the program: whoever shows it has
    asked who may see it.
    """
    with as_program(session):
        enrolments = open_enrolments(session, people)
        paths = paths_by_version(session, {one.path_version_id for one in enrolments})
        known = facts_of(session, people, at=at)
        reviews = _open_reviews(session, people)
    found = []
    for one in enrolments:
        path, theirs = paths[one.path_version_id], known[one.person_id]
        held = theirs.awards.get(one.path_key, ())
        review = reviews.get(one.id or 0)
        around = Circumstances(
            in_review=review is not None, is_suspended=bool(held) and held[-1].is_resting
        )
        today = local_day(at, theirs.zone)
        came = came_to(path, theirs, awards=held, around=around, today=today)
        found.append(Stood(one, path, came, review, held, theirs, today))
    return found


def stood_on(session: Session, enrolment: Enrolment, *, at: datetime) -> Stood:
    """How somebody stands on one path, as `stood`. Raises StopIteration for one that was ended."""
    every = stood(session, [enrolment.person_id], at=at)
    return next(one for one in every if one.enrolment.id == enrolment.id)


def _open_reviews(session: Session, people: People) -> dict[int, Review]:
    found = session.exec(REVIEWS, params={"people": list(people)})
    return {one.enrolment_id: one for one in found}
