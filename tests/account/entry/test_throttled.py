"""What somebody finds who tries too often, and whom it does not touch."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

# The pages that a sign-out closes are those of the program's app, which must be there.
from coach_the_coach import coach_the_coach as program
from coach_the_coach.account.entry.queries import again_in
from coach_the_coach.foundation import store
from coach_the_coach.foundation.audit import AuditEntry, Result
from coach_the_coach.identity.log import MOST_OF_ONE
from coach_the_coach.identity.tables import Tries
from coach_the_coach.identity.throttle import HERE, VAIN
from tests.account.browser import PASSWORD, Browser, in_force, invitation, signed_in

assert program.app is not None

WRONG = "a sentence that is not it"


@pytest.fixture
def browser(company: None, still: datetime) -> Browser:
    """A browser without any cookie, and the company it comes to, whose clock stands still."""
    return Browser()


def exhausted(browser: Browser, who: str = "mo") -> None:
    """Try until one has to wait; the waits of a second are too short to count on, so go on."""
    for _ in range(HERE.free + 4):
        browser.sign_in(who, WRONG)


def entries() -> list[tuple[str, Result]]:
    """What the log holds, in order."""
    with store.reading() as session:
        found = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        return [(one.action, one.result) for one in found]


def test_whoever_tries_too_often_waits_and_the_form_keeps_the_address(browser: Browser):
    exhausted(browser)

    answer = browser.sign_in(next="/people")

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/signin?refused=wait&next=/people",
    )
    assert browser.secret is None
    kept = f"again={browser.cookies.get('again')}"
    again = again_in(kept)
    assert (again.email, again.wait_until is not None) == ("mo@example.com", True)
    assert "mo@example.com" not in kept
    assert "mo@" not in answer.headers["location"]


def test_a_browser_that_signed_in_before_is_not_touched_by_a_strangers_tries(browser: Browser):
    browser.sign_in()
    browser.post("/auth/sign-out")
    exhausted(Browser())

    assert Browser().sign_in().headers["location"] == "/signin?refused=wait&next=/"
    assert browser.sign_in().headers["location"] == "/"
    assert signed_in(browser.secret) == "mo"


def test_being_known_to_one_account_helps_with_no_other(browser: Browser):
    browser.sign_in("lena")
    exhausted(Browser())

    assert browser.sign_in("mo").headers["location"] == "/signin?refused=wait&next=/"


def test_an_invitation_works_whatever_was_tried_from_the_same_network(browser: Browser):
    exhausted(Browser())
    for number in range(VAIN.free + 3):
        Browser().post("/auth/accept", invitation=f"made up {number}", password=PASSWORD)
    secret = invitation("rae")

    vain = Browser().post("/auth/accept", invitation="made up", password=PASSWORD)
    real = browser.post("/auth/accept", invitation=secret, password="another sentence of Rae's")

    assert vain.headers["location"] == "/welcome?invitation=made%20up&refused=wait"
    assert (real.headers["location"], in_force()) == ("/", ["rae"])


def test_tries_are_written_down_and_a_wait_fills_no_log(browser: Browser):
    browser.sign_in("nobody", WRONG)
    browser.sign_in("mo", WRONG)
    browser.sign_in()
    browser.post("/auth/sign-out")
    stranger = Browser()
    exhausted(stranger)
    before = entries()
    for _ in range(3):
        stranger.sign_in("mo", WRONG)

    assert before[:4] == [
        ("sign_in:refused", Result.REFUSED),
        ("sign_in:refused", Result.REFUSED),
        ("sign_in:start", Result.DONE),
        ("sign_in:out", Result.DONE),
    ]
    assert len(before) <= 4 + HERE.free + 3
    assert len(entries()) <= len(before) + 1


def test_nobody_learns_from_waiting_whether_there_is_an_account(browser: Browser):
    exhausted(browser, "nobody")
    unknown = browser.sign_in("nobody")
    other = Browser()
    exhausted(other, "mo")
    known = other.sign_in("mo")

    assert unknown.headers["location"] == known.headers["location"]


def test_a_wait_that_is_over_is_over(browser: Browser):
    exhausted(browser)
    with store.transaction() as session:
        for row in session.exec(select(Tries)):
            assert row.wait_until is None or row.wait_until > row.last_at
            row.wait_until = row.last_at - timedelta(seconds=1)
            session.add(row)

    assert browser.sign_in().headers["location"] == "/"


def test_whoever_tries_many_accounts_fills_no_log(browser: Browser):
    for number in range(MOST_OF_ONE + 4):
        browser.sign_in(f"nobody{number}", WRONG)

    refused = ("sign_in:refused", Result.REFUSED)
    left_out = ("refusal:leave_out", Result.REFUSED)
    assert entries() == [*[refused] * MOST_OF_ONE, left_out]
