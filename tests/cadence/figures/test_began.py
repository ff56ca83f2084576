"""Nobody is accused of weeks in which the house did not use the program yet."""

from datetime import date, timedelta

from sqlmodel import Session, select

from coach_the_coach.cadence.figures.making.actions import make_figures, make_month
from coach_the_coach.cadence.figures.queries import figures_of
from coach_the_coach.cadence.figures.rows import FiguresRow
from coach_the_coach.cadence.rules import Status
from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.identity.tables import Person
from tests.cadence.figures import kept
from tests.cast import NOW, Cast

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
WEDNESDAY = date(2026, 2, 11)
"""A day on which somebody else booked the first thing of all."""


def shown(session: Session, cast: Cast, who: Person) -> FiguresRow:
    return figures_of(session, cast.actor(who), public_id=who.public_id, at=NOW)


def february(session: Session, coach: Person) -> CoachMonth:
    """February of a coach as the job makes it."""
    make_month(session, coach.id or 0, FEBRUARY, at=NOW)
    session.expire_all()
    return session.get_one(CoachMonth, (coach.id, FEBRUARY))


def test_nothing_is_due_before_the_week_after_the_house_began(session: Session, cast: Cast):
    kept.house_began(session, cast.odd, WEDNESDAY)
    one = february(session, cast.mo)
    # Two of four Mondays, four a month, two reps; who logs nothing at all owes no less.
    assert (one.due, one.wanted, one.held) == (4, 4, 0)
    working = [date(2026, 2, day) for day in range(11, 29)]
    assert one.contracted_minutes == sum(day.weekday() < 5 for day in working) * 480


def test_what_was_before_counts_in_nothing(session: Session, cast: Cast):
    before, then = date(2026, 2, 3), kept.noon(WEDNESDAY)
    # An old calendar that was brought in, and a session that was written down afterwards.
    kept.booking(session, cast.mo, cast.rae, before, imported=True, made_at=then)
    kept.booking(
        session,
        cast.mo,
        cast.rae,
        WEDNESDAY - timedelta(days=1),
        imported=True,
        made_at=then,
        status=Status.HELD,
    )
    kept.entry(session, cast.mo, cast.rae, before, logged_at=then)
    kept.entry(session, cast.mo, cast.rae, WEDNESDAY, logged_at=then)
    one = february(session, cast.mo)
    assert (one.due, one.wanted, one.held) == (4, 4, 0)
    assert (one.entries, one.sessions, one.coaching_minutes) == (1, 1, 30)


def test_months_before_are_not_shown(session: Session, cast: Cast):
    then = kept.noon(WEDNESDAY)
    for day in (date(2025, 12, 2), date(2026, 1, 6), date(2026, 2, 17)):
        kept.entry(session, cast.mo, cast.rae, day, logged_at=max(then, kept.noon(day)))
    months = ["March 2026 so far", "February 2026"]
    assert [one.month for one in shown(session, cast, cast.mo).months] == months
    make_figures(session, {}, NOW)
    assert [one.month for one in shown(session, cast, cast.mo).months] == months
    assert {one.month for one in session.exec(select(CoachMonth))} == {FEBRUARY, MARCH}


def test_a_house_that_did_nothing_yet_owes_nothing(session: Session, cast: Cast):
    row = shown(session, cast, cast.mo)
    assert [(one.month, one.kept, one.coaching) for one in row.months] == [
        ("March 2026 so far", "0 of 0", "Nothing yet")
    ]
    for minutes in (0, 5):
        make_figures(session, {}, NOW + timedelta(minutes=minutes))
    made = session.exec(select(CoachMonth.contracted_minutes, CoachMonth.made_at)).all()
    assert {minutes for minutes, _at in made} == {0}
    # Once a day, and not with each round.
    assert {at for _minutes, at in made} == {NOW}
