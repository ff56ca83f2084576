"""A talk that has taken place, brought in as a file, coded by keys, rated, and seen by both."""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import Visits

TALK: Final = """\
WEBVTT

00:00:00.000 --> 00:00:10.000
Mo Reyes: What did you want from the call with the dairy?

00:00:12.000 --> 00:00:40.000
Rae Lindt: A date for the trial, and they kept coming back to the price of the probe.

00:00:42.000 --> 00:00:47.000
Mo Reyes: So the price came up each time you asked for a date.

00:00:49.000 --> 00:01:20.000
Rae Lindt: Yes. I think they do not believe yet that it saves them a shift.

00:01:22.000 --> 00:01:30.000
Mo Reyes: You should send them the numbers of the brewery.

00:01:32.000 --> 00:01:40.000
Rae Lindt: I could. Or I ask their own people to count it.

00:01:42.000 --> 00:01:50.000
Mo Reyes: How would you do that?

00:01:52.000 --> 00:02:00.000
Rae Lindt: One shift with the probe, one without, and their foreman writes it down.
"""
"""Mo speaks 31 of 106 seconds, in four turns."""

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
    _bring_in(vera, tmp_path)
    _code_by_keys(vera)
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


def _bring_in(page: Page, folder: Path) -> None:
    file = folder / "talk.vtt"
    file.write_text(TALK)
    page.get_by_label("Transcript file").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    who = page.get_by_role("radiogroup", name="Who is Mo Reyes in this file?")
    expect(who.get_by_role("radio", name=steps.starts("Mo Reyes"))).to_be_checked()
    page.get_by_role("button", name="Go on").click()


def _code_by_keys(page: Page) -> None:
    now = page.get_by_role("group", name="The turn to code")
    expect(page.get_by_text("0 of 4 coded")).to_be_visible()
    for place, (turn, key) in enumerate(
        (
            ("What did you want", "1"),
            ("So the price came up", "b"),
            ("You should send", "3"),
            ("How would you do that?", "a"),
        ),
        start=1,
    ):
        expect(now).to_contain_text(turn)
        page.keyboard.press(key)
        expect(page.get_by_text(f"{place} of 4 coded")).to_be_visible()


def _what_was_measured(page: Page) -> None:
    """The share is of too few taps; who talked comes from the times."""
    expect(page.get_by_text("Too few to judge: 4 taps")).to_be_visible()
    for word, number in (("Ask", 2), ("Listening back", 1), ("Tell", 1), ("Take", 0)):
        heard = page.locator("dl > div", has_text=re.compile(rf"^{word}\s*{number}$"))
        expect(heard).to_be_visible()
    expect(page.get_by_text("29\u00a0%")).to_be_visible()
