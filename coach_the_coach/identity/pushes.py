"""What goes between the server and its pages: what a socket may send, and what it may hear.

Reflex takes apart what a socket sends before any guard sees it, writes about it where it cannot,
and remembers the addresses it was told. So it is looked at here first.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import reflex as rx
from reflex.app import EventNamespace
from reflex.state import StateUpdate
from reflex_base.registry import RegistrationContext
from sqlalchemy.exc import SQLAlchemyError

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.sign_in import ended_among
from coach_the_coach.identity.updates import is_refusal, is_said, reload_update

MAX_MESSAGE: Final = 300_000
"""Bytes of one message of a socket: the longest payload in the longest letters.

Source: docs/method.md#limits.
"""

MAX_PATH: Final = 200
"""Characters of a page's path; ours have fewer. Source: docs/method.md#limits."""

MAX_ADDRESS: Final = 2000
"""Characters of a page's address with its query, and of what a socket is opened with.

Source: docs/method.md#limits.
"""

MAX_STRANGE: Final = 5
"""Messages that are no event of a page, after which a socket is closed.

Source: docs/method.md#limits.
"""

THROWN: Final = (
    "reflex___state____state.reflex___state____frontend_event_exception_state"
    ".handle_frontend_exception"
)
"""The event by which a browser tells of what went wrong in it."""

LOOK_EVERY_SECONDS: Final = 0.4
"""How often the sign-ins of open pages are looked at: one that was ended has ended within a second,
whoever ended it and wherever. Source: docs/method.md#sign-in.
"""

_log = logging.getLogger(__name__)


def as_event(data: Any) -> dict[str, Any] | None:
    """What Reflex reads of an event, and nothing beside it; None for what no page sends."""
    if not isinstance(data, dict):
        return None
    name, payload, place = (data.get(part, {}) for part in ("name", "payload", "router_data"))
    if not (isinstance(name, str) and isinstance(payload, dict) and isinstance(place, dict)):
        return None
    return {"name": name, "payload": payload, "router_data": as_place(place)}


def as_place(told: Mapping[str, Any]) -> dict[str, Any]:
    """Where a page says it is; what is too long or no text is left out."""
    place: dict[str, Any] = {
        name: told[name]
        for name, most in (("pathname", MAX_PATH), ("asPath", MAX_ADDRESS))
        if isinstance(told.get(name), str) and len(told[name]) <= most
    }
    query = told.get("query")
    if isinstance(query, dict) and sum(map(_length, query.items())) <= MAX_ADDRESS:
        place["query"] = query
    return place


def _length(item: tuple[str, Any]) -> int:
    """Characters of a name and its text; more than are taken where it is no text."""
    return sum(len(one) if isinstance(one, str) else MAX_ADDRESS + 1 for one in item)


class Pushes(EventNamespace):
    """The way between the server and its pages.

    A page hears nothing until its own event was let in. It is heard while it sends what pages do.
    """

    def __init__(self, namespace: str, app: rx.App) -> None:
        super().__init__(namespace, app)
        self._admitted: dict[str, int] = {}
        self._strange: dict[str, int] = {}

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Take a page in, if the name it gives its state is one that a browser makes."""
        if len(environ.get("QUERY_STRING", "")) > MAX_ADDRESS:
            raise ConnectionRefusedError
        await super().on_connect(sid, environ, auth)

    async def on_event(self, sid: str, data: Any = None) -> None:
        """Hand on what is an event of a page, and count what is none."""
        event = as_event(data)
        if event is None or function_of(event["name"]) is None:
            return await self._wonder(sid)
        if event["name"] == THROWN:
            # The same by the way that is counted, and takes a few hundred characters.
            thrown = str(event["payload"].get("info", ""))[:MAX_ADDRESS]
            return await self.on_client_error(sid, {"message": thrown})
        return await super().on_event(sid, event)

    async def _wonder(self, sid: str) -> None:
        """Close a socket that has sent often enough what no page of ours sends."""
        self._strange[sid] = self._strange.get(sid, 0) + 1
        if self._strange[sid] == MAX_STRANGE:
            _log.warning("a socket was closed that sends what no page does")
            await self._shut(sid)

    async def _shut(self, sid: str) -> None:
        """End the whole line: whoever only left the namespace could join it again."""
        if server := self.app.sio:
            await server.eio.disconnect(server.manager.eio_sid_from_sid(sid, self.namespace))

    def admit(self, socket: str, sign_in_id: int) -> None:
        """Let this socket hear what is of this sign-in, or of nobody for 0."""
        if socket in self.sid_to_token:
            self._admitted[socket] = sign_in_id

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """Send it, but to a socket that came after the one it was meant for, or whose time is over.

        Where a page is told to load itself again its socket has heard all it will.
        """
        place = self._token_manager.token_to_socket.get(token)
        if place is not None and place.instance_id == self._token_manager.instance_id:
            if is_said(update, "must_reload"):
                self._admitted.pop(place.sid, None)
            elif place.sid not in self._admitted and not is_refusal(update):
                return
        await super().emit_update(update, token)

    def on_disconnect(self, sid: str) -> asyncio.Task[Any] | None:
        """Forget the socket."""
        self._admitted.pop(sid, None)
        self._strange.pop(sid, None)
        return super().on_disconnect(sid)

    async def end_the_ended(self) -> None:
        """Tell the pages whose sign-in was ended meanwhile, on this worker or anywhere."""
        of = {socket: key for socket, key in self._admitted.items() if key}
        if not of:
            return
        ended = await asyncio.to_thread(_ended_now, set(of.values()))
        tokens = [self.sid_to_token.get(socket) for socket, key in of.items() if key in ended]
        for token in filter(None, tokens):
            await self.emit_update(reload_update(), token)


@asynccontextmanager
async def ends_watched(pushes: Pushes) -> AsyncIterator[None]:
    """Look after sign-ins that end, while the block lasts."""
    looking = asyncio.create_task(_look_for_ends(pushes))
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


async def _look_for_ends(pushes: Pushes) -> None:
    """Look again and again; a database that does not answer now may do so later."""
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        try:
            await pushes.end_the_ended()
        except SQLAlchemyError as error:
            _log.warning("ended sign-ins were not looked for: %s", type(error).__name__)


def _ended_now(sign_ins: set[int]) -> set[int]:
    with store.reading(store.NOBODY) as session:
        return ended_among(session, sign_ins, clock.now())


def function_of(name: str) -> Any:
    """What an event runs; None for one that there is not."""
    registered = RegistrationContext.get().event_handlers.get(name)
    return registered.handler.fn if registered else None
