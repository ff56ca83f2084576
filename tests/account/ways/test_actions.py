"""Passwords switched off for everybody, by whom and when, and the ways out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.ways.actions import switch_passwords_off, switch_passwords_on
from coach_the_coach.account.ways.queries import ways_in
from coach_the_coach.account.ways.rows import WaysRow
from coach_the_coach.foundation.audit import AuditEntry, Result
from coach_the_coach.foundation.errors import Conflict, NotFresh, NotPermitted
from coach_the_coach.identity import invitations, sign_in
from coach_the_coach.identity.access import FRESH, Actor, Way
from coach_the_coach.identity.actions import create_admin
from coach_the_coach.identity.passwords import hash_of, matches
from coach_the_coach.identity.sign_in import passwords_are_on
from coach_the_coach.identity.tables import Account, SignIn
from coach_the_coach.settings import settings
from tests.cast import NOW, Cast

PROVIDER = {
    "OIDC_ISSUER": "https://login.example.com",
    "OIDC_CLIENT_ID": "coach",
    "OIDC_CLIENT_SECRET": "a secret of some length, as they are",
}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An installation with a provider; `undo` takes it away."""
    for name, value in PROVIDER.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


def came_in(session: Session, cast: Cast, way: Way = Way.PROVIDER) -> Actor:
    """Ada, who came in that way."""
    ada = cast.ada.id or 0
    sign_in.start_sign_in(session, ada, device="", at=NOW, way=way)
    row = session.exec(select(SignIn).where(SignIn.person_id == ada)).one()
    return replace(cast.actor(cast.ada, proved_at=NOW), sign_in_id=row.id or 0)


@pytest.mark.usefixtures("provider")
def test_passwords_are_switched_off_and_on_again(session: Session, cast: Cast):
    ada = came_in(session, cast)
    before = ways_in(session, ada, at=NOW)

    switch_passwords_off(session, ada, at=NOW)
    session.flush()

    assert before == WaysRow(
        is_known=True, with_password=True, with_provider=True, came_by_provider=True
    )
    assert ways_in(session, ada, at=NOW) == replace(
        before, with_password=False, since="Today 10:00, by Ada Admin"
    )
    with pytest.raises(NotPermitted):
        sign_in.require_passwords(session)

    switch_passwords_on(session, ada, at=NOW)

    assert passwords_are_on(session)


@pytest.mark.usefixtures("provider")
def test_only_an_administrator_switches_them(session: Session, cast: Cast):
    for one in (cast.cleo, cast.lena, cast.mo, cast.rae, cast.spec):
        for switch in (switch_passwords_off, switch_passwords_on):
            with pytest.raises(NotPermitted):
                switch(session, cast.actor(one), at=NOW)
        with pytest.raises(NotPermitted):
            ways_in(session, cast.actor(one), at=NOW)

    assert passwords_are_on(session)


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("way", [Way.PASSWORD, Way.INVITATION])
def test_whoever_came_by_password_does_not_shut_themself_out(
    session: Session, cast: Cast, way: Way
):
    with pytest.raises(NotPermitted, match="Sign in with your organisation's account first"):
        switch_passwords_off(session, came_in(session, cast, way), at=NOW)


@pytest.mark.usefixtures("provider")
def test_who_has_not_just_shown_who_they_are_is_asked_to(session: Session, cast: Cast):
    ada = replace(came_in(session, cast), proved_at=NOW - FRESH)

    for switch in (switch_passwords_off, switch_passwords_on):
        with pytest.raises(NotFresh):
            switch(session, ada, at=NOW)


def test_without_a_provider_they_stay_on(session: Session, cast: Cast):
    with pytest.raises(Conflict):
        switch_passwords_off(session, came_in(session, cast), at=NOW)


def test_a_provider_that_is_gone_switches_them_on_again(
    session: Session, cast: Cast, provider: pytest.MonkeyPatch
):
    switch_passwords_off(session, came_in(session, cast), at=NOW)
    session.flush()
    assert not passwords_are_on(session)

    provider.undo()
    settings.cache_clear()

    assert passwords_are_on(session)


@pytest.mark.usefixtures("provider")
def test_nobody_chooses_a_password_while_they_are_off_and_the_command_line_is_the_way_out(
    session: Session, cast: Cast
):
    earlier = invitations.invite(session, cast.mo.id or 0, NOW)
    switch_passwords_off(session, came_in(session, cast), at=NOW)
    session.flush()
    words = "a sentence nobody else says"
    with pytest.raises(NotPermitted):
        invitations.accept_invitation(session, secret=earlier, hashed="a hash", at=NOW)

    secret = create_admin(session, email="ada@example.com", at=NOW)
    session.flush()
    who = invitations.accept_invitation(session, secret=secret, hashed=hash_of(words), at=NOW)

    assert who == cast.ada.id
    assert matches(words, session.get_one(Account, who).password_hash)
    assert ways_in(session, cast.actor(cast.ada), at=NOW).since.endswith("at the command line")


@pytest.mark.usefixtures("provider")
def test_the_command_line_switches_passwords_on_with_an_entry_and_once(
    session: Session, cast: Cast
):
    switch_passwords_off(session, came_in(session, cast), at=NOW)
    session.flush()
    for _each in range(2):
        create_admin(session, email="ada@example.com", at=NOW)
        session.flush()

    entries = session.exec(select(AuditEntry).where(AuditEntry.action == "house:passwords_again"))
    assert [(one.actor_id, one.result) for one in entries] == [(None, Result.DONE)]
