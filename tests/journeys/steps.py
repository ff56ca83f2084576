"""What people do on our pages, in their words."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Locator, Page, expect

WITH_EVIDENCE: Final = (1, 4)
"""Levels that need a quote."""

LEVELS: Final = {1: 3, 2: 4, 3: 2, 4: 1, 5: 3, 6: 3, 7: 2, 8: 4}
"""What the observer gives: level by dimension."""

OWN_LEVELS: Final = {1: 4, 2: 3, 3: 3, 4: 2, 5: 3, 6: 4, 7: 1, 8: 4}
"""What the one observed gives."""

Level = int | None | Literal["uncalled"]
"""What an observer may say of a dimension: a level, not observed, or not called for."""

ALL_COACHING: Final = dict.fromkeys(range(1, 9), 3)
"""Levels that need no evidence."""

ONE_THING: Final = "Let the silence work: count to three before the next question."
AGREED: Final = "Two talks with one pause each before Friday."


def starts(words: str) -> re.Pattern[str]:
    """A name that begins with these words."""
    return re.compile(f"^{re.escape(words)}")


def choose(page: Page | Locator, question: str, answer: str) -> None:
    """Choose the first card that begins with `answer` under the question that begins so."""
    group = page.get_by_role("radiogroup", name=starts(question))
    group.get_by_role("radio", name=starts(answer)).first.check()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the page is the one with this heading."""
    expect(page.get_by_role("heading", level=1, name=words, exact=True)).to_be_visible()


def at_page(page: Page, path: str) -> None:
    """Wait until the address is this path, whatever is asked of it."""
    page.wait_for_url(lambda url: re.sub(r"^https?://[^/]+", "", url).partition("?")[0] == path)


def go_to(page: Page, place: str) -> None:
    """Follow an entry of the navigation."""
    page.get_by_role("navigation").get_by_role("link", name=place).click()


def to_account(page: Page) -> None:
    """Open one's own account, all of it: nothing that comes late moves what is pressed."""
    page.goto("/account")
    expect(page.get_by_text("This one")).to_be_visible()


def listed(page: Page, name: str) -> Locator:
    """The row of somebody in the list of people."""
    row = page.locator(".people-line", has_text=name)
    expect(row).to_be_visible()
    return row


def unfold(page: Page) -> None:
    """Open everything that opens in place."""
    page.locator("main details").evaluate_all("all => all.forEach((one) => (one.open = true))")


