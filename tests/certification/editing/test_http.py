"""A path as a file: downloaded, brought in, and refused."""

import asyncio
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import func, select
from starlette.applications import Starlette

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.editing.file.http import routes
from coach_the_coach.certification.editing.file.rules import unpacked
from coach_the_coach.certification.editing.state import purpose
from coach_the_coach.certification.paths.rules import read_path
from coach_the_coach.certification.tables import PathVersion
from coach_the_coach.foundation import clock, keys, store
from coach_the_coach.identity.sign_in import cookie_name, start_sign_in
from tests.cast import people

ORIGIN = "http://testserver"


@pytest.fixture
def secrets(database_url: str) -> Iterator[dict[str, str]]:
    """The cookies of some of the cast, in a database with the paths of the program."""
    store.open_at(database_url)
    at = clock.now()
    with store.transaction() as session:
        cast = people(session, at)
        ensure_paths(session, at=at)
        made = {
            name: start_sign_in(session, getattr(cast, name).id, device="", at=at)
            for name in ("ada", "lena", "mo", "spec")
        }
    yield made
    store.open_at(None)


def ask(method: str, path: str, secret: str, **given: object) -> httpx.Response:
    """What a route answers."""

    async def send() -> httpx.Response:
        app = httpx.ASGITransport(app=Starlette(routes=routes))
        cookies = {cookie_name(): secret}
        async with httpx.AsyncClient(transport=app, base_url=ORIGIN, cookies=cookies) as client:
            headers = {"origin": ORIGIN}
            return await client.request(method, path, headers=headers, **given)  # pyright: ignore[reportArgumentType] - by name

    return asyncio.run(send())


def brought(secret: str, content: bytes) -> httpx.Response:
    """What a file comes to."""
    files = {"file": ("path.toml", content, "application/toml")}
    return ask("POST", "/paths/file", secret, files=files)


def told(answer: httpx.Response, secret: str, name: str) -> tuple[str, str]:
    """Which page follows, and what it is handed."""
    address = urlsplit(answer.headers["location"])
    (sealed,) = parse_qs(address.query)[name]
    return address.path, keys.unsealed(purpose(secret), sealed) or ""


def test_a_path_is_downloaded_and_opens_again_as_a_change(secrets: dict[str, str]):
    file = ask("GET", "/paths/foundations/path.toml", secrets["ada"])
    assert (file.status_code, file.headers["cache-control"]) == (200, "no-store")
    assert "attachment" in file.headers["content-disposition"]
    assert read_path(file.text).title == "Foundations"

    answer = brought(secrets["ada"], file.content.replace(b"within_days = 90", b"within_days = 91"))

    page, letters = told(answer, secrets["ada"], "file")
    path = unpacked(letters)
    assert (answer.status_code, page) == (303, "/paths/foundations")
    assert path is not None
    assert path.within_days == 91
    with store.reading() as session:
        assert session.exec(select(func.count()).select_from(PathVersion)).one() == 4


def test_a_file_of_a_path_that_is_not_there_opens_as_a_new_one(secrets: dict[str, str]):
    file = ask("GET", "/paths/foundations/path.toml", secrets["ada"])
    answer = brought(secrets["ada"], file.content.replace(b'"foundations"', b'"ours"', 1))
    assert told(answer, secrets["ada"], "file")[0] == "/paths/new"


def test_what_is_wrong_with_a_file_is_said_on_the_page(secrets: dict[str, str]):
    page, said = told(brought(secrets["ada"], b"key = "), secrets["ada"], "refused")
    assert page == "/paths"
    assert said.startswith("This is not a TOML file: ")
    nothing = ask("POST", "/paths/file", secrets["ada"], files={"other": (None, b"1")})
    assert told(nothing, secrets["ada"], "refused")[1] == "Choose a file first."


@pytest.mark.parametrize("key", ["lena", "mo", "spec"])
def test_nobody_else_downloads_or_brings_in_anything(secrets: dict[str, str], key: str):
    assert ask("GET", "/paths/foundations/path.toml", secrets[key]).status_code == 403
    assert brought(secrets[key], b"key = ").status_code == 403


def test_there_is_no_file_of_no_path(secrets: dict[str, str]):
    assert ask("GET", "/paths/nothing/path.toml", secrets["ada"]).status_code == 404
