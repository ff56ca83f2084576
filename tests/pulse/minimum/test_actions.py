"""Who sets how many people make a pulse, and from when it holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from coach_the_coach.foundation.errors import Invalid, NotPermitted
from coach_the_coach.pulse.minimum.actions import set_minimum
from coach_the_coach.pulse.minimum.queries import minimum, minimum_row
from coach_the_coach.pulse.minimum.rows import MinimumRow
from coach_the_coach.pulse.minimum.rules import Minimum, changed, kept, minimum_from
from tests.cast import NOW, Cast

FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (2, 3, 4))


def test_as_proposed_it_is_five(session: Session, cast: Cast):
    row = minimum_row(session, cast.actor(cast.ada), at=NOW)
    assert row == MinimumRow(people=5, before=5)
    assert minimum(session).of([MARCH]) == 5


def test_more_holds_at_once_and_fewer_from_the_next_month_on(session: Session, cast: Cast):
    ada = cast.actor(cast.ada)
    set_minimum(session, ada, people=" 8 ", at=NOW)
    assert minimum(session).of([FEBRUARY, MARCH]) == 8

    set_minimum(session, ada, people="3", at=NOW)
    held = minimum(session)
    assert [held.of([month]) for month in (FEBRUARY, MARCH, APRIL)] == [8, 8, 3]
    assert held.of([MARCH, APRIL]) == 8
    row = minimum_row(session, ada, at=NOW)
    assert (row.people, row.by, row.from_month, row.before) == (3, "Ada Admin", "April 2026", 8)


@pytest.mark.parametrize("typed", ["", "2", "11", "-5", "5.5", "five", "05x", "\u0665", "9" * 400])
def test_what_nobody_may_choose_changes_nothing(session: Session, cast: Cast, typed: str):
    with pytest.raises(Invalid) as refusal:
        set_minimum(session, cast.actor(cast.ada), people=typed, at=NOW)
    assert refusal.value.problems == {"people": "A whole number from 3 to 10."}
    assert minimum(session) == Minimum()


@pytest.mark.parametrize("who", ["cleo", "lena", "mo", "rae", "spec", "sol"])
def test_nobody_but_an_administrator_sets_or_reads_it(session: Session, cast: Cast, who: str):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotPermitted):
        set_minimum(session, actor, people="3", at=NOW)
    with pytest.raises(NotPermitted):
        minimum_row(session, actor, at=NOW)


@pytest.mark.parametrize("value", [None, "", "2 2026-01-01 5", "5", "5 soon 5", "11 2026-01-01 5"])
def test_what_cannot_be_read_is_as_proposed(value: str | None):
    assert minimum_from(value) == Minimum()


def test_what_is_kept_is_read_again():
    one = Minimum(4, APRIL, 7)
    assert minimum_from(kept(one)) == one


@given(st.lists(st.tuples(st.integers(3, 10), st.integers(0, 80)), max_size=8))
def test_nobody_is_shown_with_fewer_than_they_were_promised(changes: list[tuple[int, int]]):
    """Whatever is set later in the time in which figures are still to come."""
    held, day, promised = Minimum(), date(2026, 1, 1).toordinal(), {}
    for people, days in changes:
        for passing in range(day, day + days):
            month = date.fromordinal(passing).replace(day=1)
            promised[month] = max(promised.get(month, 0), held.of([month]))
        day += days
        held = changed(held, people, date.fromordinal(day))
    today = date.fromordinal(day)
    still_open = [one for one in promised if (today - one).days < 120]
    assert all(held.of([month]) >= promised[month] for month in still_open)
