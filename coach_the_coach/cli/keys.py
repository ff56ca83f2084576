"""The commands about the keys that certificates are signed with."""

from typing import TYPE_CHECKING

import typer

from coach_the_coach.cli import database
from coach_the_coach.foundation.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

# The work of a command is imported when it is called for, so that `coach --help` is quick.

keys = typer.Typer()


@keys.callback(invoke_without_command=True)
def list_keys(context: typer.Context) -> None:
    """Make the keys that are missing, and list all there ever were.

    Public keys stay published for good at /.well-known/did.json, so that what an old key has
    signed verifies as before.

    Keep together: the database, where the keys are, and the secret that opens the private ones
    (COACH_SECRET, or the file "secret" in the data folder). With the database alone certificates
    verify on and nobody can sign; then run coach keys rotate. Keep the public address too
    (COACH_PUBLIC_URL): certificates name it, and whoever verifies one asks there.
    """
    if context.invoked_subcommand is not None:
        return
    from coach_the_coach.certification.credential.keys.actions import ensure_keys
    from coach_the_coach.foundation import clock, store

    database.existing()
    with store.transaction(store.PROGRAM) as session:
        made = ensure_keys(session, at=clock.now())
    _say(made)


@keys.command()
def rotate() -> None:
    """Make new keys and retire those in use. What they have signed verifies as before."""
    from coach_the_coach.certification.credential.keys.actions import rotate_keys
    from coach_the_coach.foundation import clock, store

    database.existing()
    with store.transaction(store.PROGRAM) as session:
        made = rotate_keys(session, at=clock.now())
    _say(made)


def _say(made: "Iterable[str]") -> None:
    """Who signs, and every key, the newest last."""
    from coach_the_coach.certification.credential.keys.queries import published
    from coach_the_coach.certification.credential.rules import Issuer
    from coach_the_coach.foundation import store
    from coach_the_coach.settings import settings

    with store.reading(store.PROGRAM) as session:
        found = published(session)
    typer.echo(_("Issuer: {did}").format(did=Issuer(settings().public_url).did))
    for one in found:
        since = _("in use since {day}").format(day=f"{one.made_at:%Y-%m-%d}")
        if one.retired_at is not None:
            since = _("retired {day}").format(day=f"{one.retired_at:%Y-%m-%d}")
        new = _(", made just now") if one.kid in made else ""
        typer.echo(f"{one.kid}  {one.algorithm}  {since}{new}")
