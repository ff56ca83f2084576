"""The figures, each by its one rule, and the ways in which none of them can be raised."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coach_the_coach.cadence.figures import rules
from coach_the_coach.cadence.figures.making.rules import (
    Booking,
    Facts,
    Held,
    Kept,
    Member,
    due_of,
    kept_of,
    made,
    mondays_of,
    month_reached,
    stands_from,
    weeks_over,
)
from coach_the_coach.cadence.figures.rules import MADE, RULES, Figure, Month
from coach_the_coach.cadence.policy.rules import Rhythm
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.coaching.log.rules import Answer
from coach_the_coach.coaching.rules import Form, Purpose

FEBRUARY = date(2026, 2, 1)
MARCH = date(2026, 3, 1)
LATER = date(2026, 6, 1)
MONDAYS = [date(2026, 2, day) for day in (2, 9, 16, 23)]
REP, OTHER = 1, 2


def held(day: date, rep: int | None = REP, minutes: int = 30, **rest: object) -> Held:
    said: dict[str, object] = {
        "form": Form.ONE_TO_ONE if rep else Form.TEAM_PRACTICE,
        "purpose": Purpose.COACH,
        "planned": True,
        "complete": True,
    }
    kinds = {"developmental", "tactical", "strategic", "opportunistic", "status"} & {*rest}
    filled = {} if kinds else {"tactical": minutes}
    return Held(rep=rep, held_on=day, minutes=minutes, **{**said, **filled, **rest})


def booked(day: date, rep: int = REP, minutes: int = 30, **rest: object) -> Booking:
    said: dict[str, object] = {"booked": Booked.ONE_TO_ONE, "status": Status.BOOKED}
    week = day - timedelta(days=day.weekday())
    said |= {"rep": rep, "due_week": week, "starts_on": day, "booked_minutes": minutes}
    return Booking(
        **{**said, **rest},  # pyright: ignore[reportArgumentType] - words of its own fields
    )


def member(rep: int = REP, per_month: int = 2, since: date = date(2024, 1, 1), **rest: date):
    return Member(rep, Rhythm(per_month, 30), since, **rest)


def kept(facts: Facts, month: date = FEBRUARY) -> tuple[int, int, int, int]:
    """Due, wanted, held, shortened."""
    one = made(facts, month)
    return one.due, one.wanted, one.held, one.shortened


def test_a_week_belongs_to_the_month_of_its_monday():
    assert mondays_of(FEBRUARY) == MONDAYS
    assert mondays_of(MARCH) == [date(2026, 3, day) for day in (2, 9, 16, 23, 30)]
    last = [held(date(2026, 4, 2))]
    facts = Facts(LATER, team=[member(per_month=5)], held=last, bookings=[booked(date(2026, 4, 2))])
    assert kept(facts, MARCH) == (5, 5, 1, 0)
    assert made(facts, MARCH).coaching_minutes == 0
    assert kept(facts, date(2026, 4, 1)) == (5, 5, 0, 0)
    assert made(facts, date(2026, 4, 1)).coaching_minutes == 30


def test_what_was_booked_and_held_in_its_week_is_kept():
    days = [date(2026, 2, 3), date(2026, 2, 17)]
    facts = Facts(LATER, team=[member()], held=[held(one) for one in days])
    assert kept(facts) == (2, 2, 2, 0)
    with_bookings = replace(facts, bookings=[booked(one) for one in days])
    assert kept(with_bookings) == (2, 2, 2, 0)


def test_a_session_moved_out_of_its_week_is_not_kept():
    moved = booked(date(2026, 2, 3), starts_on=date(2026, 2, 10), is_moved=True)
    other = booked(date(2026, 2, 17))
    days = [held(date(2026, 2, 10)), held(date(2026, 2, 17))]
    facts = Facts(LATER, team=[member()], held=days, bookings=[moved, other])
    assert kept(facts) == (2, 2, 1, 0)
    assert made(facts, FEBRUARY).moved == 1


def test_one_rep_coached_eight_times_hides_no_other():
    days = [held(monday + timedelta(days=day)) for monday in MONDAYS for day in (0, 2)]
    facts = Facts(LATER, team=[member(), member(OTHER)], held=days)
    assert kept(facts) == (4, 4, 2, 0)


def test_what_was_cancelled_stays_booked_and_what_was_removed_ahead_leaves_what_is_due():
    days = [booked(monday, status=Status.CANCELLED) for monday in MONDAYS]
    facts = Facts(LATER, team=[member()], bookings=days)
    assert kept(facts) == (2, 4, 0, 0)
    ahead = [
        replace(one, status=Status.REMOVED, removed_on=one.due_week - timedelta(days=8))
        for one in days
    ]
    assert kept(replace(facts, bookings=ahead)) == (2, 2, 0, 0)
    slip = [replace(one, removed_on=one.due_week, is_undone=True) for one in ahead]
    assert kept(replace(facts, bookings=slip)) == (2, 2, 0, 0)


def test_shortened_ones_are_held_and_shown_apart():
    bookings = [booked(MONDAYS[0], minutes=60), booked(MONDAYS[1], minutes=30)]
    days = [held(MONDAYS[0], minutes=47), held(MONDAYS[1], minutes=24)]
    facts = Facts(LATER, team=[member()], held=days, bookings=bookings)
    assert kept(facts) == (2, 2, 2, 1)


@pytest.mark.parametrize(
    "one",
    [
        held(MONDAYS[0], minutes=14),
        held(MONDAYS[0], form=Form.LISTENING),
        held(MONDAYS[0], opportunistic=30),
        held(MONDAYS[0], rep=None),
    ],
)
def test_what_is_no_session_keeps_nothing(one: Held):
    facts = Facts(LATER, team=[member()], held=[one], bookings=[booked(MONDAYS[0])])
    assert kept(facts) == (2, 2, 0, 0)
    assert made(facts, FEBRUARY).reps_coached == 0


def test_a_rep_is_due_for_the_mondays_on_which_they_were_there():
    half = member(per_month=4, since=date(2026, 2, 10), until=date(2026, 2, 23))
    assert kept(Facts(LATER, team=[half])) == (1, 1, 0, 0)
    cut = [
        member(per_month=4, until=date(2026, 2, 16)),
        member(per_month=1, since=date(2026, 2, 16)),
    ]
    assert kept(Facts(LATER, team=cut)) == (2, 2, 0, 0)
    assert due_of([2, 2, 2], 4) == 1
    assert due_of([], 5) == 0


def test_the_running_month_owes_only_the_weeks_that_are_over():
    due = {
        day: kept(Facts(date(2026, 2, day), team=[member(per_month=4)]))[0]
        for day in (1, 2, 8, 9, 15, 16, 28)
    }
    assert due == {1: 0, 2: 0, 8: 0, 9: 1, 15: 1, 16: 2, 28: 3}
    assert kept(Facts(date(2026, 3, 2), team=[member(per_month=4)]))[0] == 4
    assert weeks_over(MARCH, date(2026, 2, 10)) == []
    bookings = [booked(monday) for monday in MONDAYS]
    assert kept(Facts(date(2026, 2, 10), team=[member()], bookings=bookings))[1] == 1


def test_a_session_of_the_running_week_makes_up_for_none_that_was_missed_before():
    running = Facts(
        date(2026, 2, 12),
        team=[member(per_month=8)],
        held=[held(MONDAYS[0]), held(MONDAYS[1])],
        bookings=[booked(MONDAYS[0]), booked(MONDAYS[1])],
    )
    assert kept(running) == (2, 2, 1, 0)
    assert kept(replace(running, today=date(2026, 2, 16))) == (4, 4, 2, 0)


def test_the_counts_of_a_month():
    facts = Facts(
        LATER,
        held=[
            held(MONDAYS[0], developmental=30, is_tied=True, answer=Answer.TAKEN),
            held(MONDAYS[0], developmental=20, minutes=20, answer=Answer.NOT_QUITE),
            held(MONDAYS[1], opportunistic=5, minutes=5, planned=False, complete=False),
            held(MONDAYS[1], purpose=Purpose.INSPECT, status=30),
            held(MONDAYS[2], rep=None, purpose=Purpose.TRAIN, tactical=45, minutes=45),
            held(date(2026, 3, 1)),
        ],
        bookings=[
            booked(MONDAYS[0], status=Status.HELD),
            booked(MONDAYS[3], status=Status.HELD, bypasses=1, is_moved=True),
            booked(MONDAYS[3], rep=OTHER, status=Status.CANCELLED),
            booked(MONDAYS[3], status=Status.HELD, is_logged=True),
            booked(MONDAYS[3], booked=Booked.BLOCK, status=Status.HELD),
        ],
        team=[member(), member(OTHER), member(3, until=date(2026, 2, 28))],
        asked_on=[date(2026, 2, 28), date(2026, 3, 1)],
    )
    assert made(facts, FEBRUARY) == Month(
        reps=2,
        reps_coached=1,
        due=6,
        wanted=7,
        held=2,
        shortened=0,
        moved=1,
        cancelled=1,
        bypassed=1,
        entries=5,
        planned_entries=4,
        complete_entries=4,
        sessions=6,
        coaching_minutes=100,
        developmental=30,
        tactical=45,
        strategic=0,
        opportunistic=5,
        status=0,
        practice_weeks=1,
        contracted_minutes=20 * 480,
        taken=1,
        not_quite=1,
        asked_for=1,
    )


def test_contracted_time_is_that_of_the_working_days_in_employment_up_to_today():
    assert made(Facts(date(2026, 2, 6)), FEBRUARY).contracted_minutes == 5 * 480
    less = [(date.min, 40), (date(2026, 2, 12), 35)]
    part = Facts(LATER, hours=less, since=date(2026, 2, 9), until=date(2026, 2, 13))
    assert made(part, FEBRUARY).contracted_minutes == 3 * 480 + 2 * 420
    assert made(Facts(LATER, since=LATER), FEBRUARY).contracted_minutes == 0


def test_the_figures_are_exact_and_unknown_is_not_nought():
    month = Month(
        reps=3,
        reps_coached=2,
        wanted=9,
        held=7,
        shortened=2,
        entries=8,
        planned_entries=6,
        complete_entries=5,
        sessions=10,
        coaching_minutes=400,
        developmental=90,
        opportunistic=40,
        contracted_minutes=2400,
        taken=3,
        not_quite=1,
        asked_for=2,
    )
    found = {key: rule(month).share for key, rule in RULES.items()}
    assert found == {
        "kept": Fraction(7, 9),
        "shortened": None,
        "coaching": Fraction(1, 6),
        "developmental": Fraction(1, 4),
        "planned": Fraction(3, 4),
        "complete": Fraction(1, 2),
        "coverage": Fraction(2, 3),
        "answers": None,
        "requests": None,
    }
    assert {rule(Month()).share for rule in RULES.values()} == {None}
    assert rules.kept_rate(Month(wanted=7, held=7)) == Figure(7, 7, least=8)
    assert rules.kept_rate(Month(wanted=7, held=7)).share is None
    assert rules.together([month, month]).held == 14
    assert rules.together([]) == Month()


def test_what_is_fresh_and_what_a_day_touches():
    assert month_reached(MARCH) == FEBRUARY
    assert month_reached(date(2026, 6, 1)) is None
    assert stands_from(FEBRUARY, date(2026, 3, 1)) == date(2026, 3, 1)
    assert stands_from(FEBRUARY, LATER) == date(2026, 3, 2)
    assert stands_from(MARCH, LATER) == date(2026, 4, 6)


def test_every_figure_says_how_it_is_made_and_by_which_rule():
    assert set(MADE) == {*RULES, "streak"}
    for one in MADE.values():
        assert all((one.name, one.part, one.period, one.source, one.basis, one.note)), one.key
    assert {key for key, one in MADE.items() if not one.of} == {"streak", "requests"}


def test_words_of_shares():
    assert rules.per_cent(Fraction(2999, 3000)) == "99\u00a0%"
    assert rules.per_cent(None) == rules.band_words(None) == ""
    shares = [Fraction(one, 100) for one in (0, 10, 25, 40)]
    assert len({rules.band_words(one) for one in shares}) == 4


# What somebody might do so that it looks better.

days = some.integers(0, 27).map(lambda place: MONDAYS[0] + timedelta(days=place))
sessions = some.builds(
    held,
    days,
    rep=some.sampled_from([REP, OTHER]),
    minutes=some.sampled_from([10, 15, 30, 60]),
    purpose=some.sampled_from([Purpose.COACH, Purpose.INSPECT]),
).map(lambda one: replace(one, tactical=0, developmental=one.minutes, is_tied=one.minutes > 15))
bookings = some.builds(
    booked,
    days,
    rep=some.sampled_from([REP, OTHER]),
    minutes=some.sampled_from([15, 30, 60]),
    status=some.sampled_from([Status.BOOKED, Status.HELD, Status.CANCELLED]),
)
all_facts = some.builds(
    Facts,
    some.sampled_from([LATER, date(2026, 2, 19)]),
    held=some.lists(sessions, min_size=1, max_size=10),
    bookings=some.lists(bookings, min_size=1, max_size=8),
    team=some.builds(
        lambda one, other: [member(REP, one), member(OTHER, other)],
        some.integers(1, 6),
        some.integers(1, 6),
    ),
)


def rate(facts: Facts) -> Fraction:
    """The share kept, whatever it is out of; all where nothing was wanted."""
    one = made(facts, FEBRUARY)
    return Fraction(one.held, one.wanted) if one.wanted else Fraction(1)


def developmental(facts: Facts) -> Fraction:
    return rules.developmental_share(made(facts, FEBRUARY)).share or Fraction(0)


@given(all_facts)
def test_held_is_never_more_than_wanted_nor_shortened_more_than_held(facts: Facts):
    due, wanted, kept_ones, short = kept(facts)
    assert 0 <= short <= kept_ones <= wanted >= due >= 0


@given(all_facts, some.data())
def test_removing_an_appointment_in_its_week_or_after_changes_nothing(
    facts: Facts, data: some.DataObject
):
    gone = data.draw(some.sampled_from(facts.bookings))
    on = gone.due_week + timedelta(days=data.draw(some.integers(0, 40)))
    removed = replace(gone, status=Status.REMOVED, removed_on=on)
    rest = [removed if one is gone else one for one in facts.bookings]
    assert kept(replace(facts, bookings=rest)) == kept(facts)


@given(all_facts)
def test_whatever_is_removed_ahead_what_is_due_stays_wanted(facts: Facts):
    none = made(replace(facts, bookings=[]), FEBRUARY)
    assert none.wanted == none.due == made(facts, FEBRUARY).due


@given(all_facts, some.data())
def test_splitting_one_talk_into_many_raises_nothing(facts: Facts, data: some.DataObject):
    whole = data.draw(some.sampled_from(facts.held))
    parts = data.draw(some.sampled_from([2, 3]))
    piece = replace(whole, minutes=whole.minutes // parts, developmental=whole.minutes // parts)
    rest = [one for one in facts.held if one is not whole]
    split = replace(facts, held=[*rest, *[piece] * parts])
    assert rate(split) <= rate(facts)


@given(all_facts, some.data())
def test_five_minutes_more_with_somebody_keep_nothing(facts: Facts, data: some.DataObject):
    short = held(data.draw(days), rep=data.draw(some.sampled_from([REP, OTHER])), minutes=5)
    more = replace(facts, held=[*facts.held, *[short] * data.draw(some.integers(1, 6))])
    assert rate(more) == rate(facts)


@given(all_facts, some.data())
def test_moving_an_appointment_changes_nothing_but_that_it_was_moved(
    facts: Facts, data: some.DataObject
):
    moved = data.draw(some.sampled_from(facts.bookings))
    there = replace(moved, starts_on=data.draw(days), is_moved=True)
    rest = [there if one is moved else one for one in facts.bookings]
    assert kept(replace(facts, bookings=rest)) == kept(facts)


@given(all_facts, some.data())
def test_a_talk_in_another_week_than_booked_keeps_no_more(facts: Facts, data: some.DataObject):
    one = data.draw(some.sampled_from(facts.bookings))
    matching = held(one.starts_on, rep=one.rep)
    elsewhere = replace(matching, held_on=data.draw(days))
    here = replace(facts, held=[matching])
    there = replace(facts, held=[elsewhere])
    if facts.today == LATER:
        assert rate(there) <= rate(here)


@given(all_facts, some.data())
def test_entering_a_booking_after_its_beginning_changes_nothing(
    facts: Facts, data: some.DataObject
):
    late = booked(data.draw(days), is_late=True)
    assert kept(replace(facts, bookings=[*facts.bookings, late])) == kept(facts)


@given(all_facts, some.data())
def test_minutes_tied_to_no_cycle_raise_no_developmental_share(facts: Facts, data: some.DataObject):
    untied = held(data.draw(days), developmental=60, minutes=60)
    assert developmental(replace(facts, held=[*facts.held, untied])) <= developmental(facts)
    loose = [replace(one, is_tied=False) for one in facts.held]
    assert developmental(replace(facts, held=loose)) == 0
    practised = [
        replace(one, rep=None, form=Form.TEAM_PRACTICE) if not one.is_tied else one
        for one in facts.held
    ]
    assert developmental(replace(facts, held=practised)) <= developmental(facts)


def test_kept_of_one_rep():
    week, other = MONDAYS[:2]
    assert kept_of([(week, 30)], [(week, 30), (other, 30)], 1) == Kept(1, 1, 1, 0)
    assert kept_of([(week, 30)], [(other, 30)], 2) == Kept(2, 2, 1, 0)
    assert kept_of([(week, 60), (week, 30)], [(week, 30)], 1) == Kept(1, 2, 1, 1)
    assert kept_of([], [], 0) == Kept(0, 0, 0, 0)
