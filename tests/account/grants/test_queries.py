"""Who has which role: for an administrator, and one's own for everybody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from coach_the_coach.account.grants.queries import grants_held, own_grants
from coach_the_coach.account.grants.rows import GrantRow, OwnGrantRow
from coach_the_coach.account.provider.rules import MARK
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.actions import give_grant
from coach_the_coach.identity.tables import Grant
from tests.account.grants.test_actions import stand_in
from tests.cast import NOW, Cast

Counting = Callable[[], AbstractContextManager[list[str]]]


def test_an_administrator_finds_roles_those_given_by_hand_first(session: Session, cast: Cast):
    stand_in(session, cast)

    rows, total = grants_held(session, cast.actor(cast.ada), search="", page=0, at=NOW)
    found, of_mia = grants_held(session, cast.actor(cast.ada), search="mia", page=0, at=NOW)

    assert (total, of_mia) == (13, 2)
    assert (
        rows[0]
        == found[0]
        == GrantRow(
            id=found[0].id,
            name="Mia Manager",
            email="mia@example.com",
            what="Stands in for Lena Leader as Leader",
            span="2 Mar 2026 to 6 Mar 2026",
            why="Given by Ada Admin: Holiday.",
            mark="Stand-in",
        )
    )
    assert found[1].what == "Manager of their own people"
    assert found[1].span == "From 26 Jan 2025"


def test_nobody_else_finds_any(session: Session, cast: Cast):
    for who in (cast.cleo, cast.lena, cast.spec, cast.mo, cast.rae):
        with pytest.raises(NotPermitted):
            grants_held(session, cast.actor(who), search="", page=0, at=NOW)


def test_everybody_reads_their_own_roles_and_who_stands_in_for_them(session: Session, cast: Cast):
    stand_in(session, cast)

    assert own_grants(session, cast.actor(cast.mia), at=NOW)[1:] == [
        OwnGrantRow(
            "You stand in for Lena Leader as Leader",
            "2 Mar 2026 to 6 Mar 2026",
            "Given by Ada Admin: Holiday.",
        )
    ]
    assert [one.what for one in own_grants(session, cast.actor(cast.lena), at=NOW)] == [
        "Leader of your own people",
        "Certifying observer of your own people",
        "Mia Manager stands in for you as Leader",
    ]
    assert [one.what for one in own_grants(session, cast.actor(cast.sol), at=NOW)] == [
        "Manager of your own people"
    ]
    assert [one.what for one in own_grants(session, cast.actor(cast.rae), at=NOW)] == ["Rep"]


def test_a_role_of_the_directory_says_so_and_until_what_time_it_lasts(session: Session, cast: Cast):
    until = NOW + timedelta(hours=12)
    sol = cast.sol.id or 0
    session.add(
        Grant(
            person_id=sol,
            role=Role.MANAGER,
            root_id=sol,
            starts_at=NOW,
            ends_at=until,
            reason=f"{MARK}groups=managers",
        )
    )
    session.flush()
    local = until.astimezone(ZoneInfo(cast.sol.time_zone))
    told = f"Until 2 Mar 2026, {local:%H:%M}"
    why = "From the organisation's directory, anew at each sign-in by it"

    own = own_grants(session, cast.actor(cast.sol), at=NOW)
    held, _total = grants_held(session, cast.actor(cast.ada), search="sol@", page=0, at=NOW)

    assert [(one.what, one.why) for one in own] == [
        ("Manager of your own people", ""),
        ("Manager of your own people", why),
    ]
    assert own[1].span == told
    assert [(one.span, one.why) for one in held][1] == (told, why)


def test_a_page_of_roles_takes_the_same_statements_however_many_there_are(
    session: Session, cast: Cast, statements: Counting
):
    taken = []
    for number in (1, 30):
        for _ in range(number):
            give_grant(session, cast.mo.id or 0, Role.LEADER, root_id=cast.sol.id, at=NOW)
        session.flush()
        actor = cast.actor(cast.ada)
        with statements() as sent:
            grants_held(session, actor, search="", page=0, at=NOW)
        taken.append(len(sent))
    assert taken == [3, 3]
