"""One siege on either database, for all the attacks; and how many calls were made."""

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from coach_the_coach.foundation import clock, store
from tests.attack.planted import plant
from tests.attack.siege import Siege
from tests.bench.program import coach_served
from tests.conftest import KINDS, databases_of
from tests.identity.test_guard import handlers_and_routes


@pytest.fixture(scope="session", params=KINDS)
def siege(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Siege]:
    """The program as it is served, but for its pages, on either database."""
    handlers_and_routes()
    url = databases_of(request.param, request.config).fresh()
    store.open_at(url)
    with store.transaction() as session:
        planted = plant(session, clock.now())
    with coach_served(tmp_path_factory.mktemp("siege") / "data", url) as port:
        yield Siege(port, store.engine(), planted)
    store.open_at(None)


@pytest.fixture(scope="session")
def told() -> Iterator[Counter[str]]:
    """How many calls were made, printed at the end."""
    counted: Counter[str] = Counter()
    began = time.monotonic()
    yield counted
    lines = ", ".join(f"{number} {what}" for what, number in counted.items())
    print(f"\nattacked: {lines}; {time.monotonic() - began:.0f} s")
