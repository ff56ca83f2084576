"""What people do on the pages of a decision: ask, sign, refuse, appeal, hear the appeal."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys import steps

UNTIL_SIGNED = "Signed. It stays as it is."


@dataclass(frozen=True)
class NotYet:
    """All that a refusal says: the key of what is not met, and a day as a browser writes it."""

    criterion: str
    evidence: str
    would_meet: str
    again_on: str


def ask(page: Page, path: str) -> str:
    """Ask for the decision on one's own path; returns the path of its page."""
    page.goto("/decisions")
    steps.heading(page, "Decisions")
    own = page.locator(".lines > *", has=page.get_by_text(path, exact=True))
    own.get_by_role("button", name="Ask for the decision").click()
    own.get_by_role("link", name="The decision under way").click()
    page.wait_for_url(re.compile(r"/decisions/\w+$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def open_waiting(page: Page, candidate: str) -> None:
    """Follow what waits for the reader to the decision about somebody."""
    page.goto("/decisions")
    line = page.locator(".lines > *", has_text=candidate).first
    line.get_by_role("link").first.click()
    steps.heading(page, candidate)


def name_who_signs(page: Page, decision: str, seat: str, name: str) -> None:
    """Name somebody for a seat of a decision in the place of who was asked."""
    page.goto(f"/decisions/{decision}")
    sits = page.locator(".lines > *", has_text=seat)
    sits.locator("summary", has_text="Name somebody else").click()
    choice = sits.get_by_label("Who is to sign")
    choice.select_option(choice.locator("option", has_text=name).get_attribute("value"))
    sits.get_by_role("button", name="Name them").click()
    expect(page.get_by_role("status").filter(has_text="Named. They are told.")).to_be_visible()


def say_yes(page: Page, candidate: str) -> None:
    """Sign the decision about somebody that waits for the reader."""
    open_waiting(page, candidate)
    steps.choose(page, "What do you say?", "Yes")
    _sign(page)


def say_not_yet(page: Page, candidate: str, said: NotYet) -> None:
    """Refuse, with all that a refusal has to say."""
    open_waiting(page, candidate)
    steps.choose(page, "What do you say?", "Not yet")
    page.get_by_label("What is not met yet").select_option(said.criterion)
    page.get_by_label("What you saw").fill(said.evidence)
    page.get_by_label("What would meet it").fill(said.would_meet)
    page.get_by_label("It can be asked for again from").fill(said.again_on)
    _sign(page)


def appeal(page: Page, decision: str, words: str) -> None:
    """Write why one sees it otherwise, from the page of the refusal."""
    page.goto(decision)
    page.get_by_role("link", name="Appeal", exact=True).click()
    page.get_by_label("Why you see it otherwise").fill(words)
    page.get_by_role("button", name="Appeal", exact=True).click()
    expect(page.get_by_text("Under way", exact=True)).to_be_visible()


def name_who_hears(page: Page, decision: str, name: str) -> None:
    """Name who decides an appeal."""
    page.goto(f"{decision}/appeal")
    choice = page.get_by_label("Who decides the appeal")
    choice.select_option(choice.locator("option", has_text=name).get_attribute("value"))
    page.get_by_role("button", name="Name them").click()
    expect(page.get_by_role("definition").filter(has_text=name)).to_be_visible()


def allow(page: Page, decision: str, reason: str) -> None:
    """Set the refusal aside: the own yes takes its place."""
    page.goto(f"{decision}/appeal")
    steps.choose(page, "What comes of it", "The decision is set aside")
    page.get_by_label("Why", exact=True).fill(reason)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("link", name="The decision goes on here")).to_be_visible()


def _sign(page: Page) -> None:
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=UNTIL_SIGNED)).to_be_visible()
