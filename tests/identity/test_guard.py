"""Nothing runs unless it says for whom: every handler and route is marked, and the guard holds."""

import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
from reflex.event import Event
from reflex_base.event.context import EventContext
from reflex_base.utils.format import format_event_handler
from sqlalchemy.engine import make_url
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coach_the_coach import coach_the_coach as program
from coach_the_coach.account.invitations.state import InvitationsState
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotSignedIn
from coach_the_coach.home.state import HomeState
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.guard import (
    FRAMEWORK,
    SNAPSHOT,
    Guard,
    dispatch_table,
    fits,
    policy_of,
)
from coach_the_coach.identity.marks import MARK, handler, route
from coach_the_coach.identity.sign_in import end_sign_ins, sign_in_of, start_sign_in
from coach_the_coach.shell import refusals
from tests.cast import people

MAP = Path(__file__).parent / "handlers.txt"
"""Who may call what, to be seen in review; made by `python -m tests.identity.handlers`."""


def handlers_and_routes() -> list[str]:
    """Every handler of ours and every route with the permissions it asks for, one a line."""
    program.app._apply_decorated_pages()
    for page in list(program.app._unevaluated_pages):
        program.app._compile_page(page, save_page=False)
    lines = []
    for name, registered in dispatch_table().items():
        if name in FRAMEWORK or name.endswith(".setvar"):
            continue
        policy = policy_of(name)
        lines.append(f"{registered.fn.__qualname__}: {words(policy)}")
    for one in program.routes:
        policy = getattr(one.endpoint, MARK, None)
        lines.append(f"{' '.join(sorted(one.methods))} {one.path}: {words(policy)}")
    return sorted(set(lines))


def every_mark() -> Iterator[tuple[str, tuple[Permission, ...], bool]]:
    """Room, permissions and whether it is a route, of each handler of ours and each route."""
    handlers_and_routes()
    for name, one in dispatch_table().items():
        if (policy := policy_of(name)) is not None:
            yield _room(one.fn), policy, False
    for one in program.routes:
        yield _room(one.endpoint), getattr(one.endpoint, MARK), True


def _room(function: Any) -> str:
    return function.__module__.removeprefix("coach_the_coach.").rpartition(".")[0]


def words(policy: tuple[Permission, ...] | None) -> str:
    """A policy as the map says it."""
    if policy is None:
        return "NOBODY, UNMARKED"
    return " or ".join(policy) or "public"


def test_every_handler_and_route_is_marked_and_is_as_the_committed_map_says():
    assert handlers_and_routes() == MAP.read_text().splitlines()
    assert not [line for line in handlers_and_routes() if "UNMARKED" in line]


def test_the_parts_that_pages_are_made_of_bear_no_events_of_their_own():
    handlers_and_routes()
    others = [
        name
        for name, one in dispatch_table().items()
        if name not in FRAMEWORK
        and not name.endswith(".setvar")
        and not one.fn.__module__.startswith("coach_the_coach.")
    ]

    assert others == []


def test_every_page_loads_by_marked_handlers_alone():
    handlers_and_routes()
    loading: list[Any] = [one for events in program.app._load_events.values() for one in events]
    named = [format_event_handler(getattr(one, "handler", one)) for one in loading]
    unmarked = [name for name in named if policy_of(name) is None]

    assert len(named) > 20
    assert unmarked == []


def test_nothing_goes_on_behind_a_page_that_nobody_asks_again():
    handlers_and_routes()

    assert [name for name, one in dispatch_table().items() if one.is_background] == []


def test_every_handler_of_ours_is_a_coroutine():
    handlers_and_routes()
    blocking = [
        name
        for name, one in dispatch_table().items()
        if name not in FRAMEWORK
        and not name.endswith(".setvar")
        and not (inspect.iscoroutinefunction(one.fn) or inspect.isasyncgenfunction(one.fn))
    ]

    assert blocking == []


def test_the_framework_s_own_events_are_there_by_name():
    assert set(dispatch_table()) >= FRAMEWORK


def test_a_mark_names_a_permission_or_public_and_only_coroutines_bear_it():
    with pytest.raises(TypeError):
        handler()
    with pytest.raises(TypeError):
        route()
    with pytest.raises(TypeError):
        handler(Permission.SELF, public=True)
    with pytest.raises(TypeError):
        handler(Permission.SELF)(lambda _self: None)


@pytest.mark.parametrize(
    ("payload", "right"),
    [
        ({"by": 1}, True),
        ({"by": "1"}, False),
        ({"by": True}, False),
        ({"by": [1]}, False),
        ({"by": None}, False),
        ({}, False),
        ({"by": 1, "more": 1}, False),
    ],
)
def test_a_payload_must_be_what_the_handler_declares(payload: dict[str, Any], right: bool):
    async def turn(self: object, by: int) -> None:
        """A handler with a number."""

    assert fits(turn, payload) is right


def test_a_form_is_a_dictionary_of_texts():
    async def submit(self: object, form: dict[str, str]) -> None:
        """A handler with a form."""

    def sent(*pairs: list[Any]) -> dict[str, Any]:
        return {"form": {"__reflex_form_data__": list(pairs)}}

    assert fits(submit, sent(["name", "Mo"], ["why", "because"]))
    assert not fits(submit, sent(["name", {"a": 1}]))
    assert not fits(submit, {"form": [["name", "Mo"]]})


