"""Where a draft stands, for whoever watches and on whichever device."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.observations.live.actions import keep_batch
from coach_the_coach.observations.live.queries import present
from coach_the_coach.observations.live.rules import Batch
from coach_the_coach.observations.tables import Observation
from coach_the_coach.observations.tally.rules import Code
from tests import build
from tests.cast import NOW, Cast
from tests.observations.live.send import NONE, TABLET, after, batch, kind, name, tap, undo


@pytest.fixture
def draft(session: Session, cast: Cast) -> Observation:
    """Lena's draft of watching Mo coach Rae, its clock running since NOW."""
    return build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)


def keep(session: Session, cast: Cast, draft: Observation, sent: Batch) -> None:
    """Keep a batch in Lena's draft an hour after the start."""
    lena = cast.actor(cast.lena)
    keep_batch(session, lena, public_id=draft.public_id, batch=sent, at=after(3600))


def test_a_draft_is_taken_up_on_another_device_as_it_stands(
    session: Session, cast: Cast, draft: Observation
):
    lena = cast.actor(cast.lena)
    keep(
        session,
        cast,
        draft,
        batch(tap(1, Code.OPEN, at=1), tap(2, Code.TAKE, at=2), undo(3, of=2, at=3)),
    )
    keep(session, cast, draft, batch(tap(4, Code.BACK, at=1.5, device=TABLET), kind(5, at=650)))
    row = present(session, lena, public_id=draft.public_id, at=after(700))
    assert row.counts == NONE | {"open": 1, "back": 1}
    assert [(mark.id, mark.code) for mark in row.marks] == [(name(1), "open"), (name(4), "back")]
    assert row.asked == 2
    assert row.clock.now == after(700).isoformat()


def test_the_last_twenty_taps_can_be_taken_back_elsewhere(
    session: Session, cast: Cast, draft: Observation
):
    keep(session, cast, draft, batch(*(tap(n, at=n) for n in range(1, 31))))
    row = present(
        session, cast.actor(cast.lena), public_id=draft.public_id, at=NOW + timedelta(hours=1)
    )
    assert [mark.id for mark in row.marks] == [name(n) for n in range(11, 31)]


def test_where_a_draft_stands_is_shown_to_its_observer_alone(
    session: Session, cast: Cast, draft: Observation
):
    for stranger in (cast.odd, cast.cleo, cast.spec):
        with pytest.raises(NotFound):
            present(session, cast.actor(stranger), public_id=draft.public_id, at=NOW)
    with pytest.raises(NotPermitted):
        present(session, cast.actor(cast.mo), public_id=draft.public_id, at=NOW)
