"""A socket of a stranger who sends what no page sends: it costs next to nothing, and is shut."""

import json
from typing import Any, Final

import httpx
import pytest

from coach_the_coach.identity.pushes import MAX_MESSAGE, MAX_STRANGE, THROWN
from tests.attack.siege import Siege
from tests.attack.wire import HYDRATE, Call, Shut, Socket, socket

LONG: Final = 250_000
"""Characters that are let in; what takes their square takes an hour."""

STRANGE: Final[tuple[Any, ...]] = (
    "x",
    "x\n" + "token" * (LONG // 5),
    ["x"] * 1000,
    None,
    7,
    {},
    {"name": 7},
    {"name": "token" * (LONG // 5)},
    {"name": HYDRATE, "payload": "token" * (LONG // 5)},
    {"name": HYDRATE, "payload": [], "router_data": []},
    {"name": HYDRATE, "router_data": "x"},
)
"""What is no event of a page, as a socket may send it."""


def sent(event: Any) -> str:
    """As it goes over the socket."""
    return f"42/_event,{json.dumps(['event', event])}"


def shuts(one: Socket) -> bool:
    """Whether the server ends it, and hears nothing of it any more."""
    try:
        while (told := one.next()) != "1":
            assert told, "it is open"
        one.send(f"40/_event,{json.dumps({'event': {'name': HYDRATE}})}")
        one.send(Call(HYDRATE).written())
        return one.hears(0.5) == []
    except Shut:
        return True


def answers(siege: Siege) -> bool:
    """Whether the program still serves."""
    return httpx.get(f"http://127.0.0.1:{siege.port}/ping", timeout=20).status_code == 200


@pytest.mark.parametrize("event", STRANGE, ids=lambda event: repr(event)[:30])
def test_what_is_no_event_ends_the_socket_and_costs_nothing(siege: Siege, event: Any):
    with socket(siege.port, None) as one:
        for _time in range(MAX_STRANGE):
            one.send(sent(event))
        assert shuts(one)
    assert answers(siege)


def test_what_went_wrong_in_a_browser_is_told_in_a_few_hundred_characters(
    siege: Siege, capfd: pytest.CaptureFixture[str]
):
    told = {"info": "\\" * (LONG // 2) + "x\nsign-in of anybody accepted", "component_stack": ""}
    with socket(siege.port, None) as one:
        one.call(Call(THROWN, told) for _time in range(20))
        one.call([Call(HYDRATE)])
    assert answers(siege)
    said = capfd.readouterr()
    assert len(said.out + said.err) < 20_000


def test_a_message_that_is_longer_than_any_of_ours_ends_the_socket(siege: Siege):
    with socket(siege.port, None) as one:
        one.send(sent("x" * MAX_MESSAGE))
        assert shuts(one)
    assert answers(siege)


@pytest.mark.parametrize("place", ["pathname", "asPath", "query"])
def test_an_address_that_no_page_has_is_not_remembered(siege: Siege, place: str):
    long: Any = {"q": "a" * LONG} if place == "query" else "/" + "a" * LONG
    with socket(siege.port, None) as one:
        one.call([Call(HYDRATE, router={place: long}), Call(HYDRATE)])
        assert not any("a" * 3000 in told for told in one.heard)
    assert answers(siege)


def test_the_name_of_a_pages_state_is_no_longer_than_a_browser_makes_it(siege: Siege):
    with pytest.raises(Shut), socket(siege.port, None, token="a" * 5000):
        pass
    assert answers(siege)
