import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import log
from coach_the_coach.settings import settings
from tests import machine
from tests.account.provider import hostile, real
from tests.account.provider.browser import Site, Visitor
from tests.account.provider.hostile import Hostile
from tests.account.provider.real import NoProvider, Real
from tests.cast import people
from tests.conftest import databases_of

Refused = Callable[[str, str], None]


def listening(server: ThreadingHTTPServer) -> Iterator[None]:
    """Serve from a thread of its own until the tests are done."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """Our routes, served."""
    site = Site()
    for _serving in listening(site.server):
        yield site


@pytest.fixture(scope="session")
def lying() -> Iterator[Hostile]:
    """The provider that lies."""
    provider = Hostile()
    for _serving in listening(provider.server):
        yield provider


@pytest.fixture(scope="session")
def honest(site: Site, run_folder: Path, request: pytest.FixtureRequest) -> Iterator[Real]:
    """The real provider; skips by name where it cannot be fetched."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    try:
        with real.running(run_folder, site.url, worker) as provider:
            yield provider
    except NoProvider as why:
        machine.missing("provider", str(why))


@pytest.fixture(autouse=True)
def _quiet_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody was refused in this minute yet: of many, the log has only the first."""
    monkeypatch.setattr(log, "flood", log.Flood())


@pytest.fixture
def sign_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Switches single sign-on on, with these settings."""
    monkeypatch.setenv("COACH_PUBLIC_URL", site.url)
    monkeypatch.setenv("OIDC_CLIENT_ID", hostile.CLIENT)

    def switch(issuer: str, secret: str = hostile.SECRET, **more: str) -> None:
        given = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_SECRET": secret, **more}
        for name, text in given.items():
            monkeypatch.setenv(name, text)
        settings.cache_clear()

    yield switch
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def on_sqlite(request: pytest.FixtureRequest) -> Iterator[None]:
    """The cast on SQLite alone: what a token says is refused before any database is asked."""
    store.open_at(databases_of("sqlite", request.config).fresh())
    with store.transaction() as session:
        people(session, clock.now())
    yield
    store.open_at(None)


@pytest.fixture
def visitor(site: Site) -> Iterator[Visitor]:
    """A browser without any cookie."""
    visitor = Visitor(site.url)
    yield visitor
    visitor.close()


@pytest.fixture
def refused(record_property: Callable[[str, object], None]) -> Refused:
    """Notes for the end of the run that a case was refused, and as what."""

    def note(case: str, name: str) -> None:
        record_property("refused", f"{case} ({name})")

    return note
