"""What waits for either of the two around their talk: an own view, a time, a signature."""

from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation import when
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.rules import TalkStage, TalkStands, talk_stage
from coach_the_coach.observations.scope import is_current, is_for_appeal, is_its_talk, signed_first
from coach_the_coach.observations.tables import (
    Observation,
    Reply,
    Status,
    Talk,
    TalkBody,
)
from coach_the_coach.observations.talk.rules import (
    last_to_read_alone,
    may_go_on_without,
    may_read_alone,
)
from coach_the_coach.observations.waiting.rules import day_within
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

LIMIT: Final = 20
"""Most lines of one sort. Source: docs/method.md#lists."""


_other = aliased(Person)


def about_me(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """Signed observations of the actor that wait for their own view, the talk or a signature."""
    waits = and_(
        sees(Observation, actor, None),
        Observation.observed_id == actor.person_id,
        col(Talk.observed_signed_at).is_(None),
        _is_mine_to_go_on(actor, at),
    )
    found = _handings(session, waits, Observation.observer_id)
    lines = (_line_about_me(one, actor, at) for one in found)
    return [line for line in lines if line is not None]


def my_talks(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What the actor signed and has not talked over with somebody who is still here."""
    is_here = col(Observation.observed_id).in_(select(Person.id).where(in_employment(at)))
    waits = and_(
        sees(Observation, actor, None),
        Observation.observer_id == actor.person_id,
        col(Talk.observer_signed_at).is_(None),
        is_here,
        ~is_for_appeal(),
    )
    found = _handings(session, waits, Observation.observed_id)
    lines = (_line_of_mine(one, actor, at) for one in found)
    return [line for line in lines if line is not None]


def _is_mine_to_go_on(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """The condition that the one observed has a next step, so that the oldest without hide none.

    As `_line_about_me`: while the observer is next, there is no line.
    """
    purpose = func.coalesce(col(Observation.purpose_corrected), col(CoachingSession.purpose))
    rates = and_(
        purpose.in_([one for one in Purpose if is_scored(one)]),
        col(Reply.self_rated_at).is_(None),
        col(Talk.without_own_view).is_not(True),
    )
    last_day = last_to_read_alone(when.local_day(at, actor.time_zone))
    ends = datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(actor.time_zone))
    has_begun, is_shown = col(Talk.opened_at).is_not(None), col(Talk.shown_at).is_not(None)
    return or_(
        has_begun,
        and_(is_shown, col(Talk.read_alone).is_(False)),
        and_(
            ~is_shown,
            or_(rates, col(Talk.booked_for).is_not(None), signed_first() < ends.astimezone(UTC)),
        ),
    )


class _Handing(NamedTuple):
    """A signed observation, the other of the two, and where their talk stands."""

    observation: Observation
    other: str
    talk: Talk
    stage: TalkStage
    first_signed_at: datetime
    is_agreed: bool
    """Whether a ONE thing is written down."""


def _handings(session: Session, waits: ColumnElement[bool], other_id: int) -> list[_Handing]:
    """Signed observations for which `waits` holds and that are not done with, oldest first.

    Two statements, whatever there is.
    """
    found = session.exec(
        select(Observation, CoachingSession.purpose, _other, Talk)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .join(_other, col(_other.id) == other_id)
        .join(Talk, is_its_talk(), isouter=True)
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .where(
            waits,
            Observation.status == Status.SIGNED,
            is_current(),
            col(Talk.sha256).is_(None),
            col(Reply.acknowledged_at).is_(None),
        )
        .order_by(col(Observation.signed_at), col(Observation.id))
        .limit(LIMIT)
    ).all()
    more = session.exec(
        select(Observation.id, signed_first(), Reply.self_rated_at, TalkBody.one_thing)
        .join(Talk, is_its_talk(), isouter=True)
        .join(TalkBody, col(TalkBody.talk_id) == col(Talk.id), isouter=True)
        .join(Reply, col(Reply.observation_id) == col(Observation.id), isouter=True)
        .where(col(Observation.id).in_([one.id for one, _purpose, _other, _talk in found]))
    ).all()
    facts = {number: (signed_at, rated, text) for number, signed_at, rated, text in more}
    handings = []
    for one, purpose, person, talk in found:
        signed_at, rated, text = facts[one.id]
        # SQLModel calls what an outer join may lack a Talk all the same.
        known: Talk | None = talk
        stage = _stage(Purpose(one.purpose_corrected or purpose), rated is not None, known)
        blank = Talk(coaching_session_id=0, observer_id=0, observed_id=0)
        handings.append(
            _Handing(one, person.name, known or blank, stage, signed_at, bool((text or "").strip()))
        )
    return handings


def _stage(purpose: Purpose, rated: bool, talk: Talk | None) -> TalkStage:
    """How far the talk has come."""
    return talk_stage(
        TalkStands(
            is_scored=is_scored(purpose),
            self_rated=rated,
            without_own_view=talk is not None and talk.without_own_view,
            shown=talk is not None and talk.shown_at is not None,
        )
    )


def _line_about_me(one: _Handing, actor: Actor, at: datetime) -> NextLine | None:
    """What the one observed does next: rate themself, talk, sign; nothing while others are next."""
    booked = one.talk.booked_for
    if one.stage is TalkStage.AGREEING:
        return None if _is_read_alone(one) else _signing_line(one)
    if one.stage is TalkStage.OWN_VIEW:
        text = _("{name} observed you, signed {day}. Rate yourself, then talk it over.")
        if booked is not None and booked > at:
            text = _("You talk with {name} {time}. Rate yourself before that.")
        return _line(
            one,
            text.format(
                name=one.other,
                day=day_within(one.first_signed_at, actor.time_zone, at),
                time=day_within(booked, actor.time_zone, at),
            ),
            _("Rate yourself"),
            page=routes.REFLECT,
            rank=0,
        )
    if booked is not None and booked > at:
        return _booked_line(one, booked, actor, at)
    if one.talk.opened_at is not None:
        return _begun_line(one)
    signed_on = when.local_day(one.first_signed_at, actor.time_zone)
    if may_read_alone(signed_on, when.local_day(at, actor.time_zone)):
        text = _("Your talk with {name} has not come about. You may read both views alone.")
        return _line(one, text.format(name=one.other), _("Read both alone"))
    return None if booked is None else _booked_line(one, booked, actor, at)


def _line_of_mine(one: _Handing, actor: Actor, at: datetime) -> NextLine | None:
    """What the observer does next: book the talk, hold it, go on without the own view, sign."""
    booked = one.talk.booked_for
    if one.stage is TalkStage.AGREEING:
        if _is_read_alone(one):
            text = _("{name} has read both views alone. Hold the talk while both remember.")
            return _line(one, text.format(name=one.other), _("Open the talk"))
        return _signing_line(one)
    signed_on = when.local_day(one.first_signed_at, actor.time_zone)
    today = when.local_day(at, actor.time_zone)
    if one.stage is TalkStage.OWN_VIEW and may_go_on_without(signed_on, today):
        text = _("{name} has not given their own view since {day}.").format(
            name=one.other, day=day_within(one.first_signed_at, actor.time_zone, at)
        )
        return _line(one, text, _("Go on without it"))
    if one.talk.opened_at is not None and not (booked is not None and booked > at):
        return _begun_line(one)
    if booked is not None:
        return _booked_line(one, booked, actor, at)
    text = _("You watched {name} {day}. Book fifteen minutes to talk about it.").format(
        name=one.other, day=day_within(one.first_signed_at, actor.time_zone, at)
    )
    return _line(one, text, _("Book the talk"))


def _is_read_alone(one: _Handing) -> bool:
    """Whether both views are open though no talk has begun: it is still to come."""
    return one.talk.read_alone and one.talk.opened_at is None


def _begun_line(one: _Handing) -> NextLine:
    """A talk in which something is written, and neither view is open."""
    text = _("Your talk with {name} has begun. Go on where you left it.")
    return _line(one, text.format(name=one.other), _("Go on"))


def _booked_line(one: _Handing, booked: datetime, actor: Actor, at: datetime) -> NextLine:
    """A talk that has its time, still to come or past."""
    text = _("You talk with {name} {time}.")
    if booked <= at:
        text = _("Your talk with {name} was to be {time}. Hold it, or move it.")
    said = text.format(name=one.other, time=day_within(booked, actor.time_zone, at))
    return _line(one, said, _("Open the talk"))


def _signing_line(one: _Handing) -> NextLine:
    """Both views are open: what is agreed waits for one's own signature, or for words."""
    is_waited_for = bool(one.talk.observer_signed_at or one.talk.observed_signed_at)
    if not one.is_agreed and not is_waited_for:
        text = _("Finish your talk with {name}: choose one thing, and sign.")
        return _line(one, text.format(name=one.other), _("Go on"))
    text = _("Sign what you and {name} agreed.")
    return _line(one, text.format(name=one.other), _("Sign"), rank=0 if is_waited_for else 1)


def _line(
    one: _Handing, text: str, action: str, *, page: str = routes.TALK, rank: int = 1
) -> NextLine:
    return NextLine(
        text=text,
        action=action,
        link=routes.observation(one.observation.public_id, page),
        rank=rank,
        since=one.first_signed_at.isoformat(),
    )
