"""The page behind a link: plain HTML, for whoever holds it, once, and of nobody else."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from coach_the_coach.foundation import store
from coach_the_coach.foundation.edge import Edge
from coach_the_coach.foundation.logs import quiet
from coach_the_coach.pulse.tables import PulseSaid
from coach_the_coach.pulse.tickets.actions import make_link
from coach_the_coach.pulse.tickets.http import routes
from coach_the_coach.settings import Settings
from tests.cast import people
from tests.pulse.said import NOVEMBER, ticket

HERE = "https://coach.example.com"
CONFIG = Settings(public_url=HERE)
OURS = {"origin": HERE, "sec-fetch-site": "same-origin", "accept": "text/html"}
FOUR = {"rating": "5", "thinking": "4", "one_thing": "3", "hard": "2"}


@pytest.fixture
def link(database_url: str) -> Iterator[str]:
    """Rae's link to say how her sessions with Mo were."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session)
        cast.mo.family_name = "<b>Manager"
        ticket(session, cast.rae, cast.mo, NOVEMBER)
        made = make_link(session, cast.actor(cast.rae), public_id=cast.mo.public_id)
    yield made
    store.open_at(None)


def ask(
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
) -> httpx.Response:
    """The answer through the edge, as from outside and without a cookie."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(Edge(Starlette(routes=routes), CONFIG))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            return await client.request(method, path, headers=headers, data=form)

    return asyncio.run(asked())


def secret_of(link: str) -> dict[str, str]:
    """What the form of the page sends along."""
    return {"secret": link.partition("=")[2]}


def said() -> list[int]:
    """What was kept."""
    with store.reading(store.PROGRAM) as session:
        return [one.rating for one in session.exec(select(PulseSaid)).all()]


def test_the_page_asks_four_things_and_needs_no_script(link: str):
    answer = ask("GET", link)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    text = answer.text
    assert "<script" not in text
    assert "Your sessions with Mo &lt;b&gt;Manager" in text
    assert "Rae" not in text
    assert text.count("<fieldset") == text.count("<legend") == 4
    assert len(re.findall(r'<input type="radio"[^>]* required>', text)) == 20
    assert 'action="/pulse/link"' in text
    assert said() == []


def test_what_is_chosen_is_kept_once(link: str):
    answer = ask("POST", "/pulse/link", OURS, secret_of(link) | FOUR)
    assert (answer.status_code, "Thank you" in answer.text) == (200, True)
    assert ask("POST", "/pulse/link", OURS, secret_of(link) | FOUR).status_code == 404
    assert ask("GET", link).status_code == 404
    assert said() == [5]


def test_what_is_missing_is_said_beside_it_and_what_was_chosen_stays(link: str):
    answer = ask("POST", "/pulse/link", OURS, secret_of(link) | FOUR | {"hard": "9"})
    assert answer.status_code == 422
    assert answer.text.count("Choose a number from 1 to 5.") == 1
    assert answer.text.count(" checked") == 3
    assert said() == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "https://evil.example.com"}, {"origin": HERE, "sec-fetch-site": "cross-site"}],
)
def test_no_other_site_can_say_it(link: str, headers: dict[str, str]):
    assert ask("POST", "/pulse/link", headers, secret_of(link) | FOUR).status_code == 403
    assert said() == []


@pytest.mark.parametrize("secret", ["", "x" * 43, "x" * 5000, "%00", "%C3%A9"])
def test_nobodys_link_opens_nothing_and_tries_are_counted(link: str, secret: str):
    assert ask("GET", f"/pulse/link?secret={secret}").status_code == 404
    answers = [ask("GET", f"/pulse/link?secret={secret}").status_code for _try in range(60)]
    assert set(answers) > {404}
    # A link that is somebody's works all the same.
    assert ask("GET", link).status_code == 200


def test_the_secret_is_in_no_log(link: str):
    secret = secret_of(link)["secret"]
    assert secret not in quiet(f'127.0.0.1 - "GET {link} HTTP/1.1" 200')
