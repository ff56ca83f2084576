"""Who signs out is out everywhere at once: in the other tab, and on the other device."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, update

from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import FRESH
from coach_the_coach.identity.sign_in import set_password
from coach_the_coach.identity.tables import SignIn
from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import Visits


@pytest.mark.parametrize("address", ["/people", "/observations/new", "/account"])
def test_signing_out_in_one_tab_closes_the_other_at_once(
    visits: Visits, small: Company, address: str
):
    here = visits.page(small, "vera@example.com")
    steps.to_account(here)
    steps.heading(here, "Vera Stone")
    other = here.context.new_page()
    other.goto(address)
    expect(other.get_by_role("navigation").get_by_role("link", name="People")).to_be_visible()

    here.get_by_role("button", name="Sign out").click()

    steps.heading(here, "Sign in")
    steps.heading(other, "Sign in")
    expect(other.get_by_text("Stone")).to_have_count(0)


def test_ending_a_sign_in_closes_the_other_device_at_once(visits: Visits, small: Company):
    here = visits.page(small, "viktor@example.com")
    away = visits.page(small, "viktor@example.com")
    away.goto("/people")
    steps.listed(away, "Mia Kern")

    steps.to_account(here)
    ends = here.get_by_role("button", name="End", exact=True)
    expect(ends.first).to_be_visible()
    # Other walks of the same person may have left a sign-in of theirs.
    for left in range(ends.count(), 0, -1):
        # The list of before may be drawn once more until the page has loaded.
        expect(ends).to_have_count(left)
        with here.expect_navigation():
            ends.first.click()

    steps.heading(away, "Sign in")
    expect(away.get_by_text("Mia Kern")).to_have_count(0)
    steps.heading(here, "Viktor Strand")
    expect(here.get_by_text("This one")).to_be_visible()
    expect(here.get_by_role("button", name="End", exact=True)).to_have_count(0)


OLD = "a sentence nobody else says"
BETTER = "five herons walk past the café"


def signs_in(page: Page, password: str) -> None:
    """Fill in the form as Ria."""
    page.goto("/signin")
    page.get_by_label("E-mail").fill("ria@example.com")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_another_password_closes_every_other_device_and_the_old_one_works_no_more(
    visits: Visits, small: Company
):
    with small.store() as session:
        ria = small.person(session, "ria@example.com").id or 0
        set_password(session, ria, OLD, clock.now())
    here, away = visits.page(small), visits.page(small)
    signs_in(here, OLD)
    steps.heading(here, "Ria Falk")
    signs_in(away, OLD)
    steps.heading(away, "Ria Falk")
    with small.store() as session:
        long_ago = clock.now() - FRESH
        session.exec(update(SignIn).where(col(SignIn.person_id) == ria).values(proved_at=long_ago))

    steps.to_account(here)
    here.get_by_role("link", name="Change your password").click()
    here.get_by_role("link", name="Confirm").click()
    steps.heading(here, "Confirm that it is you")
    here.get_by_label("Password").fill(OLD)
    here.get_by_role("button", name="Confirm").click()
    steps.heading(here, "Password")
    field = here.get_by_label("New password")
    field.fill("too short")
    here.get_by_role("button", name="Change password").click()
    expect(here.get_by_role("alert").filter(has_text="at least 15 characters")).to_be_visible()
    field.fill(BETTER)
    expect(field).to_have_attribute("type", "password")
    here.get_by_label("Show what I type").check()
    expect(field).to_have_attribute("type", "text")
    expect(field).to_have_value(BETTER)
    here.get_by_role("button", name="Change password").click()

    expect(here.get_by_text("Your password was changed.")).to_be_visible()
    steps.heading(away, "Sign in")
    signs_in(away, OLD)
    expect(away.get_by_role("alert").filter(has_text="do not match")).to_be_visible()
    signs_in(away, BETTER)
    steps.heading(away, "Ria Falk")
