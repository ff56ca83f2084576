"""What counts of sessions observed for certification, and who may score one as well."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_
from sqlmodel import Session, col, select

from coach_the_coach.calibration.rules import (
    COUNTED_FOR,
    Candidate,
    Part,
    ScoredSession,
    pair_score,
    together,
)
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import AuditEntry, Result
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.identity.access import COACHING_ROLES, Actor, Permission
from coach_the_coach.identity.scope import reaches
from coach_the_coach.identity.tables import Grant, Person, Reach
from coach_the_coach.observations.blind.queries import Given, given_in
from coach_the_coach.observations.queries import READING
from coach_the_coach.observations.rules import Aim, Source
from coach_the_coach.observations.tables import BlindScoring, Observation, Status
from coach_the_coach.observations.watching.needs.observers.queries import (
    may_certify_them,
    may_with,
    observes,
)


class Able(NamedTuple):
    """Somebody who may score a session as well, and how they stand in a draw."""

    person: Person
    candidate: Candidate


_is_manager = exists().where(
    col(Grant.person_id) == col(CoachingSession.coached_id),
    col(Grant.role).in_(COACHING_ROLES),
    col(Grant.stands_in_for_id).is_(None),
    col(Grant.starts_at) <= col(CoachingSession.held_at),
    or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > col(CoachingSession.held_at)),
)
_is_observed = exists().where(
    col(Observation.coaching_session_id) == col(CoachingSession.id),
    col(Observation.observed_id).in_(bindparam("people", expanding=True)),
    col(Observation.aim) == Aim.CERTIFICATION,
    col(Observation.status) != Status.DRAFT,
)
OBSERVED: Final = (
    select(CoachingSession, _is_manager)
    .where(col(CoachingSession.coach_id).in_(bindparam("people", expanding=True)), _is_observed)
    .order_by(col(CoachingSession.held_at), col(CoachingSession.id))
)
"""Their sessions with something signed; made once, for that takes longer than to run it."""


def scored_sessions(session: Session, people_ids: Collection[int]) -> Sequence[ScoredSession]:
    """What counts of each session of these people observed for certification, the oldest first.

    By inner ids, in five statements for however many. It is for who computes requirements and not
    for a page: it asks as the program, whoever looks. What waits is among them without a level.
    """
    with as_program(session):
        held = _observed_sessions(session, people_ids)
        given = given_in(session, list(held))
        scorings: dict[int, list[BlindScoring]] = defaultdict(list)
        for one in session.exec(
            select(BlindScoring)
            .where(
                col(BlindScoring.coaching_session_id).in_(list(held)),
                col(BlindScoring.called_off_at).is_(None),
            )
            .order_by(col(BlindScoring.settled_at), col(BlindScoring.id))
        ):
            scorings[one.coaching_session_id].append(one)
    return [
        _scored(one, is_manager, counting_in(given[number], scorings[number]))
        for number, (one, is_manager) in held.items()
        if any(it.observation.aim is Aim.CERTIFICATION for it in given[number])
    ]


class Counting(NamedTuple):
    """Whose scores of one session count, and what they come to."""

    given: list[Given]
    scoring: BlindScoring | None
    """As the pair that they are; None where each scored for themself."""

    before: list[Given]
    """Those that count no more, since it was scored again."""

    levels: Mapping[int, Fraction]
    stop_signs: frozenset[str]


def counting_in(given: Sequence[Given], scorings: Collection[BlindScoring]) -> Counting:
    """What counts of one session: of a pair theirs alone, else of everybody who signed.

    `scorings` are all that are not called off, by when they were settled. Scored again for an
    appeal it is that pair's from the decision on, and nothing of it before.
    """
    certifying = [one for one in given if one.observation.aim is Aim.CERTIFICATION]
    again = [one for one in scorings if one.again_for]
    settled = [one for one in again if one.settled_at is not None]
    first = next((one for one in scorings if not one.again_for), None)
    scoring = settled[-1] if settled else first
    later = {who for one in again if one is not scoring for who in _pair_of(one)}
    own = set(_pair_of(scoring)) if scoring is not None else set()
    counting = [
        one
        for one in certifying
        if (one.observation.observer_id in own if own else one.observation.observer_id not in later)
    ]
    waiting = {who for one in again if one.settled_at is None for who in _pair_of(one)} - own
    before = [
        one
        for one in certifying
        if settled and one not in counting and one.observation.observer_id not in waiting
    ]
    if scoring is None:
        return Counting(counting, None, before, *together([one.scored for one in counting]))
    if scoring.settled_at is None:
        return Counting(counting, scoring, before, {}, frozenset())
    by = {one.observation.observer_id: one.scored for one in counting}
    two = by[scoring.first_observer_id], by[scoring.second_observer_id]
    whole = pair_score(*two, by.get(scoring.third_observer_id or 0))
    return Counting(counting, scoring, before, whole.levels, whole.stop_signs)


def _pair_of(scoring: BlindScoring) -> tuple[int | None, ...]:
    """The two of a scoring, and the third where there is one."""
    return scoring.first_observer_id, scoring.second_observer_id, scoring.third_observer_id


def _observed_sessions(
    session: Session, people_ids: Collection[int]
) -> dict[int, tuple[CoachingSession, bool]]:
    """Their sessions with something signed for certification; whether a manager was coached."""
    found = session.exec(OBSERVED, params={"people": list(people_ids)}).all()
    return {held.id or 0: (held, bool(also)) for held, also in found}


def _scored(held: CoachingSession, is_manager: bool, counting: Counting) -> ScoredSession:
    """What counts of one session."""
    scoring, ones = counting.scoring, [one.observation for one in counting.given]
    return ScoredSession(
        session=held.public_id,
        held_at=held.held_at,
        observed_id=held.coach_id,
        coached_id=held.coached_id,
        observers=tuple(one.observer_id for one in ones),
        observations=tuple(one.public_id for one in ones),
        signed_at=tuple(one.signed_at for one in ones if one.signed_at),
        lines_of_day=tuple(tuple(one.line_of_day or ()) for one in ones),
        before=tuple(one.observation.observer_id for one in counting.before),
        is_double=scoring is not None and scoring.settled_at is not None,
        is_waiting=scoring is not None and scoring.settled_at is None,
        levels=counting.levels,
        stop_signs=counting.stop_signs,
        is_recorded=any(one.source is Source.TRANSCRIPT for one in ones),
        is_of_manager=is_manager,
    )


def knows_of(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may know that two score a session; no word of what they gave.

    For an appeal whoever takes part in it, and not everybody who counts.
    """
    parts = [*BlindScoring.__parts__, "asked_by_id"]
    counts = reaches(col(BlindScoring.observed_id), actor, Permission.COACHING_COUNT)
    return or_(
        *(getattr(BlindScoring, part) == actor.person_id for part in parts),
        and_(col(BlindScoring.again_for) == "", counts),
    )


