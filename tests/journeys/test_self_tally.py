"""One's own tally: nobody else gets at it by page, socket, route or export, unless it is shared."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.observations.results.rules import share_view
from coach_the_coach.observations.selftally.one.state import TallyState
from coach_the_coach.observations.selftally.rules import read_tally
from coach_the_coach.observations.selftally.state import TalliesState
from tests.journeys import steps
from tests.journeys.company import ADMIN, Company, bring_in_people, company
from tests.journeys.knocking import Sending, ask, every_event, routes, sent
from tests.journeys.visits import Visits
from tests.serving import coach

ABOUT: Final = "Rae and the Meridian deal"
"""What Mo calls it."""

SPOKEN: Final = "What would the foreman of Meridian lose?"
"""What Mo said in it."""

WORDS: Final = f"""\
WEBVTT

00:00:00.000 --> 00:00:10.000
Mo Reyes: {SPOKEN}

00:00:12.000 --> 00:00:20.000
Rae Lindt: An hour of each shift.
"""

FILE: Final = "meridian.vtt"

OTHER: Final = FilePayload(name="other.vtt", mimeType="text/vtt", buffer=WORDS.encode())
"""What somebody else brings in."""

PAGE: Final = "/tallies/{public_id}"

KEYS: Final = "1" * 14 + "22" + "3" * 6 + "44"
"""Fourteen asks, twice listening back, six tells, twice taking over: enough to be judged."""

SENTENCE: Final = share_view(
    read_tally({"ask": 14, "back": 2, "tell": 6, "take": 2}), Purpose.COACH
).sentence.partition(", ")[2]
"""What that comes to, after the share itself."""

MO: Final = "mo@example.com"
VERA: Final = "vera@example.com"

OTHERS: Final = {
    "the direct leader": VERA,
    "the leader above": "carla@example.com",
    "a stranger who leads": "viktor@example.com",
    "the rep": "rae@example.com",
    "an administrator": ADMIN,
    "nobody": None,
}
"""Who tries to get at it."""

TABLES: Final = ("self_tally", "self_tap", "self_turn", "self_code")

COMMANDS: Final = {
    "serve",
    "migrate",
    "demo",
    "create-admin",
    "import-people",
    "transcript",
    "export-person",
    "erase-person",
    "erasures",
    "hold",
    "unhold",
    "holds",
    "keys",
    "remove-second-factor",
    "rubric",
    "audit",
    "seals",
}
"""What `coach` can do. A new one has to be looked at here: does it let a tally out?

Only `export-person` of its maker does, into the file that is made for its maker. A hold is listed
with its reason and nothing that it keeps; without a second factor there is still a password.
"""


@dataclass
class Target:
    """Mo's two tallies, one with taps and one with words."""

    company: Company
    tapped: str
    worded: str
    secrets: list[str]
    """What nobody else may hear, addresses apart: whoever sends one hears it back."""

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that is stored of Mo's tallies."""
        with closing(sqlite3.connect(self.company.data / "coach.db")) as database:
            mo = "(SELECT id FROM person WHERE email = ?)"
            own = f"(SELECT id FROM self_tally WHERE coach_id = {mo})"
            return {
                table: database.execute(
                    f"SELECT * FROM {table} WHERE {'id' if table == TABLES[0] else 'self_tally_id'}"
                    f" IN {own} ORDER BY 1, 2",
                    (MO,),
                ).fetchall()
                for table in TABLES
            }

    def taps(self) -> list[str]:
        """The names that Mo's device gave to the taps."""
        return [row[0] for row in self.rows()["self_tap"]]

    def dump(self) -> str:
        """Everything in the database, as text."""
        with closing(sqlite3.connect(self.company.data / "coach.db")) as database:
            return "\n".join(database.iterdump())

    def found_in(self, text: str, *more: str) -> list[str]:
        """The secrets that this text holds."""
        return [one for one in [*self.secrets, *more] if one in text]


