from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, func, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally import actions, queries
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTap, SelfTurn
from coach_the_coach.observations.selftally.words import actions as words
from coach_the_coach.observations.tally.rules import Buttons, Code
from tests.cast import NOW, Cast
from tests.observations.selftally.made import SECRET, counted, draft, opened, worded

PARTS = (SelfTally, SelfTap, SelfTurn, SelfCode)
"""Every table that holds something of a tally."""


def kept(session: Session) -> list[int]:
    """How many rows each of the tables holds."""
    return [_count(session, table) for table in PARTS]


def _count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def of(session: Session, public_id: str) -> SelfTally:
    return session.exec(select(SelfTally).where(SelfTally.public_id == public_id)).one()


def test_who_coaches_opens_a_tally_of_their_own(session: Session, cast: Cast):
    public_id = opened(
        session, cast.actor(cast.mo), purpose=Purpose.TRAIN, buttons=Buttons.NINE, about=" Rae\0 "
    )

    tally = of(session, public_id)
    assert (tally.coach_id, tally.about, tally.purpose, tally.buttons, tally.source) == (
        cast.mo.id,
        "Rae",
        Purpose.TRAIN,
        Buttons.NINE,
        Source.LIVE,
    )
    assert (tally.opened_at, tally.stopped_at, tally.shared_with_id) == (NOW, None, None)


@pytest.mark.parametrize("key", ["rae", "ada", "spec"])
def test_who_does_not_coach_opens_none(session: Session, cast: Cast, key: str):
    with pytest.raises(NotPermitted):
        opened(session, cast.actor(getattr(cast, key)))
    assert kept(session) == [0, 0, 0, 0]


def test_missing_answers_open_none(session: Session, cast: Cast):
    with pytest.raises(Invalid):
        actions.open_tally(session, cast.actor(cast.mo), draft=draft(about="a" * 121), at=NOW)
    assert kept(session) == [0, 0, 0, 0]


@pytest.mark.parametrize("key", ["lena", "cleo"])
def test_it_is_shared_with_one_of_those_who_lead_one_and_taken_back(
    session: Session, cast: Cast, key: str
):
    mo, leader = cast.actor(cast.mo), getattr(cast, key)
    public_id = counted(session, mo)
    actions.share_tally(session, mo, public_id=public_id, leader=leader.public_id, at=NOW)

    seen = queries.tally_page(session, cast.actor(leader), public_id=public_id, at=NOW)
    assert (seen.about, seen.coach, seen.is_mine, seen.stage) == (
        SECRET,
        "Mo Manager",
        False,
        "result",
    )
    for _twice in range(2):
        actions.take_back(session, mo, public_id=public_id)
    with pytest.raises(NotFound):
        queries.tally_page(session, cast.actor(leader), public_id=public_id, at=NOW)
    tally = of(session, public_id)
    assert (tally.shared_with_id, tally.shared_at) == (None, None)


