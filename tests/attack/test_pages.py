"""Every page opened by everybody: it is shown, or it says at once that it is somebody else's."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from reflex_base.registry import RegistrationContext

from coach_the_coach.identity.door import RoomState, address_of
from coach_the_coach.identity.guard import ROOT
from coach_the_coach.shell.opening import openers, policies
from tests.attack.planted import ATTACKERS
from tests.attack.siege import Siege, only_where_asked
from tests.attack.wire import Call, Socket, socket

OPEN: Final = f"{ROOT}.hydrate_and_load"
ROOM: Final = RoomState.get_full_name()

THINGS: Final = {
    "observations": "development",
    "people": "person",
    "watchers": "person",
    "looks": "look",
    "tallies": "tally",
    "watching": "watch",
    "coaching": "log",
    "calls": "call",
    "skills": "cycle",
    "plans": "plan",
    "team-practice": "team-practice",
    "hours": "hours",
    "figures": "person",
    "rhythm": "person",
    "interruptions": "person",
    "coverage": "rep",
    "self-audit": "person",
    "pulse": "person",
}
"""What the second part of an address names, by the first."""


def pages() -> list[str]:
    """The route of every page that is opened by something."""
    return sorted(f"/{route}" for route in RegistrationContext.get().app._load_events)


def addresses(siege: Siege, route: str) -> Iterator[str]:
    """Addresses of a page: of what there is, and of what there is not."""
    parts = route.removesuffix("index").rstrip("/").split("/")
    things = siege.planted.ids.get(THINGS.get(parts[1] if len(parts) > 1 else "", ""), "first-call")
    for named in (things, "nothing-at-all"):
        yield "/".join(named if part.startswith("[") else part for part in parts) or "/"
        if "[" not in route:
            return


def opened(page: Socket, path: str) -> dict[str, Any]:
    """What all rooms share, once everything that opens the page at this address is through."""
    page.send(Call(OPEN, {}, path).written())
    room: dict[str, Any] = {}
    while True:
        told = page.next()
        assert told, f"{path} was not opened"
        if not told.startswith("42/_event,"):
            continue
        delta = json.loads(told.removeprefix("42/_event,"))[1].get("delta") or {}
        room |= delta.get(ROOM, {})
        # At the end of the chain, so whatever is refused in it has been told.
        if delta.get(ROOT, {}).get("is_hydrated_rx_state_"):
            return {name.removesuffix("_rx_state_"): value for name, value in room.items()}


def why_shut(path: str, room: dict[str, Any]) -> str:
    """Why the page at this address is not shown; empty where it is."""
    is_meant = room.get("turned_away_at") == address_of(path)
    return str(room.get("turned_away", "")) if is_meant else ""


@pytest.mark.parametrize("who", [*ATTACKERS, "lena"])
def test_a_page_that_is_not_ones_own_says_so_and_no_other_is_refused(siege: Siege, who: str):
    only_where_asked(siege, who)
    planted = siege.planted
    may = siege.permissions(who) if who in planted.people else None
    with socket(siege.port, planted.secrets.get(who, planted.lenas)) as page:
        for route in pages():
            told = {path: opened(page, path) for path in addresses(siege, route)}
            said = {why_shut(path, room) for path, room in told.items()}
            assert len(said) == 1, f"{route} tells what there is: {said}"
            refused = {room.get("message", "") for room in told.values()} - {""}
            assert not refused or said != {""}, (route, refused)
            if may is not None:
                asked = policies(openers(next(iter(told))))
                assert (said != {""}) == any(not may & set(one) for one in asked), (route, said)


def test_a_rep_is_told_whom_the_pages_of_administrators_and_leaders_are_for(siege: Siege):
    only_where_asked(siege, "sid")
    with socket(siege.port, siege.planted.secrets["sid"]) as page:
        told = {
            path: why_shut(path, opened(page, path))
            for path in ("/grants", "/audit", "/observations/none/live", "/account")
        }

    assert told == {
        "/grants": "This page is for administrators",
        "/audit": "This page is for administrators",
        "/observations/none/live": "This page is for leaders, coaching specialists and guests",
        "/account": "",
    }
