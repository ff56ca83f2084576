"""The past days of one coach with all their words: for the coach and who leads them directly."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.proof.rows import ProofLine, ProofRow
from coach_the_coach.coaching.log.queries import (
    counted,
    kinds_of,
    missing_said,
    readable,
    stands,
    whom,
)
from coach_the_coach.coaching.log.rules import (
    PROOF_DAYS,
    first_day,
    next_without_words,
    title_of,
)
from coach_the_coach.coaching.log.tables import Commitment, LogBody, LogEntry
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import NotPermitted
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import leads_directly, visible_person
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes

READING: Final = audit.known(
    "log:read_all", _("read the past days of a coaching log"), audit.Told.SUBJECT
)
"""What the log calls it when a leader reads all of somebody's."""

MOST: Final = 400
"""Most sessions on the page. Source: docs/method.md#coaching-log."""


def proof(session: Session, actor: Actor, *, person: str, at: datetime) -> ProofRow:
    """The sessions that this person held in the past `PROOF_DAYS` days, newest first.

    Empty for oneself. Raises NotFound for somebody the actor cannot see, NotPermitted for one whom
    they do not lead directly.
    """
    coach = _coach(session, actor, person or actor.public_id)
    until = local_day(at, coach.time_zone)
    found = session.exec(
        select(LogEntry, LogBody, Commitment)
        .join(LogBody, col(LogBody.log_entry_id) == col(LogEntry.id))
        .join(Commitment, col(Commitment.log_entry_id) == col(LogEntry.id), isouter=True)
        .where(LogEntry.coach_id == coach.id, readable(actor), stands())
        .where(LogEntry.held_on >= first_day(until, PROOF_DAYS), LogEntry.held_on <= until)
        .order_by(col(LogEntry.held_on).desc(), col(LogEntry.id).desc())
        .limit(MOST)
    ).all()
    if coach.id != actor.person_id:
        audit.seen(session, READING, person_id=coach.id, thing=coach.public_id)
    names = names_of(session, {entry.coached_id or 0 for entry, *_rest in found})
    today = local_day(at, actor.time_zone)
    counts = counted(session, actor, one=coach, at=at)
    return ProofRow(
        counts=counts,
        lines=[
            ProofLine(
                link=routes.log_entry(entry.public_id),
                title=title_of(entry.form, kinds_of(entry)),
                day=day(entry.held_on, today),
                coached=whom(entry, names),
                focus=body.focus,
                feedback=body.feedback,
                next_step=step.text if step else next_without_words(entry.form),
                due=day(step.due_on, today).exact if step else "",
                missing=missing_said(entry, body, step),
            )
            for entry, body, step in found
        ],
        is_mine=coach.id == actor.person_id,
        left_out=counts.sessions - len(found),
    )


def _coach(session: Session, actor: Actor, public_id: str) -> Person:
    """The person of that id, where it is the actor or somebody they lead directly."""
    person = visible_person(session, actor, public_id)
    led = select(Person.id).where(
        Person.id == person.id, leads_directly(col(Person.id), actor, Permission.COACHING_READ)
    )
    if person.id != actor.person_id and session.exec(led).first() is None:
        raise NotPermitted
    return person
