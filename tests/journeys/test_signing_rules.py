"""A leader signs what a manager wrote and sees what was kept; a stranger sees nothing of it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from sqlmodel import Session, SQLModel, select

from coach_the_coach import coach_the_coach as program
from coach_the_coach.cadence.calendar.actions import make_feed
from coach_the_coach.cadence.figures.rules import MADE
from coach_the_coach.cadence.rules import Status
from coach_the_coach.evidence.actions import turn_stale
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.when import monday_of
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.tables import Person
from coach_the_coach.pulse.tickets.actions import make_link
from tests.attack.planted import COACHING
from tests.cadence.figures import kept
from tests.cast import Cast
from tests.identity.coached import OWN, SAID, coached
from tests.journeys import steps
from tests.journeys.company import ADMIN, Company, bring_in_people, company
from tests.journeys.knocking import Sending, ask, every_event, routes, sent
from tests.journeys.visits import PHONE, Visits

MO: Final = "mo@example.com"
VERA: Final = "vera@example.com"

WORDS: Final = "Tuesday mornings belong to Rae and Ren."
WISH: Final = "Illness is on no list of ours; add it."

OTHERS: Final = {
    "a leader of others": "viktor@example.com",
    "a manager beside": "mia@example.com",
    "a rep of another team": "ria@example.com",
    "an administrator": ADMIN,
    "nobody": None,
}
"""Who tries to get at what Vera and Mo have between them."""

ROOMS: Final = ("coaching", "cadence", "pulse", "selfaudit")

PAGES: Final = {
    "coaching.log": "/coaching/{log}",
    "coaching.plans": "/calls/{call}",
    "coaching.practice": "/team-practice/{team-practice}",
    "coaching.cycles.plan": "/plans/{plan}",
    "coaching.cycles": "/skills/{cycle}",
    "cadence.contract": "/interruptions/{mo}",
    "cadence.coverage": "/coverage/{rae}",
    "cadence.figures": "/figures/{mo}",
    "cadence.hours": "/hours/{hours}",
    "cadence.policy": "/rhythm/{mo}",
    "cadence.week": "/week/{appointment}",
    "selfaudit": "/self-audit/{mo}",
    "pulse": "/pulse/say/{mo}",
}
"""Where what is theirs is shown, by the room; their week has no page of its own."""

LISTS: Final = "/ /coaching /figures /skills /calls /week /coverage /notices /self-audit /pulse"
"""Pages that show what is one's own."""

OTHER: Final = FilePayload(name="a.ics", mimeType="text/calendar", buffer=b"BEGIN:VCALENDAR")
"""What somebody else brings in."""


