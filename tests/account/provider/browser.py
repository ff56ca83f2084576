"""Our routes at a port of this machine, and a browser that goes to a provider and back."""

import asyncio
import re
from contextvars import copy_context
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
from starlette.applications import Starlette

# The pages that a sign-out closes are those of the program's app, which must be there.
from coach_the_coach import coach_the_coach as program
from coach_the_coach.account.entry.http import routes as entry
from coach_the_coach.account.provider.http import routes as coming
from coach_the_coach.account.provider.leaving.http import routes as leaving
from coach_the_coach.foundation.edge import Edge

assert program.app is not None


class Site:
    """Our routes behind our own edge, served at a port of this machine."""

    def __init__(self) -> None:
        """Listen at a port that is free."""
        site = self
        # The app that pages are told of is known in the context in which it was made.
        context = copy_context()

        class Asked(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._hand_on()

            def do_POST(self) -> None:
                self._hand_on()

            def _hand_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                asked = httpx.Request(
                    self.command,
                    f"{site.url}{self.path}",
                    headers=[*self.headers.items()],
                    content=body,
                )
                answer = context.copy().run(asyncio.run, site.answer(asked))
                self.send_response(answer.status_code)
                for name, text in answer.headers.multi_items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    async def answer(self, asked: httpx.Request) -> httpx.Response:
        """What our app says, with the settings there are now."""
        app = Edge(Starlette(routes=[*entry, *coming, *leaving]))
        transport: Any = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.send(asked)


@dataclass
class Visitor:
    """A browser that keeps its cookies; it follows a redirect when it is told to."""

    site: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, verify=False))

    others: list["Visitor"] = field(default_factory=list)

    def another(self) -> "Visitor":
        """Another browser without any cookie, gone with this one."""
        self.others.append(Visitor(self.site))
        return self.others[-1]

    def close(self) -> None:
        """Let go of every connection."""
        for one in (self, *self.others):
            one.client.close()

    def get(self, path: str, **query: str) -> httpx.Response:
        """A page of ours, or of anybody."""
        return self.client.get(urljoin(self.site, path), params=query or None)

    def post(self, path: str, **form: str) -> httpx.Response:
        """A form of a page of ours."""
        headers = {"origin": self.site, "accept": "text/html"}
        return self.client.post(urljoin(self.site, path), data=form, headers=headers)

    def sets_out(self, **query: str) -> dict[str, str]:
        """What the address holds to which one is sent to sign in."""
        sent = self.get("/auth/provider/start", **query)
        assert sent.status_code == 303, sent.text
        return query_of(sent.headers["location"])

    def signs_in_there(self, name: str, start: httpx.Response) -> httpx.Response:
        """Fill in the provider's forms as `name`, from our first answer until back with us."""
        answer = start
        for _step in range(12):
            if onward := onward_of(answer):
                target = urljoin(str(answer.url), onward)
                if target.startswith(self.site) and not target.startswith(f"{self.site}/auth/"):
                    return answer
                answer = self.client.get(target)
            elif str(answer.url).startswith(self.site):
                return answer
            else:
                answer = self.fills_in(answer, name)
        raise AssertionError(f"it goes round and round at {answer.url}")

    def fills_in(self, page: httpx.Response, name: str) -> httpx.Response:
        """Send the form of a page of the provider."""
        action = re.search(r'<form[^>]* action="([^"]+)"', page.text)
        assert action, page.text
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        form = dict(hidden)
        if 'name="login"' in page.text:
            form |= {"login": name, "password": "anything"}
        if 'name="logout"' in page.text:
            form["logout"] = "yes"
        return self.client.post(urljoin(str(page.url), unescape(action[1])), data=form)

    @property
    def secret(self) -> str | None:
        """What the sign-in cookie holds."""
        return self.client.cookies.get("sid")


def onward_of(answer: httpx.Response) -> str | None:
    """Where an answer leads by itself; None for a page that stays."""
    if answer.is_redirect:
        return answer.headers["location"]
    return answer.headers.get("refresh", "").partition("url=")[2] or None


def query_of(url: str) -> dict[str, str]:
    """What an address carries."""
    return {name: texts[0] for name, texts in parse_qs(urlsplit(url).query).items()}
