"""The secret address, and the way in for a file."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from coach_the_coach.cadence.calendar.actions import make_feed, revoke_feed
from coach_the_coach.cadence.calendar.http import AT_ONCE, routes
from coach_the_coach.cadence.calendar.state import CalendarState
from coach_the_coach.cadence.calendar.tables import CalendarFeed
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.logs import quiet
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.sign_in import cookie_name, start_sign_in
from tests.cadence.calendar.formats.test_ics import SERIES, calendar
from tests.cadence.week.booked import appointment, appointments, at
from tests.cast import NOW
from tests.observations.visit import Visit, house, person

ORIGIN = "http://testserver"


@pytest.fixture(autouse=True)
def _house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        yield


def made(key: str = "mo") -> str:
    """The secret of an address of one of the cast."""
    with store.transaction() as session:
        actor = actor_named(session, person(session, key).id or 0, NOW)
        return make_feed(session, actor, with_names=False, at=NOW)


def cookie(key: str) -> str:
    with store.transaction() as session:
        return start_sign_in(session, person(session, key).id or 0, device="", at=NOW)


def send(method: str, path: str, secret: str = "", **more: object) -> httpx.Response:
    """What the route answers."""

    async def sending() -> httpx.Response:
        app = httpx.ASGITransport(app=Starlette(routes=routes))
        cookies = {cookie_name(): secret} if secret else {}
        async with httpx.AsyncClient(transport=app, base_url=ORIGIN, cookies=cookies) as client:
            return await client.request(method, path, **more)  # pyright: ignore[reportArgumentType] - as the client takes them

    return asyncio.run(sending())


def test_a_calendar_program_reads_without_a_cookie_and_hears_only_of_changes():
    with store.transaction() as session:
        appointment(session, person(session, "mo"), person(session, "rae"), at(3, 9))
        appointment(session, person(session, "sol"), person(session, "sid"), at(3, 9))
    address = f"/calendar/{made()}.ics"
    answer = send("GET", address)
    assert (
        answer.status_code,
        answer.headers["content-type"],
        answer.headers["cache-control"],
    ) == (
        200,
        "text/calendar; charset=utf-8",
        "private, no-cache",
    )
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "Rae" not in answer.text
    same = send("GET", address, headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status_code, same.text) == (304, "")
    with store.reading() as session:
        assert session.exec(select(CalendarFeed.read_at)).all() == [NOW]


def test_an_address_that_nobody_has_is_not_found_and_soon_has_to_wait():
    secret = made()
    with store.transaction() as session:
        revoke_feed(session, actor_named(session, person(session, "mo").id or 0, NOW), at=NOW)
    assert send("GET", f"/calendar/{secret}.ics").status_code == 404
    assert send("GET", "/calendar/%C3%A9%00.ics").status_code == 404
    answers = [send("GET", f"/calendar/{'x' * 43}.ics").status_code for _time in range(30)]
    assert (answers[0], answers[-1]) == (404, 429)
    # Whoever has one reads on, whatever others from the same network tried.
    assert send("GET", f"/calendar/{made()}.ics").status_code == 200
    assert send("POST", f"/calendar/{secret}.ics").status_code == 405


def test_the_secret_stands_in_no_log():
    secret = made()
    line = f'127.0.0.1 "GET /calendar/{secret}.ics HTTP/1.1" 200'
    assert secret not in quiet(line)
    assert quiet(line) == '127.0.0.1 "GET /calendar/....ics HTTP/1.1" 200'


def upload(key: str, content: bytes, origin: str = ORIGIN) -> httpx.Response:
    files = {"calendar": ("my.ics", content, "text/calendar")}
    return send("POST", "/files/calendar", cookie(key), files=files, headers={"origin": origin})


def test_a_file_is_looked_through_first_and_brought_in_from_the_page():
    answer = upload("mo", calendar(SERIES))
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")
    page = Visit(CalendarState, "/calendar", "mo")
    assert page.state.brought.stage == "found"
    (group,) = page.state.brought.groups
    page.do("bring_in", {group.name: group.chosen})
    assert page.state.message == "Brought in: 4 new, 0 moved, 0 shortened, 0 cancelled."
    assert page.state.brought.stage == ""
    with store.reading() as session:
        assert len(appointments(session, person(session, "mo"))) == 4


def test_a_file_from_elsewhere_or_of_somebody_who_coaches_nobody_is_refused():
    assert upload("mo", calendar(SERIES), "http://elsewhere").status_code == 403
    assert upload("rae", calendar(SERIES)).status_code == 403
    assert send("POST", "/files/calendar", headers={"origin": ORIGIN}).status_code == 401
    assert Visit(CalendarState, "/calendar", "mo").state.brought.stage == ""


def test_a_bad_file_is_said_on_the_page_and_can_be_closed():
    upload("mo", b"x" * (2 * 1024 * 1024 + 1))
    page = Visit(CalendarState, "/calendar", "mo")
    assert page.state.brought.problem.startswith("The file is larger than 2 MB.")
    page.do("leave")
    assert page.state.brought.stage == ""


def test_so_many_files_are_read_at_once_and_whoever_comes_then_is_told():
    held = [AT_ONCE.acquire(blocking=False), AT_ONCE.acquire(blocking=False)]
    try:
        assert held == [True, True]
        upload("mo", calendar(SERIES))
        page = Visit(CalendarState, "/calendar", "mo")
        assert page.state.brought.problem.startswith("Other calendars are being read just now.")
    finally:
        AT_ONCE.release(2)
    upload("mo", calendar(SERIES))
    upload("mo", b"x")
    upload("mo", calendar(SERIES))
    assert Visit(CalendarState, "/calendar", "mo").state.brought.stage == "found"


def test_an_address_is_made_shown_once_and_taken_back_on_the_page():
    page = Visit(CalendarState, "/calendar", "rae")
    assert (page.state.is_there, page.state.coaches) == (False, False)
    page.do("make", {"with_names": "on"})
    address = page.state.address
    assert address.endswith(".ics")
    assert (page.state.is_there, page.state.with_names) == (True, True)
    assert Visit(CalendarState, "/calendar", "rae").state.address == ""
    page.do("revoke")
    assert (page.state.is_there, page.state.address) == (False, "")
    page.do("make", "nothing")
    assert not page.state.with_names


def test_made_up_events_bring_nothing_in():
    upload("mo", calendar(SERIES))
    page = Visit(CalendarState, "/calendar", "mo")
    page.do("bring_in", {"x": ["y"], "reason": {"a": 1}})
    assert page.state.message == "Brought in: 0 new, 0 moved, 0 shortened, 0 cancelled."
    page.do("bring_in", "nothing")
    assert page.state.message == "This file waits no longer. Choose it once more."
