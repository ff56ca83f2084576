"""Two at one moment: a call entered twice, and administrators who say what is significant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.plans.actions import plan_call
from coach_the_coach.coaching.plans.rules import CallDraft
from coach_the_coach.coaching.plans.significant.actions import set_reasons
from coach_the_coach.coaching.plans.significant.queries import reasons
from coach_the_coach.coaching.plans.tables import CallBody
from coach_the_coach.foundation import store
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.viewer import view_as
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast
from tests.coaching.plans.planned import CALL_AT, REASON
from tests.meeting import at_once, company


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast, in a database of its own."""
    with company(database_url) as cast:
        yield cast


def test_of_two_lists_set_at_once_the_later_one_is_in_force(cast: Cast):
    with store.transaction() as session:
        ada = replace(cast, session=session).actor(cast.ada)

    def sets(text: str, seconds: int):
        def set_it(session: Session) -> None:
            at = NOW + timedelta(seconds=seconds)
            set_reasons(session, ada, reasons=[text], at=at)

        return set_it

    at_once(sets("A renewal", 0), sets("A large deal", 1))

    with store.transaction() as session:
        assert reasons(session, ada) == ["A large deal"]


def test_a_call_entered_twice_at_once_is_one_and_told_once(cast: Cast):
    with store.transaction() as session:
        mo = replace(cast, session=session).actor(cast.mo)
    public_id = new_id()
    said = CallDraft(rep_id=cast.rae.public_id, deal="Northwind", call_at=CALL_AT, reason=REASON)

    def enters(session: Session) -> str:
        view_as(session, mo.person_id, NOW)
        return plan_call(session, mo, public_id=public_id, draft=said, at=NOW)

    assert at_once(enters, enters) == [public_id, public_id]

    with store.transaction() as session:
        assert session.exec(select(CallBody.deal)).all() == ["Northwind"]
        assert len(session.exec(select(Notice)).all()) == 1
