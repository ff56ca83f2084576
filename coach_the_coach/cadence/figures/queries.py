"""The figures of coaches, for themselves and for those who may know how often they coach.

What is shown is never old: months of which something changed, or whose day is another, are made
from their rows for the answer.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from babel.dates import format_date
from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.cadence.figures import rules
from coach_the_coach.cadence.figures.making.queries import made_months
from coach_the_coach.cadence.figures.making.rules import (
    closes_on,
    month_reached,
    stands_from,
)
from coach_the_coach.cadence.figures.rows import (
    FigureLine,
    FiguresRow,
    HomePanel,
    ManagerLine,
    MonthLine,
    TeamRow,
)
from coach_the_coach.cadence.figures.rules import COUNTED, MONTHS, MONTHS_SHOWN, Month
from coach_the_coach.cadence.tables import CoachMonth
from coach_the_coach.cadence.week.rules import HELD_MINUTES
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.practice.queries import held_days
from coach_the_coach.coaching.practice.rules import streak
from coach_the_coach.coaching.queries import coaches, team
from coach_the_coach.coaching.rules import Form
from coach_the_coach.evidence.tables import Stale
from coach_the_coach.foundation.when import begins, local_day, month_before
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, sees, visible_person
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes

PAGE: Final = 25
"""People shown at once. Source: docs/method.md#lists."""

LEFT_OUT: Final = 5
"""Names of those left out on a home. Source: docs/method.md#figures-of-coaching."""

COUNT: Final = Permission.COACHING_COUNT

By = dict[int, dict[date, Month]]
"""Months by coach, those that are not known left out."""


def coach_of(session: Session, actor: Actor, public_id: str) -> Person:
    """The actor, or somebody whose figures they may know.

    Raises NotFound for one the actor cannot see, NotPermitted for one whose figures they may not.
    """
    if public_id == actor.public_id:
        return session.get_one(Person, actor.person_id)
    return visible_person(session, actor, public_id, COUNT)


def figures_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> FiguresRow:
    """The figures of one coach: three months together, and twelve one by one, newest first.

    Raises NotFound for one the actor cannot see, NotPermitted for one whose figures they may not.
    """
    coach = coach_of(session, actor, public_id)
    who, today = coach.id or 0, local_day(at, coach.time_zone)
    shown = months_until(today, MONTHS_SHOWN)
    found = months_of(session, actor, {who: coach.time_zone}, months=shown, at=at)[who]
    practised = held_days(session, actor, people=[who], at=at).get(who, set())
    return FiguresRow(
        public_id=coach.public_id,
        name=coach.name,
        is_me=who == actor.person_id,
        period=period_words(shown[:MONTHS]),
        lines=lines_of(found, practised, today),
        months=[_month_line(month, found[month], today) for month in shown if month in found],
        export=routes.figures_file(coach.public_id),
    )


def team_figures(session: Session, actor: Actor, *, at: datetime, page: int = 0) -> TeamRow:
    """Those who coach and report directly to the actor, by name, `PAGE` from `page`.

    For whoever leads nobody and counts all over the house, everybody in reach who coaches. All of
    them together stand above, made of months alone.
    """
    scope = _those(actor, at)
    total = session.exec(select(func.count()).select_from(Person).where(scope)).one()
    people = session.exec(
        select(Person)
        .where(scope)
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .offset(max(0, page) * PAGE)
        .limit(PAGE)
    ).all()
    zones = {one.id or 0: one.time_zone for one in people}
    newest = local_day(at, actor.time_zone).replace(day=1)
    shown = months_until(newest, MONTHS_SHOWN)
    found = months_of(session, actor, zones, months=shown, at=at)
    practised = held_days(session, actor, people=zones, at=at)
    return TeamRow(
        period=period_words(shown[:MONTHS]),
        lines=[
            _manager_line(one, found[one.id or 0], practised.get(one.id or 0, set()), at)
            for one in people
        ],
        together=_shared(together(session, actor, at=at)) if total else [],
        total=total,
    )


def together(session: Session, actor: Actor, *, months: int = MONTHS, at: datetime) -> Month:
    """The last months of all those of `team_figures` as one; made of `CoachMonth` alone."""
    return rules.together(
        month for each in by_coach(session, actor, months=months, at=at).values() for month in each
    )


def by_coach(
    session: Session, actor: Actor, *, months: int = MONTHS, at: datetime
) -> dict[int, list[Month]]:
    """The last months of each of those of `team_figures` by id, the running one among them."""
    people = session.exec(select(Person.id, Person.time_zone).where(_those(actor, at))).all()
    zones = {who or 0: zone for who, zone in people}
    # One more: where the newest of the actor has not begun yet, it is another month that counts.
    newest = months_until(local_day(at, actor.time_zone), months + 1)
    found = months_of(session, actor, zones, months=newest, at=at)
    counted = {zone: months_until(local_day(at, zone), months) for zone in set(zones.values())}
    return {
        who: [each[month] for month in counted[zones[who]] if month in each]
        for who, each in found.items()
    }


