"""A manager's week on a phone: from what is logged to what is settled, and what the rep says."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from sqlmodel import col, select, update

from coach_the_coach.cadence.week.booking.actions import book_series
from coach_the_coach.cadence.week.booking.rules import SeriesDraft
from coach_the_coach.coaching.plans.tables import CustomerCall
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.when import monday_of
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.pulse.tables import PulseSaid
from coach_the_coach.pulse.tickets.actions import open_tickets
from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.counted import counting
from tests.journeys.visits import PHONE, Visits
from tests.journeys.work import (
    LOGGED,
    begin_a_log,
    begin_practice,
    close_practice,
    fill,
    keep_log,
    log,
    said,
)

MOST_TAPS = 14
MOST_CHARACTERS = 60
MOST_TAPS_IN_THE_MOMENT = 6

RAE, REN = "Rae Lindt", "Ren Abbas"

ANSWERS = {
    "What went well?": "She said what the delay costs her.",
    "What did not?": "I offered a discount too soon.",
    "What did you learn?": "Their board meets in May.",
    "What will be different next time?": "I ask who else has to agree.",
}
"""What somebody says in a debrief, by the label of the field."""


def at_home(visits: Visits, company: Company, email: str = "mo@example.com") -> Page:
    """Somebody's phone, at home."""
    page = visits.page(company, email, size=PHONE)
    page.goto("/")
    expect(page.get_by_role("heading", name="Next", exact=True)).to_be_visible()
    return page


def from_home(page: Page, place: str, heading: str) -> None:
    """Follow a link on the home page."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=place, exact=True).click()
    steps.heading(page, heading)


def test_a_session_is_logged_and_its_next_step_answered_asked_about_and_closed(
    fresh: Company, visits: Visits
):
    mo = at_home(visits, fresh)
    counted = counting(mo)

    log(mo, RAE, minutes="45")

    assert counted.presses <= MOST_TAPS
    assert counted.characters <= MOST_CHARACTERS
    steps.heading(mo, f"One-to-one: {RAE}")

    rae = at_home(visits, fresh, "rae@example.com")
    rae.get_by_role("link", name="Answer").click()
    steps.heading(rae, "One-to-one: Mo Reyes")
    for words in LOGGED.values():
        expect(rae.get_by_text(words).first).to_be_visible()
    taken = rae.get_by_role("button", name="Yes, that is what I took away")
    answered = counting(rae)
    taken.click()
    expect(taken).to_have_attribute("aria-pressed", "true")
    assert answered.presses == 1

    _asks_for_a_quarter_of_an_hour(rae, mo)
    assert answered.presses == 2

    mo.goto("/")
    begin_a_log(mo, RAE)
    first = mo.get_by_role("main").locator("form h2").first
    expect(first).to_have_text("What you agreed last")
    steps.choose(mo, LOGGED["The next step you agreed"], "Kept")
    fill(mo, LOGGED | {"The next step you agreed": "Ask one more why"})
    keep_log(mo)

    from_home(mo, "Coaching log", "Coaching log")
    expect(mo.get_by_text("Ask one more why").first).to_be_visible()
    before = counted.presses
    mo.get_by_role("button", name="Kept", exact=True).click()
    said(mo, "Noted.")
    expect(mo.get_by_role("button", name="Kept", exact=True)).to_have_count(0)
    assert counted.presses == before + 1
    from_home(rae, "Agreed with me", "Agreed with me")
    expect(rae.get_by_text("Nothing is open.")).to_be_visible()


def _asks_for_a_quarter_of_an_hour(rae: Page, mo: Page) -> None:
    """One tap asks, one tap answers."""
    rae.goto("/")
    ask = rae.get_by_role("button", name="Ask Mo Reyes for 15 minutes")
    expect(ask).to_be_visible()
    ask.click()
    expect(rae.get_by_text("You asked Mo Reyes for 15 minutes.")).to_be_visible()

    mo.goto("/")
    expect(mo.get_by_text(f"{RAE} asks you for 15 minutes.")).to_be_visible()
    mo.get_by_role("button", name=re.compile(f"^We talked.*{RAE}$")).click()
    expect(mo.get_by_text("Nobody waits for an answer.")).to_be_visible()
    rae.reload()
    expect(ask).to_be_visible()


def test_what_was_said_in_the_moment_takes_six_taps(fresh: Company, visits: Visits):
    mo = at_home(visits, fresh)
    counted = counting(mo)

    mo.get_by_role("link", name="In the moment").click()
    mo.get_by_role("button", name=REN).click()
    steps.heading(mo, f"A moment with {REN}")
    steps.choose(mo, "How many minutes?", "10")
    steps.choose(mo, "What was it for?", "Celebrate")
    mo.get_by_role("button", name="Keep it").click()

    steps.heading(mo, "Coaching log")
    said(mo, "Kept.")
    assert counted.presses <= MOST_TAPS_IN_THE_MOMENT
    expect(mo.get_by_role("link", name=re.compile(f"^{REN}: "))).to_be_visible()


def test_a_call_is_planned_and_debriefed_the_rep_first(fresh: Company, visits: Visits):
    mo = at_home(visits, fresh)
    path = _enter_a_call(mo)
    questions = {
        "Questions to ask": "What happens if nothing changes?",
        "What you need to find out": "Who signs above 50,000.",
        "What might go wrong": "She asks for a discount.",
        "And what you do then": "Ask what it is to buy her.",
    }
    objective = mo.get_by_label("What will have moved when the call is over?")
    objective.fill("Close the deal")
    fill(mo, questions)
    mo.get_by_role("button", name="Keep the plan").click()

    problem = mo.get_by_role("alert").filter(has_text="That is the end of the deal")
    expect(problem).to_be_visible()
    expect(
        mo.get_by_text("We know who decides, who can stop it, and by which criteria.")
    ).to_be_visible()
    expect(objective).to_be_focused()
    expect(objective).to_have_value("Close the deal")
    for label, text in questions.items():
        expect(mo.get_by_label(label)).to_have_value(text)
    objective.fill("We know who decides, and when.")
    mo.get_by_role("button", name="Keep the plan").click()
    said(mo, "Plan kept.")
    expect(mo.get_by_text("We know who decides, and when.")).to_be_visible()

    with fresh.store() as session:
        session.exec(update(CustomerCall).values(call_at=clock.now() - timedelta(hours=1)))
    mo.reload()
    steps.heading(mo, "Acme")
    expect(mo.get_by_role("button", name="Keep this part")).to_be_visible()
    expect(mo.get_by_role("button", name="Keep my part")).to_have_count(0)

    rae = at_home(visits, fresh, "rae@example.com")
    rae.get_by_role("main").get_by_role("link", name="Debrief").click()
    steps.at_page(rae, path)
    fill(rae, ANSWERS)
    rae.get_by_role("button", name="Keep this part").click()
    expect(rae.get_by_text("Mo has not answered yet.")).to_be_visible()

    mo.reload()
    expect(mo.get_by_text(ANSWERS["What went well?"])).to_be_visible()
    fill(mo, {"What went well?": "You stayed silent.", "What will be different": "Ask before."})
    mo.get_by_role("button", name="Keep my part").click()
    said(mo, "Kept.")
    rae.reload()
    expect(rae.get_by_text("You stayed silent.")).to_be_visible()


def _enter_a_call(page: Page) -> str:
    """A call of Rae's two hours from now; returns its path."""
    from_home(page, "Customer calls", "Calls")
    page.get_by_role("link", name="Enter a call", exact=True).click()
    steps.heading(page, "A customer call")
    page.get_by_label("Whose call").select_option(label=RAE)
    page.get_by_label("Deal or customer").fill("Acme")
    at = clock.now().astimezone(ZoneInfo("Europe/Berlin")) + timedelta(hours=2)
    page.get_by_label("Day and time").fill(at.strftime("%Y-%m-%dT%H:%M"))
    reasons = page.get_by_role("radiogroup", name=steps.starts("Is it a significant call?"))
    reasons.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="On to the plan").click()
    steps.heading(page, "Acme")
    return re.sub(r"^https?://[^/]+", "", page.url)


