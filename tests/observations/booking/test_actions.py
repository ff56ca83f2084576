"""The talk has one row whoever asks for it; its time is set by the observer and moved by both."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from coach_the_coach.foundation import store
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.booking.actions import book_talk, ensure_talk, move_talk
from coach_the_coach.observations.booking.queries import booking
from coach_the_coach.observations.tables import Observation, Status, Talk, TalkBody
from tests import build
from tests.cast import NOW, Cast, people

TUESDAY = NOW + timedelta(hours=28)
"""14:00 in Paris, the day after."""


@pytest.fixture
def draft(session: Session, cast: Cast) -> Observation:
    """Lena watching Mo coach Rae."""
    return build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)


def told(session: Session) -> list[tuple[str, str]]:
    """Who was told what."""
    found = session.exec(
        select(Person.given_name, Notice.text)
        .join(Notice, col(Notice.person_id) == col(Person.id))
        .order_by(col(Notice.id))
    )
    return [(name, text) for name, text in found]


def sign(session: Session, draft: Observation) -> None:
    """Seal an observation."""
    draft.status, draft.signed_at = Status.SIGNED, NOW
    session.add(draft)
    session.flush()


def test_a_talk_has_one_row_and_one_body_however_often_it_is_asked_for(
    session: Session, cast: Cast, draft: Observation
):
    first = ensure_talk(session, draft)
    again = ensure_talk(session, draft)
    other = ensure_talk(
        session, build.observation(session, of=cast.mo, by=cast.lena, coached=cast.ren)
    )
    assert (first.id, first.observed_id, first.booked_for) == (again.id, cast.mo.id, None)
    assert (first.without_own_view, first.read_alone, first.shown_at) == (False, False, None)
    assert first.id != other.id
    bodies = session.exec(select(TalkBody)).all()
    assert sorted(one.talk_id for one in bodies) == sorted([first.id or 0, other.id or 0])
    assert all(len(one.salt) == 32 for one in bodies)
    assert bodies[0].salt != bodies[1].salt


@pytest.fixture
def house(database_url: str) -> Iterator[str]:
    """A database with a draft of Lena's in it, open as the program's own."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session)
        made = build.observation(session, of=cast.mo, by=cast.lena, coached=cast.rae)
        public_id = made.public_id
    yield public_id
    store.open_at(None)


def test_many_who_ask_for_a_talk_at_once_get_the_same(house: str):
    def ask(_turn: int) -> int:
        with store.transaction() as session:
            observation = session.exec(
                select(Observation).where(Observation.public_id == house)
            ).one()
            return ensure_talk(session, observation).id or 0

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(ask, range(16)))
    with store.reading() as session:
        assert len(set(ids)) == len(session.exec(select(Talk)).all()) == 1
        assert [one.talk_id for one in session.exec(select(TalkBody))] == ids[:1]


