"""The file of the register, as a browser asks for it."""

from collections.abc import Iterator

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from coach_the_coach.certification.register.http import routes as files
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.identity import sign_in
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.certification.enrolled import awarded
from tests.observations.visit import house, person


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast, of whom Mo and Sol hold a certificate."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction() as session:
            awarded(session, person(session, "mo"))
            awarded(session, person(session, "sol"))
        yield


def got(address: str, key: str):
    """What somebody is given there; nobody signed in for an empty key."""
    browser = TestClient(Starlette(routes=files), base_url="http://127.0.0.1")
    if key:
        with store.transaction() as session:
            who = person(session, key).id or 0
            secret = sign_in.start_sign_in(session, who, device="", at=clock.now())
        browser.cookies.set("sid", secret)
    return browser.get(address, headers={"accept": "application/json"})


@pytest.mark.parametrize(
    ("key", "status", "lines"),
    [("lena", 200, 2), ("ada", 200, 3), ("spec", 200, 3), ("mo", 403, 0), ("", 401, 0)],
)
def test_the_file_holds_what_is_in_reach(key: str, status: int, lines: int):
    answer = got(routes.REGISTER_FILE, key)
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    if lines:
        assert len(answer.text.splitlines()) == lines
        with store.transaction() as session:
            taken = session.exec(select(AuditEntry).where(AuditEntry.action == "register:export"))
            assert len(taken.all()) == 1


def test_the_address_says_what_is_asked_for():
    answer = got(f"{routes.REGISTER_FILE}?search=sol&stands=valid&year=soon", "ada")
    assert len(answer.text.splitlines()) == 2
    assert "Sol Stranger" in answer.text
