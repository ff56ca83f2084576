"""A running server with its data folder: who is in it, sign-ins to it, and ways into its store."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlmodel import Session, select

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.tables import Person
from tests.serving import Served, coach, serving

PEOPLE: Final = """\
email,given_name,family_name,role,title,team,manager_email,time_zone
carla@example.com,Carla,Oduya,leader,Chief Revenue Officer,Leadership,,Europe/London
vera@example.com,Vera,Stone,leader,VP Sales,North,carla@example.com,Europe/Berlin
viktor@example.com,Viktor,Strand,leader,VP Sales,South,carla@example.com,Europe/Berlin
mo@example.com,Mo,Reyes,manager,Sales Manager,Team Harbour,vera@example.com,Europe/Berlin
mia@example.com,Mia,Kern,manager,Sales Manager,Team Hills,viktor@example.com,Europe/Berlin
rae@example.com,Rae,Lindt,rep,Account Executive,Team Harbour,mo@example.com,Europe/Berlin
ren@example.com,Ren,Abbas,rep,Account Executive,Team Harbour,mo@example.com,Europe/Berlin
ria@example.com,Ria,Falk,rep,Account Executive,Team Hills,mia@example.com,Europe/Berlin
"""
"""A company of eight: Carla leads Vera and Viktor, Vera leads Mo, Mo coaches Rae and Ren."""

ADMIN: Final = "ada@example.com"


@dataclass
class Company:
    """A server that answers and the folder it keeps its data in."""

    served: Served
    data: Path
    now: Callable[[], datetime] = field(default=clock.now, kw_only=True)
    """The time that the server goes by."""

    @property
    def url(self) -> str:
        """Its address."""
        return self.served.url

    @contextmanager
    def store(self) -> Iterator[Session]:
        """The server's own database, written to beside it."""
        engine = store.connect(f"sqlite:///{self.data / 'coach.db'}")
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            engine.dispose()

    def person(self, session: Session, email: str) -> Person:
        """The one person of that address."""
        return session.exec(select(Person).where(Person.email == email)).one()

    def page_of(self, email: str) -> str:
        """The path of somebody's own page."""
        with self.store() as session:
            return f"/people/{self.person(session, email).public_id}"

    def secret(self, email: str, device: str = "A test's browser") -> str:
        """The cookie of a new sign-in of this person."""
        with self.store() as session:
            person = self.person(session, email)
            return sign_in.start_sign_in(session, person.id or 0, device=device, at=self.now())

    def link_for_admin(self) -> str:
        """What `coach create-admin` prints."""
        run = coach(
            "create-admin", ADMIN, COACH_DATA=str(self.data), COACH_PORT=str(self.served.port)
        )
        assert run.returncode == 0, run.stderr
        return run.stdout.strip()

    def kill(self) -> None:
        """End the server and its workers as a power cut would: nothing of theirs runs again."""
        parent = self.served.process.pid
        for process in [parent, *_descendants(parent)]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.served.process.wait(timeout=30)


@contextmanager
def company(data: Path, *arguments: str, port: int = 0, **environment: str) -> Iterator[Company]:
    """A server on `data` from when it answers, at any port for 0; it ends with the block."""
    with serving(data, *arguments, port=port, **environment) as served:
        yield Company(served, data)


def bring_in_people(data: Path, content: str = PEOPLE, **environment: str) -> None:
    """Import people before there is a server."""
    file = data.with_suffix(".csv")
    file.write_text(content)
    run = coach("import-people", str(file), COACH_DATA=str(data), **environment)
    assert run.returncode == 0, run.stderr


def _descendants(process: int) -> list[int]:
    """The processes that this one started, and those that they started."""
    found = []
    # A thread may end, and with its process its folder, while they are looked at.
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                found += [int(one) for one in (task / "children").read_text().split()]
    return [*found, *(below for one in found for below in _descendants(one))]
