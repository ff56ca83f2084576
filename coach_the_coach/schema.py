"""Every table of every room, for migrations and tests."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlmodel import SQLModel

from coach_the_coach.coaching import tables as coaching
from coach_the_coach.foundation import audit, erasing, jobs, store
from coach_the_coach.identity import tables as identity
from coach_the_coach.imports import tables as imports
from coach_the_coach.notices import tables as notices
from coach_the_coach.notices.mail import tables as mail
from coach_the_coach.observations import tables as observations
from coach_the_coach.observations.looks import tables as looks
from coach_the_coach.observations.practice import tables as practice
from coach_the_coach.observations.selftally import tables as selftally
from coach_the_coach.observations.watching import tables as watching

OBSERVED: Final = (observations, looks, selftally, practice, watching)
"""The room of observations, with its sub-rooms that have tables of their own."""

TABLES: Final = (audit, erasing, jobs, identity, notices, mail, coaching, *OBSERVED, imports)
"""The modules that declare tables, lowest room first."""

SCRIPTS: Final = Path(__file__).parent.parent / "alembic"
"""The folder of migrations."""

metadata = SQLModel.metadata


def alembic_config(engine: Engine) -> Config:
    """Alembic's configuration for one database."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["engine"] = engine
    return config


def migrate(engine: Engine | None = None, revision: str = "head") -> None:
    """Bring a database, by default the store's, up to `revision`."""
    command.upgrade(alembic_config(engine or store.engine()), revision)
