"""Who signs out is out everywhere at once: in the other tab, and on the other device."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import Visits


@pytest.mark.parametrize("address", ["/people", "/observations/new", "/account"])
def test_signing_out_in_one_tab_closes_the_other_at_once(
    visits: Visits, small: Company, address: str
):
    here = visits.page(small, "vera@example.com")
    here.goto("/account")
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

    here.goto("/account")
    ends = here.get_by_role("button", name="End", exact=True)
    expect(ends.first).to_be_visible()
    # Other walks of the same person may have left a sign-in of theirs.
    for _other in range(ends.count()):
        with here.expect_navigation():
            ends.first.click()
        expect(here.get_by_text("This one")).to_be_visible()

    steps.heading(away, "Sign in")
    expect(away.get_by_text("Mia Kern")).to_have_count(0)
    steps.heading(here, "Viktor Strand")
    expect(here.get_by_text("This one")).to_be_visible()
    expect(here.get_by_role("button", name="End", exact=True)).to_have_count(0)
