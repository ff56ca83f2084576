"""The account page keeps what one chooses about letters, and says what is wrong with it."""

from collections.abc import Iterator

import pytest

from coach_the_coach.account.state import AccountState
from coach_the_coach.notices.mail.rows import MailRow
from coach_the_coach.shell import routes
from tests.observations.visit import Visit, house


@pytest.fixture
def page(database_url: str) -> Iterator[Visit]:
    """Mo's account."""
    with house(database_url):
        yield Visit(AccountState, routes.ACCOUNT, "mo")


def form(start: str, end: str, **more: str) -> dict[str, str]:
    return {"quiet_from": start, "quiet_until": end} | more


def test_letters_are_switched_off_and_on_again(page: Visit):
    assert page.state.mail == MailRow(
        goes=False, is_on=True, quiet_from="20:00", quiet_until="07:00", quiet_weekends=True
    )
    page.do("switch_mail", False)
    assert (page.state.mail.is_on, page.state.message) == (False, "You get no more e-mails.")
    page.do("switch_mail", True)
    assert (page.state.mail.is_on, page.state.message) == (True, "You get e-mails from now on.")


def test_quiet_hours_are_kept_or_it_is_said_what_is_wrong(page: Visit):
    page.do("keep_quiet_hours", form("18:30", "25:00"))
    assert page.state.problems == {"quiet_until": "Give a time of day, as in 07:30."}
    assert page.state.mail.quiet_from == "20:00"

    page.do("keep_quiet_hours", form("18:30", "08:15"))
    assert page.state.mail == MailRow(
        goes=False, is_on=True, quiet_from="18:30", quiet_until="08:15", quiet_weekends=False
    )
    page.do("keep_quiet_hours", form("18:30", "08:15", quiet_weekends="on"))
    assert (page.state.problems, page.state.mail.quiet_weekends) == ({}, True)