def test_a_team_practises_a_hard_moment_and_tries_it_again(fresh: Company, visits: Visits):
    mo = at_home(visits, fresh)
    from_home(mo, "Practice with the team", "Team practice")
    begin_practice(mo)

    mo.get_by_role("button", name="Rae has tried it").click()
    again = mo.get_by_role("button", name="Rae has tried it again")
    expect(again).to_be_disabled()
    mo.get_by_role("button", name="Close the practice").click()
    expect(mo.get_by_role("alert").filter(has_text="At least one rep").first).to_be_visible()
    mo.get_by_label("in the words of Rae").fill("Ask what the price is compared with.")
    expect(again).to_be_enabled()
    again.click()
    expect(again).to_have_count(0)
    close_practice(mo, "A question first, then the price.")
    expect(mo.get_by_text("A question first, then the price.")).to_be_visible()

    rae = visits.page(fresh, "rae@example.com", size=PHONE)
    rae.goto("/team-practice")
    expect(rae.get_by_text("Ask what the price is compared with.")).to_be_visible()
    ren = visits.page(fresh, "ren@example.com", size=PHONE)
    ren.goto("/team-practice")
    expect(ren.get_by_role("heading", name="Hard moments")).to_be_visible()
    expect(ren.get_by_text("Ask what the price is compared with.")).to_have_count(0)


def last_week(weekday: int) -> datetime:
    """Ten o'clock on that day of last week in Berlin, on the clock."""
    return datetime.combine(
        monday_of(clock.today("Europe/Berlin")) + timedelta(days=weekday - 7), time(10)
    )


