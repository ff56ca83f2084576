"""What is done, read and refused is written down by door, guard and marks, and no flood of it."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from reflex.event import Event
from reflex_base.event.context import EventContext
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from coach_the_coach.foundation import audit, clock, store
from coach_the_coach.foundation.audit import AuditDetail, AuditEntry, logged, unlogged
from coach_the_coach.foundation.errors import Conflict, NotFound, NotPermitted, NotSignedIn
from coach_the_coach.identity import door, guard, log
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.marks import route
from coach_the_coach.identity.sign_in import start_sign_in
from tests.observations.visit import house, person

Line = tuple[str, str, str, str, dict[str, Any]]


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(log, "flood", log.Flood())


@pytest.fixture
def secret(database_url: str) -> Iterator[str]:
    """What Lena's cookie holds, in a database of the test's own."""
    with house(database_url):
        with store.transaction() as session:
            lena = person(session, "lena").id or 0
            kept = start_sign_in(session, lena, device="", at=clock.now())
        yield kept


def lines() -> list[Line]:
    """Every entry: who, what, what came of it, about whom, and its detail."""
    with store.reading() as session:
        found = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        return [
            (
                name(session, one.actor_id),
                one.action,
                str(one.result),
                name(session, one.about_id),
                detail(session, one.id),
            )
            for one in found
        ]


def name(session: Session, number: int | None) -> str:
    who = {person(session, key).id: key for key in ("lena", "mo", "sol")}
    return who.get(number, "")


def detail(session: Session, entry_id: int | None) -> dict[str, Any]:
    found = session.get(AuditDetail, entry_id)
    return {} if found is None else json.loads(found.text)


@logged("tests:act", "acted")
def acts(session: Session, actor: Actor, *, how: str) -> str:
    mo = person(session, "mo")
    audit.about(session, person_id=mo.id, thing=mo.public_id)
    if how == "nothing":
        audit.nothing_done(session)
    if how == "refused":
        raise NotPermitted
    if how == "conflict":
        raise Conflict
    if how == "missing":
        raise NotFound
    return actor.name


@unlogged("for the test")
def acts_quietly(session: Session, actor: Actor) -> None: ...


def reads(session: Session, actor: Actor, *, public_id: str) -> None:
    if public_id == "none":
        raise NotFound
    audit.seen(session, "tests:read", person_id=person(session, "sol").id, thing=public_id)


def unmarked(session: Session, actor: Actor) -> None: ...


def test_an_act_is_written_down_with_whom_it_is_about(secret: str):
    assert door.act(secret, acts, how="done") == "Lena Leader"

    assert lines() == [("lena", "tests:act", "done", "mo", {})]


def test_what_changed_nothing_or_is_no_act_leaves_no_entry(secret: str):
    door.act(secret, acts, how="nothing")
    door.act(secret, acts_quietly)
    with pytest.raises(Conflict):
        door.act(secret, acts, how="conflict")

    assert lines() == []


def test_an_action_without_a_mark_does_not_run(secret: str):
    with pytest.raises(TypeError, match="neither logged nor unlogged"):
        door.act(secret, unmarked)


@pytest.mark.parametrize(
    ("how", "why", "refusal"),
    [("refused", "NotPermitted", NotPermitted), ("missing", "NotFound", NotFound)],
)
def test_a_refusal_is_written_down_and_names_nobody_it_was_about(
    secret: str, how: str, why: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        door.act(secret, acts, how=how)

    assert lines() == [("lena", "tests:act", "refused", "", {"why": why})]


def test_what_was_read_of_somebody_else_is_written_down_once(secret: str):
    door.look(secret, reads, public_id="a")

    assert lines() == [("lena", "tests:read", "read", "sol", {})]


def test_a_page_that_asks_twice_about_a_thing_has_read_it_once_and_another_thing_too(
    secret: str, monkeypatch: pytest.MonkeyPatch
):
    for public_id in ("a", "a", "b", "a"):
        door.look(secret, reads, public_id=public_id)
    monkeypatch.setattr(log, "ONE_READING", timedelta(0))
    door.look(secret, reads, public_id="a")

    with store.reading() as session:
        things = session.exec(select(AuditEntry.thing).order_by(col(AuditEntry.id))).all()
    assert things == ["a", "b", "a"]


def test_half_a_character_is_refused_like_everything_else(secret: str):
    log.refused(None, log.EVENT, NotSignedIn(), clock.now(), what="handler_\ud83d\0")

    assert lines() == [
        ("", "event:send", "refused", "", {"what": "handler_?", "why": "NotSignedIn"})
    ]


def test_a_refused_reading_is_written_down(secret: str):
    with pytest.raises(NotFound):
        door.look(secret, reads, public_id="none")

    assert lines() == [("lena", "data:read", "refused", "", {"why": "NotFound"})]


def test_of_many_refusals_in_a_minute_the_first_are_written_down_and_one_line_for_the_rest(
    secret: str, monkeypatch: pytest.MonkeyPatch
):
    # All within one minute by the clock, whenever the first of them comes.
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    for _time in range(log.MOST_OF_ONE + 30):
        with pytest.raises(NotFound):
            door.look(secret, reads, public_id="none")
    first = [action for _who, action, *_more in lines()]
    later = moment + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotFound):
        door.look(secret, reads, public_id="none")

    assert first == ["data:read"] * log.MOST_OF_ONE + ["refusal:leave_out"]
    assert [action for _who, action, *_more in lines()] == [*first, "data:read"]


def strangers(number: int, *, addresses: int, at: datetime) -> None:
    """So many refusals of nobody signed in, from so many addresses in turn."""
    for place in range(number):
        address = f"10.0.0.{place % addresses}"
        log.refused(None, log.ROUTE, NotSignedIn(), at, what="live.keep", address=address)


@pytest.mark.usefixtures("secret")
def test_one_stranger_fills_no_log_and_many_do_not_either():
    at = clock.now().replace(second=0, microsecond=0)
    strangers(200, addresses=1, at=at)
    one = [action for _who, action, *_more in lines()]
    strangers(4000, addresses=200, at=at + timedelta(minutes=1))
    many = [action for _who, action, *_more in lines()][len(one) :]

    assert one == ["route:call"] * log.MOST_OF_A_STRANGER + ["refusal:leave_out"]
    assert many == ["route:call"] * log.MOST_OF_STRANGERS + ["refusal:leave_out"]
    assert len(log.flood.written) <= log.MOST_OF_STRANGERS + 2


@pytest.mark.usefixtures("secret")
def test_what_cannot_be_written_down_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch):
    def fails(*_given: object) -> None:
        raise OperationalError("insert", {}, Exception("disk full"))

    monkeypatch.setattr(log, "_write_refused", fails)
    event = Event(name="unknown.handler", payload={"words": "secret words"})
    actor, refusal = None, guard.Guard()._judge(event, None)
    context: Any = {"token": "page", "state_manager": None, "enqueue_impl": None}
    EventContext.set(EventContext(**context, router_data={"ip": "10.0.0.9"}))

    assert isinstance(refusal, NotPermitted)
    asyncio.run(guard._write_down(event, actor, refusal))


@pytest.mark.usefixtures("secret")
def test_the_guard_writes_down_the_name_of_a_handler_and_never_what_it_was_sent():
    event = Event(name="reflex___state.room.made_up", payload={"words": "secret words"})
    context: Any = {"token": "page", "state_manager": None, "enqueue_impl": None}
    EventContext.set(EventContext(**context, router_data={"ip": "10.0.0.9"}))

    asyncio.run(guard._write_down(event, None, NotPermitted()))

    told = {"why": "NotPermitted", "what": event.name, "address": "10.0.0.9"}
    assert lines() == [("", "event:send", "refused", "", told)]


@route(Permission.PERSON_IMPORT)
async def for_administrators(_request: Request) -> Response:
    return PlainTextResponse("never shown")


@route(Permission.SELF)
async def through_the_door(request: Request) -> Response:
    await door.act_for(request, acts, how="refused")
    return PlainTextResponse("never shown")


def client(secret: str | None) -> TestClient:
    """A browser with that cookie, or none."""
    app = Starlette(
        routes=[
            Route("/admin", for_administrators),
            Route("/act", through_the_door),
        ]
    )
    return TestClient(app, cookies={"sid": secret} if secret else None)


def test_a_refused_route_is_written_down_once_with_who_it_was(secret: str):
    assert client(secret).get("/admin").status_code == 403
    assert client(secret).get("/act").status_code == 403
    assert client(None).get("/admin").status_code == 401

    here = "tests.identity.test_log.for_administrators"
    assert lines() == [
        ("lena", "route:call", "refused", "", {"why": "NotPermitted", "what": here}),
        ("lena", "tests:act", "refused", "", {"why": "NotPermitted"}),
        (
            "",
            "route:call",
            "refused",
            "",
            {"why": "NotSignedIn", "what": here, "address": "testclient"},
        ),
    ]
