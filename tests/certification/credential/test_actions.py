"""Granting, ending and halting an award; sharing it; and the keys that sign it."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.actions import (
    reinstate,
    revoke,
    suspend,
)
from coach_the_coach.certification.credential.certificate.queries import own_certificate
from coach_the_coach.certification.credential.keys.actions import ensure_keys, rotate_keys
from coach_the_coach.certification.credential.keys.queries import jwks, published, signing
from coach_the_coach.certification.credential.proof.rules import verify_document, verify_token
from coach_the_coach.certification.credential.queries import (
    mark_of,
    own_file,
    standing_of,
    stands_words,
)
from coach_the_coach.certification.credential.rules import (
    ALL,
    AwardKind,
    Format,
    Issuer,
    Reason,
    Shown,
    Standing,
    hash_of,
)
from coach_the_coach.certification.credential.sharing.actions import share, sign_anew, stop_sharing
from coach_the_coach.certification.credential.sharing.queries import (
    as_a_stranger,
    own_certificates,
)
from coach_the_coach.certification.credential.sharing.rules import MOST
from coach_the_coach.certification.credential.status.queries import places_set
from coach_the_coach.certification.credential.status.rules import LENGTH, list_credential
from coach_the_coach.certification.credential.tables import (
    Award,
    Credential,
    CredentialShare,
    IssuerKey,
)
from coach_the_coach.certification.credential.verify.queries import shared, shared_file
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.evidence.tables import Evidence
from coach_the_coach.foundation import keys
from coach_the_coach.foundation.errors import Conflict, NotFound
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.records.erasure.actions import erase_person
from coach_the_coach.records.export.actions import export_person
from coach_the_coach.settings import settings
from tests.cast import NOW, Cast
from tests.certification.credential.given import CRITERIA, DID, SESSIONS, award, keys_kept
from tests.records.test_frozen import copied, refused, replacing

LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _keys(session: Session) -> None:
    keys_kept(session)


def own(session: Session, cast: Cast, one: Award, form: Format) -> str:
    """Mo's own file."""
    return own_file(session, cast.actor(cast.mo), public_id=one.public_id, form=form)


def document_of(session: Session, cast: Cast, one: Award) -> dict[str, Any]:
    return json.loads(own(session, cast, one, Format.DATA_INTEGRITY))


def test_an_award_is_kept_signed_twice_and_counts(session: Session, cast: Cast):
    made = award(session, cast.mo, signed_by=[cast.lena, cast.spec])

    document = document_of(session, cast, made)
    token = own(session, cast, made, Format.JWT)
    verify_document(document, jwks(session, DID), issuer=DID)
    said = verify_token(token, jwks(session, DID), issuer=DID)
    assert said["credentialSubject"] == document["credentialSubject"]
    kept = session.exec(select(Evidence).where(Evidence.kind == EvidenceKind.AWARD)).one()
    assert (kept.person_id, kept.subject, kept.at) == (cast.mo.id, made.public_id, NOW)
    assert (made.criteria, made.signed_by) == ([*CRITERIA], [cast.lena.id, cast.spec.id])
    counted = made.evidence[0]
    assert counted["sha256"] == hash_of(SESSIONS, counted["salt"])
    assert (counted["what"], counted["count"]) == ("observed sessions", 3)


def test_the_holders_own_file_names_nobody(session: Session, cast: Cast):
    made = award(session, cast.mo, signed_by=[cast.lena])
    text = own(session, cast, made, Format.DATA_INTEGRITY)
    payload = json.dumps(
        verify_token(own(session, cast, made, Format.JWT), jwks(session, DID), issuer=DID)
    )
    for one in (text, payload):
        for word in ("Manager", "mo@", "Lena", "Leader", *SESSIONS, made.evidence[0]["salt"]):
            assert word not in one


def test_nobody_else_is_given_it(session: Session, cast: Cast):
    made = award(session, cast.mo, signed_by=[cast.lena])
    for who in (cast.lena, cast.ada, cast.sol, cast.spec):
        actor = cast.actor(who)
        with pytest.raises(NotFound):
            own_file(session, actor, public_id=made.public_id, form=Format.JWT)
        with pytest.raises(NotFound):
            share(session, actor, public_id=made.public_id, shown=ALL, at=NOW)
        with pytest.raises(NotFound):
            as_a_stranger(session, actor, public_id=made.public_id, shown=ALL, at=NOW)


