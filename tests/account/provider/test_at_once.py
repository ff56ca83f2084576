"""Two tabs or two people who come in by the provider at the same moment, on two connections."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.provider.actions import (
    Entered,
    enter,
    link_identity,
    unlink_identities,
)
from coach_the_coach.account.provider.rules import Journey, Purpose
from coach_the_coach.foundation import store
from coach_the_coach.identity import invitations, sign_in
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.oidc import Proof, Refused
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.tables import Account, ExternalIdentity, Person
from coach_the_coach.servers import Provider
from tests.cast import JUST_NOW, NOW, Cast
from tests.meeting import at_once, company

ISSUER = "https://login.example.com"
PROVIDER = Provider(
    issuer=ISSUER, client_id="coach", client_secret="-", employee_claim="employee_number"
)
NUMBERS = {"mo": "E-1", "mia": "E-2"}


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast; Mo and Mia have employee ids, and Mo a password as well."""
    with company(database_url) as cast:
        with store.transaction() as session:
            for key, number in NUMBERS.items():
                person = session.get_one(Person, getattr(cast, key).id)
                person.employee_id = number
                session.add(person)
            session.add(Account(person_id=cast.mo.id or 0, password_hash="-", created_at=NOW))
        yield cast


def proof(subject: str, number: str = "") -> Proof:
    """What the provider says of an account."""
    said = {"employee_number": number} if number else {}
    return Proof(
        issuer=ISSUER, subject=subject, session=None, shown_at=NOW, claims=said, id_token=""
    )


def comes_in(
    subject: str, number: str = "", *, invitation: str = ""
) -> Callable[[Session], Entered]:
    """Somebody who comes back from the provider."""
    journey = Journey(
        browser="",
        nonce="",
        verifier="",
        purpose=Purpose.SIGN_IN,
        begun_at=NOW.isoformat(),
        invitation=invitation,
    )

    def do(session: Session) -> Entered:
        return enter(
            session,
            provider=PROVIDER,
            proof=proof(subject, number),
            journey=journey,
            device="",
            earlier=None,
            at=NOW,
        )

    return do


def signed_in(person: Person) -> Actor:
    """Somebody who has come in with a password, and has just shown who they are."""
    with store.transaction() as session:
        secret = sign_in.start_sign_in(session, person.id or 0, device="", at=NOW)
        return replace(actor_of(session, secret, NOW), proved_at=JUST_NOW)


def invitation(person: Person) -> str:
    """A link for somebody."""
    with store.transaction() as session:
        return invitations.invite(session, person.id or 0, NOW)


def linked() -> list[tuple[int, str]]:
    """Whose account is whose."""
    with store.reading() as session:
        found = select(ExternalIdentity.person_id, ExternalIdentity.subject)
        return sorted((who, subject) for who, subject in session.exec(found))


def came(answers: list[object]) -> list[str]:
    """What came of each, in a word."""
    return [str(one) if isinstance(one, Refused) else type(one).__name__ for one in answers]


def test_of_two_accounts_with_one_employee_id_one_is_linked(cast: Cast):
    answers = at_once(comes_in("mo", "E-1"), comes_in("another", "E-1"))

    assert came(answers) == ["Entered", "other_account"]
    assert linked() == [(cast.mo.id, "mo")]


def test_whoever_comes_in_for_the_first_time_in_two_tabs_comes_in_in_both(cast: Cast):
    answers = at_once(comes_in("mo", "E-1"), comes_in("mo", "E-1"))

    assert came(answers) == ["Entered", "Entered"]
    assert linked() == [(cast.mo.id, "mo")]


def test_an_invitation_taken_in_two_tabs_is_used_once(cast: Cast):
    link = invitation(cast.mo)

    answers = at_once(comes_in("mo", invitation=link), comes_in("mo", invitation=link))

    assert came(answers) == ["Entered", "invitation"]
    assert linked() == [(cast.mo.id, "mo")]


def test_by_invitation_and_by_employee_id_at_once_it_is_one_account(cast: Cast):
    link = invitation(cast.mo)

    answers = at_once(comes_in("mo", invitation=link), comes_in("mo", "E-1"))

    assert came(answers) == ["Entered", "Entered"]
    assert linked() == [(cast.mo.id, "mo")]


def test_one_account_with_the_invitations_of_two_people_is_the_firsts(cast: Cast):
    mos, mias = invitation(cast.mo), invitation(cast.mia)

    answers = at_once(comes_in("x", invitation=mos), comes_in("x", invitation=mias))

    assert came(answers) == ["Entered", "account_of_another"]
    assert linked() == [(cast.mo.id, "x")]


@pytest.mark.parametrize("others", [False, True])
def test_one_account_linked_twice_at_once_is_linked_once(cast: Cast, others: bool):
    mo, other = signed_in(cast.mo), signed_in(cast.mia if others else cast.mo)

    def links(actor: Actor, within: int) -> Callable[[Session], None]:
        return lambda session: link_identity(
            session, actor, proof=proof("x"), within=within, at=NOW
        )

    answers = at_once(links(mo, mo.sign_in_id), links(other, other.sign_in_id))

    assert came(answers) == ["NoneType", "account_of_another" if others else "NoneType"]
    assert linked() == [(cast.mo.id, "x")]


@pytest.mark.parametrize("number", ["", "E-1"])
def test_whoever_comes_in_while_their_account_is_unlinked_is_a_stranger_again(
    cast: Cast, number: str
):
    at_once(comes_in("mo", "E-1"), lambda _session: None)
    mo = signed_in(cast.mo)

    answers = at_once(
        lambda session: unlink_identities(session, mo, at=NOW), comes_in("mo", number)
    )

    assert came(answers) == ["list", "Entered" if number else "unknown_person"]
    assert linked() == ([(cast.mo.id, "mo")] if number else [])
