"""Whom a page asks to confirm that it is them before they begin."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from coach_the_coach.identity.access import FRESH
from coach_the_coach.identity.queries import TYPING, must_confirm
from tests.cast import NOW, Cast


def test_who_would_be_asked_in_the_middle_of_a_form_confirms_before(session: Session, cast: Cast):
    ada = cast.actor(cast.ada, proved_at=NOW)

    assert not must_confirm(session, ada, at=NOW)
    assert not must_confirm(session, ada, at=NOW + FRESH - TYPING - timedelta(seconds=1))
    assert must_confirm(session, ada, at=NOW + FRESH - TYPING)
    assert must_confirm(session, replace(ada, proved_at=None), at=NOW)
