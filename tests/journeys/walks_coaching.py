"""Walks through the pages of coaching, its rhythm and what comes of it; see `walks.py`."""

import re
from typing import Any, Final

from playwright.sync_api import Page, expect
from sqlmodel import col, select

from coach_the_coach.cadence.hours.tables import TimeAudit
from coach_the_coach.coaching.cycles.tables import ActionPlan
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.plans.tables import CustomerCall
from coach_the_coach.coaching.practice.tables import TeamPractice
from coach_the_coach.coaching.tables import Cycle
from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import Part
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.ids import digest, new_secret
from coach_the_coach.identity.tables import Person
from coach_the_coach.pulse.tables import PulseTicket
from tests.journeys import steps
from tests.journeys.demo import Demo
from tests.journeys.looks import Looks
from tests.journeys.visits import Visits

SHUT: Final = re.compile("^(Nothing here|This page is for|Something)")
"""How the heading begins of a page that shows nothing."""


def shown(page: Page, address: str) -> Page:
    """The page at this address once it shows what it has, everything that opens in place open."""
    page.goto(address)
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("heading", level=1)).not_to_have_text(SHUT)
    steps.unfold(page)
    return page


def refused(page: Page, button: str) -> None:
    """Press this, and wait until something is said to be wrong."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"\S")).first).to_be_visible()


def newest(demo: Demo, table: Any, part: Part, *conditions: Any) -> str:
    """The public id of the newest of these rows that is this coach's."""
    with demo.store() as session:
        person = demo.person(session, demo.email(part))
        found = select(table.public_id).where(table.coach_id == person.id, *conditions)
        return session.exec(found.order_by(col(table.id).desc())).all()[0]


def of(demo: Demo, part: Part) -> str:
    """The public id of one of the cast."""
    with demo.store() as session:
        return demo.person(session, demo.email(part)).public_id


def a_rep(demo: Demo) -> tuple[str, str]:
    """The address and the public id of somebody whom Priya Raman coaches, and who is asked."""
    with demo.store() as session:
        coach = demo.person(session, demo.email(cast.IMPROVING))
        found = select(Person).join(PulseTicket, col(PulseTicket.coached_id) == col(Person.id))
        person = session.exec(
            found.where(PulseTicket.coach_id == coach.id).order_by(col(Person.id))
        ).all()[0]
        return person.email, person.public_id


def asked(demo: Demo) -> str:
    """The address of a rep who is asked about this month, as in its last week."""
    email, _public_id = a_rep(demo)
    coach = demo.email(cast.IMPROVING)
    with demo.store() as session:
        whose = {
            "coached_id": demo.person(session, email).id or 0,
            "coach_id": demo.person(session, coach).id or 0,
            "month": clock.today("UTC").replace(day=1),
        }
        if not session.exec(select(PulseTicket).filter_by(**whose)).first():
            session.add(PulseTicket(**whose, secret_digest=digest(new_secret())))
    return email


