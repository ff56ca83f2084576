"""The commands of `coach`, each a few lines over what the rooms do."""

import json
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote

import typer
from sqlalchemy.exc import DBAPIError

from coach_the_coach.cli import database, records, second_factor
from coach_the_coach.cli.audit import audit
from coach_the_coach.cli.keys import keys
from coach_the_coach.cli.stop import Stop
from coach_the_coach.foundation.errors import Conflict, Invalid, Refusal
from coach_the_coach.foundation.words import _
from coach_the_coach.settings import ROOT, Settings, SettingsError, settings, share

# The work of a command is imported when it is called for, so that `coach --help` is quick.

coach = typer.Typer(
    help="Coach the Coach: measures and trains how sales managers coach.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
rubric = typer.Typer(help="The forms that observers rate by.", no_args_is_help=True)
coach.add_typer(rubric, name="rubric")
coach.add_typer(audit, name="audit")
coach.add_typer(keys, name="keys")

DEMO_PEOPLE: Final = "demo-people.json"
"""The file in the data folder that keeps who can sign in to the demo company."""

PLAIN: Final[dict[str, Any]] = {"show_default": False}
"""An option that is as it is when nothing is said."""

File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(version("coach-the-coach"))
        raise typer.Exit


@coach.callback()
def first(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version.", **PLAIN
        ),
    ] = False,
) -> None:
    """What can be said without a command."""


def main() -> None:
    """Run a command; what it cannot do it says in one line: status 1 for a refusal, else 2."""
    try:
        coach()
    except Invalid as invalid:
        _end("\n".join(invalid.problems.values()), 1)
    except Refusal as refusal:
        _end(str(refusal), 1)
    except (Stop, SettingsError) as reason:
        _end(str(reason), 2)
    except DBAPIError as error:
        _end(database.said(error), 2)


def _end(line: str, status: int) -> None:
    typer.echo(line, err=True)
    sys.exit(status)


@coach.command()
def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen at; else COACH_HOST, else 127.0.0.1.", **PLAIN),
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen at; else COACH_PORT, else 3000.", **PLAIN)
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo company first.")] = False,
) -> None:
    """Serve everything on one port, after migrating and building what is not up to date."""
    from coach_the_coach.cli import pages, server

    chosen = {"COACH_HOST": host, "COACH_PORT": port}
    share(server.REFLEX | {name: str(value) for name, value in chosen.items() if value is not None})
    here = settings()
    server.check_port(here.host, here.port)
    server.check_redis(here.redis_url)
    _ready_database(here)
    _ready_keys()
    _say_if_unguarded()
    if demo:
        _load_demo_once(here)
    pages.ensure_built(ROOT, typer.echo)
    server.serve(here, lambda: _welcome(here, demo=demo))


@coach.command()
def migrate() -> None:
    """Bring the database up to date."""
    _ready_database(settings())
    typer.echo(_("The database is up to date."))


@coach.command()
def demo(
    managers: Annotated[
        int | None,
        typer.Option(min=2, max=20_000, help="A larger company, with so many managers.", **PLAIN),
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=30, max=3650, help="With so many days of history.", **PLAIN)
    ] = None,
) -> None:
    """Load the demo company into an empty database and say who can sign in.

    With --managers or --days it is one as large as asked for, to measure with.
    """
    here = settings()
    _ready_database(here)
    if managers is None and days is None:
        _load_demo(here)
    else:
        _load_large(here, managers, days)
    _show_demo_people(here)


@coach.command()
def create_admin(email: Annotated[str, typer.Argument(show_default=False)]) -> None:
    """Make an administrator and print the link that lets them choose a password.

    The link works once, for three days, and leads to COACH_PUBLIC_URL.
    Somebody who is here already becomes administrator as well.
    """
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.shell.routes import WELCOME

    here = settings()
    _ready_database(here)
    actions = import_module("coach_the_coach.identity.actions")
    are_on = import_module("coach_the_coach.identity.sign_in").passwords_are_on
    with store.transaction(store.PROGRAM) as session:
        were_on, was_here = are_on(session), actions.person_at(session, email) is not None
        secret = actions.create_admin(session, email=email, at=clock.now())
        one = actions.person_at(session, email)
        name, address = one.name, one.email
    if not were_on:
        typer.echo(_("People can sign in with a password again."), err=True)
    whose = (
        _("{name} <{email}>, who is here already, is an administrator from now on.")
        if was_here
        else _("{name} <{email}> is new here, as an administrator.")
    )
    typer.echo(whose.format(name=name, email=address), err=True)
    told = _(
        "The link lets them choose a password. It works once, for three days, and earlier links of "
        "theirs work no more. It leads to {address}: served elsewhere? Set COACH_PUBLIC_URL or "
        "COACH_PORT, and make it anew."
    )
    typer.echo(told.format(address=here.public_url), err=True)
    typer.echo(f"{here.public_url}{WELCOME}?invitation={quote(secret)}")


@coach.command()
def import_people(
    file: File,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nobody.")
    ] = False,
) -> None:
    """Import people and reporting lines from a CSV file: all of it, or nothing and why.

    The first line of the file names its columns.
    Needed: email, given_name, family_name, role.
    Read as well: employee_id, title, team, region, manager_email,
    start_date, end_date, time_zone, locale.

    A role is admin, leader, specialist, manager or rep.
    Several are joined by " + ", as in "leader + admin".
    A day is written as 2025-01-31.
    People who are not in the file stay as they are.
    """
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.imports.actions import import_people_file
    from coach_the_coach.imports.queries import would_import

    content = _content(file)
    _ready_database(settings())
    if dry_run:
        with store.reading(store.PROGRAM) as session:
            typer.echo(would_import(session, content=content, at=clock.now()))
        return
    with store.transaction(store.PROGRAM) as session:
        told = import_people_file(session, content=content, at=clock.now())
    typer.echo(told)


