"""A talk that has taken place, as a file, and how it is brought in and coded on its page."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tests.journeys import steps

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


def bring_in(page: Page, folder: Path) -> None:
    """Bring the talk in, and say that Mo is the manager in it."""
    file = folder / "talk.vtt"
    file.write_text(TALK)
    page.get_by_label("Transcript file").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    who = page.get_by_role("radiogroup", name="Who is Mo Reyes in this file?")
    expect(who.get_by_role("radio", name=steps.starts("Mo Reyes"))).to_be_checked()
    page.get_by_role("button", name="Go on").click()


def code_by_keys(page: Page) -> None:
    """Give each of the four turns its code."""
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
