"""What was written stays written when the server dies in the middle of it."""

from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.company import bring_in_people, company
from tests.journeys.visits import PHONE, Visits

QUOTE: Final = "You always rush the price"


def test_a_half_written_rating_survives_a_dead_server_and_goes_on_on_another_device(
    visits: Visits, tmp_path: Path
):
    data = tmp_path / "data"
    bring_in_people(data)
    with company(data) as first:
        desk = visits.page(first, "vera@example.com")
        path = steps.open_observation(desk, coach="Mo Reyes", coached="Rae Lindt")
        desk.get_by_role("button", name="Start the clock").click()
        desk.get_by_role("button", name=steps.starts("Ask")).click()
        expect(desk.get_by_text("All kept")).to_be_visible()
        desk.goto(f"{path}/rate")
        steps.rate(desk, {1: 3, 2: 1, 3: None}, {2: QUOTE})
        steps.write_words(desk, one_thing=steps.ONE_THING)
        for end in ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "WebSocket connection to"):
            visits.allow(end)
        first.kill()
        visits.close(desk)

    with company(data) as second:
        phone = visits.page(second, "vera@example.com", size=PHONE)
        phone.goto("/")
        phone.get_by_role("link", name="Go on").click()
        steps.at_page(phone, f"{path}/rate")
        steps.heading(phone, "Rate Mo Reyes")
        expect(phone.get_by_text("3 of 8 rated")).to_be_visible()
        suggested = phone.get_by_label("What would you suggest as the ONE thing?")
        expect(suggested).to_have_value(steps.ONE_THING)
        phone.locator("#dimension-2").click()
        panel = phone.locator("details").filter(has=phone.locator("#dimension-2"))
        expect(panel.get_by_label("In their words")).to_have_value(QUOTE)
        expect(panel.get_by_role("radio").first).to_be_checked()
        steps.rate(phone, dict.fromkeys(range(3, 9), 2), {})
        steps.sign(phone, path)
        expect(phone.get_by_text(steps.ONE_THING)).to_be_visible()
