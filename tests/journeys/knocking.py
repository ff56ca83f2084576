"""Knocking past the pages: events over a socket of one's own, and requests to every route."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, get_type_hints
from uuid import uuid4

from playwright.sync_api import APIResponse, FilePayload, Page

from coach_the_coach.identity.door import RoomState

ROUTES: Final = Path(__file__).parents[1] / "identity" / "handlers.txt"
"""Every route beside the pages, with the handlers."""

SEND: Final = """async ([token, events]) => {
    const address = `${location.origin.replace(/^http/, "ws")}/_event/`;
    const socket = new WebSocket(`${address}?EIO=4&transport=websocket&token=${token}`);
    const heard = [];
    let waiting = null;
    const until = (isIt) => new Promise((done) => { waiting = { isIt, done }; });
    socket.onmessage = ({ data }) => {
        if (data === "2") return socket.send("3");
        heard.push(data);
        if (waiting?.isIt(data)) waiting.done();
    };
    await until((data) => data.startsWith("0"));
    const joined = until((data) => data.startsWith("40/_event"));
    socket.send("40/_event,");
    await joined;
    for (const [event, last] of events) {
        const over = (data) => data.includes(last.payload.text) || data.includes("must_reload");
        const answered = until(over);
        for (const one of [event, last])
            socket.send(`42/_event,${JSON.stringify(["event", one])}`);
        await answered;
    }
    socket.close();
    return heard.join("\\n");
}"""
"""Sends events one by one over a socket of its own; an event is over once a later one is answered.

A tree of states of another sign-in answers to anything with nothing but "load yourself again".
"""

Sending = tuple[type[RoomState], str, dict[str, Any]]
"""An event: whose handler, its name, and what it takes."""


def every_event(
    states: Iterable[type[RoomState]], form: dict[str, str], named: Mapping[str, str] | None = None
) -> list[Sending]:
    """Each handler of these states with something that it takes; then each is loaded anew.

    What one was told no to must not have changed what one sees. `named` says what else a text is
    that is taken by that name.
    """
    fields = {"__reflex_form_data__": [[name, text] for name, text in form.items()]}
    sample = {int: 1, str: "ask", bool: True, dict[str, Any]: fields}
    states = [*states]
    events: list[Sending] = []
    for state in states:
        for name, handler in state.event_handlers.items():
            takes = {key: one for key, one in get_type_hints(handler.fn).items() if key != "return"}
            given = {key: sample.get(one, "next") for key, one in takes.items()}
            given |= {key: one for key, one in (named or {}).items() if takes.get(key) is str}
            events.append((state, name, given))
    loads = [(state, "load", {}) for state in states if "load" in state.event_handlers]
    return [*events, *loads]


def sent(page: Page, path: str, events: list[Sending], *, token: str = "") -> str:
    """All that is heard in answer to these events, sent as if from the page at `path`."""
    router = {"pathname": path, "asPath": path}
    root = RoomState.get_parent_state()
    assert root is not None
    hydrate = {"name": f"{root.get_full_name()}.hydrate", "payload": {}, "router_data": router}
    named = [
        {"name": f"{state.get_full_name()}.{name}", "payload": payload, "router_data": router}
        for state, name, payload in events
    ]
    hear = f"{RoomState.get_full_name()}.hear"
    ends = [
        {"name": hear, "payload": {"text": f"Over is {number}."}, "router_data": router}
        for number in range(len(named) + 1)
    ]
    pairs = list(zip([hydrate, *named], ends, strict=True))
    return page.evaluate(SEND, [token or uuid4().hex, pairs])


def routes(page: str) -> list[tuple[str, str]]:
    """Every route beside the pages, by method and path, and whatever could be asked of a page."""
    lines = [line.partition(": ")[0].split() for line in ROUTES.read_text().splitlines()]
    found = [(line[0], line[-1]) for line in lines if line[-1].startswith("/")]
    pages = [("GET", f"{page}{end}") for end in ("", ".json", ".html", ".data")]
    posts = [(method, page) for method in ("POST", "DELETE")]
    return [one for one in found if "/auth/" not in one[1]] + pages + posts


def ask(page: Page, method: str, path: str, file: FilePayload) -> APIResponse:
    """What an address answers to a request of the page's own origin, taps or a file sent along."""
    origin = page.evaluate("location.origin")
    options: dict[str, Any] = {"method": method, "headers": {"Origin": origin}}
    if path.endswith("/taps") and method == "POST":
        tap = {"id": str(uuid4()), "device_id": str(uuid4()), "seq": 1, "code": "ask"}
        options["data"] = {"taps": [tap | {"at": "2026-01-01T00:00:00Z"}], "notes": [], "kinds": []}
    elif method == "POST":
        options["multipart"] = {"file": file}
    return page.request.fetch(path, max_redirects=0, **options)
