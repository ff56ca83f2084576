"""What the browser may run: our scripts, and nothing that comes into a page."""

from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Page, expect

from coach_the_coach.foundation.csp import HEADERS
from coach_the_coach.shell import routes
from tests.journeys.company import Company
from tests.journeys.visits import Visits

COLLECT: Final = """addEventListener("securitypolicyviolation",
    ({ violatedDirective, blockedURI }) => {
        const kept = JSON.parse(sessionStorage.getItem("violations") ?? "[]");
        sessionStorage.setItem("violations",
            JSON.stringify([...kept, `${violatedDirective} ${blockedURI}`]));
    });"""
"""Keeps what the browser would not do, from page to page."""

INJECT: Final = """() => {
    window.ran = [];
    const script = document.createElement("script");
    script.textContent = "window.ran.push('script')";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend",
        `<img src="/nowhere.png" onerror="window.ran.push('onerror')">`);
    // Later, for whoever drives the browser may do more than a page.
    setTimeout(() => eval("window.ran.push('eval')"));
    setTimeout(() => new Function("window.ran.push('function')")());
    return new Promise((done) => setTimeout(() => done(window.ran), 300));
}"""
"""What somebody would do who got words into a page."""


def violations(page: Page) -> list[str]:
    """What this page's browser would not do."""
    return page.evaluate("JSON.parse(sessionStorage.getItem('violations') ?? '[]')")


def test_the_app_works_without_asking_for_more_than_it_may_and_nothing_else_runs(
    small: Company, visits: Visits
):
    # What the browser says of scripts that it does not run, and of a picture that is not there.
    visits.allowed += ["Content Security Policy", "nowhere.png", "status of 404"]
    page = visits.page(small, "vera@example.com")
    page.add_init_script(COLLECT)
    for path in (routes.HOME, routes.PEOPLE, routes.NEW_OBSERVATION, routes.ACCOUNT):
        page.goto(f"{small.url}{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []

    assert page.evaluate(INJECT) == []
    # An attribute is looked at when its event comes: once the picture is known not to be there.
    page.wait_for_function(
        "() => ['script-src-elem', 'script-src-attr'].every((one) => "
        "(sessionStorage.getItem('violations') ?? '').includes(one))"
    )
    assert page.evaluate("window.ran") == []


@pytest.mark.parametrize("cookie", [False, True])
def test_every_address_carries_every_header(small: Company, cookie: bool):
    sid = {"sid": small.secret("vera@example.com")} if cookie else {}
    pages = [getattr(routes, name) for name in dir(routes) if name.isupper()]
    with httpx.Client(base_url=small.url, cookies=sid) as client:
        others = ["/nowhere", "/ping", "/_upload", "/_event", "/logo.svg", "/auth/sign-in"]
        for path in [*pages, *others]:
            named = path.replace("[", "").replace("]", "")
            answer = client.get(named)
            headers: Any = answer.headers
            assert {name: headers[name] for name in HEADERS} == HEADERS, path
            policy = headers["content-security-policy"]
            assert "unsafe-eval" not in policy, path
            scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
            assert "unsafe" not in scripts, path
            if "text/html" in headers.get("content-type", ""):
                assert headers["cache-control"] == "no-store", path
                assert "sha256-" in scripts, path
