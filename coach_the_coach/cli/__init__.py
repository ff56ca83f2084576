"""The `coach` command: serving, and what is done to the database from a terminal."""

from coach_the_coach.cli.commands import main

__all__ = ["main"]
