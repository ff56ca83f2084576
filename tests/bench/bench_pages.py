"""Every page must load as quickly for a company of 500 managers as for one of twelve."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlmodel import Session, col, select

from coach_the_coach import demo
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.sign_in import start_sign_in
from coach_the_coach.identity.tables import Person, ReportingLine
from coach_the_coach.observations.looks.tables import Look
from coach_the_coach.observations.practice.queries import conversations
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.tables import SelfTally
from coach_the_coach.observations.tables import Observation, Status, Talk
from coach_the_coach.shell import routes
from tests import build
from tests.bench.measure import Row
from tests.bench.page import Page, pages
from tests.databases import Databases

FEW: Final = demo.Extent(12, 365)
MANY: Final = demo.Extent(500, 365)

TURNS: Final = 3
LOADS: Final = 4
"""How often each page is loaded in one turn, once unmeasured before; the two in turns."""

AIM: Final = 2.0
"""How many times longer a page may take. Source: docs/method.md#speed."""

WHO: Final = {
    routes.PEOPLE: "chief",
    routes.KINDS: "chief",
    routes.IMPORTS: "admin",
    routes.INVITATIONS: "admin",
    routes.TARGETS: "admin",
    routes.REFLECT: "manager",
    routes.SELF_TALLIES: "manager",
    routes.SELF_TALLY: "manager",
}
"""By whom a page is opened, where not by a director."""

AGAIN: Final = {
    routes.HOME: ("chief", "manager", "admin"),
    routes.PEOPLE: ("director",),
    routes.PERSON: ("manager", "chief"),
    routes.NEW_OBSERVATION: ("chief",),
    routes.NOTICES: ("manager",),
    routes.WATCHING: ("chief",),
}
"""Pages that others open too, and what they then find is another matter."""


DRAFTS: Final = {
    routes.LIVE: "live_id",
    routes.RATE: "live_id",
    routes.TRANSCRIPT: "transcript_id",
}
"""Pages about what is not signed yet, and where in `Place.named` its id is."""


@dataclass(frozen=True)
class Place:
    """A loaded company: its database, the sign-ins of its people, and what pages are about."""

    url: str
    secrets: dict[str, str]
    named: dict[str, str]
    """What stands in an address for each of its parts in brackets."""


def main() -> list[Row]:
    """Each page for the same people of both companies; other statements for many end the run."""
    rows, unequal = [], []
    with tempfile.TemporaryDirectory() as made:
        few, many = (_company(Path(made) / str(one.managers), one) for one in (FEW, MANY))
        try:
            for address, who, opens in _visits():
                name = f"{address} ({who})"
                if not _has(few, address) or not _has(many, address):
                    print(f"{name}: not measured, there is nothing to open")
                    continue
                sent = [_statements(place, address, who, opens) for place in (few, many)]
                rows.append(_side_by_side(name, few, many, partial(_open, address, who, opens)))
                if sent[0] != sent[1]:
                    unequal.append(f"{name}: {sent[0]} statements at 12, {sent[1]} at 500")
        finally:
            store.open_at(None)
    slow = [row.what for row in rows if row.ratio > AIM]
    print(f"{len(rows)} pages: the aim of {AIM:.0f} x is not met by: {', '.join(slow) or 'none'}")
    if unequal:
        raise SystemExit("Statements grow with the company:\n" + "\n".join(unequal))
    return rows


def _visits() -> Iterator[tuple[str, str, Page]]:
    """Every page with whoever opens it."""
    for address, opens in pages():
        for who in (WHO.get(address, "director"), *AGAIN.get(address, ())):
            yield address, who, opens


