"""From an empty database to a talked-over observation, watched live; and nobody else sees it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.company import PEOPLE, Company, company
from tests.journeys.visits import Visits

PASSWORD: Final = "a quiet harbour at dawn"
NOTE: Final = "Rae found the reason herself"
QUOTES: Final = {
    2: "What would you try first?",
    4: "You always rush it",
    8: "I will call on Monday",
}
ANSWER: Final = "The silence was hard for me. I will practise it."
LOOK: Final = {"moment": "Mo said: send it today.", "to_try": "Ask what they would send."}
TALLY: Final = "Rae and the dairy"
SECRETS: Final = (
    NOTE,
    *QUOTES.values(),
    ANSWER,
    *steps.SPOKEN.values(),
    *LOOK.values(),
    TALLY,
    steps.ONE_THING,
    steps.AGREED,
    "Mo Reyes",
)
"""What a stranger must find nowhere."""

BY_KEY: Final = "1112233441"
BY_MOUSE: Final = (*("Ask", "Listening back", "Tell", "Ask", "Tell") * 3, "Tell", "Tell")
"""The rest of the 25 taps; the last two of the 27 are taken back."""

COUNTS: Final = {"Ask": 10, "Listening back": 5, "Tell": 8, "Take": 2}
"""What that comes to, by the four buttons that everybody begins with."""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A server on an empty folder."""
    with company(tmp_path_factory.mktemp("fresh") / "data") as served:
        yield served


def test_from_an_empty_database_to_an_observation_talked_over(
    visits: Visits, fresh: Company, tmp_path: Path
):
    links = _administrator_brings_everybody_in(visits, fresh, tmp_path)
    pages = {email: _comes_in(visits, fresh, links[email], email) for email in links}

    vera, mo, viktor, carla = (
        pages[f"{who}@example.com"] for who in ("vera", "mo", "viktor", "carla")
    )
    path = _vera_watches(vera)
    _vera_rates_and_signs(vera, path)
    _mo_rates_himself(mo, path)
    _they_talk_and_both_sign(vera, mo, path)
    _mo_sees_and_answers(mo, path)
    _vera_sees_the_answer(vera, path)
    aside = [_vera_takes_a_short_look(vera), steps.begin_tally(mo, TALLY)]
    _viktor_sees_none_of_it(viktor, path, fresh.page_of("mo@example.com"), aside)
    _carla_sees_that_it_took_place(carla, path, fresh.page_of("mo@example.com"))
    _an_anonymous_browser_comes_back_to_where_it_wanted(visits, fresh, path)


def _administrator_brings_everybody_in(
    visits: Visits, fresh: Company, folder: Path
) -> dict[str, str]:
    file = folder / "people.csv"
    file.write_text(PEOPLE)
    ada = visits.page(fresh)
    steps.come_in(ada, fresh.link_for_admin(), PASSWORD, "ada")
    steps.import_people(ada, file)
    named = {
        "vera": "Vera Stone",
        "mo": "Mo Reyes",
        "viktor": "Viktor Strand",
        "carla": "Carla Oduya",
    }
    return {f"{email}@example.com": steps.invite(ada, name) for email, name in named.items()}


def _comes_in(visits: Visits, fresh: Company, link: str, email: str) -> Page:
    page = visits.page(fresh)
    steps.come_in(page, link, PASSWORD, re.compile(email.partition("@")[0].title()))
    return page


def _vera_watches(page: Page) -> str:
    steps.go_to(page, "Observe")
    steps.heading(page, "Observe")
    path = steps.open_observation(page, coach="Mo Reyes", coached="Rae Lindt")
    steps.heading(page, "Watch Mo Reyes")
    page.get_by_role("button", name="Start the clock").click()
    steps.heading(page, "Mo Reyes")
    for digit in BY_KEY:
        page.keyboard.press(digit)
    for word in BY_MOUSE:
        page.get_by_role("button", name=steps.starts(word)).click()
    page.keyboard.press("u")
    page.get_by_role("button", name="Undo").click()
    steps.note(page, NOTE)
    _kind(page, "Developmental")
    _counts(page, COUNTS)
    expect(page.get_by_text("All kept")).to_be_visible()
    # On another device, or here after a reload, everything is there.
    page.reload()
    _counts(page, COUNTS)
    page.get_by_role("button", name="Stop").click()
    steps.heading(page, "You watched Mo Reyes")
    expect(page.get_by_role("definition").filter(has_text=re.compile(r"^25$"))).to_be_visible()
    page.get_by_role("link", name="Go on to rating").click()
    steps.heading(page, "Rate Mo Reyes")
    return path


def _kind(page: Page, word: str) -> None:
    page.keyboard.press("k")
    page.get_by_role("group", name="What kind of talk").get_by_role("button", name=word).click()


def _counts(page: Page, counts: dict[str, int]) -> None:
    for word, number in counts.items():
        button = page.get_by_role("button", name=re.compile(rf"^{word} {number}\b"))
        expect(button).to_be_visible()