def log(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/coaching")
    looks.at(page, "coaching log")


def log_new(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/coaching/new")
    looks.at(page, "log a session, with whom")
    page.get_by_role("main").locator("button").first.click()
    steps.heading(page, steps.starts("A session with "))
    page.get_by_label("What you told them").fill("")
    refused(page, "Keep it")
    steps.unfold(page)
    looks.at(page, "log a session, what is missing")


def log_moment(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/coaching/moment")
    page.get_by_role("main").locator("button").first.click()
    steps.heading(page, steps.starts("A moment with "))
    steps.unfold(page)
    looks.at(page, "log a moment")


def log_entry(visits: Visits, demo: Demo, looks: Looks) -> None:
    address = f"/coaching/{newest(demo, LogEntry, cast.IMPROVING)}"
    for part in (cast.IMPROVING, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), address)
        looks.at(page, f"a session in the log, to {part.name}")


def proof(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/coaching/proof")
    looks.at(page, "the past 30 days")
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    shown(page, f"/coaching/proof?of={of(demo, cast.IMPROVING)}")
    looks.at(page, "the past 30 days of a manager, to who leads them")


def agreed(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, a_rep(demo)[0]), "/agreed")
    looks.at(page, "agreed with a rep")


def calls(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/calls")
    looks.at(page, "calls")
    page = shown(visits.page(demo, a_rep(demo)[0]), "/calls")
    looks.at(page, "calls of a rep")
    page = visits.page(demo, demo.email(cast.CRO))
    shown(page, f"/calls?of={of(demo, cast.IMPROVING)}")
    looks.at(page, "calls of a manager, to a leader above")


def call_new(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/calls/new")
    refused(page, "On to the plan")
    looks.at(page, "a call, what is missing")


def call(visits: Visits, demo: Demo, looks: Looks) -> None:
    to_plan = newest(demo, CustomerCall, cast.IMPROVING, CustomerCall.call_at > clock.now())
    over = newest(
        demo,
        CustomerCall,
        cast.IMPROVING,
        CustomerCall.call_at < clock.now(),
        col(CustomerCall.debriefed_at).is_(None),
    )
    done = newest(demo, CustomerCall, cast.IMPROVING, col(CustomerCall.debriefed_at).is_not(None))
    page = visits.page(demo, demo.email(cast.IMPROVING))
    for name, public_id in (("over", over), ("debriefed", done)):
        shown(page, f"/calls/{public_id}")
        looks.at(page, f"a call that is {name}")
    shown(page, f"/calls/{to_plan}")
    change = page.get_by_role("button", name="Change the plan")
    keep = page.get_by_role("button", name="Keep the plan")
    expect(change.or_(keep)).to_be_visible()
    if change.is_visible():
        change.click()
    page.get_by_label("What will have moved").fill("Close the deal")
    refused(page, "Keep the plan")
    looks.at(page, "a call to come, an objective that is none")
    page.get_by_role("button", name="It does not take place").click()
    looks.at(page, "drop a call", "[role=dialog]")


def significant(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/calls/significant")
    looks.at(page, "significant calls")


def team_practice(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/team-practice")
    looks.at(page, "team practice")
    page = shown(visits.page(demo, demo.email(cast.NEUTRAL)), "/team-practice")
    looks.at(page, "team practice, to a leader")


def team_practice_one(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    held = newest(demo, TeamPractice, cast.IMPROVING, col(TeamPractice.closed_at).is_not(None))
    shown(page, f"/team-practice/{held}")
    looks.at(page, "a practice that was held")
    page = shown(visits.page(demo, demo.email(cast.RESCUER)), "/team-practice")
    page.get_by_role("button", name="Practise this with the team").first.click()
    page.wait_for_url(re.compile(r"/team-practice/\w+$"))
    page.get_by_role("button", name=re.compile("has tried it$")).first.click()
    expect(page.get_by_role("button", name=re.compile("has tried it again$"))).to_be_disabled()
    refused(page, "Close the practice")
    steps.unfold(page)
    looks.at(page, "a practice, what is missing")


def skills(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/skills")
    looks.at(page, "skills")
    page = shown(visits.page(demo, a_rep(demo)[0]), "/skills")
    looks.at(page, "skills of a rep")


def skill_new(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    shown(page, f"/skills/new?of={a_rep(demo)[1]}")
    refused(page, page.locator("main .button-primary").inner_text())
    looks.at(page, "a skill, what is missing")


def skill(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    closed = newest(demo, Cycle, cast.IMPROVING, col(Cycle.closed_on).is_not(None))
    for public_id in (newest(demo, Cycle, cast.IMPROVING, col(Cycle.closed_on).is_(None)), closed):
        shown(page, f"/skills/{public_id}")
        looks.at(page, "one skill")


def plan_new(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    shown(page, f"/plans/new?of={a_rep(demo)[1]}")
    refused(page, page.locator("main .button-primary").inner_text())
    looks.at(page, "an action plan, what is missing")


def action_plan(visits: Visits, demo: Demo, looks: Looks) -> None:
    address = f"/plans/{newest(demo, ActionPlan, cast.IMPROVING)}"
    for part in (cast.IMPROVING, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), address)
        looks.at(page, f"an action plan, to {part.name}")


def week(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.IMPROVING))
    for back in (0, 1, -1):
        shown(page, f"/week?back={back}")
        looks.at(page, f"the week, {back} back")
    page.get_by_role("button", name=steps.starts("Change ")).first.click()
    looks.at(page, "the week, a session to change")
    page.get_by_role("button", name="Cancel it").click()
    refused(page, "Cancel the session")
    looks.at(page, "the week, a session to cancel without a reason")
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_label("New time")).to_be_visible()
    looks.at(page, "the week, a session to move")


def week_book(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/week/book")
    refused(page, "Book")
    looks.at(page, "booking, what is missing")


def calendar(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/calendar")
    looks.at(page, "a calendar")


def cadence(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/cadence")
    looks.at(page, "the rhythm of the house")


def rhythm(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/rhythm")
    looks.at(page, "a manager's rhythm")


def rhythm_of(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    shown(page, f"/rhythm/{of(demo, cast.IMPROVING)}")
    looks.at(page, "the rhythm of a manager, to who leads them")


def interruptions(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.STALLED):
        page = shown(visits.page(demo, demo.email(part)), "/interruptions")
        looks.at(page, f"rules of interruption of {part.name}")


def interruptions_of(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.SEVERE))
    for part in (cast.RESCUER, cast.LARGE):
        shown(page, f"/interruptions/{of(demo, part)}")
        looks.at(page, f"rules of interruption of {part.name}, to who leads them")


def hours(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.CHECK):
        page = shown(visits.page(demo, demo.email(part)), "/hours")
        looks.at(page, f"where the time of {part.name} goes")


def hours_one(visits: Visits, demo: Demo, looks: Looks) -> None:
    with demo.store() as session:
        audit = session.exec(
            select(TimeAudit.public_id)
            .join(Person, col(Person.id) == col(TimeAudit.person_id))
            .where(
                col(TimeAudit.closed_at).is_not(None),
                col(Person.email).in_([demo.email(one) for one in cast.REGIONS[0].managers]),
            )
        ).first()
    page = shown(visits.page(demo, demo.email(cast.NEUTRAL)), f"/hours/{audit}")
    looks.at(page, "two weeks of somebody's time, to who leads them")


def figures(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), "/figures")
        looks.at(page, f"figures, to {part.name}")


def made(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/figures/made")
    looks.at(page, "how the figures are made")


def figures_of(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    shown(page, f"/figures/{of(demo, cast.IMPROVING)}")
    looks.at(page, "figures of a manager")


def coverage(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.NEUTRAL):
        page = shown(visits.page(demo, demo.email(part)), "/coverage")
        looks.at(page, f"who coaches whom, to {part.name}")


def coverage_of(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    shown(page, f"/coverage/{a_rep(demo)[1]}")
    looks.at(page, "who coaches one rep")


def pulse(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.CRO):
        page = shown(visits.page(demo, demo.email(part)), "/pulse")
        looks.at(page, f"what their people say, to {part.name}")


def pulse_say(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, asked(demo))
    shown(page, f"/pulse/say/{of(demo, cast.IMPROVING)}")
    refused(page, "Send")
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("The address of your link")).to_be_visible()
    looks.at(page, "saying how it was, what is missing, and a link")


def pulse_link(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, asked(demo))
    shown(page, f"/pulse/say/{of(demo, cast.IMPROVING)}")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The address of your link").input_value()
    anybody = visits.page(demo)
    anybody.goto(link)
    steps.heading(anybody, f"Your sessions with {cast.IMPROVING.name}")
    looks.plain(anybody, "saying how it was, by a link")


def pulse_minimum(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.ADMINISTRATOR)), "/pulse/minimum")
    looks.at(page, "how many make a pulse")


def self_audit(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.CHECK):
        page = shown(visits.page(demo, demo.email(part)), "/self-audit")
        looks.at(page, f"the ten points of {part.name}")


def self_audit_of(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = visits.page(demo, demo.email(cast.NEUTRAL))
    shown(page, f"/self-audit/{of(demo, cast.IMPROVING)}")
    looks.at(page, "the ten points of a manager, as their leader sees it")


def learn(visits: Visits, demo: Demo, looks: Looks) -> None:
    for part in (cast.IMPROVING, cast.STALLED):
        page = shown(visits.page(demo, demo.email(part)), "/learn")
        looks.at(page, f"what {part.name} has learned")


def learn_unit(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/learn/asking")
    expect(page.get_by_text("Used", exact=True)).to_be_visible()
    looks.at(page, "a unit that was passed and used")
    page = shown(visits.page(demo, demo.email(cast.LARGE)), "/learn/system")
    page.get_by_role("button", name=re.compile("I have read it|Try again")).click()
    expect(page.get_by_role("radiogroup")).to_have_count(5)
    looks.at(page, "the questions of a unit")


def exam(visits: Visits, demo: Demo, looks: Looks) -> None:
    page = shown(visits.page(demo, demo.email(cast.IMPROVING)), "/exam")
    expect(page.get_by_text("17 of 20 right")).to_be_visible()
    looks.at(page, "the exam, passed")
    page = shown(visits.page(demo, demo.email(cast.SMALL)), "/exam")
    page.get_by_role("button", name="Begin the exam").click()
    expect(page.get_by_role("radiogroup")).to_have_count(20)
    looks.at(page, "the exam")
