"""A company as large as asked for: small enough here to look at every row of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from coach_the_coach import demo
from coach_the_coach.coaching.rules import kind_mix
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo.large.company import company
from coach_the_coach.demo.large.history import TAPPED
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.passwords import matches
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.sign_in import account_of, in_employment
from coach_the_coach.identity.tables import Grant, Person, Reach, ReportingLine
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.looks.tables import Look
from coach_the_coach.observations.practice.tables import PracticeRound
from coach_the_coach.observations.seal.queries import is_intact
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTap
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    Outcome,
    Rating,
    Reply,
    SelfRating,
    Status,
    Talk,
    Tap,
)
from coach_the_coach.observations.talk.sealing.queries import is_talk_intact
from coach_the_coach.observations.tally.rules import TapMark, kept_codes, tally_of
from tests.conftest import KINDS, databases_of
from tests.demo import reading
from tests.demo.conftest import AT, Loaded, reading_at
from tests.demo.test_load import dump

EXTENT = demo.Extent(managers=12, days=200)
"""Long enough for history without taps, short enough to look at all of it."""


@pytest.fixture(scope="module", params=KINDS)
def large(request: pytest.FixtureRequest) -> Loaded:
    url = databases_of(request.param, request.config).fresh()
    return Loaded(load_at(url, EXTENT), url)


@pytest.fixture
def found(large: Loaded) -> Iterator[Session]:
    """A session that reads the loaded company."""
    with reading_at(large.url) as session:
        yield session


def load_at(url: str, extent: demo.Extent, seed: int = 7) -> demo.DemoCompany:
    """A company of that extent, loaded into the database at `url`."""
    store.open_at(url)
    try:
        return demo.load_large(AT, extent, progress=lambda _done, _of: None, seed=seed)
    finally:
        store.open_at(None)


def here(session: Session, role: Role) -> list[Person]:
    """Everybody in that role who has not left."""
    held = select(Grant.person_id).where(Grant.role == role)
    return list(
        session.exec(select(Person).where(col(Person.id).in_(held), in_employment(AT))).all()
    )


def test_so_many_managers_in_groups_of_eight_with_six_to_nine_reps_each(found: Session):
    managers, today = here(found, Role.MANAGER), AT.date()
    ids = {person.id for person in managers}
    leaders = [len(reading.reports_on(found, one, today) & ids) for one in here(found, Role.LEADER)]
    teams = [len(reading.reports_on(found, one, today)) for one in managers]

    assert len(managers) == 12
    assert sorted(leaders) == [0, 6, 6]
    assert max(teams) <= 9
    assert sum(teams) / len(teams) > 5


def test_there_are_more_levels_where_there_are_more_managers():
    few = company(demo.Extent(60, 30), 7, AT.date())
    many = company(demo.Extent(2000, 30), 7, AT.date())

    assert {len(group.above) for group in few.groups} == {1}
    assert {len(group.above) for group in many.groups} == {3}
    assert sum(len(group.teams) for group in many.groups) == 2000
    assert {len(group.teams) for group in many.groups} == {8}


def test_who_left_has_no_line_and_no_role_any_more_and_nobody_reaches_them(found: Session):
    today = AT.date()
    gone = {
        one.id: one.ends_on
        for one in found.exec(select(Person)).all()
        if one.ends_on and one.ends_on < today
    }
    lines = found.exec(select(ReportingLine)).all()
    grants = found.exec(select(Grant)).all()
    reach = found.exec(select(Reach).where(Reach.depth > 0)).all()

    assert len(gone) > 3
    assert all(
        line.ends_on is not None and line.ends_on <= gone[line.person_id] + timedelta(days=1)
        for line in lines
        if line.person_id in gone
    )
    assert all(grant.ends_at and grant.ends_at < AT for grant in grants if grant.person_id in gone)
    assert not {one.descendant_id for one in reach} & gone.keys()
    assert not {one.ancestor_id for one in reach} & gone.keys()


def test_whoever_watches_is_above_or_helps_and_whoever_is_coached_is_in_the_team(found: Session):
    """The lines of the day say who may watch whom: nobody reaches across."""
    managers: dict[int, list[ReportingLine]] = defaultdict(list)
    for line in found.exec(select(ReportingLine)).all():
        managers[line.person_id].append(line)

    def above(person: int, on: date) -> int | None:
        held = (
            line.manager_id
            for line in managers[person]
            if line.starts_on <= on and (line.ends_on is None or on < line.ends_on)
        )
        return next(held, None)

    helpers = {person.id for person in here(found, Role.SPECIALIST)}
    rows = found.exec(
        select(Observation, CoachingSession).join(
            CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id)
        )
    ).all()
    for one, held in rows:
        day = held.held_at.date()
        assert above(held.coached_id, day) == held.coach_id == one.observed_id
        assert one.observer_id in {above(one.observed_id, day), *helpers}
    for look in found.exec(select(Look)).all():
        assert above(look.observed_id, look.opened_at.date()) == look.observer_id
    assert len(rows) > 60


def test_nothing_happens_before_the_first_day_after_the_last_or_in_the_future(found: Session):
    people = reading.people_by_id(found)
    for held in found.exec(select(CoachingSession)).all():
        for one in (people[held.coach_id], people[held.coached_id]):
            assert (one.starts_on or date.max) <= held.held_at.date()
            assert one.ends_on is None or held.held_at.date() <= one.ends_on
        assert held.held_at > AT - timedelta(days=EXTENT.days + 1)
    talks = found.exec(select(Talk)).all()
    for talk in talks:
        ends = people[talk.observed_id].ends_on
        signed = talk.observed_signed_at
        assert signed is None or ends is None or signed.date() <= ends
    instants: list[Any] = [talk.observed_signed_at for talk in talks]
    instants += found.exec(select(Observation.signed_at)).all()
    instants += found.exec(select(Reply.self_rated_at)).all()
    instants += found.exec(select(Tap.at)).all()
    instants += found.exec(select(Notice.at)).all()
    instants += found.exec(select(SelfTally.stopped_at)).all()
    instants += found.exec(select(PracticeRound.finished_at)).all()
    assert max(one for one in instants if one) < AT


def test_every_outcome_is_what_the_taps_come_to_and_older_ones_have_none(found: Session):
    taps: dict[int, list[TapMark]] = defaultdict(list)
    for tap in found.exec(select(Tap)).all():
        mark = TapMark(tap.id, tap.at, tap.code, tap.undoes, tap.seq)
        taps[tap.observation_id].append(mark)
    kinds: dict[int, list[Any]] = defaultdict(list)
    for answer in found.exec(select(KindAnswer)).all():
        kinds[answer.observation_id].append(answer.kind)
    levels: dict[int, list[int]] = defaultdict(list)
    for rating in found.exec(select(Rating)).all():
        if rating.level is not None:
            levels[rating.observation_id].append(rating.level)
    rows = found.exec(
        select(Outcome, CoachingSession.held_at)
        .join(Observation, col(Observation.id) == col(Outcome.observation_id))
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
    ).all()
    for outcome, held_at in rows:
        key = outcome.observation_id
        assert (key in taps) is (AT - held_at < TAPPED)
        given = levels[key]
        assert (outcome.levels_sum, outcome.levels_count) == (sum(given), len(given))
        if key in taps:
            tally = tally_of(kept_codes(taps[key]))
            assert outcome.tally == asdict(tally)
            assert (outcome.asks, outcome.tells) == (tally.asks, tally.tells)
            counts = kind_mix(kinds[key]).counts
            assert outcome.kinds == {str(kind): n for kind, n in counts.items()}
    assert len(taps) < len(rows)


def test_the_seals_hold(found: Session):
    signed = found.exec(select(Observation).where(Observation.status == Status.SIGNED)).all()
    talked = {
        (talk.coaching_session_id, talk.observer_id)
        for talk in found.exec(select(Talk).where(col(Talk.sha256).is_not(None))).all()
    }
    assert len(talked) > 40
    for one in signed:
        observer = actor_named(found, one.observer_id, AT)
        assert is_intact(found, observer, public_id=one.public_id)
        if (one.coaching_session_id, one.observer_id) in talked:
            assert is_talk_intact(found, observer, public_id=one.public_id)
    assert {one.status for one in found.exec(select(Observation)).all()} <= {*Status}


def test_what_is_signed_is_frozen_here_too(large: Loaded):
    store.open_at(large.url)
    statement = "UPDATE outcome SET asks = asks + 1"
    try:
        with (
            store.engine().connect() as connection,
            pytest.raises(DBAPIError, match="cannot be changed"),
        ):
            connection.exec_driver_sql(statement)
    finally:
        store.open_at(None)


def test_there_are_own_views_looks_tallies_practice_and_notices(found: Session):
    for table in (SelfRating, Look, SelfTally, SelfTap, PracticeRound, Note):
        assert len(found.exec(select(table)).all()) > 5, table
    read = {notice.read_at is not None for notice in found.exec(select(Notice)).all()}
    assert read == {True, False}


def test_what_is_written_next_gets_a_number_of_its_own(large: Loaded):
    store.open_at(large.url)
    try:
        with store.engine().connect() as connection, Session(connection) as session:
            before = max(reading.people_by_id(session))
            new = Person(email="new@alderquay.example", given_name="New", family_name="One")
            session.add(new)
            session.flush()
            assert (new.id or 0) > before
            session.rollback()
    finally:
        store.open_at(None)


def test_the_same_seed_gives_the_same_company_and_another_seed_another(
    large: Loaded, request: pytest.FixtureRequest
):
    kind = "sqlite" if large.url.startswith("sqlite") else "postgres"
    urls = [databases_of(kind, request.config).fresh() for _time in range(3)]
    extent = demo.Extent(4, 60)
    companies = [load_at(url, extent, seed) for url, seed in zip(urls, (7, 7, 8), strict=True)]
    first, again, other = (dump(url) for url in urls)

    assert again == first
    assert other["observation"] != first["observation"]
    assert [one.email for one in companies[0].people] == [one.email for one in companies[1].people]


def test_the_cro_and_an_administrator_can_sign_in(large: Loaded, found: Session):
    titles = [person.role for person in large.company.people]
    for person in large.company.people:
        account = account_of(found, email=person.email, at=AT)
        assert account is not None
        assert matches(person.password, account.password_hash)
    assert titles[:2] == ["Chief Revenue Officer", "Sales Systems Administrator"]
    assert len(titles) == 5


def test_it_is_refused_where_anybody_is_already(large: Loaded):
    with pytest.raises(Conflict):
        load_at(large.url, EXTENT)
