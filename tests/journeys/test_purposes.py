"""What a session is for decides what is asked and what is judged; it can be corrected, and seen."""

import re

from playwright.sync_api import Page, expect

from coach_the_coach.observations.results.rules import band_word
from coach_the_coach.observations.tally.rules import Band
from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import Visits


def test_a_training_session_is_not_judged_on_asking(visits: Visits, own: Company):
    carla = visits.page(own, "carla@example.com")
    path = steps.open_observation(
        carla, coach="Vera Stone", coached="Mo Reyes", word="manager", purpose="Train"
    )
    steps.watch(carla, "3331" * 6)
    balance = steps.dimension(carla, 2)
    expect(balance).to_contain_text("Explains in small steps, checks understanding")
    expect(balance).to_contain_text("and has it tried once")
    expect(balance).not_to_contain_text("Mostly open, single questions")
    expect(carla.locator("#dimension-5")).to_contain_text("optional")
    steps.rate(carla, {number: 3 for number in steps.ALL_COACHING if number != 5}, {})
    steps.sign(carla, path)

    not_judged = "Not judged: this was a training session"
    expect(carla.get_by_role("main").get_by_text(not_judged).first).to_be_visible()
    _has_no_band_word(carla)
    carla.goto(own.page_of("vera@example.com"))
    expect(carla.get_by_role("table", name="Observations")).to_be_visible()
    _has_no_band_word(carla)
    _corrected_before_the_own_view(visits, own, carla, path)


def _corrected_before_the_own_view(visits: Visits, own: Company, observer: Page, path: str) -> None:
    """What is signed stays; a correction takes its place, wherever one comes from."""
    reason = "She had it tried once more than I wrote."
    observer.goto(path)
    observer.get_by_role("button", name="Correct this").click()
    observer.get_by_role("dialog").get_by_label("Why?").fill(reason)
    observer.get_by_role("button", name="Begin the correction").click()
    steps.heading(observer, "Rate Vera Stone")
    newer = re.sub(r"^https?://[^/]+(/observations/\w+)/.*$", r"\1", observer.url)
    expect(observer.get_by_text("7 of 8 rated")).to_be_visible()
    steps.rate_level(observer, 7, 2)
    steps.sign(observer, newer)
    expect(observer.get_by_text(reason)).to_be_visible()
    observer.goto(path)
    expect(observer.get_by_role("link", name="Open it")).to_have_attribute("href", newer)

    vera = visits.page(own, "vera@example.com")
    vera.goto(f"{path}/reflect")
    steps.at_page(vera, f"{newer}/reflect")
    form = vera.get_by_role("main")
    expect(form).to_contain_text("Explains in small steps, checks understanding")
    expect(form).not_to_contain_text(reason)


def _has_no_band_word(page: Page) -> None:
    """No word for how much was asked, not even where it is folded away."""
    said = page.get_by_role("main").text_content() or ""
    assert [band for band in Band if band_word(band) in said] == []


def test_what_a_session_was_for_is_corrected_with_a_reason_that_both_read(
    visits: Visits, own: Company
):
    carla = visits.page(own, "carla@example.com")
    path = steps.open_observation(carla, coach="Mia Kern", coached="Ria Falk")
    steps.watch(carla, "31")
    carla.get_by_text("Was it for something else after all?").click()
    steps.choose(carla, "What it was for", "Celebrate")
    expect(carla.get_by_text("Not rated: this was a session to celebrate.")).to_be_visible()
    carla.get_by_role("button", name="Look over and sign").click()
    missing = carla.get_by_role("alert").filter(has_text="Before you sign")
    expect(missing.get_by_role("button")).to_have_count(1)
    why = carla.get_by_label("Why?")
    why.fill("They met to mark the first deal.")
    why.blur()
    expect(carla.get_by_text(re.compile(r"^Kept \d\d:\d\d$")).first).to_be_visible()
    steps.sign(carla, path)

    note = "Opened as Coach, corrected to Celebrate: They met to mark the first deal."
    mia = visits.page(own, "mia@example.com")
    mia.goto(path)
    steps.at_page(mia, f"{path}/talk")
    steps.talk(carla, path)
    for page in (carla, mia):
        page.goto(path)
        expect(page.get_by_text(note)).to_be_visible()
        expect(page.get_by_text("Nothing is rated in a session for this.")).to_be_visible()
        _has_no_band_word(page)
