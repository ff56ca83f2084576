"""Putting a session right: never over another correction, and it counts as it then stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log import actions
from coach_the_coach.coaching.log.form.queries import correction
from coach_the_coach.coaching.log.rules import LogDraft
from coach_the_coach.coaching.log.tables import LogBody, LogEntry
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.ids import new_id
from tests.cast import NOW, Cast
from tests.coaching.log.written import FEEDBACK, TODAY, corrected, draft, kept

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


def test_a_moment_counts_as_long_as_it_says_all(session: Session, cast: Cast):
    said = LogDraft(coached_id=cast.rae.public_id, minutes=5, purpose="coach")
    public_id = actions.keep_moment(
        session, cast.actor(cast.mo), public_id=new_id(), draft=said, at=NOW
    )
    days = [NOW + timedelta(days=one) for one in range(1, 6)]
    whole = draft(cast, minutes=5)
    for at, feedback in zip(days, (whole.feedback, "", " ", whole.feedback, "Ask."), strict=True):
        corrected(session, cast, public_id, draft(cast, minutes=5, feedback=feedback), at=at)

    rows = session.exec(
        select(Evidence).order_by(col(Evidence.id)).execution_options(populate_existing=True)
    ).all()
    why = "Corrected: it does not say all that a session says."
    assert [(one.subject, one.entered_at, one.withdrawn_at, one.reason) for one in rows] == [
        (public_id, days[0], days[1], why),
        (public_id, days[3], None, ""),
    ]


def test_what_is_put_on_another_day_counts_on_that_day(session: Session, cast: Cast):
    public_id = kept(session, cast)
    on = TODAY - timedelta(days=3)
    corrected(session, cast, public_id, draft(cast, held_on=on), at=LATER)
    corrected(session, cast, public_id, draft(cast, held_on=on, focus="Silence"), at=LATER)

    rows = session.exec(
        select(Evidence).order_by(col(Evidence.id)).execution_options(populate_existing=True)
    ).all()
    assert [(one.at, one.withdrawn_at, one.reason) for one in rows] == [
        (NOW, LATER, "Corrected: it was on another day."),
        (datetime(2026, 2, 27, 11, tzinfo=UTC), None, ""),
    ]


def test_a_moment_that_was_longer_is_put_right_as_a_session(session: Session, cast: Cast):
    said = LogDraft(coached_id=cast.rae.public_id, minutes=5, purpose="coach")
    public_id = actions.keep_moment(
        session, cast.actor(cast.mo), public_id=new_id(), draft=said, at=NOW
    )
    long = draft(cast, minutes=45, kind="opportunistic", feedback="")
    with pytest.raises(Invalid) as refused:
        corrected(session, cast, public_id, long, at=LATER)
    assert set(refused.value.problems) == {"feedback"}
    corrected(session, cast, public_id, replace(long, feedback=FEEDBACK), at=LATER)
    assert session.exec(select(LogEntry.minutes)).one() == 45