def test_a_leader_gives_rules_back_signs_them_and_sees_what_was_kept(
    fresh: Company, visits: Visits
):
    _held_six_of_eight(fresh)
    vera = visits.page(fresh, VERA)
    mo = visits.page(fresh, MO, size=PHONE)

    mo.goto("/interruptions")
    mo.get_by_label("In your words").fill(WORDS)
    mo.get_by_label("For what a session may move").fill("A customer whose plant stands still")
    mo.get_by_role("button", name="Offer to Vera Stone").click()
    expect(mo.get_by_text("Offered. Vera Stone is told.")).to_be_visible()

    _follow(vera, "Read and sign", "Rules of interruption")
    expect(vera.get_by_text(WORDS)).to_be_visible()
    steps.unfold(vera)
    vera.get_by_role("button", name="Give it back").click()
    expect(vera.get_by_text("Say what you would like changed.")).to_be_visible()
    vera.get_by_label("What should change").fill(WISH)
    vera.get_by_role("button", name="Give it back").click()
    expect(vera.get_by_text("Given back. Mo Reyes is told.")).to_be_visible()

    _follow(mo, "Change them", "Rules of interruption")
    expect(mo.get_by_text(WISH)).to_be_visible()
    mo.get_by_label("For what a session may move").fill(
        "A customer whose plant stands still\nIllness"
    )
    mo.get_by_role("button", name="Offer to Vera Stone").click()
    expect(mo.get_by_text("Offered. Vera Stone is told.")).to_be_visible()

    _follow(vera, "Read and sign", "Rules of interruption")
    expect(vera.get_by_text("Illness", exact=True).first).to_be_visible()
    vera.get_by_role("button", name="Sign", exact=True).click()
    expect(vera.get_by_text("Signed. Mo Reyes is told.")).to_be_visible()
    expect(vera.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    expect(vera.get_by_text(WORDS)).to_be_visible()

    vera.goto("/figures")
    row = vera.get_by_role("row").filter(has_text="Mo Reyes")
    expect(row).to_contain_text("6 of 8 (75")
    row.get_by_role("link", name="Mo Reyes").click()
    steps.heading(vera, "Mo Reyes")
    expect(vera.get_by_text("6 of 8").first).to_be_visible()
    vera.get_by_role("link", name="How these numbers are made").click()
    steps.heading(vera, "How these numbers are made")
    made = vera.locator("section").filter(
        has=vera.get_by_role("heading", name=MADE["kept"].name, exact=True)
    )
    for words in (MADE["kept"].part, MADE["kept"].of, MADE["kept"].period):
        expect(made).to_contain_text(words)


def test_a_leader_signs_a_plan_and_both_answer_the_ten_points(fresh: Company, visits: Visits):
    vera = visits.page(fresh, VERA)
    mo = visits.page(fresh, MO, size=PHONE)

    mo.goto("/plans/new")
    mo.get_by_label("With whom?").select_option(label="Rae Lindt")
    mo.get_by_label("What is to be reached?").fill("Every offer names the customer's number.")
    mo.get_by_label("What is done (1)").fill("Two offers read together")
    mo.get_by_label("By (1)").fill(steps.in_two_weeks())
    mo.get_by_label("Looked at again").fill(steps.in_two_weeks())
    mo.get_by_role("button", name="Keep", exact=True).click()
    steps.heading(mo, "Action plan for Rae Lindt")
    mo.get_by_role("button", name="Sign version 1").click()
    expect(mo.get_by_text("Signed.", exact=True)).to_be_visible()

    vera.goto(mo.url)
    steps.heading(vera, "Action plan for Rae Lindt")
    vera.get_by_label("A note").fill("The second one without you.")
    vera.get_by_role("button", name="Sign version 1").click()
    expect(vera.get_by_text("Signed.", exact=True)).to_be_visible()
    expect(vera.get_by_role("button", name="Sign version 1")).to_have_count(0)
    mo.reload()
    expect(mo.get_by_text("The second one without you.")).to_be_visible()

    # Home says it in the last weeks of a quarter alone, and this is any day of the year.
    mo.goto("/self-audit")
    steps.heading(mo, "Ten points")
    _answer_ten(mo, no={4})
    vera.goto("/self-audit")
    vera.get_by_role("link", name=re.compile("Answer.*Mo Reyes")).click()
    steps.heading(vera, "Mo Reyes")
    _answer_ten(vera, no={4, 7})
    expect(vera.get_by_text("On 9 points you say the same.")).to_be_visible()
    mo.reload()
    expect(mo.get_by_text("On 9 points you say the same.")).to_be_visible()
    mo.get_by_role("button", name="We talked it through").click()
    expect(mo.get_by_text("Talked through")).to_be_visible()


@dataclass
class Target:
    """All that Vera and Mo have between them, and the ids by which it is asked for."""

    company: Company
    ids: dict[str, str]
    feed: str
    pulse: str

    def rows(self) -> set[tuple[Any, ...]]:
        """All that the rooms hold, but for what the program itself counts anew from it."""
        tables = {
            one.class_.__tablename__
            for one in SQLModel._sa_registry.mappers
            if one.class_.__module__.startswith(_of_rooms())
        } - {"coach_month"}
        with closing(sqlite3.connect(self.company.data / "coach.db")) as database:
            return {
                (table, *row)
                for table in tables
                for row in database.execute(f'SELECT * FROM "{table}"').fetchall()
            }

    def paths(self) -> list[str]:
        """The pages of what is theirs."""
        return [path.format(**self.ids) for path in PAGES.values()]


@pytest.fixture(scope="module")
def target(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A company in which everything was done once; nobody takes anything of it away."""
    data = tmp_path_factory.mktemp("signed") / "data"
    bring_in_people(data)
    ids, feed, pulse = _everything_once(data)
    with company(data) as served:
        served.link_for_admin()
        yield Target(served, ids, feed, pulse)


def _everything_once(data: Path) -> tuple[dict[str, str], str, str]:
    """Everything between Vera, Mo and Rae, before there is a server that counts it.

    Returns the ids, the secret of Mo's calendar and that of Rae's link.
    """
    at = clock.now()
    engine = store.connect(f"sqlite:///{data / 'coach.db'}")
    with Session(engine, expire_on_commit=False) as session, session.begin():
        by = {one.email.partition("@")[0]: one for one in session.exec(select(Person)).all()}
        mo, rae, vera, mia, carla = (by[name] for name in ("mo", "rae", "vera", "mia", "carla"))
        others = {"cleo": carla, "spec": carla, "ada": carla, "mia": mia, "sol": mia}
        others |= {"odd": by["viktor"], "ren": by["ren"], "sid": by["ria"]}
        coached(session, Cast(session=session, lena=vera, mo=mo, rae=rae, **others), at=at)
        ids = {
            kind: session.exec(select(table.public_id).order_by(table.id.desc())).first() or ""
            for kind, table in COACHING.items()
        }
        actors = [actor_named(session, one.id or 0, at) for one in (mo, rae)]
        feed = make_feed(session, actors[0], with_names=True, at=at)
        link = make_link(session, actors[1], public_id=mo.public_id)
        ids |= {"mo": mo.public_id, "rae": rae.public_id}
    engine.dispose()
    return ids, feed, link.partition("secret=")[2]


def test_its_own_leader_sees_it(visits: Visits, target: Target):
    page = _anywhere(visits, target, VERA)

    heard = "".join(
        sent(page, path, [one for one in _events(target, room) if one[1] == "load"])
        for room, path in zip(PAGES, target.paths(), strict=True)
    )

    assert (SAID in heard, OWN in heard) == (True, True)


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_shows_a_stranger_anything_of_it(visits: Visits, target: Target, who: str):
    page = visits.page(target.company, OTHERS[who])
    heard = _listen(page)
    shut = (
        "Sign in" if OTHERS[who] is None else r"^(Nothing here that you can see|This page is for)"
    )

    for path in target.paths():
        if path.startswith(("/week/", "/pulse/")):
            continue
        page.goto(path)
        title = page.get_by_role("heading", level=1, name=re.compile(shut))
        expect(title).to_be_visible()
        assert _found(page.content() + "".join(heard)) == [], path
    for path in LISTS.split():
        page.goto(path)
        expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
        assert _found(page.content() + "".join(heard)) == [], path


@pytest.mark.parametrize("who", OTHERS)
def test_no_event_of_a_stranger_gets_at_it(visits: Visits, target: Target, who: str):
    page = _anywhere(visits, target, OTHERS[who])
    before = target.rows()

    for room, path in zip(PAGES, target.paths(), strict=True):
        heard = sent(page, path, _events(target, room))
        assert _found(heard) == [], path

    assert before - target.rows() == set(), "what is there has changed"


@pytest.mark.parametrize("who", OTHERS)
def test_no_route_lets_a_stranger_have_it(visits: Visits, target: Target, who: str):
    page = _anywhere(visits, target, OTHERS[who])
    before = target.rows()
    guessed = target.feed[:-1] + ("a" if target.feed[-1] != "a" else "b")
    asked = {
        **{(method, path): path for method, path in routes("/interruptions/{person_id}")},
        ("GET", f"/pulse/link?secret={target.pulse[:-2]}"): "",
        ("GET", "/pulse/link?secret="): "",
        ("GET", f"/pulse/link?secret={target.feed}"): "",
        ("GET", f"/calendar/{target.pulse}.ics"): "",
    }

    answers = {
        (method, path): ask(
            page,
            method,
            path.replace("{person_id}", target.ids["mo"]).replace("{secret}", guessed),
            OTHER,
        )
        for method, path in asked
    }

    for named, answer in answers.items():
        assert _found(answer.text()) == [], named
    closed = {
        named: answer.status
        for named, answer in answers.items()
        if named[1].startswith(("/figures/", "/calendar/", "/pulse/link?")) and named[0] != "POST"
    }
    assert set(closed.values()) <= {401, 403, 404, 405, 429}, closed
    assert before - target.rows() == set()


def _held_six_of_eight(company: Company) -> None:
    """Of two sessions in each of four weeks Mo has held six."""
    with company.store() as session:
        mo, rae, ren = (
            company.person(session, f"{name}@example.com") for name in ("mo", "rae", "ren")
        )
        at = clock.now()
        last = monday_of(at.date()) - timedelta(days=7)
        for back in range(4):
            day = last - timedelta(days=7 * back)
            for rep in (rae, ren):
                is_held = back or rep is rae
                if back == 3 and rep is ren:
                    is_held = False
                held = kept.entry(session, mo, rep, day) if is_held else None
                kept.booking(
                    session,
                    mo,
                    rep,
                    day,
                    status=Status.HELD if held else Status.CANCELLED,
                    log_entry_id=held.id if held else None,
                )
            turn_stale(session, mo.id or 0, [day], at=at)


def _follow(page: Page, action: str, title: str) -> None:
    """Follow what waits at home."""
    page.goto("/")
    page.get_by_role("link", name=action).first.click()
    steps.heading(page, title)


def _answer_ten(page: Page, no: set[int]) -> None:
    """Answer all ten points, with No to these, and send them."""
    for place in range(1, 11):
        said = "No" if place in no else "Yes"
        group = page.get_by_role("radiogroup", name=steps.starts(f"{place}. "))
        group.get_by_role("radio", name=said, exact=True).check()
        left = 10 - place
        words = f"{left} point{'s are' if left > 1 else ' is'} open"
        if left:
            expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="What they come to")).to_be_visible()


def _of_rooms() -> tuple[str, ...]:
    return tuple(f"{program.__package__}.{room}." for room in ROOMS)


def _events(target: Target, room: str) -> list[Sending]:
    """Every event of a room, with the ids of what is theirs."""
    start = f"{program.__package__}.{room}."
    states = [one for one in _states(RoomState) if one.__module__.startswith(start)]
    page = PAGES[room].format(**target.ids)
    named = {
        "public_id": page.rpartition("/")[2],
        "person": target.ids["mo"],
        "coach": target.ids["mo"],
        "about_id": target.ids["mo"],
        "audit_id": target.ids["self-audit"],
        "rep": target.ids["rae"],
    }
    if room == "cadence.contract":
        named["public_id"] = target.ids["contract"]
    form = {"why": "x", "text": "x", "reason": "x", "note": "x", "person": target.ids["rae"]}
    return every_event(states, form, named)


def _states(state: type[RoomState]) -> Iterator[type[RoomState]]:
    """All states below one."""
    for one in state.__subclasses__():
        yield one
        yield from _states(one)


def _found(text: str) -> list[str]:
    """What Vera and Mo have between them, as far as this text holds it."""
    return [one for one in (SAID, OWN) if one in text]


def _anywhere(visits: Visits, target: Target, email: str | None) -> Page:
    """A page of our origin from which to knock."""
    page = visits.page(target.company, email)
    page.goto("/signin" if email is None else "/account")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def _listen(page: Page) -> list[str]:
    """Everything that a page's own sockets will hear."""
    heard: list[str] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda said: heard.append(f"{said}"))
    )
    return heard
