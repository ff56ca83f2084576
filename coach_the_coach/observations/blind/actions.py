"""Keeping what one signed from the other, and handing both over once both have."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.evidence.actions import keep, turn_behind, withdraw
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.blind.queries import given_in, open_scoring, scorings_in
from coach_the_coach.observations.blind.rules import pair_score
from coach_the_coach.observations.booking.actions import ensure_talk
from coach_the_coach.observations.letters.actions import (
    withdraw_handed_over,
    write_handed_over,
)
from coach_the_coach.observations.rubric.rules import is_scored
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.scope import is_current
from coach_the_coach.observations.tables import BlindScoring, Observation, Reply, Status
from coach_the_coach.shell import routes

HANDED_OVER: Final = audit.known(
    "observation:hand_over", _("handed over what two scored blind"), audit.Told.SUBJECT
)
"""What the log calls it when the program opens what was signed blind."""


def hold_scoring(session: Session, observation: Observation) -> BlindScoring | None:
    """The scoring to which an observation belongs, held until the transaction ends.

    One for an appeal is that of its two observers alone.
    """
    with as_program(session):
        found = scorings_in(session, observation.coaching_session_id)
    again = [one for one in found if is_scored_again_by(one, observation.observer_id)]
    return next(iter(again), next((one for one in found if not one.again_for), None))


def require_not_again(session: Session, observation: Observation) -> None:
    """Go on unless others score the session again for an appeal. Raises Conflict.

    What was scored before stays as it was until that is decided.
    """
    if observation.aim is not Aim.CERTIFICATION:
        return
    with as_program(session):
        found = scorings_in(session, observation.coaching_session_id)
    others = [
        one
        for one in found
        if one.again_for
        and one.settled_at is None
        and not is_scored_again_by(one, observation.observer_id)
    ]
    if others:
        raise Conflict(
            _("Others score this session again, for an appeal. You can sign once it is decided.")
        )


def is_scored_again_by(scoring: BlindScoring, person_id: int) -> bool:
    """Whether somebody is one of the two of a scoring for an appeal."""
    two = (scoring.first_observer_id, scoring.second_observer_id)
    return scoring.again_for != "" and person_id in two


def is_blind(scoring: BlindScoring | None, observation: Observation) -> bool:
    """Whether an observation that is signed now is kept from everybody but its observer."""
    return (
        scoring is not None
        and scoring.both_signed_at is None
        and observation.aim is Aim.CERTIFICATION
    )


def note_signature(
    session: Session, scoring: BlindScoring, observation: Observation, *, at: datetime
) -> None:
    """Go on with a scoring, held by the caller, of which an observation was just signed.

    Once both have signed, both are handed over; it is settled then, or by a third's signature.
    What is signed for an appeal waits for its decision.
    """
    if scoring.again_for:
        return
    if scoring.both_signed_at is None:
        _open_once_both_signed(session, scoring, at, observation.observer_id)
    elif scoring.third_observer_id == observation.observer_id and scoring.settled_at is None:
        with as_program(session):
            scoring.settled_at = at
            session.add(scoring)
            session.flush()
        turn_behind(session, [scoring.observed_id], at=at)


def keep_blind(session: Session, scoring: BlindScoring, *, at: datetime) -> None:
    """Take back what was handed over of a session that another is to score as well.

    Letters that have not gone say nothing of it. The caller holds the observations.
    """
    with as_program(session):
        session.flush()
        for one in _signed_of(session, scoring, Status.SIGNED):
            one.status = Status.BLIND
            session.add(one)
            withdraw_handed_over(session, one)
            withdraw(session, one.public_id, at=at, reason=_("Another scores it as well, blind."))


def call_off(session: Session, scoring: BlindScoring, *, reason: str, at: datetime) -> None:
    """Score with one alone: what was signed is handed over. The caller holds the scoring."""
    with as_program(session):
        scoring.called_off_at, scoring.reason = at, reason
        session.add(scoring)
        session.flush()
        _hand_over_all(session, scoring, at)


def call_off_unwatched(session: Session, held_id: int, observer_id: int, *, at: datetime) -> None:
    """Call off the scoring of a session that one of its two observers is not going to watch."""
    with as_program(session):
        scoring = open_scoring(session, held_id)
    if scoring is None or scoring.both_signed_at is not None:
        return
    if observer_id in (scoring.first_observer_id, scoring.second_observer_id):
        call_off(session, scoring, reason=_("The session is not watched as planned."), at=at)


def hand_over_again(session: Session, scoring: BlindScoring, *, at: datetime) -> None:
    """Hand over what two signed for an appeal, as it is decided: it counts from now on.

    The one observed reads it at once; there is no talk about it. The caller holds the scoring.
    """
    with as_program(session):
        scoring.both_signed_at = scoring.settled_at = at
        session.add(scoring)
        session.flush()
        for one in _open_all(session, scoring, at):
            talk = ensure_talk(session, one)
            talk.shown_at, talk.read_alone = at, True
            session.add(talk)
            _enter(session, one, session.get_one(CoachingSession, one.coaching_session_id), at)
            _tell_observer(session, one, at)
        session.flush()
        turn_behind(session, [scoring.observed_id], at=at)


def hand_over(
    session: Session, observation: Observation, *, at: datetime, is_new: bool = False
) -> None:
    """Tell the one observed that it is there, and never a word of what it says.

    A correction of what they were told of says so; not where all of it `is_new` to them.
    """
    held = session.get_one(CoachingSession, observation.coaching_session_id)
    is_rated = is_scored(observation.purpose_corrected or held.purpose)
    reply, talk = session.get(Reply, observation.id), ensure_talk(session, observation)
    observer = session.get_one(Person, observation.observer_id)
    page, text = routes.REFLECT, _("{name} has observed you. Rate yourself, then talk it over.")
    if not is_rated:
        page, text = routes.OBSERVATION, _("{name} has observed you. You will talk it over.")
    if observation.supersedes_id is not None and not is_new:
        page, text = routes.OBSERVATION, _("{name} has corrected an observation of you.")
    link = routes.observation(observation.public_id, page)
    tell(session, observation.observed_id, text.format(name=observer.name), link=link, at=at)
    _enter(session, observation, held, at)
    is_rated_by_them = reply is not None and reply.self_rated_at is not None
    is_missing = is_rated and not (is_rated_by_them or talk.shown_at)
    write_handed_over(session, observation, link=link, own_view_missing=is_missing, at=at)


def _enter(session: Session, observation: Observation, held: CoachingSession, at: datetime) -> None:
    """Have it count for the one observed, in the place of the version that it corrects."""
    if observation.supersedes_id is not None:
        older = session.get_one(Observation, observation.supersedes_id)
        withdraw(session, older.public_id, at=at, reason=_("Corrected by a newer version."))
    whose, subject = observation.observed_id, observation.public_id
    keep(session, whose, EvidenceKind.OBSERVATION, subject, at=held.held_at, now=at)


def _open_once_both_signed(
    session: Session, scoring: BlindScoring, at: datetime, signer: int
) -> None:
    """Hand both over, where both have signed by now."""
    two = (scoring.first_observer_id, scoring.second_observer_id)
    with as_program(session):
        session.flush()
        given = given_in(session, [scoring.coaching_session_id])
        by = {
            one.observation.observer_id: one.scored
            for one in given[scoring.coaching_session_id]
            if one.observation.status is Status.BLIND
        }
        if not set(two) <= by.keys():
            return
        scoring.both_signed_at = at
        # As both gave it blind: no correction made after reading the other's changes that.
        if not pair_score(by[two[0]], by[two[1]]).is_apart:
            scoring.settled_at = at
        session.add(scoring)
        session.flush()
        _hand_over_all(session, scoring, at, signer)


def _hand_over_all(session: Session, scoring: BlindScoring, at: datetime, signer: int = 0) -> None:
    """Open what was signed blind, and tell the one observed of each that holds. As the program."""
    for one in _open_all(session, scoring, at):
        hand_over(session, one, at=at, is_new=True)
        if one.observer_id != signer:
            _tell_observer(session, one, at)


def _open_all(session: Session, scoring: BlindScoring, at: datetime) -> list[Observation]:
    """Open what was signed blind, and return those that hold. As the program."""
    opened = _signed_of(session, scoring, Status.BLIND)
    for one in opened:
        one.status = Status.SIGNED
        session.add(one)
    session.flush()
    numbers = [one.id for one in opened]
    holding = select(Observation).where(col(Observation.id).in_(numbers), is_current())
    current = list(session.exec(holding.order_by(col(Observation.id))).all())
    for one in current:
        of = audit.About(person_id=one.observed_id, thing=one.public_id)
        audit.note(session, HANDED_OVER, actor_id=None, at=at, of=of)
    return current


def _tell_observer(session: Session, observation: Observation, at: datetime) -> None:
    text = _("What you signed blind is handed over now.")
    link = routes.observation(observation.public_id)
    tell(session, observation.observer_id, text, link=link, at=at)


def _signed_of(session: Session, scoring: BlindScoring, status: Status) -> list[Observation]:
    """What was signed of the session for certification and stands so, oldest first."""
    found = session.exec(
        select(Observation)
        .where(
            Observation.coaching_session_id == scoring.coaching_session_id,
            Observation.aim == Aim.CERTIFICATION,
            Observation.status == status,
        )
        .order_by(col(Observation.id))
        .execution_options(populate_existing=True)
    ).all()
    return list(found)
