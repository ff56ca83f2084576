"""What was signed, sent or done to an appointment stays, and an erasure empties its words."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from coach_the_coach import schema
from coach_the_coach.identity.tables import Person
from coach_the_coach.records.erasure.actions import erase_person
from coach_the_coach.records.export.actions import export_person
from tests.cast import NOW, Cast
from tests.identity.coached import OWN, SAID, coached
from tests.records.test_frozen import copied, refused, replacing

STAYING = {
    "evidence": ("id", "UPDATE evidence SET subject = 'x'"),
    "interruption_contract": ("id", "UPDATE interruption_contract SET text = ''"),
    "plan_review": ("action_plan_id", "UPDATE plan_review SET note = ''"),
    "appointment_step": ("appointment_id", "UPDATE appointment_step SET reason = ''"),
    "self_audit": ("id", "UPDATE self_audit SET quarter = '2020-01-01'"),
    "self_audit_point": ("self_audit_id", "UPDATE self_audit_point SET yes = false"),
    "path_version": ("id", "UPDATE path_version SET content = ''"),
    "enrolment_step": ("enrolment_id", "UPDATE enrolment_step SET move = 'certify'"),
    "attestation": ("id", "UPDATE attestation SET reason = ''"),
    "review": ("id", "UPDATE review SET outcome = 'certified'"),
    "review_seat": ("id", "UPDATE review_seat SET by_id = person_id + 1"),
    "co_signature": ("id", "UPDATE co_signature SET said = 'agree'"),
    "co_signature_body": ("co_signature_id", "UPDATE co_signature_body SET evidence = ''"),
    "appeal": ("id", "UPDATE appeal SET outcome = 'allowed'"),
    "appeal_body": ("appeal_id", "UPDATE appeal_body SET words = ''"),
    "suspension": ("id", "UPDATE suspension SET ground = 'stop-sign'"),
    "suspension_body": ("suspension_id", "UPDATE suspension_body SET words = ''"),
    "suspension_act": ("suspension_id", "UPDATE suspension_act SET act = 'revoke'"),
}
"""Frozen tables with the column by which a row is found, and a change that is refused."""


@pytest.mark.parametrize("table", STAYING)
def test_it_is_neither_changed_nor_replaced_nor_removed(session: Session, cast: Cast, table: str):
    coached(session, cast)
    key, change = STAYING[table]
    value = session.connection().scalar(sa.text(f"SELECT {key} FROM {table}"))
    row = copied(session, table, key, value)

    assert refused(session, change)
    assert refused(session, f"DELETE FROM {table}")
    if session.get_bind().dialect.name == "sqlite":
        assert refused(session, replacing(session, table, row, key), **row)
    else:
        assert refused(session, f"TRUNCATE {table} CASCADE")
    assert copied(session, table, key, value) == row


def test_evidence_is_withdrawn_once_and_points_are_talked_through_once(
    session: Session, cast: Cast
):
    coached(session, cast)
    withdrawn = "UPDATE evidence SET withdrawn_at = :at, reason = 'Twice.'"
    assert not refused(session, withdrawn, at=NOW)
    assert refused(session, "UPDATE evidence SET reason = 'Other.'")
    talked = "UPDATE self_audit SET talked_at = :at"
    assert not refused(session, talked, at=NOW)
    assert refused(session, "UPDATE self_audit SET talked_at = NULL")


def test_what_counts_is_replaced_by_nothing_else_and_may_be_entered_anew_once_withdrawn(
    session: Session, cast: Cast
):
    coached(session, cast)
    value = session.connection().scalar(sa.text("SELECT id FROM evidence"))
    row = copied(session, "evidence", "id", value)
    columns = [name for name in row if name != "id"]
    listed = ", ".join(columns)
    values = ", ".join(f":{name}" for name in columns)
    again = f"INSERT INTO evidence ({listed}) VALUES ({values})"
    assert refused(session, again, **row)
    if session.get_bind().dialect.name == "sqlite":
        assert refused(session, again.replace("INSERT", "INSERT OR REPLACE"), **row)
    withdrawn = "UPDATE evidence SET withdrawn_at = :at, reason = 'Twice.' WHERE id = :id"
    assert not refused(session, withdrawn, at=NOW, id=value)
    assert not refused(session, again, **row)


def everything(session: Session) -> str:
    """All that the database holds, as one text."""
    session.flush()
    tables = schema.metadata.sorted_tables
    rows = (session.connection().execute(sa.select(table)).all() for table in tables)
    return "\n".join(str(tuple(row)) for found in rows for row in found)


def test_erasing_the_one_coached_takes_every_word_about_them(session: Session, cast: Cast):
    coached(session, cast)
    assert SAID in everything(session)

    erase_person(session, cast.rae, reason="asked", at=NOW)

    assert SAID not in everything(session)
    assert OWN in everything(session)


def test_erasing_the_coach_takes_their_own_words_and_leaves_the_reps(session: Session, cast: Cast):
    coached(session, cast)

    erase_person(session, cast.mo, reason="asked", at=NOW)

    left = everything(session)
    assert OWN not in left
    assert SAID in left


@pytest.mark.parametrize(("key", "words"), [("mo", OWN), ("rae", SAID), ("mo", SAID)])
def test_both_are_given_what_they_may_read(session: Session, cast: Cast, key: str, words: str):
    coached(session, cast)
    person: Person = getattr(cast, key)

    assert words in export_person(session, person, at=NOW)["data.json"].decode()


@pytest.mark.parametrize("key", ["sol", "cleo", "ada", "ren", "spec"])
def test_nobody_else_is_given_a_word_of_it(session: Session, cast: Cast, key: str):
    coached(session, cast)
    person: Person = getattr(cast, key)

    given = export_person(session, person, at=NOW)["data.json"].decode()

    assert SAID not in given
    assert OWN not in given