def test_who_is_certified_is_known_within_reach_and_to_whoever_administers(
    session: Session, cast: Cast
):
    award(session, cast.mo)
    award(session, cast.sol, at=LATER)

    def known(key: str) -> list[str]:
        actor = cast.actor(getattr(cast, key), LATER)
        found = session.exec(visible(Award, actor, Permission.AWARD_READ)).all()
        return sorted(session.get_one(Person, one.person_id).given_name for one in found)

    assert known("lena") == known("mo") == ["Mo"]
    assert known("odd") == known("sol") == ["Sol"]
    assert known("cleo") == known("spec") == known("ada") == ["Mo", "Sol"]
    assert known("rae") == known("mia") == known("sid") == []


@pytest.mark.parametrize("number", [1, 30])
def test_lists_take_the_same_statements_for_one_and_for_many(
    session: Session, cast: Cast, statements: Any, number: int
):
    for place in range(number):
        made = award(session, cast.mo, path_key=f"path-{place}")
        share(session, cast.actor(cast.mo), public_id=made.public_id, shown=ALL, at=NOW)
    actor = cast.actor(cast.mo)
    with statements() as sent:
        assert len(own_certificates(session, actor, at=NOW)) == number
    assert len([one for one in sent if "SELECT" in one]) == 4


def test_a_newer_award_of_the_same_path_follows_the_last(session: Session, cast: Cast):
    first = award(session, cast.mo)
    other = award(session, cast.mo, path_key="master-coach")
    second = award(session, cast.mo, kind=AwardKind.RECERTIFIED, at=LATER)
    session.expire_all()

    assert first.superseded_by_id == second.id
    assert (other.superseded_by_id, second.superseded_by_id) == (None, None)
    assert stands_words(first, LATER) == "Followed by a newer one"
    assert standing_of(first, LATER) is Standing.VALID


@pytest.mark.parametrize(
    ("days", "words", "mark"),
    [
        (0, "Valid", "done"),
        (469, "Expiring", "attention"),
        (549, "Expiring", "attention"),
        (551, "Expired", "attention"),
    ],
)
def test_an_end_is_said_beforehand(session: Session, cast: Cast, days: int, words: str, mark: str):
    made, at = award(session, cast.mo), NOW + timedelta(days=days)
    assert (stands_words(made, at), mark_of(made, at)) == (words, mark)


def test_revoked_is_for_good_and_counts_no_more(session: Session, cast: Cast):
    made = award(session, cast.mo)
    revoke(session, made, Reason.FALSE_EVIDENCE, LATER)
    revoke(session, made, Reason.APPEAL, LATER + timedelta(days=1))

    assert (made.revoked_at, made.revoke_reason) == (LATER, Reason.FALSE_EVIDENCE)
    assert standing_of(made, LATER) is Standing.REVOKED
    kept = session.exec(select(Evidence).where(Evidence.subject == made.public_id)).one()
    assert (kept.withdrawn_at, kept.reason) == (LATER, "false-evidence")
    for again in (suspend, reinstate):
        with pytest.raises(Conflict):
            again(session, made, LATER)
    with pytest.raises(Conflict):
        share(session, cast.actor(cast.mo), public_id=made.public_id, shown=ALL, at=LATER)


def test_what_is_revoked_is_not_printed_any_more(session: Session, cast: Cast):
    mo, made = cast.actor(cast.mo), award(session, cast.mo)
    assert own_certificates(session, mo, at=NOW)[0].pdf
    revoke(session, made, Reason.FALSE_EVIDENCE, NOW)

    with pytest.raises(Conflict, match="nothing to print"):
        own_certificate(session, mo, public_id=made.public_id)
    assert own_certificates(session, mo, at=NOW)[0].pdf == ""


