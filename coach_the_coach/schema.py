"""Every table of every room, for migrations and tests."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlmodel import SQLModel

from coach_the_coach.cadence import tables as cadence
from coach_the_coach.cadence.calendar import tables as calendar
from coach_the_coach.cadence.contract import tables as contract
from coach_the_coach.cadence.hours import tables as hours
from coach_the_coach.certification.credential import tables as credential
from coach_the_coach.coaching import tables as coaching
from coach_the_coach.coaching.cycles import tables as cycles
from coach_the_coach.coaching.log import tables as log
from coach_the_coach.coaching.plans import tables as plans
from coach_the_coach.coaching.practice import tables as team_practice
from coach_the_coach.evidence import tables as evidence
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
from coach_the_coach.pulse import tables as pulse
from coach_the_coach.selfaudit import tables as selfaudit

COACHED: Final = (evidence, coaching, log, plans, cycles, team_practice)
"""The room of coaching, with its sub-rooms that have tables of their own."""

OBSERVED: Final = (observations, looks, selftally, practice, watching)
"""The room of observations, likewise."""

MANAGED: Final = (cadence, calendar, contract, hours, pulse, selfaudit)
"""What a manager keeps to, what reps say of it, and how it stands."""

CERTIFIED: Final = (credential,)
"""What somebody is certified for."""

TABLES: Final = (
    *(audit, erasing, jobs, identity, notices, mail),
    *COACHED,
    *OBSERVED,
    *MANAGED,
    *CERTIFIED,
    imports,
)
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
