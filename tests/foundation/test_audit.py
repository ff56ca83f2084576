"""What is written down stays as it is written, and is known by one name to those who may read."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import (
    About,
    AuditDetail,
    AuditEntry,
    AuditWaiting,
    Result,
    Told,
    known,
    logged,
    unlogged,
)
from coach_the_coach.settings import ROOT
from tests.cast import Cast
from tests.foundation.actions import MAP, actions

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_an_entry_says_who_did_what_about_whom_to_what_and_when(session: Session, cast: Cast):
    of = About(cast.mo.id, "public", {"b": "ü", "a": 1})
    entry_id = audit.note(session, "thing:do", actor_id=cast.lena.id, at=NOW, of=of)

    entry = session.get_one(AuditEntry, entry_id)
    detail = session.get_one(AuditDetail, entry_id)
    assert (entry.at, entry.actor_id, entry.action) == (NOW, cast.lena.id, "thing:do")
    assert (entry.result, entry.about_id, entry.thing) == (Result.DONE, cast.mo.id, "public")
    assert detail.text == '{"a":1,"b":"ü"}'
    assert entry.commitment == audit.commitment(detail.salt, detail.text)
    assert session.get(AuditWaiting, entry_id) is not None


def test_an_entry_without_a_detail_commits_to_nothing(session: Session):
    entry_id = audit.note(session, "thing:do", actor_id=None, at=NOW)

    assert session.get_one(AuditEntry, entry_id).commitment == ""
    assert session.exec(select(AuditDetail)).all() == []


CHANGES = (
    "UPDATE audit_entry SET action = 'other'",
    "DELETE FROM audit_entry",
    "UPDATE audit_detail SET text = 'other'",
    "UPDATE audit_link SET hash = ''",
    "DELETE FROM audit_link",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_the_log(session: Session, change: str):
    entry_id = audit.note(session, "a:b", actor_id=None, at=NOW, of=About(detail={"why": "x"}))
    link = {"seq": 1, "entry_id": entry_id, "hash": "0" * 64}
    session.connection().execute(text("DELETE FROM audit_waiting"))
    session.connection().execute(audit.AuditLink.__table__.insert(), link)  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it

    with pytest.raises(DatabaseError, match="cannot be changed"), session.begin_nested():
        session.connection().execute(text(change))


def test_postgresql_refuses_to_empty_the_log(session: Session):
    if session.get_bind().dialect.name != "postgresql":
        return
    with pytest.raises(DatabaseError, match="cannot be changed"), session.begin_nested():
        session.connection().execute(text("TRUNCATE audit_entry CASCADE"))


def test_a_name_has_one_meaning_and_one_circle_of_readers():
    known("tests:mean", "meant one thing", Told.ADMIN)

    assert known("tests:mean", "meant one thing", Told.ADMIN) == "tests:mean"
    with pytest.raises(TypeError):
        known("tests:mean", "meant another thing", Told.ADMIN)
    with pytest.raises(TypeError):
        known("tests:mean", "meant one thing")
    with pytest.raises(TypeError):
        known("nothing", "has no verb")
    assert "tests:mean" in audit.told_to(Told.ADMIN)
    assert "tests:mean" not in audit.told_to(Told.SUBJECT)


def test_whoever_marks_nothing_tells_nobody():
    @logged("tests:quiet", "was quiet")
    def quiet() -> None: ...

    assert getattr(quiet, audit.MARK) == "tests:quiet"
    assert audit.TOLD["tests:quiet"] is Told.NOBODY
    with pytest.raises(TypeError):
        unlogged("")


def test_what_is_written_down_and_who_reads_of_it_is_as_the_committed_list_says():
    assert actions() == MAP.read_text().splitlines()


def test_the_program_as_it_is_served_has_words_for_everything_that_is_written_down():
    asked = (
        "import coach_the_coach.coach_the_coach; from coach_the_coach.foundation import audit; "
        "print(*sorted(audit.WORDS))"
    )
    known_to_it = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()

    assert known_to_it == [line.split(" | ")[0] for line in MAP.read_text().splitlines()]
