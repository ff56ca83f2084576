"""A client that is no browser: raw events over a socket, many at once, and all that is heard."""

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from socket import create_connection
from typing import Any, Final
from uuid import uuid4

from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    Event,
    Ping,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.guard import ROOT

HYDRATE: Final = f"{ROOT}.hydrate"
HEAR: Final = f"{RoomState.get_full_name()}.hear"

AT_ONCE: Final = 40
"""Events that are sent before their answers are waited for."""

RELOAD: Final = '"must_reload_rx_state_":true'


@dataclass
class Call:
    """One event as an attacker writes it."""

    name: str
    payload: dict[str, Any] = field(default_factory=dict)
    path: str = "/"
    router: dict[str, Any] = field(default_factory=dict)

    def written(self) -> str:
        """As it goes over the socket."""
        router = {"pathname": self.path, "asPath": self.path} | self.router
        event = {"name": self.name, "payload": self.payload, "router_data": router}
        return f"42/_event,{json.dumps(['event', event])}"


class Shut(Exception):
    """The server does not, or no longer, hear us."""


class Socket:
    """An open socket, with everything that came in over it."""

    def __init__(self, port: int, path: str, headers: Mapping[str, str]) -> None:
        self.line = create_connection(("127.0.0.1", port), timeout=20)
        self.protocol = WSConnection(ConnectionType.CLIENT)
        self.waiting: deque[str] = deque()
        self.half = ""
        self.is_open = False
        self.heard: list[str] = []
        self.sent = 0
        named = {"Host": f"127.0.0.1:{port}", **headers}
        others = [(name.encode(), text.encode()) for name, text in named.items() if name != "Host"]
        try:
            self._write(Request(host=named["Host"], target=path, extra_headers=others))
            while not self.is_open:
                self._read(20)
        except BaseException:
            self.line.close()
            raise

    def send(self, text: str) -> None:
        """Send one frame."""
        self._write(TextMessage(data=text))

    def next(self, seconds: float = 20) -> str:
        """What comes in next, but for the beats of the connection; empty when nothing does."""
        until = time.monotonic() + seconds
        while not self.waiting:
            left = until - time.monotonic()
            if left <= 0 or not self._read(left):
                return ""
        told = self.waiting.popleft()
        self.heard.append(told)
        return told

    def close(self) -> None:
        """End it."""
        self.line.close()

    def _write(self, event: Event) -> None:
        try:
            self.line.sendall(self.protocol.send(event))
        except (OSError, LocalProtocolError) as error:
            raise Shut(str(error)) from error

    def _read(self, seconds: float) -> bool:
        """Take in what is there within so many seconds; False when nothing is. Raises Shut."""
        self.line.settimeout(seconds)
        try:
            self.protocol.receive_data(self.line.recv(65536) or None)
        except TimeoutError:
            return False
        except (OSError, RemoteProtocolError) as error:
            raise Shut(str(error)) from error
        for event in self.protocol.events():
            self._take(event)
        return True

    def _take(self, event: Event) -> None:
        match event:
            case AcceptConnection():
                self.is_open = True
            case TextMessage():
                self.half += event.data
                if event.message_finished:
                    self._frame(self.half)
                    self.half = ""
            case RejectConnection() | CloseConnection():
                raise Shut(str(event))
            case Ping():
                self._write(event.response())

    def _frame(self, text: str) -> None:
        if text == "2":
            self.send("3")
        else:
            self.waiting.append(text)

    def call(self, calls: Iterable[Call]) -> None:
        """Send events, and go on once the last of each lot is answered."""
        lot: list[Call] = []
        for one in calls:
            lot.append(one)
            if len(lot) == AT_ONCE:
                self._lot(lot)
                lot = []
        if lot:
            self._lot(lot)

    def _lot(self, lot: list[Call]) -> None:
        """Events are worked off in order; a tree that is not ours answers each with a reload."""
        over = f"Over is {uuid4().hex}."
        for one in [*lot, Call(HEAR, {"text": over})]:
            self.send(one.written())
        self.sent += len(lot)
        reloads = 0
        while True:
            told = self.next()
            reloads += RELOAD in told
            if over in told or reloads > len(lot):
                return
            assert told, f"no answer to one of {[one.name for one in lot]}"

    def hears(self, seconds: float) -> list[str]:
        """All that comes in within so long."""
        until, before = time.monotonic() + seconds, len(self.heard)
        while (left := until - time.monotonic()) > 0:
            self.next(left)
        return self.heard[before:]


@contextmanager
def socket(
    port: int, secret: str | None, *, token: str = "", auth: dict[str, Any] | None = None
) -> Iterator[Socket]:
    """A socket that has joined, with this cookie; `auth` is what it joins with.

    Raises Shut where it may not.
    """
    headers = {"Origin": f"http://127.0.0.1:{port}"}
    if secret:
        headers["Cookie"] = f"sid={secret}"
    one = knock(port, headers, token=token)
    try:
        assert one.next().startswith("0")
        one.send(f"40/_event,{json.dumps(auth) if auth else ''}")
        while not (told := one.next()).startswith("40/_event"):
            if not told or told.startswith("44/_event"):
                raise Shut(told)
        yield one
    finally:
        one.close()


def knock(port: int, headers: Mapping[str, str], *, token: str = "", path: str = "") -> Socket:
    """A socket before it has joined. Raises Shut where nobody opens."""
    query = f"EIO=4&transport=websocket&token={token or uuid4()}"
    return Socket(port, path or f"/_event/?{query}", headers)
