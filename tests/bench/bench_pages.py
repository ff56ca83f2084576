"""Every page must load as quickly for a company of 500 managers as for one of twelve."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, event
from sqlmodel import Session, col, select

from coach_the_coach import demo
from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.coaching.cycles.tables import ActionPlan
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.plans.tables import CustomerCall
from coach_the_coach.coaching.practice.tables import TeamPractice
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.sign_in import start_sign_in
from coach_the_coach.identity.tables import Grant, Person, ReportingLine
from coach_the_coach.observations.looks.tables import Look
from coach_the_coach.observations.practice.queries import conversations
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.tables import SelfTally
from coach_the_coach.observations.tables import Observation, Status, Talk
from coach_the_coach.shell import routes
from tests import build
from tests.bench.coached import a_year, sessions
from tests.bench.measure import Row
from tests.bench.on_paths import named, on_paths
from tests.bench.page import Page, pages
from tests.cast import Cast
from tests.databases import Databases
from tests.identity.coached import coached
from tests.journeys.test_looks import EMPTY

FEW: Final = demo.Extent(12, 365)
MANY: Final = demo.Extent(500, 365)

TURNS: Final = 3
LOADS: Final = 4
"""How often each page is loaded in one turn, once unmeasured before; the two in turns."""

AIM: Final = 2.0
"""How many times longer a page may take. Source: docs/method.md#speed."""

WHO: Final = {"vera": "director", "mo": "manager", "rae": "rep", "ada": "admin"}
"""Who of the companies opens what the one of the cast opens, in the walk of empty pages."""

OTHERWISE: Final = {
    routes.HOME: "director",
    routes.PEOPLE: "chief",
    routes.KINDS: "chief",
    routes.NOTICES: "director",
    routes.NEW_OBSERVATION: "director",
    routes.OBSERVATION: "director",
    routes.TALK: "director",
    routes.NEW_LOOK: "director",
    routes.LOOK: "director",
}
"""By whom a page is opened that is another's there, or that finds more for another."""

AGAIN: Final = {
    routes.HOME: ("chief", "manager", "admin", "rep"),
    routes.PEOPLE: ("director",),
    routes.PERSON: ("manager", "chief"),
    routes.NEW_OBSERVATION: ("chief",),
    routes.NOTICES: ("manager",),
    routes.WATCHING: ("chief",),
    routes.FIGURES: ("director", "chief"),
    routes.INTERRUPTIONS: ("director", "chief"),
    routes.COVERAGE: ("director", "chief"),
    routes.PULSE: ("director", "chief"),
    routes.SELF_AUDIT: ("director",),
    routes.SKILLS: ("director",),
    routes.CERTIFIED: ("chief",),
    routes.ASSIGN: ("chief",),
    routes.FINISHING: ("director", "chief"),
    routes.CERTIFICATION_OF: ("chief",),
    routes.ATTEST: ("chief",),
    routes.DECISIONS: ("director", "chief"),
    routes.DECISION: ("director",),
    routes.DOUBLE: ("director", "chief"),
    routes.DOUBLE_ONE: ("director",),
    routes.REGISTER: ("director",),
}
"""Pages that others open too, and what they then find is another matter."""

NAMED: Final = {
    routes.LIVE: {"observation_id": "live_id"},
    routes.RATE: {"observation_id": "live_id"},
    routes.TRANSCRIPT: {"observation_id": "transcript_id"},
    routes.COVERAGE_OF: {"person_id": "rep_id"},
}
"""Where in `Place.named` the id is of a page about another thing of that kind than most."""

TABLES: Final[dict[str, Any]] = {
    "entry_id": LogEntry,
    "call_id": CustomerCall,
    "cycle_id": Cycle,
    "plan_id": ActionPlan,
    "practice_id": TeamPractice,
}
"""What a coach has that a page shows one of, by what stands in its address."""

SESSIONS: Final = 10
"""How many each rep of each manager has had, over as many fortnights."""


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
        # What anybody opens asks about nobody.
        if seen_by := EMPTY[address]:
            first = OTHERWISE.get(address, WHO[seen_by])
            for who in (first, *AGAIN.get(address, ())):
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
        people["rep"] = _reps(session)[people["manager"].id or 0][0]
        secrets = {
            who: start_sign_in(session, one.id or 0, device="", at=clock.now())
            for who, one in people.items()
        }
        _coach(session, people)
        named = _named(session, people["director"], people["manager"], people["rep"])
    return Place(url, secrets, named)


def _reps(session: Session) -> dict[int, list[Person]]:
    """The reps of each manager as they are now."""
    found = session.exec(
        select(ReportingLine.manager_id, Person)
        .join(Person, col(Person.id) == col(ReportingLine.person_id))
        .join(Grant, col(Grant.person_id) == col(Person.id))
        .where(Grant.role == Role.REP, col(ReportingLine.ends_on).is_(None))
        .order_by(col(Person.id))
    ).all()
    teams: dict[int, list[Person]] = {}
    for manager, rep in found:
        teams.setdefault(manager, []).append(rep)
    return teams


def _coach(session: Session, people: dict[str, Person]) -> None:
    """A year of coaching for every manager, and for one of them everything once."""
    now = clock.now()
    teams = _reps(session)
    a_year(session, teams, at=now)
    for coach, reps in teams.items():
        sessions(session, session.get_one(Person, coach), reps, SESSIONS, at=now)
    chairs = [each.name for each in fields(Cast) if each.name != "session"]
    cast = dict.fromkeys(chairs, people["manager"])
    cast |= {"rae": people["rep"], "lena": people["director"]}
    # Their months are counted already.
    session.exec(delete(CoachMonth).where(col(CoachMonth.coach_id) == people["manager"].id))
    coached(session, Cast(session, **cast), at=now)
    on_paths(
        session,
        {coach: [one.id or 0 for one in reps] for coach, reps in teams.items()},
        people["manager"],
        people["director"],
        at=now,
    )


def _named(session: Session, director: Person, manager: Person, rep: Person) -> dict[str, str]:
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
    audit = select(TimeAudit.public_id).where(TimeAudit.person_id == manager.id)
    found = {
        "person_id": manager.public_id,
        "coach_id": manager.public_id,
        "rep_id": rep.public_id,
        "observation_id": session.exec(signed).first(),
        "look_id": session.exec(look).first(),
        "tally_id": session.exec(tally).first(),
        "audit_id": session.exec(audit).first(),
        "conversation": conversations()[0].key,
        "unit": "asking",
    } | {
        part: session.exec(
            select(table.public_id)
            .where(table.coach_id == manager.id)
            .order_by(col(table.id).desc())
        ).first()
        for part, table in TABLES.items()
    }
    found |= named(session, manager)
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
    parts = [one.strip("[]") for one in address.split("/") if one.startswith("[")]
    return all(part in place.named for part in parts)


def _open(address: str, who: str, opens: Page, place: Place) -> None:
    """Open a page once."""
    others = {part: place.named[name] for part, name in NAMED.get(address, {}).items()}
    opens(place.named | others, address, place.secrets[who])


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
