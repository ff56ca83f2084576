"""What is sent to a served program: requests on a kept connection, and Reflex' events."""

import asyncio
import http.client
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final
from uuid import uuid4

from simple_websocket import Client

from coach_the_coach.foundation import clock

ROOT: Final = "reflex___state____state"
"""Reflex' name for the state above all others."""


def answers(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until something answers at the port. Raises TimeoutError, or when it has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError, http.client.HTTPException), closing(asked):
            asked.request("GET", "/ping")
            if asked.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers at port {port}")


def tap(number: int, device: str) -> bytes:
    """A batch of one tap, as a browser sends it."""
    at = clock.now().isoformat()
    one = {"id": str(uuid4()), "device_id": device, "seq": number, "at": at, "code": "open"}
    return json.dumps({"taps": [one], "notes": [], "kinds": []}).encode()


def headers(port: int, secret: str) -> dict[str, str]:
    """What a page of ours says with a request."""
    return {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Cookie": f"sid={secret}",
        "Content-Type": "application/json",
    }


class Tapping:
    """Somebody who taps: one observation, one connection."""

    def __init__(self, port: int, secret: str, observation: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = headers(port, secret)
        self.path = f"/observations/{observation}/taps"
        self.device, self.number = str(uuid4()), 0

    def tap(self) -> None:
        """Send one tap and wait until it is said to be kept. Raises AssertionError if not."""
        self.number += 1
        self.connection.request("POST", self.path, tap(self.number, self.device), self.headers)
        answer = self.connection.getresponse()
        told = answer.read()
        assert answer.status == 200, told


class Stream:
    """The same without a thread: many of them in one event loop."""

    def __init__(self, port: int, secret: str, observation: str) -> None:
        self.port, self.device, self.number = port, str(uuid4()), 0
        lines = [f"{name}: {text}" for name, text in headers(port, secret).items()]
        self.head = "\r\n".join([f"POST /observations/{observation}/taps HTTP/1.1", *lines])

    async def open(self) -> None:
        """Connect."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def tap(self) -> None:
        """As `Tapping.tap`."""
        self.number += 1
        body = tap(self.number, self.device)
        self.writer.write(f"{self.head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = head.partition("content-length:")[2].split("\r\n")[0]
        told = await self.reader.readexactly(int(length))
        assert " 200 " in head.split("\r\n")[0], told


class Events:
    """An open page of a Reflex app: events go out, changes of state come in."""

    def __init__(self, socket: Client) -> None:
        self.socket = socket

    def send(self, name: str) -> str:
        """Send an event without arguments, and return what is heard next."""
        event: dict[str, Any] = {"name": name, "payload": {}, "router_data": {"pathname": "/"}}
        self.socket.send(f"42/_event,{json.dumps(['event', event])}")
        return self.hear()

    def hear(self) -> str:
        """What comes in next, but for the beats of the connection."""
        while True:
            heard = str(self.socket.receive(timeout=30))
            if heard != "2":
                return heard
            self.socket.send("3")


@contextmanager
def events(port: int) -> Iterator[Events]:
    """A page that is open and knows its state."""
    address = f"ws://127.0.0.1:{port}/_event/?EIO=4&transport=websocket&token={uuid4()}"
    socket = Client(address)
    page = Events(socket)
    try:
        assert page.hear().startswith("0")
        socket.send("40/_event,")
        assert page.hear().startswith("40/_event")
        page.send(f"{ROOT}.hydrate")
        yield page
    finally:
        socket.close()
