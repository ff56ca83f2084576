"""Roles by hand and stand-ins: what is given, what is refused, who is told, and how it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.account.grants.actions import (
    end_grant,
    give_role,
    let_guest_in,
    let_stand_in,
)
from coach_the_coach.account.grants.rules import (
    EVERYBODY,
    GrantDraft,
    GuestDraft,
    Span,
    StandInDraft,
)
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotFresh, NotPermitted
from coach_the_coach.identity.access import Actor, Permission, Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Account, Grant, Person
from coach_the_coach.notices.tables import Notice
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 2)

FRIDAY = date(2026, 3, 6)

ROLE = GrantDraft(
    person="mia@example.com",
    role="leader",
    over="people",
    root="mo@example.com",
    span=Span(TODAY, FRIDAY),
    reason="Mo's team is hers this week.",
)

COVER = StandInDraft(
    person="mia@example.com",
    absent="lena@example.com",
    span=Span(TODAY, FRIDAY),
    reason="Holiday.",
)

AFTER = datetime(2026, 3, 6, 23, 0, tzinfo=UTC)
"""The end of Friday in Paris, where Mia is."""


def ada(cast: Cast) -> Actor:
    """The administrator, who has just shown who she is."""
    return replace(cast.actor(cast.ada), proved_at=NOW)


def give(session: Session, cast: Cast, **given: Any) -> None:
    give_role(session, ada(cast), draft=replace(ROLE, **given), at=NOW)
    session.flush()


def stand_in(session: Session, cast: Cast, **given: Any) -> None:
    let_stand_in(session, ada(cast), draft=replace(COVER, **given), at=NOW)
    session.flush()


def seen(session: Session, cast: Cast, who: Person, permission: Permission, at: datetime = NOW):
    found = session.exec(visible(Person, cast.actor(who, at), permission)).all()
    return {one.email.split("@")[0] for one in found} - {who.email.split("@")[0]}


def told(session: Session, who: Person) -> list[str]:
    own = select(Notice.text).where(Notice.person_id == who.id).order_by(col(Notice.id))
    return list(session.exec(own))


def test_a_role_is_given_over_a_persons_people_until_the_end_of_its_last_day(
    session: Session, cast: Cast
):
    give(session, cast)

    def may(at: datetime) -> set[str]:
        return seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE, at)

    assert may(NOW) == {"rae", "ren"}
    assert may(AFTER - timedelta(seconds=1)) == {"rae", "ren"}
    assert may(AFTER) == set()
    assert told(session, cast.mia) == [
        "Ada Admin made you Leader over Mo Manager's people until 6 Mar 2026."
    ]
    assert told(session, cast.mo) == [
        "Ada Admin made Mia Manager Leader over your people until 6 Mar 2026."
    ]


def test_a_role_to_come_begins_with_its_first_day_where_the_person_is(session: Session, cast: Cast):
    give(session, cast, span=Span(date(2026, 3, 4), None))

    begins = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    before = begins - timedelta(seconds=1)
    assert seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE, before) == set()
    assert seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE, begins) == {"rae", "ren"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"role": "rep"}, "role"),
        ({"role": "guest"}, "role"),
        ({"role": "admin"}, "over"),
        ({"root": ""}, "root"),
        ({"root": "nobody@example.com"}, "root"),
        ({"person": "nobody@example.com"}, "person"),
        ({"span": Span(FRIDAY, TODAY)}, "ends_on"),
        ({"span": Span(None, None)}, "starts_on"),
        ({"span": Span(TODAY - timedelta(days=1), FRIDAY)}, "starts_on"),
        ({"role": "certifier", "span": Span(TODAY, None)}, "ends_on"),
        ({"role": "certifier", "span": Span(TODAY, TODAY + timedelta(days=367))}, "ends_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 201}, "reason"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    session: Session, cast: Cast, given: dict[str, Any], field: str
):
    with pytest.raises(Invalid) as refused:
        give(session, cast, **given)

    assert set(refused.value.problems) == {field}


def test_nobody_gives_themself_a_role_or_a_place(session: Session, cast: Cast):
    for role, over in (("leader", "people"), ("specialist", EVERYBODY), ("certifier", "people")):
        with pytest.raises(NotPermitted):
            give(session, cast, person="ada@example.com", role=role, over=over)
    with pytest.raises(NotPermitted):
        stand_in(session, cast, person="ada@example.com")


def test_only_who_has_just_shown_who_they_are_gives_stands_in_and_ends(
    session: Session, cast: Cast
):
    stale = replace(cast.actor(cast.ada), proved_at=NOW - timedelta(minutes=5))
    with pytest.raises(NotFresh):
        give_role(session, stale, draft=ROLE, at=NOW)
    with pytest.raises(NotFresh):
        let_stand_in(session, stale, draft=COVER, at=NOW)
    with pytest.raises(NotFresh):
        end_grant(session, stale, grant="1", reason="Over.", at=NOW)
    for who in (cast.lena, cast.cleo, cast.spec, cast.mo, cast.rae):
        with pytest.raises(NotPermitted):
            give_role(session, replace(cast.actor(who), proved_at=NOW), draft=ROLE, at=NOW)


def test_whoever_has_left_is_given_nothing_and_a_role_is_given_once(session: Session, cast: Cast):
    cast.sol.ends_on = TODAY - timedelta(days=1)
    session.flush()
    with pytest.raises(Invalid, match="has left"):
        give(session, cast, person="sol@example.com")
    give(session, cast)
    with pytest.raises(Invalid, match="already in that time"):
        give(session, cast, span=Span(FRIDAY, None))
    give(session, cast, span=Span(date(2026, 3, 7), None))


def test_a_stand_in_reaches_whom_the_other_reaches_but_neither_themself_nor_the_other(
    session: Session, cast: Cast
):
    stand_in(session, cast)

    for permission in (
        Permission.PERSON_SEE,
        Permission.OBSERVATION_WRITE,
        Permission.OBSERVATION_DECIDE,
    ):
        assert seen(session, cast, cast.mia, permission) == {"mo", "rae", "ren"}
    assert not cast.actor(cast.mia).can(Permission.OBSERVATION_CERTIFY)
    assert told(session, cast.mia) == [
        "Ada Admin asks you to stand in for Lena Leader until 6 Mar 2026."
    ]
    assert told(session, cast.lena) == [
        "Ada Admin lets Mia Manager stand in for you until 6 Mar 2026."
    ]


def test_a_specialists_stand_in_does_not_come_to_observe_the_specialist(
    session: Session, cast: Cast
):
    stand_in(session, cast, absent="spec@example.com")

    reached = seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE)
    assert reached == {"cleo", "lena", "odd", "mo", "sol", "rae", "ren", "sid", "ada"}


def test_a_stand_in_ends_by_itself_and_with_the_role_it_stands_on(session: Session, cast: Cast):
    stand_in(session, cast)

    assert seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE, AFTER) == set()
    for one in session.exec(select(Grant).where(Grant.person_id == cast.lena.id)):
        one.ends_at = NOW
    session.flush()
    assert seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE) == set()


def test_a_stand_in_ends_when_the_other_leaves(session: Session, cast: Cast):
    stand_in(session, cast)
    cast.lena.ends_on = TODAY
    session.flush()

    tomorrow = NOW + timedelta(days=1)
    assert seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE) == {"mo", "rae", "ren"}
    assert seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE, tomorrow) == set()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"person": "lena@example.com"}, "stand_in"),
        ({"absent": "rae@example.com"}, "absent"),
        ({"absent": "ada@example.com"}, "absent"),
        ({"span": Span(TODAY, None)}, "away_ends_on"),
        ({"span": Span(TODAY, TODAY + timedelta(days=93))}, "away_ends_on"),
        ({"reason": ""}, "away_reason"),
        ({"person": "mo@example.com", "absent": "cleo@example.com"}, "stand_in"),
    ],
)
def test_what_does_not_fit_a_stand_in_is_said_beside_its_field(
    session: Session, cast: Cast, given: dict[str, Any], field: str
):
    with pytest.raises(Invalid) as refused:
        stand_in(session, cast, **given)

    assert set(refused.value.problems) == {field}


def test_stand_ins_make_no_chain(session: Session, cast: Cast):
    stand_in(session, cast)

    for person, absent in (("odd", "mia"), ("lena", "odd"), ("mia", "lena")):
        with pytest.raises(Invalid):
            stand_in(session, cast, person=f"{person}@example.com", absent=f"{absent}@example.com")
    after = Span(date(2026, 3, 7), date(2026, 3, 8))
    stand_in(session, cast, person="odd@example.com", absent="lena@example.com", span=after)


def test_a_role_ends_now_and_all_whom_it_concerns_are_told(session: Session, cast: Cast):
    stand_in(session, cast)
    grant = session.exec(select(Grant).where(Grant.stands_in_for_id == cast.lena.id)).one()

    end_grant(session, ada(cast), grant=str(grant.id), reason="Back early.", at=NOW)
    session.flush()

    assert seen(session, cast, cast.mia, Permission.OBSERVATION_WRITE) == set()
    assert told(session, cast.mia)[-1] == "Ada Admin ended your role: Leader."
    assert (
        told(session, cast.lena)[-1] == "Ada Admin ended the role of Mia Manager over your people."
    )
    with pytest.raises(NotFound):
        end_grant(session, ada(cast), grant=str(grant.id), reason="Twice.", at=NOW)
    for made_up in ("", "-1", "x", "9" * 40):
        with pytest.raises(NotFound):
            end_grant(session, ada(cast), grant=made_up, reason="None.", at=NOW)


def test_an_administrator_does_not_end_their_own_role_as_one(session: Session, cast: Cast):
    own = session.exec(select(Grant).where(Grant.person_id == cast.ada.id)).one()
    with pytest.raises(Conflict):
        end_grant(session, ada(cast), grant=str(own.id), reason="Enough.", at=NOW)
    give_grant(session, cast.odd.id or 0, Role.ADMIN, root_id=None, at=NOW)
    session.flush()
    other = session.exec(
        select(Grant).where(Grant.person_id == cast.odd.id, Grant.role == Role.ADMIN)
    ).one()
    with pytest.raises(Conflict):
        # Nobody who can come in would be left: Ada has neither a password nor an account.
        end_grant(session, ada(cast), grant=str(other.id), reason="He asked.", at=NOW)
    session.add(Account(person_id=cast.ada.id or 0, password_hash="-", created_at=NOW))
    session.flush()
    end_grant(session, ada(cast), grant=str(other.id), reason="He asked.", at=NOW)
    assert other.ends_at == NOW


def test_a_stand_in_leads_their_own_leader_by_no_role_over_others_either(
    session: Session, cast: Cast
):
    give(session, cast, person="odd@example.com", root="cleo@example.com")

    # Odd's role over Cleo's people reaches Lena, who leads Mia.
    with pytest.raises(Invalid) as refused:
        stand_in(session, cast, person="mia@example.com", absent="odd@example.com")
    assert refused.value.problems == {
        "stand_in": "Mia Manager would lead their own leader. Choose somebody else."
    }
    stand_in(session, cast, person="lena@example.com", absent="odd@example.com")


def test_a_guest_gets_no_role_nor_a_place_and_whoever_has_a_role_is_no_guest(
    session: Session, cast: Cast
):
    guest = GuestDraft(
        email="gus@elsewhere.org",
        given_name="Gus",
        family_name="Guest",
        ends_on=FRIDAY,
        reason="Watches one.",
    )
    let_guest_in(session, ada(cast), draft=guest, at=NOW)
    session.flush()

    said = "Gus Guest is here as a guest. End that first."
    for role, over in (("leader", "people"), ("specialist", EVERYBODY), ("admin", EVERYBODY)):
        with pytest.raises(Invalid) as refused:
            give(session, cast, person="gus@elsewhere.org", role=role, over=over)
        assert refused.value.problems == {"person": said}
    with pytest.raises(Invalid) as refused:
        stand_in(session, cast, person="gus@elsewhere.org")
    assert refused.value.problems == {"stand_in": said}
    for email in ("mo@example.com", "gus@elsewhere.org"):
        with pytest.raises(Invalid, match="here already"):
            let_guest_in(session, ada(cast), draft=replace(guest, email=email), at=NOW)


def test_a_role_over_everybody_is_told_to_all_who_watch_over_it(session: Session, cast: Cast):
    give_grant(session, cast.mo.id or 0, Role.ADMIN, root_id=None, at=NOW)

    give(session, cast, over=EVERYBODY, root="")

    of_all = ["Ada Admin made Mia Manager Leader for everybody until 6 Mar 2026."]
    assert told(session, cast.mo) == of_all, "another administrator"
    assert told(session, cast.cleo) == of_all, "who answers to nobody"
    assert told(session, cast.mia) == ["Ada Admin made you Leader for everybody until 6 Mar 2026."]
    assert [told(session, one) for one in (cast.ada, cast.lena, cast.spec)] == [[], [], []]


@pytest.mark.parametrize("field", ["given_name", "family_name", "email"])
def test_a_guests_name_holds_nothing_that_cannot_be_seen(session: Session, cast: Cast, field: str):
    draft = GuestDraft("guest@example.org", "Gus", "Guest", FRIDAY, "To watch Mo.")
    hidden = replace(draft, **{field: f"{getattr(draft, field)}\u202e"})

    with pytest.raises(Invalid) as refused:
        let_guest_in(session, ada(cast), draft=hidden, at=NOW)

    assert list(refused.value.problems) == [field]