def test_the_observer_books_and_the_observed_is_told_in_their_own_zone(
    session: Session, cast: Cast, draft: Observation
):
    cast.mo.time_zone = "America/New_York"
    lena = cast.actor(cast.lena)
    book_talk(session, lena, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
    talk = session.exec(select(Talk)).one()
    assert (talk.booked_for, talk.booked_at) == (TUESDAY, NOW)
    assert told(session) == [
        (
            "Mo",
            "Lena Leader would like fifteen minutes with you about what they watched: "
            "Tuesday 3 March, 08:00.",
        )
    ]
    assert session.exec(select(Notice.link)).one() == f"/observations/{draft.public_id}/talk"


def test_the_same_time_again_tells_nobody(session: Session, cast: Cast, draft: Observation):
    lena = cast.actor(cast.lena)
    for _turn in range(2):
        book_talk(session, lena, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
    assert len(told(session)) == 1


def test_either_moves_it_and_the_other_is_told(session: Session, cast: Cast, draft: Observation):
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    book_talk(session, lena, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
    later, latest = TUESDAY + timedelta(hours=1), TUESDAY + timedelta(hours=2)
    move_talk(session, mo, public_id=draft.public_id, starts_at=later, at=NOW)
    move_talk(session, lena, public_id=draft.public_id, starts_at=latest, at=NOW)
    assert session.exec(select(Talk)).one().booked_for == latest
    said = "has moved your fifteen minutes about the observation to Tuesday 3 March"
    assert [(name, text.split(", ")[0]) for name, text in told(session)[1:]] == [
        ("Lena", f"Mo Manager {said}"),
        ("Mo", f"Lena Leader {said}"),
    ]


def test_a_signed_observation_can_still_be_booked_and_a_correction_shares_the_time(
    session: Session, cast: Cast, draft: Observation
):
    sign(session, draft)
    newer = Observation(
        **draft.model_dump(
            exclude={"id", "public_id", "status", "signed_at", "supersedes_id", "created_at"}
        ),
        supersedes_id=draft.id,
    )
    session.add(newer)
    session.flush()
    lena = cast.actor(cast.lena)
    book_talk(session, lena, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
    row = booking(session, lena, public_id=newer.public_id, at=NOW)
    assert (row.booked.words, row.may_choose) == ("Tomorrow 14:00", True)


def test_a_time_that_does_not_fit_is_refused_and_nothing_is_kept(
    session: Session, cast: Cast, draft: Observation
):
    lena, over = cast.actor(cast.lena), NOW - timedelta(minutes=1)
    for starts_at in (None, over, NOW + timedelta(days=40)):
        with pytest.raises(Invalid) as refused:
            book_talk(session, lena, public_id=draft.public_id, starts_at=starts_at, at=NOW)
        assert list(refused.value.problems) == ["starts_at"]
    assert session.exec(select(Talk)).all() == []
    assert told(session) == []


def test_a_signed_talk_keeps_its_time(session: Session, cast: Cast, draft: Observation):
    lena, mo = cast.actor(cast.lena), cast.actor(cast.mo)
    book_talk(session, lena, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
    talk = ensure_talk(session, draft)
    talk.observed_signed_at = NOW
    session.add(talk)
    session.flush()
    again = TUESDAY + timedelta(hours=1)
    for act, actor in ((book_talk, lena), (move_talk, lena), (move_talk, mo)):
        with pytest.raises(Conflict, match="has taken place"):
            act(session, actor, public_id=draft.public_id, starts_at=again, at=NOW)
    assert not booking(session, mo, public_id=draft.public_id, at=NOW).may_choose


def test_only_the_observer_books_and_what_is_not_booked_is_not_moved(
    session: Session, cast: Cast, draft: Observation
):
    with pytest.raises((NotFound, NotPermitted)):
        book_talk(
            session,
            cast.actor(cast.mo),
            public_id=draft.public_id,
            starts_at=TUESDAY,
            at=NOW,
        )
    with pytest.raises(Conflict, match="no time to move"):
        move_talk(
            session,
            cast.actor(cast.lena),
            public_id=draft.public_id,
            starts_at=TUESDAY,
            at=NOW,
        )
    # A draft without a time is the observer's alone.
    for act in (booking, move_talk):
        rest = {} if act is booking else {"starts_at": TUESDAY}
        with pytest.raises(NotFound):
            act(session, cast.actor(cast.mo), public_id=draft.public_id, at=NOW, **rest)


def test_nobody_but_the_two_sees_or_moves_it(session: Session, cast: Cast, draft: Observation):
    lena = cast.actor(cast.lena)
    book_talk(session, lena, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
    sign(session, draft)
    for stranger in (cast.cleo, cast.odd, cast.rae, cast.ada, cast.spec, cast.mia):
        actor = cast.actor(stranger)
        with pytest.raises(NotFound):
            booking(session, actor, public_id=draft.public_id, at=NOW)
        with pytest.raises(NotFound):
            move_talk(session, actor, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
        with pytest.raises((NotFound, NotPermitted)):
            book_talk(session, actor, public_id=draft.public_id, starts_at=TUESDAY, at=NOW)
