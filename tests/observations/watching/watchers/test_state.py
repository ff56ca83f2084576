"""The page on which one chooses who is to watch: looking for somebody, asking, and nothing here."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from coach_the_coach.account.grants.actions import let_guest_in
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.watching.needs.state import NeedsState
from coach_the_coach.observations.watching.rules import State
from coach_the_coach.observations.watching.watchers.rows import WatchersRow
from coach_the_coach.observations.watching.watchers.state import WatchersState
from tests import build
from tests.observations.visit import Visit, house, person
from tests.observations.watching import planned
from tests.observations.watching.test_guests import GUEST


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        now = clock.now()
        with store.transaction() as session:
            build.rubric(session)
            ada = actor_named(session, person(session, "ada").id or 0, now)
            draft = replace(GUEST, ends_on=local_day(now, "Europe/Paris") + timedelta(days=30))
            let_guest_in(session, replace(ada, proved_at=now), draft=draft, at=now)
        yield


def public_id_of(key: str) -> str:
    """The public id of one of the cast."""
    with store.reading() as session:
        return person(session, key).public_id


def page_for(key: str = "lena", of: str = "mo", asked: str = "") -> Visit:
    """The page as one opens it to choose who is to watch another."""
    return Visit(WatchersState, f"/watchers/{public_id_of(of)}{asked}", key)


def asked(sent: list[str]) -> tuple[str, State, Aim, object]:
    """Who is asked by the plan that the browser is sent to, and for what."""
    watch = sent[0].partition("/watching/")[2][:32]
    with store.reading() as session:
        found = planned.found(session, watch)
        return str(found.observer_id), found.state, found.aim, found.wanted_by


def inner_id(key: str) -> str:
    """The inner id of one of the cast."""
    with store.reading() as session:
        return str(person(session, key).id)


def test_a_guest_is_found_by_name_and_asked():
    page = page_for()
    assert (page.state.stage, page.state.found.observed) == ("here", "Mo Manager")
    mo = public_id_of("mo")
    page.do("find", mo, "gus")
    found = page.state.found
    assert (found.line, found.outside, len(found.guests)) == ([], [], 1)
    sent = page.do("ask", mo, found.guests[0].public_id)
    with store.reading() as session:
        gus = found.guests[0].public_id
        guest = str(planned.found(session, sent[0].partition("/watching/")[2][:32]).observer_id)
        assert session.get_one(type(person(session, "mo")), int(guest)).public_id == gus
    assert asked(sent)[1:] == (State.OFFERED, Aim.DEVELOPMENT, None)
    page.do("find", mo, "")
    assert page.state.found.guests[0].asked.state_word == "Observer asked"


def test_the_way_from_the_list_says_by_when_and_that_it_is_to_certify():
    needs = Visit(NeedsState, "/watching")
    needs.do("certify", True)
    row = next(one for one in needs.state.rows if one.name == "Mo Manager")
    page = Visit(WatchersState, row.choose)
    assert page.state.certifying
    assert [one.name for one in page.state.found.line] == ["Lena Leader"]
    assert page.state.found.guests == []
    sent = page.do("ask", public_id_of("mo"), public_id_of("lena"))
    who, state, aim, by = asked(sent)
    assert (who, state, aim) == (inner_id("lena"), State.ASKED, Aim.CERTIFICATION)
    assert str(by) == row.wanted_by
    page.do("certify", public_id_of("mo"), False)
    assert [one.name for one in page.state.found.guests] == ["Gus Guest"]


def test_whom_one_may_not_ask_is_said():
    page = page_for()
    assert page.do("ask", public_id_of("mo"), public_id_of("mia")) == []
    assert page.state.message == "Choose somebody who observes."
    assert page.do("ask", public_id_of("sol"), public_id_of("odd")) == []
    far = page_for(asked="?by=2199-01-01")
    assert far.do("ask", public_id_of("mo"), public_id_of("odd")) == []
    assert far.state.message == "Choose a day within the next two months."
    assert page_for(asked="?by=never").state.stage == "here"


@pytest.mark.parametrize("key", ["mo", "mia", "sol", "odd", "rae", "spec", "ada"])
def test_for_anybody_who_does_not_plan_for_that_person_nothing_is_here(key: str):
    page = page_for(key)
    assert (page.state.stage, page.state.found) == ("gone", WatchersRow())


def test_one_who_is_found_on_the_list_can_be_watched_by_others():
    needs = Visit(NeedsState, "/watching")
    needs.do("find", "mo")
    assert [(one.name, one.choose) for one in needs.state.found] == [
        ("Mo Manager", f"/watchers/{public_id_of('mo')}")
    ]
