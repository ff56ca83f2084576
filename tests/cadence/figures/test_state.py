"""The pages of figures, and the file: whose they are, and who sees none."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from coach_the_coach.cadence.figures.one.http import routes as files
from coach_the_coach.cadence.figures.one.state import CoachFiguresState
from coach_the_coach.cadence.figures.state import FiguresState
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import sign_in
from coach_the_coach.shell import routes
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def id_of(key: str) -> str:
    with store.reading() as session:
        return person(session, key).public_id


def test_a_manager_opens_their_own_and_a_leader_those_she_leads():
    mine = Visit(FiguresState, routes.FIGURES, "mo").state
    assert (mine.loaded, mine.mine.name, mine.team.lines) == (True, "Mo Manager", [])
    assert mine.mine.export == f"/figures/{id_of('mo')}/export.zip"
    hers = Visit(FiguresState, routes.FIGURES, "lena").state
    assert hers.mine.name == "Lena Leader"
    assert [one.name for one in hers.team.lines] == ["Mia Manager", "Mo Manager"]
    for key in ("rae", "ada"):
        other = Visit(FiguresState, routes.FIGURES, key).state
        assert (other.loaded, other.mine.name, other.team.lines) == (True, "", [])


def test_turning_stays_on_a_page_that_is_there():
    page = Visit(FiguresState, routes.FIGURES, "lena")
    for by in (1, -1, 99, "x"):
        page.do("turn", by)
        assert (page.state.page, len(page.state.team.lines)) == (0, 2)


@pytest.mark.parametrize("key", ["lena", "cleo", "spec", "mo"])
def test_who_may_know_opens_the_figures_of_one(key: str):
    page = Visit(CoachFiguresState, routes.figures_of(id_of("mo")), key).state
    assert (page.loaded, page.missing, page.figures.name) == (True, False, "Mo Manager")


@pytest.mark.parametrize("key", ["sol", "odd", "rae", "ada"])
def test_others_find_nothing(key: str):
    page = Visit(CoachFiguresState, routes.figures_of(id_of("mo")), key).state
    assert (page.loaded, page.missing, page.figures.name) == (False, True, "")


def test_the_file_is_given_to_whoever_may_know_the_figures():
    address = routes.figures_file(id_of("mo"))
    for key, status in (("mo", 200), ("lena", 200), ("sol", 404), ("ada", 403), ("", 401)):
        answer = got(address, key)
        assert answer.status_code == status, key
        assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(got(address, "mo").content)) as pack:
        assert sorted(pack.namelist()) == [
            "README.txt",
            "appointments.csv",
            "house.csv",
            "months.csv",
            "requests.csv",
            "sessions.csv",
            "team.csv",
        ]


def got(address: str, key: str):
    """What somebody is given there; nobody signed in for an empty key."""
    browser = TestClient(Starlette(routes=files), base_url="http://127.0.0.1")
    if key:
        with store.transaction() as session:
            who = person(session, key).id or 0
            secret = sign_in.start_sign_in(session, who, device="", at=clock.now())
        browser.cookies.set("sid", secret)
    return browser.get(address, headers={"accept": "application/json"})