def _company(folder: Path, extent: demo.Extent) -> Place:
    """A company of that extent, as it is now."""
    folder.mkdir()
    url = Databases("sqlite", folder, "bench").fresh()
    store.open_at(url)
    begun = time.perf_counter()
    loaded = demo.load_large(clock.now(), extent, progress=lambda _done, _of: None)
    taken = time.perf_counter() - begun
    size = sum(file.stat().st_size for file in folder.iterdir() if "bench" in file.name) / 1e6
    print(f"{extent.managers} managers, {extent.days} days: {taken:.1f} s, {size:.0f} MB")
    mails = {one.role: one.email for one in loaded.people}
    titles = {
        "chief": "Chief Revenue Officer",
        "admin": "Sales Systems Administrator",
        "director": "Sales Director",
        "manager": "Sales Manager",
    }
    with store.transaction() as session:
        people = {
            who: session.exec(
                select(Person).where(
                    Person.email == next(mails[role] for role in mails if role.startswith(title))
                )
            ).one()
            for who, title in titles.items()
        }
        secrets = {
            who: start_sign_in(session, one.id or 0, device="", at=clock.now())
            for who, one in people.items()
        }
        named = _named(session, people["director"], people["manager"])
    return Place(url, secrets, named)


def _named(session: Session, director: Person, manager: Person) -> dict[str, str]:
    """Something of every kind to open; what there is none of is left out."""
    both = (Observation.observer_id == director.id, Observation.observed_id == manager.id)
    signed = (
        select(Observation.public_id)
        .join(Talk, col(Talk.coaching_session_id) == col(Observation.coaching_session_id))
        .where(*both, Observation.status == Status.SIGNED, col(Talk.sha256).is_not(None))
        .order_by(col(Observation.signed_at).desc())
    )
    look = select(Look.public_id).where(Look.observer_id == director.id)
    tally = select(SelfTally.public_id).where(SelfTally.coach_id == manager.id)
    found = {
        "person_id": manager.public_id,
        "observation_id": session.exec(signed).first(),
        "look_id": session.exec(look).first(),
        "tally_id": session.exec(tally).first(),
        "conversation": conversations()[0].key,
    }
    return {key: text for key, text in found.items() if text} | _drafts(session, director, manager)


def _drafts(session: Session, director: Person, manager: Person) -> dict[str, str]:
    """An observation that runs, and one that waits for its file."""
    line = select(ReportingLine.person_id).where(
        ReportingLine.manager_id == manager.id, col(ReportingLine.ends_on).is_(None)
    )
    rep = session.get_one(Person, session.exec(line.limit(1)).one())
    made = {
        source: build.observation(
            session, of=manager, by=director, coached=rep, source=source, at=clock.now()
        ).public_id
        for source in Source
    }
    return {"live_id": made[Source.LIVE], "transcript_id": made[Source.TRANSCRIPT]}


def _has(place: Place, address: str) -> bool:
    """Whether there is what the address names."""
    return all(part in place.named for part in _parts(address))


def _parts(address: str) -> list[str]:
    return [one.strip("[]") for one in address.split("/") if one.startswith("[")]


def _open(address: str, who: str, opens: Page, place: Place) -> None:
    """Open a page once."""
    drafts = {"observation_id": place.named[DRAFTS[address]]} if address in DRAFTS else {}
    opens(place.named | drafts, address, place.secrets[who])


def _statements(place: Place, address: str, who: str, opens: Page) -> int:
    """How much is asked of the database when the page opens."""
    store.open_at(place.url)
    _open(address, who, opens, place)
    with _noting() as sent:
        _open(address, who, opens, place)
    return len(sent)


@contextmanager
def _noting() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(store.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store.engine(), "before_cursor_execute", note)


def _side_by_side(what: str, few: Place, many: Place, load: Callable[[Place], Any]) -> Row:
    """The two companies in turns; opening the other's database is not measured.

    In time of this process, whose part SQLite is: another's work on the machine does not count.
    """
    taken: dict[str, list[float]] = {few.url: [], many.url: []}
    for _turn in range(TURNS):
        for place in (few, many):
            store.open_at(place.url)
            load(place)
            for _time in range(LOADS):
                begun = time.process_time()
                load(place)
                taken[place.url].append((time.process_time() - begun) * 1000)
    middle = {url: statistics.median(times) for url, times in taken.items()}
    return Row(what, "500 managers", middle[many.url], "12 managers", middle[few.url])
