"""The commands about a person's data, run as at a terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner, Result

from coach_the_coach.cli.commands import coach
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import Note, ObservationBody, Rating, TalkBody
from tests.cast import people
from tests.observations.results.signed import cast_in
from tests.observations.talk.held import held


@pytest.fixture(autouse=True)
def house(database_url: str) -> Iterator[None]:
    """A database with the cast."""
    store.open_at(database_url)
    with store.transaction() as session:
        people(session, clock.now())
    yield
    store.open_at(None)


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(coach, list(words), input=typed)


def names() -> set[str]:
    with store.reading() as session:
        return {one.name for one in session.exec(select(Person)).all()}


def test_a_persons_data_is_written_into_a_folder_or_one_file(tmp_path: Path):
    folder, file = tmp_path / "mo", tmp_path / "mo.zip"
    assert run("export-person", "mo@example.com", "--out", str(folder)).exit_code == 0
    assert run("export-person", "MO@example.com", "--out", str(file)).exit_code == 0
    assert sorted(one.name for one in folder.iterdir()) == ["README.txt", "data.json"]
    assert {one.stat().st_mode & 0o777 for one in (*folder.iterdir(), file)} == {0o600}
    nobody = run("export-person", "nobody", "--out", str(file))
    assert isinstance(nobody.exception, NotFound)


def test_a_file_that_others_could_read_is_read_by_its_maker_alone(tmp_path: Path):
    file, folder = tmp_path / "mo.zip", tmp_path / "mo"
    file.write_bytes(b"older")
    file.chmod(0o644)
    assert run("export-person", "mo@example.com", "--out", str(file)).exit_code == 0
    assert run("export-person", "mo@example.com", "--out", str(folder)).exit_code == 0
    assert [one.stat().st_mode & 0o777 for one in (file, folder)] == [0o600, 0o700]


def test_what_was_erased_is_not_in_the_log_of_the_file(database_url: str):
    assert run("erase-person", "mo@example.com", "--yes").exit_code == 0
    if database_url.startswith("sqlite"):
        written = Path(f"{store.engine().url.database}-wal")
        assert not written.exists() or written.stat().st_size == 0


def test_an_erasure_says_what_goes_and_asks_first():
    asked = run("erase-person", "mo@example.com", "--reason", "Asked for it.", typed="n\n")
    assert asked.exit_code == 1
    assert "Of Mo Manager this goes for good:" in asked.output
    assert "Mo Manager" in names()
    done = run("erase-person", "mo@example.com", "--reason", "Asked for it.", typed="y\n")
    assert done.exit_code == 0
    assert "Erased person 1" in names()
    assert "Mo Manager" not in names()


def test_an_erasure_is_done_again_after_a_restore(tmp_path: Path, database_url: str):
    run("erase-person", "mo@example.com", "--yes")
    listed = run("erasures").stdout
    assert len(listed.splitlines()) == 1
    public_id = listed.split()[0]
    file = tmp_path / "erasures"
    file.write_text(listed)
    # The restored backup is one in which Mo is still there, under the same id.
    other = run("erase-person", "--again", str(file), "--yes")
    assert other.stdout == "0 people were erased again.\n"
    with store.transaction() as session:
        mia = session.exec(select(Person).where(Person.email == "mia@example.com")).one()
        file.write_text(f"{mia.public_id} 2026-01-01T00:00:00Z\n{public_id}\n")
    assert run("erase-person", "--again", str(file), "--yes").stdout.startswith("1 person")
    assert "Mia Manager" not in names()


def test_an_id_of_a_list_that_nobody_has_is_told_in_the_count(tmp_path: Path):
    file = tmp_path / "erasures"
    file.write_text(f"\ufeff{'0' * 32} 2026-01-01T00:00:00Z\n\n{'1' * 32}\n{'1' * 32}\n", "utf-8")
    done = run("erase-person", "--again", str(file), "--yes")
    said = "0 people were erased again. 2 ids are nobody's here.\n"
    assert (done.exit_code, done.stdout) == (0, said)


@pytest.mark.parametrize(
    "line", ["mo@example.com", "E4711", "0" * 31, "0" * 32 + " yesterday", "\xff"]
)
def test_a_list_with_a_line_of_another_form_erases_nobody(tmp_path: Path, line: str):
    file = tmp_path / "erasures"
    with store.reading() as session:
        mo = session.exec(select(Person).where(Person.email == "mo@example.com")).one()
    file.write_bytes(f"{mo.public_id} 2026-01-01T00:00:00Z\n\n{line}\n".encode("latin-1"))
    refused = run("erase-person", "--again", str(file), "--yes")
    assert isinstance(refused.exception, Invalid)
    assert str(refused.exception).startswith("Line 3 is not an id as `coach erasures` lists them")
    assert "Mo Manager" in names()


def test_whoever_is_erased_or_held_is_refused_before_it_is_said_what_goes():
    run("erase-person", "mo@example.com", "--yes")
    run("hold", "mia@example.com", "--reason", "A suit")
    for person in ("erased-1@erased.invalid", "mia@example.com"):
        refused = run("erase-person", person)
        assert isinstance(refused.exception, Conflict)
        assert refused.stdout == ""


def test_a_hold_keeps_somebody_from_being_erased_and_is_on_record():
    assert run("holds").stdout == ""
    assert run("hold", "mo@example.com", "--reason", "A suit").exit_code == 0
    listed = f"{clock.now():%Y-%m-%d}  Mo Manager <mo@example.com>  A suit\n"
    assert run("holds").stdout == listed
    refused = run("erase-person", "mo@example.com", "--yes")
    assert isinstance(refused.exception, Conflict)
    assert run("unhold", "mo@example.com").exit_code == 0
    assert run("erase-person", "mo@example.com", "--yes").exit_code == 0
    with store.reading() as session:
        actions = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
    assert list(actions) == ["person:hold", "person:unhold", "person:erase"]


def test_what_was_signed_is_erased_by_the_programs_own_role():
    with store.transaction() as session:
        held(session, cast_in(session))
    assert run("erase-person", "mo@example.com", "--yes").exit_code == 0
    with store.reading() as session:
        kept = [one.salt for one in session.exec(select(ObservationBody)).all()]
        kept += [one.salt for one in session.exec(select(TalkBody)).all()]
        assert kept == ["", ""]
        assert {one.quote for one in session.exec(select(Rating)).all()} == {""}
        assert session.exec(select(Note)).all() == []
    done = run("seals", "verify")
    assert (done.exit_code, done.stdout) == (0, "2 seals were compared.\n")


def test_seals_are_compared():
    done = run("seals", "verify")
    assert (done.exit_code, done.stdout) == (0, "0 seals were compared.\n")
