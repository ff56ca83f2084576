"""What is drawn of one person's coaching, from the newest observations the actor may read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, and_, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.when import Moment, moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.results.rules import ShareView, gap, share_view
from coach_the_coach.observations.rubric.rules import Rubric as Form
from coach_the_coach.observations.rubric.rules import is_scored, stored_rubric
from coach_the_coach.observations.scope import is_current, is_shown, readable
from coach_the_coach.observations.tables import (
    Observation,
    Outcome,
    Rating,
    Reply,
    Rubric,
    SelfRating,
    Status,
)
from coach_the_coach.observations.tally.rules import Tally, is_judged
from coach_the_coach.people.person.progress import rules
from coach_the_coach.people.person.progress.rows import (
    GapRow,
    LevelPoint,
    PanelRow,
    ProgressRow,
    SharePoint,
    StripRow,
)
from coach_the_coach.shell import routes

READING: Final = audit.known(
    "person:read", _("looked at what certification observations came to"), audit.Told.BOTH
)
"""What the log calls it when others' certification observations of one person are drawn."""

Levels = Mapping[int, Mapping[int, int]]
"""Levels by observation and dimension; what was not rated is not in it."""


def progress(session: Session, actor: Actor, *, public_id: str, at: datetime) -> ProgressRow:
    """All drawings of a person's page, in six statements however many observations there are.

    Raises NotFound for somebody the actor cannot see.
    """
    person = visible_person(session, actor, public_id)
    seen = _newest(session, actor, person, at)
    note_drawn(session, actor, person, (one.one.observer_id for one in seen))
    # What is not rated may have levels from before its purpose was corrected, or asked for.
    rated = [one for one in seen if is_scored(one.purpose)]
    given = _levels(session, Rating, [one.id for one in rated])
    own = _levels(session, SelfRating, [one.id for one in rated if one.is_compared])
    forms = _forms(session, seen)
    form = forms[seen[0].one.rubric_id] if seen else None
    alike = _read_alike(rated, forms, given)
    strips = _strips(seen)
    return ProgressRow(
        strips=strips,
        strips_words=rules.pooled_words(*_pooled(seen)) if seen else "",
        **_shares(seen),
        panels=_panels(form, seen, alike),
        panels_words=rules.dimensions_words(_by_name(form, seen, alike)),
        levels=list(form.levels) if form else [],
        **_gaps(form, seen, given, own, _names(person, actor)),
        first=seen[-1].day if seen else "",
        last=seen[0].day if seen else "",
        newest_link=seen[0].link if seen else "",
    )


