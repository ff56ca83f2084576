"""The steps that the two take: wanting to watch, a session, another time, yes, no, and off."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation.audit import Told, about, logged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.blind.actions import call_off_unwatched
from coach_the_coach.observations.tables import BlindScoring, Observation
from coach_the_coach.observations.watching.queries import begun_by, own_watching
from coach_the_coach.observations.watching.rules import (
    Move,
    Part,
    ProposalDraft,
    State,
    next_state,
    problems_in_reason,
    problems_in_session,
    problems_in_time,
)
from coach_the_coach.observations.watching.tables import Watching, WatchingStep
from coach_the_coach.observations.watching.telling.actions import tell_of

_another = aliased(Watching)


@logged("watching:accept", _("agreed to watch somebody"), Told.SUBJECT)
def accept(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """As the observer asked by somebody else, want to watch; the one observed is asked now.

    Raises NotFound for what the actor has no part in, Conflict where it has gone on meanwhile. So
    does every step; what has begun stays as it is.
    """
    actor.require(Permission.OBSERVATION_WRITE)
    going = _going(session, actor, public_id, Move.ACCEPT)
    going.watching.accepted_at = at
    _step(session, actor, going, at=at)


@logged("watching:propose", _("proposed a time to watch"), Told.SUBJECT)
def propose(
    session: Session, actor: Actor, *, public_id: str, draft: ProposalDraft, at: datetime
) -> None:
    """Propose a session, or as the observer another time for it; the other has to agree anew.

    Raises Invalid for what does not fit, and where what was agreed is to move without a reason.
    """
    going = _going(session, actor, public_id, Move.PROPOSE)
    watching, watches = going.watching, going.part is Part.OBSERVER
    problems = problems_in_reason(going.was, Move.PROPOSE, draft.reason)
    if watches:
        problems |= problems_in_time(draft.starts_at, at=at)
    elif not draft.planned:
        problems |= problems_in_session(draft) | problems_in_time(draft.starts_at, at=at)
    if problems:
        raise Invalid(problems)
    meant = None if watches else _meant(session, watching, draft, at)
    watching.state = going.to
    if isinstance(meant, CoachingSession):
        _take(session, watching, meant, at)
    elif meant is not None and draft.starts_at is not None:
        _hold_at(session, watching, meant.id or 0, Purpose(draft.purpose), draft.starts_at, at)
    else:
        watching.starts_at = draft.starts_at
    _step(session, actor, going, at=at, reason=draft.reason)


@logged("watching:agree", _("agreed to a time to watch"), Told.SUBJECT)
def agree(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Agree to the time that the other has proposed; the session is held then.

    Raises Conflict also for a time that is over.
    """
    going = _going(session, actor, public_id, Move.AGREE)
    watching = going.watching
    if going.part is Part.OBSERVER:
        actor.require(Permission.OBSERVATION_WRITE)
    if watching.starts_at is None or watching.starts_at <= at:
        raise Conflict(_("This time is over. Propose another."))
    _hold_at(session, watching, watching.coached_id or 0, watching.purpose, watching.starts_at, at)
    _step(session, actor, going, at=at)


@logged("watching:decline", _("declined to watch or be watched"))
def decline(session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime) -> None:
    """Say no, and why. Raises Invalid without a reason."""
    _end(session, actor, public_id, Move.DECLINE, reason, at)


@logged("watching:cancel", _("called off a planned watching"))
def cancel(session: Session, actor: Actor, *, public_id: str, reason: str, at: datetime) -> None:
    """Call it off, and say why. Raises Invalid without a reason."""
    _end(session, actor, public_id, Move.CANCEL, reason, at)


def note_step(
    session: Session,
    actor: Actor,
    watching: Watching,
    move: Move,
    *,
    at: datetime,
    moved: bool = False,
    reason: str = "",
) -> None:
    """Keep who did what, when and why, under the next number."""
    about(session, person_id=watching.observed_id, thing=watching.public_id)
    watching.steps += 1
    watching.changed_at = at
    session.add(watching)
    session.flush()
    session.add(
        WatchingStep(
            watching_id=watching.id or 0,
            place=watching.steps,
            by_id=actor.person_id,
            move=move,
            at=at,
            starts_at=watching.starts_at if move in (Move.PROPOSE, Move.AGREE) else None,
            moved=moved,
            # A null character is text to a browser and not to a database.
            reason=reason.replace("\0", "").strip(),
        )
    )


class _Going(NamedTuple):
    """A step about to be taken: in what, as whom, which, and from where to where."""

    watching: Watching
    part: Part
    move: Move
    was: State
    to: State


def _going(session: Session, actor: Actor, public_id: str, move: Move) -> _Going:
    """The step as the table has it; what it is taken in is held until the transaction ends."""
    watching, part = own_watching(session, actor, public_id, held=True)
    begun = session.exec(select(Watching.id).where(Watching.id == watching.id, begun_by())).first()
    if begun is not None:
        raise Conflict(_("The watching has begun, so this stays as it is."))
    to = next_state(watching.state, part, move)
    if to is None:
        raise Conflict(_("This has gone on meanwhile. Look at it again."))
    return _Going(watching, part, move, watching.state, to)


