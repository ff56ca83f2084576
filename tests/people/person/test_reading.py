"""Whoever draws on others' certification observations is written down, whichever way they come."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.foundation import audit
from coach_the_coach.observations.results.evidence.queries import evidence
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.timeline.changes.queries import changes_of
from coach_the_coach.observations.timeline.queries import moments
from coach_the_coach.people.person.mix.queries import mixes_of
from coach_the_coach.people.person.progress.queries import progress
from tests.cast import NOW, Cast
from tests.people import seen

OF_IT: dict[str, Callable[..., Any]] = {
    "evidence": lambda session, actor, it: evidence(session, actor, public_id=it),
    "moments": lambda session, actor, it: moments(session, actor, public_id=it, limit=9, at=NOW),
    "changes": lambda session, actor, it: changes_of(session, actor, public_id=it, at=NOW),
}
OF_THEM: dict[str, Callable[..., Any]] = {
    "progress": lambda session, actor, who: progress(session, actor, public_id=who, at=NOW),
    "mixes": lambda session, actor, who: mixes_of(session, actor, public_id=who, at=NOW),
}


@pytest.mark.parametrize("way", [*OF_IT, *OF_THEM])
def test_a_leader_who_reads_what_a_specialist_certified_is_written_down(
    session: Session, cast: Cast, way: str
):
    made = seen.observation(
        session, cast, by=cast.spec, aim=Aim.CERTIFICATION, kinds={"tactical": 8}
    )
    seen.talk(session, made)
    read = OF_IT.get(way) or OF_THEM[way]
    thing = made.public_id if way in OF_IT else cast.mo.public_id

    for who in (cast.mo, cast.spec):
        read(session, cast.actor(who), thing)
    assert audit.SEEN not in session.info
    read(session, cast.actor(cast.lena), thing)

    action = "observation:read" if way in OF_IT else "person:read"
    assert session.info[audit.SEEN] == [(action, audit.About(cast.mo.id, thing))]
