"""The demo company as a running server, and where its interesting pages are."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import select

from coach_the_coach import demo
from coach_the_coach.demo import Case, DemoCompany
from coach_the_coach.demo.cast import Part
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.tables import Person
from tests.journeys.company import Company
from tests.serving import coach


def load(data: Path) -> DemoCompany:
    """The demo company, loaded into a new database in this folder."""
    run = coach("migrate", COACH_DATA=str(data))
    assert run.returncode == 0, run.stderr
    store.open_at(f"sqlite:///{data / 'coach.db'}")
    try:
        return demo.load(clock.now())
    finally:
        store.open_at(None)


@dataclass
class Demo(Company):
    """The served demo company."""

    loaded: DemoCompany

    def email(self, part: Part) -> str:
        """The address of one of the cast."""
        named = (Person.given_name == part.given, Person.family_name == part.family)
        with self.store() as session:
            return session.exec(select(Person.email).where(*named)).one()

    def observation(self, case: Case) -> str:
        """The path of the observation that is a case."""
        return f"/observations/{self.loaded.cases[case].observation_id}"
