"""The form one comes in by is there for who can use it."""

from collections.abc import Iterator

import pytest

from coach_the_coach.account.entry.state import EntryState
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes
from tests.observations.visit import Visit, house

PROVIDER = {
    "OIDC_ISSUER": "https://login.example.com",
    "OIDC_CLIENT_ID": "coach",
    "OIDC_CLIENT_SECRET": "a secret of some length, as they are",
}


class Stranger(Visit):
    """A page of the entry, which arrives and loads nothing."""

    def do(self, handler: str, *given: object) -> list[str]:
        return super().do("arrive" if handler == "load" else handler, *given)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A provider is set, so that passwords can be off."""
    for name, value in PROVIDER.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("provider")
def test_where_passwords_are_off_no_form_asks_for_one(database_url: str):
    with house(database_url):
        page = Stranger(EntryState, routes.SIGN_IN)
        assert page.state.by_password
        with store.transaction() as session:
            sign_in.set_passwords(session, sign_in.OFF, by=None, at=clock.now())
        page.do("arrive")
        assert not page.state.by_password
