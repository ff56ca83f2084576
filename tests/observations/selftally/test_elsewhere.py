"""Nothing of a self-tally shows on another page, in a notice or in a log, shared or not."""

import logging
from collections.abc import Iterator

import pytest
from sqlmodel import select

from coach_the_coach.foundation import clock, store
from coach_the_coach.home.state import HomeState
from coach_the_coach.home.told.state import NoticesState
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.selftally.actions import delete_tally, share_tally, take_back
from coach_the_coach.people.person.state import PersonState
from tests.observations.selftally.made import SECRET, SPOKEN, counted, worded
from tests.observations.visit import Visit, house, person

ATTACKERS = ["lena", "cleo", "odd", "mia", "ada", "spec", "rae"]


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        yield


def make(*, shared: bool) -> tuple[str, str]:
    """The ids of a tally of Mo's and of Mo; with words, and one that is counted."""
    with store.transaction() as session:
        mo = actor_named(session, person(session, "mo").id or 0, clock.now())
        worded(session, mo)
        public_id = counted(session, mo)
        if shared:
            lena = person(session, "lena").public_id
            share_tally(session, mo, public_id=public_id, leader=lena, at=clock.now())
        return public_id, mo.public_id


@pytest.mark.parametrize("key", ATTACKERS)
@pytest.mark.parametrize("shared", [True, False])
def test_no_other_page_shows_anything_of_it(key: str, shared: bool):
    public_id, mo = make(shared=shared)
    for state, address in (
        (HomeState, "/"),
        (NoticesState, "/notices"),
        (PersonState, f"/people/{mo}"),
    ):
        page = Visit(state, address, key)
        sent = repr(page.root.dict()) + repr(page.state.dict()) + repr(page.frame.dict())
        for secret in (SECRET, SPOKEN, public_id):
            assert secret not in sent
        assert page.frame.person.unread == 0


def test_nobody_is_told_and_nothing_is_logged(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, logger="coach_the_coach")
    public_id, _mo = make(shared=True)
    with store.transaction() as session:
        mo = actor_named(session, person(session, "mo").id or 0, clock.now())
        take_back(session, mo, public_id=public_id)
        delete_tally(session, mo, public_id=public_id)

    with store.reading() as session:
        assert session.exec(select(Notice)).all() == []
    for secret in (SECRET, SPOKEN, public_id):
        assert secret not in caplog.text
