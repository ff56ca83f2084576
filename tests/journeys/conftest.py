"""What the journeys share: a browser for each module, silent consoles, and four companies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.company import Company, bring_in_people, company
from tests.journeys.demo import Demo, load
from tests.journeys.visits import Visits, chromium_at
from tests.serving import serving


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Kill a server as often as `--kills` says, each time at other moments."""
    if "seed_of_kills" in metafunc.fixturenames:
        metafunc.parametrize("seed_of_kills", range(int(metafunc.config.getoption("kills") or 0)))


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for a module: Playwright keeps a loop running that other tests must not meet."""
    with chromium_at(chromium) as browser:
        yield browser


@pytest.fixture
def visits(browser: Browser) -> Iterator[Visits]:
    """Opens pages; fails the test when a console was not silent."""
    visits = Visits(browser)
    yield visits
    for context in visits.contexts:
        context.close()
    assert visits.unexpected() == []


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo company, served; shared, so a test adds to it and changes nothing in it."""
    data = tmp_path_factory.mktemp("demo") / "data"
    loaded = load(data)
    with serving(data) as served:
        yield Demo(served, data, loaded)


@pytest.fixture(scope="session")
def beginners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company with people and nothing else; nobody may begin anything in it."""
    data = tmp_path_factory.mktemp("beginners") / "data"
    bring_in_people(data)
    with company(data) as served:
        served.link_for_admin()
        yield served


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company of eight to observe one another in; shared, so a test adds and takes nothing."""
    data = tmp_path_factory.mktemp("small") / "data"
    bring_in_people(data)
    with company(data) as served:
        yield served


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company of eight in which each walk watches another pair from their first time on."""
    data = tmp_path_factory.mktemp("own") / "data"
    bring_in_people(data)
    with company(data) as served:
        yield served


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Company]:
    """A company of eight for one walk alone: nobody in it was ever watched."""
    data = tmp_path / "data"
    bring_in_people(data)
    with company(data) as served:
        yield served
