"""The commands about the audit log: whether it is as it was written, and its head to publish."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from coach_the_coach.cli import database
from coach_the_coach.cli.stop import Stop
from coach_the_coach.foundation.words import _, _n

if TYPE_CHECKING:
    from sqlmodel import Session

    from coach_the_coach.foundation.chain import Head, Verified

# The work of a command is imported when it is called for, so that `coach --help` is quick.

audit = typer.Typer(help="The log of who did what.", no_args_is_help=True)


@audit.command()
def verify(
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="SEQ:HASH", help="A head that was published before."),
    ] = None,
) -> None:
    """Say whether the log is as it was written; status 1 where it is not, or cannot be checked.

    What was published before shows that its end was not cut off either.
    """
    from coach_the_coach.foundation import chain, store

    published = None if head is None else _head(head)
    database.existing()
    with store.reading(store.PROGRAM) as session:
        _require_secret(session)
        found = chain.verify(session, published)
    typer.echo("\n".join(said(found, published)))
    if not found.is_whole:
        raise typer.Exit(1)


@audit.command("head")
def show_head() -> None:
    """Print the head of the log, one line to publish outside: see the README."""
    from coach_the_coach.foundation import chain, store

    database.existing()
    with store.reading(store.PROGRAM) as session:
        last = chain.head(session)
    if last == chain.NO_HEAD:
        raise Stop(_("Nothing is sealed yet: the log is sealed while the program is served."))
    typer.echo(f"{last.seq}:{last.hash}")


def _require_secret(session: "Session") -> None:
    """Raises Stop where something is sealed and no secret is here: asked for, one would be made."""
    from coach_the_coach.foundation import chain, keys

    if chain.head(session) != chain.NO_HEAD and not keys.is_there():
        text = _(
            "There is no secret at {file}, and without the one that the log was sealed with it "
            "cannot be checked. COACH_DATA names the folder it is in, or COACH_SECRET says it."
        )
        raise Stop(text.format(file=keys.file()))


def said(found: "Verified", published: "Head | None") -> list[str]:
    """What came of verifying, in sentences."""
    links = _n("{number:,} entry", "{number:,} entries", found.links).format(number=found.links)
    if found.is_others:
        lines = [
            _("The log cannot be checked whole under the secret that is set here."),
            found.broken,
        ]
    elif found.broken:
        lines = [_("The log is not as it was written."), found.broken]
        if found.broken_at is not None and found.links:
            lines.append(_("Read before that: {links}.").format(links=links))
    else:
        lines = [_("The log is as it was written: {links}.").format(links=links)]
        if published is None:
            lines.append(_("Whether its end is there is shown by a published head: --head."))
    if found.waiting_since is not None:
        text = _n(
            "{number:,} entry is not sealed yet, since {since} UTC.",
            "{number:,} entries are not sealed yet, the oldest since {since} UTC.",
            found.waiting,
        )
        since = f"{found.waiting_since:%Y-%m-%d %H:%M:%S}"
        lines.append(text.format(number=found.waiting, since=since))
    if found.erased:
        text = _n(
            "What {number:,} entry says in detail was erased, as it may be.",
            "What {number:,} entries say in detail was erased, as it may be.",
            found.erased,
        )
        lines.append(text.format(number=found.erased))
    return lines


def _head(text: str) -> "Head":
    """A head as it was printed. Raises Stop for what is none."""
    from coach_the_coach.foundation.chain import Head

    found = re.fullmatch(r"([1-9]\d{0,9}):([0-9a-f]{64})", text.strip())
    if found is None:
        raise Stop(_("A head is a number, a colon and 64 letters and digits: SEQ:HASH."))
    return Head(int(found[1]), found[2])
