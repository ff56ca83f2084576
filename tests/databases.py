"""Databases for tests: one with every table per worker and kind, and fresh ones on request."""

import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from coach_the_coach import schema
from coach_the_coach.foundation import store
from tests import postgres


def build_tables(engine: Engine) -> None:
    """Every table of every room, made as a real database gets them: by the migrations."""
    if any(schema.SCRIPTS.glob("versions/*.py")):
        schema.migrate(engine)
    else:
        schema.metadata.create_all(engine)


_numbers = count()


@dataclass
class Databases:
    """Makes databases of one kind for one worker of one run."""

    kind: str
    run: Path
    worker: str

    def empty(self) -> str:
        """The address of a new database with nothing in it."""
        return self._new(template=None)

    def fresh(self) -> str:
        """The address of a new database with every table and no row."""
        return self._new(template=self._template())

    def _new(self, template: str | None) -> str:
        name = f"{self.worker}_{next(_numbers)}"
        if self.kind == "postgres":
            made_from = f" TEMPLATE {template}" if template else ""
            with postgres.locked(self.run / "template.lock"):
                postgres.administer(self.run, f"CREATE DATABASE {name}{made_from}")
            return postgres.server_url(self.run, name)
        path = self.run / f"{name}.db"
        if template:
            shutil.copy(self.run / template, path)
        return f"sqlite:///{path}"

    def _template(self) -> str:
        """The name of the run's database to copy, made by the first who needs it."""
        name, made = f"template_{self.kind}", self.run / f"{self.kind}.made"
        with postgres.locked(self.run / "template.lock"):
            if not made.exists():
                self._make_template(name)
                made.touch()
        return name

    def _make_template(self, name: str) -> None:
        if self.kind == "postgres":
            postgres.administer(self.run, f"CREATE DATABASE {name}")
            url = postgres.server_url(self.run, name)
        else:
            url = f"sqlite:///{self.run / name}"
        engine = store.connect(url)
        build_tables(engine)
        engine.dispose()
