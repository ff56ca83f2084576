"""Turning through the months of one person, and of everybody."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.when import local_day, month_before
from coach_the_coach.people.kinds.state import KindsState
from coach_the_coach.people.person.mix.queries import month_words
from coach_the_coach.people.person.mix.rules import MONTHS
from coach_the_coach.people.person.state import PersonState
from coach_the_coach.shell.rows import PageRow
from tests.cast import NOW, ROLES, Cast
from tests.observations.visit import Visit, house, person
from tests.people import seen


def middle(back: int) -> datetime:
    """The middle of the month so many months ago."""
    month = month_before(local_day(clock.now(), "Europe/Paris"), back)
    return datetime(month.year, month.month, 15, 12, tzinfo=NOW.tzinfo)


def word(back: int) -> str:
    return month_words(middle(back).date())


def watched(session: Session, *backs: int) -> None:
    """Lena watched Mo in the middle of these months."""
    cast = Cast(session=session, **{key: person(session, key) for key in ROLES})
    for back in backs:
        days = (NOW - middle(back)) / timedelta(days=1)
        seen.observation(session, cast, days=days, kinds={"tactical": back})


@pytest.fixture(autouse=True)
def _house(database_url: str) -> Iterator[None]:
    with house(database_url):
        with store.transaction() as session:
            watched(session, 1, 2)
        yield


def mo() -> str:
    with store.reading() as session:
        return person(session, "mo").public_id


def test_the_months_of_a_person_with_answers_are_turned_through():
    page = Visit(PersonState, f"/people/{mo()}")
    shown = []

    for by in (0, 1, 1, -1):
        if by:
            page.do("turn_month", by)
        state = page.state
        shown.append((state.month.month, state.is_newest_month, state.is_oldest_month))

    assert shown == [
        (word(1), True, False),
        (word(2), False, True),
        (word(2), False, True),
        (word(1), True, False),
    ]


def test_somebody_who_may_read_none_of_it_sees_no_month():
    page = Visit(PersonState, f"/people/{mo()}", "cleo")

    page.do("turn_month", 1)

    state = page.state
    assert (state.mix.months, state.month.kinds, state.month_at) == ([], [], 0)
    assert (state.is_newest_month, state.is_oldest_month) == (True, True)


def test_a_month_of_everybody_is_one_of_the_last_twelve():
    page = Visit(KindsState, "/kinds")

    def shown() -> tuple[list[str], bool, bool]:
        state = page.state
        return [line.name for line in state.lines], state.is_newest, state.is_oldest

    assert shown() == ([], True, False)
    page.do("go_back", 1)
    assert (shown(), page.state.month) == ((["Mo Manager"], False, False), word(1))
    for _each in range(MONTHS + 2):
        page.do("go_back", 1)
    assert (shown(), page.state.back) == (([], False, True), MONTHS - 1)
    for _each in range(MONTHS + 2):
        page.do("go_back", -1)
    assert (shown(), page.state.back) == (([], True, False), 0)


def test_a_page_before_the_first_is_the_first():
    page = Visit(KindsState, "/kinds")

    page.do("go_back", 1)
    page.do("turn", -1)
    assert (page.state.page, page.state.paging) == (0, PageRow())
