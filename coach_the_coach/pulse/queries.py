"""What is shown of what reps say: each coach their own, and leaders that of those below them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.pulse.minimum.queries import minimum
from coach_the_coach.pulse.rows import FigureLine, PulseRow
from coach_the_coach.pulse.rules import (
    closes_on,
    last_day,
    level_words,
    month_words,
    months_of_quarter,
    months_words,
    quarters_shown,
)
from coach_the_coach.pulse.tables import PulseFigure
from coach_the_coach.shell.rows import PageRow, page_row

QUARTERS: Final = 4
"""Quarters of which one reads one's own. Source: docs/method.md#pulse."""

SAYS_WHY: Final = 2
"""Quarters of which it is said why nothing is shown. Source: docs/method.md#pulse."""

PAGE: Final = 25
"""Figures of others shown at once. Source: docs/method.md#lists."""

Quarter = tuple[date, date, date]


def own_pulse(session: Session, actor: Actor, *, at: datetime) -> PulseRow:
    """What was said about the actor, the newest first, and of all below them; two statements."""
    actor.require(Permission.COACHING_HOLD)
    quarters = quarters_shown(at.date(), QUARTERS)
    found = session.exec(
        visible(PulseFigure, actor).where(
            PulseFigure.node_id == actor.person_id,
            PulseFigure.period_from >= quarters[-1][0],
        )
    ).all()
    own = {(one.period_from, one.period_to): one for one in found if not one.whole}
    whole = {(one.period_from, one.period_to): one for one in found if one.whole}
    leads = actor.can(Permission.COACHING_READ)
    return PulseRow(
        minimum=minimum(session).people,
        own=[
            line
            for quarter in quarters
            for line in _own_lines(own, quarter, at.date())
            if not line.why or quarter in quarters[:SAYS_WHY]
        ],
        whole=_whole_lines(whole, quarters, at.date()) if leads else [],
        leads=leads,
        sets_minimum=actor.can(Permission.CADENCE_WRITE),
    )


def others_pulse(
    session: Session, actor: Actor, *, page: int, at: datetime
) -> tuple[list[FigureLine], PageRow]:
    """What is shown of those below the actor of the newest two quarters, by name.

    In three statements, however many there are. Of whom nothing is shown there is no line.
    """
    actor.require(Permission.COACHING_READ)
    since = quarters_shown(at.date(), 2)[-1][0]
    shown = [
        sees(PulseFigure, actor, Permission.COACHING_READ),
        PulseFigure.node_id != actor.person_id,
        PulseFigure.period_from >= since,
    ]
    total = session.exec(select(func.count()).select_from(PulseFigure).where(*shown)).one()
    rows = session.exec(
        select(PulseFigure, Person)
        .join(Person, col(Person.id) == col(PulseFigure.node_id))
        .where(*shown)
        .order_by(
            col(Person.given_name),
            col(Person.family_name),
            col(Person.id),
            col(PulseFigure.whole),
            col(PulseFigure.period_to).desc(),
            col(PulseFigure.period_from).desc(),
        )
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    months = _months_of_their_own(session, actor, [figure for figure, _person in rows])
    lines = [
        _line(figure, _months(figure, months.get(figure.node_id, set())), name=person.name)
        for figure, person in rows
    ]
    return lines, page_row(page, size=PAGE, shown=len(lines), total=total)


def _months_of_their_own(
    session: Session, actor: Actor, figures: Sequence[PulseFigure]
) -> dict[int, set[date]]:
    """Which months of these coaches are shown by themselves; the quarter has the others."""
    people = {one.node_id for one in figures if not one.whole}
    since = min((one.period_from for one in figures), default=date.max)
    rows = session.exec(
        visible(PulseFigure, actor, Permission.COACHING_READ).where(
            col(PulseFigure.node_id).in_(people),
            ~col(PulseFigure.whole),
            col(PulseFigure.period_from) >= since,
        )
    ).all()
    found: dict[int, set[date]] = {}
    for one in rows:
        if one.period_to == last_day(one.period_from):
            found.setdefault(one.node_id, set()).add(one.period_from)
    return found


def _months(figure: PulseFigure, shown: set[date]) -> list[date]:
    """Which months a figure is of: a quarter's, without those that are shown by themselves."""
    if figure.period_to == last_day(figure.period_from):
        return [figure.period_from]
    quarter = months_of_quarter(figure.period_from)
    rest = [] if figure.whole else [one for one in quarter if one not in shown]
    return rest or list(quarter)


def _own_lines(
    figures: dict[tuple[date, date], PulseFigure], quarter: Quarter, today: date
) -> list[FigureLine]:
    """A line for each month that is shown, and one for what is not, of one quarter."""
    closed = [month for month in quarter if closes_on(month) <= today]
    by_month = {month: figures.get((month, last_day(month))) for month in closed}
    lines = [(month, _line(figure, [month])) for month, figure in by_month.items() if figure]
    rest = [month for month, figure in by_month.items() if figure is None]
    whole = figures.get((quarter[0], last_day(quarter[-1])))
    if whole:
        lines.append(((rest or quarter)[-1], _line(whole, rest or quarter)))
    elif rest:
        lines.append((rest[-1], _too_few(rest, is_over=len(closed) == len(quarter))))
    return [line for _month, line in sorted(lines, key=lambda one: one[0], reverse=True)]


def _whole_lines(
    figures: dict[tuple[date, date], PulseFigure], quarters: Sequence[Quarter], today: date
) -> list[FigureLine]:
    """A line for each quarter that is over."""
    over = [quarter for quarter in quarters if closes_on(quarter[-1]) <= today]
    found = [(quarter, figures.get((quarter[0], last_day(quarter[-1])))) for quarter in over]
    return [
        _line(figure, quarter) if figure else _too_few(quarter, is_over=True)
        for quarter, figure in found
        if figure or quarter in quarters[:SAYS_WHY]
    ]


def _too_few(months: Sequence[date], *, is_over: bool) -> FigureLine:
    """That nothing is shown, and never how many it were."""
    why = _("Not enough people answered, so nobody can be made out.")
    if not is_over:
        until = closes_on(months_of_quarter(months[0])[-1]) - timedelta(days=1)
        why = _("Not enough for a month. It goes into the quarter, shown after {day}.").format(
            day=f"{until.day} {month_words(until)}"
        )
    return FigureLine(period=months_words(months), why=why)


def _line(figure: PulseFigure, months: Sequence[date], *, name: str = "") -> FigureLine:
    """A figure in words."""
    whose = _("all below them, and they themselves") if figure.whole else _("their own sessions")
    return FigureLine(
        name=name,
        whose=whose,
        period=months_words(months),
        people=_n("{n} person", "{n} people", figure.people).format(n=figure.people),
        rating=level_words(figure.rating),
        thinking=level_words(figure.thinking),
        one_thing=level_words(figure.one_thing),
        hard=level_words(figure.hard),
    )
