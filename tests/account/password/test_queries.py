"""How one's own password stands: there to be changed, not there, or off for everybody."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.account.password.actions import change
from coach_the_coach.account.password.queries import NEW, own_password
from coach_the_coach.account.password.rows import PasswordRow
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.audit import About
from coach_the_coach.foundation.errors import Conflict, NotFresh, NotPermitted
from coach_the_coach.identity.access import FRESH
from coach_the_coach.identity.passwords import hash_of
from coach_the_coach.identity.sign_in import set_password, set_passwords
from coach_the_coach.settings import settings
from tests.cast import NOW, Cast

PASSWORD = "a sentence nobody else says"

PROVIDER = {
    "OIDC_ISSUER": "https://login.example.com",
    "OIDC_CLIENT_ID": "coach",
    "OIDC_CLIENT_SECRET": "a secret of some length, as they are",
}


def test_it_is_ones_own_with_its_address_and_when_it_was_changed(session: Session, cast: Cast):
    mo, mia = cast.actor(cast.mo), cast.actor(cast.mia)
    for one in (cast.mo, cast.mia):
        set_password(session, one.id or 0, PASSWORD, NOW)
    session.flush()
    own = PasswordRow(stage="own", email="mo@example.com")
    assert own_password(session, mo, at=NOW - timedelta(minutes=1)) == own

    audit.note(session, "password:change", actor_id=mo.person_id, at=NOW, of=About(mo.person_id))
    session.flush()

    just_now = own_password(session, mo, at=NOW)
    assert (just_now.changed, just_now.is_new) == ("Today 10:00", True)
    later = own_password(session, mo, at=NOW + NEW)
    assert (later.changed != "", later.is_new) == (True, False)
    assert own_password(session, mia, at=NOW).changed == ""


def test_whoever_would_be_asked_who_they_are_is_asked_before_they_type(
    session: Session, cast: Cast
):
    set_password(session, cast.mo.id or 0, PASSWORD, NOW)
    session.flush()

    late = cast.actor(cast.mo, proved_at=NOW - FRESH)

    assert own_password(session, late, at=NOW).must_confirm
    with pytest.raises(NotFresh):
        change(session, late, hashed=hash_of(PASSWORD), at=NOW)


def test_who_comes_in_by_the_provider_alone_has_none_and_gets_none(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)

    assert own_password(session, mo, at=NOW) == PasswordRow(stage="none")
    with pytest.raises(Conflict):
        change(session, mo, hashed=hash_of(PASSWORD), at=NOW)


def test_while_passwords_are_off_there_is_none_to_change(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    set_password(session, cast.mo.id or 0, PASSWORD, NOW)
    for name, value in PROVIDER.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        set_passwords(session, "off", by=None, at=NOW)
        session.flush()

        assert own_password(session, cast.actor(cast.mo), at=NOW) == PasswordRow(stage="off")
        with pytest.raises(NotPermitted):
            change(session, cast.actor(cast.mo), hashed=hash_of(PASSWORD), at=NOW)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
