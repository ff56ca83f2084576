"""A route has the door ask for its permission, in the transaction of its work."""

import asyncio
from collections.abc import Iterator

import pytest
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import event
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.responses import Response as Answer
from starlette.routing import Route

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import unlogged
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.door import act_for, look_for
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.sign_in import start_sign_in
from tests.cast import people


@unlogged("it changes nothing")
def name(_session: Session, actor: Actor) -> str:
    return actor.name


@route(Permission.OBSERVATION_WRITE)
async def acts(request: Request) -> Answer:
    return PlainTextResponse(await act_for(request, name))


@route(Permission.OBSERVATION_WRITE)
async def looks(request: Request) -> Answer:
    return PlainTextResponse(await look_for(request, name))


@route(Permission.OBSERVATION_WRITE)
async def forgets(_request: Request) -> Answer:
    return PlainTextResponse("said to anybody")


@pytest.fixture
def secrets(database_url: str) -> Iterator[dict[str, str]]:
    """The cookies of Lena, who observes, and of Rae, who does not."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session, clock.now())
        yield_of = {
            who: start_sign_in(session, person.id or 0, device="", at=clock.now())
            for who, person in (("lena", cast.lena), ("rae", cast.rae))
        }
    yield yield_of
    store.open_at(None)


def ask(endpoint: object, secret: str | None) -> Response:
    """The answer of an endpoint to whoever has this cookie."""

    async def asked() -> Response:
        app = Starlette(routes=[Route("/", endpoint)])  # pyright: ignore[reportArgumentType] - an endpoint
        transport = ASGITransport(app, raise_app_exceptions=False)
        cookies = {"sid": secret} if secret else {}
        async with AsyncClient(
            transport=transport, base_url="http://testserver", cookies=cookies
        ) as client:
            return await client.get("/")

    return asyncio.run(asked())


@pytest.mark.parametrize("endpoint", [acts, looks])
def test_the_door_asks_for_the_permission_that_a_route_left_to_it(
    secrets: dict[str, str], endpoint: object
):
    answers = [ask(endpoint, secret) for secret in (secrets["lena"], secrets["rae"], None)]

    assert [one.status_code for one in answers] == [200, 403, 401]
    assert answers[0].text == "Lena Leader"


def test_an_endpoint_that_passes_the_door_by_says_nothing_to_those_who_may_not(
    secrets: dict[str, str],
):
    answers = [ask(forgets, secret) for secret in (secrets["lena"], secrets["rae"], None)]

    assert [one.status_code for one in answers] == [200, 403, 401]
    assert ["said to anybody" in one.text for one in answers] == [True, False, False]


@pytest.mark.parametrize("endpoint", [acts, looks, forgets])
def test_whoever_asks_is_made_out_once(secrets: dict[str, str], endpoint: object):
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(store.engine(), "before_cursor_execute", note)
    ask(endpoint, secrets["lena"])

    assert len([one for one in sent if "sign_in.secret_digest" in one]) == 1
