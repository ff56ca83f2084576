"""Passwords switched off while the one who does it loses their own way in, on two connections."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.grants.actions import end_grant
from coach_the_coach.account.provider.actions import unlink_identities
from coach_the_coach.account.ways.actions import switch_passwords_off, switch_passwords_on
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, NotPermitted
from coach_the_coach.identity import sign_in
from coach_the_coach.identity.access import Actor, Role, Way
from coach_the_coach.identity.actions import comes_in_again, give_grant
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.sign_in import passwords_are_on
from coach_the_coach.identity.tables import Account, ExternalIdentity, Grant
from coach_the_coach.settings import settings
from tests.account.ways.test_actions import PROVIDER
from tests.cast import JUST_NOW, NOW, Cast
from tests.meeting import at_once, company


@pytest.fixture
def cast(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Ada administers and has both ways in; Odd administers and has a password alone."""
    for name, value in PROVIDER.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    with company(database_url) as cast:
        ada, odd = cast.ada.id or 0, cast.odd.id or 0
        with store.transaction() as session:
            give_grant(session, odd, Role.ADMIN, root_id=None, at=NOW)
            for one in (ada, odd):
                session.add(Account(person_id=one, password_hash="-", created_at=NOW))
            account = ExternalIdentity(
                person_id=ada,
                issuer=PROVIDER["OIDC_ISSUER"],
                subject="ada",
                created_at=NOW,
                used_at=NOW,
            )
            session.add(account)
        yield cast
    monkeypatch.undo()
    settings.cache_clear()


def came_in(cast: Cast, key: str) -> Actor:
    """An administrator who is in: Ada by the provider, Odd with a password."""
    person_id = getattr(cast, key).id
    with store.transaction() as session:
        linked = select(ExternalIdentity.id).where(ExternalIdentity.person_id == person_id)
        identity = session.exec(linked).first()
        way = Way.PROVIDER if identity else Way.PASSWORD
        secret = sign_in.start_sign_in(
            session, person_id, device="", at=NOW, way=way, identity_id=identity
        )
        return replace(actor_of(session, secret, NOW), proved_at=JUST_NOW)


@pytest.mark.parametrize("off_first", [False, True])
def test_who_switches_passwords_off_while_they_unlink_their_account_can_come_in(
    cast: Cast, off_first: bool
):
    ada = came_in(cast, "ada")

    def off(session: Session) -> object:
        return switch_passwords_off(session, ada, at=NOW)

    def unlink(session: Session) -> object:
        return unlink_identities(session, ada, at=NOW)

    answers = at_once(*((off, unlink) if off_first else (unlink, off)))

    assert type(answers[1]) is (Conflict if off_first else NotPermitted)
    with store.reading() as session:
        assert comes_in_again(session, ada.person_id)


@pytest.mark.parametrize("off_first", [False, True])
def test_who_has_a_password_alone_does_not_end_the_role_of_who_switches_them_off(
    cast: Cast, off_first: bool
):
    ada, odd = came_in(cast, "ada"), came_in(cast, "odd")
    with store.reading() as session:
        role = select(Grant.id).where(Grant.person_id == cast.ada.id, Grant.role == Role.ADMIN)
        grant = str(session.exec(role).one())

    def off(session: Session) -> object:
        return switch_passwords_off(session, ada, at=NOW)

    def end(session: Session) -> object:
        return end_grant(session, odd, grant=grant, reason="She asked.", at=NOW)

    answers = at_once(*((off, end) if off_first else (end, off)))

    assert type(answers[1]) is (Conflict if off_first else NotPermitted)
    with store.reading() as session:
        stays = cast.ada if off_first else cast.odd
        assert comes_in_again(session, stays.id or 0)
        assert comes_in_again(session, cast.odd.id or 0) is not off_first


def test_passwords_switched_off_twice_at_once_are_off(cast: Cast):
    ada = came_in(cast, "ada")

    def off(session: Session) -> object:
        return switch_passwords_off(session, ada, at=NOW)

    assert at_once(off, off) == [None, None]
    at_once(off, lambda session: switch_passwords_on(session, ada, at=NOW))
    with store.reading() as session:
        assert passwords_are_on(session)
