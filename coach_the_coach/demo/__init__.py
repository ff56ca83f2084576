"""A small believable company to try everything with; loaded into an empty database, on request."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlmodel import Session, select

from coach_the_coach.coaching.practice.queries import library
from coach_the_coach.demo import cast
from coach_the_coach.demo.accounts import add_accounts
from coach_the_coach.demo.asides import add_asides
from coach_the_coach.demo.cast import COMPANY_NAME, Case
from coach_the_coach.demo.certified import add_certified
from coach_the_coach.demo.coached import add_coached
from coach_the_coach.demo.company import DAYS, DemoCompany, DemoPerson, Found, Size
from coach_the_coach.demo.decided import add_doubles
from coach_the_coach.demo.handing import handings
from coach_the_coach.demo.hiring import add_people
from coach_the_coach.demo.large import Extent, Progress, add_company
from coach_the_coach.demo.learned import add_learned
from coach_the_coach.demo.managed import Managed
from coach_the_coach.demo.open_matters import add_notices
from coach_the_coach.demo.parts import add_parts
from coach_the_coach.demo.people import Member, Roster, roster
from coach_the_coach.demo.people_file import keep_people, lines
from coach_the_coach.demo.plan import Plan, plan
from coach_the_coach.demo.records import add_corrections, add_observations, add_sessions, sign
from coach_the_coach.demo.replies import add_replies
from coach_the_coach.demo.talks import add_talks, sign_talks
from coach_the_coach.demo.views import view_of
from coach_the_coach.demo.voices import add_voices, make_months, set_rhythm
from coach_the_coach.demo.watches import add_watches
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations import rubric
from coach_the_coach.observations.rubric.actions import import_rubric

__all__ = (
    "COMPANY_NAME",
    "Case",
    "DemoCompany",
    "DemoPerson",
    "Extent",
    "Found",
    "Size",
    "keep_people",
    "lines",
    "load",
    "load_large",
)

SEED: Final = 7
"""The company everybody knows; another seed gives the same cast among other people."""

RUBRIC: Final = Path(rubric.__path__[0]) / "rubric-1.1.toml"
"""The form that all observations of the demo company were made with."""

CASES_OF_PEOPLE: Final = {
    Case.STALLED: cast.STALLED,
    Case.SEVERE: cast.SEVERE,
    Case.DRIFTING: cast.DRIFTING,
    Case.SMALL_TEAM: cast.SMALL,
    Case.LARGE_TEAM: cast.LARGE,
    Case.IMPROVING: cast.IMPROVING,
    Case.CHECK: cast.CHECK,
    Case.REVIEWED: cast.CANDIDATE,
    Case.REFUSED: cast.IMPROVING,
}
"""The cases that are a person and not one observation."""

USUAL: Final = Size()
"""One CRO, three VPs, twelve managers, ninety reps and 120 days."""


def load(at: datetime, *, seed: int = SEED, size: Size = USUAL) -> DemoCompany:
    """Load the company as it is at `at`; the same seed gives the same one, passwords apart.

    Raises Conflict when anybody is in the database already.
    """
    moment = at.astimezone(UTC).replace(microsecond=0)
    everybody = roster(size, seed, moment.date())
    planned = plan(everybody, size, seed, moment)
    with store.transaction(store.PROGRAM) as session:
        _require_empty(session)
        people = add_people(session, everybody, moment)
        visitors = add_accounts(session, everybody, people, moment)
        _add_history(session, planned, people, seed, moment)
    return DemoCompany(
        name=COMPANY_NAME,
        loaded_at=moment,
        people=visitors,
        cases=_cases(everybody, planned),
    )


def load_large(
    at: datetime, extent: Extent, *, progress: Progress, seed: int = SEED
) -> DemoCompany:
    """Load a company of that extent as it is at `at`, all of it or nothing, for measuring.

    Raises Conflict when anybody is in the database already.
    """
    with store.transaction(store.PROGRAM) as session:
        _require_empty(session)
        begins = at - timedelta(days=extent.days)
        held = import_rubric(session, RUBRIC.read_text("utf-8"), at=begins)
        session.flush()
        return add_company(
            session, extent, name=COMPANY_NAME, rubric=held, seed=seed, at=at, progress=progress
        )


def _require_empty(session: Session) -> None:
    if session.exec(select(Person.id).limit(1)).first() is not None:
        raise Conflict(_("The demo company is only ever loaded into an empty database."))


def _add_history(
    session: Session, planned: Plan, people: dict[str, int], seed: int, at: datetime
) -> None:
    """Each room's part of the history."""
    held = import_rubric(session, RUBRIC.read_text("utf-8"), at=planned.begins_at)
    views = [view_of(watch, seed) for watch in planned.watches]
    add_sessions(session, planned, people)
    found = handings(views, seed, at)
    talks = add_talks(session, found, people, seed=seed)
    ids = add_observations(
        session,
        views,
        people,
        roster=planned.roster,
        rubric_id=held.id or 0,
        followed={key: talks[one.follows] for key, one in found.items() if one.follows},
    )
    add_corrections(session, views, ids)
    add_parts(session, views, ids, found, seed=seed, at=at)
    sign(session, views, people)
    add_replies(session, views, ids, found, seed=seed)
    sign_talks(session, found, people)
    add_asides(session, planned.roster, people, rubric_id=held.id or 0, seed=seed, at=at)
    add_notices(session, views, found, people, seed=seed, at=at)
    add_watches(session, planned.roster, people, seed=seed, at=at)
    _add_coaching(session, planned.roster, people, seed, at)


def _add_coaching(
    session: Session, everybody: Roster, people: dict[str, int], seed: int, at: datetime
) -> None:
    """What managers booked, held, planned and practised, what reps said, and what it came to."""
    set_rhythm(session, at - timedelta(days=DAYS))
    add_coached(session, everybody, people, seed=seed, days=DAYS, at=at)
    managed = Managed(everybody, people, seed=seed, days=DAYS, at=at)
    managed.write(session, [one.key for one in library().moments])
    add_learned(session, everybody, people, seed=seed, at=at)
    add_voices(session, everybody, people, seed=seed, at=at)
    make_months(session, everybody, people, days=DAYS, at=at)
    add_doubles(session, everybody, people)
    add_certified(session, everybody, people, seed=seed, at=at)


def _cases(everybody: Roster, planned: Plan) -> dict[Case, Found]:
    people = {case: everybody.named(part) for case, part in CASES_OF_PEOPLE.items()}
    found = {case: _found(member) for case, member in people.items()}
    found[Case.MOVED] = _found(everybody.moved)
    for watch in planned.watches:
        if watch.case is not None:
            found[watch.case] = _found(watch.meeting.coach, watch.public_id)
    return {case: found[case] for case in Case}


def _found(member: Member, observation_id: str | None = None) -> Found:
    return Found(member.name, member.public_id, observation_id)