@coach.command()
def transcript(
    file: File,
    manager: Annotated[
        str | None, typer.Option(metavar="NAME", help="The manager, as the file writes the name.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print turns and measures as JSON.")
    ] = False,
) -> None:
    """Read a transcript and measure who talks; nothing is kept."""
    from coach_the_coach.observations.formats.rules import read_transcript
    from coach_the_coach.observations.transcript import rules

    turns = read_transcript(_content(file), file.name).turns
    if manager is None:
        text = _("Say who the manager is with --manager NAME. Speakers found: {speakers}.")
        raise Stop(text.format(speakers=", ".join(rules.speakers(turns)) or _("none")))
    found = rules.measures(turns, manager)
    if as_json:
        typer.echo(json.dumps(rules.as_json(turns, found), ensure_ascii=False, indent=2))
    else:
        typer.echo(rules.as_text(turns, manager, found))


@rubric.command("import")
def import_rubric(file: File) -> None:
    """Keep a reviewed rubric as a new version; observations keep the one they were made with.

    The file is TOML. It holds name, version and four levels;
    eight tables "dimensions", each with number, name, hint and four anchors;
    and tables "stop_signs", each with key and text.
    Begin with a copy of coach_the_coach/observations/rubric/rubric-1.1.toml
    and give it a new version.
    """
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.observations.rubric import actions

    content = _content(file)
    _ready_database(settings())
    with store.transaction(store.PROGRAM) as session:
        kept = actions.import_by_hand(session, content.decode(errors="replace"), at=clock.now())
        told = _("{name} {version} is here.").format(name=kept.name, version=kept.version)
    typer.echo(told)


def _content(file: Path) -> bytes:
    """What is in a file. Raises Stop when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        text = _("{file} cannot be read: {why}.")
        raise Stop(text.format(file=file, why=error.strerror)) from None


def _ready_database(here: Settings) -> None:
    """Have a private data folder and an up-to-date database with a rubric. Raises Stop."""
    from coach_the_coach.cadence.figures.making.actions import ensure_made
    from coach_the_coach.certification.actions import ensure_paths
    from coach_the_coach.certification.assigning.newcomers import actions as newcomers
    from coach_the_coach.certification.assigning.reminding import actions as reminding
    from coach_the_coach.certification.progress.making import actions as progress
    from coach_the_coach.cli import server
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.observations.rubric.actions import ensure_rubric
    from coach_the_coach.pulse.tickets import actions as pulse
    from coach_the_coach.records.retention.actions import ensure_daily

    server.prepare_folder(here.data)
    database.migrate()
    with store.transaction(store.PROGRAM) as session:
        ensure_rubric(session, at=clock.now())
        ensure_paths(session, at=clock.now())
        import_module("coach_the_coach.identity.actions").compare_every_night(session, clock.now())
        ensure_daily(session, at=clock.now())
        ensure_made(session, at=clock.now())
        progress.ensure_made(session, at=clock.now())
        newcomers.ensure_daily(session, at=clock.now())
        reminding.ensure_daily(session, at=clock.now())
        pulse.ensure_daily(session, at=clock.now())


def _ready_keys() -> None:
    """Have the keys that certificates are signed with."""
    from coach_the_coach.certification.credential.keys.actions import ensure_keys
    from coach_the_coach.foundation import clock, store

    with store.transaction(store.PROGRAM) as session:
        ensure_keys(session, at=clock.now())


def _say_if_unguarded() -> None:
    """Say it where PostgreSQL does not guard the rows as well as it could."""
    from coach_the_coach.cli import server

    if said := server.guard_words():
        typer.echo(said)


def _load_demo(here: Settings) -> None:
    """Load the demo company and keep who can sign in. Raises Conflict where somebody is already."""
    from coach_the_coach import demo
    from coach_the_coach.foundation import clock

    demo.keep_people(demo.load(clock.now()), here.data / DEMO_PEOPLE)


def _load_large(here: Settings, managers: int | None, days: int | None) -> None:
    """Load a company of that size, and show how far it has come. Raises Conflict."""
    from coach_the_coach import demo
    from coach_the_coach.cli.progress import shown
    from coach_the_coach.foundation import clock

    usual = demo.Extent()
    extent = demo.Extent(managers or usual.managers, days or usual.days)
    with shown(_("Loading the company"), sys.stdout) as progress:
        loaded = demo.load_large(clock.now(), extent, progress=progress)
    demo.keep_people(loaded, here.data / DEMO_PEOPLE)


def _load_demo_once(here: Settings) -> None:
    """Load the demo company into an empty database; in any other it is there or not wanted."""
    try:
        _load_demo(here)
    except Conflict as refusal:
        if not (here.data / DEMO_PEOPLE).is_file():
            typer.echo(refusal.text)


def _welcome(here: Settings, *, demo: bool) -> None:
    """Say where the program is, and who can sign in."""
    typer.echo(_("Coach the Coach is at {address}").format(address=here.public_url))
    if demo:
        _show_demo_people(here)
    sys.stdout.flush()


def _show_demo_people(here: Settings) -> None:
    """Who can sign in to the demo company, and what each will find; nothing where there is none."""
    from coach_the_coach import demo

    file = here.data / DEMO_PEOPLE
    if told := demo.lines(file):
        typer.echo(_("Sign in as (kept in {file}):").format(file=file))
        typer.echo("\n".join(told))


records.add_to(coach)
second_factor.add_to(coach)
