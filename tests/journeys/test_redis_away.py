"""A page of whoever works while Redis goes away: it says so, and goes on by itself."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.company import Company, bring_in_people, company
from tests.journeys.visits import Visits
from tests.redis_server import RedisServer, redis_server


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with redis_server() as server:
        yield server


@pytest.fixture
def leaning(redis: RedisServer, tmp_path: Path) -> Iterator[Company]:
    """A company whose pages have their state in Redis."""
    data = tmp_path / "data"
    bring_in_people(data)
    with company(data, REDIS_URL=redis.url) as served:
        yield served


def test_without_redis_a_page_says_that_there_is_no_connection_and_comes_back_by_itself(
    leaning: Company, redis: RedisServer, visits: Visits
):
    visits.allow("WebSocket connection to")
    page = visits.page(leaning, "vera@example.com")
    page.goto("/people")
    here = page.get_by_role("main").get_by_text("Mo Reyes").first
    expect(here).to_be_visible()
    notice = page.get_by_text("No connection.")

    redis.stop()
    expect(notice).to_be_visible()
    late = visits.page(leaning, "vera@example.com")
    late.goto("/people")
    expect(late.get_by_text("No connection.")).to_be_visible()
    assert httpx.get(f"{leaning.url}/ping").status_code == 503

    redis.start()
    for one in (page, late):
        expect(one.get_by_text("No connection.")).to_be_hidden()
        expect(one.get_by_role("main").get_by_text("Mo Reyes").first).to_be_visible()
    log = leaning.data.with_suffix(".log").read_text().splitlines()
    assert len(log) < 400, log[-20:]
    page.get_by_role("link", name="Home").first.click()
    steps.at_page(page, "/")
