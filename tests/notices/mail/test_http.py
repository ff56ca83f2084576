"""Having no more letters by the link in one of them, as a person and as a mail program's server."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette

from coach_the_coach.foundation import store
from coach_the_coach.foundation.edge import Edge
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.throttle import VAIN
from coach_the_coach.notices.mail.actions import switch_mail
from coach_the_coach.notices.mail.http import routes
from coach_the_coach.notices.mail.tables import MailChoice
from coach_the_coach.settings import Settings
from tests.cast import people

HERE = "https://coach.example.com"
CONFIG = Settings(public_url=HERE)


@pytest.fixture
def token(database_url: str) -> Iterator[str]:
    """The token in Mo's letters, in a database of the test's own."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session)
        switch_mail(session, cast.actor(cast.mo), is_on=True)
        switch_mail(session, cast.actor(cast.mia), is_on=True)
        mo = cast.mo.id
    with store.reading() as session:
        found = session.exec(select(MailChoice.off_token).where(MailChoice.person_id == mo)).one()
    yield found
    store.open_at(None)


def ask(
    method: str, path: str, headers: dict[str, str] | None = None, body: str = ""
) -> httpx.Response:
    """The answer through the edge, as from outside."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(Edge(Starlette(routes=routes), CONFIG))
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            return await client.request(method, path, headers=headers, content=body)

    return asyncio.run(asked())


def on() -> list[bool]:
    """Whether Mo and Mia get letters."""
    with store.reading() as session:
        return [*session.exec(select(MailChoice.is_on).order_by(col(MailChoice.person_id)))]


ONE_CLICK = {"content-type": "application/x-www-form-urlencoded"}


def test_a_mail_programs_server_turns_letters_off_without_origin_and_cookie(token: str):
    answer = ask("POST", f"/mail/off/{token}", ONE_CLICK, "List-Unsubscribe=One-Click")

    assert (answer.status_code, on()) == (200, [False, True])
    assert ask("POST", f"/mail/off/{token}", ONE_CLICK).status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_a_person_is_asked_first_and_opening_the_link_changes_nothing(token: str):
    page = ask("GET", f"/mail/off/{token}")

    assert (page.status_code, on()) == (200, [True, True])
    assert '<form class="form" method="post">' in page.text
    assert "Send me no more e-mails" in page.text
    assert token not in page.text
    assert "Mo" not in page.text.replace("More", "").replace("Most", "")
    done = ask("POST", f"/mail/off/{token}", ONE_CLICK | {"origin": HERE})
    assert (done.status_code, on()) == (200, [False, True])
    assert "You get no more e-mails." in done.text


def test_another_sites_page_cannot_send_it(token: str):
    foreign = ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"})

    assert [ask("POST", f"/mail/off/{token}", one).status_code for one in foreign] == [403, 403]
    assert on() == [True, True]


@pytest.mark.parametrize("made_up", ["x", "%00", "..", "%F0%9F%98%80", "x" * 190, "a%2Fb"])
@pytest.mark.usefixtures("token")
def test_a_token_that_is_nobodys_turns_nothing_off(made_up: str):
    assert ask("POST", f"/mail/off/{made_up}").status_code in {404, 405}
    assert on() == [True, True]


def test_only_what_is_public_may_come_from_anywhere():
    with pytest.raises(TypeError):
        route(from_anywhere=True)
    from coach_the_coach.identity.access import Permission

    with pytest.raises(TypeError):
        route(Permission.SELF, from_anywhere=True)


def test_tokens_that_are_nobodys_are_not_tried_for_long_and_a_real_one_works_all_the_same(
    token: str,
):
    statuses = [
        ask("POST", f"/mail/off/made-up-{number}", ONE_CLICK).status_code
        for number in range(VAIN.free + 2)
    ]

    assert statuses[: VAIN.free] == [404] * VAIN.free
    assert set(statuses[VAIN.free :]) <= {404, 429}
    assert ask("POST", f"/mail/off/{token}", ONE_CLICK).status_code == 200
    assert on() == [False, True]