@pytest.mark.parametrize("search", ["a\0b", "a\ud800b", "\udfff"])
def test_what_no_database_takes_is_not_understood(search: str):
    async def find(self: object, search: str) -> None:
        """A handler with a text."""

    assert not fits(find, {"search": search})
    assert fits(find, {"search": r"\x00 \ud800 typed out, and 🙂"})


def test_a_payload_cannot_be_a_book():
    async def find(self: object, search: str) -> None:
        """A handler with a text."""

    assert fits(find, {"search": "x" * 10_000})
    assert not fits(find, {"search": "x" * 100_000})


@pytest.fixture
def house(database_url: str) -> Iterator[dict[str, str]]:
    """A database with the cast, each with a sign-in: name to secret."""
    store.open_at(make_url(database_url).render_as_string(hide_password=False))
    with store.transaction() as session:
        cast = people(session, clock.now())
        secrets = {
            name: start_sign_in(session, getattr(cast, name).id or 0, device="", at=clock.now())
            for name in ("lena", "mo", "ada")
        }
    yield secrets
    store.open_at(None)


class Page:
    """An open page: a tree of states behind a connection that carries a cookie."""

    def __init__(self, secret: str | None, token: str = "page-token") -> None:
        self.secret, self.token = secret, token
        self.root = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] - its own way

    def send(self, name: str, **payload: Any) -> Any:
        """What the guard answers to an event; None lets it run."""

        async def ask() -> Any:
            EventContext.set(
                EventContext(
                    token=self.token,
                    state_manager=None,  # pyright: ignore[reportArgumentType] - the guard asks none
                    enqueue_impl=None,  # pyright: ignore[reportArgumentType] - nothing is sent on
                    router_data={
                        "headers": {"cookie": f"sid={self.secret}"} if self.secret else {}
                    },
                )
            )
            return await Guard().preprocess(
                program.app, self.root, Event(name=name, payload=payload)
            )

        return asyncio.run(ask())


def name_of(method: Any) -> str:
    """The name of a handler in the dispatch table."""
    return next(name for name, one in dispatch_table().items() if one.fn is method.fn)


HYDRATE = next(iter(sorted(SNAPSHOT)))


def test_a_signed_in_person_may_and_a_stranger_may_not(house: dict[str, str]):
    load = name_of(HomeState.event_handlers["load"])

    assert Page(house["mo"]).send(load) is None
    for secret in (None, "made up"):
        answer = Page(secret).send(load)
        assert answer is not None
        assert answer.delta == {}
        assert [event.name for event in answer.events] == ["_redirect"]


def test_the_permission_decides_and_not_the_page(house: dict[str, str]):
    load = name_of(InvitationsState.event_handlers["load"])

    assert Page(house["ada"]).send(load) is None
    refused = Page(house["mo"]).send(load)
    assert refused is not None
    assert list(refused.delta[RoomState.get_full_name()]) == ["message_rx_state_"]


def test_what_bears_no_mark_is_refused_also_for_those_signed_in(house: dict[str, str]):
    setvar = next(name for name in dispatch_table() if name.endswith("home_state.setvar"))

    assert Page(house["ada"]).send(setvar, var_name="loaded", value=True) is not None
    assert Page(house["ada"]).send("no.such.event") is not None


def test_a_tree_of_another_sign_in_is_wiped_on_its_next_snapshot_and_refused_before(
    house: dict[str, str],
):
    load = name_of(HomeState.event_handlers["load"])
    page = Page(house["mo"])
    assert page.send(HYDRATE) is None
    state = asyncio.run(page.root.get_state(HomeState))
    state.more = "7"

    page.secret = house["lena"]
    assert reloads(page.send(load)), "another cookie on the same tree"
    page.secret = None
    assert reloads(page.send(load)), "no cookie on the same tree"
    assert page.send(HYDRATE) is None

    assert asyncio.run(page.root.get_state(HomeState)).more == ""


def test_an_ended_sign_in_is_over_with_the_next_event(house: dict[str, str]):
    load = name_of(HomeState.event_handlers["load"])
    page = Page(house["mo"])
    assert page.send(HYDRATE) is None
    with store.transaction() as session:
        one = sign_in_of(session, house["mo"], clock.now())
        assert one is not None
        tokens = end_sign_ins(session, [one.id or 0], clock.now())

    assert tokens == ["page-token"]
    assert reloads(page.send(load))


def reloads(update: Any) -> bool:
    """Whether the answer makes the page load itself again, and nothing else."""
    return update.delta == {RoomState.get_full_name(): {"must_reload_rx_state_": True}}


def test_a_fault_is_answered_with_a_number_and_without_a_trace():
    answer = refusals.answer(ValueError("secret detail"))

    assert "secret detail" not in str(answer)
    away = refusals.answer(NotSignedIn())
    assert away is not None
    assert away.handler.fn.__qualname__ == "_redirect"


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("mo", 403), ("lena", 200), ("ada", 403)])
def test_a_route_that_forgets_to_ask_who_it_is_refuses_all_the_same(
    house: dict[str, str], who: str | None, status: int
):
    @route(Permission.OBSERVATION_WRITE)
    async def forgetful(_request: Request) -> Response:
        return PlainTextResponse("something")

    cookie = [(b"cookie", f"sid={house[who]}".encode())] if who else []
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": cookie}

    assert asyncio.run(forgetful(Request(scope))).status_code == status
