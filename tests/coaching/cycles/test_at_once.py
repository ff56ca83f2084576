"""What is closed while somebody writes in it stays as it was closed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.cycles import actions
from coach_the_coach.coaching.cycles.plan.actions import close_plan, tick_step
from coach_the_coach.coaching.cycles.rules import ClosingDraft
from coach_the_coach.coaching.cycles.tables import ActionStep
from coach_the_coach.coaching.tables import CycleBody
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.viewer import view_as
from coach_the_coach.identity.access import Actor
from tests.cast import NOW, Cast
from tests.coaching.cycles import agreed
from tests.meeting import at_once, company


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast, in a database of its own."""
    with company(database_url) as cast:
        yield cast


def seen_by(actor: Actor, act: Callable[..., Any], **said: Any) -> Callable[[Session], Any]:
    """The act as this person, with the rows that are theirs."""

    def do(session: Session) -> Any:
        view_as(session, actor.person_id, NOW)
        return act(session, actor, **said)

    return do


def test_no_goal_lands_in_a_skill_that_was_closed_meanwhile(cast: Cast):
    with store.transaction() as session:
        here = replace(cast, session=session)
        mo, rae, public_id = here.actor(cast.mo), here.actor(cast.rae), agreed.skill(session, here)

    not_shown = ClosingDraft(shown=False)
    _closed, refused = at_once(
        seen_by(mo, actions.close_cycle, public_id=public_id, draft=not_shown, at=NOW),
        seen_by(rae, actions.set_goal, public_id=public_id, goal="Mine."),
    )

    assert isinstance(refused, Conflict)
    with store.transaction() as session:
        assert session.exec(select(CycleBody.goal)).all() == [""]


def test_nothing_is_ticked_in_a_plan_that_was_closed_meanwhile(cast: Cast):
    with store.transaction() as session:
        here = replace(cast, session=session)
        mo, rae, public_id = here.actor(cast.mo), here.actor(cast.rae), agreed.plan(session, here)

    _closed, refused = at_once(
        seen_by(mo, close_plan, public_id=public_id, result="26 %.", at=NOW),
        seen_by(rae, tick_step, public_id=public_id, version=1, place=0, done=True, at=NOW),
    )

    assert isinstance(refused, Conflict)
    with store.transaction() as session:
        assert {one.done_on for one in session.exec(select(ActionStep)).all()} == {None}
