"""What is public: the page of a share and its files, the keys, the lists; and what is one's own."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from coach_the_coach.certification.credential.actions import revoke, suspend
from coach_the_coach.certification.credential.certificate import http as certificate
from coach_the_coach.certification.credential.keys import http as published
from coach_the_coach.certification.credential.keys.actions import rotate_keys
from coach_the_coach.certification.credential.proof.rules import verify_document, verify_token
from coach_the_coach.certification.credential.rules import ALL, Reason, Shown
from coach_the_coach.certification.credential.sharing import http as sharing
from coach_the_coach.certification.credential.sharing.actions import share, stop_sharing
from coach_the_coach.certification.credential.status import http as status
from coach_the_coach.certification.credential.status.rules import is_set
from coach_the_coach.certification.credential.tables import Award, CredentialShare
from coach_the_coach.certification.credential.verify import http as verify
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.edge import Edge
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.sign_in import cookie_name, start_sign_in
from coach_the_coach.settings import Settings
from coach_the_coach.shell import routes
from tests.cast import NOW
from tests.certification.credential.given import DID, HOUSE, award, keys_kept, made
from tests.observations.visit import house, person

OURS = {"origin": HOUSE, "sec-fetch-site": "same-origin", "accept": "text/html"}

EVERY = [
    route for room in (published, status, certificate, verify, sharing) for route in room.routes
]


@pytest.fixture(autouse=True)
def _house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with house(database_url):
        with store.transaction() as session:
            mo = person(session, "mo")
            mo.family_name = "<b>Manager"
            session.add(mo)
            keys_kept(session)
            award(session, mo, signed_by=[person(session, "lena")])
        yield


def ask(method: str, path: str, who: str = "", **more: object) -> httpx.Response:
    """The answer through the edge, as from outside, without a cookie or as one of the cast."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(Edge(Starlette(routes=EVERY), Settings(public_url=HOUSE)))
        cookies = {cookie_name(): cookie(who)} if who else {}
        async with httpx.AsyncClient(
            transport=transport, base_url=HOUSE, cookies=cookies
        ) as client:
            return await client.request(method, path, **more)  # pyright: ignore[reportArgumentType] - as the client takes them

    return asyncio.run(asked())


def cookie(key: str) -> str:
    with store.transaction() as session:
        return start_sign_in(session, person(session, key).id or 0, device="", at=NOW)


def mine() -> str:
    """The public id of Mo's award."""
    with store.reading() as session:
        return session.exec(select(Award.public_id)).one()


def link(*shown: Shown) -> str:
    """A page that Mo shares his on."""
    with store.transaction() as session:
        actor = actor_named(session, person(session, "mo").id or 0, NOW)
        public_id = session.exec(select(Award.public_id)).one()
        return share(session, actor, public_id=public_id, shown=frozenset(shown), at=NOW)


def keys() -> dict[str, dict[str, str]]:
    """The keys as they are published, made into what verifies by."""
    from coach_the_coach.certification.credential.keys.rules import Algorithm

    found = ask("GET", "/.well-known/did.json").json()
    public = {"JsonWebKey": made(Algorithm.RS256)[1], "Multikey": made(Algorithm.EDDSA)[1]}
    return {one["id"]: public[one["type"]] for one in found["verificationMethod"]}


def test_a_shared_certificate_needs_no_sign_in_and_no_script():
    made = link(*ALL)
    answer = ask("GET", routes.verify(made))
    assert answer.status_code == 200
    text = answer.text
    assert "<script" not in text
    assert 'class="as-device"' in text
    assert "Mo &lt;b&gt;Manager" in text
    assert "<b>" not in text
    for words in ("Certified Coach", "Level 2", "2 March 2026", "2 September 2027", ">Valid<"):
        assert words in text, words
    assert "Lena" not in text
    assert "mo@example.com" not in text
    headers = {name: answer.headers[name] for name in ("cache-control", "referrer-policy")}
    assert headers == {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    assert "noindex" in answer.headers["x-robots-tag"]
    for name in ("credential.json", "credential.jwt", "keys.json"):
        assert f'href="{routes.verify(made, name)}"' in text


@pytest.mark.parametrize("shown", [(), *((one,) for one in Shown)])
def test_the_page_shows_what_was_agreed_and_no_more(shown: tuple[Shown, ...]):
    text = ask("GET", routes.verify(link(*shown))).text
    marks = {
        Shown.NAME: "Mo &lt;b&gt;",
        Shown.LEVEL: "Level 2",
        Shown.DATES: "2 March 2026",
        Shown.CRITERIA: "A log of forty sessions.",
        Shown.EVIDENCE: "3 × observed sessions",
    }
    assert {one for one, mark in marks.items() if mark in text} == {*shown}
    assert mine() not in text


def test_its_files_verify_by_the_keys_beside_them():
    made = link(*ALL)
    document = ask("GET", routes.verify(made, "credential.json"))
    token = ask("GET", routes.verify(made, "credential.jwt"))
    verify_document(document.json(), keys(), issuer=DID)
    verify_token(token.text, keys(), issuer=DID)
    beside = ask("GET", routes.verify(made, "keys.json"))
    assert beside.json() == ask("GET", "/.well-known/did.json").json()
    for answer in (document, token, beside):
        assert "attachment" in answer.headers["content-disposition"]
        assert "noindex" in answer.headers["x-robots-tag"]


def test_whatever_is_not_there_looks_the_same():
    ended = link(*ALL)
    with store.transaction() as session:
        actor = actor_named(session, person(session, "mo").id or 0, NOW)
        stop_sharing(session, actor, link_id=ended, at=NOW)
    for name in ("", "credential.json", "credential.jwt", "keys.json"):
        answers = [ask("GET", routes.verify(one, name)) for one in (ended, "0" * 32, "x", mine())]
        assert {one.status_code for one in answers} == {404}
        assert len({one.content for one in answers}) == 1
        assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1


def test_whoever_tries_many_links_waits_and_a_link_that_is_somebodys_works_all_the_same():
    made = link()
    answers = [ask("GET", routes.verify(f"{place:032}")).status_code for place in range(25)]
    assert answers[:20] == [404] * 20
    assert answers[-1] == 429
    assert ask("GET", routes.verify(made)).status_code == 200


def test_how_it_stands_is_said_in_words(monkeypatch: pytest.MonkeyPatch):
    made = link()

    def page() -> str:
        return ask("GET", routes.verify(made)).text

    def stored() -> Award:
        return session.exec(select(Award)).one()

    assert "This certificate is valid." in page()
    with store.transaction() as session:
        suspend(session, stored(), NOW)
    assert "This certificate is suspended." in page()
    with store.transaction() as session:
        revoke(session, stored(), Reason.MISTAKE, NOW)
    assert "This certificate was revoked." in page()
    assert "mistake" not in page()


def test_an_end_that_has_come_is_said(monkeypatch: pytest.MonkeyPatch):
    made = link()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=600))
    text = ask("GET", routes.verify(made)).text
    assert "This certificate expired. Its last day was 2 September 2027." in text


