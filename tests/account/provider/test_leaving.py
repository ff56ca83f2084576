"""Signing out while the provider does not answer, on both databases."""

import socket
from collections.abc import Callable, Iterator
from threading import Thread

import httpx
import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import Way
from coach_the_coach.identity.tables import ExternalIdentity
from tests.account.browser import id_of, in_force
from tests.account.provider.browser import Visitor
from tests.cast import people


@pytest.fixture(autouse=True)
def company(database_url: str) -> Iterator[None]:
    """The cast in a database of the test's own."""
    store.open_at(database_url)
    with store.transaction() as session:
        people(session, clock.now())
    yield
    store.open_at(None)


def came_by(visitor: Visitor, issuer: str, who: str = "mo") -> None:
    """Somebody is signed in here by this provider."""
    at, person_id = clock.now(), id_of(who)
    with store.transaction() as session:
        identity = ExternalIdentity(
            person_id=person_id, issuer=issuer, subject=who, created_at=at, used_at=at
        )
        session.add(identity)
        session.flush()
        secret = sign_in.start_sign_in(
            session, person_id, device="", at=at, way=Way.PROVIDER, identity_id=identity.id
        )
    visitor.client.cookies.set("sid", secret, domain="127.0.0.1")


def test_one_is_signed_out_here_before_the_provider_is_asked(
    sign_on: Callable[..., None], visitor: Visitor
):
    answers: list[httpx.Response] = []
    with socket.create_server(("127.0.0.1", 0)) as hangs:
        hangs.settimeout(20)
        issuer = f"http://127.0.0.1:{hangs.getsockname()[1]}"
        sign_on(issuer)
        came_by(visitor, issuer)

        leaving = Thread(target=lambda: answers.append(visitor.post("/auth/sign-out")))
        leaving.start()
        asked, _address = hangs.accept()
        meanwhile = in_force(), [*answers]
        asked.close()
        leaving.join()

    assert meanwhile == ([], [])
    assert answers[0].headers["location"] == "/signin"
