"""A person downloads what is kept of them, once they have shown that it is them."""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.identity.sign_in import cookie_name, start_sign_in
from coach_the_coach.identity.tables import SignIn
from coach_the_coach.records.export.http import routes
from tests.cast import people
from tests.observations.results import signed

ORIGIN = "http://testserver"


@pytest.fixture
def secret(database_url: str) -> Iterator[str]:
    """Mo's cookie, who has just come in."""
    store.open_at(database_url)
    at = clock.now()
    with store.transaction() as session:
        cast = people(session, at)
        made = start_sign_in(session, cast.mo.id or 0, device="", at=at)
    yield made
    store.open_at(None)


def download(secret: str, *, origin: str = ORIGIN) -> httpx.Response:
    async def send() -> httpx.Response:
        app = httpx.ASGITransport(app=Starlette(routes=routes))
        cookies = {cookie_name(): secret}
        async with httpx.AsyncClient(transport=app, base_url=ORIGIN, cookies=cookies) as client:
            return await client.post("/account/my-data", headers={"origin": origin})

    return asyncio.run(send())


def given(answer: httpx.Response) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        return json.loads(pack.read("data.json"))


def logged() -> list[str]:
    with store.reading() as session:
        entries = select(AuditEntry.action).order_by(col(AuditEntry.id))
        return list(session.exec(entries).all())


def test_who_has_just_shown_who_they_are_gets_one_file_of_their_own(secret: str):
    answer = download(secret)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert set(pack.namelist()) == {"README.txt", "data.json"}
        found = json.loads(pack.read("data.json"))
    assert found["person"]["email"] == "mo@example.com"
    assert "person:export" in logged()


def test_a_session_known_of_a_draft_alone_is_not_in_it(secret: str):
    with store.transaction() as session:
        signed.observation(session, signed.cast_in(session), draft=True)
    assert given(download(secret))["sessions"] == []
    with store.transaction() as session:
        signed.observation(session, signed.cast_in(session))
    assert [one["coached"] for one in given(download(secret))["sessions"]] == ["Rae Rep"]


def test_who_has_not_is_led_to_confirm_that_it_is_them(secret: str):
    with store.transaction() as session:
        one = session.exec(select(SignIn)).one()
        one.proved_at = clock.now() - timedelta(minutes=6)
        session.add(one)
    answer = download(secret)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("?next=/account")
    assert "person:export" not in logged()


def test_nobody_else_and_no_other_site_gets_anything(secret: str):
    assert download("nobody").status_code == 401
    assert download(secret, origin="https://evil.example").status_code == 403