def months_of(
    session: Session,
    actor: Actor,
    zones: Mapping[int, str],
    *,
    months: Sequence[date],
    at: datetime,
) -> By:
    """The months of these coaches, by id with their time zone; of others nothing.

    In two statements, and nine more where a month has to be made for the answer. The running
    month is that of each coach; a month that was never made and is over is not known.
    """
    today = {who: local_day(at, zone) for who, zone in zones.items()}
    wanted = {*months, *(day.replace(day=1) for day in today.values())}
    kept = session.connection().execute(
        columns(
            *(getattr(CoachMonth, name) for name in ("coach_id", "month", "made_at", *COUNTED))
        ).where(
            sees(CoachMonth, actor, COUNT),
            col(CoachMonth.coach_id).in_(zones),
            col(CoachMonth.month).in_(wanted),
        )
    )
    queued = session.exec(
        select(Stale.person_id, col(Stale.month)).where(col(Stale.person_id).in_(zones))
    ).all()
    stale = {*queued}
    touched = stale | {(who, month_reached(month)) for who, month in queued}
    found: By = {who: {} for who in zones}
    old = {
        (who, month)
        for who, day in today.items()
        for month in wanted
        if (who, month) in stale or month == day.replace(day=1)
    }
    since = {
        (zone, month): begins(stands_from(month, local_day(at, zone)), zone)
        for zone in {*zones.values()}
        for month in wanted
    }
    for who, month, made_at, *counts in kept:
        if made_at >= since[zones[who], month] and (who, month) not in touched:
            found[who][month] = Month(*counts)
            old.discard((who, month))
        else:
            old.add((who, month))
    old = {(who, month) for who, month in old if month <= today[who]}
    for (who, month), one in made_months(session, old, at=at).items():
        found[who][month] = one
    return found


def home_panel(session: Session, actor: Actor, *, at: datetime) -> HomePanel:
    """The actor's own figures in a few words, and whom they have not coached this month."""
    reps = team(session, actor, at=at) if actor.can(Permission.COACHING_HOLD) else []
    if not reps:
        return HomePanel()
    today = local_day(at, actor.time_zone)
    shown = months_until(today, MONTHS)
    own = {actor.person_id: actor.time_zone}
    found = months_of(session, actor, own, months=shown, at=at)[actor.person_id]
    month = rules.together(found.values())
    seen = session.exec(
        select(LogEntry.coached_id)
        .where(
            sees(LogEntry, actor, None),
            LogEntry.coach_id == actor.person_id,
            LogEntry.held_on >= today.replace(day=1),
            LogEntry.held_on <= today,
            is_session(),
        )
        .distinct()
    ).all()
    left_out = [one.name for one in reps if one.id not in set(seen)]
    others = len(left_out) - LEFT_OUT
    kept, coaching = rules.kept_rate(month), rules.coaching_share(month)
    return HomePanel(
        coaches=True,
        period=period_words(shown),
        kept=figure_words(kept),
        kept_of=_count_words(kept) if kept.share is not None else "",
        coaching=rules.per_cent(coaching.share),
        coaching_of=_hours_words(coaching) if coaching.share is not None else "",
        band=rules.band_words(coaching.share),
        left_out=left_out[:LEFT_OUT],
        more=_n("and {n} other", "and {n} others", others).format(n=others) if others > 0 else "",
    )


def months_until(day: date, number: int) -> list[date]:
    """So many months by their first days, that of `day` first."""
    return [month_before(day, back) for back in range(number)]


def is_session() -> ColumnElement[bool]:
    """The condition that a log entry is a session with somebody, as `Held.is_session` says it."""
    return and_(
        col(LogEntry.withdrawn_at).is_(None),
        col(LogEntry.coached_id).is_not(None),
        col(LogEntry.minutes) >= HELD_MINUTES,
        col(LogEntry.form).not_in((Form.LISTENING, Form.TEAM_PRACTICE)),
        col(LogEntry.opportunistic) < col(LogEntry.minutes),
    )


def period_words(months: Sequence[date]) -> str:
    """Months together as a person says them, the newest of which goes on."""
    first, last = (format_date(one, "MMMM y", locale="en_GB") for one in (months[-1], months[0]))
    return _("{first} to {last} so far").format(first=first, last=last)


def figure_words(one: rules.Figure) -> str:
    """A figure as its share, or as a count where there are too few for one."""
    if one.share is not None:
        return rules.per_cent(one.share)
    return _count_words(one) if one.of else _("Nothing yet")


def lines_of(
    found: Mapping[date, Month], practised: Collection[date], today: date
) -> list[FigureLine]:
    """Every figure of one coach over the last months, in the order in which they are made."""
    month = rules.together(found[one] for one in months_until(today, MONTHS) if one in found)
    lines = {key: _line(key, month) for key in rules.RULES}
    lines["streak"] = FigureLine(
        key="streak", name=rules.MADE["streak"].name, figure=_streak_words(practised, today)
    )
    return [lines[key] for key in rules.MADE]


