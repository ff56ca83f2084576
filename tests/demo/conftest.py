"""The demo company, loaded once on each database for the tests that only read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from coach_the_coach import demo
from coach_the_coach.foundation import store
from tests.conftest import KINDS, databases_of

AT = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
"""When the company is loaded, a Wednesday."""


@dataclass(frozen=True)
class Loaded:
    """A loaded company and where it lies."""

    company: demo.DemoCompany
    url: str


@contextmanager
def reading_at(url: str) -> Iterator[Session]:
    """A session that reads the database at `url`; one at a time."""
    store.open_at(url)
    try:
        with store.reading() as session:
            yield session
    finally:
        store.open_at(None)


@pytest.fixture(scope="session", params=KINDS)
def loaded(request: pytest.FixtureRequest) -> Loaded:
    url = databases_of(request.param, request.config).fresh()
    store.open_at(url)
    try:
        return Loaded(demo.load(AT), url)
    finally:
        store.open_at(None)


@pytest.fixture
def company(loaded: Loaded) -> demo.DemoCompany:
    """What `load` returned."""
    return loaded.company


@pytest.fixture
def found(loaded: Loaded) -> Iterator[Session]:
    """A session that reads the loaded company."""
    with reading_at(loaded.url) as session:
        yield session