def _vera_rates_and_signs(page: Page, path: str) -> None:
    # Looking over too early says what is missing, and leads there.
    page.get_by_role("button", name="Look over and sign").click()
    missing = page.get_by_role("alert").filter(has_text="Before you sign")
    expect(missing.get_by_role("button")).to_have_count(8)
    missing.get_by_role("button").last.click()
    expect(page.locator("#dimension-8")).to_be_focused()

    steps.rate(page, steps.LEVELS, QUOTES)
    steps.write_words(page, one_thing=steps.ONE_THING)
    steps.sign(page, path)
    expect(page.get_by_text(steps.ONE_THING)).to_be_visible()
    expect(page.get_by_text("60\u00a0% asking, 25 taps")).to_be_visible()


def _mo_rates_himself(page: Page, path: str) -> None:
    page.goto("/")
    line = page.get_by_text(steps.starts("Vera Stone observed you"))
    expect(line).to_be_visible()
    page.get_by_role("link", name="Rate yourself").click()
    steps.at_page(page, f"{path}/reflect")
    steps.heading(page, "How do you see it?")
    for secret in (steps.ONE_THING, steps.AGREED, NOTE, *QUOTES.values()):
        expect(page.get_by_text(secret)).to_have_count(0)
    steps.rate_oneself(page, steps.OWN_LEVELS)
    # Nothing of the observer's is open before the talk, wherever one looks.
    for address in (f"{path}/talk", path):
        page.goto(address)
        steps.heading(page, "Vera Stone and Mo Reyes")
        found = page.content()
        assert [one for one in (steps.ONE_THING, NOTE, *QUOTES.values()) if one in found] == []


def _they_talk_and_both_sign(vera: Page, mo: Page, path: str) -> None:
    steps.talk(vera, path)
    steps.agree(
        vera, one_thing=steps.ONE_THING, promised=steps.AGREED, watch_again=steps.in_two_weeks()
    )
    steps.sign_talk(vera, path)
    steps.sign_talk(mo, path, last=True)
    steps.say_asked_first(mo, "Yes")


def _mo_sees_and_answers(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_text(steps.ONE_THING)).to_be_visible()
    steps.unfold(page)
    for words in (NOTE, *QUOTES.values(), steps.AGREED):
        expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_label("What do you make of it?").fill(ANSWER)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("status").filter(has_text="Your answer is sent.")).to_be_visible()


def _vera_sees_the_answer(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page.get_by_text("Talked over, and signed by both")).to_be_visible()
    page.goto(f"{path}/talk")
    expect(page.get_by_text("Only the two of you see this.")).to_be_visible()


def _vera_takes_a_short_look(page: Page) -> str:
    page.goto("/looks/new")
    return steps.take_look(page, "Mo Reyes", **LOOK)


def _viktor_sees_none_of_it(page: Page, path: str, mo: str, aside: list[str]) -> None:
    for address in (
        path,
        f"{path}/rate",
        f"{path}/live",
        f"{path}/reflect",
        f"{path}/talk",
        f"{path}/transcript",
        mo,
        *aside,
    ):
        page.goto(address)
        nothing = re.compile("Nothing here that you can see|There is nothing to rate here")
        expect(page.get_by_role("main").get_by_text(nothing)).to_be_visible()
        _says_none(page)
    page.goto("/people")
    steps.listed(page, "Mia Kern")
    _says_none(page)
    page.get_by_label("Find by name or team").fill("Reyes")
    expect(page.get_by_text("Nobody here")).to_be_visible()
    _says_none(page)
    page.goto("/observations/new")
    page.get_by_label("Who coaches?").fill("Reyes")
    expect(page.get_by_text("Nobody you may observe is called that.")).to_be_visible()
    _says_none(page)
    page.goto("/looks/new")
    page.get_by_label("Whom did you watch?").fill("Reyes")
    expect(page.get_by_text("Nobody you may observe is called that.")).to_be_visible()
    _says_none(page)
    page.goto("/tallies")
    expect(page.get_by_label("What do you call it?")).to_be_visible()
    _says_none(page)
    page.goto("/")
    expect(page.get_by_text("Nobody has observed Mia Kern")).to_be_visible()
    _says_none(page)
    page.goto("/notices")
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    _says_none(page)


def _says_none(page: Page) -> None:
    """Not even what is there and hidden names anything."""
    found = page.content()
    assert [secret for secret in SECRETS if secret in found] == []


def _carla_sees_that_it_took_place(page: Page, path: str, mo: str) -> None:
    page.goto(mo)
    steps.heading(page, "Mo Reyes")
    noticed = page.get_by_role("region").or_(page.locator("section"))
    expect(noticed.filter(has_text="Observed by others").get_by_text("Vera Stone")).to_be_visible()
    page.goto(path)
    expect(page.get_by_text("Nothing here that you can see")).to_be_visible()
    found = page.content()
    assert [secret for secret in SECRETS if secret in found and secret != "Mo Reyes"] == []


def _an_anonymous_browser_comes_back_to_where_it_wanted(
    visits: Visits, fresh: Company, path: str
) -> None:
    page = visits.page(fresh)
    page.goto(path)
    steps.sign_in(page, "vera@example.com", "not the right words")
    expect(page.get_by_role("alert").filter(has_text="do not match")).to_be_visible()
    steps.sign_in(page, "vera@example.com", PASSWORD)
    steps.at_page(page, path)
    expect(page.get_by_text(steps.ONE_THING)).to_be_visible()
