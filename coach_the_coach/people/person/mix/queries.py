"""A person's kinds of talk by calendar month, from what the actor may read of their sessions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from sqlalchemy import ColumnElement, Text, cast
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Kind, kind_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.coaching.targets.queries import targets_of
from coach_the_coach.foundation.when import begins, local_day, month_before
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.observations.tables import Observation, Outcome
from coach_the_coach.people.person.mix import rules
from coach_the_coach.people.person.mix.rows import (
    KindLine,
    KindPanel,
    MixRow,
    MonthLine,
    MonthPoint,
)
from coach_the_coach.people.person.progress.queries import note_drawn, opened_of


def mixes_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> MixRow:
    """What the last `MONTHS` calendar months were made of, each where the person is.

    In three statements however many observations there are. Raises NotFound for somebody the
    actor cannot see.
    """
    person = visible_person(session, actor, public_id)
    targets = targets_of(session, actor)
    now = local_day(at, person.time_zone).replace(day=1)
    since = begins(month_before(now, rules.MONTHS - 1), person.time_zone)
    found = session.exec(
        select(CoachingSession.id, CoachingSession.held_at, Outcome.kinds, Observation.observer_id)
        .join(Observation, col(Observation.coaching_session_id) == col(CoachingSession.id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .where(opened_of(person, actor), CoachingSession.held_at >= since, has_answers())
        .order_by(col(CoachingSession.held_at).desc(), col(Observation.id))
    ).all()
    note_drawn(session, actor, person, (row[3] for row in found))
    months: dict[date, list[rules.Answered]] = {}
    for session_id, held_at, kinds, _observer in found:
        month = local_day(held_at, person.time_zone).replace(day=1)
        months.setdefault(month, []).append(answered(session_id, kinds))
    mixes = {month: rules.mix_of(each, targets) for month, each in months.items()}
    return MixRow(
        months=[_month_line(month, mix, now) for month, mix in mixes.items()],
        **_over_months({month: mix for month, mix in mixes.items() if mix.is_known}),
    )


def has_answers() -> ColumnElement[bool]:
    """The condition that somebody answered what kind of talk it was."""
    return cast(col(Outcome.kinds), Text) != "{}"


def answered(session_id: int | None, kinds: Mapping[str, int]) -> rules.Answered:
    """What was answered in one session, as it is kept."""
    return rules.Answered(session_id or 0, {Kind(kind): count for kind, count in kinds.items()})


def month_words(month: date, now: date | None = None) -> str:
    """The month by its name; that it goes on where it is the one of `now`."""
    words = format_date(month, "MMMM y", locale="en_GB")
    return _("{month} so far").format(month=words) if month == now else words


def kind_lines(mix: rules.Mix) -> list[KindLine]:
    """Every kind as it is drawn."""
    marks = {
        rules.Standing.ON: "done",
        rules.Standing.BELOW: "attention",
        rules.Standing.ABOVE: "attention",
        rules.Standing.CLOSE: "waiting",
        None: "plain",
    }
    return [
        KindLine(
            word=kind_word(one.kind),
            figure=rules.figure_words(one),
            aim=rules.aim_words(one),
            count=one.count,
            is_known=one.percent is not None,
            share=one.percent or 0,
            low=one.low or 0,
            high=one.high or 0,
            at_least=one.bounds.at_least,
            at_most=one.bounds.at_most,
            mark=marks[one.standing],
            standing=rules.standing_word(one.standing),
        )
        for one in mix.kinds
    ]


def _over_months(mixes: Mapping[date, rules.Mix]) -> dict[str, Any]:
    """One small panel for each kind with a target; none where fewer than two months have shares."""
    known = [*mixes][::-1]
    if len(known) < 2:
        return {}
    first, last = known[0], known[-1]
    panels = [
        KindPanel(
            word=kind_word(one.kind),
            points=[
                _point(mixes[month].kinds[place], _months(first, month) / _months(first, last))
                for month in known
            ],
            at_least=one.bounds.at_least,
            at_most=one.bounds.at_most,
            aim=rules.aim_words(one),
            heard="; ".join(
                f"{month_words(month)}: {rules.figure_words(mixes[month].kinds[place])}"
                for month in known
            ),
        )
        for place, one in enumerate(mixes[last].kinds[: len(rules.AIMED)])
    ]
    return {
        "panels": panels,
        "panels_words": rules.change_words(mixes[first], mixes[last], month_words(first)),
        "first": format_date(first, "MMM y", locale="en_GB"),
        "last": format_date(last, "MMM y", locale="en_GB"),
    }


def _point(one: rules.KindShare, place: float) -> MonthPoint:
    return MonthPoint(at=100 * place, share=one.percent or 0, low=one.low or 0, high=one.high or 0)


def _months(first: date, last: date) -> int:
    """How many months lie between two."""
    return (last.year - first.year) * 12 + last.month - first.month


def _month_line(month: date, mix: rules.Mix, now: date) -> MonthLine:
    return MonthLine(
        month=month_words(month, now),
        basis=rules.basis_words(mix),
        sentence=rules.mix_words(mix),
        kinds=kind_lines(mix),
    )
