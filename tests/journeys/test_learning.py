"""Learning on a phone: a unit is read, failed, passed and used; and the case exam is passed."""

import re

from playwright.sync_api import Page, expect

from coach_the_coach.certification.learning.content.queries import questions_of
from coach_the_coach.certification.learning.content.rules import Question
from coach_the_coach.certification.learning.rules import EXAM
from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import PHONE, Visits

WORDS = "I gave back what she said, and then I waited."
RAE = "Rae Lindt"


def answer(page: Page, bank: str, *, wrong: int = 0) -> None:
    """Answer every question by its name, in whatever order it is asked; the first ones wrong."""
    asked = questions_of(bank)
    expect(page.get_by_role("radiogroup")).to_have_count(len(asked))
    for place, one in enumerate(asked):
        chosen = one.right
        if place < wrong:
            chosen = next(other.key for other in one.answers if other.key != one.right)
        choose(page, one, chosen, left=len(asked) - place - 1)


def choose(page: Page, one: Question, chosen: str, *, left: int) -> None:
    """Choose one answer, and wait until it is kept."""
    group = page.locator(f"fieldset[id$='-{one.key}']")
    group.locator(f"input[value='{chosen}']").check()
    said = re.compile(rf"{left} questions? (is|are) open\.")
    if left:
        expect(page.get_by_text(said)).to_be_visible()
    else:
        expect(page.get_by_text(re.compile("questions? (is|are) open"))).to_have_count(0)


def send(page: Page, result: str) -> None:
    """Send the answers, and wait for what they come to."""
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(result)).to_be_visible()


def log_a_session(page: Page) -> None:
    """Log a session of today with Rae."""
    page.get_by_role("link", name="Log a session").click()
    page.get_by_role("button", name=RAE).click()
    steps.heading(page, f"A session with {RAE}")
    for label, text in {
        "Focus: the one skill": "Silence",
        "What you told them": "You waited, and she went on.",
        "The moment it is about": "At 12:40",
        "The next step you agreed": "Wait again",
    }.items():
        page.get_by_label(label).fill(text)
    steps.choose(page, "By when?", "Tomorrow")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("status").filter(has_text="what they took away")).to_be_visible()


def test_a_unit_is_read_failed_passed_and_used(fresh: Company, visits: Visits):
    mo = visits.page(fresh, "mo@example.com", size=PHONE)
    mo.goto("/")
    mo.get_by_role("main").get_by_role("link", name="Learn", exact=True).click()
    steps.heading(mo, "Learn")
    mo.get_by_role("link", name="Asking and listening").click()
    steps.heading(mo, "Asking and listening")
    expect(mo.get_by_text("count to three before you say more")).to_be_visible()
    expect(mo.get_by_text("Where you used it")).to_have_count(0)
    mo.get_by_role("button", name="I have read it").click()

    answer(mo, "asking", wrong=2)
    send(mo, "3 of 5 right")

    first = questions_of("asking")[0]
    chosen = next(one for one in first.answers if one.key != first.right)
    best = first.answer(first.right)
    assert best is not None
    expect(mo.get_by_text("Not yet")).to_be_in_viewport()
    expect(mo.get_by_text(chosen.why)).to_be_visible()
    expect(mo.get_by_text(best.why)).to_have_count(0)

    mo.get_by_role("button", name="Try again").click()
    answer(mo, "asking", wrong=1)
    send(mo, "4 of 5 right")
    expect(mo.get_by_text("Passed", exact=True)).to_be_visible()
    expect(mo.get_by_text(best.why)).to_be_visible()

    expect(mo.get_by_text("No session in your log since you read this")).to_be_visible()
    log_a_session(mo)
    mo.goto("/learn/asking")
    mo.get_by_label("In which session").select_option(label=f"Today · {RAE} · Silence")
    mo.get_by_label("What did you do differently?").fill(WORDS)
    mo.get_by_role("button", name="Keep", exact=True).click()
    expect(mo.get_by_role("main").get_by_text(WORDS)).to_be_visible()
    expect(mo.get_by_role("link", name=f"Today, {RAE}")).to_be_visible()

    mo.goto("/learn")
    for done in ("Read: Today", "Passed: Today", "Used: Today"):
        expect(mo.get_by_text(done)).to_be_visible()
    assert _is_no_wider(mo)


def test_the_exam_is_gone_on_with_elsewhere_and_passed(fresh: Company, visits: Visits):
    phone = visits.page(fresh, "mo@example.com", size=PHONE)
    phone.goto("/exam")
    phone.get_by_role("button", name="Begin the exam").click()
    expect(phone.get_by_role("radiogroup")).to_have_count(20)
    asked = questions_of(EXAM)
    choose(phone, asked[0], asked[0].right, left=19)
    assert _is_no_wider(phone)

    desk = visits.page(fresh, "mo@example.com")
    desk.goto("/exam")
    expect(desk.locator(f"fieldset[id$='-{asked[0].key}'] input:checked")).to_have_value(
        asked[0].right
    )
    for place, one in enumerate(asked[1:], 2):
        choose(desk, one, one.right, left=20 - place)
    send(desk, "20 of 20 right")

    desk.goto("/learn")
    expect(desk.get_by_text("Passed: Today")).to_be_visible()


def _is_no_wider(page: Page) -> bool:
    """Whether nothing of the page lies beside the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
