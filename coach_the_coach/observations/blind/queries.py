"""What the observers of one session gave it, for what is made of both; never for a page."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from coach_the_coach.observations.blind.rules import Scored
from coach_the_coach.observations.scope import is_current
from coach_the_coach.observations.tables import (
    BlindScoring,
    Observation,
    ObservationBody,
    Rating,
    Status,
)


class Given(NamedTuple):
    """One signed version that holds, and what its observer gave."""

    observation: Observation
    scored: Scored


GIVEN: Final = (
    select(Observation, ObservationBody)
    .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
    .where(
        col(Observation.coaching_session_id).in_(bindparam("sessions", expanding=True)),
        Observation.status != Status.DRAFT,
        is_current(),
    )
    .order_by(col(Observation.signed_at), col(Observation.id))
)
"""What `given_in` asks first; made once, for that takes longer than to run it."""

RATED: Final = select(Rating.observation_id, Rating.dimension, Rating.level).where(
    col(Rating.observation_id).in_(bindparam("observations", expanding=True))
)
"""And then."""


def scorings_in(session: Session, held_id: int) -> Sequence[BlindScoring]:
    """The scorings of a coaching session that are not called off, held until the transaction ends.

    As the program: whoever signs may not see who else scores. Those for an appeal come last.
    """
    return session.exec(
        select(BlindScoring)
        .where(
            BlindScoring.coaching_session_id == held_id,
            col(BlindScoring.called_off_at).is_(None),
        )
        .order_by(col(BlindScoring.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def open_scoring(session: Session, held_id: int) -> BlindScoring | None:
    """The one of these that is for no appeal. As the program."""
    found = (one for one in scorings_in(session, held_id) if not one.again_for)
    return next(found, None)


def given_in(session: Session, sessions: Collection[int]) -> dict[int, list[Given]]:
    """What was signed of these sessions, blind or not, by session; in three statements.

    The versions that hold, in the order of signing. As the program.
    """
    found = session.exec(GIVEN, params={"sessions": list(sessions)}).all()
    levels: dict[int, dict[int, int | None]] = defaultdict(dict)
    ids = {"observations": [one.id for one, _body in found]}
    for number, dimension, level in session.connection().execute(RATED, ids):
        levels[number][dimension] = level
    given: dict[int, list[Given]] = defaultdict(list)
    for one, body in found:
        scored = Scored(levels[one.id or 0], tuple(body.stop_signs))
        given[one.coaching_session_id].append(Given(one, scored))
    return given
