"""Roles that are given and ended at the same moment, on two connections."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.account.grants.actions import (
    end_grant,
    give_role,
    let_guest_in,
    let_stand_in,
)
from coach_the_coach.account.grants.rules import GuestDraft
from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Invalid, NotPermitted
from coach_the_coach.identity.access import Actor, Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.tables import Account, Grant, Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.imports.formats.people import read_people
from coach_the_coach.imports.people.actions import import_people
from tests.account.grants.test_actions import COVER, ROLE
from tests.cast import NOW, Cast
from tests.meeting import at_once, company, meanwhile

GUEST = GuestDraft(
    email="gus@elsewhere.org",
    given_name="Gus",
    family_name="Guest",
    ends_on=date(2026, 3, 31),
    reason="Watches one session.",
)


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast, in which Ada, Odd and Cleo administer and have passwords."""
    with company(database_url) as cast:
        with store.transaction() as session:
            for one in (cast.odd, cast.cleo):
                give_grant(session, one.id or 0, Role.ADMIN, root_id=None, at=NOW)
            for one in (cast.ada, cast.odd, cast.cleo):
                way = Account(person_id=one.id or 0, password_hash="-", created_at=NOW)
                session.add(way)
        yield cast


def actor(cast: Cast, person: Person) -> Actor:
    """Somebody acting, as they were made out before anything of this happened."""
    with store.transaction() as session:
        return replace(cast, session=session).actor(person)


def administrators() -> set[str]:
    """Whose role as administrator goes on."""
    with store.reading() as session:
        found = select(Person.given_name).join(Grant, col(Grant.person_id) == col(Person.id))
        lasts = col(Grant.ends_at).is_(None)
        return set(session.exec(found.where(Grant.role == Role.ADMIN, lasts)))


def ends(cast: Cast, who: Person, whose: Person) -> Callable[[Session], None]:
    """One administrator ends the role of another."""
    acting = actor(cast, who)
    with store.reading() as session:
        role = select(Grant.id).where(Grant.person_id == whose.id, Grant.role == Role.ADMIN)
        grant = str(session.exec(role).one())
    return lambda session: end_grant(session, acting, grant=grant, reason="He asked.", at=NOW)


def test_of_two_administrators_who_end_each_others_role_one_stays(cast: Cast):
    first, second = ends(cast, cast.ada, cast.odd), ends(cast, cast.odd, cast.ada)

    came = at_once(first, second)

    assert [type(one) for one in came] == [type(None), NotPermitted]
    assert administrators() == {"Ada", "Cleo"}


def test_in_a_ring_of_three_who_end_each_others_role_one_stays(cast: Cast):
    ring = [(cast.ada, cast.odd), (cast.odd, cast.cleo), (cast.cleo, cast.ada)]
    first, second, third = (ends(cast, who, whose) for who, whose in ring)

    at_once(first, second)
    at_once(third, second)

    assert administrators() == {"Cleo"}


def test_a_file_and_an_administrator_who_end_each_others_role_leave_one(cast: Cast):
    text = "email,given_name,family_name,role\nodd@example.com,Odd,Other,leader\n"
    ada, file = actor(cast, cast.ada), read_people(text.encode())

    def brings_in(session: Session) -> None:
        import_people(session, ada, file=file, at=NOW)

    by_file, by_hand = brings_in, ends(cast, cast.odd, cast.ada)

    came = at_once(by_hand, by_file)

    assert [type(one) for one in came] == [type(None), NotPermitted]
    assert administrators() == {"Odd", "Cleo"}


def test_a_file_and_who_holds_somebody_in_it_and_an_administrator_wait_in_no_ring(cast: Cast):
    text = "email,given_name,family_name,role,title\nmo@example.com,Mo,Manager,manager,Coach\n"
    ada, file = actor(cast, cast.ada), read_people(text.encode())
    below, above = cast.mo.id or 0, cast.ada.id or 0
    assert below < above

    def brings_in() -> None:
        with store.transaction() as session:
            import_people(session, ada, file=file, at=NOW)

    meanwhile(
        lambda session: wait_for_people(session, [below]),
        brings_in,
        then=lambda session: wait_for_people(session, [above]),
    )

    with store.reading() as session:
        assert session.get_one(Person, below).title == "Coach"


def test_a_role_given_twice_at_once_is_held_once(cast: Cast):
    ada, odd = actor(cast, cast.ada), actor(cast, cast.odd)

    came = at_once(
        lambda session: give_role(session, ada, draft=ROLE, at=NOW),
        lambda session: give_role(session, odd, draft=ROLE, at=NOW),
    )

    assert [type(one) for one in came] == [type(None), Invalid]
    with store.reading() as session:
        by_hand = select(Grant.id).where(col(Grant.given_by_id).is_not(None))
        assert len(session.exec(by_hand).all()) == 1


def test_stand_ins_given_at_once_make_no_chain(cast: Cast):
    ada, cleo = actor(cast, cast.ada), actor(cast, cast.cleo)
    further = replace(COVER, person="lena@example.com", absent="odd@example.com")

    came = at_once(
        lambda session: let_stand_in(session, ada, draft=COVER, at=NOW),
        lambda session: let_stand_in(session, cleo, draft=further, at=NOW),
    )

    assert [type(one) for one in came] == [type(None), Invalid]


@pytest.mark.parametrize("was_here", [False, True])
def test_a_guest_let_in_twice_at_once_is_there_once(cast: Cast, was_here: bool):
    ada, odd = actor(cast, cast.ada), actor(cast, cast.odd)
    if was_here:
        with store.transaction() as session:
            let_guest_in(session, ada, draft=GUEST, at=NOW)
            session.flush()
            for one in session.exec(select(Grant).where(Grant.role == Role.GUEST)):
                one.ends_at = NOW
                session.add(one)

    came = at_once(
        lambda session: let_guest_in(session, ada, draft=GUEST, at=NOW),
        lambda session: let_guest_in(session, odd, draft=GUEST, at=NOW),
    )

    assert [type(one) for one in came] == [type(None), Invalid]
    with store.reading() as session:
        guests = session.exec(select(Person.id).where(Person.email == GUEST.email)).all()
        roles = select(Grant.id).where(Grant.role == Role.GUEST, col(Grant.ends_at) > NOW)
        assert (len(guests), len(session.exec(roles).all())) == (1, 1)
