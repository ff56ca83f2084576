"""Whoever a route asks to show anew who they are is led there, with the way back."""

import asyncio

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route

from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.marks import route


@route(public=True)
async def export(_request: Request) -> Answer:
    raise NotFresh


def ask(method: str, path: str, **headers: str) -> Response:
    """The answer to whoever asks for an export."""
    routes = [Route("/export", export, methods=["GET", "POST"])]

    async def asked() -> Response:
        async with AsyncClient(
            transport=ASGITransport(Starlette(routes=routes)), base_url="http://test"
        ) as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(asked())


@pytest.fixture(autouse=True)
def database(database_url: str):
    """A database, for refusals are written down."""
    store.open_at(database_url)
    yield
    store.open_at(None)


def test_a_link_that_was_followed_is_gone_back_to_whole():
    answer = ask("GET", "/export?from=2026-01-01&to=2026-03-01", accept="text/html")

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/confirm?next=/export%3Ffrom%3D2026-01-01%26to%3D2026-03-01",
    )


def test_a_form_that_was_posted_leads_back_to_its_page():
    answer = ask(
        "POST",
        "/export",
        accept="text/html",
        origin="http://test",
        referer="http://test/people/ab12?tab=x",
    )

    assert answer.headers["location"] == "/confirm?next=/people/ab12"


def test_a_script_is_told_in_words():
    answer = ask("GET", "/export", accept="application/json")

    assert (answer.status_code, answer.json()["text"]) == (
        403,
        "Please confirm that it is you, then do it once more.",
    )
