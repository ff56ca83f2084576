"""The page knows how a password stands and whether it can be read, and never the password."""

from collections.abc import Iterator

import pytest

from coach_the_coach.account.password.rows import PasswordRow
from coach_the_coach.account.password.state import PasswordState
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.sign_in import set_password
from coach_the_coach.shell import routes
from tests.observations.visit import Visit, house, person


@pytest.fixture
def page(database_url: str) -> Iterator[Visit]:
    """Mo's page of his password."""
    with house(database_url):
        with store.transaction() as session:
            mo = person(session, "mo").id or 0
            set_password(session, mo, "a sentence nobody else says", clock.now())
        yield Visit(PasswordState, routes.OWN_PASSWORD, "mo")


def test_what_is_typed_can_be_read_and_is_covered_when_the_page_is_opened_again(page: Visit):
    assert page.state.password == PasswordRow(stage="own", email="mo@example.com")
    assert not page.state.is_shown

    page.do("show", True)
    assert page.state.is_shown
    page.do("load")
    assert not page.state.is_shown


def test_the_state_has_no_place_for_a_password(page: Visit):
    assert set(PasswordState.base_vars) == {"password", "is_shown"}
    assert set(PasswordRow.__dataclass_fields__) == {
        "stage",
        "email",
        "changed",
        "is_new",
        "must_confirm",
    }