def pair_of(session: Session, actor: Actor, *, public_id: str, held: bool = False) -> BlindScoring:
    """One that the actor may know of; `held` until the transaction ends. Raises NotFound."""
    found = select(BlindScoring.id).where(BlindScoring.public_id == public_id, knows_of(actor))
    number = session.exec(found).first()
    if number is None:
        raise NotFound
    asked = select(BlindScoring).where(BlindScoring.id == number)
    if held:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    # Only the program writes it, and so holds it.
    with as_program(session):
        return session.exec(asked).one()


def part_in(scoring: BlindScoring, actor: Actor) -> Part:
    """What the actor is in it."""
    parts = {
        scoring.first_observer_id: Part.FIRST,
        scoring.second_observer_id: Part.SECOND,
        scoring.third_observer_id: Part.THIRD,
        scoring.observed_id: Part.OBSERVED,
    }
    return parts.get(actor.person_id, Part.OTHER)


def may_name(session: Session, actor: Actor, *, observed_id: int) -> bool:
    """Whether the actor may name who scores sessions of this person: reach, and not themself."""
    reach = reaches(col(Person.id), actor, Permission.COACHING_COUNT)
    found = select(Person.id).where(Person.id == observed_id, reach)
    return session.exec(found).first() is not None


def able_to_score(
    session: Session,
    held: CoachingSession,
    *,
    but: Collection[int],
    at: datetime,
    third: bool = False,
) -> list[Able]:
    """Those who may score a session as well, by name: who may certify, and has read none of it.

    A `third` must not lead the one observed either: what the two signed is open to leaders. As the
    program, for what was read is in the log; of that nothing is told but who may.
    """
    with as_program(session):
        observed = session.get_one(Person, held.coach_id)
        line = select(Reach.ancestor_id).where(Reach.descendant_id == observed.id, Reach.depth > 0)
        not_leading = ~may_with(observed, Permission.OBSERVATION_DECIDE, at)
        found = session.exec(
            select(Person, col(Person.id).in_(line), _scorings(at))
            .where(
                may_certify_them(observed, at),
                observes(at),
                col(Person.id).not_in({held.coach_id, held.coached_id, *but}),
                ~_has_signed(held),
                ~has_read(held, col(Person.id)),
                *([not_leading] if third else []),
            )
            .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        ).all()
    return [
        Able(person, Candidate(person.public_id, not in_line, scorings))
        for person, in_line, scorings in found
    ]


def has_read(held: CoachingSession, who: Any) -> ColumnElement[bool]:
    """The condition that somebody read what was signed of a session, as the log has it."""
    signed = and_(
        col(Observation.coaching_session_id) == held.id,
        col(Observation.status) != Status.DRAFT,
    )
    these = select(Observation.public_id).where(signed)
    first = select(func.min(Observation.signed_at)).where(signed).scalar_subquery()
    person = select(Person.public_id).where(Person.id == held.coach_id).scalar_subquery()
    return exists().where(
        col(AuditEntry.actor_id) == who,
        col(AuditEntry.action) == READING,
        col(AuditEntry.result) == Result.READ,
        or_(
            col(AuditEntry.thing).in_(these),
            # Figures of somebody are drawn from all that one may read of them.
            and_(col(AuditEntry.thing) == person, col(AuditEntry.at) >= first),
        ),
    )


def _has_signed(held: CoachingSession) -> ColumnElement[bool]:
    return exists().where(
        col(Observation.coaching_session_id) == held.id,
        col(Observation.observer_id) == col(Person.id),
        col(Observation.status) != Status.DRAFT,
    )


def _scorings(at: datetime) -> Any:
    """How often a person was second or third of late."""
    return (
        select(func.count())
        .select_from(BlindScoring)
        .where(
            or_(
                col(BlindScoring.second_observer_id) == col(Person.id),
                col(BlindScoring.third_observer_id) == col(Person.id),
            ),
            col(BlindScoring.asked_at) > at - COUNTED_FOR,
            col(BlindScoring.called_off_at).is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )
