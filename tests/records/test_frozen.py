"""What was said for good stays, whoever asks the database and however: on both databases."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from coach_the_coach.foundation import audit, chain, store
from coach_the_coach.foundation.audit import About
from coach_the_coach.foundation.erasing import Erasing, Erasure, LegalHold
from coach_the_coach.observations.looks.tables import Look
from coach_the_coach.observations.tables import AskedFirst, Observation, Tap
from coach_the_coach.observations.talk.actions import answer_asked_first
from tests.cast import NOW, Cast, people
from tests.conftest import databases_of
from tests.observations.looks import written
from tests.observations.results import signed
from tests.observations.talk.held import held, talk_about

TRUNCATED = (
    "observation",
    "observation_body",
    "rating",
    "tap",
    "kind_answer",
    "note",
    "turn_code",
    "outcome",
    "coaching_session",
    "rubric",
    "talk",
    "talk_body",
    "asked_first",
    "look",
    "look_body",
    "look_level",
    "erasure",
)


def refused(session: Session, statement: str, **values: object) -> bool:
    """Whether the database refuses a statement, by a trigger of ours or a constraint."""
    try:
        with session.begin_nested():
            session.connection().execute(sa.text(statement), values)
    except DBAPIError:
        return True
    return False


def copied(session: Session, table: str, key: str, value: object) -> dict[str, object]:
    """A row as it is stored."""
    one = sa.text(f'SELECT * FROM "{table}" WHERE "{key}" = :value')
    return dict(session.connection().execute(one, {"value": value}).mappings().one())


def replacing(session: Session, table: str, row: dict[str, object], key: str) -> str:
    """The statement that puts a row in the place of the one with its key."""
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    if session.get_bind().dialect.name == "sqlite":
        return f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({values})'
    given = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in row if name != key)
    put = f'INSERT INTO "{table}" ({names}) VALUES ({values})'
    return f'{put} ON CONFLICT ("{key}") DO UPDATE SET {given}'


def test_nothing_that_stays_can_be_emptied_at_once(session: Session, cast: Cast, engine: Engine):
    held(session, cast)
    if engine.dialect.name == "sqlite":
        # There is no such statement there; what deletes every row meets the triggers.
        assert refused(session, "DELETE FROM observation")
        return
    for table in TRUNCATED:
        assert refused(session, f"TRUNCATE {table} CASCADE"), table


@pytest.mark.parametrize(
    ("table", "key"), [("observation", "id"), ("talk", "id"), ("talk_body", "talk_id")]
)
def test_a_row_does_not_take_the_place_of_a_sealed_one(
    session: Session, cast: Cast, table: str, key: str
):
    made = held(session, cast)
    value = made.id if table == "observation" else talk_about(session, made).id
    row = copied(session, table, key, value)
    assert refused(session, replacing(session, table, row, key), **row)


def test_a_tap_of_a_draft_does_not_take_the_place_of_a_signed_one(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    draft = signed.observation(session, cast, draft=True)
    tap = session.exec(select(Tap).where(Tap.observation_id == made.id)).first()
    assert tap is not None
    row = copied(session, "tap", "id", tap.id) | {"observation_id": draft.id}
    assert refused(session, replacing(session, "tap", row, "id"), **row)


OTHER: dict[str, dict[str, object]] = {
    "observation": {
        "id": 99,
        "public_id": "other",
        "status": "draft",
        "signed_at": None,
        "body_sha256": None,
    },
    "tap": {"id": "other", "observation_id": 99},
    "talk": {"id": 99, "coaching_session_id": 99, "sha256": None},
    "coaching_session": {"id": 99, "public_id": "other"},
    "rubric": {"id": 99, "version": "other", "sha256": "other"},
}
"""What makes of a frozen row another that is not frozen."""


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """What is signed and logged, under a connection that is none of ours: no recursive triggers."""
    url = databases_of("sqlite", request.config).fresh()
    engine = store.connect(url)
    with Session(engine) as session:
        held(session, people(session))
        audit.note(session, "thing:do", actor_id=None, at=NOW, of=About(detail={"why": "x"}))
        chain.seal_in(session, NOW)
        session.commit()
    engine.dispose()
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def kept(bare: sqlite3.Connection, table: str) -> dict[str, object]:
    """One row that stays."""
    which = {"observation": "status = 'signed'", "talk": "sha256 IS NOT NULL"}.get(table, "1")
    return dict(bare.execute(f"SELECT * FROM {table} WHERE {which}").fetchone())


def put(bare: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    """Insert a row, in the place of whichever has its name."""
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("?" for _name in row)
    bare.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})", tuple(row.values()))


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ("observation", {}),
        ("observation", {"id": 99}),
        ("talk", {"id": 99}),
        ("coaching_session", {"purpose": "train"}),
        ("coaching_session", {"id": 99}),
        ("rubric", {"content": "{}"}),
        ("rubric", {"id": 99, "sha256": "other"}),
        ("rubric", {"id": 99, "version": "other"}),
        ("audit_entry", {"action": "thing:undo"}),
        ("audit_detail", {"text": "{}"}),
        ("audit_link", {"hash": "other"}),
        ("audit_link", {"seq": 99}),
    ],
)
def test_nor_does_a_new_one_where_a_connection_has_no_recursive_triggers(
    bare: sqlite3.Connection, table: str, other: dict[str, object]
):
    row = kept(bare, table)
    with pytest.raises(sqlite3.IntegrityError, match="cannot be changed"):
        put(bare, table, row | other)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("observation", ("id",)),
        ("observation", ("public_id",)),
        ("tap", ("id",)),
        ("talk", ("id",)),
        ("talk", ("coaching_session_id",)),
        ("coaching_session", ("public_id",)),
        ("rubric", ("sha256",)),
        ("rubric", ("version",)),
    ],
)
def test_nor_does_a_changed_one(bare: sqlite3.Connection, table: str, names: tuple[str, ...]):
    row = kept(bare, table)
    put(bare, table, row | OTHER[table])
    given = ", ".join(f'"{name}" = ?' for name in names)
    values = (*(row[name] for name in names), OTHER[table]["id"])
    with pytest.raises(sqlite3.IntegrityError, match="cannot be changed"):
        bare.execute(f"UPDATE OR REPLACE {table} SET {given} WHERE id = ?", values)


def test_a_version_is_corrected_once_and_signed_when_it_says_so(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    signed.observation(session, cast, corrects=made)
    second = signed.observation(session, cast, draft=True)
    change = "UPDATE observation SET {} WHERE id = :id"
    assert refused(session, change.format("supersedes_id = :made"), id=second.id, made=made.id)
    assert refused(session, change.format("status = 'signed'"), id=second.id)
    assert refused(session, change.format("signed_at = :at"), id=second.id, at=NOW)


def test_what_is_said_of_asking_first_stays(session: Session, cast: Cast):
    made = held(session, cast)
    answer_asked_first(session, cast.actor(cast.mo), public_id=made.public_id, answer="yes", at=NOW)
    session.flush()
    talk = session.exec(select(AskedFirst.talk_id)).one()
    assert refused(session, "UPDATE asked_first SET answer = 'no' WHERE talk_id = :id", id=talk)
    assert refused(session, "DELETE FROM asked_first WHERE talk_id = :id", id=talk)
    row = copied(session, "asked_first", "talk_id", talk)
    assert refused(session, replacing(session, "asked_first", row, "talk_id"), **row)


def test_a_look_that_was_given_stays_and_may_be_read_once(session: Session, cast: Cast):
    draft = written.begun(session, cast, by="spec")
    given = written.given(session, cast)
    session.flush()
    look = session.exec(select(Look).where(Look.public_id == given)).one()
    read = "UPDATE look SET read_at = :at WHERE id = :id"
    later = NOW + timedelta(hours=1)
    for statement in (
        "UPDATE look_body SET moment = 'x' WHERE look_id = :id",
        "UPDATE look_level SET level = 4 WHERE look_id = :id",
        "INSERT INTO look_level (look_id, dimension, level) VALUES (:id, 8, 4)",
        "DELETE FROM look_level WHERE look_id = :id",
        "DELETE FROM look_body WHERE look_id = :id",
        "UPDATE look SET given_at = NULL WHERE id = :id",
        "UPDATE look SET read_at = opened_at, observer_id = coached_id WHERE id = :id",
    ):
        assert refused(session, statement, id=look.id), statement
    assert not refused(session, read, id=look.id, at=later)
    assert refused(session, read, id=look.id, at=later)
    # What is not given yet can be written on.
    words = "UPDATE look_body SET moment = 'x' WHERE look_id = :id"
    other = session.exec(select(Look.id).where(Look.public_id == draft)).one()
    assert not refused(session, words, id=other)


def erasing(session: Session, person_id: int | None) -> Erasure:
    """An erasure under way, with the way open."""
    erasure = Erasure(person_id=person_id or 0, at=NOW)
    session.add(erasure)
    session.flush()
    session.add(Erasing(person_id=erasure.person_id, erasure_id=erasure.id or 0))
    session.flush()
    return erasure


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rating SET quote = 'kinder' WHERE observation_id = :id AND dimension = 1",
        "UPDATE rating SET quote = '', level = 4 WHERE observation_id = :id",
        "DELETE FROM rating WHERE observation_id = :id",
        "UPDATE observation_body SET strengths = 'kinder' WHERE observation_id = :id",
        "UPDATE observation_body SET strengths = '', revision = 9 WHERE observation_id = :id",
        "UPDATE observation SET observer_id = observer_id + 1 WHERE id = :id",
        "UPDATE observation SET body_sha256 = '' WHERE id = :id",
        "DELETE FROM observation WHERE id = :id",
        "UPDATE note SET text = '' WHERE observation_id = :id",
        "DELETE FROM tap WHERE observation_id = :id",
        "UPDATE outcome SET asks = 99 WHERE observation_id = :id",
    ],
)
def test_an_erasure_empties_words_and_rewords_nothing(session: Session, cast: Cast, statement: str):
    made = signed.observation(session, cast)
    erasing(session, cast.mo.id)
    assert refused(session, statement, id=made.id)


def test_an_erasure_opens_what_is_about_its_person_alone(session: Session, cast: Cast):
    mo = signed.observation(session, cast)
    mia = signed.observation(session, cast, of=cast.mia)
    empty = "UPDATE rating SET quote = '' WHERE observation_id = :id"
    assert refused(session, empty, id=mo.id)
    erasing(session, cast.mo.id)
    assert not refused(session, empty, id=mo.id)
    assert refused(session, empty, id=mia.id)


def test_the_way_is_open_only_for_an_erasure_under_way(session: Session, cast: Cast):
    put = "INSERT INTO erasing (person_id, erasure_id) VALUES (:person, :erasure)"
    mo = erasing(session, cast.mo.id)
    assert refused(session, put, person=cast.mia.id, erasure=mo.id)
    done = "UPDATE erasure SET finished_at = :at WHERE id = :id"
    assert refused(session, "UPDATE erasure SET person_id = :p WHERE id = :i", p=1, i=mo.id)
    assert not refused(session, done, id=mo.id, at=NOW)
    assert refused(session, done, id=mo.id, at=NOW)
    session.connection().execute(sa.text("DELETE FROM erasing"))
    assert refused(session, put, person=cast.mo.id, erasure=mo.id)
    assert refused(session, "DELETE FROM erasure WHERE id = :id", id=mo.id)


def test_a_hold_keeps_the_way_shut_and_an_erasure_that_is_over_opens_nothing(
    session: Session, cast: Cast
):
    put = "INSERT INTO erasing (person_id, erasure_id) VALUES (:person, :erasure)"
    made = signed.observation(session, cast)
    empty = "UPDATE rating SET quote = '' WHERE observation_id = :id"
    mo = erasing(session, cast.mo.id)
    session.connection().execute(
        sa.text("UPDATE erasure SET finished_at = :at WHERE id = :id"), {"at": NOW, "id": mo.id}
    )
    assert refused(session, empty, id=made.id)

    mia = Erasure(person_id=cast.mia.id or 0, at=NOW)
    session.add_all([mia, LegalHold(person_id=cast.mia.id or 0, reason="court", since=NOW)])
    session.flush()
    assert refused(session, put, person=cast.mia.id, erasure=mia.id)
    session.connection().execute(sa.text("UPDATE legal_hold SET until = :at"), {"at": NOW})
    assert not refused(session, put, person=cast.mia.id, erasure=mia.id)


def test_signing_and_correcting_go_on_as_before(session: Session, cast: Cast):
    made = signed.observation(session, cast)
    newer = signed.observation(session, cast, corrects=made)
    found = session.exec(select(Observation.status).where(Observation.id == newer.id)).one()
    assert found == "signed"