def opened_of(person: Person, actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may read what came of a signed observation of this person.

    The one observed may from the talk on; a version that was corrected is left out.
    """
    return and_(
        Observation.observed_id == person.id,
        Observation.status == Status.SIGNED,
        readable(actor),
        or_(col(Observation.observed_id) != actor.person_id, is_shown()),
        is_current(),
    )


def note_drawn(session: Session, actor: Actor, person: Person, observers: Iterable[int]) -> None:
    """Have it written down that observations of a person are drawn for who was in none of them."""
    if actor.person_id != person.id and any(who != actor.person_id for who in observers):
        audit.seen(session, READING, person_id=person.id or 0, thing=person.public_id)


class _Seen:
    """One observation with what is drawn of it."""

    def __init__(
        self,
        found: tuple[Observation, CoachingSession, Outcome, bool],
        observer: str,
        actor: Actor,
        at: datetime,
    ) -> None:
        self.one, held, self.outcome, self.is_compared = found
        self.id, self.held_at, self.session_id = self.one.id or 0, held.held_at, held.id or 0
        self.observer = observer
        self.purpose = self.one.purpose_corrected or held.purpose
        self.when: Moment = moment(held.held_at, actor.time_zone, at)
        self.day = format_date(
            held.held_at.astimezone(ZoneInfo(actor.time_zone)), "d MMM y", locale="en_GB"
        )
        self.link = routes.observation(self.one.public_id)

    @cached_property
    def view(self) -> ShareView:
        """The ask share as it is judged."""
        return share_view(Tally(**self.outcome.tally), self.purpose, in_runs=self.outcome.in_runs)

    @property
    def length(self) -> str:
        """How long it was watched, in words; empty for what has no clock."""
        if self.one.started_at is None or self.one.stopped_at is None:
            return ""
        minutes = round((self.one.stopped_at - self.one.started_at).total_seconds() / 60)
        return _("{n} min").format(n=max(1, minutes))


class _Place(NamedTuple):
    """Where instants lie between the first and the last, 0..100."""

    first: datetime
    seconds: float

    def of(self, at: datetime) -> float:
        """The place of an instant; the middle where there is only one."""
        return 100 * (at - self.first).total_seconds() / self.seconds if self.seconds else 50.0


def _newest(session: Session, actor: Actor, person: Person, at: datetime) -> list[_Seen]:
    """The newest observations that may be drawn, newest first."""
    own_view = and_(col(Reply.self_rated_at).is_not(None), is_shown())
    found = session.exec(
        select(Observation, CoachingSession, Outcome, own_view)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(Outcome, col(Outcome.observation_id) == col(Observation.id))
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .where(opened_of(person, actor))
        .order_by(col(CoachingSession.held_at).desc(), col(Observation.id).desc())
        .limit(rules.STRIPS)
    ).all()
    names = names_of(session, (row[0].observer_id for row in found))
    return [_Seen(row, names[row[0].observer_id], actor, at) for row in found]


def _levels(session: Session, table: type[Rating] | type[SelfRating], ids: list[int]) -> Levels:
    """The levels that were given, by observation and dimension."""
    found = session.exec(
        select(table.observation_id, table.dimension, table.level).where(
            col(table.observation_id).in_(ids), col(table.level).is_not(None)
        )
    ).all()
    levels: dict[int, dict[int, int]] = {}
    for observation_id, dimension, level in found:
        levels.setdefault(observation_id, {})[dimension] = level or 0
    return levels


def _forms(session: Session, seen: Sequence[_Seen]) -> dict[int, Form]:
    """The rubrics by their id; the words of the newest observation's stand for all of them."""
    ids = {one.one.rubric_id for one in seen}
    found = session.exec(select(Rubric).where(col(Rubric.id).in_(ids))).all()
    return {rubric.id or 0: stored_rubric(rubric.content) for rubric in found}


def _read_alike(rated: Sequence[_Seen], forms: Mapping[int, Form], given: Levels) -> Levels:
    """The levels without those of a training whose dimension was read in another way there."""
    return {
        one.id: {
            number: level
            for number, level in given[one.id].items()
            if number not in rules.read_otherwise(forms[one.one.rubric_id], one.purpose)
        }
        for one in rated
        if one.id in given
    }


def _pooled(seen: Sequence[_Seen]) -> tuple[rules.Pooled | None, int]:
    """The last sessions to coach together, and how many of them there are."""
    judged = [one for one in seen if is_judged(one.purpose)]
    counts = (
        rules.Counted(
            one.session_id, one.outcome.asks, one.outcome.tells, in_runs=one.outcome.in_runs
        )
        for one in judged
    )
    return rules.pooled(counts), len({one.session_id for one in judged})


def _strips(seen: Sequence[_Seen]) -> list[StripRow]:
    """Each session as a strip, all on one scale, newest first."""
    strips = rules.in_stretches([one.outcome.strip or [] for one in seen], rules.STRETCHES)
    scale = rules.scale_of(strips)
    return [
        _strip_row(one, rules.strip_of(strip, scale))
        for one, strip in zip(seen, strips, strict=True)
    ]


def _strip_row(one: _Seen, drawn: rules.Strip) -> StripRow:
    """One session: its outlines, and the same in words."""
    asked, told = one.outcome.asks, one.outcome.tells
    return StripRow(
        link=one.link,
        when=one.when,
        beside=f"{one.observer} · {one.length}" if one.length else one.observer,
        has_strip=bool(one.outcome.strip),
        asks=drawn.asks,
        tells=drawn.tells,
        figure=_("{asks} asks, {tells} tells").format(asks=asked, tells=told),
        share=one.view.sentence,
    )


def _shares(seen: Sequence[_Seen]) -> dict[str, Any]:
    """The shares that may be judged, oldest first, and how they changed."""
    views = [(one, one.view) for one in reversed(seen)]
    known = [(one, view) for one, view in views if view.is_judged and view.percent is not None]
    place = _place(seen)
    points = [
        SharePoint(
            at=place.of(one.held_at),
            share=float(view.percent or 0),
            low=float(view.low_percent or 0),
            high=float(view.high_percent or 0),
            label=f"{one.day}: {view.sentence}",
            day=one.day,
        )
        for one, view in known
    ]
    ends = [(point.low, point.high) for point in points[:1] + points[1:][-1:]]
    first, last = ends if len(ends) == 2 else (None, None)
    since = points[0].day if points else ""
    return {"points": points, "points_words": rules.change_words(first, last, since)}


def _place(seen: Sequence[_Seen]) -> _Place:
    """The time between the oldest and the newest that are drawn."""
    if not seen:
        return _Place(datetime.min.replace(tzinfo=UTC), 0)
    return _Place(seen[-1].held_at, (seen[0].held_at - seen[-1].held_at).total_seconds())


def _by_name(form: Form | None, seen: Sequence[_Seen], given: Levels) -> dict[str, list[int]]:
    """The levels of each dimension, newest first."""
    return {
        dimension.name: [
            given[one.id][dimension.number]
            for one in seen
            if dimension.number in given.get(one.id, {})
        ]
        for dimension in (form.dimensions if form else ())
    }


def _panels(form: Form | None, seen: Sequence[_Seen], given: Levels) -> list[PanelRow]:
    """One small panel for each dimension; none before anything was rated."""
    if form is None or not given:
        return []
    place = _place(seen)
    return [
        PanelRow(
            word=dimension.name,
            points=[
                LevelPoint(place.of(one.held_at), given[one.id][dimension.number])
                for one in reversed(seen)
                if dimension.number in given.get(one.id, {})
            ],
            of_late=rules.level_words(levels, form.levels),
            newest=form.level_word(levels[0]) if levels else _("Not rated yet"),
            heard=", ".join(str(level) for level in reversed(levels)),
        )
        for dimension, levels in zip(
            form.dimensions, _by_name(form, seen, given).values(), strict=True
        )
    ]


def _gaps(
    form: Form | None, seen: Sequence[_Seen], given: Levels, own: Levels, names: dict[int, str]
) -> dict[str, Any]:
    """Both views of the newest observation that both rated, and how each gap moved."""
    both = [one for one in seen if one.id in own and one.id in given]
    if form is None or not both:
        return {}
    newest = both[0]
    moved = {
        dimension.number: [
            between
            for one in reversed(both)
            if (between := _gap(dimension.number, own[one.id], given[one.id])) is not None
        ]
        for dimension in form.dimensions
    }
    rows = []
    for dimension in form.dimensions:
        mine, theirs = own[newest.id].get(dimension.number), given[newest.id].get(dimension.number)
        is_new = gap(mine, theirs) is not None
        words = rules.gap_line(moved[dimension.number] if is_new else [])
        rows.append(
            GapRow(
                word=dimension.name,
                own=mine,
                seen=theirs,
                gap=words,
                sentence=f"{form.level_word(mine)} · {form.level_word(theirs)} · {words}",
            )
        )
    new = {number: _gap(number, own[newest.id], given[newest.id]) for number in moved}
    return {
        "gaps": rows,
        "gaps_words": rules.gaps_words({n: one for n, one in new.items() if one is not None}),
        "gaps_link": newest.link,
        "own_name": names[newest.one.observed_id],
        "seen_name": names.get(newest.one.observer_id, newest.observer),
    }


def _names(person: Person, actor: Actor) -> dict[int, str]:
    """What the one observed and the reader are called by the reader."""
    return {person.id or 0: person.name, actor.person_id: _("You")}


def _gap(number: int, own: Mapping[int, int], given: Mapping[int, int]) -> int | None:
    return gap(own.get(number), given.get(number))
