"""The outermost layer: who may knock, which page an address is, and what every answer carries.

Reflex as it comes accepts sockets from any origin, uploads from anybody and any `Host`, and sends
no security or cache headers. All of that is put right here, before Reflex sees a request.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from coach_the_coach.foundation import health
from coach_the_coach.foundation.csp import HEADERS, HSTS, Hashes, content_policy
from coach_the_coach.foundation.lines import Line
from coach_the_coach.foundation.logs import keep_logs_quiet
from coach_the_coach.foundation.visitor import (
    bare_address,
    network_of,
)
from coach_the_coach.foundation.words import _
from coach_the_coach.settings import ROOT, Settings, is_loopback, settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BUILD: Final = ROOT / ".web" / "build" / "client"
"""Where Reflex leaves the built pages."""

MAX_BODY: Final = 16 * 1024 * 1024
"""Bytes of one request: a file of 50,000 people has about half, a transcript a hundredth.

Source: docs/method.md#serving.
"""

MAX_KNOCKS: Final = 60
"""Sockets one line may open in a minute without being signed in; each costs the memory of a page.

A line is an old address, or the first 64 bits of a new one.

Source: docs/method.md#serving.
"""

MAX_SIGNED_KNOCKS: Final = 1200
"""The same when signed in: a whole office behind one address comes back after a restart.

Source: docs/method.md#serving.
"""

SOCKET: Final = "/_event"
"""The one address of a socket."""

CLOSED: Final = ("/_upload", "/_event", "/_all_routes", "/auth-codespace")
"""What Reflex would answer over HTTP, and to anybody."""

HEALTH: Final = ("/ping", "/_health", "/readyz")
"""What a load balancer asks by whatever name it knows."""

PAGE: Final = re.compile(r"(?!/(?:404|index|__spa-fallback)/?$)(/[\w-]+)+/?|/", re.ASCII)
"""An address that may be a page: no dots, so that no other file of the build is reached."""

HASHED: Final = re.compile(r"/assets/[^/]+-[\w-]{8}\.\w+", re.ASCII)
"""A file whose name changes with its content."""

BAKED: Final = re.compile(r"([`'\"])(http|ws)://localhost:\d+(/[\w-]*)\1", re.ASCII)
"""An address that the build wrote into the browser's code: the port it was built with."""

LONGEST_PATH: Final = 200
"""Characters of an address; a file system takes no longer name, and we have none."""

NOWHERE: Final = "/_nowhere"
"""An address that is no file, for which Reflex shows its page of what is not found."""


