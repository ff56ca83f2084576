import asyncio
from collections.abc import Iterator

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.sign_in import cookie_name, start_sign_in
from coach_the_coach.identity.tables import Person
from coach_the_coach.imports import queries
from coach_the_coach.imports.formats.people import PeopleFile, read_people
from coach_the_coach.imports.http import routes
from coach_the_coach.imports.tables import Import
from tests.cast import people

ORIGIN = "http://testserver"
FILE = b"email,given_name,family_name,role\nnell@example.com,Nell,New,rep\n"


@pytest.fixture
def secrets(database_url: str) -> Iterator[dict[str, str]]:
    """The cookies of some of the cast, in a database of their own."""
    store.open_at(database_url)
    at = clock.now()
    with store.transaction() as session:
        cast = people(session, at)
        made = {
            name: start_sign_in(session, getattr(cast, name).id, device="", at=at)
            for name in ("ada", "lena", "rae")
        }
    yield made
    store.open_at(None)


def post(secret: str, *, origin: str = ORIGIN, content: bytes | None = FILE) -> httpx.Response:
    """What the route answers to a form."""

    async def send() -> httpx.Response:
        app = httpx.ASGITransport(app=Starlette(routes=routes))
        cookies = {cookie_name(): secret}
        async with httpx.AsyncClient(transport=app, base_url=ORIGIN, cookies=cookies) as client:
            return await client.post("/files/people", headers={"origin": origin}, files=files)

    files = {"people": ("hr.csv", content, "text/csv")} if content else {"other": (None, b"1")}
    return asyncio.run(send())


def checked() -> list[Import]:
    with store.reading() as session:
        found = list(session.exec(select(Import)).all())
        session.expunge_all()
        return found


def test_an_administrators_file_is_checked_and_shown_on_the_page(secrets: dict[str, str]):
    answer = post(secrets["ada"])
    (one,) = checked()
    assert (answer.status_code, answer.headers["location"], answer.headers["cache-control"]) == (
        303,
        f"/imports?check={one.public_id}",
        "no-store",
    )
    assert (one.file_name, one.content, one.waits) == ("hr.csv", FILE, True)


def test_a_file_that_is_too_large_is_told_so_and_not_kept(secrets: dict[str, str]):
    assert post(secrets["ada"], content=b"x" * (10 * 1024 * 1024 + 1)).status_code == 303
    (one,) = checked()
    assert (one.problems, one.content) == ({"file": "The file is larger than 10 MB."}, None)


def test_others_write_while_a_file_is_judged(
    secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    wrote: list[bool] = []

    def reading(content: bytes) -> PeopleFile:
        with store.transaction() as session:
            rae = session.exec(select(Person).where(Person.given_name == "Rae")).one()
            rae.title = "changed meanwhile"
        wrote.append(True)
        return read_people(content)

    monkeypatch.setattr(queries, "read_people", reading)
    assert post(secrets["ada"]).status_code == 303
    (one,) = checked()
    assert (wrote, one.waits) == ([True], True)


@pytest.mark.parametrize(("who", "status"), [("lena", 403), ("rae", 403), ("", 401)])
def test_nobody_else_sends_a_file(secrets: dict[str, str], who: str, status: int):
    assert post(secrets.get(who, "made-up")).status_code == status
    assert checked() == []


def test_a_page_of_another_site_sends_no_file(secrets: dict[str, str]):
    assert post(secrets["ada"], origin="https://evil.example").status_code == 403
    assert checked() == []


def test_a_form_without_a_file_is_refused(secrets: dict[str, str]):
    answer = post(secrets["ada"], content=None)
    assert (answer.status_code, answer.json()["problems"]) == (
        422,
        {"people": "Choose a file first."},
    )
