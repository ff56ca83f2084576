"""Ways in that are made, used and changed at the same moment, on two connections."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pyotp.totp import TOTP
from sqlmodel import Session, col, select

from coach_the_coach.account.entry.actions import Try, accept, finish, let_in
from coach_the_coach.account.entry.queries import half_cookie
from coach_the_coach.account.entry.rows import CameIn, Visit
from coach_the_coach.account.invitations.actions import invite_person
from coach_the_coach.account.password import actions as password
from coach_the_coach.account.second import actions as second
from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.errors import Conflict, NotFound, NotSignedIn
from coach_the_coach.identity import invitations, second_factor, sign_in
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.door import act
from coach_the_coach.identity.second_factor import CODES, HalfWay, proof_of
from coach_the_coach.identity.tables import Account, Invitation, Person, SignIn, SignInTab
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.records.erasure.actions import erase_person
from tests.cast import NOW, Cast
from tests.meeting import at_once, company, meanwhile

VISIT = Visit(device="", network="10.0.0.0/24", cookies=None, earlier=None)


@pytest.fixture
def cast(database_url: str) -> Iterator[Cast]:
    """The cast; Mo has a password."""
    with company(database_url) as cast:
        with store.transaction() as session:
            session.add(Account(person_id=cast.mo.id or 0, password_hash="old", created_at=NOW))
        yield cast


def actor(cast: Cast, person: Person) -> Actor:
    """Somebody acting."""
    with store.transaction() as session:
        return replace(cast, session=session).actor(person)


def with_factor(cast: Cast) -> tuple[str, list[str]]:
    """Mo's second factor: what his phone shows now, and his recovery codes."""
    who = cast.mo.id or 0
    with store.transaction() as session:
        second_factor.begin(session, who, NOW - second_factor.HALF_WAY)
        session.flush()
        phone = TOTP(second_factor.secret_to_show(session, who) or "")
        before = NOW - second_factor.HALF_WAY
        return phone.at(NOW), second_factor.confirm(session, who, phone.at(before), before)


def types(answers: list[object]) -> list[type]:
    return [type(one) for one in answers]


def test_of_two_invitations_made_at_once_the_later_one_works(cast: Cast):
    ada = actor(cast, cast.ada)

    def invites(session: Session) -> str:
        return invite_person(session, ada, person=cast.mo.public_id, at=NOW)

    _first, later = at_once(invites, invites)

    with store.transaction() as session:
        unused = select(Invitation.id).where(col(Invitation.used_at).is_(None))
        assert len(session.exec(unused).all()) == 1
        assert invitations.invited(session, later, NOW).id == cast.mo.id


def test_an_invitation_taken_twice_at_once_is_used_once(cast: Cast):
    with store.transaction() as session:
        link = invitations.invite(session, cast.rae.id or 0, NOW)

    def takes(session: Session) -> object:
        return accept(session, VISIT, invitation=link, hashed="x", at=NOW)

    assert types(at_once(takes, takes)) == [CameIn, NotFound]


def test_an_invitation_taken_while_another_is_made_is_used_or_works_no_more(cast: Cast):
    with store.transaction() as session:
        link = invitations.invite(session, cast.rae.id or 0, NOW)

    def takes(session: Session) -> object:
        return accept(session, VISIT, invitation=link, hashed="x", at=NOW)

    def invites(session: Session) -> str:
        return invitations.invite(session, cast.rae.id or 0, NOW)

    assert types(at_once(takes, invites)) == [CameIn, str]
    link = at_once(invites, lambda _session: None)[0]
    assert types(at_once(invites, takes)) == [str, NotFound]


def test_of_recovery_codes_renewed_twice_at_once_those_of_one_set_work(cast: Cast):
    mo = actor(cast, cast.mo)
    with_factor(cast)

    def renews(session: Session) -> list[str]:
        return second.renew(session, mo, at=NOW)

    first, later = at_once(renews, renews)

    with store.transaction() as session:
        assert second_factor.codes_left(session, mo.person_id) == CODES
        taken = [second_factor.accepts(session, mo.person_id, one, NOW) for one in later]
        assert all(taken)
        assert not any(second_factor.accepts(session, mo.person_id, one, NOW) for one in first)


def test_codes_renewed_while_the_second_step_ends_are_none(cast: Cast):
    mo = actor(cast, cast.mo)
    with_factor(cast)

    answers = at_once(
        lambda session: second.end(session, mo, at=NOW),
        lambda session: second.renew(session, mo, at=NOW),
    )

    assert types(answers) == [type(None), Conflict]
    with store.reading() as session:
        assert second_factor.codes_left(session, mo.person_id) == 0