def test_the_lists_say_what_is_revoked_and_what_is_suspended(session: Session, cast: Cast):
    actor = cast.actor(cast.mo)
    one, other = award(session, cast.mo), award(session, cast.sol)
    link = share(session, actor, public_id=one.public_id, shown=ALL, at=NOW)
    shared_as = session.exec(select(CredentialShare).where(CredentialShare.link_id == link)).one()
    assert (one.status_index % 2, shared_as.status_index % 2) == (0, 1)
    assert places_set(session, "revocation", 1) == places_set(session, "suspension", 1) == []

    suspend(session, one, LATER)
    both = sorted([one.status_index, shared_as.status_index])
    assert (places_set(session, "suspension", 1), places_set(session, "revocation", 1)) == (
        both,
        [],
    )
    reinstate(session, one, LATER)
    assert places_set(session, "suspension", 1) == []
    revoke(session, one, Reason.CONDUCT, LATER)
    assert places_set(session, "revocation", 1) == both
    assert other.status_index not in both
    assert places_set(session, "revocation", 2) is None
    document = document_of(session, cast, one)
    named = [
        (entry["statusPurpose"], entry["statusListIndex"], entry["statusListCredential"])
        for entry in document["credentialStatus"]
    ]
    house = "https://coach.example.com/credentials/status"
    assert named == [
        ("revocation", str(one.status_index), f"{house}/revocation-1"),
        ("suspension", str(one.status_index), f"{house}/suspension-1"),
    ]
    listed = list_credential(
        Issuer("https://coach.example.com"), "revocation", 1, Format.JWT, both, NOW
    )
    assert listed["id"] == f"{house}/revocation-1.jwt"


