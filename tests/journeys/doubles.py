"""What two observers do on our pages who score one session of Mo's, each for themself."""

from typing import Final

from playwright.sync_api import Page

from tests.journeys import steps

PAIR: Final = "Mo Reyes with Rae Lindt"
WAITS: Final = "Waits for the second observer"


def ask(page: Page, second: str) -> None:
    """As the first observer, name who scores the session as well."""
    page.goto("/double")
    steps.heading(page, "Scored by two")
    page.get_by_role("button", name="Choose who").click()
    page.get_by_label("Or name one").select_option(label=second)
    page.get_by_role("button", name="Ask them").click()
    steps.heading(page, PAIR)


def begin(page: Page) -> None:
    """Follow what waits at home, say that both agree, and begin."""
    page.goto("/")
    page.get_by_role("link", name="Begin").first.click()
    steps.heading(page, PAIR)
    steps.choose(page, "Do Mo Reyes and Rae Lindt know and agree?", "Yes")
    page.get_by_role("button", name="Begin").click()