def test_a_second_step_begun_in_two_tabs_is_one(cast: Cast):
    mo = actor(cast, cast.mo)

    def begins(session: Session) -> None:
        second.begin(session, mo, at=NOW)

    assert at_once(begins, begins) == [None, None]
    with store.reading() as session:
        assert second_factor.secret_to_show(session, mo.person_id)


@pytest.mark.parametrize("with_code", [False, True])
def test_a_number_and_a_recovery_code_are_taken_once(cast: Cast, with_code: bool):
    number, codes = with_factor(cast)
    given, who = codes[0] if with_code else number, cast.mo.id or 0

    def gives(session: Session) -> bool:
        return second_factor.accepts(session, who, given, NOW)

    assert at_once(gives, gives) == [True, False]


@pytest.mark.parametrize("browsers", [1, 2])
@pytest.mark.parametrize("with_code", [False, True])
def test_whoever_gives_one_number_twice_comes_in_once(cast: Cast, browsers: int, with_code: bool):
    number, codes = with_factor(cast)
    given = codes[0] if with_code else number
    half = HalfWay(cast.mo.id or 0, proof=proof_of("old"), way="password", wanted="/")
    with store.transaction() as session:
        secrets = [second_factor.half_way(session, half, NOW) for _one in range(browsers)]

    def gives(secret: str) -> Callable[[Session], object]:
        visit = replace(VISIT, cookies=f"{half_cookie()}={secret}")
        return lambda session: finish(session, visit, number=given, at=NOW)

    came = types(at_once(gives(secrets[0]), gives(secrets[-1])))

    assert came == [tuple, NotSignedIn if browsers == 1 else type(None)]
    with store.reading() as session:
        assert len(session.exec(select(SignIn.id)).all()) == 1


def test_an_open_page_noted_twice_at_once_is_noted_once(cast: Cast):
    with store.transaction() as session:
        for _one in range(2):
            sign_in.start_sign_in(session, cast.mo.id or 0, device="", at=NOW)
        before, after = (one or 0 for one in session.exec(select(SignIn.id).order_by("id")))

    def notes(of: int) -> Callable[[Session], None]:
        return lambda session: sign_in.remember_tab(session, of, "one page")

    for of in (before, after):
        assert at_once(notes(of), notes(of)) == [None, None]
        with store.reading() as session:
            tabs = session.exec(select(SignInTab.token, SignInTab.sign_in_id)).all()
            assert [tuple(one) for one in tabs] == [("one page", of)]


@pytest.mark.parametrize("changed_first", [False, True])
def test_whoever_comes_in_by_a_password_while_it_is_changed_is_not_in(
    cast: Cast, changed_first: bool
):
    who = cast.mo.id or 0
    with store.reading() as session:
        held = session.get_one(Account, who)
    tried = Try("mo@example.com", (), NOW - NOW, held)

    def comes_in(session: Session) -> object:
        return let_in(session, VISIT, tried, better=None, wanted="/", at=NOW)

    def changes(session: Session) -> object:
        return sign_in.keep_password(session, who, "new", NOW)

    at_once(*((changes, comes_in) if changed_first else (comes_in, changes)))

    with store.reading() as session:
        assert sign_in.sign_ins_of(session, who) == []


def test_a_password_changed_while_its_owner_is_erased_is_none(cast: Cast):
    mo = actor(cast, cast.mo)

    def is_erased(session: Session) -> None:
        erase_person(session, session.get_one(Person, mo.person_id), reason="Asked for.", at=NOW)

    came = at_once(is_erased, lambda session: password.change(session, mo, hashed="new", at=NOW))

    assert types(came) == [type(None), Conflict]
    with store.reading() as session:
        assert session.get(Account, mo.person_id) is None


def test_whoever_acts_after_a_while_as_their_sign_ins_end_waits_in_no_ring(cast: Cast):
    who, now = cast.mo.id or 0, clock.now()
    with store.transaction() as session:
        secret = sign_in.start_sign_in(session, who, device="", at=now - 2 * sign_in.TOUCH)

    def acts() -> object:
        try:
            return act(secret, second.begin, at=now)
        except NotSignedIn as refusal:
            return refusal

    def ends(session: Session) -> None:
        sign_in.end_sign_ins(session, sign_in.sign_ins_of(session, who), now)

    meanwhile(lambda session: wait_for_people(session, [who]), acts, then=ends)

    with store.reading() as session:
        assert sign_in.sign_ins_of(session, who) == []
