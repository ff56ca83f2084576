"""Putting a session right: never over another correction, and it counts as it then stands."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.coaching.log import actions
from coach_the_coach.coaching.log.form.queries import correction
from coach_the_coach.coaching.log.tables import LogBody
from coach_the_coach.foundation.errors import Conflict
from tests.cast import NOW, Cast
from tests.coaching.log.written import draft, kept

LATER = NOW + timedelta(hours=1)


def test_a_form_that_is_older_than_the_last_correction_keeps_nothing(session: Session, cast: Cast):
    mo, public_id = cast.actor(cast.mo), kept(session, cast)
    opened = [correction(session, mo, public_id=public_id, at=NOW).opened]
    right = draft(cast, focus="Closing")
    actions.correct(session, mo, public_id=public_id, opened=opened[0], draft=right, at=LATER)
    opened.append(correction(session, mo, public_id=public_id, at=LATER).opened)
    other = draft(cast, focus="Silence")
    for stale in (opened[0], "yesterday"):
        with pytest.raises(Conflict, match="changed meanwhile"):
            actions.correct(session, mo, public_id=public_id, opened=stale, draft=other, at=LATER)
    assert session.exec(select(LogBody)).one().focus == "Closing"
    actions.correct(session, mo, public_id=public_id, opened=opened[1], draft=other, at=LATER)
    assert session.exec(select(LogBody)).one().focus == "Silence"
