"""Three verifiers that nobody of us wrote accept ours, and refuse what is changed or revoked.

`@digitalbazaar/vc`, `jose` and `openbadgeslib`, none of which may ask the network.
"""

import json
import socket
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier
from sqlmodel import Session, select

from coach_the_coach.certification.credential.actions import Reason, revoke, suspend
from coach_the_coach.certification.credential.keys.actions import rotate_keys
from coach_the_coach.certification.credential.keys.queries import published, signing
from coach_the_coach.certification.credential.keys.rules import did_document
from coach_the_coach.certification.credential.proof.rules import (
    FILES,
    context,
    sign_document,
    sign_token,
)
from coach_the_coach.certification.credential.queries import own_file
from coach_the_coach.certification.credential.rules import ALL, PURPOSES, Format, Issuer
from coach_the_coach.certification.credential.sharing.actions import share
from coach_the_coach.certification.credential.status.queries import places_set
from coach_the_coach.certification.credential.status.rules import list_credential
from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.credential.verify.queries import shared_file
from coach_the_coach.foundation import clock
from tests import machine
from tests.cast import NOW, Cast
from tests.certification.credential.given import DID, HOUSE, award, keys_kept
from tests.certification.credential.test_proof import TAMPERED, Change, tampered
from tests.certification.credential.verifiers import running
from tests.certification.credential.verifiers.running import NoVerifiers, Verifiers

BOTH = tuple(Format)


@pytest.fixture(scope="session")
def npm(run_folder: Path, request: pytest.FixtureRequest) -> Iterator[Verifiers]:
    """npm's verifiers; skips by name where they cannot be fetched."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    try:
        with running.running(run_folder, worker) as verifiers:
            yield verifiers
    except NoVerifiers as why:
        machine.missing("verifiers", str(why))


@dataclass
class Papers:
    """A certificate of Mo's in both forms, and what a verifier has at hand."""

    session: Session
    award: Award
    document: dict[str, Any]
    token: str

    def at_hand(self) -> dict[str, Any]:
        """The keys, the lists in both forms by address, and the contexts."""
        now, issuer = clock.now(), Issuer(HOUSE)
        keys = signing(self.session)
        lists: dict[str, Any] = {}
        for purpose in PURPOSES:
            places = places_set(self.session, purpose, 1) or []
            said = list_credential(issuer, purpose, 1, Format.DATA_INTEGRITY, places, now)
            name = f"{DID}#{keys.ed_kid}"
            lists[said["id"]] = sign_document(said, keys.ed, name=name, at=now)
            said = list_credential(issuer, purpose, 1, Format.JWT, places, now)
            lists[said["id"]] = sign_token(said, keys.rsa, name=f"{DID}#{keys.rsa_kid}")
        return {
            "did": did_document(DID, published(self.session)),
            "lists": lists,
            "contexts": {url: context(url) for url in FILES},
            "now": now.isoformat(),
        }

    def download(self, url: str) -> bytes:
        """What is at an address of the house, for `openbadgeslib`."""
        given = self.at_hand()
        if url == f"{HOUSE}/.well-known/did.json":
            return json.dumps(given["did"]).encode()
        found = given["lists"][url]
        return (found if isinstance(found, str) else json.dumps(found)).encode()


