"""Whoever is erased is nobody who can come in: from that moment, and whoever lets people in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.account.grants.actions import let_guest_in
from coach_the_coach.account.grants.rules import GuestDraft
from coach_the_coach.account.invitations.actions import invite_person
from coach_the_coach.account.invitations.queries import invitees, next_lines
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotSignedIn
from coach_the_coach.foundation.ids import digest
from coach_the_coach.identity import invitations, sign_in
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import create_admin, give_grant
from coach_the_coach.identity.queries import actor_named, actor_of
from coach_the_coach.identity.tables import (
    Account,
    ExternalIdentity,
    Grant,
    Invitation,
    Person,
    Reach,
)
from coach_the_coach.imports.actions import import_people_file
from coach_the_coach.observations.queries import coach_to_observe, people_to_observe
from coach_the_coach.records.erasure.actions import erase_person
from tests.cast import NOW, Cast
from tests.meeting import at_once, company

SOON = NOW + timedelta(minutes=1)
"""Later on the day of the erasure."""


def erased(session: Session, person: Person) -> int:
    """The id of somebody who was just erased."""
    erase_person(session, person, reason="They asked for it.", at=NOW)
    session.flush()
    return person.id or 0


def test_whoever_is_erased_is_neither_listed_nor_counted(session: Session, cast: Cast):
    ada = cast.actor(cast.ada)
    (before,) = next_lines(session, ada, at=SOON)
    erased(session, cast.rae)

    rows, total = invitees(session, ada, search="erased", page=0, at=SOON)
    (after,) = next_lines(session, ada, at=SOON)

    assert (rows, total) == ([], 0)
    assert (before.text, after.text) == (
        "10 people cannot sign in yet.",
        "9 people cannot sign in yet.",
    )


def test_whoever_is_erased_is_invited_by_nobody(session: Session, cast: Cast):
    ada = cast.actor(cast.ada)
    erased(session, cast.rae)

    with pytest.raises(Conflict, match=r"Erased person \d+ is not here any more"):
        invite_person(session, ada, person=cast.rae.public_id, at=SOON)
    with pytest.raises(Conflict):
        create_admin(session, email=cast.rae.email, at=SOON)

    assert session.exec(select(Invitation)).all() == []


def test_the_command_line_makes_nobody_of_an_address_that_is_for_the_erased(session: Session):
    with pytest.raises(Invalid, match="an address that nobody has"):
        create_admin(session, email="Erased-7@erased.invalid", at=NOW)


def test_a_guest_who_was_erased_is_let_in_by_nobody(session: Session, cast: Cast):
    ada, until = cast.actor(cast.ada), NOW.date() + timedelta(days=30)
    draft = GuestDraft("gus@partner.example", "Gus", "Guest", until, "Watches once")
    let_guest_in(session, ada, draft=draft, at=NOW)
    gus = session.exec(select(Person).where(Person.email == draft.email)).one()
    erased(session, gus)

    with pytest.raises(Invalid, match="an address that nobody has"):
        let_guest_in(session, ada, draft=replace(draft, email=gus.email), at=SOON)


def test_no_way_in_that_comes_to_be_afterwards_leads_in(session: Session, cast: Cast):
    who = erased(session, cast.rae)
    session.add(Account(person_id=who, password_hash="x", created_at=NOW))
    session.add(
        ExternalIdentity(
            person_id=who, issuer="https://a.example", subject="1", created_at=NOW, used_at=NOW
        )
    )
    give_grant(session, who, Role.ADMIN, root_id=None, at=NOW)
    link = "a link that was made at the same moment"
    until = NOW + invitations.INVITATION
    session.add(
        Invitation(
            person_id=who,
            secret_digest=digest(link),
            created_at=NOW,
            expires_at=until,
        )
    )
    secret = sign_in.start_sign_in(session, who, device="", at=NOW)
    session.flush()

    assert sign_in.account_of(session, email=cast.rae.email, at=SOON) is None
    assert actor_named(session, who, SOON).grants == ()
    with pytest.raises(NotFound):
        invitations.accept_invitation(session, secret=link, hashed="x", at=SOON)
    with pytest.raises(NotSignedIn):
        actor_of(session, secret, SOON)


def test_whoever_is_erased_is_offered_in_no_list(session: Session, cast: Cast):
    spec, lena = cast.actor(cast.spec), cast.actor(cast.lena)
    for person in (cast.mia, cast.rae):
        erased(session, person)
    # As where a role or a line was given at the same moment.
    give_grant(session, cast.mia.id or 0, Role.MANAGER, root_id=None, at=NOW)
    session.add(Reach(ancestor_id=cast.mo.id or 0, descendant_id=cast.rae.id or 0, depth=1))
    session.flush()

    offered = people_to_observe(session, spec, search="", at=SOON)
    coached = coach_to_observe(session, lena, coach=cast.mo.public_id, at=SOON).coached

    assert "Mo Manager" in [one.word for one in offered]
    assert [one.word for one in [*offered, *coached] if "Erased" in one.word] == []


def test_a_file_brings_them_back_as_somebody_new(session: Session, cast: Cast):
    cast.rae.employee_id = "E-4"
    session.flush()
    who = erased(session, cast.rae)
    file = (
        "employee_id,email,given_name,family_name,role,manager_email\n"
        "E-4,rae@example.com,Rae,Rep,rep,mo@example.com\n"
    )

    import_people_file(session, content=file.encode(), at=SOON)
    session.flush()

    new = session.exec(select(Person).where(Person.employee_id == "E-4")).one()
    assert new.id != who
    old = session.get_one(Person, who)
    assert (old.given_name, old.employee_id) == ("Erased person", None)
    lasting = select(Grant.id).where(Grant.person_id == who, col(Grant.ends_at).is_(None))
    assert session.exec(lasting).all() == []
    assert sign_in.account_of(session, email=old.email, at=SOON) is None


@pytest.fixture
def meeting(database_url: str) -> Iterator[Cast]:
    """The cast in a database where two can meet."""
    with company(database_url) as cast:
        yield cast


def erases(cast: Cast) -> Callable[[Session], int]:
    return lambda session: erased(session, session.get_one(Person, cast.rae.id))


def test_an_invitation_taken_while_its_owner_is_erased_is_none(meeting: Cast):
    who = meeting.rae.id or 0
    with store.transaction() as session:
        link = invitations.invite(session, who, NOW)

    came = at_once(
        erases(meeting),
        lambda session: invitations.accept_invitation(session, secret=link, hashed="x", at=NOW),
    )

    assert isinstance(came[1], NotFound)
    with store.reading() as session:
        assert session.get(Account, who) is None


def test_an_invitation_made_while_its_owner_is_erased_is_none(meeting: Cast):
    who = meeting.rae.id or 0

    came = at_once(erases(meeting), lambda session: invitations.invite(session, who, NOW))

    assert isinstance(came[1], Conflict)
    with store.reading() as session:
        assert session.exec(select(Invitation)).all() == []
