"""The page of one's own certificates, as the browser of one of the cast sees it."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from coach_the_coach.certification.credential.rules import Shown
from coach_the_coach.certification.credential.sharing.actions import share
from coach_the_coach.certification.credential.sharing.state import CertificatesState
from coach_the_coach.certification.credential.tables import Award, CredentialShare
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.certification.credential.given import award, keys_kept
from tests.observations.visit import Visit, house, person

HERE = "http://127.0.0.1:3000"


@pytest.fixture(autouse=True)
def inside(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mo is certified, and shares his name."""
    monkeypatch.setenv("COACH_PUBLIC_URL", HERE)
    settings.cache_clear()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction() as session:
            keys_kept(session)
            award(session, person(session, "mo"))
        yield


def link() -> str:
    """A page that Mo shares his name on."""
    with store.transaction() as session:
        actor = actor_named(session, person(session, "mo").id or 0, NOW)
        public_id = session.exec(select(Award.public_id)).one()
        return share(session, actor, public_id=public_id, shown=frozenset({Shown.NAME}), at=NOW)


def test_the_holder_sees_their_certificates_and_stops_sharing():
    made = link()
    mo = Visit(CertificatesState, routes.CERTIFICATES, "mo")
    mo.do("load")
    (one,) = mo.state.certificates
    said = (one.path, one.level, one.stands, one.mark)
    assert said == ("Certified Coach", "Level 2", "Valid", "done")
    (shared,) = one.shares
    assert shared.address == f"{HERE}/verify/{made}"
    assert shared.shows == "Shows the path and its last day, and: my name"
    assert "issueYear" not in shared.linkedin

    mo.do("stop", made)

    assert mo.state.certificates[0].shares == []
    with store.reading() as session:
        assert session.exec(select(CredentialShare.ended_at)).one() == NOW


def test_what_an_old_address_signed_is_signed_anew(monkeypatch: pytest.MonkeyPatch):
    mo = Visit(CertificatesState, routes.CERTIFICATES, "mo")
    assert mo.state.certificates[0].anew == ""
    monkeypatch.setenv("COACH_PUBLIC_URL", "http://127.0.0.2:3000")
    settings.cache_clear()
    mo.do("load")
    (one,) = mo.state.certificates
    assert one.anew.startswith("The house has another address now.")

    mo.do("sign_anew", one.public_id)

    assert mo.state.message == "Signed anew. Files that you have given away stay as they are."
    assert mo.state.certificates[0].anew == ""
    mo.do("sign_anew", "0" * 32)
    assert mo.state.message != "Signed anew. Files that you have given away stay as they are."


def test_somebody_who_is_not_certified_has_nothing_there():
    sol = Visit(CertificatesState, routes.CERTIFICATES, "sol")
    sol.do("load")
    assert sol.state.certificates == []
    assert sol.state.loaded