def test_a_second_list_is_begun_where_the_first_is_half_full(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    from coach_the_coach.certification.credential import actions

    monkeypatch.setattr(actions, "FILLED", 1)
    first, second = award(session, cast.mo), award(session, cast.sol)
    assert first.status_index < LENGTH <= second.status_index < 2 * LENGTH
    revoke(session, second, Reason.MISTAKE, LATER)
    assert places_set(session, "revocation", 1) == []
    assert places_set(session, "revocation", 2) == [second.status_index - LENGTH]


@pytest.mark.parametrize("chosen", [(), *((one,) for one in Shown), tuple(Shown)])
def test_a_share_shows_what_was_agreed_and_no_more(
    session: Session, cast: Cast, chosen: tuple[Shown, ...]
):
    actor, made = cast.actor(cast.mo), award(session, cast.mo, signed_by=[cast.lena])
    shown = frozenset(chosen)
    look = as_a_stranger(session, actor, public_id=made.public_id, shown=shown, at=LATER)
    link = share(session, actor, public_id=made.public_id, shown=shown, at=LATER)

    row = shared(session, link_id=link, at=LATER)
    assert row is not None
    assert row.holds
    given = {
        Shown.NAME: row.name,
        Shown.LEVEL: row.level,
        Shown.DATES: row.awarded,
        Shown.CRITERIA: "".join(row.criteria),
        Shown.EVIDENCE: "".join(row.evidence),
    }
    assert {one for one, text in given.items() if text} == shown
    document = shared_file(session, link_id=link, form=Format.DATA_INTEGRITY)
    token = shared_file(session, link_id=link, form=Format.JWT)
    known = jwks(session, DID)
    texts = (document or "", json.dumps(verify_token(token or "", known, issuer=DID)))
    marks = {
        Shown.NAME: "Mo Manager",
        Shown.LEVEL: "Level 2",
        Shown.DATES: "2026-03-02",
        Shown.CRITERIA: CRITERIA[1],
        Shown.EVIDENCE: "SHA-256 over their ids",
    }
    for text in texts:
        assert {one for one, mark in marks.items() if mark in text} == shown
        # Neither who it is, nor the award itself, by which two shares could be told to be one's.
        counted = made.evidence[0]
        hidden = ("mo@", "Lena", made.public_id, counted["salt"], counted["sha256"])
        assert not any(word in text for word in hidden)
        assert f'"{made.status_index}"' not in text
    assert (look.name, look.level, look.awarded) == (row.name, row.level, row.awarded)
    assert (look.criteria, look.until) == (row.criteria, row.until)
    # The hash is another in every share.
    assert [one.partition("SHA-256")[0] for one in look.evidence] == [
        one.partition("SHA-256")[0] for one in row.evidence
    ]


def test_two_shares_of_one_certificate_have_no_random_text_and_no_instant_in_common(
    session: Session, cast: Cast
):
    mo, made = cast.actor(cast.mo), award(session, cast.mo)
    texts = []
    for hours, shown in ((1, ALL), (50, ALL - {Shown.NAME})):
        at = NOW + timedelta(hours=hours)
        link = share(session, mo, public_id=made.public_id, shown=shown, at=at)
        texts.append(shared_file(session, link_id=link, form=Format.DATA_INTEGRITY) or "")

    marks = r"[0-9a-f]{32,}|[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:]+Z"
    first, second = ({*re.findall(marks, text)} for text in texts)
    # The day of the award, as a day, and its end: both were chosen to be shown.
    assert first & second == {"2026-03-02T00:00:00Z", "2027-09-03T12:00:00Z"}


def test_the_day_of_a_certificate_is_the_one_where_its_holder_was(session: Session, cast: Cast):
    made = award(session, cast.mo, at=datetime(2026, 3, 2, 22, 0, tzinfo=UTC), on=date(2026, 3, 3))
    mo = cast.actor(cast.mo)
    look = as_a_stranger(session, mo, public_id=made.public_id, shown=ALL, at=LATER)
    paper = own_certificate(session, mo, public_id=made.public_id)

    assert (look.awarded, paper.awarded_on) == ("3 March 2026", date(2026, 3, 3))


def test_looking_first_keeps_nothing(session: Session, cast: Cast):
    made = award(session, cast.mo)
    as_a_stranger(session, cast.actor(cast.mo), public_id=made.public_id, shown=ALL, at=NOW)
    session.flush()
    assert session.exec(select(CredentialShare)).all() == []


def test_nothing_is_under_a_link_that_was_ended(session: Session, cast: Cast):
    mo, made = cast.actor(cast.mo), award(session, cast.mo)
    link = share(session, mo, public_id=made.public_id, shown=ALL, at=NOW)
    with pytest.raises(NotFound):
        stop_sharing(session, cast.actor(cast.lena), link_id=link, at=LATER)
    stop_sharing(session, mo, link_id=link, at=LATER)
    stop_sharing(session, mo, link_id=link, at=LATER + timedelta(days=1))

    assert shared(session, link_id=link, at=LATER) is None
    assert shared_file(session, link_id=link, form=Format.JWT) is None
    assert session.exec(select(CredentialShare.ended_at)).one() == LATER
    assert own_certificates(session, mo, at=LATER)[0].shares == []


def test_a_certificate_is_shared_in_so_many_places_and_no_more(session: Session, cast: Cast):
    mo, made = cast.actor(cast.mo), award(session, cast.mo)
    for _place in range(MOST):
        share(session, mo, public_id=made.public_id, shown=frozenset(), at=NOW)
    assert not own_certificates(session, mo, at=NOW)[0].may_share
    with pytest.raises(Conflict, match="Stop one first"):
        share(session, mo, public_id=made.public_id, shown=frozenset(), at=NOW)


def test_a_file_that_was_changed_where_it_is_kept_is_not_said_to_hold(session: Session, cast: Cast):
    mo, made = cast.actor(cast.mo), award(session, cast.mo)
    link = share(session, mo, public_id=made.public_id, shown=ALL, at=NOW)
    kept = session.exec(
        select(Credential).where(
            Credential.format == Format.DATA_INTEGRITY, col(Credential.share_id).is_not(None)
        )
    ).one()
    kept.content = kept.content.replace("Level 2", "Level 3")
    session.add(kept)
    session.flush()
    row = shared(session, link_id=link, at=NOW)
    assert row is not None
    assert not row.holds


def test_keys_are_made_once_and_old_ones_verify_for_good(session: Session, cast: Cast):
    assert ensure_keys(session, at=NOW) == []
    made = award(session, cast.mo)
    before = document_of(session, cast, made)
    token = own(session, cast, made, Format.JWT)

    new = rotate_keys(session, at=LATER)

    verify_document(before, jwks(session, DID), issuer=DID)
    verify_token(token, jwks(session, DID), issuer=DID)
    assert {one.kid for one in published(session)} == {"rs256-first", "eddsa-first", *new}
    assert {signing(session).rsa_kid, signing(session).ed_kid} == {*new}
    assert document_of(session, cast, made) == before
    mo = cast.actor(cast.mo, LATER)
    sign_anew(session, mo, public_id=made.public_id, at=LATER)
    after = document_of(session, cast, made)
    assert after["proof"]["verificationMethod"].partition("#")[2] in new
    verify_document(after, jwks(session, DID), issuer=DID)
    # Nobody signs with an old key any more: its private half is gone.
    sealed = session.exec(
        select(IssuerKey.sealed).where(col(IssuerKey.retired_at).is_not(None))
    ).all()
    assert sealed == ["", ""]


def test_the_holder_signs_anew_what_old_keys_or_an_old_address_signed_and_nothing_else(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    made = award(session, cast.mo)
    mo = cast.actor(cast.mo)

    def files() -> int:
        kept = select(Credential.id).where(Credential.award_id == made.id)
        return len(session.exec(kept).all())

    def said() -> str:
        (one,) = own_certificates(session, mo, at=NOW)
        return one.anew

    def sign() -> None:
        sign_anew(session, mo, public_id=made.public_id, at=LATER)

    sign()
    assert (said(), files()) == ("", 2)
    rotate_keys(session, at=LATER)
    assert said() == "The house signs with new keys now. Your files still hold as they are."
    sign()
    assert (said(), files()) == ("", 4)
    monkeypatch.setenv("COACH_PUBLIC_URL", "https://another.example.com")
    settings.cache_clear()
    assert said().startswith("The house has another address now.")
    sign()
    assert (said(), files()) == ("", 6)
    assert document_of(session, cast, made)["issuer"]["id"] == "did:web:another.example.com"
    for who in (cast.lena, cast.ada, cast.sol):
        with pytest.raises(NotFound):
            sign_anew(session, cast.actor(who), public_id=made.public_id, at=LATER)
    rotate_keys(session, at=LATER)
    revoke(session, made, Reason.MISTAKE, LATER)
    assert said() == ""
    with pytest.raises(Conflict):
        sign()
    assert files() == 6


def test_without_the_secret_nobody_signs_until_the_keys_are_rotated(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keys, "_secret", lambda *_given: b"another secret")
    with pytest.raises(Conflict, match="coach keys rotate"):
        award(session, cast.mo)
    rotate_keys(session, at=LATER)
    award(session, cast.mo, at=LATER)


def test_erasing_the_holder_takes_the_files_and_what_is_shared(session: Session, cast: Cast):
    mo, made = cast.actor(cast.mo), award(session, cast.mo)
    link = share(session, mo, public_id=made.public_id, shown=ALL, at=NOW)
    revoke(session, made, Reason.MISTAKE, NOW)
    given = export_person(session, cast.mo, at=NOW)["data.json"].decode()
    assert "Certified Coach" in given
    assert link in given
    set_before = places_set(session, "revocation", 1)

    erase_person(session, cast.mo, reason="asked", at=LATER)

    assert session.exec(select(Credential)).all() == []
    assert shared(session, link_id=link, at=LATER) is None
    # What was revoked stays revoked, whoever kept a file of it.
    assert places_set(session, "revocation", 1) == set_before
    assert set_before is not None
    assert len(set_before) == 2


FROZEN = {
    "award": (
        "id",
        [
            "UPDATE award SET person_id = person_id + 1",
            "UPDATE award SET valid_until = NULL",
            "UPDATE award SET level = 3",
            "UPDATE award SET criteria = '[]'",
            "UPDATE award SET evidence = '[]'",
            "UPDATE award SET status_index = 5",
        ],
    ),
    "issuer_key": (
        "kid",
        [
            "UPDATE issuer_key SET public = '{}'",
            "UPDATE issuer_key SET sealed = 'x'",
            "UPDATE issuer_key SET sealed = ''",
            "UPDATE issuer_key SET kid = 'x' WHERE kid = 'rs256-first'",
        ],
    ),
}


@pytest.mark.parametrize("table", FROZEN)
def test_what_was_granted_or_published_stays(session: Session, cast: Cast, table: str):
    award(session, cast.mo)
    key, changes = FROZEN[table]
    value = session.connection().scalar(sa.text(f"SELECT {key} FROM {table}"))
    row = copied(session, table, key, value)

    for change in [*changes, f"DELETE FROM {table}"]:
        assert refused(session, change), change
    if session.get_bind().dialect.name == "sqlite":
        assert refused(session, replacing(session, table, row, key), **row)
    else:
        assert refused(session, f"TRUNCATE {table} CASCADE")
    assert copied(session, table, key, value) == row


def test_what_is_revoked_or_retired_is_so_once(session: Session, cast: Cast):
    made = award(session, cast.mo)
    revoke(session, made, Reason.CONDUCT, NOW)
    rotate_keys(session, at=LATER)
    for change in (
        "UPDATE award SET revoked_at = NULL",
        "UPDATE award SET revoke_reason = 'mistake'",
        "UPDATE issuer_key SET retired_at = NULL WHERE kid = 'rs256-first'",
    ):
        assert refused(session, change), change
