"""One asks to watch, the other proposes a session, both agree, it moves, and it begins."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from coach_the_coach.foundation import clock
from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import PHONE, Visits

TITLE = "Vera Stone watches Mo Reyes"


def local(hours: float) -> str:
    """A time so many hours from now in Berlin, as a browser writes it."""
    at = clock.now() + timedelta(hours=hours)
    return at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%dT%H:%M")


def answer(page: Page, action: str) -> None:
    """Follow what waits at home."""
    page.goto("/")
    page.get_by_role("link", name=action).first.click()
    steps.heading(page, TITLE)


def test_a_session_is_asked_for_proposed_agreed_moved_and_begun(fresh: Company, visits: Visits):
    vera = visits.page(fresh, "vera@example.com")
    mo = visits.page(fresh, "mo@example.com", size=PHONE)

    vera.goto("/people")
    vera.get_by_role("link", name="Who watches whom").click()
    steps.heading(vera, "Who watches whom")
    row = vera.get_by_role("row").filter(has_text="Mo Reyes")
    expect(row).to_contain_text("Never observed")
    row.get_by_role("button", name="Ask to watch Mo Reyes").click()
    steps.heading(vera, TITLE)

    answer(mo, "Propose one")
    mo.get_by_label("With which rep").select_option(label="Rae Lindt")
    steps.choose(mo, "What is it for?", "Coach")
    mo.get_by_label("Day and time").fill(local(50))
    mo.get_by_role("button", name="Propose", exact=True).click()
    expect(mo.get_by_text("You have proposed this. Vera Stone answers next.")).to_be_visible()

    answer(vera, "Answer")
    vera.get_by_role("button", name="Agree").click()
    expect(vera.get_by_text("You both have agreed.")).to_be_visible()
    with vera.expect_download() as downloading:
        vera.get_by_role("link", name="Put it in my calendar").click()
    assert "Rae" not in downloading.value.path().read_text()

    mo.reload()
    mo.get_by_text("Propose another time").click()
    mo.get_by_label("With which rep").select_option(label="Rae Lindt")
    steps.choose(mo, "What is it for?", "Coach")
    mo.get_by_label("Day and time").fill(local(1 / 20))
    mo.get_by_label("Why does it move?").fill("Rae is away on that day.")
    mo.get_by_role("button", name="Propose", exact=True).click()
    expect(mo.get_by_text("You have proposed this. Vera Stone answers next.")).to_be_visible()

    answer(vera, "Answer")
    expect(vera.get_by_text("Rae is away on that day.")).to_be_visible()
    vera.get_by_role("button", name="Agree").click()
    steps.choose(vera, "Do Mo Reyes and Rae Lindt know and agree?", "Yes")
    vera.get_by_role("button", name="Begin").click()
    steps.heading(vera, "Watch Mo Reyes")
    mo.reload()
    expect(mo.get_by_text("The watching has begun.")).to_be_visible()
