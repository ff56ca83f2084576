from collections.abc import Iterator
from datetime import datetime

import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import log
from coach_the_coach.identity.passwords import hash_of
from coach_the_coach.identity.tables import Account
from tests.account.browser import PASSWORD
from tests.cast import people


@pytest.fixture(scope="session")
def hashed() -> str:
    """The hash of the password, made once: it takes long on purpose."""
    return hash_of(PASSWORD)


@pytest.fixture(autouse=True)
def no_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was refused in this minute yet."""
    monkeypatch.setattr(log, "flood", log.Flood())


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The one moment of a test in which tries are counted, or have to wait for a second."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def company(database_url: str, hashed: str) -> Iterator[None]:
    """The cast in a database of the test's own; Mo and Lena have the same password."""
    store.open_at(database_url)
    at = clock.now()
    with store.transaction() as session:
        cast = people(session, at)
        session.add_all(
            Account(person_id=one.id or 0, password_hash=hashed, created_at=at)
            for one in (cast.mo, cast.lena)
        )
    yield
    store.open_at(None)