def _end(
    session: Session, actor: Actor, public_id: str, move: Move, reason: str, at: datetime
) -> None:
    """Take one of the two steps after which nothing follows."""
    going = _going(session, actor, public_id, move)
    if problems := problems_in_reason(going.was, move, reason):
        raise Invalid(problems)
    going.watching.state = going.to
    _let_go_of_session(session, going.watching, at)
    _step(session, actor, going, at=at, reason=reason)


def _step(session: Session, actor: Actor, going: _Going, *, at: datetime, reason: str = "") -> None:
    """Go on to the next state, keep the step, and tell the others."""
    watching, _part, move, was, to = going
    watching.state = to
    moved = was is State.AGREED and move is Move.PROPOSE
    note_step(session, actor, watching, move, at=at, moved=moved, reason=reason)
    tell_of(session, actor, watching, move, was=was, at=at)
    session.add(watching)


def _meant(
    session: Session, watching: Watching, draft: ProposalDraft, at: datetime
) -> CoachingSession | Person:
    """The planned session that a proposal names, or with whom one is to be held. Raises Invalid."""
    if draft.planned:
        return _planned(session, watching, draft.planned, at)
    person = session.exec(
        select(Person)
        .join(Reach, col(Reach.descendant_id) == col(Person.id))
        .where(Reach.ancestor_id == watching.observed_id, Reach.depth == 1)
        .where(Person.public_id == draft.coached, col(Person.id) != watching.observer_id)
        .where(in_employment(at))
    ).first()
    if person is None:
        raise Invalid({"coached": _("Choose somebody from the list.")})
    return person


def _planned(session: Session, watching: Watching, public_id: str, at: datetime) -> CoachingSession:
    """A session to come that the observed has planned. Raises Invalid for any other."""
    chosen = session.exec(
        select(CoachingSession).where(
            CoachingSession.public_id == public_id,
            CoachingSession.coach_id == watching.observed_id,
            CoachingSession.coached_id != watching.observer_id,
            col(CoachingSession.planned).is_(True),
            CoachingSession.held_at > at,
        )
    ).first()
    if chosen is None:
        raise Invalid({"planned": _("Choose a session from the list.")})
    if problems := problems_in_time(chosen.held_at, at=at):
        raise Invalid({"planned": problems["starts_at"]})
    return chosen


def _take(session: Session, watching: Watching, chosen: CoachingSession, at: datetime) -> None:
    """Mean a session that is planned already."""
    if chosen.id != watching.coaching_session_id:
        _let_go_of_session(session, watching, at)
        watching.coaching_session_id, watching.made_session = chosen.id, False
    watching.coached_id, watching.purpose = chosen.coached_id, chosen.purpose
    watching.starts_at = chosen.held_at


def _hold_at(
    session: Session,
    watching: Watching,
    coached_id: int,
    purpose: Purpose | None,
    starts_at: datetime,
    at: datetime,
) -> None:
    """Have the session held with this person then: the same one, unless others rely on it."""
    purpose = purpose or Purpose.COACH
    watching.coached_id, watching.purpose, watching.starts_at = coached_id, purpose, starts_at
    meant = session.get(CoachingSession, watching.coaching_session_id or 0)
    if meant and (meant.coached_id, meant.purpose, meant.held_at) == (
        coached_id,
        purpose,
        starts_at,
    ):
        return
    held = _own_session(session, watching)
    if held is not None and held.coached_id != coached_id and not watching.made_session:
        held = None
    if held is None:
        _let_go_of_session(session, watching, at)
        held = CoachingSession(
            coach_id=watching.observed_id,
            coached_id=coached_id,
            purpose=purpose,
            planned=True,
            held_at=starts_at,
        )
        watching.made_session = True
    held.coached_id, held.purpose, held.held_at = coached_id, purpose, starts_at
    session.add(held)
    session.flush()
    watching.coaching_session_id = held.id


def _own_session(session: Session, watching: Watching) -> CoachingSession | None:
    """The session that is meant, where nobody else watches it; None otherwise."""
    own = select(CoachingSession).where(
        CoachingSession.id == watching.coaching_session_id,
        ~exists().where(col(Observation.coaching_session_id) == col(CoachingSession.id)),
        ~exists().where(
            col(_another.coaching_session_id) == col(CoachingSession.id),
            col(_another.id) != watching.id,
        ),
    )
    # Whoever else watches it, it counts here, and is not told.
    with as_program(session):
        return session.exec(own).first()


def _let_go_of_session(session: Session, watching: Watching, at: datetime) -> None:
    """No longer mean a session; one that was entered for this alone goes.

    One that another was to score as well stays, and is scored by nobody.
    """
    left = watching.coaching_session_id
    if left is not None:
        call_off_unwatched(session, left, watching.observer_id, at=at)
    held = _own_session(session, watching) if watching.made_session else None
    with as_program(session):
        scored = select(BlindScoring.id).where(BlindScoring.coaching_session_id == left)
        held = None if session.exec(scored).first() is not None else held
    watching.coaching_session_id, watching.made_session = None, False
    session.add(watching)
    session.flush()
    if held is not None:
        session.exec(delete(CoachingSession).where(col(CoachingSession.id) == held.id))
