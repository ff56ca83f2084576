"""Every page has an address that opens it, cold, under either name of this machine."""

import re
from typing import Final

import pytest
from playwright.sync_api import WebSocketRoute, expect

from coach_the_coach.demo import Case, cast
from coach_the_coach.demo.cast import Part
from coach_the_coach.identity.sign_in import cookie_name
from coach_the_coach.identity.throttle import known_cookie
from coach_the_coach.shell import routes
from tests.journeys import steps
from tests.journeys.demo import Demo
from tests.journeys.visits import Visits

OBSERVATIONS: Final = [
    (cast.NEUTRAL, Case.DRAFT, "/rate", "Rate "),
    (cast.IMPROVING, Case.SELF_RATING, "/reflect", "How do you see it?"),
    (cast.NEUTRAL, Case.TALK, "", "Jonas Lindqvist with "),
    (cast.CHECK, Case.TALK, "/talk", "Henrik Dahlgren and Jonas Lindqvist"),
    (cast.SPECIALIST, Case.AMENDED, "", "Mei-Ling Foo with "),
]
"""Who opens which page of which observation, and how its heading begins."""

COMING_IN: Final = frozenset({routes.SIGN_IN, routes.NUMBER, routes.WELCOME})
"""Pages of whoever is not signed in."""

PAGES: Final = [
    (cast.NEUTRAL, "/", "Henrik Dahlgren"),
    (cast.CRO, "/people", "People who coach"),
    (cast.NEUTRAL, "/observations/new", "Observe"),
    (cast.NEUTRAL, "/looks/new", "A short look"),
    (cast.NEUTRAL, "/questions", "Questions"),
    (cast.IMPROVING, "/tallies", "My tallies"),
    (cast.IMPROVING, "/practice", "Practice"),
    (cast.IMPROVING, "/notices", "Notices"),
    (cast.IMPROVING, "/account", "Priya Raman"),
    (cast.IMPROVING, "/coaching", "Coaching log"),
    (cast.IMPROVING, "/coaching/new", "Log a session"),
    (cast.IMPROVING, "/calls", "Calls"),
    (cast.IMPROVING, "/week", "My week"),
    (cast.IMPROVING, "/skills", "One skill at a time"),
    (cast.IMPROVING, "/team-practice", "Team practice"),
    (cast.NEUTRAL, "/figures", "Figures"),
    (cast.NEUTRAL, "/pulse", "What your people say"),
    (cast.ADMINISTRATOR, "/cadence", "Rhythm of the house"),
    (cast.ADMINISTRATOR, "/imports", "Import people"),
    (cast.ADMINISTRATOR, "/invitations", "Invite"),
]


@pytest.mark.parametrize(("who", "case", "page", "head"), OBSERVATIONS)
def test_a_page_of_an_observation_opens_cold(
    visits: Visits, demo: Demo, who: Part, case: Case, page: str, head: str
):
    address = f"{demo.observation(case)}{page}"
    opened = visits.page(demo, demo.email(who), theme="dark")

    answer = opened.goto(address)

    assert answer is not None
    assert answer.status == 200
    steps.heading(opened, steps.starts(head))
    steps.at_page(opened, address)
    expect(opened.locator("html")).to_have_class("dark")


@pytest.mark.parametrize(("who", "address", "head"), PAGES)
def test_a_page_opens_cold(visits: Visits, demo: Demo, who: Part, address: str, head: str):
    page = visits.page(demo, demo.email(who))

    page.goto(address)

    steps.heading(page, head)
    steps.at_page(page, address)


def test_the_page_of_a_person_opens_cold(visits: Visits, demo: Demo):
    page = visits.page(demo, demo.email(cast.SEVERE))
    stalled = demo.loaded.cases[Case.STALLED]

    page.goto(f"/people/{stalled.person_id}")

    steps.heading(page, stalled.name)
    expect(page.get_by_role("table", name="Observations")).to_be_visible()


def test_of_somebody_whom_others_observed_it_is_said_that_none_is_ones_own(
    visits: Visits, demo: Demo
):
    page = visits.page(demo, demo.email(cast.CRO))

    page.goto(f"/people/{demo.loaded.cases[Case.STALLED].person_id}")

    expect(page.get_by_role("heading", name="Observed by others")).to_be_visible()
    expect(page.get_by_text("None of yours yet")).to_be_visible()
    expect(page.get_by_text("No observation yet")).to_have_count(0)


def test_whom_a_search_does_not_find_is_told_of(visits: Visits, demo: Demo):
    page = visits.page(demo, demo.email(cast.ADMINISTRATOR))

    page.goto("/invitations")
    steps.heading(page, "Invite")
    expect(page.get_by_role("button", name="Make a link").first).to_be_visible()
    page.get_by_label("Find by name or address").fill("nobody of that name")

    expect(page.get_by_text("Nobody found")).to_be_visible()


