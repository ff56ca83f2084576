"""Who reads what of what was said: each coach their own, leaders that of those below, others none.

Sol is another leader's, and what is said of him is put there for whoever must not see it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from sqlmodel import Session

from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.identity.tables import Person
from coach_the_coach.pulse.queries import others_pulse, own_pulse
from coach_the_coach.pulse.rows import FigureLine
from coach_the_coach.pulse.rules import last_day
from coach_the_coach.pulse.tables import PulseFigure
from coach_the_coach.shell.rows import PageRow
from tests.cast import Cast
from tests.pulse.said import DECEMBER, NOVEMBER, OCTOBER, at

NOW = at(date(2027, 1, 20))
LATE_NOVEMBER = at(date(2026, 11, 20))


def figure(
    session: Session, of: Person, since: date, until: date, *, whole: bool = False, people: int = 6
) -> None:
    """What is shown of somebody."""
    session.add(
        PulseFigure(
            node_id=of.id or 0,
            whole=whole,
            period_from=since,
            period_to=last_day(until),
            people=people,
            rating=9,
            thinking=10,
            one_thing=7,
            hard=2,
            released_at=NOW,
        )
    )
    session.flush()


def line(period: str, **given: str) -> FigureLine:
    """A line with the figures of `figure`."""
    return FigureLine(
        period=period,
        rating="4.5",
        thinking="4 or more",
        one_thing="3.5",
        hard="2 or less",
        **{"people": "6 people", "whose": "their own sessions"} | given,
    )


@pytest.fixture
def shown(session: Session, cast: Cast) -> Cast:
    """November of Mo, the rest of his quarter, Sol's quarter, and the wholes of all leaders."""
    figure(session, cast.mo, NOVEMBER, NOVEMBER)
    figure(session, cast.mo, OCTOBER, DECEMBER)
    figure(session, cast.sol, OCTOBER, DECEMBER, people=8)
    for leader in (cast.lena, cast.odd, cast.cleo):
        figure(session, leader, OCTOBER, DECEMBER, whole=True, people=20)
    return cast


def test_a_coach_reads_their_own_month_by_month_and_the_rest_by_the_quarter(
    session: Session, shown: Cast
):
    row = own_pulse(session, shown.actor(shown.mo), at=NOW)
    assert [one.period for one in row.own if not one.why] == [
        "October and December 2026",
        "November 2026",
    ]
    assert row.own[0] == line("October and December 2026")
    assert (row.minimum, row.leads, row.whole) == (5, False, [])


def test_where_too_few_answered_it_says_so_and_never_how_many(session: Session, shown: Cast):
    row = own_pulse(session, shown.actor(shown.mia), at=NOW)
    why = "Not enough people answered, so nobody can be made out."
    assert row.own == [
        FigureLine(period="October to December 2026", why=why),
        FigureLine(period="July to September 2026", why=why),
    ]
    running = own_pulse(session, shown.actor(shown.mia), at=LATE_NOVEMBER)
    assert running.own[0] == FigureLine(
        period="October 2026",
        why="Not enough for a month. It goes into the quarter, shown after 7 January 2027.",
    )


def test_leaders_read_the_whole_below_them_and_each_below_them(session: Session, shown: Cast):
    lena = shown.actor(shown.lena)
    assert own_pulse(session, lena, at=NOW).whole[0] == line(
        "October to December 2026", people="20 people", whose="all below them, and they themselves"
    )
    lines, page = others_pulse(session, lena, page=0, at=NOW)
    assert lines == [
        line("October and December 2026", name="Mo Manager"),
        line("November 2026", name="Mo Manager"),
    ]
    assert page == PageRow()


def test_a_leader_above_reads_all_below_and_another_leader_their_own(session: Session, shown: Cast):
    def read_by(person: Person) -> list[str]:
        lines, _page = others_pulse(session, shown.actor(person), page=0, at=NOW)
        return [one.name for one in lines]

    assert read_by(shown.cleo) == [
        "Lena Leader",
        "Mo Manager",
        "Mo Manager",
        "Odd Other",
        "Sol Stranger",
    ]
    assert read_by(shown.odd) == ["Sol Stranger"]


@pytest.mark.parametrize("who", ["mo", "mia", "rae", "spec", "ada"])
def test_nobody_else_reads_of_others(session: Session, shown: Cast, who: str):
    actor = shown.actor(getattr(shown, who))
    with pytest.raises(NotPermitted):
        others_pulse(session, actor, page=0, at=NOW)


@pytest.mark.parametrize("who", ["rae", "spec", "ada"])
def test_who_coaches_nobody_has_none_of_their_own(session: Session, shown: Cast, who: str):
    with pytest.raises(NotPermitted):
        own_pulse(session, shown.actor(getattr(shown, who)), at=NOW)


def test_it_takes_as_many_statements_for_many_figures_as_for_one(
    session: Session,
    cast: Cast,
    statements: Callable[[], AbstractContextManager[list[str]]],
):
    cleo = cast.actor(cast.cleo)

    def asked(at: datetime) -> tuple[int, int]:
        with statements() as sent:
            lines, _page = others_pulse(session, cleo, page=0, at=at)
            own_pulse(session, cleo, at=at)
        return len(lines), len(sent)

    figure(session, cast.mo, OCTOBER, OCTOBER)
    one = asked(NOW)
    people = (cast.lena, cast.odd, cast.mo, cast.mia, cast.sol)
    for person in people:
        for month in (NOVEMBER, date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)):
            figure(session, person, month, month)
        figure(session, person, OCTOBER, DECEMBER)
        figure(session, person, OCTOBER, DECEMBER, whole=True)
    assert (one[0], asked(NOW)) == (1, (25, one[1]))
