"""What a credential says, when it counts, and that it holds no more than was chosen."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from typing import Any

import pytest

from coach_the_coach.certification.credential.proof.rules import base58, unbase58
from coach_the_coach.certification.credential.rules import (
    ALL,
    Counted,
    Format,
    Issuer,
    Said,
    Shown,
    Standing,
    Subject,
    begins_at,
    credential_of,
    ends_at,
    hash_of,
    hashed,
    last_day,
    standing,
    urn,
)
from coach_the_coach.certification.credential.sharing.rules import chosen, linkedin_address
from coach_the_coach.certification.credential.status.rules import (
    LENGTH,
    asked_for,
    encoded,
    is_set,
    list_of,
)
from coach_the_coach.certification.credential.verify.rules import shown as shown_by
from tests.cast import NOW

HOUSE = Issuer("https://coach.example.com")

SAID = Said(
    id=urn("a" * 32),
    subject=Subject(urn("b" * 32), name="Mo Manager"),
    path_key="certified-coach",
    path_title="Certified Coach",
    level=2,
    version=3,
    awarded_at=NOW,
    valid_from=NOW.date(),
    valid_until=date(2027, 9, 2),
    made_at=NOW + timedelta(days=40),
    criteria=("Three observed sessions.",),
    evidence=(Counted("talks held", 3, "c" * 64),),
    status_list=1,
    status_index=77,
)

TELLING = {
    Shown.NAME: ["Mo Manager"],
    Shown.LEVEL: ["Level 2"],
    Shown.DATES: ["2026-03-02", "awardedDate"],
    Shown.CRITERIA: ["Three observed sessions."],
    Shown.EVIDENCE: ["talks held", "c" * 64],
}
"""What gives each away."""


def said(shown: Iterable[Shown]) -> dict[str, Any]:
    """The credential of a share with this: its subject bears a name only where that is shown."""
    subject = replace(SAID.subject, name=SAID.subject.name if Shown.NAME in shown else "")
    return credential_of(
        replace(SAID, subject=subject), HOUSE, Format.DATA_INTEGRITY, frozenset(shown)
    )


SUBSETS = list(chain.from_iterable(combinations(Shown, size) for size in range(len(Shown) + 1)))


@pytest.mark.parametrize("shown", SUBSETS, ids=lambda shown: "+".join(shown) or "nothing")
def test_a_credential_holds_what_was_chosen_and_nothing_else_of_it(shown: tuple[Shown, ...]):
    document = said(shown)
    text = json.dumps(document)
    page = repr(shown_by(document, Standing.VALID))

    for one, words in TELLING.items():
        assert all((word in text) is (one in shown) for word in words), one
    assert ("Mo Manager" in page) is (Shown.NAME in shown)
    assert ("2 March 2026" in page) is (Shown.DATES in shown)
    assert ("Three observed" in page) is (Shown.CRITERIA in shown)
    assert ("talks held" in page) is (Shown.EVIDENCE in shown)
    assert "2 September 2027" in page


def test_a_file_counts_from_the_day_it_was_made_and_never_longer():
    document = said([])
    assert document["validFrom"] == said(ALL)["validFrom"] == "2026-04-11T09:00:00Z"
    assert document["validUntil"] == said(ALL)["validUntil"] == "2027-09-03T12:00:00Z"
    assert last_day(document["validUntil"]) == date(2027, 9, 2)


def test_an_address_is_an_identifier_with_its_port():
    assert HOUSE.did == "did:web:coach.example.com"
    assert Issuer("http://127.0.0.1:3000").did == "did:web:127.0.0.1%3A3000"


def test_an_address_is_hashed_as_open_badges_has_it():
    # An example that verifiers share: sha256 over the address and the salt behind it.
    assert hashed(" A@example.com ", "Kosher") == hashed("a@example.com", "Kosher")
    assert hashed("a@example.com", "Kosher") == (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )


def test_a_hash_over_what_was_counted_is_of_the_set_and_its_salt():
    assert hash_of(["b", "a"], "s") == hash_of(["a", "b", "a"], "s")
    assert hash_of(["a"], "s") != hash_of(["a"], "t") != hash_of(["s"], "a")


def test_a_day_begins_when_it_begins_anywhere_and_ends_when_it_has_ended_everywhere():
    day = date(2026, 3, 2)
    late = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert begins_at(day, late) == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert begins_at(day, NOW) == NOW
    assert ends_at(day) == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert ends_at(None) is None


@pytest.mark.parametrize(
    ("revoked", "suspended", "at", "expected"),
    [
        (False, False, NOW - timedelta(seconds=1), Standing.NOT_YET),
        (False, False, NOW, Standing.VALID),
        (False, False, NOW + timedelta(days=9), Standing.VALID),
        (False, False, NOW + timedelta(days=10), Standing.EXPIRED),
        (False, True, NOW + timedelta(days=10), Standing.SUSPENDED),
        (True, True, NOW, Standing.REVOKED),
    ],
)
def test_how_it_stands(*, revoked: bool, suspended: bool, at: datetime, expected: Standing):
    ends = NOW + timedelta(days=10)
    found = standing(begins=NOW, ends=ends, revoked=revoked, suspended=suspended, at=at)
    assert found is expected


@pytest.mark.parametrize(
    ("text", "content"),
    # From the draft of base58 at the IETF.
    [
        ("2NEpo7TZRRrLZSi2U", b"Hello World!"),
        (
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
            b"The quick brown fox jumps over the lazy dog.",
        ),
        ("11233QC4", b"\0\0\x28\x7f\xb4\xcd"),
    ],
)
def test_base58_is_as_others_write_it(text: str, content: bytes):
    assert base58(content) == text
    assert unbase58(text) == content


def test_a_list_has_a_bit_for_each_place_and_room_to_hide_in():
    places = [0, 7, 8, 4711, LENGTH - 1]
    text = encoded(places)
    assert text.startswith("u")
    assert LENGTH >= 131_072
    assert all(is_set(text, place) for place in places)
    assert not any(is_set(text, place) for place in (1, 6, 9, 4710, LENGTH - 2))
    assert encoded(places) == text


def test_a_place_is_in_one_list():
    assert (list_of(0), list_of(LENGTH - 1), list_of(LENGTH)) == (
        (1, 0),
        (1, LENGTH - 1),
        (2, 0),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("revocation-1", ("revocation", 1, Format.DATA_INTEGRITY)),
        ("suspension-12.jwt", ("suspension", 12, Format.JWT)),
        ("revocation-0", None),
        ("revocation-1234567", None),
        ("refresh-1", None),
        ("revocation", None),
        ("revocation-²", None),
        ("revocation--1", None),
    ],
)
def test_an_address_names_a_list_or_none(name: str, expected: object):
    assert asked_for(name) == expected


def test_a_form_chooses_what_is_ticked_and_nothing_else():
    form = {"show-name": "on", "show-dates": "off", "show-photo": "on", "name": "on"}
    assert chosen(form) == {Shown.NAME}


def test_linkedin_is_told_no_more_than_is_shown():
    told = linkedin_address(
        title="Coach & more",
        issuer="House",
        page="https://x.example/verify/1",
        awarded=None,
        until=date(2027, 9, 2),
    )
    assert told == (
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Coach+%26+more"
        "&organizationName=House&expirationYear=2027&expirationMonth=9"
        "&certUrl=https%3A%2F%2Fx.example%2Fverify%2F1"
    )
