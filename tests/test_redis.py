"""A Redis that is wrong, goes away and comes back: what the server, its pages and its log make of
it. Two processes with one Redis and one database are two workers, each at a port of its own.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from coach_the_coach import schema
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell.state import FrameState
from tests import postgres
from tests.attack.wire import HEAR, HYDRATE, RELOAD, Call, Shut, Socket, knock, socket
from tests.bench.program import coach_served
from tests.cast import people
from tests.conftest import databases_of
from tests.machine import missing
from tests.redis_server import PASSWORD, RedisServer, redis_server
from tests.serving import coach

LENAS: Final = "a password of Lena's, long enough"

SOON: Final = 30.0
"""Seconds within which a server has noticed, on a machine with others at work."""

LONG: Final = 5.0
"""Seconds that Redis is away: longer than Reflex' own tasks go on trying."""

KNOCKS: Final = 25
"""How often somebody asks for a line while there is none."""


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@dataclass
class Workers:
    """Two workers and somebody who is signed in."""

    ports: list[int]
    secret: str


@pytest.fixture(scope="module")
def lenas(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database in which is Lena; not the store's own, which other tests may have elsewhere."""
    engine = store.connect(databases_of("sqlite", request.config).fresh())
    with Session(engine) as session, session.begin():
        sign_in.set_password(session, people(session).lena.id or 0, LENAS, clock.now())
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def ports(
    redis: RedisServer, lenas: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[int]]:
    """Where two workers are, on that database."""
    url = str(lenas.url)
    data = tmp_path_factory.mktemp("workers") / "data"
    redis.start()
    with ExitStack() as both:
        served = [coach_served(data, url, REDIS_URL=redis.url) for _number in range(2)]
        yield [both.enter_context(one) for one in served]


@pytest.fixture
def workers(redis: RedisServer, ports: list[int], lenas: Engine) -> Workers:
    """Both of them, with Redis, and a new sign-in of Lena's."""
    redis.start()
    assert all(soon(lambda port=port: health(port)[0] == 200) for port in ports)
    with Session(lenas) as session, session.begin():
        lena = session.exec(select(Person).where(Person.email == "lena@example.com")).one()
        secret = sign_in.start_sign_in(session, lena.id or 0, device="", at=clock.now())
    return Workers(ports, secret)


def soon(what: Callable[[], bool], seconds: float = SOON) -> bool:
    """Whether it comes true in time."""
    until = time.monotonic() + seconds
    while not (so := what()) and time.monotonic() < until:
        time.sleep(0.02)
    return so


def health(port: int) -> tuple[int, str]:
    """What a load balancer is told, without waiting; 0 where it is told nothing in time."""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/ping", timeout=2)
    except httpx.TransportError as error:
        return 0, str(error)
    return answer.status_code, answer.text


def is_cut(page: Socket) -> bool:
    """Whether the line ends in time."""
    until = time.monotonic() + SOON
    try:
        while time.monotonic() < until:
            page.next(until - time.monotonic())
    except Shut:
        return True
    return False


def is_let_in(workers: Workers, port: int) -> bool:
    """Whether a page gets a line."""
    headers = {"Origin": f"http://127.0.0.1:{port}", "Cookie": f"sid={workers.secret}"}
    try:
        knock(port, headers).close()
    except Shut:
        return False
    return True


@contextmanager
def page(workers: Workers, port: int, token: str) -> Iterator[Socket]:
    """An open page at a worker, hydrated."""
    with socket(port, workers.secret, token=token) as one:
        one.call([Call(HYDRATE), Call(f"{FrameState.get_full_name()}.arrive")])
        yield one


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("tell-nobody", "tell-anybody"), "invalid username-password pair or user is disabled"),
        ((f":{PASSWORD}@", ""), "Authentication required"),
        (("/0", "/99"), "DB index is out of range"),
    ],
)
def test_a_wrong_redis_is_told_in_one_line_at_the_start(
    redis: RedisServer, tmp_path: Path, change: tuple[str, str], why: str
):
    redis.start()

    run = coach("serve", COACH_DATA=str(tmp_path), REDIS_URL=redis.url.replace(*change))

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == f"Redis cannot be used: {why}.\n"


