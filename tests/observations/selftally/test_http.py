"""The routes of one's own tallies: signed in, from a page of ours, for their maker alone."""

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import ASGITransport, AsyncClient, Response
from sqlmodel import Session, func, select
from starlette.applications import Starlette

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.live.queries import present
from coach_the_coach.observations.live.rules import MAX_BODY
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.actions import share_tally
from coach_the_coach.observations.selftally.counting import http as counting
from coach_the_coach.observations.selftally.counting.actions import start_counting
from coach_the_coach.observations.selftally.tables import SelfTap, SelfTurn
from coach_the_coach.observations.selftally.words import http as words
from tests.observations.live.send import NONE, PHONE, name
from tests.observations.selftally.made import counted, opened
from tests.observations.visit import house, person

OURS = "http://testserver"
TALK = (
    b"WEBVTT\n\n00:00.000 --> 00:09.000\n<v Mo>What next?\n\n00:10.000 --> 00:19.000\n<v Rae>Hm.\n"
)
OTHERS = [
    *(("lena", 404), ("cleo", 404), ("odd", 404), ("mia", 404), ("sol", 404)),
    *(("ada", 403), ("spec", 403), ("rae", 403), (None, 401)),
]


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def actor(session: Session, key: str = "mo") -> Actor:
    return actor_named(session, person(session, key).id or 0, clock.now())


def running() -> str:
    """The public id of a tally of Mo's, its clock started."""
    with store.transaction() as session:
        public_id = opened(session, actor(session), at=clock.now())
        start_counting(session, actor(session), public_id=public_id, at=clock.now())
        return public_id


def waiting() -> str:
    """The public id of a tally of Mo's that waits for a file."""
    with store.transaction() as session:
        return opened(session, actor(session), source=Source.TRANSCRIPT, at=clock.now())


def ask(key: str | None, method: str, address: str, **request: Any) -> Response:
    """What the browser of somebody gets, signed in for a name, from a page of ours."""
    cookies = {}
    if key is not None:
        with store.transaction() as session:
            someone = person(session, key).id or 0
            cookies["sid"] = sign_in.start_sign_in(session, someone, device="", at=clock.now())

    async def sent() -> Response:
        transport = ASGITransport(Starlette(routes=[*counting.routes, *words.routes]))
        headers = {"Origin": OURS} | request.pop("headers", {})
        async with AsyncClient(
            transport=transport, base_url=OURS, cookies=cookies, headers=headers
        ) as client:
            return await client.request(method, address, **request)

    return asyncio.run(sent())


def tap(number: int, code: str = "ask") -> dict[str, Any]:
    at = clock.now().isoformat()
    return {"id": name(number), "device_id": PHONE, "seq": number, "at": at, "code": code}


def rows(table: type[SelfTap] | type[SelfTurn]) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def upload(key: str | None, public_id: str, content: bytes = TALK, **request: Any) -> Response:
    files = {"file": ("talk.vtt", content)}
    return ask(key, "POST", f"/tallies/{public_id}/transcript", files=files, **request)


def test_taps_are_kept_once_and_answered_with_the_counts():
    address = f"/tallies/{running()}/taps"
    sent = {"taps": [tap(1), tap(2, "back")]}
    ask("mo", "POST", address, json=sent)
    answer = ask("mo", "POST", address, json=sent)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.json()["kept"] == [name(1), name(2)]
    assert answer.json()["counts"] == NONE | {"ask": 1, "back": 1}
    assert ask("mo", "GET", address).json()["counts"] == NONE | {"ask": 1, "back": 1}
    assert rows(SelfTap) == 2


@pytest.mark.parametrize(("key", "status"), OTHERS)
def test_nobody_else_adds_taps_or_sees_them(key: str | None, status: int):
    address = f"/tallies/{running()}/taps"

    assert ask(key, "POST", address, json={"taps": [tap(1)]}).status_code == status
    assert ask(key, "GET", address).status_code == status
    assert rows(SelfTap) == 0


def test_sharing_opens_no_route():
    with store.transaction() as session:
        public_id = counted(session, actor(session), at=clock.now())
        lena = person(session, "lena").public_id
        share_tally(session, actor(session), public_id=public_id, leader=lena, at=clock.now())

    assert ask("lena", "GET", f"/tallies/{public_id}/taps").status_code == 404
    assert upload("lena", public_id).status_code == 404


def test_a_page_of_another_site_adds_nothing():
    headers = {"Origin": "https://elsewhere.example"}
    taps = ask("mo", "POST", f"/tallies/{running()}/taps", json={"taps": [tap(1)]}, headers=headers)

    assert taps.status_code == 403
    assert upload("mo", waiting(), headers=headers).status_code == 403
    assert (rows(SelfTap), rows(SelfTurn)) == (0, 0)


def test_notes_kinds_strange_buttons_and_too_much_are_refused():
    address = f"/tallies/{running()}/taps"
    note = {"id": name(1), "at": clock.now().isoformat(), "text": "Rae is afraid"}

    assert ask("mo", "POST", address, json={"notes": [note]}).status_code == 422
    assert ask("mo", "POST", address, json={"taps": [tap(1, "open")]}).status_code == 422
    assert ask("mo", "POST", address, content=b" " * (MAX_BODY + 1)).status_code == 413
    assert rows(SelfTap) == 0


def test_the_tap_route_of_observations_knows_no_self_tally():
    public_id = running()
    with store.reading() as session, pytest.raises(NotFound):
        present(session, actor(session, "lena"), public_id=public_id, at=clock.now())


def test_a_file_comes_in_and_its_page_follows():
    public_id = waiting()
    answer = upload("mo", public_id)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/tallies/{public_id}")
    assert rows(SelfTurn) == 2


def test_what_is_wrong_with_a_file_is_said_under_seal():
    public_id = waiting()
    answer = upload("mo", public_id, b"nothing")

    target = urlsplit(answer.headers["location"])
    assert (answer.status_code, target.path) == (303, f"/tallies/{public_id}")
    assert set(parse_qs(target.query)) == {"refused"}
    assert rows(SelfTurn) == 0


@pytest.mark.parametrize(("key", "status"), OTHERS)
def test_nobody_else_brings_a_file_in(key: str | None, status: int):
    assert upload(key, waiting()).status_code == status
    assert rows(SelfTurn) == 0
