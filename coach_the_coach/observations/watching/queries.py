"""One plan to watch somebody: whole for those who make it, for others only that it is there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.rules import pair_words, purpose_word
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import Moment, day, local_day, moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.booking.rules import said_time
from coach_the_coach.observations.queries import COACHED, buttons_of, goes_on_at
from coach_the_coach.observations.readiness.queries import practices_left
from coach_the_coach.observations.readiness.rules import missing_words
from coach_the_coach.observations.rows import ChoiceRow
from coach_the_coach.observations.rules import Aim, aim_word
from coach_the_coach.observations.tables import BlindScoring, Observation, Status
from coach_the_coach.observations.watching.rows import PlannedRow, StepRow, WatchRow
from coach_the_coach.observations.watching.rules import (
    OPEN,
    Move,
    Part,
    State,
    coached_words,
    have_two_words,
    is_its_day,
    is_near,
    is_over,
    moves_of,
    next_words,
    scored_by_two_words,
    state_mark,
    state_word,
    step_word,
)
from coach_the_coach.observations.watching.tables import Watching, WatchingStep
from coach_the_coach.shell import routes

PLANNED: Final = 25
"""Most planned sessions offered at once. Source: docs/method.md#lists."""

LOCAL: Final = "%Y-%m-%dT%H:%M"
"""How a browser writes a day and a time."""

_observer, _observed = aliased(Person), aliased(Person)


