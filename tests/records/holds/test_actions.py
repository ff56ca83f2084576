"""A hold keeps everything of one person until it is ended, and says why."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.foundation.erasing import LegalHold, under_hold
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTurn
from coach_the_coach.observations.selftally.words.actions import delete_words
from coach_the_coach.records.holds.actions import end_hold, hold
from coach_the_coach.records.holds.queries import holds
from coach_the_coach.records.holds.rows import HoldRow
from tests.cast import NOW, Cast
from tests.observations.selftally import made

LATER = NOW + timedelta(days=40)


def test_a_hold_is_set_once_and_ended_once(session: Session, cast: Cast):
    with pytest.raises(Conflict):
        end_hold(session, cast.mo, at=NOW)
    hold(session, cast.mo, reason=" A suit ", at=NOW)
    with pytest.raises(Conflict):
        hold(session, cast.mo, reason="Another", at=NOW)
    assert under_hold(session, cast.mo.id or 0)
    assert not under_hold(session, cast.mia.id or 0)
    end_hold(session, cast.mo, at=LATER)
    session.flush()
    assert not under_hold(session, cast.mo.id or 0)
    (one,) = session.exec(select(LegalHold)).all()
    assert (one.reason, one.since, one.until) == ("A suit", NOW, LATER)
    hold(session, cast.mo, reason="Again", at=LATER)
    entries = select(AuditEntry.action, AuditEntry.about_id).order_by(col(AuditEntry.id))
    said = session.exec(entries).all()
    assert [(action, about) for action, about in said] == [
        ("person:hold", cast.mo.id),
        ("person:unhold", cast.mo.id),
        ("person:hold", cast.mo.id),
    ]


def test_nobody_is_held_without_a_reason(session: Session, cast: Cast):
    with pytest.raises(Invalid):
        hold(session, cast.mo, reason="  ", at=NOW)


def test_the_words_of_an_own_tally_stay_under_a_hold(session: Session, cast: Cast):
    public_id = made.worded(session, cast.actor(cast.mo))
    hold(session, cast.mo, reason="A suit", at=NOW)
    session.flush()
    tally = session.exec(select(SelfTally).where(SelfTally.public_id == public_id)).one()
    turns = select(SelfTurn.index).where(SelfTurn.self_tally_id == tally.id)
    delete_words(session, {"public_id": public_id}, LATER)
    assert session.exec(turns).all() != []
    later = LATER + timedelta(days=1)
    assert later in session.exec(select(Job.due_at)).all()
    end_hold(session, cast.mo, at=LATER)
    session.flush()
    delete_words(session, {"public_id": public_id}, later)
    session.flush()
    assert session.exec(turns).all() == []


def test_the_holds_in_force_are_listed_with_their_reason_the_oldest_first(
    session: Session, cast: Cast
):
    hold(session, cast.mia, reason="A question\nof the\tcouncil", at=LATER)
    hold(session, cast.mo, reason="A suit", at=NOW)
    hold(session, cast.rae, reason="Over", at=NOW)
    end_hold(session, cast.rae, at=LATER)
    session.flush()
    assert holds(session) == [
        HoldRow("Mo Manager", "mo@example.com", NOW, "A suit"),
        HoldRow("Mia Manager", "mia@example.com", LATER, "A question of the council"),
    ]
