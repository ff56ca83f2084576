"""The commands about a person's data: giving, erasing and holding it, and whether seals hold."""

import os
from pathlib import Path
from typing import Annotated, Final

import typer

from coach_the_coach.cli import database
from coach_the_coach.cli.stop import Stop
from coach_the_coach.foundation.words import _, _n

# The work of a command is imported when it is called for, so that `coach --help` is quick.

Called = Annotated[
    str,
    typer.Argument(metavar="PERSON", help="E-mail address, employee id or id.", show_default=False),
]
Why = Annotated[str, typer.Option("--reason", help="Why; it stays on record.")]

seals = typer.Typer(help="The hashes over what was signed.", no_args_is_help=True)

PRIVATE: Final = 0o600
"""Who may read a file about a person: whoever made it."""

FOLDER: Final = 0o700
"""Who may look into a folder made for such files."""


def add_to(coach: typer.Typer) -> None:
    """Have these commands among those of `coach`."""
    for name, command in (
        ("export-person", export_person),
        ("erase-person", erase_person),
        ("erasures", list_erasures),
        ("hold", hold),
        ("unhold", unhold),
        ("holds", list_holds),
    ):
        coach.command(name)(command)
    coach.add_typer(seals, name="seals")


def export_person(
    person: Called,
    out: Annotated[Path, typer.Option("--out", help="A folder, or a file that ends in .zip.")],
) -> None:
    """Write down what is kept of a person and may be known to them, as JSON and plain words."""
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.records.export import actions
    from coach_the_coach.records.export.rules import packed
    from coach_the_coach.records.queries import person_called

    at = clock.now()
    database.existing()
    with store.transaction(store.PROGRAM) as session:
        found = actions.export_person(session, person_called(session, person), at=at)
    try:
        if out.suffix == ".zip":
            _write(out, packed(found))
            files = [out]
        else:
            out.mkdir(mode=FOLDER, parents=True, exist_ok=True)
            files = [out / name for name in found]
            for name, content in found.items():
                _write(out / name, content)
    except OSError as error:
        text = _("{file} cannot be written: {why}.")
        raise Stop(text.format(file=out, why=error.strerror)) from None
    for file in files:
        typer.echo(file)


