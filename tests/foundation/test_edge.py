"""What the edge refuses, which page an address is, and what every answer carries."""

import gzip
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
from reflex.utils.precompressed_staticfiles import PrecompressedStaticFiles
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from coach_the_coach.foundation import edge, health
from coach_the_coach.foundation.csp import DIRECTIVES, has_hashes, hashes_file, write_hashes
from coach_the_coach.foundation.edge import Edge
from coach_the_coach.foundation.health import Need
from coach_the_coach.settings import Settings, settings_from
from tests.foundation.browser import Browser

LOCAL = settings_from({"COACH_PORT": "3100"})
PUBLIC = settings_from({"COACH_PUBLIC_URL": "https://coach.example.com", "COACH_HOST": "0.0.0.0"})

SCRIPT = "window.one = 1;"
ENVIRONMENT = 'var e={PING:`http://localhost:3000/ping`,EVENT:"ws://localhost:3000/_event"};'
FILES = {
    "index.html": f"<html><script>{SCRIPT}</script><script src='/assets/a.js'></script>home",
    "404.html": "<html><script type='module'>fallback()</script>404",
    "__spa-fallback.html": "<html>404",
    "observations.html": "<html>observations",
    "observations/index.html": "<html>observations",
    "observations/new.html": "<html>new",
    "assets/page-Ab3_-fgh.js": "export {}",
    "assets/reflex-env-CMiQY6cd.js": ENVIRONMENT,
    "logo.svg": "<svg/>",
}


async def _echo(request: Request) -> JSONResponse:
    """What reached the app."""
    body = await request.body()
    client = request.client.host if request.client else None
    return JSONResponse({"bytes": len(body), "client": client, "scheme": request.url.scheme})


async def _socket(socket: WebSocket) -> None:
    """Say one word and end."""
    await socket.accept()
    await socket.send_text("welcome")
    await socket.close()


