"""Somebody comes in by their organisation and leaves it, in a real browser with a real provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach_the_coach.foundation import clock
from coach_the_coach.identity.invitations import invite
from tests import machine
from tests.account.provider import real
from tests.account.provider.real import NoProvider, Real
from tests.journeys import steps
from tests.journeys.company import Company, bring_in_people, company
from tests.journeys.visits import Visits
from tests.serving import free_port

THEIR_FONTS = "https://fonts.googleapis.com/**"


@pytest.fixture
def organisation(tmp_path: Path, run_folder: Path) -> Iterator[tuple[Company, Real]]:
    """A company of eight whose people may sign in by a provider."""
    data, port = tmp_path / "data", free_port()
    bring_in_people(data)
    try:
        with real.running(run_folder, f"http://127.0.0.1:{port}", "journey") as provider:
            settings = {
                "OIDC_ISSUER": provider.issuer,
                "OIDC_CLIENT_ID": real.CLIENT,
                "OIDC_CLIENT_SECRET": real.SECRET,
            }
            with company(data, port=port, **settings) as served:
                yield served, provider
    except NoProvider as why:
        machine.missing("provider", str(why))


def signs_in_there(page: Page, name: str) -> None:
    """Fill in the provider's own forms."""
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("anything")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_one_comes_in_by_an_invitation_leaves_both_and_comes_back(
    organisation: tuple[Company, Real], visits: Visits
):
    served, _provider = organisation
    with served.store() as session:
        rae = served.person(session, "rae@example.com")
        invitation = invite(session, rae.id or 0, clock.now())
    page = visits.page(served)
    page.context.route(THEIR_FONTS, lambda route: route.fulfill(body="", content_type="text/css"))

    page.goto(f"/welcome?invitation={invitation}")
    page.get_by_role("button", name="Sign in with your organisation").click()
    signs_in_there(page, "rae-there")
    page.wait_for_url(f"{served.url}/")

    steps.to_account(page)
    expect(page.get_by_text("It is linked.")).to_be_visible()
    expect(page.get_by_text("It is your only way in.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    steps.heading(page, "Sign in")

    page.goto("/signin?next=/account")
    page.get_by_role("button", name="Sign in with your organisation").click()
    signs_in_there(page, "rae-there")
    steps.heading(page, "Rae Lindt")


def test_whoever_leaves_the_provider_is_out_here_at_once(
    organisation: tuple[Company, Real], visits: Visits
):
    served, provider = organisation
    page = visits.page(served, "mo@example.com")
    page.context.route(THEIR_FONTS, lambda route: route.fulfill(body="", content_type="text/css"))
    steps.to_account(page)
    page.get_by_role("button", name="Link your account").click()
    signs_in_there(page, "mo-there")
    expect(page.get_by_text("It is linked.")).to_be_visible()
    page.context.clear_cookies(name="sid")
    page.goto("/signin?next=/account")
    page.get_by_role("button", name="Sign in with your organisation").click()
    steps.heading(page, "Mo Reyes")

    there = page.context.new_page()
    there.goto(f"{provider.issuer}/session/end")
    there.get_by_role("button", name="Yes, sign me out").click()
    expect(there.get_by_text("Sign-out Success")).to_be_visible()

    steps.heading(page, "Sign in")
