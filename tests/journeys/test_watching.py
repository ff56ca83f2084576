"""One asks to watch, the other proposes a session, both agree, it moves, and it begins."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from coach_the_coach.account.grants.actions import let_guest_in
from coach_the_coach.account.grants.rules import GuestDraft
from coach_the_coach.foundation import clock
from coach_the_coach.identity.queries import actor_named
from tests.journeys import steps
from tests.journeys.company import ADMIN, Company
from tests.journeys.visits import PHONE, Visits

TITLE = "Vera Stone watches Mo Reyes"
GUEST = "gus@elsewhere.org"


def local(hours: float) -> str:
    """A time so many hours from now in Berlin, as a browser writes it."""
    at = clock.now() + timedelta(hours=hours)
    return at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%Y-%m-%dT%H:%M")


def answer(page: Page, action: str, title: str = TITLE) -> None:
    """Follow what waits at home."""
    page.goto("/")
    page.get_by_role("link", name=action).first.click()
    steps.heading(page, title)


def let_gus_in(company: Company) -> None:
    """Gus of another company is here as a guest, as an administrator lets him in."""
    company.link_for_admin()
    now = clock.now()
    draft = GuestDraft(
        email=GUEST,
        given_name="Gus",
        family_name="Holm",
        ends_on=now.date() + timedelta(days=30),
        reason="Observes for the partner company.",
    )
    with company.store() as session:
        ada = actor_named(session, company.person(session, ADMIN).id or 0, now)
        let_guest_in(session, replace(ada, proved_at=now), draft=draft, at=now)


def test_a_session_is_asked_for_proposed_agreed_moved_and_begun(fresh: Company, visits: Visits):
    vera = visits.page(fresh, "vera@example.com")
    mo = visits.page(fresh, "mo@example.com", size=PHONE)

    vera.goto("/people")
    vera.get_by_role("link", name="Who watches whom").click()
    steps.heading(vera, "Who watches whom")
    row = vera.get_by_role("row").filter(has_text="Mo Reyes")
    expect(row).to_contain_text("Never observed")
    row.get_by_role("button", name="Ask to watch Mo Reyes").click()
    steps.heading(vera, TITLE)

    answer(mo, "Propose one")
    mo.get_by_label("With which rep").select_option(label="Rae Lindt")
    steps.choose(mo, "What is it for?", "Coach")
    mo.get_by_label("Day and time").fill(local(50))
    mo.get_by_role("button", name="Propose", exact=True).click()
    expect(mo.get_by_text("You have proposed this. Vera Stone answers next.")).to_be_visible()

    answer(vera, "Answer")
    vera.get_by_role("button", name="Agree").click()
    expect(vera.get_by_text("You both have agreed.")).to_be_visible()
    with vera.expect_download() as downloading:
        vera.get_by_role("link", name="Put it in my calendar").click()
    assert "Rae" not in downloading.value.path().read_text()

    mo.reload()
    mo.get_by_text("Propose another time").click()
    mo.get_by_label("With which rep").select_option(label="Rae Lindt")
    steps.choose(mo, "What is it for?", "Coach")
    mo.get_by_label("Day and time").fill(local(1 / 20))
    mo.get_by_label("Why does it move?").fill("Rae is away on that day.")
    mo.get_by_role("button", name="Propose", exact=True).click()
    expect(mo.get_by_text("You have proposed this. Vera Stone answers next.")).to_be_visible()

    answer(vera, "Answer")
    expect(vera.get_by_text("Rae is away on that day.")).to_be_visible()
    vera.get_by_role("button", name="Agree").click()
    steps.choose(vera, "Do Mo Reyes and Rae Lindt know and agree?", "Yes")
    vera.get_by_role("button", name="Begin").click()
    steps.heading(vera, "Watch Mo Reyes")
    mo.reload()
    expect(mo.get_by_text("The watching has begun.")).to_be_visible()


def test_a_guest_is_asked_on_a_phone_watches_that_one_session_and_sees_nothing_else(
    fresh: Company, visits: Visits
):
    let_gus_in(fresh)
    vera = visits.page(fresh, "vera@example.com", size=PHONE)
    mo = visits.page(fresh, "mo@example.com", size=PHONE)

    vera.goto("/watching")
    vera.get_by_role("link", name="Choose who watches Mo Reyes").click()
    steps.heading(vera, "Who is to watch Mo Reyes?")
    guests = vera.locator("section").filter(
        has=vera.get_by_role("heading", name="From outside the company")
    )
    expect(guests).to_contain_text("A guest sees this one session and nothing else of anybody")
    vera.get_by_label("Find somebody by name or team").fill("gus")
    expect(vera.get_by_text("Nobody here is called that.").first).to_be_visible()
    guests.get_by_role("button", name="Ask them Gus Holm").click()
    title = "Gus Holm watches Mo Reyes"
    steps.heading(vera, title)

    gus = visits.page(fresh, GUEST, size=PHONE)
    answer(gus, "Answer", title)
    gus.get_by_role("button", name="I am ready to watch").click()
    expect(gus.get_by_text("Mo Reyes is asked now to propose a session.")).to_be_visible()
    answer(mo, "Propose one", title)
    mo.get_by_label("With which rep").select_option(label="Rae Lindt")
    steps.choose(mo, "What is it for?", "Coach")
    mo.get_by_label("Day and time").fill(local(1 / 20))
    mo.get_by_role("button", name="Propose", exact=True).click()
    expect(mo.get_by_text("You have proposed this. Gus Holm answers next.")).to_be_visible()
    answer(gus, "Answer", title)
    gus.get_by_role("button", name="Agree").click()
    steps.choose(gus, "Do Mo Reyes and Rae Lindt know and agree?", "Yes")
    gus.get_by_role("button", name="Begin").click()
    steps.heading(gus, "Watch Mo Reyes")

    page_of_mo = fresh.page_of("mo@example.com")
    for path in (page_of_mo, page_of_mo.replace("/people/", "/watchers/")):
        gus.goto(path)
        steps.heading(gus, "Nothing here that you can see")
    for path in ("/people", "/watching"):
        gus.goto(path)
        expect(gus.locator(".skeleton")).to_have_count(0)
        expect(gus.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
        for name in ("Vera Stone", "Mia Kern", "Ren Abbas", "Ria Falk"):
            expect(gus.get_by_text(name)).to_have_count(0)
