"""The pages of paths, as the browser of one of the cast sees them."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from coach_the_coach.certification.actions import ensure_paths
from coach_the_coach.certification.mine.person.state import PersonPathsState
from coach_the_coach.certification.mine.state import MineState
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.certification.mine import onpath
from tests.observations.visit import Visit, house, person


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The cast, on a Monday in March, with Mo on a path."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction() as session:
            onpath.enrolled(session, person(session, "mo"), onpath.version(session))
        yield


def of(key: str) -> str:
    """The page of the paths of one of the cast."""
    with store.transaction() as session:
        return routes.certification_of(person(session, key).public_id)


def test_a_manager_sees_their_own_path():
    mo = Visit(MineState, routes.CERTIFICATION, "mo")
    assert mo.state.loaded
    assert [(one.head.title, one.head.state) for one in mo.state.mine.paths] == [
        ("First path", "Not started")
    ]


def test_a_leader_sees_those_they_lead_and_nobody_else():
    lena = Visit(PersonPathsState, of("mo"), "lena")
    assert (lena.state.loaded, [one.head.title for one in lena.state.person.led]) == (
        True,
        ["First path"],
    )
    other = Visit(PersonPathsState, of("sol"), "lena")
    assert (other.state.loaded, other.state.missing) == (False, True)


def test_a_specialist_sees_counts():
    spec = Visit(PersonPathsState, of("mo"), "spec")
    assert [one.head.title for one in spec.state.person.counted] == ["First path"]
    assert spec.state.person.led == []


def test_ones_own_address_leads_to_ones_own_page():
    visit = Visit(PersonPathsState, of("lena"), "lena")
    assert (visit.state.loaded, visit.state.missing) == (False, False)
    assert routes.CERTIFICATION in " ".join(visit.do("load"))


def test_an_administrator_reads_no_paths_of_anybody():
    with pytest.raises(NotPermitted):
        Visit(PersonPathsState, of("mo"), "ada")


def test_whoever_coaches_begins_the_next_level_themself_and_their_leader_is_told():
    with store.transaction() as session:
        ensure_paths(session, at=NOW)
    mo = Visit(MineState, routes.CERTIFICATION, "mo")
    assert [one.key for one in mo.state.mine.others if one.can_start] == ["foundations"]

    mo.do("start", "foundations")
    titles = [one.head.title for one in mo.state.mine.paths]
    mo.do("start", "master-coach")

    assert sorted(titles) == ["First path", "Foundations"]
    assert [one.head.title for one in mo.state.mine.paths] == titles
    with store.transaction() as session:
        told = select(Notice.text).where(Notice.person_id == person(session, "lena").id)
        assert [text for text in session.exec(told) if "Foundations" in text] == [
            "Mo Manager has begun the path Foundations."
        ]
