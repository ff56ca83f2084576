from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from coach_the_coach.foundation import store
from tests.conftest import databases_of


@pytest.fixture(scope="module")
def sqlite(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One database for all examples; each takes back what it wrote."""
    engine = store.connect(databases_of("sqlite", request.config).fresh())
    yield engine
    engine.dispose()
