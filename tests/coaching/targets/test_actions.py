"""Who sets what mix of talks is wanted, and who reads it."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from sqlmodel import Session

from coach_the_coach.coaching.rules import KIND_TARGETS, Kind, KindTarget
from coach_the_coach.coaching.targets.actions import set_aims, take_proposal
from coach_the_coach.coaching.targets.queries import aims, targets_of
from coach_the_coach.coaching.targets.rows import AimLine
from coach_the_coach.coaching.targets.rules import draft_from
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Invalid, NotPermitted
from coach_the_coach.foundation.when import Moment
from tests.cast import NOW, Cast, people

FORM = {"developmental_at_least": "50", "tactical_at_most": "35"}


def test_before_anybody_sets_them_the_targets_are_as_proposed(session: Session, cast: Cast):
    assert targets_of(session, cast.actor(cast.mo)) == KIND_TARGETS

    row = aims(session, cast.actor(cast.ada), at=NOW)

    assert (row.is_own, row.by, row.since) == (False, "", Moment())
    assert row.lines[0] == AimLine(
        kind="developmental",
        word="Developmental",
        meaning="A skill that will be used on many deals.",
        at_least="40",
        at_most="",
        proposed="at least 40\u00a0%",
    )
    assert [line.kind for line in row.lines] == ["developmental", "tactical", "strategic", "status"]


def test_what_an_administrator_sets_holds_for_everybody_until_it_is_taken_back(
    session: Session, cast: Cast
):
    ada = cast.actor(cast.ada)
    for form in ({"status_at_most": "5"}, FORM):
        set_aims(session, ada, draft=draft_from(form), at=NOW)

    assert targets_of(session, cast.actor(cast.mo)) == {
        Kind.DEVELOPMENTAL: KindTarget(at_least=Fraction(1, 2)),
        Kind.TACTICAL: KindTarget(at_most=Fraction(35, 100)),
        Kind.STRATEGIC: KindTarget(),
        Kind.OPPORTUNISTIC: KindTarget(),
        Kind.STATUS: KindTarget(),
    }
    row = aims(session, ada, at=NOW)
    assert (row.is_own, row.by, row.since.words) == (True, "Ada Admin", "Today 10:00")

    take_proposal(session, ada)
    assert targets_of(session, cast.actor(cast.mo)) == KIND_TARGETS


def test_a_mix_that_cannot_be_changes_nothing(session: Session, cast: Cast):
    with pytest.raises(Invalid) as refusal:
        set_aims(session, cast.actor(cast.ada), draft=draft_from({"status_at_most": "x"}), at=NOW)

    assert list(refusal.value.problems) == ["status_at_most"]
    assert targets_of(session, cast.actor(cast.ada)) == KIND_TARGETS


@pytest.mark.parametrize("who", ["cleo", "lena", "mo", "rae", "spec", "sol"])
def test_nobody_else_sets_them(session: Session, cast: Cast, who: str):
    actor = cast.actor(getattr(cast, who))

    for work in (
        lambda: set_aims(session, actor, draft=draft_from(FORM), at=NOW),
        lambda: take_proposal(session, actor),
        lambda: aims(session, actor, at=NOW),
    ):
        with pytest.raises(NotPermitted):
            work()


def test_of_two_administrators_who_set_it_at_once_the_later_holds(database_url: str):
    store.open_at(database_url)
    with store.transaction() as session:
        made = people(session)
        ada = made.actor(made.ada)
        set_aims(session, ada, draft=draft_from(FORM), at=NOW)

    def put(share: int) -> None:
        draft = draft_from({"developmental_at_least": str(share)})
        with store.transaction() as session:
            set_aims(session, ada, draft=draft, at=NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(20, 60)))
    with store.reading() as session:
        held = targets_of(session, ada)
    assert held[Kind.TACTICAL] == KindTarget()
    assert held[Kind.DEVELOPMENTAL].at_least in {Fraction(share, 100) for share in range(20, 60)}
    store.open_at(None)
