"""A certificate as its holder shares it, and as a stranger reads it."""

from playwright.sync_api import Page, expect

from tests.journeys import steps


def share(page: Page, path: str) -> str:
    """Share the newest certificate of a path with all there is to show; the address of its page."""
    page.goto("/certificates")
    steps.heading(page, "My certificates")
    head = page.get_by_role("heading", name=path, exact=True)
    one = page.locator("section.section", has=head).first
    one.locator("summary", has_text="Share it").click()
    for box in one.get_by_role("checkbox").all():
        box.check()
    one.get_by_role("button", name="Make a link").click()
    return page.get_by_role("link").filter(has_text="/verify/").first.inner_text()


def said_to_a_stranger(page: Page, address: str) -> str:
    """Everything that the page under an address says to somebody who is not signed in."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page.locator("body").inner_text()
