"""A booked talk after an observation takes its place in the week of both, and is held elsewhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from coach_the_coach.cadence.rules import Status
from coach_the_coach.cadence.week import actions
from coach_the_coach.cadence.week.booking.actions import book_series
from coach_the_coach.cadence.week.booking.queries import proposal
from coach_the_coach.cadence.week.queries import taken_between
from coach_the_coach.cadence.week.rows import SlotRow
from coach_the_coach.cadence.week.rules import Slot
from coach_the_coach.cadence.week.shown import queries as shown
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.tables import Observation
from tests.cadence.week.booked import PARIS, TUESDAY, appointment, at, draft
from tests.cast import NOW, Cast
from tests.people import seen

TALK_AT = at(3, 11, 30)
DAY = timedelta(days=1)


def talk(session: Session, cast: Cast, starts_at: datetime = TALK_AT, **more: Any) -> Observation:
    """Lena and Mo have agreed when to talk about what she watched."""
    made = seen.observation(session, cast)
    given: dict[str, Any] = {"shown": False} | more
    seen.talk(session, made, booked_for=starts_at, **given)
    return made


def taken(session: Session, cast: Cast, who: Person) -> list[tuple[object, ...]]:
    """What takes its place in somebody's Tuesday."""
    actor = cast.actor(who)
    return [*taken_between(session, actor, first=TALK_AT - DAY / 4, last=TALK_AT + DAY / 4)]


def slots(session: Session, cast: Cast, who: Person, now: datetime = NOW) -> list[SlotRow]:
    """The lines of somebody's week."""
    week = shown.week_row(session, cast.actor(who), back=0, at=now)
    return [slot for day in week.days for slot in day.slots]


@pytest.mark.parametrize(("who", "other"), [("mo", "lena"), ("lena", "mo")])
def test_it_takes_its_place_for_both_and_is_no_one_to_one(
    session: Session, cast: Cast, who: str, other: str
):
    talk(session, cast)
    with_whom = getattr(cast, other).id
    mine = taken(session, cast, getattr(cast, who))
    assert mine == [(None, Slot(TALK_AT, 15), with_whom)]
    for stranger in (cast.mia, cast.sol, cast.cleo):
        assert taken(session, cast, stranger) == []


@pytest.mark.parametrize("held", [{"shown": True}, {"shown": True, "observed_signs": False}])
def test_what_was_held_before_its_time_leaves_it_free(
    session: Session, cast: Cast, held: dict[str, Any]
):
    talk(session, cast, **held)
    assert taken(session, cast, cast.mo) == slots(session, cast, cast.mo) == []


def test_one_that_was_read_alone_is_still_to_be_held(session: Session, cast: Cast):
    talk(session, cast, shown=True, read_alone=True)
    assert len(taken(session, cast, cast.mo)) == 1


def test_a_correction_shares_it_and_the_newest_is_opened(session: Session, cast: Cast):
    first = talk(session, cast)
    again = seen.observation(session, cast, corrects=first)
    assert [one.public_id for one in slots(session, cast, cast.mo)] == [again.public_id]
    assert len(taken(session, cast, cast.mo)) == 1


@pytest.mark.parametrize(("who", "other"), [("mo", "Lena Leader"), ("lena", "Mo Manager")])
def test_the_week_shows_it_among_the_rest_and_leads_to_its_page(
    session: Session, cast: Cast, who: str, other: str
):
    made = talk(session, cast)
    coach, coached = (cast.mo, cast.rae) if who == "mo" else (cast.lena, cast.mia)
    appointment(session, coach, coached, at(3, 14))

    one, _other = slots(session, cast, getattr(cast, who))

    assert (one.time, one.title, one.lasts, one.status_word, one.note) == (
        "11:30",
        other,
        "15 min",
        "Booked",
        "Talk after an observation",
    )
    assert one.link == f"/observations/{made.public_id}/talk"
    assert not one.is_open
    over = shown.week_row(session, cast.actor(getattr(cast, who)), back=0, at=TALK_AT + DAY)
    assert over.left == 1
    assert slots(session, cast, getattr(cast, who), TALK_AT + DAY / 24)[0].status_word == (
        "Not held yet"
    )


def test_nothing_is_booked_or_moved_into_it(session: Session, cast: Cast):
    talk(session, cast)
    mo = cast.actor(cast.mo)
    once = draft(cast, starts=TUESDAY + timedelta(hours=2), until=TUESDAY.date())
    with pytest.raises(Invalid, match="Something else"):
        book_series(session, mo, draft=once, at=NOW)
    one = appointment(session, cast.mo, cast.rae, at(3, 14))
    given = {"public_id": one.public_id, "reason": "Illness", "at": NOW}
    with pytest.raises(Invalid, match="Something else"):
        actions.move(session, mo, starts_at=at(3, 11), **given)
    assert one.status is Status.BOOKED


def test_it_does_not_count_towards_three_a_day(session: Session, cast: Cast):
    talk(session, cast)
    mo = cast.actor(cast.mo)
    for hour in (13, 14):
        appointment(session, cast.mo, cast.ren, at(3, hour))
    assert book_series(session, mo, draft=draft(cast), at=NOW).public_id


def test_no_free_hour_is_proposed_where_it_is(session: Session, cast: Cast):
    first, *_others = proposal(session, cast.actor(cast.mo), at=NOW)
    talk(session, cast, first.starts.replace(tzinfo=PARIS) + timedelta(minutes=15))
    assert first.starts not in [
        one.starts for one in proposal(session, cast.actor(cast.mo), at=NOW)
    ]


def test_it_takes_as_many_statements_for_many_as_for_one(
    session: Session, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
):
    mo = cast.actor(cast.mo)

    def counts() -> list[int]:
        sent = []
        for ask in (
            lambda: shown.week_row(session, mo, back=0, at=NOW),
            lambda: taken_between(session, mo, first=NOW, last=NOW + 7 * DAY),
        ):
            session.expire_all()
            with statements() as said:
                ask()
            sent.append(len(said))
        return sent

    talk(session, cast)
    few = counts()
    for number in range(1, 15):
        talk(session, cast, TALK_AT + timedelta(minutes=15 * number))
    assert len(slots(session, cast, cast.mo)) == 15
    assert counts() == few