def test_a_page_never_shows_what_another_address_named(visits: Visits, demo: Demo):
    page = visits.page(demo, demo.email(cast.CRO))
    waiting: list[str | bytes] = []
    lines: list[WebSocketRoute] = []
    held = False

    def through(browser: WebSocketRoute) -> None:
        lines.append(browser)
        server = browser.connect_to_server()
        server.on_message(lambda said: waiting.append(said) if held else browser.send(said))

    page.route_web_socket(re.compile("/_event"), through)
    first, second = demo.loaded.cases[Case.IMPROVING], demo.loaded.cases[Case.STALLED]
    page.goto(f"/people/{first.person_id}")
    steps.heading(page, first.name)
    page.get_by_role("link", name="People", exact=True).first.click()
    steps.heading(page, "People who coach")

    row = steps.listed(page, second.name)
    row.locator("summary").click()
    link = row.get_by_role("link", name=f"Open their page {second.name}")
    expect(link).to_be_visible()
    held = True
    link.click()

    steps.at_page(page, f"/people/{second.person_id}")
    expect(page.get_by_text("Fetching this person")).to_be_attached()
    expect(page.get_by_role("heading", name=first.name)).to_have_count(0)
    held = False
    for said in waiting:
        lines[-1].send(said)
    steps.heading(page, second.name)


def test_a_rep_is_left_waiting_on_no_page(visits: Visits, demo: Demo):
    rep = next(one for one in demo.loaded.people if one.role == "Rep")
    page = visits.page(demo, rep.email)
    shut: list[str] = []

    for route in sorted(one for name, one in vars(routes).items() if name.isupper()):
        # Theirs who are not signed in, and files.
        if route in COMING_IN | {routes.PULSE_LINK, routes.VERIFY, routes.REGISTER_FILE}:
            continue
        page.goto(re.sub(r"\[\w+\]", "nobody", route))
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)
        # What a page shows at once stands until it is known who came; counting live has no places.
        places = page.get_by_role("navigation", name="Main")
        shut_out = page.get_by_role("heading", level=1, name=steps.starts("This page is for "))
        expect(places.get_by_role("link", name="Your account").or_(shut_out).first).to_be_visible()
        if page.locator("h1").inner_text().startswith("This page is for "):
            shut.append(route)
            expect(page.locator("main").get_by_role("link", name="Home")).to_be_visible()
        # The next page is opened in a new tab, which does not know from here who came.
        page.evaluate("sessionStorage.clear()")

    assert shut == [
        routes.ASSIGN,
        routes.ASSIGN_OF,
        routes.FINISHING,
        routes.AUDIT,
        routes.CADENCE,
        routes.SIGNIFICANT,
        routes.CERTIFICATION,
        routes.CERTIFICATION_OF,
        routes.CERTIFIED,
        routes.LOG,
        routes.LOG_MOMENT,
        routes.LOG_NEW,
        routes.PROOF,
        routes.COVERAGE,
        routes.COVERAGE_OF,
        routes.EXAM,
        routes.GRANTS,
        routes.IMPORTS,
        routes.INTERRUPTIONS,
        routes.INVITATIONS,
        routes.LEARN,
        routes.LEARN_UNIT,
        routes.LIVE,
        routes.TRANSCRIPT,
        routes.PATHS,
        routes.PATH,
        routes.PLAN_NEW,
        routes.PULSE,
        routes.PULSE_MINIMUM,
        routes.REGISTER,
        routes.RHYTHM,
        routes.SELF_AUDIT,
        routes.SELF_AUDIT_OF,
        routes.SKILL_NEW,
        routes.TARGETS,
        routes.WAYS,
        routes.WEEK_BOOK,
    ]


def test_an_address_that_names_nobody_says_so_however_it_is_written(visits: Visits, demo: Demo):
    page = visits.page(demo, demo.email(cast.CRO))

    for strange in ("nobody", "nobody/", "%C3%A9%20x"):
        page.goto(f"/people/{strange}")
        steps.heading(page, "Nothing here that you can see")


def test_localhost_is_the_same_program(visits: Visits, demo: Demo):
    page = visits.page(demo)
    local = demo.url.replace("127.0.0.1", "localhost")
    secret = demo.secret(demo.email(cast.CRO))
    page.context.add_cookies([{"name": cookie_name(), "value": secret, "url": local}])

    page.goto(f"{local}/people")

    # Rows come over the socket, so that too is open under this name.
    steps.listed(page, "Priya Raman")


def test_an_address_of_nothing_says_so(visits: Visits, demo: Demo):
    page = visits.page(demo)
    visits.allow("status of 404")

    answer = page.goto("/nothing")

    assert answer is not None
    assert answer.status == 404
    steps.heading(page, "Nothing here")
    page.get_by_role("link", name="Home").click()
    steps.heading(page, "Sign in")


def test_coming_in_works_before_any_script_has_run(visits: Visits, demo: Demo):
    person = demo.loaded.people[0]
    page = visits.page(demo, java_script_enabled=False)

    page.goto("/signin?next=/people")
    steps.sign_in(page, person.email, "not the right words")
    steps.at_page(page, "/signin")
    steps.sign_in(page, person.email, person.password)

    steps.at_page(page, "/people")


def test_an_invitation_works_before_any_script_has_run(visits: Visits, demo: Demo):
    page = visits.page(demo, java_script_enabled=False)

    page.goto(demo.link_for_admin())
    page.get_by_label("Choose a password").fill("a quiet harbour at dawn")
    page.get_by_role("button", name="Come in").click()

    steps.at_page(page, "/")
    cookies = {cookie.get("name") for cookie in page.context.cookies()}
    assert cookies == {cookie_name(), known_cookie()}