@pytest.fixture
def papers(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Papers:
    """As Mo holds them."""
    keys_kept(session)
    # The verifiers look at their own clock: this one ends when nobody runs them any more.
    made = award(session, cast.mo, valid_until=date(2099, 1, 1), at=NOW)
    texts = [
        own_file(session, cast.actor(cast.mo), public_id=made.public_id, form=form)
        for form in (Format.DATA_INTEGRITY, Format.JWT)
    ]

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("somebody asked the network")

    session.flush()
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return Papers(session, made, json.loads(texts[0]), texts[1])


def openbadges_accepts(papers: Papers, form: Format, text: str, *, status: bool = True) -> bool:
    """Whether `openbadgeslib` takes it, by the keys and lists of the house alone.

    It verifies lists that are tokens, and takes those with a proof within for what they say.
    """
    try:
        if form is Format.JWT:
            OB3Verifier.for_issuer_did(DID, download=papers.download).verify(
                text, check_status=status, download=papers.download
            )
        else:
            OB3LdpVerifier.for_issuer_did(DID, download=papers.download).verify(
                text,
                check_status=status,
                download=papers.download,
                verify_status_list=False,
            )
    except OB3VerificationError:
        return False
    return True


def npm_accepts(npm: Verifiers, papers: Papers, form: Format, text: str) -> bool:
    """Whether `@digitalbazaar/vc` takes a document, or `jose` a token."""
    given = papers.at_hand()
    if form is Format.JWT:
        return npm.verify("token", text, **given)["verified"]
    return npm.verify("document", json.loads(text), **given)["verified"]


def text_of(papers: Papers, form: Format, change: Change | None = None) -> str:
    """A form of it, changed or not."""
    if form is Format.JWT:
        return papers.token if change is None else tampered(papers.token, change)
    document = deepcopy(papers.document)
    if change is not None:
        change(document)
    return json.dumps(document)


@pytest.mark.parametrize("form", BOTH)
def test_they_accept_what_we_signed(npm: Verifiers, papers: Papers, form: Format):
    text = text_of(papers, form)
    assert openbadges_accepts(papers, form, text)
    given = papers.at_hand()
    kind = "token" if form is Format.JWT else "document"
    found = npm.verify(kind, papers.token if form is Format.JWT else papers.document, **given)
    assert found["verified"], found


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize("change", TAMPERED.items(), ids=lambda one: one[0])
def test_they_refuse_what_was_changed(
    npm: Verifiers, papers: Papers, form: Format, change: tuple[str, Change]
):
    text = text_of(papers, form, change[1])
    assert not openbadges_accepts(papers, form, text)
    assert not npm_accepts(npm, papers, form, text)


ENDING: dict[str, Callable[[Session, Award], None]] = {
    "revoked": lambda session, award: revoke(session, award, Reason.MISTAKE, NOW),
    "suspended": lambda session, award: suspend(session, award, NOW),
}


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize("way", ENDING)
def test_they_refuse_one_that_was_ended(npm: Verifiers, papers: Papers, form: Format, way: str):
    ENDING[way](papers.session, papers.award)

    text = text_of(papers, form)
    assert openbadges_accepts(papers, form, text, status=False)
    assert not openbadges_accepts(papers, form, text)
    assert not npm_accepts(npm, papers, form, text)


@pytest.mark.parametrize("form", BOTH)
def test_they_accept_what_an_old_key_has_signed(npm: Verifiers, papers: Papers, form: Format):
    rotate_keys(papers.session, at=NOW)

    text = text_of(papers, form)
    assert openbadges_accepts(papers, form, text)
    assert npm_accepts(npm, papers, form, text)


@pytest.mark.parametrize("form", BOTH)
@pytest.mark.parametrize("shown", [ALL, frozenset()], ids=["all", "nothing"])
def test_they_accept_what_is_shared(
    npm: Verifiers, papers: Papers, cast: Cast, form: Format, shown: frozenset[Any]
):
    mo = cast.actor(cast.mo)
    link = share(papers.session, mo, public_id=papers.award.public_id, shown=shown, at=clock.now())
    text = shared_file(papers.session, link_id=link, form=form) or ""
    assert openbadges_accepts(papers, form, text)
    assert npm_accepts(npm, papers, form, text)


def test_a_forged_list_does_not_bring_a_revoked_one_back(npm: Verifiers, papers: Papers):
    revoke(papers.session, papers.award, Reason.MISTAKE, NOW)
    given = papers.at_hand()
    for address, text in given["lists"].items():
        if address.endswith("revocation-1"):
            free = list_credential(
                Issuer(HOUSE), "revocation", 1, Format.DATA_INTEGRITY, [], clock.now()
            )
            text["credentialSubject"] = free["credentialSubject"]
    assert not npm.verify("document", papers.document, **given)["verified"]


def test_the_verifiers_themselves_are_without_a_network(npm: Verifiers, papers: Papers):
    given = papers.at_hand()
    del given["contexts"]["https://www.w3.org/ns/credentials/v2"]
    given["did"]["verificationMethod"] = []
    answer = npm.verify("document", papers.document, **given)
    assert not answer["verified"]
    assert papers.session.exec(select(Award)).one().id == papers.award.id
