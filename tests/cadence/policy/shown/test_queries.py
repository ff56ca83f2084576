"""A coach's rhythm is read by the direct leader, and by each rep as far as it is theirs."""

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.policy.shown.queries import coach_rhythm
from coach_the_coach.cadence.policy.shown.rows import RhythmLine
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.shell import routes
from tests.cadence.policy.test_actions import overridden
from tests.cast import NOW, Cast

RAE = RhythmLine(
    name="Rae Rep",
    rhythm="2 sessions a month of 30 min",
    is_own=True,
    reason="Learns the product first",
)
REN = RhythmLine(name="Ren Rep", rhythm="4 sessions a month of 45 min")


def test_the_leader_reads_all_and_a_rep_their_own(session: Session, cast: Cast):
    overridden(session, cast)
    person = cast.mo.public_id
    for_lena = coach_rhythm(session, cast.actor(cast.lena), person=person, at=NOW)
    assert (for_lena.coach, for_lena.is_leader, for_lena.lines) == ("Mo Manager", True, [RAE, REN])
    assert for_lena.hours.startswith("2 people")
    for_rae = coach_rhythm(session, cast.actor(cast.rae), person=person, at=NOW)
    assert (for_rae.is_leader, for_rae.lines, for_rae.hours, for_rae.band) == (False, [RAE], "", "")
    assert for_rae.contract == routes.interruptions(person)
    for_ren = coach_rhythm(session, cast.actor(cast.ren), person=person, at=NOW)
    assert for_ren.lines == [REN]


@pytest.mark.parametrize("who", ["cleo", "odd", "mo", "mia", "sol", "sid", "spec", "ada"])
def test_nobody_else_finds_it(session: Session, cast: Cast, who: str):
    overridden(session, cast)
    with pytest.raises(NotFound):
        coach_rhythm(session, cast.actor(getattr(cast, who)), person=cast.mo.public_id, at=NOW)
