"""Signing in with a second factor: the password, then a number."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlmodel import select, update

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditDetail
from coach_the_coach.identity import second_factor
from coach_the_coach.identity.tables import Passing
from coach_the_coach.identity.throttle import NUMBER
from coach_the_coach.notices.tables import Notice
from tests.account.browser import PASSWORD, Browser, id_of, in_force, invitation, signed_in

SIX = "000000"


@pytest.fixture
def browser(company: None) -> Browser:
    """A browser without any cookie, and the company it comes to."""
    return Browser()


@pytest.fixture
def phone(company: None) -> tuple[TOTP, list[str]]:
    """Mo's phone, and the recovery codes."""
    at = clock.now()
    with store.transaction() as session:
        second_factor.begin(session, id_of("mo"), at)
        session.flush()
        totp = TOTP(second_factor.secret_to_show(session, id_of("mo")) or "")
        # Its last step is one that was over long ago, so that the number of now is not used yet.
        shown = totp.at(at - timedelta(seconds=30))
        codes = second_factor.confirm(session, id_of("mo"), shown, at)
    return totp, codes


def now(totp: TOTP) -> str:
    """What the phone shows."""
    return totp.at(clock.now())


def told() -> list[str]:
    """What Mo was told."""
    with store.reading() as session:
        return list(session.exec(select(Notice.text).where(Notice.person_id == id_of("mo"))))


Phone = tuple[TOTP, list[str]]


def test_the_right_password_alone_signs_nobody_in(browser: Browser, phone: Phone):
    answer = browser.sign_in(next="/people?page=2")

    assert (answer.status_code, answer.headers["location"]) == (303, "/signin/number")
    assert (browser.secret, in_force()) == (None, [])
    # A password that is right is all that a wrong one would have been told apart by.
    assert Browser().sign_in(password="not the one").headers["location"].startswith("/signin?")

    done = browser.post("/auth/number", number=now(phone[0]))

    assert (done.status_code, done.headers["location"]) == (303, "/people?page=2")
    assert signed_in(browser.secret) == "mo"
    with store.reading() as session:
        details = session.exec(select(AuditDetail.text)).all()
    assert details[-1] == '{"number":true,"way":"password"}'


def test_a_number_without_the_password_before_it_is_nobodys(browser: Browser, phone: Phone):
    shown = now(phone[0])

    for cookie in (None, "made-up"):
        if cookie:
            browser.cookies.set("half", cookie)
        answer = browser.post("/auth/number", number=shown)
        assert answer.headers["location"] == "/signin?refused=late"

    assert in_force() == []


def test_a_wrong_number_is_refused_and_the_right_one_still_taken(browser: Browser, phone: Phone):
    browser.sign_in()

    wrong = SIX if now(phone[0]) != SIX else "111111"
    refused = browser.post("/auth/number", number=wrong)

    assert refused.headers["location"] == "/signin/number?refused=number"
    assert browser.post("/auth/number", number=now(phone[0])).headers["location"] == "/"


def test_half_way_in_is_used_once_and_not_for_long(browser: Browser, phone: Phone):
    browser.sign_in()
    half = browser.cookies.get("half")
    browser.post("/auth/number", number=phone[1][0])

    again = Browser()
    again.cookies.set("half", half or "")
    assert again.post("/auth/number", number=phone[1][1]).headers["location"].endswith("=late")

    browser.sign_in()
    with store.transaction() as session:
        session.exec(update(Passing).values(ends_at=clock.now()))
    assert browser.post("/auth/number", number=phone[1][2]).headers["location"].endswith("=late")


def test_a_recovery_code_lets_in_once_and_its_owner_is_told(browser: Browser, phone: Phone):
    browser.sign_in()
    assert browser.post("/auth/number", number=phone[1][0]).headers["location"] == "/"
    assert told() == ["You signed in with a recovery code. 9 are left."]

    other = Browser()
    other.sign_in()
    refused = other.post("/auth/number", number=phone[1][0])
    assert refused.headers["location"] == "/signin/number?refused=number"


@pytest.mark.usefixtures("still")
def test_numbers_are_not_tried_for_long_and_their_owner_is_told(browser: Browser, phone: Phone):
    browser.sign_in()
    for number in range(NUMBER.free + 3):
        browser.post("/auth/number", number=f"99999{number}")

    answer = browser.post("/auth/number", number=now(phone[0]))

    assert answer.headers["location"] == "/signin/number?refused=wait"
    assert told() == ["Somebody gave your password, and then numbers that were not right."]
    assert in_force() == []


def test_a_password_that_changed_meanwhile_begins_anew(browser: Browser, phone: Phone):
    browser.sign_in()
    Browser().post("/auth/accept", invitation=invitation("mo"), password="another one of Mo's own")

    answer = browser.post("/auth/number", number=now(phone[0]))

    assert (answer.headers["location"], in_force()) == ("/signin?refused=late", [])


def test_an_invitation_is_no_way_round_the_second_factor(browser: Browser, phone: Phone):
    answer = browser.post(
        "/auth/accept", invitation=invitation("mo"), password="another one of Mo's own"
    )

    assert (answer.headers["location"], in_force()) == ("/signin/number", [])
    browser.post("/auth/number", number=now(phone[0]))
    assert in_force() == ["mo"]
    assert PASSWORD != "another one of Mo's own"
