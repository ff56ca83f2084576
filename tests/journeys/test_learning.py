"""Learning on a phone: a unit is read, failed, passed and used; and the case exam is passed."""

from playwright.sync_api import Page, expect

from coach_the_coach.certification.learning.content.queries import questions_of
from coach_the_coach.certification.learning.rules import EXAM
from tests.journeys import steps, work
from tests.journeys.company import Company
from tests.journeys.visits import PHONE, Visits

WORDS = "I gave back what she said, and then I waited."
RAE = "Rae Lindt"


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

    work.answer(mo, "asking", wrong=2)
    work.send_answers(mo, "3 of 5 right")

    first = questions_of("asking")[0]
    chosen = next(one for one in first.answers if one.key != first.right)
    best = first.answer(first.right)
    assert best is not None
    expect(mo.get_by_text("Not yet")).to_be_in_viewport()
    expect(mo.get_by_text(chosen.why)).to_be_visible()
    expect(mo.get_by_text(best.why)).to_have_count(0)

    mo.get_by_role("button", name="Try again").click()
    work.answer(mo, "asking", wrong=1)
    work.send_answers(mo, "4 of 5 right")
    expect(mo.get_by_text("Passed", exact=True)).to_be_visible()
    expect(mo.get_by_text(best.why)).to_be_visible()

    expect(mo.get_by_text("No session in your log since you read this")).to_be_visible()
    work.log(mo, RAE)
    work.use_unit(mo, "asking", f"Today · {RAE} · Silence", WORDS)
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
    work.answer_one(phone, asked[0], asked[0].right, left=19)
    assert _is_no_wider(phone)

    desk = visits.page(fresh, "mo@example.com")
    desk.goto("/exam")
    expect(desk.locator(f"fieldset[id$='-{asked[0].key}'] input:checked")).to_have_value(
        asked[0].right
    )
    for place, one in enumerate(asked[1:], 2):
        work.answer_one(desk, one, one.right, left=20 - place)
    work.send_answers(desk, "20 of 20 right")

    desk.goto("/learn")
    expect(desk.get_by_text("Passed: Today")).to_be_visible()


def _is_no_wider(page: Page) -> bool:
    """Whether nothing of the page lies beside the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
