"""What the directory gives and for how long, confirming, and setting out; on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.account.provider.actions import (
    SETTING_OUT,
    Entered,
    confirm,
    count,
    counted,
    unlink_identities,
)
from coach_the_coach.account.provider.roles.actions import keep_roles
from coach_the_coach.account.provider.rules import Journey, Purpose
from coach_the_coach.foundation.audit import AuditEntry
from coach_the_coach.identity import sign_in, throttle
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.oidc import Proof, Refused
from coach_the_coach.identity.queries import actor_of
from coach_the_coach.identity.tables import (
    Account,
    ExternalIdentity,
    Grant,
    Person,
    SignInTab,
)
from coach_the_coach.identity.throttle import TooMany
from coach_the_coach.servers import DirectoryRole, Provider
from tests.cast import NOW, Cast

ISSUER = "https://login.example.com"
LEADS = DirectoryRole(claim="groups", value="leads", role="leader")
PROVIDER = Provider(issuer=ISSUER, client_id="coach", client_secret="-", roles=(LEADS,))
ASKED = "asked of nobody"


def proof(*groups: str, shown_at: datetime | None = NOW) -> Proof:
    """Mo, as the provider says."""
    return Proof(
        issuer=ISSUER,
        subject="mo",
        session=None,
        shown_at=shown_at,
        claims={"groups": [*groups]},
        id_token="",
    )


def leads(cast: Cast, person: Person, at: datetime) -> bool:
    """Whether somebody is a leader then."""
    return Role.LEADER in cast.actor(person, at).roles


def comes_in(cast: Cast, *groups: str, at: datetime = NOW) -> None:
    """Mo comes in by the provider, as far as roles are concerned."""
    keep_roles(cast.session, PROVIDER, proof(*groups), cast.mo.id or 0, at)
    cast.session.flush()


def test_what_the_directory_gives_lasts_as_long_as_a_sign_in_and_is_renewed_by_the_next(cast: Cast):
    comes_in(cast, "leads")
    almost = NOW + sign_in.ABSOLUTE - timedelta(seconds=1)
    assert [leads(cast, cast.mo, at) for at in (NOW, almost)] == [True, True]
    assert not leads(cast, cast.mo, NOW + sign_in.ABSOLUTE)

    comes_in(cast, "leads", at=NOW + timedelta(hours=11))

    assert leads(cast, cast.mo, NOW + timedelta(hours=22))
    assert not leads(cast, cast.mo, NOW + timedelta(hours=23))
    given = select(Grant.id).where(Grant.person_id == cast.mo.id, Grant.role == Role.LEADER)
    assert len(cast.session.exec(given).all()) == 1
    entered = select(AuditEntry.id).where(AuditEntry.action == "grant:directory")
    assert len(cast.session.exec(entered).all()) == 1


def test_a_role_by_hand_is_not_the_directorys_whatever_its_reason_says(cast: Cast):
    by_hand = {"given_by_id": cast.ada.id, "reason": "oidc:groups=leads"}
    for more in (by_hand, by_hand | {"stands_in_for_id": cast.lena.id, "given_by_id": None}):
        grant = Grant(
            person_id=cast.mo.id or 0, role=Role.SPECIALIST, root_id=cast.mo.id, starts_at=NOW
        )
        cast.session.add(grant.sqlmodel_update(more))
    cast.session.flush()

    comes_in(cast)

    kept = select(Grant.ends_at).where(Grant.person_id == cast.mo.id, Grant.role == Role.SPECIALIST)
    assert cast.session.exec(kept).all() == [None, None]


def test_a_guest_gets_no_role_from_the_directory_and_loses_what_it_gave(cast: Cast):
    comes_in(cast, "leads")
    guest = Grant(
        person_id=cast.mo.id or 0,
        role=Role.GUEST,
        root_id=cast.mo.id,
        starts_at=NOW + timedelta(days=1),
        ends_at=NOW + timedelta(days=5),
        given_by_id=cast.ada.id,
    )
    cast.session.add(guest)
    cast.session.flush()

    comes_in(cast, "leads")
    assert not leads(cast, cast.mo, NOW)

    # Once the guest's time is over, they are like everybody.
    comes_in(cast, "leads", at=NOW + timedelta(days=6))
    assert leads(cast, cast.mo, NOW + timedelta(days=6))


def test_whoever_unlinks_their_account_has_the_directorys_roles_no_more(cast: Cast):
    cast.session.add_all(
        [
            Account(person_id=cast.mo.id or 0, password_hash="-", created_at=NOW),
            linked(cast.mo),
        ]
    )
    comes_in(cast, "leads")

    unlink_identities(cast.session, cast.actor(cast.mo), at=NOW + timedelta(hours=1))
    cast.session.flush()

    assert not leads(cast, cast.mo, NOW + timedelta(hours=1))
    last = select(AuditEntry.action).order_by(col(AuditEntry.id).desc())
    assert cast.session.exec(last).first() == "grant:directory"


def linked(person: Person) -> ExternalIdentity:
    """Somebody's account at the provider."""
    return ExternalIdentity(
        person_id=person.id or 0, issuer=ISSUER, subject="mo", created_at=NOW, used_at=NOW
    )


def confirms(cast: Cast, provider: Provider, shown_at: datetime | None) -> Entered:
    """Mo, signed in with two pages open, comes back from the provider."""
    cast.session.add(linked(cast.mo))
    held = sign_in.start_sign_in(cast.session, cast.mo.id or 0, device="", at=NOW)
    actor = actor_of(cast.session, held, NOW)
    for token in ("one page", "another"):
        cast.session.add(SignInTab(token=token, sign_in_id=actor.sign_in_id))
    cast.session.flush()
    journey = Journey(
        browser="",
        nonce="",
        verifier="",
        purpose=Purpose.CONFIRM,
        begun_at=NOW.isoformat(),
        sign_in_id=actor.sign_in_id,
    )
    return confirm(
        cast.session,
        actor,
        provider=provider,
        proof=proof(shown_at=shown_at),
        journey=journey,
        held=held,
        at=NOW,
    )


def test_whoever_confirmed_has_every_open_page_of_theirs_load_anew(cast: Cast):
    confirmed = confirms(cast, PROVIDER, NOW)

    assert sorted(confirmed.tokens) == ["another", "one page"]
    assert sign_in.sign_in_of(cast.session, confirmed.secret, NOW) is not None


def test_a_provider_that_says_not_when_one_signed_in_confirms_only_where_it_never_does(cast: Cast):
    with pytest.raises(Refused, match="not_anew"):
        confirms(cast, PROVIDER, None)


def test_a_provider_that_never_says_when_is_believed_where_that_is_set(cast: Cast):
    silent = Provider(issuer=ISSUER, client_id="coach", client_secret="-", says_when=False)
    assert confirms(cast, silent, None).secret


def test_setting_out_from_one_network_waits_after_many_and_coming_back_gives_back(
    session: Session,
):
    for _time in range(SETTING_OUT.free):
        count(session, network=ASKED, at=NOW)

    with pytest.raises(TooMany):
        count(session, network=ASKED, at=NOW)
    count(session, network="another", at=NOW)

    later = NOW + SETTING_OUT.longest
    throttle.give_back(session, [counted(ASKED)])
    count(session, network=ASKED, at=later)
