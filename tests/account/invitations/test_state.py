"""The page of invitations: a link is shown once, and confirming comes before it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, update

from coach_the_coach.account.invitations.state import InvitationsState
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.access import FRESH
from coach_the_coach.identity.tables import SignIn
from coach_the_coach.shell import routes
from tests.observations.visit import Visit, house


@pytest.fixture
def page(database_url: str) -> Iterator[Visit]:
    """The page, open before Ada."""
    with house(database_url):
        yield Visit(InvitationsState, routes.INVITATIONS, "ada")


def test_a_search_that_finds_nobody_has_been_through(page: Visit):
    page.do("find", "nobody of that name")

    assert (page.state.invitees, page.state.loaded) == ([], True)


def test_a_link_is_shown_once_and_later_only_after_confirming(page: Visit):
    mo = next(one for one in page.state.invitees if one.email == "mo@example.com")
    page.do("invite", mo.public_id)
    assert (page.state.link_for, page.state.must_confirm) == ("Mo Manager", False)
    assert "/welcome?invitation=" in page.state.link

    with store.transaction() as session:
        long_ago = clock.now() - FRESH - timedelta(seconds=1)
        session.exec(update(SignIn).where(col(SignIn.id) > 0).values(proved_at=long_ago))
    with pytest.raises(NotFresh):
        page.do("invite", mo.public_id)
    page.do("load")
    assert (page.state.link, page.state.must_confirm) == ("", True)