def _those(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """The condition on those whom the actor leads directly, or counts all over the house."""
    is_theirs = (
        leads_directly(col(Person.id), actor, COUNT)
        if actor.can(Permission.COACHING_READ)
        else sees(Person, actor, COUNT)
    )
    return and_(is_theirs, col(Person.id) != actor.person_id, coaches(at), in_employment(at))


def _shared(month: Month) -> list[FigureLine]:
    """The figures of many together; what reps said of single sessions is not added up."""
    apart = {"answers"}
    return [_line(key, month) for key in rules.MADE if key in rules.RULES and key not in apart]


def _line(key: str, month: Month) -> FigureLine:
    """One figure with what it is out of, and what that means."""
    one = rules.RULES[key](month)
    has_of = bool(rules.MADE[key].of)
    figure = figure_words(one) if has_of else str(one.part)
    as_words = _hours_words if key in {"coaching", "developmental"} else _count_words
    return FigureLine(
        key=key,
        name=rules.MADE[key].name,
        figure=figure,
        of=as_words(one) if one.share is not None else "",
        meaning=_meaning(key, one, month),
    )


def _meaning(key: str, one: rules.Figure, month: Month) -> str:
    """What a figure means, in a few words; empty where it speaks for itself."""
    if key == "kept" and 0 < one.of < one.least:
        return _("Fewer than {n} wanted: a count, and no share.").format(n=one.least)
    if key == "kept":
        return _moved_words(month)
    if key == "coaching":
        return rules.band_words(one.share)
    if key == "answers" and one.of:
        return _("said that they took something else away")
    if key == "requests" and one.part:
        return _("a quarter of an hour")
    return ""


def _moved_words(month: Month) -> str:
    words = _("{moved} moved, {cancelled} cancelled").format(
        moved=month.moved, cancelled=month.cancelled
    )
    if not month.bypassed:
        return words
    bypassed = _("of these {n} for a reason that was not agreed on").format(n=month.bypassed)
    return f"{words}, {bypassed}"


def _changed_words(month: Month) -> str:
    """The same in the cell of a table; what is none is left out."""
    said = [
        (month.moved, _("{n} moved")),
        (month.cancelled, _("{n} cancelled")),
        (month.bypassed, _("of these {n} for a reason not agreed on")),
    ]
    return ", ".join(words.format(n=count) for count, words in said if count) or _("None")


def _count_words(one: rules.Figure) -> str:
    return _("{part} of {of}").format(part=one.part, of=one.of)


def _hours_words(one: rules.Figure) -> str:
    """Minutes as hours with one digit, rounded down."""
    part, of = (f"{minutes * 10 // 60 / 10:g}" for minutes in (one.part, one.of))
    return _("{part} h of {of} h").format(part=part, of=of)


def _streak_words(practised: Collection[date], today: date) -> str:
    """Weeks in a row with a practice of the team, by the days of those held, in words."""
    weeks = streak(practised, today=today)
    return _n("{n} week", "{n} weeks", weeks).format(n=weeks)


def _month_line(month: date, one: Month, today: date) -> MonthLine:
    """One month in words; that it goes on where it does."""
    words = format_date(month, "MMMM y", locale="en_GB")
    goes_on = today < closes_on(month)
    return MonthLine(
        month=_("{month} so far").format(month=words) if goes_on else words,
        kept=_count_words(rules.kept_rate(one)),
        coaching=figure_words(rules.coaching_share(one)),
        developmental=figure_words(rules.developmental_share(one)),
        planned=figure_words(rules.planned_share(one)),
        complete=figure_words(rules.log_completeness(one)),
        coverage=_count_words(rules.coverage(one)),
        moved=_changed_words(one),
    )


def _manager_line(
    person: Person, found: Mapping[date, Month], practised: Collection[date], at: datetime
) -> ManagerLine:
    """One coach as a line among others."""
    today = local_day(at, person.time_zone)
    month = rules.together(found[one] for one in months_until(today, MONTHS) if one in found)
    kept, share = rules.kept_rate(month), rules.coaching_share(month).share
    count = _count_words(kept)
    return ManagerLine(
        public_id=person.public_id,
        link=routes.figures_of(person.public_id),
        name=person.name,
        title=person.title,
        kept=count if kept.share is None else f"{count} ({rules.per_cent(kept.share)})",
        coaching=figure_words(rules.coaching_share(month)),
        band=rules.band_words(share),
        developmental=figure_words(rules.developmental_share(month)),
        planned=figure_words(rules.planned_share(month)),
        complete=figure_words(rules.log_completeness(month)),
        coverage=figure_words(rules.coverage(month)),
        streak=_streak_words(practised, today),
    )