@pytest.fixture(scope="module")
def target(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The one that everybody tries to get at; nobody takes anything of it away."""
    with _counted(browser, tmp_path_factory.mktemp("own") / "data") as target:
        yield target


@pytest.fixture
def passing(browser: Browser, tmp_path: Path) -> Iterator[Target]:
    """One that is there for one test, which deletes it."""
    with _counted(browser, tmp_path / "data") as target:
        yield target


@contextmanager
def _counted(browser: Browser, data: Path) -> Iterator[Target]:
    """A company of its own, in which Mo has counted one session by hand and one from its words."""
    bring_in_people(data)
    with company(data) as served:
        served.link_for_admin()
        page = Visits(browser).page(served, MO)
        tapped = _count_live(page)
        worded = _count_words(page)
        page.context.close()
        target = Target(served, tapped, worded, [ABOUT, SPOKEN, SENTENCE, FILE])
        target.secrets += target.taps()
        yield target


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_shows_anything_of_it(visits: Visits, target: Target, who: str):
    page = visits.page(target.company, OTHERS[who])
    heard = _listen(page)
    for public_id in (target.tapped, target.worded):
        page.goto(f"/tallies/{public_id}")
        head = "Sign in" if OTHERS[who] is None else "Nothing here that you can see"
        steps.heading(page, head)
        assert target.found_in(page.content() + "".join(heard)) == []
    mo = target.company.page_of(MO)
    # A browser that has not been told an address of them by the one who sits before it.
    page = visits.page(target.company, OTHERS[who])
    heard = _listen(page)

    for address in ("/", "/tallies", "/notices", mo, "/people", "/looks/new", "/practice"):
        if (who, address) == ("the rep", "/people"):
            # The list is refused to who leads nobody, and goes on waiting for its rows.
            continue
        page.goto(address)
        expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)
        shown = page.content() + "".join(heard)
        assert target.found_in(shown, target.tapped, target.worded) == [], address


@pytest.mark.parametrize("who", OTHERS)
def test_no_event_gets_at_it_whatever_is_sent(visits: Visits, target: Target, who: str):
    page = _anywhere(visits, target, OTHERS[who])
    before = target.rows()

    for public_id in (target.tapped, target.worded):
        heard = sent(page, f"/tallies/{public_id}", _every_event(target))
        assert target.found_in(heard) == []

    assert target.rows() == before


def test_its_maker_hears_all_of_it_by_the_same_events(visits: Visits, target: Target):
    page = _anywhere(visits, target, MO)

    heard = [
        sent(page, f"/tallies/{public_id}", [(TallyState, "load", {})])
        for public_id in (target.tapped, target.worded)
    ]

    assert target.found_in(heard[0])[:2] == [ABOUT, SENTENCE]
    assert target.found_in(heard[0])[2:], "its last taps are named"
    assert target.found_in(heard[1]) == [ABOUT, SPOKEN, FILE]


@pytest.mark.parametrize("who", ["the direct leader", "an administrator", "nobody"])
def test_the_token_of_its_maker_s_open_page_opens_nothing(visits: Visits, target: Target, who: str):
    own = visits.page(target.company, MO)
    own.goto(f"/tallies/{target.worded}")
    expect(own.get_by_text(SPOKEN)).to_be_visible()
    token = own.evaluate("sessionStorage.getItem('token')")
    page = _anywhere(visits, target, OTHERS[who])
    before = target.rows()

    address = f"/tallies/{target.worded}"
    heard = sent(page, address, _every_event(target), token=token)
    visits.close(own)
    heard += sent(page, address, _every_event(target), token=token)

    assert target.found_in(heard) == []
    assert target.rows() == before


@pytest.mark.parametrize("who", OTHERS)
def test_no_route_beside_the_pages_lets_it_out_or_takes_anything_in(
    visits: Visits, target: Target, who: str
):
    page = visits.page(target.company, OTHERS[who])
    before = target.rows()

    answers = {
        (method, path, public_id): ask(page, method, path.replace("{public_id}", public_id), OTHER)
        for method, path in routes(PAGE)
        for public_id in (target.tapped, target.worded)
    }

    assert {path for _method, path, _id in answers} >= {
        "/tallies/{public_id}/taps",
        "/tallies/{public_id}/transcript",
        "/tallies/{public_id}",
    }
    for named, answer in answers.items():
        assert target.found_in(answer.text()) == [], named
        if named[1].startswith("/tallies/{public_id}/"):
            assert answer.status in (401, 403, 404, 405), named
    assert target.rows() == before


def test_no_command_and_no_line_of_the_log_lets_it_out(target: Target, tmp_path: Path):
    data = {"COACH_DATA": str(target.company.data)}
    people = str(target.company.data.with_suffix(".csv"))
    theirs = tmp_path / "vera"
    known = set(re.findall(r"^│ ([a-z][a-z-]+)  ", coach("--help").stdout, re.MULTILINE))

    runs = [
        coach(*command, **data)
        for command in (
            ("migrate",),
            ("demo",),
            ("create-admin", ADMIN),
            ("import-people", people),
            ("export-person", VERA, "--out", str(theirs)),
            ("hold", MO, "--reason", "a question of the works council"),
            ("holds",),
            ("unhold", MO),
            # Of one who has none, as Mo: who signs in with a password alone is still Mo.
            ("remove-second-factor", MO, "--reason", "a lost phone"),
            ("erasures",),
            ("audit", "verify"),
            ("audit", "head"),
            ("seals", "verify"),
        )
    ]

    assert known == COMMANDS
    said = "".join(run.stdout + run.stderr for run in runs)
    said += "".join(file.read_text() for file in sorted(theirs.iterdir()))
    log = target.company.data.with_suffix(".log").read_text()
    assert target.found_in(said + log, target.tapped, target.worded) == []


def test_shared_it_is_read_by_that_one_until_taken_back_and_deleted_it_is_gone(
    passing: Target, visits: Visits
):
    mo = visits.page(passing.company, MO)
    path = f"/tallies/{passing.tapped}"
    mo.goto(path)
    mo.get_by_label("With one of those who lead you").select_option(label="Vera Stone")
    mo.get_by_role("button", name="Share it").click()
    expect(mo.get_by_text("You share this with Vera Stone")).to_be_visible()

    vera = visits.page(passing.company, VERA)
    heard = _listen(vera)
    vera.goto("/tallies")
    vera.get_by_role("link", name=ABOUT).click()
    _reads_what_came_out(vera, passing, heard)
    _changes_nothing(vera, passing, path)
    for who in ("the leader above", "a stranger who leads", "the rep", "an administrator"):
        other = _anywhere(visits, passing, OTHERS[who])
        assert passing.found_in(sent(other, path, [(TallyState, "load", {})])) == []
        visits.close(other)

    mo.get_by_role("button", name="Take it back").click()
    expect(mo.get_by_text("Taken back. Only you see it now.")).to_be_visible()
    vera.get_by_role("link", name="My tallies").first.click()
    steps.heading(vera, "My tallies")
    expect(vera.get_by_label("What do you call it?")).to_be_visible()
    expect(vera.get_by_text(ABOUT)).to_have_count(0)
    vera.goto(path)
    steps.heading(vera, "Nothing here that you can see")
    assert passing.found_in(sent(vera, path, _every_event(passing))) == []

    for public_id in (passing.tapped, passing.worded):
        mo.goto(f"/tallies/{public_id}")
        expect(
            mo.get_by_role("button", name="Finish").or_(mo.get_by_text(SENTENCE))
        ).to_be_visible()
        steps.unfold(mo)
        mo.get_by_role("button", name="Delete").click()
        mo.get_by_role("dialog").get_by_role("button", name="Delete").click()
        steps.at_page(mo, "/tallies")
    expect(mo.get_by_label("What do you call it?")).to_be_visible()
    expect(mo.get_by_text(ABOUT)).to_have_count(0)
    assert passing.found_in(passing.dump(), passing.tapped, passing.worded) == []


def _count_live(page: Page) -> str:
    """Count a session by four buttons, and see what came out; returns its id."""
    _open(page, "Live")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    for key in KEYS:
        page.keyboard.press(key)
    expect(page.get_by_text("All kept")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="What came out")).to_be_visible()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    return page.url.rpartition("/")[2]


def _count_words(page: Page) -> str:
    """Bring a session in as a file and begin to code it; returns its id."""
    _open(page, "From a transcript")
    page.get_by_label("Transcript file").set_input_files(
        FilePayload(name=FILE, mimeType="text/vtt", buffer=WORDS.encode())
    )
    page.get_by_role("button", name="Bring it in").click()
    steps.choose(page, "Who are you", "Mo Reyes")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(SPOKEN)).to_be_visible()
    return page.url.rpartition("/")[2].partition("?")[0]


def _open(page: Page, source: str) -> None:
    """Say what one is about to count."""
    page.goto("/tallies?again=1")
    page.get_by_label("What do you call it?").fill(ABOUT)
    steps.choose(page, "What is the session for?", "Coach")
    steps.choose(page, "How do you count?", source)
    steps.choose(page, "With how many buttons?", "Four")
    page.get_by_role("button", name="Go on").click()
    steps.heading(page, ABOUT)


def _reads_what_came_out(page: Page, target: Target, heard: list[str]) -> None:
    """The share, the counts and the strip are there, and nothing that only its maker can do."""
    steps.heading(page, ABOUT)
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    expect(page.get_by_text("Mo Reyes shares this with you")).to_be_visible()
    expect(page.get_by_role("figure", name=steps.starts("Asks above the line"))).to_be_visible()
    expect(page.get_by_role("heading", name="Counts")).to_be_visible()
    for name in ("Delete", "Go on counting", "Share it", "Take it back"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    shown = page.content() + "".join(heard)
    assert target.found_in(shown, target.worded) == [ABOUT, SENTENCE]


def _changes_nothing(page: Page, target: Target, path: str) -> None:
    """Whoever it is shared with can neither count on, nor share it on, nor delete it."""
    before = target.rows()
    heard = sent(page, path, _every_event(target))
    assert target.found_in(heard) == [ABOUT, SENTENCE]
    for method, address in routes(PAGE):
        if address.startswith("/tallies/{public_id}/"):
            assert (
                ask(page, method, address.replace("{public_id}", target.tapped), OTHER).status
                == 404
            )
    assert target.rows() == before


def _anywhere(visits: Visits, target: Target, email: str | None) -> Page:
    """A page of our origin from which to knock: none of the tallies."""
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


def _every_event(target: Target) -> list[Sending]:
    """Everything that a page of the tallies can send, and what its forms hold."""
    form = {"leader": target.company.page_of(VERA)[8:], "speaker": "Mo Reyes", "about": "Mine"}
    events = every_event((TalliesState, TallyState), form)
    assert {name for _state, name, _given in events} >= {"load", "share", "delete", "submit"}
    return events
