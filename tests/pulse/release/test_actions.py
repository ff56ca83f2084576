"""What is shown after a release, what is gone, and that a second one shows nothing more."""

from random import Random

import pytest
from sqlmodel import Session, col, func, select

from coach_the_coach.identity.tables import HouseRule, Person
from coach_the_coach.pulse.minimum.rules import MINIMUM, Minimum, kept
from coach_the_coach.pulse.release.queries import answered, months_out
from coach_the_coach.pulse.release.rules import Month
from coach_the_coach.pulse.rules import closes_on, last_day
from coach_the_coach.pulse.tables import PulseFigure, PulseSaid, PulseTicket
from tests.cast import NOW, Cast
from tests.pulse.said import DECEMBER, NOVEMBER, OCTOBER, at, released, reps, said, ticket
from tests.pulse.solving import Answer, Figure, least_made_out

QUARTER = (OCTOBER, NOVEMBER, DECEMBER)


def figures(session: Session) -> list[tuple[str, bool, int, int, int]]:
    """Whose, whether of the whole, first month, last month, and of how many."""
    rows = session.exec(select(PulseFigure)).all()
    return sorted((str(one.node_id), one.whole, *_months(one), one.people) for one in rows)


def _months(figure: PulseFigure) -> tuple[int, int]:
    return figure.period_from.month, figure.period_to.month


def tickets(session: Session) -> int:
    """How many there are."""
    return session.exec(select(func.count()).select_from(PulseTicket)).one()


def test_a_month_with_enough_people_is_shown_and_one_with_too_few_waits(
    session: Session, cast: Cast
):
    many, few = reps(session, 9)[:6], reps_of(cast)[:3]
    said(session, many, cast.mo, OCTOBER)
    said(session, few, cast.sol, OCTOBER)
    released(session, OCTOBER)

    # The three of Sol are below another leader, and would be what is left of the whole.
    assert figures(session) == []

    said(session, many, cast.mo, NOVEMBER, rating=5)
    released(session, NOVEMBER)
    mo, cleo = str(cast.mo.id), str(cast.cleo.id)
    assert figures(session) == [(mo, False, 11, 11, 6)]

    said(session, few, cast.sol, DECEMBER)
    released(session, DECEMBER)
    assert (cleo, True, 10, 12, 9) in figures(session)
    # Nobody is told anything of Sol, and nothing of those above him alone.
    assert {one[0] for one in figures(session)} <= {mo, cleo, str(cast.lena.id)}


def reps_of(cast: Cast) -> list[Person]:
    """People of the cast who can answer."""
    return [cast.rae, cast.ren, cast.sid]


def test_the_means_are_kept_in_halves_and_as_bands(session: Session, cast: Cast):
    people = reps(session, 5)
    said(session, people[:3], cast.mo, OCTOBER, rating=4)
    said(session, people[3:], cast.mo, OCTOBER, rating=3)
    released(session, OCTOBER)

    one = session.exec(select(PulseFigure)).one()
    assert (one.people, one.rating, one.thinking, one.one_thing, one.hard) == (5, 7, 6, 10, 2)
    assert (one.period_from, one.period_to) == (OCTOBER, last_day(OCTOBER))
    assert one.released_at == at(closes_on(OCTOBER))


def test_what_is_over_is_answered_no_more_and_after_the_quarter_nobody_knows_who_did(
    session: Session, cast: Cast
):
    people = reps(session, 6)
    said(session, people[:5], cast.mo, OCTOBER)
    ticket(session, people[5], cast.mo, OCTOBER)
    ticket(session, people[5], cast.mo, NOVEMBER)
    released(session, OCTOBER)
    assert tickets(session) == 6

    released(session, NOVEMBER)
    assert tickets(session) == 5
    released(session, DECEMBER)
    assert tickets(session) == 0


def test_a_second_release_shows_nothing_more_even_where_fewer_are_asked_for(
    session: Session, cast: Cast
):
    people = reps(session, 10)
    said(session, people[:6], cast.mo, OCTOBER)
    said(session, people[6:], cast.mia, OCTOBER)
    released(session, OCTOBER)
    assert figures(session) == []
    released(session, OCTOBER)
    released(session, DECEMBER)
    before = figures(session)
    session.add(HouseRule(name=MINIMUM, value=kept(Minimum(3)), set_at=NOW))
    session.flush()
    for month in QUARTER:
        released(session, month)
    assert figures(session) == before
    assert before


def test_the_minimum_of_the_time_when_it_was_said_holds(session: Session, cast: Cast):
    people = reps(session, 4)
    fewer = kept(Minimum(3, since=NOVEMBER, before=5))
    session.add(HouseRule(name=MINIMUM, value=fewer, set_at=NOW))
    for month in (OCTOBER, NOVEMBER):
        said(session, people, cast.mo, month)
        released(session, month)
    assert [(one[2], one[4]) for one in figures(session)] == [(11, 4)]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_really_shown_makes_out_nobody(session: Session, cast: Cast, seed: int):
    """The same attacker on what is stored: figures of coaches by months, of wholes by quarters."""
    chance = Random(seed)
    people = reps(session, 30)
    coaches = [cast.lena, cast.odd, cast.mo, cast.mia, cast.sol]
    teams = {coach.id: chance.sample(people, chance.randint(2, 9)) for coach in coaches}
    who: dict[Month, frozenset[int]] = {}
    for month in QUARTER:
        for coach in coaches:
            team = teams[coach.id]
            said(session, chance.sample(team, chance.randint(0, len(team))), coach, month)
        who |= answered(session, [month])
        released(session, month)

    below = {
        cast.cleo.id: {one.id for one in coaches},
        cast.lena.id: {cast.lena.id, cast.mo.id, cast.mia.id},
        cast.odd.id: {cast.odd.id, cast.sol.id},
    }
    shown = [_figure(session, one, who, below) for one in session.exec(select(PulseFigure)).all()]
    assert shown
    assert all(len({answer.person for answer in one}) >= 5 for one in shown)
    assert least_made_out(shown, 5) == frozenset()
    assert session.exec(select(func.count(col(PulseSaid.id)))).one() == sum(map(len, who.values()))


def _figure(
    session: Session,
    one: PulseFigure,
    who: dict[Month, frozenset[int]],
    below: dict[int | None, set[int | None]],
) -> Figure:
    """Of what answers a stored figure is."""
    coaches = below[one.node_id] if one.whole else {one.node_id}
    months = [month for month in QUARTER if one.period_from <= month <= one.period_to]
    out = months_out(session, QUARTER) if len(months) > 1 and not one.whole else set()
    return frozenset(
        Answer(person, coach or 0, month)
        for coach in coaches
        for month in months
        if (coach, month) not in out
        for person in who.get((coach or 0, month), ())
    )