@dataclass
class Knocks:
    """How often each address has knocked in the running minute."""

    minute: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, address: str, at: float) -> int:
        """Count one knock at the monotonic second `at`; returns how many there were this minute."""
        if int(at // 60) != self.minute:
            self.minute, self.counts = int(at // 60), {}
        self.counts[address] = self.counts.get(address, 0) + 1
        return self.counts[address]


class Edge:
    """ASGI wrapper round the whole app; `rx.App(api_transformer=[..., Edge])`, last in the list.

    `knows` says whether a Cookie header holds a sign-in in force; it may wait for the database.
    """

    def __init__(
        self,
        app: App,
        config: Settings | None = None,
        build: Path = BUILD,
        knows: Callable[[str], bool] = lambda cookies: False,
    ) -> None:
        self.app = app
        self.knows = knows
        self.config = config or settings()
        self.build = build
        self.hashes = Hashes(build)
        self.knocks = Knocks()
        keep_logs_quiet()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on to the app."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = {key.decode("latin-1"): text.decode("latin-1") for key, text in scope["headers"]}
        scope = {**scope, "client": self._client(scope, headers)}
        if self.config.secure:
            scope["scheme"] = "https" if scope["type"] == "http" else "wss"
        origin = self.config.origins.get(headers.get("host", "").lower())
        if scope["type"] == "websocket":
            return await self._socket(scope, headers, origin, receive, send)
        return await self._http(scope, headers, origin, receive, send)

    def _client(self, scope: Scope, headers: Mapping[str, str]) -> tuple[str, int] | None:
        """Who asks; behind proxies, the address that the outermost of ours saw."""
        hops = self.config.proxy_hops
        forwarded = [one.strip() for one in headers.get("x-forwarded-for", "").split(",")]
        if hops and len(forwarded) >= hops and forwarded[-hops]:
            return (bare_address(forwarded[-hops]), 0)
        return scope.get("client")

    async def _socket(
        self,
        scope: Scope,
        headers: Mapping[str, str],
        origin: str | None,
        receive: Receive,
        send: Send,
    ) -> None:
        """Let in a socket of our own pages; a missing Origin is as foreign as another."""
        ours = origin is not None and headers.get("origin") == origin
        at_home = scope["path"].rstrip("/") == SOCKET
        # Refused, a browser says that there is no connection, and tries less and less often.
        if ours and at_home and not health.missing() and await self._may_knock(scope, headers):
            with Line(receive) as line:
                return await self.app(scope, line.receive, send)
        await receive()
        return await send({"type": "websocket.close", "code": 1008})

    async def _may_knock(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        """Whether this line has not knocked too often; who sits at the machine itself may."""
        address = (scope.get("client") or ("unknown", 0))[0]
        if is_loopback(address) and not self.config.proxy_hops:
            return True
        knocks = self.knocks.count(network_of(address, bits=32), time.monotonic())
        if knocks <= MAX_KNOCKS:
            return True
        # Anybody can write a cookie of that name: who is signed in is asked, and only now.
        cookies = headers.get("cookie", "")
        return knocks <= MAX_SIGNED_KNOCKS and await asyncio.to_thread(self.knows, cookies)

    async def _http(
        self,
        scope: Scope,
        headers: Mapping[str, str],
        origin: str | None,
        receive: Receive,
        send: Send,
    ) -> None:
        """Refuse, answer the one file that is rewritten, or hand on with a page's name made out."""
        path = re.sub("/{2,}", "/", scope["path"])
        answer = Answer(self, path, origin or self.config.public_url, send)
        if refusal := self._refusal(scope["method"], path, headers, origin):
            return await answer.plain(*refusal)
        if path.startswith("/assets/reflex-env-") and (script := self._environment(path)):
            return await answer.plain(200, script, "text/javascript")
        place, answer.page = self._page(scope["method"], path)
        body = Body(receive)
        answer.body = body
        scope = {**scope, "path": place, "raw_path": place.encode()}
        try:
            await self.app(scope, body.receive, answer.send)
        except Exception:
            if not body.too_large:
                raise
        if body.too_large and not answer.started:
            await answer.plain(413, _too_large())
        return None

    def _refusal(
        self, method: str, path: str, headers: Mapping[str, str], origin: str | None
    ) -> tuple[int, str] | None:
        """Status and sentence for what is not even handed on; None when it is."""
        if origin is None and path not in HEALTH:
            text = _("Coach the Coach answers at {address}.")
            return 421, text.format(address=self.config.public_url)
        # PostgreSQL takes no NUL in a text: what is named with one is nowhere.
        if "\0" in path or any(path == one or path.startswith(f"{one}/") for one in CLOSED):
            return 404, _("There is nothing here.")
        if method not in ("GET", "HEAD", "OPTIONS") and _is_foreign(headers, origin):
            return 403, _("This was sent by a page of another site.")
        if path in HEALTH and (said := health.missing()):
            return 503, said
        if not _is_utf8(headers.get("content-type", "")):
            return 415, _("Send text as UTF-8.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return 413, _too_large()
        return None

    def _page(self, method: str, path: str) -> tuple[str, Path]:
        """The path to hand on, and the built page that an HTML answer would be."""
        fallback = self.build / "404.html"
        if len(path) > LONGEST_PATH:
            return NOWHERE, fallback
        if method not in ("GET", "HEAD"):
            return path, fallback
        name = path.strip("/") or "index"
        page = self.build / f"{name}.html"
        if PAGE.fullmatch(path) and page.is_file():
            return f"/{name}.html", page
        return NOWHERE if path.endswith(".html") else path, fallback

    def _environment(self, path: str) -> str | None:
        """The script that holds our addresses, freed from the host and port of the build."""
        file = self.build / path.removeprefix("/")
        if not HASHED.fullmatch(path) or not file.is_file():
            return None
        here = {"http": "location.origin", "ws": 'location.origin.replace(/^http/,"ws")'}
        return BAKED.sub(lambda found: f'{here[found[2]]}+"{found[3]}"', file.read_text("utf-8"))

    def is_static(self, path: str) -> bool:
        """Whether `path` is a file of the build."""
        return ".." not in path and (self.build / path.removeprefix("/")).is_file()


@dataclass
class Body:
    """A request's body, cut off where it grows too large."""

    inner: Receive
    size: int = 0

    @property
    def too_large(self) -> bool:
        """Whether more came than is taken."""
        return self.size > MAX_BODY

    async def receive(self) -> Message:
        """The next part; a body that is too large ends as if the sender had gone."""
        message = await self.inner()
        self.size += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.too_large else message


@dataclass
class Answer:
    """One answer on its way out, with the headers it must carry."""

    edge: Edge
    path: str
    origin: str
    inner: Send
    page: Path | None = None
    body: Body | None = None
    started: bool = False

    async def plain(self, status: int, text: str, media: str = "text/plain") -> None:
        """Answer with a text of our own."""
        body = text.encode()
        headers = [
            (b"content-type", f"{media}; charset=utf-8".encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        self.body = None
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer; what is said to a cut-off body is not heard."""
        if self.body is not None and self.body.too_large and not self.started:
            return
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": self._headers(message)}
        await self.inner(message)

    def _headers(self, message: Message) -> list[tuple[bytes, bytes]]:
        """The app's headers and ours; what the app says of caching stands."""
        theirs = list(message["headers"])
        names = {name.decode("latin-1").lower(): text for name, text in theirs}
        is_html = names.get("content-type", b"").startswith(b"text/html")
        hashes = self.edge.hashes.of(self.page) if is_html and self.page is not None else ()
        ours = HEADERS | {
            "cache-control": self._caching(message["status"], is_html=is_html),
            "content-security-policy": content_policy(self.origin, hashes),
        }
        if self.edge.config.secure:
            ours["strict-transport-security"] = HSTS
        ours_to_add = {name: text for name, text in ours.items() if name not in names}
        return theirs + [(name.encode(), text.encode()) for name, text in ours_to_add.items()]

    def _caching(self, status: int, *, is_html: bool) -> str:
        """How long a browser may keep the answer: for good, until it asks again, or not at all."""
        if is_html or status not in (200, 206, 304) or not self.edge.is_static(self.path):
            return "no-store"
        if HASHED.fullmatch(self.path) and not self.path.startswith("/assets/reflex-env-"):
            return "public, max-age=31536000, immutable"
        return "no-cache"


def _too_large() -> str:
    return _("At most {n} MB can be sent at once.").format(n=MAX_BODY // 1024 // 1024)


def _is_utf8(media: str) -> bool:
    """Whether a body says no other alphabet than ours: Python knows some that are for no text."""
    _media, says, named = media.lower().partition("charset")
    return not says or named.strip(" =\"';").startswith("utf-8")


def _is_foreign(headers: Mapping[str, str], origin: str | None) -> bool:
    """Whether another site's page sent this; programs that are no browsers send neither header."""
    if "origin" in headers:
        return headers["origin"] != origin
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
