"""Whatever happens to a company, everybody reads what is theirs to read, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from coach_the_coach.foundation import store
from tests.conftest import databases_of
from tests.identity import reads
from tests.identity.company import Company
from tests.identity.reach_mutants import MUTANTS, Mutant, finds_its_place, planted
from tests.walk import WALK

EXAMPLES = {"sqlite": 6, "postgresql": 3}
"""Companies for each database: what is refused is said by the same statements on both."""

FAULT = 60
"""Companies at most until a planted fault is found."""

STEPS = 12
"""So much happens to a company, at most."""


@pytest.fixture(scope="module")
def sqlite(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A fault is found on one database as well as on two."""
    engine = store.connect(databases_of("sqlite", request.config).fresh())
    yield engine
    engine.dispose()


def run(
    engine: Engine, examples: int, *, sweeps: bool = True, steps: int = STEPS, **given: Any
) -> None:
    """Let so many companies live."""
    machine = type("Company", (Company,), {"engine": engine, "sweeps": sweeps})
    budget = settings(WALK, max_examples=examples, stateful_step_count=steps, **given)
    run_state_machine_as_test(machine, settings=budget)


def test_every_query_of_every_room_is_read(engine: Engine):
    assert reads.unread() == set()
    assert set(reads.NOT_READ) <= set(reads.all_queries())


def test_whatever_happens_everybody_reads_what_is_theirs_and_nothing_else(engine: Engine):
    run(engine, EXAMPLES[engine.dialect.name])


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_every_text_that_a_fault_replaces_is_there_once(mutant: Mutant):
    assert finds_its_place(mutant)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_a_planted_fault_is_found(sqlite: Engine, mutant: Mutant):
    with planted(mutant), pytest.raises(AssertionError):
        run(sqlite, FAULT, sweeps=False, derandomize=True, steps=20)
