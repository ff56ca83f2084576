"""After watching: a code removed, one moved, a moment quoted, and every count follows."""

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import PHONE, Visits

NOTE = "They found the reason themselves"

LISTENED = 2
"""The dimension that the moment is quoted for."""


def test_codes_are_put_right_afterwards_a_moment_is_quoted_and_the_counts_follow(
    fresh: Company, visits: Visits
):
    carla = visits.page(fresh, "carla@example.com", size=PHONE)
    path = steps.open_observation(carla, coach="Viktor Strand", coached="Mia Kern", word="manager")
    steps.start_watching(carla)
    steps.tap(carla, "1133")
    steps.note(carla, NOTE)
    # A code is moved within what was watched, which takes a second or two.
    carla.wait_for_timeout(2_000)
    steps.stop_watching(carla)
    steps.go_on_to_rating(carla)
    steps.rate_level(carla, LISTENED, 4)
    carla.get_by_role("link", name="Open the timeline").click()
    steps.heading(carla, "Viktor Strand, over time")

    expect(_listed(carla, "Tell")).to_have_count(2)
    _take(carla, "Tell")
    carla.get_by_role("button", name="Remove it").click()
    expect(carla.get_by_text("Changed afterwards: 1")).to_be_visible()
    expect(_listed(carla, "Tell")).to_have_count(1)
    _take(carla, "Tell")
    carla.get_by_label("Code").select_option("Ask")
    carla.get_by_label("At", exact=True).fill("0:02")
    carla.get_by_role("button", name="Change it").click()
    expect(carla.get_by_text("Changed afterwards: 2")).to_be_visible()
    expect(_listed(carla, "Ask")).to_have_count(3)
    expect(_listed(carla, "Tell")).to_have_count(0)

    _take(carla, "Note")
    carla.get_by_label("Quote it for").select_option(str(LISTENED))
    carla.get_by_role("button", name="Quote in the rating").click()
    expect(carla.get_by_text(steps.starts("Quoted in the rating, at 0:"))).to_be_visible()
    carla.get_by_role("link", name="Back to the rating").click()
    steps.heading(carla, "Rate Viktor Strand")
    panel = steps.dimension(carla, LISTENED)
    expect(panel.get_by_label("In their words")).to_have_value(NOTE)
    # What can be quoted beside a 4 is what drew the other out: now three times.
    expect(panel.get_by_role("button", name="Ask")).to_have_count(3)

    levels = {number: level for number, level in steps.ALL_COACHING.items() if number != LISTENED}
    steps.rate(carla, levels, {})
    steps.sign(carla, path)
    expect(_counted(carla, "Ask")).to_have_text("3")
    expect(_counted(carla, "Tell")).to_have_text("0")
    steps.unfold(carla)
    expect(carla.get_by_text("Changed afterwards: 2")).to_be_visible()
    expect(carla.get_by_text(steps.starts("Removed: 0:"))).to_be_visible()
    carla.goto(f"{path}/timeline")
    steps.heading(carla, "Viktor Strand, over time")
    expect(carla.get_by_text("This is signed, so its codes stay as they are.")).to_be_visible()
    expect(carla.get_by_role("button", name=steps.starts("Change "))).to_have_count(0)


def _listed(page: Page, word: str):
    """The moments of this word in the list."""
    return page.locator("main ol > li").filter(has=page.get_by_text(word, exact=True))


def _take(page: Page, word: str) -> None:
    """Take the first moment of this word at hand."""
    _listed(page, word).first.get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _counted(page: Page, word: str):
    """How often a code was counted, beside its word."""
    return page.locator(".counts > div").filter(has_text=word).locator("dd")
