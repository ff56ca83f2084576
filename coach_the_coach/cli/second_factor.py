"""The command about a second factor: the way back for who lost phone and codes."""

import typer

from coach_the_coach.cli import database
from coach_the_coach.cli.records import Called, Why
from coach_the_coach.foundation.words import _

# The work of a command is imported when it is called for, so that `coach --help` is quick.


def add_to(coach: typer.Typer) -> None:
    """Have this command among those of `coach`."""
    coach.command("remove-second-factor")(remove_second_factor)


def remove_second_factor(person: Called, reason: Why) -> None:
    """Take away the second factor of a person who lost phone and codes. They are told.

    Make sure first that it is them who ask: from then on their password alone lets them in.
    """
    from coach_the_coach.account.second import actions
    from coach_the_coach.foundation import clock, store
    from coach_the_coach.records.queries import person_called

    database.existing()
    with store.transaction(store.PROGRAM) as session:
        one = person_called(session, person)
        actions.remove(session, one, reason=reason, at=clock.now())
        told = _("{name} signs in anew, with the password alone, and is told so.")
        line = told.format(name=one.name)
    typer.echo(line)
