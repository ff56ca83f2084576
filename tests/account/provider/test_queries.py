"""What one's own account page says of the provider."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.account.provider.queries import linking, own_link
from coach_the_coach.account.provider.rows import LinkRow
from coach_the_coach.foundation.errors import NotFresh
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.sign_in import start_sign_in
from coach_the_coach.identity.tables import Account, ExternalIdentity
from coach_the_coach.settings import settings
from tests.cast import NOW, Cast

ISSUER = "https://login.example.com"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Single sign-on is on."""
    monkeypatch.setenv("COACH_PUBLIC_URL", "https://coach.example.com")
    monkeypatch.setenv("OIDC_ISSUER", ISSUER)
    monkeypatch.setenv("OIDC_CLIENT_ID", "coach")
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "a secret of theirs")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def link(session: Session, person_id: int | None, issuer: str, subject: str) -> None:
    """Somebody has an account there, used yesterday."""
    at = NOW - timedelta(days=1)
    session.add(
        ExternalIdentity(
            person_id=person_id or 0, issuer=issuer, subject=subject, created_at=at, used_at=at
        )
    )
    session.flush()


@pytest.mark.usefixtures("provider")
def test_one_sees_whether_ones_own_account_of_this_provider_is_linked(cast: Cast):
    cast.session.add(Account(person_id=cast.mo.id or 0, password_hash="-", created_at=NOW))
    link(cast.session, cast.mo.id, ISSUER, "mo")
    link(cast.session, cast.mia.id, ISSUER, "mia")
    link(cast.session, cast.lena.id, "https://another.example", "lena")

    seen = [
        own_link(cast.session, cast.actor(one), at=NOW) for one in (cast.mo, cast.mia, cast.lena)
    ]

    assert seen == [
        LinkRow(is_on=True, is_linked=True, used="Yesterday 10:00", can_unlink=True),
        LinkRow(is_on=True, is_linked=True, used="Yesterday 10:00"),
        LinkRow(is_on=True),
    ]


def test_without_a_provider_nothing_is_linked(cast: Cast):
    link(cast.session, cast.mo.id, ISSUER, "mo")
    assert own_link(cast.session, cast.actor(cast.mo), at=NOW) == LinkRow()


def test_an_account_is_linked_only_by_whoever_just_showed_who_they_are(cast: Cast):
    secret = start_sign_in(cast.session, cast.mo.id or 0, device="", at=NOW)
    actor = actor_of(cast.session, secret, NOW)

    assert linking(cast.session, actor, at=NOW + timedelta(minutes=4)) == actor.sign_in_id
    with pytest.raises(NotFresh):
        linking(cast.session, actor, at=NOW + timedelta(minutes=6))