def test_the_keys_of_the_house_are_published_old_ones_too():
    answer = ask("GET", "/.well-known/did.json")
    assert answer.headers["content-type"] == "application/did+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    before = answer.json()
    assert before["id"] == DID
    assert [one["type"] for one in before["verificationMethod"]] == ["JsonWebKey", "Multikey"]
    assert before["assertionMethod"] == [f"{DID}#rs256-first", f"{DID}#eddsa-first"]
    assert before["verificationMethod"][1]["publicKeyMultibase"].startswith("z6Mk")
    assert "PRIVATE" not in answer.text
    assert not {"d", "p", "q"} & {*before["verificationMethod"][0]["publicKeyJwk"]}
    with store.transaction() as session:
        new = rotate_keys(session, at=NOW + timedelta(days=1))
    after = ask("GET", "/.well-known/did.json").json()
    assert after["assertionMethod"][2:] == before["assertionMethod"]
    assert {one.partition("#")[2] for one in after["assertionMethod"][:2]} == {*new}


def test_the_lists_are_signed_and_may_be_kept_for_a_while(monkeypatch: pytest.MonkeyPatch):
    with store.transaction() as session:
        one = session.exec(select(Award)).one()
        revoke(session, one, Reason.MISTAKE, NOW)
        place = one.status_index
    document = ask("GET", "/credentials/status/revocation-1")
    token = ask("GET", "/credentials/status/revocation-1.jwt")
    halted = ask("GET", "/credentials/status/suspension-1").json()

    assert document.headers["cache-control"] == "public, max-age=300"
    verify_document(document.json(), keys(), issuer=DID)
    said = verify_token(token.text, keys(), issuer=DID)
    for one in (document.json(), said):
        assert is_set(one["credentialSubject"]["encodedList"], place)
        assert one["credentialSubject"]["statusPurpose"] == "revocation"
    assert not is_set(halted["credentialSubject"]["encodedList"], place)
    for name in ("revocation-2", "other-1", "revocation-1.txt", "revocation"):
        assert ask("GET", f"/credentials/status/{name}").status_code == 404


def test_ones_own_files_are_ones_own():
    files = ("certificate.pdf", "credential.json", "credential.jwt")
    for name in files:
        path = routes.certificate(mine(), name)
        assert ask("GET", path).status_code == 401
        assert {ask("GET", path, who).status_code for who in ("lena", "sol", "ada")} == {404}
        assert ask("GET", path, "mo").status_code == 200
    paper = ask("GET", routes.certificate(mine(), files[0]), "mo")
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["cache-control"] == "no-store"
    json.loads(ask("GET", routes.certificate(mine(), files[1]), "mo").text)


def test_a_form_shares_or_only_shows():
    action = routes.certificate(mine(), "share")
    form = {"show-name": "on", "do": "look"}
    looked = ask("POST", action, "mo", data=form, headers=OURS)
    assert "This is what a stranger would see." in looked.text
    assert "Mo &lt;b&gt;Manager" in looked.text
    assert "Level 2" not in looked.text
    assert shares() == []
    assert ask("POST", action, "sol", data=form, headers=OURS).status_code == 404
    shared = ask("POST", action, "mo", data={**form, "do": "share"}, headers=OURS)
    assert (shared.status_code, shared.headers["location"]) == (303, "/certificates")
    assert [one.shown for one in shares()] == [["name"]]
    foreign = {**OURS, "origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert ask("POST", action, "mo", data={"do": "share"}, headers=foreign).status_code == 403
    assert len(shares()) == 1


def shares() -> list[CredentialShare]:
    with store.reading() as session:
        return [*session.exec(select(CredentialShare)).all()]
