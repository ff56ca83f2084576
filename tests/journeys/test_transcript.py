"""A talk that has taken place, brought in as a file, coded by keys, rated, and seen by both."""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tests.journeys import steps, transcripts
from tests.journeys.company import Company
from tests.journeys.visits import Visits

QUOTES: Final = {
    2: "How would you do that?",
    4: "You should send them the numbers",
    8: "Their foreman writes it down",
}


def test_a_talk_from_a_file_is_coded_by_keys_rated_and_seen_by_both(
    visits: Visits, small: Company, tmp_path: Path
):
    vera = visits.page(small, "vera@example.com")
    path = steps.open_observation(
        vera, coach="Mo Reyes", coached="Rae Lindt", source="From a transcript"
    )
    steps.at_page(vera, f"{path}/transcript")
    _a_bad_file_is_refused_by_line(vera, tmp_path)
    transcripts.bring_in(vera, tmp_path)
    transcripts.code_by_keys(vera)
    vera.get_by_role("button", name="Finish coding").click()
    vera.get_by_role("link", name="Go on to rating").click()
    steps.heading(vera, "Rate Mo Reyes")
    steps.rate(vera, steps.LEVELS, QUOTES)
    steps.write_words(vera, one_thing=steps.ONE_THING)
    steps.sign(vera, path)
    _what_was_measured(vera)

    mo = visits.page(small, "mo@example.com")
    mo.goto("/")
    mo.get_by_role("link", name="Rate yourself").click()
    steps.rate_oneself(mo, steps.OWN_LEVELS)
    steps.at_page(mo, f"{path}/talk")
    steps.talk(vera, path)
    steps.agree(
        vera, one_thing=steps.ONE_THING, promised=steps.AGREED, watch_again=steps.in_two_weeks()
    )
    mo.goto(path)
    _what_was_measured(mo)
    steps.unfold(mo)
    for quote in QUOTES.values():
        expect(mo.get_by_text(quote).first).to_be_visible()
    steps.sign_talk(vera, path)
    steps.sign_talk(mo, path, last=True)

    viktor = visits.page(small, "viktor@example.com")
    for address in (path, f"{path}/transcript", f"{path}/rate", f"{path}/talk"):
        viktor.goto(address)
        nothing = re.compile("Nothing here that you can see|There is nothing to rate here")
        expect(viktor.get_by_text(nothing)).to_be_visible()
        found = viktor.content()
        assert [word for word in ("Reyes", "dairy", *QUOTES.values()) if word in found] == []


def _a_bad_file_is_refused_by_line(page: Page, folder: Path) -> None:
    bad = folder / "bad.vtt"
    bad.write_text("WEBVTT\n\n00:00:05.000 --> 00:00:00.000\nMo Reyes: What?\n")
    page.get_by_label("Transcript file").set_input_files(bad)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("alert").filter(has_text="3")).to_be_visible()


def _what_was_measured(page: Page) -> None:
    """The share is of too few taps; who talked comes from the times."""
    expect(page.get_by_text("Too few to judge: 4 taps")).to_be_visible()
    for word, number in (("Ask", 2), ("Listening back", 1), ("Tell", 1), ("Take", 0)):
        heard = page.locator("dl > div", has_text=re.compile(rf"^{word}\s*{number}$"))
        expect(heard).to_be_visible()
    expect(page.get_by_text("29\u00a0%")).to_be_visible()