def takes_part(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor is one of those who plan it.

    The observer always; the one observed once the observer wants to; whoever asked for another
    until that one has answered.
    """
    is_wanted = col(Watching.accepted_at).is_not(None)
    return or_(
        col(Watching.observer_id) == actor.person_id,
        and_(col(Watching.observed_id) == actor.person_id, is_wanted),
        and_(
            col(Watching.asked_by_id) == actor.person_id,
            ~is_wanted,
            reaches(col(Watching.observed_id), actor, Permission.OBSERVATION_NOTICE),
        ),
    )


def part_of(watching: Watching, actor: Actor) -> Part | None:
    """What the actor is in it; None for whoever only may know of it."""
    if watching.observer_id == actor.person_id:
        return Part.OBSERVER
    if watching.observed_id == actor.person_id:
        return Part.OBSERVED
    is_asker = watching.asked_by_id == actor.person_id and watching.accepted_at is None
    return Part.ASKER if is_asker else None


def own_watching(
    session: Session, actor: Actor, public_id: str, *, held: bool = False
) -> tuple[Watching, Part]:
    """One that the actor plans and their part in it; `held` until the transaction ends.

    Raises NotFound for everybody else.
    """
    found = select(Watching).where(takes_part(actor), Watching.public_id == public_id)
    if held:
        found = found.with_for_update().execution_options(populate_existing=True)
    watching = session.exec(found).first()
    part = part_of(watching, actor) if watching else None
    if watching is None or part is None:
        raise NotFound
    return watching, part


def begun_by(watching: type[Watching] = Watching) -> ColumnElement[bool]:
    """The condition that the observer has opened the observation of the agreed session."""
    return exists().where(
        col(Observation.coaching_session_id) == col(watching.coaching_session_id),
        col(Observation.observer_id) == col(watching.observer_id),
    )


def observation_of(session: Session, actor: Actor, watching: Watching) -> Observation | None:
    """The first version of what came of it, for its own observer; None before it is begun."""
    return session.exec(
        select(Observation).where(
            Observation.observer_id == actor.person_id,
            Observation.observer_id == watching.observer_id,
            Observation.coaching_session_id == watching.coaching_session_id,
            col(Observation.supersedes_id).is_(None),
        )
    ).first()


def watching_row(
    session: Session, actor: Actor, *, public_id: str, at: datetime
) -> WatchRow | PlannedRow:
    """A plan as the actor may read it: whole as one of those who plan it, else that it is there.

    Raises NotFound for whoever has no part in it and may not know of observations of that person.
    """
    knows = reaches(col(Watching.observed_id), actor, Permission.OBSERVATION_NOTICE)
    found = session.exec(
        select(Watching, _observer, _observed)
        .join(_observer, col(_observer.id) == col(Watching.observer_id))
        .join(_observed, col(_observed.id) == col(Watching.observed_id))
        .where(or_(takes_part(actor), knows), Watching.public_id == public_id)
    ).first()
    if found is None:
        raise NotFound
    watching, observer, observed = found
    part = part_of(watching, actor)
    planned = PlannedRow(
        public_id=public_id,
        observer=observer.name,
        observed=observed.name,
        observed_id=observed.public_id,
        state_word=state_word(watching.state),
        mark=state_mark(watching.state),
        starts=said(watching.starts_at, actor.time_zone, at),
    )
    if part is None:
        return planned
    return _whole(session, actor, planned, found, part, at)


def said(starts_at: datetime | None, zone: str, at: datetime) -> Moment:
    """A time as one says it who must be there: by its date, where it is further than some days."""
    spoken = moment(starts_at, zone, at)
    if starts_at is None or abs(starts_at - at) < timedelta(days=6):
        return spoken
    return replace(spoken, words=said_time(starts_at, zone))


def _whole(
    session: Session,
    actor: Actor,
    planned: PlannedRow,
    found: tuple[Watching, Person, Person],
    part: Part,
    at: datetime,
) -> WatchRow:
    """Everything, for one of those who plan it."""
    watching, observer, observed = found
    zones = (observer.time_zone, observed.time_zone)
    begun, today = _has_begun(session, watching), is_its_day(watching.starts_at, at, *zones)
    over = not begun and is_over(watching.starts_at, at, *zones)
    its_own = observation_of(session, actor, watching)
    moves = () if begun else moves_of(watching.state, part)
    if not (today and is_near(watching.starts_at, at)):
        moves = tuple(one for one in moves if one is not Move.BEGIN)
    names = names_of(session, [watching.asked_by_id, *_one(watching.coached_id)])
    named = {
        "observer": observer.name,
        "observed": observed.name,
        "asker": names[watching.asked_by_id],
        "coached": names.get(watching.coached_id or 0, ""),
    }
    stands = next_words(watching.state, part, is_today=today, is_over=over, begun=begun)
    tells = watching.coached_id is not None and watching.state in OPEN and not begun
    proposes = Move.PROPOSE in moves and part is Part.OBSERVED
    coached = _coached_by(session, watching, at) if proposes else []
    buttons = buttons_of(session, actor)
    double_words, double_link = _double(session, actor, watching, its_own)
    return WatchRow(
        planned=planned,
        part=str(part),
        state=str(watching.state),
        asked_by=named["asker"],
        is_for_another=watching.asked_by_id != watching.observer_id,
        aim_word=aim_word(watching.aim),
        wanted_by=day(watching.wanted_by, local_day(at, actor.time_zone)),
        other=observed.name if part is Part.OBSERVER else observer.name,
        next_words=stands.format(**named),
        coached_words=coached_words(part).format(**named) if tells else "",
        coached=named["coached"],
        coached_word=pair_words(coached_coaches=any(also for _who, also in coached))[1],
        purpose_word=purpose_word(watching.purpose) if watching.purpose else "",
        moves=[str(one) for one in moves],
        is_agreed=watching.state is State.AGREED,
        is_over=over,
        has_begun=begun,
        goes_on_at=goes_on_at(its_own) if its_own else "",
        has_invitation=watching.sequence is not None,
        planned_sessions=_planned_sessions(session, watching, actor, at) if proposes else [],
        people=[ChoiceRow(who.public_id, who.name, who.title) for who, _also in coached],
        zone=actor.time_zone,
        least=at.astimezone(ZoneInfo(actor.time_zone)).strftime(LOCAL),
        starts_local=_local(watching.starts_at, actor.time_zone),
        is_light=buttons.is_light,
        last_buttons=buttons.last,
        must_practise=_must_practise(session, actor, watching) if not begun else "",
        double_words=double_words,
        double_link=double_link,
        history=_history(session, watching, actor, at),
    )


def _must_practise(session: Session, actor: Actor, watching: Watching) -> str:
    """What the observer has to practise before a certification can begin; empty for nothing."""
    is_mine = watching.observer_id == actor.person_id and watching.state in OPEN
    if not is_mine or watching.aim is not Aim.CERTIFICATION:
        return ""
    return missing_words(practices_left(session, actor.person_id))


def _double(
    session: Session, actor: Actor, watching: Watching, its_own: Observation | None
) -> tuple[str, str]:
    """That two score the session, or how the observer has it so, in words; and where."""
    takes = or_(*(getattr(BlindScoring, one) == actor.person_id for one in BlindScoring.__parts__))
    pair = session.exec(
        select(BlindScoring.public_id).where(
            BlindScoring.coaching_session_id == watching.coaching_session_id,
            col(BlindScoring.called_off_at).is_(None),
            takes,
        )
    ).first()
    if pair is not None:
        return scored_by_two_words(), routes.double(pair)
    is_mine = watching.observer_id == actor.person_id and watching.state is State.AGREED
    is_signed = its_own is not None and its_own.status is not Status.DRAFT
    if not is_mine or is_signed or watching.aim is not Aim.CERTIFICATION:
        return "", ""
    return have_two_words(), routes.DOUBLE


def _has_begun(session: Session, watching: Watching) -> bool:
    """Whether the observer has opened the observation."""
    begun = select(Watching.id).where(Watching.id == watching.id, begun_by())
    return session.exec(begun).first() is not None


def _one(person: int | None) -> list[int]:
    return [] if person is None else [person]


def _local(at: datetime | None, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime(LOCAL) if at else ""


def _coached_by(
    session: Session, watching: Watching, at: datetime
) -> Sequence[tuple[Person, bool]]:
    """Those who report to the observed today, by name, and whether they coach themselves."""
    found = session.exec(
        select(Person, coaches(at))
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == watching.observed_id, Reach.depth == 1, in_employment(at))
        .where(col(Person.id) != watching.observer_id)
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(COACHED)
    ).all()
    return [(person, bool(also)) for person, also in found]


def _planned_sessions(
    session: Session, watching: Watching, actor: Actor, at: datetime
) -> list[ChoiceRow]:
    """The sessions that the observed has planned, the next first, but for the one that is meant."""
    found = session.exec(
        select(CoachingSession, Person)
        .join(Person, col(Person.id) == col(CoachingSession.coached_id))
        .where(
            CoachingSession.coach_id == actor.person_id,
            col(CoachingSession.planned).is_(True),
            CoachingSession.held_at > at,
            col(CoachingSession.id).is_distinct_from(watching.coaching_session_id),
            col(Person.id) != watching.observer_id,
        )
        .order_by(col(CoachingSession.held_at), col(CoachingSession.id))
        .limit(PLANNED)
    ).all()
    return [
        ChoiceRow(
            value=one.public_id,
            word=f"{said_time(one.held_at, actor.time_zone)} · {person.name}",
            meaning=purpose_word(one.purpose),
        )
        for one, person in found
    ]


def _history(session: Session, watching: Watching, actor: Actor, at: datetime) -> list[StepRow]:
    """Every step, the newest first."""
    found = session.exec(
        select(WatchingStep, Person)
        .join(Person, col(Person.id) == col(WatchingStep.by_id))
        .where(WatchingStep.watching_id == watching.id)
        .order_by(col(WatchingStep.place).desc())
    ).all()
    return [
        StepRow(
            who=person.name,
            what=step_word(step.move, moves_agreed=step.moved),
            when=moment(step.at, actor.time_zone, at),
            time=said_time(step.starts_at, actor.time_zone) if step.starts_at else "",
            reason=step.reason,
        )
        for step, person in found
    ]
