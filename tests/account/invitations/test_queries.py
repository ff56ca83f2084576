"""Whom an administrator can invite, and how each of them stands."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coach_the_coach.account.invitations.actions import invite_person
from coach_the_coach.account.invitations.queries import PAGE, invitees, next_lines
from coach_the_coach.foundation.errors import NotFound, NotPermitted
from coach_the_coach.identity import invitations
from coach_the_coach.identity.tables import Account, ExternalIdentity, Invitation, Person
from tests.cast import NOW, Cast


def states(session: Session, cast: Cast, search: str = "") -> list[tuple[str, str]]:
    rows, _total = invitees(session, cast.actor(cast.ada), search=search, page=0, at=NOW)
    return [(row.email.split("@")[0], row.state) for row in rows]


def test_those_who_cannot_sign_in_come_first_by_name(session: Session, cast: Cast):
    session.add(Account(person_id=cast.ada.id or 0, password_hash="x", created_at=NOW))
    invitations.invite(session, cast.cleo.id or 0, NOW)
    invitations.invite(session, cast.lena.id or 0, NOW - invitations.INVITATION)
    session.flush()

    assert states(session, cast) == [
        ("cleo", "Invited"),
        ("lena", "Not invited yet"),
        ("mia", "Not invited yet"),
        ("mo", "Not invited yet"),
        ("odd", "Not invited yet"),
        ("rae", "Not invited yet"),
        ("ren", "Not invited yet"),
        ("spec", "Not invited yet"),
        ("sid", "Not invited yet"),
        ("sol", "Not invited yet"),
        ("ada", "Can sign in"),
    ]


def test_whoever_comes_in_by_the_provider_can_sign_in(session: Session, cast: Cast):
    before = next_lines(session, cast.actor(cast.ada), at=NOW)
    for number in (1, 2):
        session.add(
            ExternalIdentity(
                person_id=cast.mo.id or 0,
                issuer="https://login.example.com",
                subject=str(number),
                created_at=NOW,
                used_at=NOW,
            )
        )
    session.flush()
    after = next_lines(session, cast.actor(cast.ada), at=NOW)

    assert states(session, cast, "mo@") == [("mo", "Can sign in")]
    assert [line.text for line in (*before, *after)] == [
        "10 people cannot sign in yet.",
        "9 people cannot sign in yet.",
    ]


def test_one_is_found_by_name_or_address(session: Session, cast: Cast):
    found = {
        one: [who for who, _state in states(session, cast, one)]
        for one in ("MANAGER", "sol@", "s\0ol", "%", "nobody")
    }

    assert found == {
        "MANAGER": ["mia", "mo"],
        "sol@": ["sol"],
        "s\0ol": ["sol"],
        "%": [],
        "nobody": [],
    }


def test_somebody_invited_twice_stands_there_once(session: Session, cast: Cast):
    for _each in range(2):
        invite_person(session, cast.actor(cast.ada), person=cast.mo.public_id, at=NOW)
    session.flush()

    assert states(session, cast, "mo manager") == [("mo", "Invited")]


def test_nobody_else_invites_or_sees_who_can_sign_in(session: Session, cast: Cast):
    for other in (cast.cleo, cast.lena, cast.mo, cast.rae, cast.spec):
        actor = cast.actor(other)
        with pytest.raises(NotPermitted):
            invitees(session, actor, search="", page=0, at=NOW)
        with pytest.raises(NotPermitted):
            invite_person(session, actor, person=cast.mo.public_id, at=NOW)
    assert session.exec(select(Invitation)).all() == []


def test_nobody_is_invited_who_is_not_there(session: Session, cast: Cast):
    with pytest.raises(NotFound):
        invite_person(session, cast.actor(cast.ada), person="0" * 32, at=NOW)


def test_an_invitation_lets_its_person_in_and_makes_the_one_before_useless(
    session: Session, cast: Cast
):
    ada = cast.actor(cast.ada)
    first = invite_person(session, ada, person=cast.mo.public_id, at=NOW)
    second = invite_person(session, ada, person=cast.mo.public_id, at=NOW)
    session.flush()

    assert invitations.invited(session, second, NOW).id == cast.mo.id
    with pytest.raises(NotFound):
        invitations.invited(session, first, NOW)


def test_many_people_take_two_statements_and_are_paged(session: Session, cast: Cast, statements):
    ada = cast.actor(cast.ada)
    with statements() as few:
        _rows, before = invitees(session, ada, search="", page=0, at=NOW)
    for at in range(PAGE):
        one = Person(email=f"p{at}@example.com", given_name=f"P{at}", family_name="More")
        session.add(one)
        session.flush()
        invitations.invite(session, one.id or 0, NOW - timedelta(hours=1))
    session.flush()
    with statements() as many:
        rows, total = invitees(session, ada, search="", page=0, at=NOW)
    others, _total = invitees(session, ada, search="", page=1, at=NOW)

    assert (len(few), len(many), len(rows), total) == (2, 2, PAGE, before + PAGE)
    assert len({one.public_id for one in rows + others}) == total


def test_nobody_who_has_left_is_there_to_be_invited(session: Session, cast: Cast):
    cast.mo.ends_on = NOW.date() - timedelta(days=1)
    session.add(cast.mo)
    session.flush()

    assert states(session, cast, "mo manager") == []
