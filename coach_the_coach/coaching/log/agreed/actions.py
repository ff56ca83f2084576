"""What the one coached says of a next step, and what either says became of it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.queries import stands
from coach_the_coach.coaching.log.rules import EDIT_DAYS, Answer, Outcome
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogEntry
from coach_the_coach.evidence import actions as evidence
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people

BY_HAND = frozenset({Outcome.KEPT, Outcome.NOT_KEPT})
"""What somebody says became of a next step; that another took its place follows by itself."""


@logged("log:answer", _("said whether a next step is what they took away"), Told.SUBJECT)
def answer(session: Session, actor: Actor, *, public_id: str, said: str, at: datetime) -> None:
    """Keep what the one coached says of the next step; said anew it is the new answer.

    Raises NotFound for a session that is not about the actor, was withdrawn, or has no next step,
    Invalid for what is no answer.
    """
    actor.require(Permission.SELF)
    if said not in list(Answer):
        raise Invalid({"answer": _("Choose one of the two.")})
    found = session.exec(
        visible(LogEntry, actor)
        .where(LogEntry.public_id == public_id, LogEntry.coached_id == actor.person_id, stands())
        .join(Commitment, col(Commitment.log_entry_id) == col(LogEntry.id))
    ).first()
    if found is None:
        raise NotFound
    # The coach may be changing the next step at this moment: whoever is second sees the other's.
    wait_for_people(session, [found.coach_id])
    step = session.exec(
        visible(Commitment, actor)
        .where(Commitment.log_entry_id == found.id)
        .execution_options(populate_existing=True)
    ).one()
    given = session.get(LogAnswer, found.id, populate_existing=True)
    if given is not None and given.answer == said and given.at >= step.agreed_at:
        nothing_done(session)
        return
    given = given or LogAnswer(log_entry_id=found.id or 0, answer=Answer(said), at=at)
    given.answer, given.at = Answer(said), at
    session.add(given)
    zone = session.exec(select(Person.time_zone).where(Person.id == found.coach_id)).one()
    evidence.turn_stale(session, found.coach_id, [found.held_on, local_day(at, zone)], at=at)
    about(session, person_id=found.coach_id, thing=public_id)


@logged("commitment:close", _("said what became of a next step"), Told.SUBJECT)
def close_commitment(
    session: Session, actor: Actor, *, public_id: str, outcome: str, at: datetime
) -> None:
    """Keep what became of a next step, said by either of the two; it may be put right for a while.

    Raises NotFound for one of others, Invalid for what is no outcome, Conflict where another took
    its place or it was said too long ago.
    """
    actor.require(Permission.SELF)
    if outcome not in BY_HAND:
        raise Invalid({"outcome": _("Say whether it was kept.")})
    wanted = visible(Commitment, actor).where(Commitment.public_id == public_id)
    step = session.exec(wanted).first()
    if step is None:
        raise NotFound
    wait_for_people(session, [step.coach_id])
    step = session.exec(wanted.execution_options(populate_existing=True)).one()
    if step.outcome == outcome:
        nothing_done(session)
        return
    if step.closed_at is not None:
        if step.outcome not in BY_HAND or at - step.closed_at > timedelta(days=EDIT_DAYS):
            raise Conflict(_("This next step is closed already."))
    else:
        step.closed_at = at
    step.outcome = Outcome(outcome)
    session.add(step)
    other = step.coach_id if step.coached_id == actor.person_id else step.coached_id
    about(session, person_id=other, thing=public_id)
