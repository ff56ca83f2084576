"""Where a tally stands that is being counted live."""

from datetime import datetime

from sqlmodel import Session, select

from coach_the_coach.foundation.when import clock_words
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.queries import (
    clock_row,
    counted,
    last_taps,
    mark_rows,
    taps_by_code,
)
from coach_the_coach.observations.live.rows import LiveRow
from coach_the_coach.observations.selftally.queries import own_tally
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTap


def present(session: Session, actor: Actor, *, public_id: str, at: datetime) -> LiveRow:
    """Counts, clock and last taps of the actor's own tally. Raises NotFound for any other."""
    tally = own_tally(session, actor, public_id, held=False)
    taps = counts(session, actor, public_id=public_id)
    started = tally.started_at
    ran = (tally.stopped_at or at) - started if started else None
    return LiveRow(
        counts=taps,
        clock=clock_row(started, tally.stopped_at, at),
        marks=mark_rows(session.exec(last_taps(SelfTap, "self_tally_id", tally.id)).all()),
        taps=sum(taps.values()),
        watched=clock_words(ran.total_seconds() if ran else None),
    )


def counts(session: Session, actor: Actor, *, public_id: str) -> dict[str, int]:
    """How often each code counts in a tally of the actor's own."""
    own = (
        select(SelfTally.id)
        .where(SelfTally.public_id == public_id, SelfTally.coach_id == actor.person_id)
        .scalar_subquery()
    )
    return counted(session.exec(taps_by_code(SelfTap, "self_tally_id", own)).all())