def test_sharing_with_another_ends_the_first(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    public_id = counted(session, mo)
    for leader in (cast.lena, cast.cleo):
        actions.share_tally(session, mo, public_id=public_id, leader=leader.public_id, at=NOW)

    with pytest.raises(NotFound):
        queries.tally_page(session, cast.actor(cast.lena), public_id=public_id, at=NOW)
    assert queries.tally_page(session, cast.actor(cast.cleo), public_id=public_id, at=NOW)


def test_sharing_again_with_the_same_one_keeps_the_day(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    public_id = counted(session, mo)
    for day in range(3):
        actions.share_tally(
            session,
            mo,
            public_id=public_id,
            leader=cast.lena.public_id,
            at=NOW + timedelta(days=day),
        )
    assert of(session, public_id).shared_at == NOW


@pytest.mark.parametrize("key", ["odd", "spec", "ada", "mia", "rae", "mo"])
def test_it_is_shared_with_nobody_else(session: Session, cast: Cast, key: str):
    mo, other = cast.actor(cast.mo), getattr(cast, key)
    public_id = counted(session, mo)
    with pytest.raises(Invalid) as refusal:
        actions.share_tally(session, mo, public_id=public_id, leader=other.public_id, at=NOW)
    assert list(refusal.value.problems) == ["leader"]
    assert of(session, public_id).shared_with_id is None


def test_it_is_not_shared_with_a_leader_who_has_left(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    public_id = counted(session, mo)
    cast.lena.ends_on = (NOW - timedelta(days=1)).date()
    session.add(cast.lena)
    session.flush()

    with pytest.raises(Invalid):
        actions.share_tally(session, mo, public_id=public_id, leader=cast.lena.public_id, at=NOW)


def test_what_is_not_finished_is_not_shared(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    public_id = opened(session, mo)
    with pytest.raises(Conflict):
        actions.share_tally(session, mo, public_id=public_id, leader=cast.lena.public_id, at=NOW)


def test_deleting_leaves_nothing_of_it_and_all_of_another(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    live, read, stays = counted(session, mo), worded(session, mo), counted(session, mo)
    words.code_turn(session, mo, public_id=read, index=1, code="ask", at=NOW)
    actions.share_tally(session, mo, public_id=live, leader=cast.lena.public_id, at=NOW)

    for public_id in (live, read):
        actions.delete_tally(session, mo, public_id=public_id)

    assert kept(session) == [1, 24, 0, 0]
    assert session.exec(select(SelfTally.public_id)).all() == [stays]
    assert session.exec(select(jobs.Job)).all() == []
    for person in (cast.mo, cast.lena):
        with pytest.raises(NotFound):
            queries.tally_page(session, cast.actor(person), public_id=live, at=NOW)
    assert queries.shared_tallies(session, cast.actor(cast.lena), number=1, at=NOW).lines == []


def test_one_who_no_longer_coaches_can_still_take_back_and_delete(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    public_id = counted(session, mo)
    actions.share_tally(session, mo, public_id=public_id, leader=cast.lena.public_id, at=NOW)
    after = cast.actor(cast.mo, NOW - timedelta(days=900))
    assert not after.grants

    actions.take_back(session, after, public_id=public_id)
    actions.delete_tally(session, after, public_id=public_id)
    assert kept(session) == [0, 0, 0, 0]


@pytest.mark.parametrize("key", ["lena", "cleo", "odd", "ada", "spec", "mia", "rae", "sol"])
def test_nobody_else_shares_takes_back_or_deletes_it(session: Session, cast: Cast, key: str):
    public_id = counted(session, cast.actor(cast.mo))
    actions.share_tally(
        session, cast.actor(cast.mo), public_id=public_id, leader=cast.lena.public_id, at=NOW
    )
    other: Person = getattr(cast, key)
    attacks: list[Callable[[], None]] = [
        lambda: actions.share_tally(
            session, cast.actor(other), public_id=public_id, leader=cast.cleo.public_id, at=NOW
        ),
        lambda: actions.take_back(session, cast.actor(other), public_id=public_id),
        lambda: actions.delete_tally(session, cast.actor(other), public_id=public_id),
    ]
    for attack in attacks:
        with pytest.raises(NotFound):
            attack()
    assert of(session, public_id).shared_with_id == cast.lena.id


def test_an_empty_tally_can_be_finished_and_says_nothing(session: Session, cast: Cast):
    public_id = counted(session, cast.actor(cast.mo), codes=[])

    seen = queries.tally_page(session, cast.actor(cast.mo), public_id=public_id, at=NOW)
    assert (seen.stage, seen.share.sentence) == ("result", "Too few to judge: 0 taps")


def test_taken_back_taps_do_not_count(session: Session, cast: Cast):
    public_id = counted(session, cast.actor(cast.mo), codes=[Code.ASK, Code.TAKE])
    assert of(session, public_id).tally == {"ask": 1, "take": 1}