def erase_person(
    person: Annotated[
        str | None,
        typer.Argument(
            metavar="PERSON", help="E-mail address, employee id or id.", show_default=False
        ),
    ] = None,
    reason: Why = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    again: Annotated[
        Path | None,
        typer.Option(
            "--again",
            metavar="FILE",
            help="Erase those of a list that `coach erasures` wrote, after a restore.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Erase a person: names and every word about them. It says first what goes, and asks."""
    if (person is None) == (again is None):
        raise Stop(_("Say whom to erase: one person, or a list with --again."))
    listed = _listed(again) if again is not None else []
    database.existing()
    if again is not None:
        _erase_again(listed, yes=yes)
    elif person is not None:
        _erase_one(person, reason, yes=yes)


def list_erasures() -> None:
    """List who was erased, by ids that say nothing, to be done again after a restore."""
    from coach_the_coach.foundation import store
    from coach_the_coach.records.erasure.queries import erasures

    database.existing()
    with store.reading(store.PROGRAM) as session:
        rows = erasures(session)
    for row in rows:
        typer.echo(f"{row.person} {row.at:%Y-%m-%dT%H:%M:%SZ}")


def hold(person: Called, reason: Why) -> None:
    """Keep all that is kept of a person, whatever its time, until `coach unhold`."""
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.records.holds import actions
    from coach_the_coach.records.queries import person_called

    database.existing()
    with store.transaction(store.PROGRAM) as session:
        one = person_called(session, person)
        actions.hold(session, one, reason=reason, at=clock.now())
        told = _("What is kept of {name} stays until you end the hold.").format(name=one.name)
    typer.echo(told)


def unhold(person: Called) -> None:
    """End the hold on what is kept of a person."""
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.records.holds import actions
    from coach_the_coach.records.queries import person_called

    database.existing()
    with store.transaction(store.PROGRAM) as session:
        one = person_called(session, person)
        actions.end_hold(session, one, at=clock.now())
        told = _("What is kept of {name} goes again as its time comes.").format(name=one.name)
    typer.echo(told)


def list_holds() -> None:
    """List whose data is held, since when and why."""
    from coach_the_coach.foundation import store
    from coach_the_coach.records.holds.queries import holds

    database.existing()
    with store.reading(store.PROGRAM) as session:
        rows = holds(session)
    for row in rows:
        typer.echo(f"{row.since:%Y-%m-%d}  {row.name} <{row.email}>  {row.reason}")
    if not rows:
        typer.echo(_("Nobody's data is held."), err=True)


@seals.command("verify")
def verify_seals() -> None:
    """Compare all that was signed with its hash; status 1 where something was changed."""
    from coach_the_coach.foundation import store
    from coach_the_coach.observations.talk.sealing.queries import all_broken_seals

    database.existing()
    with store.reading(store.PROGRAM) as session:
        number, broken = all_broken_seals(session)
    for address in broken:
        typer.echo(_("Broken: {address}").format(address=address))
    told = _n("{n} seal was compared.", "{n} seals were compared.", number)
    typer.echo(told.format(n=number))
    if broken:
        raise typer.Exit(1)


def _erase_one(called: str, reason: str, *, yes: bool) -> None:
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.records.erasure import actions
    from coach_the_coach.records.erasure.queries import classes, require_erasable
    from coach_the_coach.records.queries import person_called

    with store.transaction(store.PROGRAM) as session:
        one = person_called(session, called)
        require_erasable(session, one.id or 0)
        rows = classes(session, one.id or 0)
        name = one.name
    typer.echo(_("Of {name} this goes for good:").format(name=name))
    for row in rows:
        typer.echo(f"  {row.number:>6}  {row.words}")
    typer.echo(
        _("Envelopes, hashes and numbers stay, and what they wrote about others. Names within ")
        + _("texts that others wrote about others cannot be found by a program.")
    )
    if not yes:
        typer.confirm(_("Erase {name}?").format(name=name), abort=True)
    with store.transaction(store.PROGRAM) as session:
        one = person_called(session, called)
        actions.erase_person(session, one, reason=reason, at=clock.now())
        told = _("Erased. They are called {name} from now on.").format(name=one.name)
    _leave_no_trace()
    typer.echo(told)


def _listed(file: Path) -> list[str]:
    """The ids of a list that `coach erasures` wrote. Raises Stop for a file that is none."""
    from coach_the_coach.records.erasure.rules import listed

    try:
        return listed(file.read_bytes().decode("utf-8-sig", errors="replace"))
    except OSError as error:
        text = _("{file} cannot be read: {why}.")
        raise Stop(text.format(file=file, why=error.strerror)) from None


def _erase_again(people: list[str], *, yes: bool) -> None:
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.records.erasure import actions
    from coach_the_coach.records.erasure.queries import known_among

    if not yes:
        asked = _n("Erase {n} person of this list?", "Erase {n} people of this list?", len(people))
        typer.confirm(asked.format(n=len(people)), abort=True)
    with store.transaction(store.PROGRAM) as session:
        unknown = len(people) - len(known_among(session, people))
        erased = actions.erase_again(session, people, at=clock.now())
    _leave_no_trace()
    told = _n("{n} person was erased again.", "{n} people were erased again.", len(erased))
    line = told.format(n=len(erased))
    if unknown:
        also = _n("{n} id of the list is nobody's here.", "{n} ids are nobody's here.", unknown)
        line = f"{line} {also.format(n=unknown)}"
    typer.echo(line)


def _write(file: Path, content: bytes) -> None:
    """Write a file that only its maker reads, also where there was one that others could."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as opened:
        os.fchmod(opened.fileno(), PRIVATE)
        opened.write(content)


def _leave_no_trace() -> None:
    """On SQLite take what was erased out of the log that it writes before the file itself."""
    from coach_the_coach.foundation import store

    if store.engine().dialect.name != "sqlite":
        return
    connection = store.engine().raw_connection()
    try:
        busy, *_pages = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    if busy:
        typer.echo(_("Somebody is reading: what was erased leaves the file's log a little later."))
