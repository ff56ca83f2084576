"""The invitation as a file: for the two, and for nobody else."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.sign_in import cookie_name, start_sign_in
from coach_the_coach.observations.watching.http import routes
from tests.cast import NOW, people
from tests.observations.watching import planned

ORIGIN = "http://testserver"


@pytest.fixture
def secrets(database_url: str) -> Iterator[dict[str, str]]:
    """Cookies of the cast, and under "watch" the plan that Lena and Mo have agreed to."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session, NOW)
        made = {
            name: start_sign_in(session, getattr(cast, name).id, device="", at=clock.now())
            for name in ("lena", "mo", "cleo", "sol", "rae", "ada")
        }
        made["watch"] = planned.agreed(session, cast)
        made["asked"] = planned.asked(session, cast, of="mia")
    yield made
    store.open_at(None)


def get(watch: str, secret: str = "") -> httpx.Response:
    """What the route answers."""

    async def send() -> httpx.Response:
        app = httpx.ASGITransport(app=Starlette(routes=routes))
        cookies = {cookie_name(): secret} if secret else {}
        async with httpx.AsyncClient(transport=app, base_url=ORIGIN, cookies=cookies) as client:
            return await client.get(f"/watching/{watch}/invitation.ics")

    return asyncio.run(send())


@pytest.mark.parametrize("key", ["lena", "mo"])
def test_the_two_download_what_their_calendars_read(secrets: dict[str, str], key: str):
    answer = get(secrets["watch"], secrets[key])
    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    assert answer.headers["cache-control"] == "no-store"
    assert "attachment" in answer.headers["content-disposition"]
    calendar, event = planned.read(answer.text)
    assert (calendar["METHOD"], event["UID"]) == (
        "REQUEST",
        f"{secrets['watch']}@watching.coach-the-coach",
    )
    assert str(event["URL"]).endswith(f"/watching/{secrets['watch']}")


@pytest.mark.parametrize("key", ["cleo", "sol", "rae", "ada"])
def test_for_everybody_else_there_is_none(secrets: dict[str, str], key: str):
    assert get(secrets["watch"], secrets[key]).status_code == 404


def test_without_a_sign_in_or_an_agreement_there_is_none(secrets: dict[str, str]):
    assert get(secrets["watch"]).status_code == 401
    assert get(secrets["asked"], secrets["lena"]).status_code == 404
    assert get("f" * 32, secrets["lena"]).status_code == 404
