"""Beginning: the observation of the agreed session, once, on its day, for its observer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.observations.actions import discard_draft
from coach_the_coach.observations.queries import own_draft
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tally.rules import Buttons
from coach_the_coach.observations.watching import actions
from coach_the_coach.observations.watching.beginning.actions import begin_watching
from coach_the_coach.observations.watching.beginning.rules import BeginningDraft
from coach_the_coach.observations.watching.queries import watching_row
from coach_the_coach.observations.watching.rows import WatchRow
from coach_the_coach.observations.watching.rules import ProposalDraft
from tests import build
from tests.cast import NOW, Cast
from tests.observations.watching import planned
from tests.observations.watching.planned import LATER, THURSDAY, WEDNESDAY

AGREED = BeginningDraft(both_agreed=True)


def test_the_observation_is_of_the_very_session_that_was_agreed(session: Session, cast: Cast):
    watch, lena = planned.agreed(session, cast), cast.actor(cast.lena)
    held = planned.found(session, watch).coaching_session_id

    opened = begin_watching(session, lena, public_id=watch, draft=AGREED, at=WEDNESDAY)

    one = own_draft(session, lena, opened)
    assert (one.coaching_session_id, one.observed_id, one.aim, one.source, one.buttons) == (
        held,
        cast.mo.id,
        Aim.DEVELOPMENT,
        Source.LIVE,
        Buttons.FOUR,
    )
    assert (one.both_agreed, one.opened_at) == (True, WEDNESDAY)
    assert len(session.exec(select(CoachingSession)).all()) == 1
    again = begin_watching(session, lena, public_id=watch, draft=AGREED, at=THURSDAY)
    assert again == opened
    for step in (actions.cancel, actions.decline):
        with pytest.raises(Conflict, match="has begun"):
            step(session, lena, public_id=watch, reason="Too late.", at=WEDNESDAY)
    row = watching_row(session, lena, public_id=watch, at=WEDNESDAY)
    assert isinstance(row, WatchRow)
    assert (row.moves, row.has_begun, opened in row.goes_on_at) == ([], True, True)
    assert row.history[0].what == "began to watch"
    other = watching_row(session, cast.actor(cast.mo), public_id=watch, at=WEDNESDAY)
    assert isinstance(other, WatchRow)
    assert (other.moves, other.has_begun, other.goes_on_at) == ([], True, "")


def test_who_is_from_outside_the_line_may_watch_this_one_session(session: Session, cast: Cast):
    watch, odd = planned.agreed_with_odd(session, cast), cast.actor(cast.odd)
    opened = begin_watching(session, odd, public_id=watch, draft=AGREED, at=WEDNESDAY)
    assert own_draft(session, odd, opened).observer_id == cast.odd.id


def test_it_begins_only_once_all_know_and_agree(session: Session, cast: Cast):
    watch, lena = planned.agreed(session, cast), cast.actor(cast.lena)
    with pytest.raises(Invalid) as refused:
        begin_watching(session, lena, public_id=watch, draft=BeginningDraft(), at=WEDNESDAY)
    assert list(refused.value.problems) == ["both_agreed"]


def test_on_any_other_day_and_before_it_is_agreed_nothing_begins(session: Session, cast: Cast):
    watch, lena = planned.agreed(session, cast), cast.actor(cast.lena)
    for at in (LATER, WEDNESDAY + timedelta(days=1)):
        with pytest.raises(Conflict, match="on the day"):
            begin_watching(session, lena, public_id=watch, draft=AGREED, at=at)
    draft = planned.with_rae(cast, THURSDAY, reason="A customer comes.")
    actions.propose(session, cast.actor(cast.mo), public_id=watch, draft=draft, at=LATER)
    with pytest.raises(Conflict, match="meanwhile"):
        begin_watching(session, lena, public_id=watch, draft=AGREED, at=THURSDAY)


def test_a_draft_that_is_discarded_leaves_the_session_agreed_and_it_can_begin_again(
    session: Session, cast: Cast
):
    watch, lena = planned.agreed(session, cast), cast.actor(cast.lena)
    held = planned.found(session, watch).coaching_session_id
    first = begin_watching(session, lena, public_id=watch, draft=AGREED, at=WEDNESDAY)

    discard_draft(session, lena, public_id=first, at=WEDNESDAY)
    second = begin_watching(session, lena, public_id=watch, draft=AGREED, at=WEDNESDAY)

    assert second != first
    assert own_draft(session, lena, second).coaching_session_id == held


@pytest.mark.parametrize("who", ["mo", "cleo", "sol", "spec", "odd", "ada"])
def test_nobody_else_begins_it(session: Session, cast: Cast, who: str):
    watch = planned.agreed(session, cast)
    with pytest.raises((NotFound, NotPermitted)):
        begin_watching(
            session, cast.actor(getattr(cast, who)), public_id=watch, draft=AGREED, at=WEDNESDAY
        )


def test_a_certification_needs_the_right_on_the_day_as_well(session: Session, cast: Cast):
    watch = planned.agreed_with_odd(session, cast)
    planned.found(session, watch).aim = Aim.CERTIFICATION
    odd = cast.actor(cast.odd)
    with pytest.raises(NotPermitted):
        begin_watching(session, odd, public_id=watch, draft=AGREED, at=WEDNESDAY)
    give_grant(session, cast.odd.id or 0, Role.CERTIFIER, root_id=cast.lena.id, at=LATER)
    session.flush()
    odd = cast.actor(cast.odd, at=WEDNESDAY)
    row = watching_row(session, odd, public_id=watch, at=WEDNESDAY)
    assert isinstance(row, WatchRow)
    assert row.must_practise.startswith("Before you score for certification, practise scoring")
    with pytest.raises(Invalid, match="on two invented talks"):
        begin_watching(
            session, odd, public_id=watch, draft=replace(AGREED, buttons="four"), at=WEDNESDAY
        )
    build.practised(session, cast.odd)
    row = watching_row(session, odd, public_id=watch, at=WEDNESDAY)
    assert isinstance(row, WatchRow)
    assert row.must_practise == ""
    # What the observer has to do is nothing to the one observed.
    theirs = watching_row(session, cast.actor(cast.mo), public_id=watch, at=WEDNESDAY)
    assert isinstance(theirs, WatchRow)
    assert theirs.must_practise == ""
    opened = begin_watching(
        session, odd, public_id=watch, draft=replace(AGREED, buttons="four"), at=WEDNESDAY
    )
    assert own_draft(session, odd, opened).aim is Aim.CERTIFICATION


def test_it_begins_from_an_hour_before_its_time_on(session: Session, cast: Cast):
    watch, lena = planned.agreed(session, cast), cast.actor(cast.lena)
    early = WEDNESDAY - timedelta(minutes=61)

    with pytest.raises(Conflict, match="from an hour before"):
        begin_watching(session, lena, public_id=watch, draft=AGREED, at=early)
    # Until then the one observed can still call it off.
    row = watching_row(session, lena, public_id=watch, at=early)
    assert isinstance(row, WatchRow)
    assert "begin" not in row.moves
    assert begin_watching(
        session, lena, public_id=watch, draft=AGREED, at=early + timedelta(minutes=1)
    )


def test_who_begins_second_to_watch_a_session_changes_nothing_of_the_first(
    session: Session, cast: Cast
):
    lena, odd, mo = (cast.actor(one) for one in (cast.lena, cast.odd, cast.mo))
    held = planned.planned_session(session, cast, THURSDAY)
    session.flush()
    watches = []
    for who, watch in (
        (lena, planned.asked(session, cast)),
        (odd, planned.offered(session, cast)),
    ):
        if who is odd:
            actions.accept(session, odd, public_id=watch, at=NOW)
        draft = ProposalDraft(planned=held.public_id)
        actions.propose(session, mo, public_id=watch, draft=draft, at=NOW)
        actions.agree(session, who, public_id=watch, at=LATER)
        watches.append(watch)

    begin_watching(session, lena, public_id=watches[0], draft=AGREED, at=THURSDAY)
    second = THURSDAY + timedelta(minutes=20)
    opened = begin_watching(session, odd, public_id=watches[1], draft=AGREED, at=second)

    assert own_draft(session, odd, opened).coaching_session_id == held.id
    session.refresh(held)
    assert held.held_at == THURSDAY
