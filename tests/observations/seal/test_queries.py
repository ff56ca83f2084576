"""A seal shows whatever was changed behind it, and says of an erasure that it is one."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.seal.queries import broken_seals, seal_line, sealed
from coach_the_coach.observations.seal.rows import SealRow
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import Observation, Talk, TalkBody
from coach_the_coach.observations.talk.sealing.queries import (
    all_broken_seals,
    talk_seal_line,
)
from coach_the_coach.records.erasure.actions import erase_person
from tests.cast import NOW, Cast
from tests.observations.results import signed
from tests.observations.talk.held import held, talk_about

LATER = NOW + timedelta(days=3)
BROKEN = SealRow("Seal broken: this is not what was signed. Tell your administrator.", True)


def drop_triggers(session: Session) -> None:
    """What somebody with the database in hand can do."""
    if session.get_bind().dialect.name == "postgresql":
        for table in ("rating", "observation", "observation_body", "talk_body", "outcome"):
            session.connection().execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in session.connection().execute(names).all():
        session.connection().execute(sa.text(f'DROP TRIGGER "{name}"'))


def resealed(session: Session, cast: Cast, made: Observation) -> Observation:
    """An observation of a test's making with the seal that signing gives."""
    drop_triggers(session)
    content, one, body = sealed(session, cast.actor(cast.lena), public_id=made.public_id)
    one.body_sha256 = seal_of(content, body.salt)
    session.add(one)
    session.flush()
    return one


def changed(session: Session, statement: str, **values: object) -> None:
    session.connection().execute(sa.text(statement), values)
    session.expire_all()


def test_who_reads_the_whole_sees_that_the_seal_is_intact(session: Session, cast: Cast):
    made = resealed(session, cast, held(session, cast))
    intact = SealRow(f"Seal intact · {(made.body_sha256 or '')[:8]}")
    for person in (cast.lena, cast.mo):
        line = seal_line(session, cast.actor(person), public_id=made.public_id, at=LATER)
        assert line == intact
    with pytest.raises(NotFound):
        seal_line(session, cast.actor(cast.mia), public_id=made.public_id, at=LATER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rating SET level = 4 WHERE observation_id = :id AND dimension = 2",
        "UPDATE rating SET quote = '' WHERE observation_id = :id",
        "UPDATE observation_body SET strengths = 'x' WHERE observation_id = :id",
        "UPDATE observation_body SET salt = '' WHERE observation_id = :id",
        "UPDATE observation SET aim = 'certification' WHERE id = :id",
        "UPDATE outcome SET tally = '{}' WHERE observation_id = :id",
    ],
)
def test_whatever_is_changed_breaks_it_and_is_logged(
    session: Session, cast: Cast, statement: str, caplog: pytest.LogCaptureFixture
):
    made = resealed(session, cast, held(session, cast))
    whole = resealed(session, cast, signed.observation(session, cast))
    public_id, of = made.public_id, made.id
    changed(session, statement, id=of)
    with caplog.at_level(logging.ERROR):
        line = seal_line(session, cast.actor(cast.lena), public_id=public_id, at=LATER)
    assert line == BROKEN
    assert public_id in caplog.text
    assert broken_seals(session) == (2, [public_id])
    assert whole


def test_an_erasure_is_told_as_one_and_breaks_nothing(session: Session, cast: Cast):
    made = resealed(session, cast, held(session, cast))
    public_id = made.public_id
    mo = session.get_one(Person, cast.mo.id)
    # No trigger stands in the way here: what it passes is tested with the erasure.
    erase_person(session, mo, reason="", at=NOW)
    session.flush()
    session.expire_all()
    lena = cast.actor(cast.lena)
    line = seal_line(session, lena, public_id=public_id, at=LATER)
    assert line == SealRow("Its words were erased on Monday 2 March 2026.")
    line = talk_seal_line(session, lena, public_id=public_id, at=LATER)
    assert line == SealRow("Its words were erased on Monday 2 March 2026.")
    assert all_broken_seals(session) == (2, [])


def test_the_seal_of_a_talk_is_told_to_the_two(session: Session, cast: Cast):
    made = held(session, cast)
    sha256 = talk_about(session, made).sha256 or ""
    for person in (cast.lena, cast.mo):
        line = talk_seal_line(session, cast.actor(person), public_id=made.public_id, at=LATER)
        assert line == SealRow(f"Seal intact · {sha256[:8]}")
    draft = signed.observation(session, cast)
    empty = talk_seal_line(session, cast.actor(cast.lena), public_id=draft.public_id, at=LATER)
    assert empty == SealRow()


def test_a_talk_that_was_changed_is_found(session: Session, cast: Cast):
    made = resealed(session, cast, held(session, cast))
    public_id, talk_id = made.public_id, talk_about(session, made).id
    changed(session, "UPDATE talk_body SET promised = 'x' WHERE talk_id = :id", id=talk_id)
    line = talk_seal_line(session, cast.actor(cast.mo), public_id=public_id, at=LATER)
    assert line == BROKEN
    number, broken = all_broken_seals(session)
    assert (number, len(broken)) == (2, 1)
    assert session.get_one(TalkBody, talk_id).promised == "x"
    assert session.get_one(Talk, talk_id).sha256


def test_many_seals_take_as_many_statements_as_one(
    session: Session, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
):
    resealed(session, cast, signed.observation(session, cast))
    with statements() as one:
        assert broken_seals(session) == (1, [])
    for person in (cast.mo, cast.mia, cast.sol):
        made = signed.observation(session, cast, of=person)
        resealed(session, cast, made)
    with statements() as four:
        assert broken_seals(session) == (4, [])
    assert len(one) == len(four)
