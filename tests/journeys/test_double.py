"""Two score one session blind, both are handed over at once, and a third settles it."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlmodel import Session, select

from coach_the_coach.foundation import clock
from coach_the_coach.identity.access import Actor, Role
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Grant
from coach_the_coach.observations.rating.actions import save_level, save_words
from coach_the_coach.observations.rating.evidence.actions import save_quote
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.tables import Observation
from tests import build
from tests.journeys import doubles, steps
from tests.journeys.company import Company
from tests.journeys.visits import PHONE, Visits


def let_certify(company: Company, session: Session) -> None:
    """Vera, Viktor and Mia may certify anybody; Mia is of no line above Mo."""
    for name, roles in (
        ("vera", [Role.CERTIFIER]),
        ("viktor", [Role.CERTIFIER]),
        ("mia", [Role.CERTIFIER, Role.SPECIALIST]),
    ):
        who = company.person(session, f"{name}@example.com")
        since, number = clock.now() - timedelta(days=1), who.id or 0
        session.add_all([Grant(person_id=number, role=role, starts_at=since) for role in roles])
        build.practised(session, who, at=since)


def actor(company: Company, session: Session, name: str) -> Actor:
    """One of them, acting."""
    return actor_named(session, company.person(session, f"{name}@example.com").id or 0, clock.now())


def rated(company: Company, name: str, first: int) -> str:
    """Fill in what they watched, with this level in the first dimension; returns its path."""
    with company.store() as session:
        who = actor(company, session, name)
        made = session.exec(select(Observation).where(Observation.observer_id == who.person_id))
        one = made.one()
        one.started_at = one.started_at or clock.now()
        session.add(one)
        session.flush()
        for number in range(1, 9):
            level = first if number == 1 else 3
            save_level(session, who, public_id=one.public_id, dimension=number, level=level)
        save_quote(session, who, public_id=one.public_id, dimension=1, quote="And then?")
        save_words(session, who, public_id=one.public_id, name="one_thing", text=steps.ONE_THING)
        return f"/observations/{one.public_id}"


def test_two_score_one_session_blind_and_a_third_settles_it(fresh: Company, visits: Visits):
    with fresh.store() as session:
        let_certify(fresh, session)
        mo, vera_too, rae = (
            fresh.person(session, f"{name}@example.com") for name in ("mo", "vera", "rae")
        )
        now = clock.now()
        build.observation(session, of=mo, by=vera_too, coached=rae, aim=Aim.CERTIFICATION, at=now)
    vera = visits.page(fresh, "vera@example.com")
    viktor = visits.page(fresh, "viktor@example.com", size=PHONE)
    mo_sees = visits.page(fresh, "mo@example.com", size=PHONE)

    doubles.ask(vera, "Viktor Strand (from outside their line)")
    expect(vera.get_by_text("Another observer scores it as well.")).to_be_visible()

    doubles.begin(viktor)
    steps.heading(viktor, "Watch Mo Reyes")
    first, second = rated(fresh, "vera", 4), rated(fresh, "viktor", 1)

    vera.goto(f"{first}/rate")
    steps.sign(vera, first)
    expect(vera.get_by_text(doubles.WAITS)).to_be_visible()
    for page, path in ((mo_sees, first), (viktor, first)):
        page.goto(path)
        steps.heading(page, "Nothing here that you can see")
    mo_sees.goto("/notices")
    expect(mo_sees.get_by_text("Two observers score your session with Rae Lindt")).to_be_visible()
    expect(mo_sees.get_by_text("has observed you")).to_have_count(0)

    viktor.goto(f"{second}/rate")
    steps.sign(viktor, second)
    mo_sees.reload()
    for name in ("Vera Stone", "Viktor Strand"):
        expect(mo_sees.get_by_text(f"{name} has observed you.")).to_be_visible()

    vera.goto("/double")
    vera.get_by_role("link", name=doubles.PAIR).click()
    steps.heading(vera, doubles.PAIR)
    expect(vera.get_by_text("Far apart", exact=True)).to_be_visible()
    vera.get_by_role("button", name="Draw a third").click()
    expect(vera.get_by_text("A third looks", exact=True)).to_be_visible()

    mia = visits.page(fresh, "mia@example.com")
    doubles.begin(mia)
    steps.heading(mia, "Watch Mo Reyes")
    third = rated(fresh, "mia", 4)
    mia.goto(f"{third}/rate")
    steps.sign(mia, third)
    vera.reload()
    expect(vera.get_by_text("Settled", exact=True)).to_be_visible()