def sign_in(page: Page, email: str, password: str) -> None:
    """Fill in and send the form."""
    heading(page, "Sign in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def come_in(page: Page, link: str, password: str, name: str | re.Pattern[str]) -> None:
    """Choose a password with an invitation; one ends at home."""
    page.goto(link)
    heading(page, "Welcome")
    page.get_by_label("Choose a password").fill(password)
    page.get_by_role("button", name="Come in").click()
    at_page(page, "/")
    heading(page, name)


def import_people(page: Page, file: Path) -> None:
    """Choose a file, look at what it would change, bring it in."""
    go_to(page, "Import")
    heading(page, "Import people")
    page.get_by_label("People", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Bring in").click()
    expect(page.locator(".callout", has_text="Brought in: ")).to_be_visible()


def invite(page: Page, name: str) -> str:
    """A link for this person."""
    go_to(page, "Invite")
    heading(page, "Invite")
    # The whole list, loaded anew: what is looked for before that would be forgotten.
    expect(page.get_by_role("button", name="Make a link").nth(1)).to_be_visible()
    page.get_by_label("Find by name or address").fill(name)
    line = page.locator(".lines > *", has_text=name)
    expect(page.locator(".lines > *")).to_have_count(1)
    line.get_by_role("button", name="Make a link").click()
    shown = page.locator(".callout", has_text=name).locator("code")
    return shown.inner_text()


def open_observation(
    page: Page,
    *,
    coach: str,
    coached: str,
    word: str = "rep",
    source: str = "Live",
    purpose: str = "Coach",
    aim: str = "Development",
) -> str:
    """Answer the questions before watching; returns the path of the observation."""
    page.goto("/observations/new")
    heading(page, "Observe")
    choose(page, "People you may observe", coach)
    choose(page, f"Which {word} is coached by {coach}?", coached)
    choose(page, "What is this session for?", purpose)
    choose(page, "Planned, or in the moment?", "Planned")
    choose(page, "Why are you watching?", aim)
    choose(page, "Live, or from a transcript?", source)
    choose(page, "Do both people know", "Yes")
    if source != "Live":
        field = page.get_by_label("When did it take place?")
        field.fill(field.get_attribute("max") or "")
    page.get_by_role("button", name=starts("Go on to ")).click()
    page.wait_for_url(re.compile(r"/observations/\w+/(live|transcript)$"))
    return re.sub(r"^https?://[^/]+(/observations/\w+)/.*$", r"\1", page.url)


def watch(page: Page, keys: str) -> None:
    """Start the clock, tap by these keys, stop, and go on to rating."""
    start_watching(page)
    tap(page, keys)
    stop_watching(page)
    go_on_to_rating(page)


def start_watching(page: Page) -> None:
    """Start the clock."""
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()


def tap(page: Page, keys: str) -> None:
    """Tap by these keys; all of it is in the database when they are done."""
    for key in keys:
        page.keyboard.press(key)
    expect(page.get_by_text("All kept")).to_be_visible()


def jot(page: Page, words: str) -> None:
    """Write a note while watching, whether or not it can be sent just now."""
    page.keyboard.press("n")
    page.get_by_label(starts("Note at ")).fill(words)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_label(starts("Note at "))).to_have_count(0)


def note(page: Page, words: str) -> None:
    """Write a note while watching; it is in the database when it is done."""
    jot(page, words)
    expect(page.get_by_text("All kept")).to_be_visible()


def stop_watching(page: Page) -> None:
    """Stop the clock."""
    page.get_by_role("button", name="Stop").click()
    heading(page, starts("You watched "))


def book(page: Page) -> None:
    """Take the first time proposed for the talk."""
    times = page.get_by_role("group", name="Times proposed")
    times.get_by_role("button").first.click()
    expect(page.locator("summary", has_text="Move it")).to_be_visible()


def go_on_to_rating(page: Page) -> None:
    """Leave the stopped clock for the rating."""
    page.get_by_role("link", name="Go on to rating").click()
    heading(page, starts("Rate "))


def dimension(page: Page, number: int) -> Locator:
    """The panel of a dimension on the page for rating, opened."""
    name = page.locator(f"#dimension-{number}")
    panel = page.locator("details").filter(has=name)
    if panel.get_attribute("open") is None:
        name.click()
    expect(panel).to_have_attribute("open", "")
    return panel


def rate_level(page: Page, number: int, level: Level, quote: str = "") -> None:
    """Open a dimension, choose its level, and write down what shows it."""
    panel = dimension(page, number)
    cards = panel.get_by_role("radio")
    if level is None:
        cards.last.check()
    elif level == "uncalled":
        panel.get_by_role("radio", name="Not called for in this session").check()
    else:
        cards.nth(level - 1).check()
    expect(panel.get_by_text(re.compile(r"^Kept \d\d:\d\d$")).first).to_be_visible()
    if quote:
        panel.get_by_label("In their words").fill(quote)
        # The text keeps itself half a second after the last key, and when the field is left.
        panel.get_by_label("In their words").blur()
        expect(panel.get_by_role("status")).to_have_count(0)


def rate(page: Page, levels: Mapping[int, Level], quotes: Mapping[int, str]) -> None:
    """Give every dimension its level, with a quote where it needs one."""
    for number, level in levels.items():
        rate_level(page, number, level, quotes.get(number, ""))


def write_words(page: Page, *, one_thing: str, worked: str = "") -> None:
    """Say what worked and suggest the ONE thing; each field says when it was kept."""
    for label, text in (
        ("What worked", worked),
        ("What would you suggest as the ONE thing?", one_thing),
    ):
        if text:
            field = page.get_by_label(label)
            field.fill(text)
            _kept(page, field)


def _kept(page: Page, field: Locator) -> None:
    """Leave a field and wait until it says that it was kept."""
    field.blur()
    kept = page.locator(".field", has=field).locator("xpath=following-sibling::p")
    expect(kept).to_contain_text("Kept")


def sign(page: Page, path: str) -> None:
    """Look over, sign, and see what it came to."""
    page.get_by_role("button", name="Look over and sign").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign", exact=True).click()
    at_page(page, path)
    came = re.compile("^(The one thing to work on|Suggested for the talk)$")
    expect(page.get_by_role("heading", name=came)).to_be_visible()


def rate_oneself(page: Page, levels: Mapping[int, int]) -> None:
    """Answer all eight questions, then go on to the talk."""
    heading(page, "How do you see it?")
    questions = page.get_by_role("radiogroup")
    for number, level in levels.items():
        questions.nth(number - 1).get_by_role("radio").nth(level - 1).check()
        expect(page.get_by_text(f"Answered: {number} of 8")).to_be_visible()
    page.get_by_role("button", name="Done, go on to the talk").click()
    page.wait_for_url(re.compile(r"/talk$"))


SPOKEN: Final = {
    "intended": "To find out what keeps them from asking for a date.",
    "noticed": "The answers got longer once the question was left to stand.",
    "would_try": "Wait before the next question.",
}
"""What the one observed says in the talk, by the name of the field."""


def talk(page: Page, path: str) -> None:
    """Go through the questions on one screen until both views are open."""
    page.goto(f"{path}/talk")
    say(page, *SPOKEN)
    open_both_views(page)


def say(page: Page, *names: str) -> None:
    """Type what the one observed says to these questions."""
    for name in names:
        field = page.locator(f"#{name}")
        field.fill(SPOKEN[name])
        _kept(page, field)


def open_both_views(page: Page) -> None:
    """Open both views, now that the one observed has spoken."""
    page.get_by_role("button", name="Show both views").click()
    expect(page.get_by_role("heading", name="The one thing", exact=True)).to_be_visible()


def look_again(page: Page) -> None:
    """Read what was written on the other screen."""
    page.get_by_role("button", name="Look again").first.click()


def in_two_weeks() -> str:
    """A day by which to watch again, as the browser sends it."""
    return (date.today() + timedelta(days=14)).isoformat()  # noqa: DTZ011 - a day of the browser's


def agree(page: Page, *, one_thing: str = "", promised: str = "", watch_again: str = "") -> None:
    """Choose the ONE thing, what each promised, and the day by which to watch again."""
    for name, text in (
        ("one_thing", one_thing),
        ("promised", promised),
        ("watch_again_on", watch_again),
    ):
        if not text:
            continue
        field = page.locator(f"#{name}")
        field.fill(text)
        _kept(page, field)


def sign_talk(page: Page, path: str, *, last: bool = False) -> None:
    """Sign what was agreed; the second signature makes it stay as it is."""
    page.goto(f"{path}/talk")
    page.get_by_role("button", name="Sign", exact=True).click()
    if last:
        expect(page.get_by_text("What both have signed stays as it is.")).to_be_visible()
    else:
        expect(page.get_by_role("button", name="Take my signature back")).to_be_visible()


def say_asked_first(page: Page, answer: str) -> None:
    """Say whether the observer asked before they told."""
    page.get_by_role("button", name=answer, exact=True).click()
    expect(page.get_by_text("Only the two of you see this.")).to_be_visible()


def take_look(page: Page, name: str, *, moment: str, to_try: str) -> str:
    """Take a short look at somebody and give it to them; returns its path."""
    page.get_by_role("button", name=f"Begin a look at {name}").click()
    heading(page, f"A short look at {name}")
    page.locator("#dimension-3").check()
    page.get_by_role("radiogroup").get_by_role("radio").nth(1).check()
    for label, text in (("One moment", moment), ("One thing to try", to_try)):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name=starts("Give it to ")).click()
    heading(page, f"Your short look at {name}")
    return re.sub(r"^https?://[^/]+", "", page.url)


def begin_tally(page: Page, about: str) -> str:
    """Begin to count a session of one's own; returns its path."""
    page.goto("/tallies?again=1")
    page.get_by_label("What do you call it?").fill(about)
    choose(page, "What is the session for?", "Coach")
    choose(page, "How do you count?", "Live")
    choose(page, "With how many buttons?", "Four")
    page.get_by_role("button", name="Go on", exact=True).click()
    page.wait_for_url(re.compile(r"/tallies/\w+$"))
    return re.sub(r"^https?://[^/]+", "", page.url)