def test_a_redis_that_is_away_is_told_in_one_line_without_its_password(tmp_path: Path):
    run = coach("serve", COACH_DATA=str(tmp_path), REDIS_URL="redis://:tell-nobody@127.0.0.1:1/0")

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Redis cannot be used: ")
    assert "Connection refused" in run.stderr
    assert run.stderr.count("\n") == 1
    assert "tell-nobody" not in run.stderr


def test_without_redis_lines_are_cut_and_refused_and_the_log_stays_short(
    redis: RedisServer, workers: Workers, capfd: pytest.CaptureFixture[str]
):
    port = workers.ports[0]
    assert health(port) == (200, '"pong"')
    with page(workers, port, str(uuid4())) as one:
        redis.stop()
        # Sent before it is noticed: this one fails, and is not answered by what fails as well.
        one.send(Call(HEAR, {"text": "Nobody hears this."}).written())
        assert is_cut(one)
    assert health(port) == (503, "Not to be used just now: Redis.")
    assert [is_let_in(workers, port) for _knock in range(KNOCKS)] == [False] * KNOCKS
    said = capfd.readouterr()
    assert len((said.out + said.err).splitlines()) < 60, said.err


def test_when_redis_is_back_pages_come_back_and_workers_tell_each_other(
    redis: RedisServer, workers: Workers
):
    here, there = workers.ports
    with page(workers, here, str(uuid4())) as one, page(workers, there, str(uuid4())) as other:
        redis.stop()
        assert is_cut(one)
        assert is_cut(other)
        assert not soon(lambda: 200 in {health(here)[0], health(there)[0]}, LONG)
    redis.start()
    assert all(soon(lambda port=port: health(port)[0] == 200) for port in (here, there))
    with page(workers, here, str(uuid4())) as one, page(workers, there, str(uuid4())) as other:
        origin = f"http://127.0.0.1:{there}"
        answer = httpx.post(
            f"{origin}/auth/confirm",
            data={"password": LENAS, "next": "/"},
            headers={"Origin": origin},
            cookies={"sid": workers.secret},
        )
        assert answer.status_code == 303, answer.text
        assert hears(one, RELOAD), "the page of the worker that was not asked"
        assert hears(other, RELOAD)


def test_a_redis_that_was_started_anew_at_once_is_noticed_too(redis: RedisServer, workers: Workers):
    with page(workers, workers.ports[0], str(uuid4())) as one:
        redis.stop()
        redis.start()
        assert is_cut(one), "it has forgotten where this page is"


def test_without_the_database_a_load_balancer_is_told_and_the_log_stays_short(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    with ExitStack() as server:
        try:
            run = server.enter_context(postgres.serving())
        except postgres.NoPostgres as error:
            missing("postgres", str(error))
        postgres.administer(run, "CREATE DATABASE coach")
        url = postgres.server_url(run, "coach")
        engine = store.connect(url)
        schema.migrate(engine)
        engine.dispose()
        with coach_served(tmp_path / "data", url) as port, socket(port, None) as one:
            one.call([Call(HYDRATE)])
            assert health(port) == (200, '"pong"')
            server.close()
            one.send(Call(HEAR, {"text": "Nobody hears this."}).written())
            assert hears(one, "Something went wrong on our side."), "by hand, and once"
            assert soon(lambda: health(port) == (503, "Not to be used just now: the database."))
            assert one.hears(2.0) == []
    said = capfd.readouterr()
    assert len((said.out + said.err).splitlines()) < 400, said.err


def hears(page: Socket, words: str) -> bool:
    """Whether the page is told so in time."""
    until = time.monotonic() + SOON
    while (left := until - time.monotonic()) > 0:
        if words in page.next(left):
            return True
    return False
