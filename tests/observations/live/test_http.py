"""The route that taps arrive by: signed in, from a page of ours, read strictly, kept once."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from sqlmodel import select
from starlette.applications import Starlette

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.live.http import routes
from coach_the_coach.observations.live.rules import MAX_BODY
from coach_the_coach.observations.tables import Tap
from tests import build
from tests.cast import people
from tests.observations.live.send import NONE, PHONE, name

OURS = {"Origin": "http://testserver"}


@pytest.fixture
def taps_of(database_url: str) -> Iterator[str]:
    """The address of the taps of Lena's draft, in a database of the test's own."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session, clock.now())
        made = build.observation(
            session, of=cast.mo, by=cast.lena, coached=cast.rae, at=clock.now()
        )
        address = f"/observations/{made.public_id}/taps"
    yield address
    store.open_at(None)


@dataclass(frozen=True)
class Browser:
    """The browser of somebody who is signed in, or of nobody."""

    cookies: dict[str, str]

    async def ask(self, method: str, address: str, **request: Any) -> Response:
        """One request, sent by a page of ours."""
        transport = ASGITransport(Starlette(routes=routes))
        async with AsyncClient(
            transport=transport, base_url=OURS["Origin"], headers=OURS, cookies=self.cookies
        ) as client:
            return await client.request(method, address, **request)

    def get(self, address: str) -> Response:
        """What is there."""
        return asyncio.run(self.ask("GET", address))

    def post(self, address: str, **request: Any) -> Response:
        """The answer to something sent."""
        return asyncio.run(self.ask("POST", address, **request))


def browser(person: str | None = "lena") -> Browser:
    """The browser of this person, signed in; of nobody for None."""
    if person is None:
        return Browser({})
    with store.transaction() as session:
        found = session.exec(select(Person.id).where(Person.email == f"{person}@example.com"))
        secret = sign_in.start_sign_in(
            session, found.one() or 0, device="A browser", at=clock.now()
        )
    return Browser({"sid": secret})


def sent(number: int, code: str = "open") -> dict[str, Any]:
    """A tap as a browser sends it."""
    at = clock.now().isoformat()
    return {"id": name(number), "device_id": PHONE, "seq": number, "at": at, "code": code}


def kept_in_the_database() -> list[str]:
    """The ids of all taps, read by another connection."""
    with store.reading() as session:
        return list(session.exec(select(Tap.id).order_by(Tap.id)).all())


def test_a_batch_is_answered_with_what_is_kept_and_the_counts(taps_of: str):
    answer = browser().post(taps_of, json={"taps": [sent(1), sent(2, "take")]})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    assert said["kept"] == [name(1), name(2)] == kept_in_the_database()
    assert said["counts"] == NONE | {"open": 1, "take": 1}
    assert said["clock"]["started_at"] < said["clock"]["now"]


def test_another_device_asks_where_the_draft_stands(taps_of: str):
    browser().post(taps_of, json={"taps": [sent(1)]})
    said = browser().get(taps_of).json()
    assert said["counts"] == NONE | {"open": 1}
    [mark] = said["marks"]
    assert (mark["id"], mark["code"]) == (name(1), "open")
    assert said["clock"]["started_at"] <= mark["at"] <= said["clock"]["now"]
    assert said["asked"] == 0


def test_the_same_batch_sent_ten_times_at_once_is_kept_once(taps_of: str):
    clients = [browser() for _ in range(10)]
    forwards = {"taps": [sent(number) for number in range(1, 21)]}
    backwards = {"taps": forwards["taps"][::-1]}

    async def all_at_once() -> list[Response]:
        return await asyncio.gather(
            *(
                client.ask("POST", taps_of, json=backwards if place % 2 else forwards)
                for place, client in enumerate(clients)
            )
        )

    answers = asyncio.run(all_at_once())
    assert {answer.status_code for answer in answers} == {200}
    assert {tuple(answer.json()["kept"]) for answer in answers} == {
        tuple(name(number) for number in range(1, 21))
    }
    assert {answer.json()["counts"]["open"] for answer in answers} == {20}
    assert len(kept_in_the_database()) == 20


@pytest.mark.parametrize(
    ("person", "status"), [(None, 401), ("odd", 404), ("spec", 404), ("mo", 403), ("ada", 403)]
)
def test_nobody_else_adds_to_it_or_sees_it(taps_of: str, person: str | None, status: int):
    other = browser(person)
    assert other.post(taps_of, json={"taps": [sent(1)]}).status_code == status
    assert other.get(taps_of).status_code == status
    assert kept_in_the_database() == []


def test_what_one_person_tapped_is_not_kept_by_another_who_signed_in_since(taps_of: str):
    me = browser()
    with store.reading() as session:
        ids = dict(session.exec(select(Person.email, Person.public_id)).all())
    lena, mo = ids["lena@example.com"], ids["mo@example.com"]

    refused = me.post(taps_of, json={"taps": [sent(1)]}, headers={"Coach-Person": mo})
    kept = me.post(taps_of, json={"taps": [sent(2)]}, headers={"Coach-Person": lena})

    assert (refused.status_code, refused.json()["text"]) == (
        401,
        "This was tapped by somebody else. Sign in as them to keep it.",
    )
    assert (kept.status_code, kept_in_the_database()) == (200, [name(2)])


def test_a_page_of_another_site_adds_nothing(taps_of: str):
    answer = browser().post(
        taps_of, json={"taps": [sent(1)]}, headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.status_code == 403
    assert kept_in_the_database() == []


def test_one_tap_that_cannot_be_read_keeps_the_whole_batch_out_with_a_sentence(taps_of: str):
    answer = browser().post(taps_of, json={"taps": [sent(1), sent(2, "shout")]})
    assert answer.status_code == 422
    assert answer.json() == {
        "text": "taps.1.code is not what it should be.",
        "problems": {"taps.1.code": "taps.1.code is not what it should be."},
    }
    assert kept_in_the_database() == []


def test_more_than_is_read_is_refused_with_a_sentence(taps_of: str):
    answer = browser().post(taps_of, content=b" " * (MAX_BODY + 1))
    assert (answer.status_code, answer.json()["text"]) == (
        413,
        "At most 64 kB can be sent at once.",
    )
    assert browser().post(taps_of, content=b"{}" + b" " * (MAX_BODY - 2)).status_code == 200


def test_an_observation_that_is_not_there_is_not_found(taps_of: str):
    assert browser().post("/observations/0/taps", json={}).status_code == 404
    assert browser().get("/observations/0/taps").status_code == 404
