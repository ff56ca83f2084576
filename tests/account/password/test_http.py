"""Another password by a form: here one stays in, everywhere else nobody does any more."""

from collections.abc import Iterator

import pytest
from sqlmodel import col, select, update

# The pages that are told to load themselves again are those of the program's app.
from coach_the_coach import coach_the_coach as program
from coach_the_coach.account.entry.http import routes as entering
from coach_the_coach.account.password.http import routes as changing
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.identity.access import FRESH
from coach_the_coach.identity.sign_in import set_passwords
from coach_the_coach.identity.tables import Account, SignIn
from coach_the_coach.identity.throttle import CHOICE
from coach_the_coach.notices.tables import Notice
from coach_the_coach.settings import settings
from tests.account.browser import (
    PASSWORD,
    Browser,
    has_account,
    id_of,
    in_force,
    invitation,
    signed_in,
)

assert program.app is not None

BETTER = "five herons walk past the café"

PROVIDER = {
    "OIDC_ISSUER": "https://login.example.com",
    "OIDC_CLIENT_ID": "coach",
    "OIDC_CLIENT_SECRET": "a secret of some length, as they are",
}


@pytest.fixture
def browser(company: None) -> Browser:
    """Mo's browser, signed in just now."""
    browser = Browser(routes=[*entering, *changing])
    browser.sign_in()
    return browser


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation with a provider."""
    for name, value in PROVIDER.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def stored() -> str:
    """The hash of Mo's password."""
    with store.reading() as session:
        return session.get_one(Account, id_of("mo")).password_hash


def entered() -> list[str]:
    """What the log has of passwords."""
    with store.reading() as session:
        found = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id))).all()
    return [one for one in found if one.startswith("password:")]


def test_it_is_changed_and_only_this_browser_stays_in_under_a_new_secret(browser: Browser):
    other, before = Browser(), browser.secret
    other.sign_in()
    lena = Browser()
    lena.sign_in("lena")

    answer = browser.post("/auth/password", password=BETTER)

    assert (answer.status_code, answer.headers["location"]) == (303, "/account/password")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert in_force() == ["mo", "lena"]
    assert (signed_in(before), signed_in(other.secret)) == (None, None)
    assert (signed_in(browser.secret), signed_in(lena.secret)) == ("mo", "lena")
    assert Browser().sign_in().headers["location"] == "/signin?refused=1&next=/"
    assert Browser().sign_in(password=BETTER).headers["location"] == "/"
    with store.reading() as session:
        told = session.exec(select(Notice.person_id, Notice.text, Notice.link)).all()
    assert [tuple(one) for one in told] == [
        (
            id_of("mo"),
            "Your password was changed. Everywhere else you were signed out.",
            "/account",
        )
    ]
    assert entered() == ["password:change"]


def test_it_is_the_same_however_its_letters_are_composed(browser: Browser):
    browser.post("/auth/password", password="five herons walk past the cafe\u0301")

    assert Browser().sign_in(password=BETTER).headers["location"] == "/"


def test_an_invitation_made_before_works_no_more(browser: Browser):
    secret = invitation("mo")

    browser.post("/auth/password", password=BETTER)

    answer = Browser().post("/auth/accept", invitation=secret, password=PASSWORD)
    assert answer.headers["location"].endswith("&refused=invitation")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "short"),
        ("fourteen chars", "short"),
        ("a word " * 40, "long"),
        ("mo.manager@example.com", "personal"),
        ("MoManager-Manager-Mo", "personal"),
        ("passwordpassword", "common"),
        ("qwertyuiopasdfghjkl", "common"),
        ("ab!!!!!!!!!!!!!!!!", "guessable"),
    ],
)
def test_what_will_not_do_is_refused_by_a_code_and_changes_nothing(
    browser: Browser, password: str, why: str
):
    before = stored()

    answer = browser.post("/auth/password", password=password)

    assert answer.headers["location"] == f"/account/password?refused={why}"
    assert (stored(), in_force(), entered()) == (before, ["mo"], [])


def test_whoever_came_in_a_while_ago_is_asked_first_who_they_are(browser: Browser):
    before = stored()
    with store.transaction() as session:
        session.exec(update(SignIn).values(proved_at=clock.now() - FRESH))
    form = {"accept": "text/html", "referer": "http://testserver/account/password?refused=short"}

    answer = browser.post("/auth/password", password=BETTER, headers=form)

    assert answer.headers["location"] == "/confirm?next=/account/password"
    assert (stored(), entered()) == (before, [])


@pytest.mark.usefixtures("still")
def test_choices_are_counted_and_waited_for_and_sign_nobody_out(browser: Browser):
    for _ in range(CHOICE.free):
        browser.post("/auth/password", password="short")

    answer = browser.post("/auth/password", password=BETTER)

    assert answer.headers["location"] == "/account/password?refused=wait"
    assert (signed_in(browser.secret), entered()) == ("mo", [])
    lena = Browser(routes=[*entering, *changing])
    lena.sign_in("lena")
    assert lena.post("/auth/password", password=BETTER).headers["location"] == "/account/password"


def test_nobody_signed_in_and_no_other_site_changes_one(browser: Browser):
    before = stored()
    stranger = Browser(routes=changing)

    assert stranger.post("/auth/password", password=BETTER).status_code == 401
    from_elsewhere = browser.post("/auth/password", origin="https://evil.example", password=BETTER)
    assert from_elsewhere.status_code == 403
    assert stored() == before


@pytest.mark.usefixtures("provider")
def test_with_passwords_off_nobody_changes_one(browser: Browser):
    before = stored()
    with store.transaction() as session:
        set_passwords(session, "off", by=None, at=clock.now())

    answer = browser.post("/auth/password", password=BETTER)

    assert (answer.status_code, stored()) == (403, before)


def test_who_has_none_gets_no_first_one(company: None):
    browser = Browser(routes=[*entering, *changing])
    browser.sign_in()
    with store.transaction() as session:
        session.delete(session.get_one(Account, id_of("mo")))

    answer = browser.post("/auth/password", password=BETTER)

    assert (answer.status_code, has_account("mo")) == (409, False)