async def _ping(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("pong")


async def _kept(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("kept", headers={"Cache-Control": "private, max-age=60"})


async def _away(_request: Request) -> RedirectResponse:
    return RedirectResponse("/observations", 303)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A small build as Reflex leaves it."""
    build = tmp_path / "client"
    for name, text in FILES.items():
        file = build / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (build / "assets/page-Ab3_-fgh.js.gz").write_bytes(gzip.compress(b"squeezed"))
    write_hashes(build)
    return build


def _client(build: Path, config: Settings) -> Browser:
    """A browser's requests to the edge round Reflex's own static files and a few routes."""
    pages = PrecompressedStaticFiles(
        directory=build,
        html=True,
        encodings=["gzip"],
        router=lambda path: path if re.fullmatch("/observations/[^/]+/live", path) else None,
    )
    app = Starlette(
        routes=[
            Route("/ping", _ping),
            Route("/_upload", _echo, methods=["POST"]),
            Route("/echo", _echo, methods=["POST"]),
            Route("/kept", _kept),
            Route("/away", _away),
            WebSocketRoute("/_event/", _socket),
            WebSocketRoute("/other", _socket),
            Mount("/", pages),
        ]
    )
    return Browser(
        Edge(app, config, build, lambda cookies: "__Host-sid=known" in cookies.split("; ")), config
    )


@pytest.fixture
def client(build: Path) -> Browser:
    return _client(build, LOCAL)


@pytest.fixture
def public(build: Path) -> Browser:
    return _client(build, PUBLIC)


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("/", 200, FILES["index.html"]),
        ("/observations", 200, FILES["observations.html"]),
        ("/observations/", 200, FILES["observations.html"]),
        ("//observations", 200, FILES["observations.html"]),
        ("/observations/new", 200, FILES["observations/new.html"]),
        ("/observations/4f0c/live", 200, FILES["404.html"]),
        ("/observations?page=2", 200, FILES["observations.html"]),
        ("/nowhere", 404, FILES["404.html"]),
        ("/observations.html", 404, FILES["404.html"]),
        ("/404", 404, FILES["404.html"]),
        ("/index", 404, FILES["404.html"]),
        ("/__spa-fallback", 404, FILES["404.html"]),
        ("/assets/gone-Ab3_-fgh.js", 404, FILES["404.html"]),
    ],
)
def test_an_address_gives_its_page_or_that_there_is_none(
    client: Browser, address: str, status: int, text: str
):
    answer = client.get(f"http://127.0.0.1:3100{address}")

    assert (answer.status_code, answer.text) == (status, text)


@pytest.mark.parametrize("host", ["127.0.0.1:3100", "localhost:3100", "LOCALHOST:3100"])
def test_both_names_of_this_machine_are_answered(client: Browser, host: str):
    assert client.get("/", Host=host).status_code == 200


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1", "localhost:3000", ""])
def test_another_host_is_refused_with_the_address_to_use(client: Browser, host: str):
    answer = client.get("/", Host=host)

    assert answer.status_code == 421
    assert answer.text == "Coach the Coach answers at http://127.0.0.1:3100."


def test_a_load_balancer_asks_after_health_by_any_name(client: Browser):
    assert client.get("/ping", Host="10.0.0.7:3100").text == "pong"


@pytest.mark.parametrize("name", edge.HEALTH)
def test_a_load_balancer_is_told_what_cannot_be_used(
    client: Browser, monkeypatch: pytest.MonkeyPatch, name: str
):
    needs = {"Redis": Need("Redis", bool, why="gone"), "database": Need("the database", bool)}
    monkeypatch.setattr(health, "_needs", needs)

    answer = client.get(name, Host="10.0.0.7:3100")

    assert (answer.status_code, answer.text) == (503, "Not to be used just now: Redis.")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/_upload", "/_upload/x", "/_event", "/_event/", "/_all_routes", "/a%00"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_reflex_would_open_to_anybody_is_closed(client: Browser, path: str, method: str):
    assert client.request(method, path).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://127.0.0.1:3100"}, 200),
        ({"Origin": "http://localhost:3100"}, 403),
        ({"Origin": "http://localhost:3100", "Host": "localhost:3100"}, 200),
        ({"Origin": "https://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_what_another_sites_page_sends_is_refused(
    client: Browser, headers: dict[str, str], status: int
):
    assert client.request("POST", "/echo", headers=headers).status_code == status


def test_a_body_is_taken_up_to_the_limit_and_refused_above_it(
    client: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(edge, "MAX_BODY", 1000)

    assert client.request("POST", "/echo", content=b"x" * 1000).json()["bytes"] == 1000
    assert client.request("POST", "/echo", content=b"x" * 1001).status_code == 413


def test_a_body_that_hides_its_length_is_refused_all_the_same(
    client: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(edge, "MAX_BODY", 1000)

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * 300

    answer = client.request("POST", "/echo", content=parts())

    assert (answer.status_code, answer.text) == (413, "At most 0 MB can be sent at once.")


def test_only_a_page_of_ours_opens_a_socket(client: Browser):
    here = {"Host": "127.0.0.1:3100", "Origin": "http://127.0.0.1:3100"}

    assert client.socket(**here) == "welcome"
    assert client.socket(Host="localhost:3100", Origin="http://localhost:3100") == "welcome"
    assert client.socket(**here | {"Origin": "http://localhost:3100"}) == "1008"
    assert client.socket(**here | {"Origin": "https://evil.test"}) == "1008"
    assert client.socket(Host="127.0.0.1:3100") == "1008"
    assert client.socket(Host="evil.test", Origin="http://evil.test") == "1008"
    assert client.socket("/other", **here) == "1008"


def test_behind_https_only_the_public_address_opens_a_socket(public: Browser):
    there = {"Host": "coach.example.com", "Origin": "https://coach.example.com"}

    assert public.socket(**there) == "welcome"
    assert public.socket(Host="127.0.0.1:3000", Origin="http://127.0.0.1:3000") == "1008"


def test_one_address_may_knock_so_often_and_another_is_not_kept_out(
    public: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(edge, "MAX_KNOCKS", 2)
    monkeypatch.setattr(edge.time, "monotonic", lambda: 60.0)
    there = {"Host": "coach.example.com", "Origin": "https://coach.example.com"}

    heard = [public.socket(**there | {"X-Forwarded-For": "spoofed, 192.0.2.1"}) for _ in range(3)]

    assert heard == ["welcome", "welcome", "1008"]
    assert public.socket(**there | {"X-Forwarded-For": "192.0.2.2"}) == "welcome"
    ours = {"X-Forwarded-For": "192.0.2.1", "Cookie": "a=b; __Host-sid=known"}
    for invented in ("a=b; sid=known; not__Host-sid=known", "__Host-sid=x", "__Host-sid="):
        assert public.socket(**there | ours | {"Cookie": invented}) == "1008"
    assert public.socket(**there | ours) == "welcome"


def test_of_a_line_that_has_many_addresses_all_knocks_are_counted_together(
    public: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(edge, "MAX_KNOCKS", 2)
    monkeypatch.setattr(edge.time, "monotonic", lambda: 60.0)
    there = {"Host": "coach.example.com", "Origin": "https://coach.example.com"}

    heard = [
        public.socket(**there | {"X-Forwarded-For": f"2001:db8:1:2::{number:x}"})
        for number in (1, 2, 3)
    ]

    assert heard == ["welcome", "welcome", "1008"]
    assert public.socket(**there | {"X-Forwarded-For": "2001:db8:1:3::1"}) == "welcome"


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("192.0.2.1:51234", "192.0.2.1"),
        ("[2001:db8::7]:51234", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("unknown", "unknown"),
    ],
)
def test_a_proxy_may_tell_the_port_as_well(public: Browser, told: str, address: str):
    answer = public.request("POST", "/echo", headers={"X-Forwarded-For": told})

    assert answer.json()["client"] == address


def test_who_sits_at_the_machine_itself_may_knock_as_often_as_they_like(
    client: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(edge, "MAX_KNOCKS", 0)
    here = {"Host": "127.0.0.1:3100", "Origin": "http://127.0.0.1:3100"}

    assert client.socket(**here) == "1008"
    client.address = "127.0.0.1"
    assert client.socket(**here) == "welcome"


@pytest.mark.parametrize("charset", ["undefined", "idna", "utf-16", '"rot13"'])
def test_a_body_in_another_alphabet_than_ours_is_refused(client: Browser, charset: str):
    sent = {"Content-Type": f"multipart/form-data; boundary=a; charset={charset}"}
    ours = {"Content-Type": "application/json; charset=UTF-8"}

    assert client.request("POST", "/echo", headers=sent).status_code == 415
    assert client.request("POST", "/echo", headers=ours).status_code == 200


def test_knocks_are_counted_by_the_minute():
    knocks = edge.Knocks()

    assert [knocks.count("a", at) for at in (0, 59, 60, 61)] == [1, 2, 1, 2]


def test_a_proxy_is_believed_only_where_there_is_one(client: Browser, public: Browser):
    forwarded = {"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}

    assert client.request("POST", "/echo", headers=forwarded).json() == {
        "bytes": 0,
        "client": "192.0.2.77",
        "scheme": "http",
    }
    assert public.request("POST", "/echo", headers=forwarded).json() == {
        "bytes": 0,
        "client": "192.0.2.1",
        "scheme": "https",
    }


@pytest.mark.parametrize("address", ["/", "/nowhere", "/ping", "/logo.svg", "/_upload", "/away"])
def test_every_answer_carries_the_security_headers(client: Browser, address: str):
    headers = client.get(address).headers

    assert {name: headers[name] for name in (*edge.HEADERS, "content-security-policy")} == {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "content-security-policy": headers["content-security-policy"],
    }
    assert headers["content-security-policy"].startswith("default-src 'none'; base-uri 'none'; ")
    assert "strict-transport-security" not in headers


def test_https_is_kept_to(public: Browser):
    assert public.get("/").headers["strict-transport-security"] == "max-age=63072000"


def _hash(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


def test_a_page_may_run_its_own_scripts_and_no_others(client: Browser, build: Path):
    def policy(address: str, host: str = "127.0.0.1:3100") -> str:
        return client.get(address, Host=host).headers["content-security-policy"]

    common = "; ".join(DIRECTIVES)
    home = f"script-src 'self' 'sha256-{_hash(SCRIPT)}'"
    fallback = f"script-src 'self' 'sha256-{_hash('fallback()')}'"
    socket = "connect-src 'self' ws://127.0.0.1:3100"
    assert policy("/") == f"{common}; {home}; {socket}"
    assert policy("/observations") == f"{common}; script-src 'self'; {socket}"
    assert policy("/observations/4f0c/live") == f"{common}; {fallback}; {socket}"
    assert policy("/nowhere") == f"{common}; {fallback}; {socket}"
    assert policy("/ping") == f"{common}; script-src 'self'; {socket}"
    assert policy("/", "localhost:3100").endswith("connect-src 'self' ws://localhost:3100")


def test_what_comes_into_a_page_after_it_was_built_may_not_run(client: Browser, build: Path):
    def scripts() -> str:
        policy = client.get("/").headers["content-security-policy"]
        return next(part for part in policy.split("; ") if part.startswith("script-src"))

    before = scripts()
    (build / "index.html").write_text("<script>built.anew()</script>")
    assert scripts() == before

    write_hashes(build)
    assert scripts() == f"script-src 'self' 'sha256-{_hash('built.anew()')}'"


def test_a_build_of_which_nothing_was_written_down_runs_no_script_and_is_noticed(
    client: Browser, build: Path, caplog: pytest.LogCaptureFixture
):
    assert has_hashes(build)
    for spoilt in ("{", None):
        if spoilt is None:
            hashes_file(build).unlink()
        else:
            hashes_file(build).write_text(spoilt)
        assert "script-src 'self';" in client.get("/").headers["content-security-policy"]
        assert "no page can run: scripts.json is not there" in caplog.text
    assert not has_hashes(build)


def test_no_policy_lets_text_become_a_script(client: Browser):
    policy = client.get("/").headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))

    assert "unsafe" not in scripts
    assert "form-action 'self'" in policy


def test_the_socket_is_a_secure_one_behind_https(public: Browser):
    policy = public.get("/").headers["content-security-policy"]

    assert policy.endswith("connect-src 'self' wss://coach.example.com")


@pytest.mark.parametrize(
    ("address", "caching"),
    [
        ("/assets/page-Ab3_-fgh.js", "public, max-age=31536000, immutable"),
        ("/assets/gone-Ab3_-fgh.js", "no-store"),
        ("/assets/reflex-env-CMiQY6cd.js", "no-cache"),
        ("/logo.svg", "no-cache"),
        ("/", "no-store"),
        ("/ping", "no-store"),
        ("/away", "no-store"),
        ("/kept", "private, max-age=60"),
    ],
)
def test_only_what_cannot_change_is_kept_by_the_browser(
    client: Browser, address: str, caching: str
):
    assert client.get(address).headers.get_list("cache-control") == [caching]


def test_squeezed_files_are_sent_as_such(client: Browser):
    squeezed = client.get("/assets/page-Ab3_-fgh.js", **{"Accept-Encoding": "gzip"})
    plain = client.get("/assets/page-Ab3_-fgh.js", **{"Accept-Encoding": "identity"})

    assert (squeezed.text, squeezed.headers["content-encoding"]) == ("squeezed", "gzip")
    assert (plain.text, "content-encoding" in plain.headers) == ("export {}", False)


def test_one_build_knows_its_addresses_wherever_it_is_served(client: Browser):
    answer = client.get("/assets/reflex-env-CMiQY6cd.js")

    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.text == (
        'var e={PING:location.origin+"/ping",'
        'EVENT:location.origin.replace(/^http/,"ws")+"/_event"};'
    )
