"""Confirming that it is you: the same sign-in with a new secret, and back to where it was asked."""

from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlmodel import col, select, update

# The pages whose sockets have the old secret are those of the program's app.
from coach_the_coach import coach_the_coach as program
from coach_the_coach.account.confirm.http import routes as confirming
from coach_the_coach.account.entry.http import routes as entering
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.identity import second_factor
from coach_the_coach.identity.tables import Account, HouseRule, SignIn
from coach_the_coach.identity.throttle import CONFIRM
from coach_the_coach.settings import settings
from tests.account.browser import PASSWORD, Browser, id_of, in_force, signed_in

assert program.app is not None

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def browser(company: None) -> Browser:
    """Mo's browser, signed in a while ago."""
    browser = Browser(routes=[*entering, *confirming])
    browser.sign_in()
    with store.transaction() as session:
        session.exec(update(SignIn).values(proved_at=clock.now() - LONG_AGO))
    return browser


def is_fresh() -> bool:
    """Whether Mo has just shown who he is."""
    with store.reading() as session:
        one = session.exec(select(SignIn)).one()
        return one.proved_at > clock.now() - timedelta(minutes=1)


def test_the_password_once_more_makes_the_same_sign_in_fresh_under_a_new_secret(browser: Browser):
    before = browser.secret

    answer = browser.post("/auth/confirm", password=PASSWORD, next="/observations/ab/rate")

    assert (answer.status_code, answer.headers["location"]) == (303, "/observations/ab/rate")
    assert (is_fresh(), in_force()) == (True, ["mo"])
    assert browser.secret != before
    assert (signed_in(before), signed_in(browser.secret)) == (None, "mo")
    with store.reading() as session:
        actions = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
    assert [one for one in actions if one.startswith("sign_in:")] == [
        "sign_in:start",
        "sign_in:confirm",
    ]


def test_a_wrong_password_changes_nothing_and_leads_back_with_the_way_on(browser: Browser):
    before = browser.secret

    answer = browser.post("/auth/confirm", password="not the one", next="/people?page=2")

    assert answer.headers["location"] == "/confirm?refused=1&next=/people%3Fpage%3D2"
    assert (browser.secret, is_fresh(), signed_in(before)) == (before, False, "mo")


def test_a_link_made_elsewhere_leads_home(browser: Browser):
    answer = browser.post("/auth/confirm", password=PASSWORD, next="//evil.example")

    assert answer.headers["location"] == "/"


def test_whoever_has_a_second_factor_gives_its_number_as_well(browser: Browser):
    at = clock.now()
    with store.transaction() as session:
        second_factor.begin(session, id_of("mo"), at)
        session.flush()
        totp = TOTP(second_factor.secret_to_show(session, id_of("mo")) or "")
        second_factor.confirm(session, id_of("mo"), totp.at(at - timedelta(seconds=30)), at)

    alone = browser.post("/auth/confirm", password=PASSWORD, next="/")
    assert (alone.headers["location"], is_fresh()) == ("/confirm?refused=1&next=/", False)

    number = totp.at(clock.now())
    both = browser.post("/auth/confirm", password=PASSWORD, number=number, next="/")
    assert (both.headers["location"], is_fresh()) == ("/", True)


@pytest.mark.usefixtures("still")
def test_it_is_not_tried_for_long_and_signs_nobody_out(browser: Browser):
    for _ in range(CONFIRM.free + 3):
        browser.post("/auth/confirm", password="not the one", next="/")

    answer = browser.post("/auth/confirm", password=PASSWORD, next="/")

    assert answer.headers["location"] == "/confirm?refused=wait&next=/"
    assert (is_fresh(), signed_in(browser.secret)) == (False, "mo")


def test_nobody_signed_in_confirms_nothing(company: None):
    stranger = Browser(routes=[*entering, *confirming])

    answer = stranger.post("/auth/confirm", password=PASSWORD, next="/")

    assert (answer.status_code, in_force()) == (401, [])


def test_without_passwords_nobody_confirms_by_one(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {
        "OIDC_ISSUER": "https://login.example.com",
        "OIDC_CLIENT_ID": "coach",
        "OIDC_CLIENT_SECRET": "a secret of some length, as they are",
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        with store.transaction() as session:
            session.add(HouseRule(name="passwords", value="off", set_at=clock.now()))
            assert session.get(Account, id_of("mo")) is not None
        answer = browser.post("/auth/confirm", password=PASSWORD, next="/")
        sign_in = Browser().sign_in()
    finally:
        monkeypatch.undo()
        settings.cache_clear()

    assert (answer.headers["location"], is_fresh()) == ("/confirm?refused=off&next=/", False)
    assert sign_in.headers["location"] == "/signin?refused=off&next=/"