def book_last_week(company: Company) -> None:
    """Mo booked Rae on Tuesday and Ren on Wednesday of last week, a week before."""
    before = clock.now() - timedelta(days=14)
    with company.store() as session:
        mo = actor_named(session, company.person(session, "mo@example.com").id or 0, clock.now())
        for weekday, email in enumerate(("rae@example.com", "ren@example.com"), start=1):
            draft = SeriesDraft(
                who=company.person(session, email).public_id,
                starts=last_week(weekday),
                minutes=30,
                until=last_week(weekday).date(),
            )
            book_series(session, mo, draft=draft, at=before)


def test_a_series_is_booked_in_one_step_shortened_and_the_week_before_settled(
    fresh: Company, visits: Visits
):
    book_last_week(fresh)
    mo = at_home(visits, fresh)
    from_home(mo, "This week", "My week")
    mo.get_by_role("link", name="Book", exact=True).click()
    steps.heading(mo, "Book sessions")
    mo.get_by_label("For whom").select_option(label=RAE)
    mo.get_by_label("First time").fill(
        (last_week(2) + timedelta(days=14)).strftime("%Y-%m-%dT%H:%M")
    )
    mo.get_by_label("How long").select_option("45")
    mo.get_by_label("How often").select_option("1")
    mo.get_by_role("button", name="Book", exact=True).click()
    steps.heading(mo, "My week")
    mo.get_by_role("button", name="Next week").click()
    mo.get_by_role("button", name=f"Change {RAE}").click()
    counted = counting(mo)
    mo.get_by_role("button", name="Shorten to 15 min").click()
    said(mo, "Shortened. Short is better than skipped.")
    assert counted.presses == 1
    expect(mo.get_by_text("15 min").first).to_be_visible()
    rae = visits.page(fresh, "rae@example.com", size=PHONE)
    rae.goto("/week")
    expect(rae.get_by_text("15 min").first).to_be_visible()

    _log_on(mo, fresh, "rae@example.com", last_week(1))
    mo.goto("/")
    mo.get_by_role("main").get_by_role("link", name="Settle").click()
    steps.heading(mo, "My week")
    before = counted.presses
    mo.get_by_role("button", name="Settle 1 that is in the log").click()
    said(mo, "1 settled. 1 left to settle.")
    assert counted.presses == before + 1
    mo.get_by_role("button", name=steps.starts(f"Held {REN}")).click()
    steps.heading(mo, f"A session with {REN}")
    expect(mo.get_by_label("On which day?")).to_have_value(last_week(2).date().isoformat())
    fill(mo, LOGGED)
    keep_log(mo)
    mo.goto("/week?back=1")
    mo.get_by_role("button", name=steps.starts(f"Held {REN}")).click()
    said(mo, "Held.")
    expect(mo.get_by_text("left to settle")).to_have_count(0)


def _log_on(page: Page, company: Company, email: str, at: datetime) -> None:
    """Log a session with somebody on a day that is over."""
    person = company.page_of(email).rpartition("/")[2]
    page.goto(f"/coaching/new?of={person}&on={at.date().isoformat()}")
    fill(page, LOGGED)
    keep_log(page)


def answer(page: Page) -> None:
    """Four taps and one to send."""
    questions = page.locator("fieldset")
    for place, number in enumerate("5432"):
        questions.nth(place).get_by_text(number, exact=True).click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_reps_say_how_it_was_in_the_app_and_by_a_link_without_signing_in(
    fresh: Company, visits: Visits
):
    mo = at_home(visits, fresh)
    for email in ("rae@example.com", "ren@example.com"):
        _log_on(mo, fresh, email, datetime.combine(clock.today("Europe/Berlin"), time(10)))
    with fresh.store() as session:
        month = clock.today("Europe/Berlin").replace(day=1)
        open_tickets(session, month, at=clock.now())

    rae = at_home(visits, fresh, "rae@example.com")
    rae.get_by_role("main").get_by_role("link", name="Say it").click()
    steps.heading(rae, "Your sessions with Mo Reyes")
    counted = counting(rae)
    answer(rae)
    assert counted.presses == 5
    rae.reload()
    steps.heading(rae, "Nothing is asked here")

    ren = visits.page(fresh, "ren@example.com", size=PHONE)
    ren.goto(f"/pulse/say/{fresh.page_of('mo@example.com').rpartition('/')[2]}")
    ren.get_by_text("Answer elsewhere, without signing in").click()
    ren.get_by_role("button", name="Make a link").click()
    link = ren.get_by_label("The address of your link").input_value()
    anybody = visits.page(fresh, size=PHONE)
    anybody.goto(link)
    answer(anybody)
    ren.reload()
    steps.heading(ren, "Nothing is asked here")

    mo.goto("/pulse")
    steps.heading(mo, "What your people say")
    expect(mo.get_by_text("Means to the nearest half")).to_have_count(0)
    with fresh.store() as session:
        kept = session.exec(select(PulseSaid.rating).order_by(col(PulseSaid.rating))).all()
    assert kept == [5, 5]
