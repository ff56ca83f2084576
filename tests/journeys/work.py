"""What a manager does on our pages: learns, logs, and practises with the team."""

import re
from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Page, expect

from coach_the_coach.certification.learning.content.queries import questions_of
from coach_the_coach.certification.learning.content.rules import Question
from tests.journeys import steps

LOGGED: Final = {
    "Focus: the one skill": "Silence",
    "What you told them": "You waited, and she went on.",
    "The moment it is about": "At 12:40",
    "The next step you agreed": "Wait again",
}
"""The texts of a session, by the label of their field."""


def said(page: Page, words: str) -> None:
    """Wait until the page says this at its foot."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def fill(page: Page, texts: Mapping[str, str]) -> None:
    """Type into the fields of these labels."""
    for label, text in texts.items():
        page.get_by_label(label).fill(text)


def begin_a_log(page: Page, name: str) -> None:
    """From a page that leads there to the form of a session with somebody."""
    page.get_by_role("link", name="Log a session").click()
    page.get_by_role("button", name=name).click()
    steps.heading(page, f"A session with {name}")


def keep_log(page: Page) -> None:
    """Keep the form of a session; the one it was with is asked."""
    page.get_by_role("button", name="Keep it").click()
    said(page, "is asked whether it is what they took away")


def log(page: Page, name: str, *, minutes: str = "") -> None:
    """Log a session of today as it comes to be; as long as the form proposes unless it is said."""
    begin_a_log(page, name)
    fill(page, LOGGED)
    steps.choose(page, "By when?", "Tomorrow")
    if minutes:
        steps.choose(page, "How many minutes?", minutes)
    keep_log(page)


def answer(page: Page, bank: str, *, wrong: int = 0) -> None:
    """Answer every question by its name, in whatever order it is asked; the first ones wrong."""
    asked = questions_of(bank)
    expect(page.get_by_role("radiogroup")).to_have_count(len(asked))
    for place, one in enumerate(asked):
        chosen = one.right
        if place < wrong:
            chosen = next(other.key for other in one.answers if other.key != one.right)
        answer_one(page, one, chosen, left=len(asked) - place - 1)


def answer_one(page: Page, one: Question, chosen: str, *, left: int) -> None:
    """Choose one answer, and wait until it is kept."""
    group = page.locator(f"fieldset[id$='-{one.key}']")
    group.locator(f"input[value='{chosen}']").check()
    open_ones = re.compile(rf"{left} questions? (is|are) open\.")
    if left:
        expect(page.get_by_text(open_ones)).to_be_visible()
    else:
        expect(page.get_by_text(re.compile("questions? (is|are) open"))).to_have_count(0)


def send_answers(page: Page, result: str) -> None:
    """Send the answers, and wait for what they come to."""
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(result)).to_be_visible()


def use_unit(page: Page, unit: str, session: str, words: str) -> None:
    """Say in which session of the log a unit was used, and how."""
    page.goto(f"/learn/{unit}")
    page.get_by_label("In which session").select_option(label=session)
    page.get_by_label("What did you do differently?").fill(words)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("main").get_by_text(words)).to_be_visible()


def begin_practice(page: Page) -> None:
    """Begin a practice of the first of the hard moments, from the page where they are."""
    moment = page.get_by_role("main").locator("section", has_text="Hard moments")
    moment.locator("details").first.locator("summary").click()
    moment.get_by_role("button", name="Practise this with the team").first.click()
    page.wait_for_url(re.compile(r"/team-practice/\w+$"))


def practise_with(page: Page, rep: str, debrief: str) -> None:
    """Have a rep try, say what they heard, and try again."""
    page.get_by_role("button", name=f"{rep} has tried it").click()
    again = page.get_by_role("button", name=f"{rep} has tried it again")
    page.get_by_label(f"in the words of {rep}").fill(debrief)
    expect(again).to_be_enabled()
    again.click()
    expect(again).to_have_count(0)


def close_practice(page: Page, learned: str) -> None:
    """Say how long it was and what came of it, and put it into the log."""
    page.get_by_label("Minutes").fill("20")
    steps.choose(page, "Was the time agreed on before?", "Yes")
    page.get_by_label("What did the team learn?").fill(learned)
    page.get_by_role("button", name="Close the practice").click()
    said(page, "Closed. It is in your log.")
