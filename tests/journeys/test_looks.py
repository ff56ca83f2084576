"""Each route looked at: with data, empty, with an error, with a dialog open; see `looks.py`."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import expect

from coach_the_coach.shell import routes
from tests.journeys import walks, walks_certification, walks_coaching
from tests.journeys.company import ADMIN, Company
from tests.journeys.demo import Demo
from tests.journeys.looks import Looks
from tests.journeys.visits import Visits

NOWHERE: Final = "0123456789abcdef0123456789abcdef"
"""What names no person and no observation."""


@pytest.fixture
def looks() -> Iterator[Looks]:
    """Looks at pages; fails the test with everything that was wrong with them."""
    looks = Looks()
    yield looks
    assert not looks.wrong, "\n".join(looks.wrong)


def table() -> dict[str, str]:
    """The route table: every address of a page by its name."""
    files = {routes.REGISTER_FILE, routes.VERIFY}
    addresses = {name: route for name, route in vars(routes).items() if name.isupper()}
    return {name: route for name, route in addresses.items() if route not in files}


Look = Callable[[Visits, Demo, Looks], None]

WITH_DATA: Final[dict[str, Look]] = {
    routes.HOME: walks.home,
    routes.SIGN_IN: walks.signing_in,
    routes.NUMBER: walks.number,
    routes.WELCOME: walks.welcome,
    routes.CONFIRM: walks.confirm,
    routes.SECOND: walks.second_step,
    routes.OWN_PASSWORD: walks.password,
    routes.WAYS: walks.ways_in,
    routes.ACCOUNT: walks.account,
    routes.INVITATIONS: walks.invitations,
    routes.GRANTS: walks.grants,
    routes.TRAIL: walks.trail,
    routes.AUDIT: walks.audit_log,
    routes.IMPORTS: walks.imports,
    routes.TARGETS: walks.targets,
    routes.PEOPLE: walks.people,
    routes.QUESTIONS: walks.questions,
    routes.PERSON: walks.person,
    routes.KINDS: walks.kinds,
    routes.NOTICES: walks.notices,
    routes.NEW_OBSERVATION: walks.new_observation,
    routes.LIVE: walks.live,
    routes.TRANSCRIPT: walks.transcript,
    routes.RATE: walks.rate,
    routes.TIMELINE: walks.timeline,
    routes.OBSERVATION: walks.result,
    routes.REFLECT: walks.reflect,
    routes.TALK: walks.talk,
    routes.NEW_LOOK: walks.new_look,
    routes.LOOK: walks.short_look,
    routes.PRACTICE: walks.practice,
    routes.PRACTICE_ROUND: walks.practice_round,
    routes.SELF_TALLIES: walks.self_tallies,
    routes.SELF_TALLY: walks.self_tally,
    routes.WATCHING: walks.who_watches_whom,
    routes.WATCH: walks.watch,
    routes.WATCHERS: walks.who_is_to_watch,
    routes.TEAM_PRACTICE: walks_coaching.team_practice,
    routes.TEAM_PRACTICE_ONE: walks_coaching.team_practice_one,
    routes.HOURS: walks_coaching.hours,
    routes.HOURS_ONE: walks_coaching.hours_one,
    routes.FIGURES: walks_coaching.figures,
    routes.MADE: walks_coaching.made,
    routes.FIGURES_OF: walks_coaching.figures_of,
    routes.LOG: walks_coaching.log,
    routes.LOG_NEW: walks_coaching.log_new,
    routes.LOG_MOMENT: walks_coaching.log_moment,
    routes.PROOF: walks_coaching.proof,
    routes.LOG_ENTRY: walks_coaching.log_entry,
    routes.AGREED: walks_coaching.agreed,
    routes.CALLS: walks_coaching.calls,
    routes.CALL_NEW: walks_coaching.call_new,
    routes.SIGNIFICANT: walks_coaching.significant,
    routes.CALL: walks_coaching.call,
    routes.WEEK: walks_coaching.week,
    routes.WEEK_BOOK: walks_coaching.week_book,
    routes.CALENDAR: walks_coaching.calendar,
    routes.SKILLS: walks_coaching.skills,
    routes.SKILL_NEW: walks_coaching.skill_new,
    routes.SKILL: walks_coaching.skill,
    routes.PLAN_NEW: walks_coaching.plan_new,
    routes.ACTION_PLAN: walks_coaching.action_plan,
    routes.CADENCE: walks_coaching.cadence,
    routes.RHYTHM: walks_coaching.rhythm,
    routes.RHYTHM_OF: walks_coaching.rhythm_of,
    routes.INTERRUPTIONS: walks_coaching.interruptions,
    routes.INTERRUPTIONS_OF: walks_coaching.interruptions_of,
    routes.COVERAGE: walks_coaching.coverage,
    routes.COVERAGE_OF: walks_coaching.coverage_of,
    routes.PULSE: walks_coaching.pulse,
    routes.PULSE_SAY: walks_coaching.pulse_say,
    routes.PULSE_LINK: walks_coaching.pulse_link,
    routes.PULSE_MINIMUM: walks_coaching.pulse_minimum,
    routes.SELF_AUDIT: walks_coaching.self_audit,
    routes.SELF_AUDIT_OF: walks_coaching.self_audit_of,
    routes.LEARN: walks_coaching.learn,
    routes.LEARN_UNIT: walks_coaching.learn_unit,
    routes.EXAM: walks_coaching.exam,
    routes.DOUBLE: walks_certification.double,
    routes.DOUBLE_ONE: walks_certification.double_one,
    routes.CERTIFICATION: walks_certification.my_paths,
    routes.CERTIFICATION_OF: walks_certification.paths_of,
    routes.PATHS: walks_certification.paths,
    routes.PATH: walks_certification.path,
    routes.PATH_STATES: walks_certification.states,
    routes.ASSIGN: walks_certification.assign,
    routes.ASSIGN_OF: walks_certification.assign_of,
    routes.FINISHING: walks_certification.able,
    routes.CERTIFIED: walks_certification.certified,
    routes.REGISTER: walks_certification.register,
    routes.CERTIFICATES: walks_certification.certificates,
    routes.SUSPENSION: walks_certification.suspension,
    routes.ATTEST: walks_certification.attest,
    routes.DECISIONS: walks_certification.decisions,
    routes.DECISION: walks_certification.decision,
    routes.APPEAL: walks_certification.appeal,
}
"""For each route the walk that looks at it with data, with an error, with a dialog open."""

EMPTY: Final[dict[str, str]] = {
    routes.HOME: "vera",
    routes.SIGN_IN: "",
    routes.NUMBER: "",
    routes.WELCOME: "",
    routes.CONFIRM: "rae",
    routes.SECOND: "rae",
    routes.OWN_PASSWORD: "rae",
    routes.WAYS: "ada",
    routes.ACCOUNT: "rae",
    routes.INVITATIONS: "ada",
    routes.GRANTS: "ada",
    routes.TRAIL: "rae",
    routes.AUDIT: "ada",
    routes.IMPORTS: "ada",
    routes.TARGETS: "ada",
    routes.PEOPLE: "vera",
    routes.QUESTIONS: "rae",
    routes.PERSON: "vera",
    routes.KINDS: "vera",
    routes.NOTICES: "mo",
    routes.NEW_OBSERVATION: "mo",
    routes.LIVE: "vera",
    routes.TRANSCRIPT: "vera",
    routes.RATE: "vera",
    routes.TIMELINE: "vera",
    routes.OBSERVATION: "mo",
    routes.REFLECT: "mo",
    routes.TALK: "mo",
    routes.NEW_LOOK: "mo",
    routes.LOOK: "mo",
    routes.PRACTICE: "mo",
    routes.PRACTICE_ROUND: "mo",
    routes.SELF_TALLIES: "mo",
    routes.SELF_TALLY: "mo",
    routes.WATCHING: "vera",
    routes.WATCH: "vera",
    routes.WATCHERS: "vera",
    routes.TEAM_PRACTICE: "mo",
    routes.TEAM_PRACTICE_ONE: "mo",
    routes.HOURS: "mo",
    routes.HOURS_ONE: "vera",
    routes.FIGURES: "mo",
    routes.MADE: "mo",
    routes.FIGURES_OF: "vera",
    routes.LOG: "mo",
    routes.LOG_NEW: "mo",
    routes.LOG_MOMENT: "mo",
    routes.PROOF: "mo",
    routes.LOG_ENTRY: "mo",
    routes.AGREED: "rae",
    routes.CALLS: "mo",
    routes.CALL_NEW: "mo",
    routes.SIGNIFICANT: "ada",
    routes.CALL: "mo",
    routes.WEEK: "mo",
    routes.WEEK_BOOK: "mo",
    routes.CALENDAR: "rae",
    routes.SKILLS: "mo",
    routes.SKILL_NEW: "mo",
    routes.SKILL: "mo",
    routes.PLAN_NEW: "mo",
    routes.ACTION_PLAN: "mo",
    routes.CADENCE: "ada",
    routes.RHYTHM: "mo",
    routes.RHYTHM_OF: "vera",
    routes.INTERRUPTIONS: "mo",
    routes.INTERRUPTIONS_OF: "vera",
    routes.COVERAGE: "mo",
    routes.COVERAGE_OF: "vera",
    routes.PULSE: "mo",
    routes.PULSE_SAY: "rae",
    routes.PULSE_MINIMUM: "ada",
    routes.SELF_AUDIT: "mo",
    routes.SELF_AUDIT_OF: "vera",
    routes.LEARN: "mo",
    routes.LEARN_UNIT: "mo",
    routes.EXAM: "mo",
    routes.DOUBLE: "mo",
    routes.DOUBLE_ONE: "mo",
    routes.CERTIFICATION: "mo",
    routes.CERTIFICATION_OF: "vera",
    routes.PATHS: "ada",
    routes.PATH: "ada",
    routes.PATH_STATES: "mo",
    routes.ASSIGN: "vera",
    routes.ASSIGN_OF: "vera",
    routes.FINISHING: "ada",
    routes.CERTIFIED: "vera",
    routes.REGISTER: "ada",
    routes.CERTIFICATES: "mo",
    routes.SUSPENSION: "vera",
    routes.ATTEST: "vera",
    routes.DECISIONS: "mo",
    routes.DECISION: "mo",
    routes.APPEAL: "mo",
}
"""For each route who looks at it where there are people and nothing else."""


def test_every_route_is_looked_at():
    everything = set(table().values())

    assert set(WITH_DATA) == everything
    # Without a secret a link is nobody's, and answers as any address of nothing does.
    assert set(EMPTY) == everything - {routes.PULSE_LINK}


@pytest.mark.parametrize("route", WITH_DATA)
def test_a_route_with_data_has_no_fault_that_axe_finds(
    visits: Visits, demo: Demo, looks: Looks, route: str
):
    WITH_DATA[route](visits, demo, looks)


def test_what_leaders_above_see_has_no_fault_that_axe_finds(
    visits: Visits, demo: Demo, looks: Looks
):
    walks.counts_alone(visits, demo, looks)


def test_the_page_of_nothing_has_no_fault_that_axe_finds(visits: Visits, demo: Demo, looks: Looks):
    visits.allow("status of 404")
    looks.at(walks.opened(visits.page(demo), "/nothing", "Nothing here"), "nothing")


@pytest.mark.parametrize("route", EMPTY)
def test_an_empty_route_has_no_fault_that_axe_finds(
    visits: Visits, beginners: Company, looks: Looks, route: str
):
    who = EMPTY[route]
    email = {"": None, "ada": ADMIN}.get(who, f"{who}@example.com")
    own = beginners.page_of("mo@example.com").rpartition("/")[2]
    address = route.replace("[person_id]", own).replace("[coach_id]", own)
    address = address.replace("[conversation]", "stalled-deal").replace("[unit]", "asking")
    address = address.replace("[path_key]", "foundations")
    address = re.sub(r"\[\w+_id\]", NOWHERE, address)
    page = visits.page(beginners, email)

    page.goto(address)

    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    looks.at(page, f"{route}, empty")
