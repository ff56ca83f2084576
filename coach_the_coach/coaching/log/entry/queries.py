"""One session in the log, for the two and the direct leader; its answer for the two alone."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.coaching.log.queries import (
    kinds_of,
    minutes_said,
    missing_said,
    owner_said,
    readable,
    whom,
)
from coach_the_coach.coaching.log.rows import AnswerRow, CommitmentRow, EntryRow
from coach_the_coach.coaching.log.rules import (
    Answer,
    Outcome,
    is_late_to_correct,
    minutes_words,
    outcome_word,
    title_of,
)
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogBody, LogEntry
from coach_the_coach.coaching.rules import Kind, kind_word, planned_word, purpose_word
from coach_the_coach.coaching.tables import CycleBody
from coach_the_coach.foundation import audit
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import day, local_day, moment, past_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.shell import routes

READING: Final = audit.known("log:read", _("read a session in a coaching log"), audit.Told.SUBJECT)
"""What the log calls it when a leader reads one who is neither of its two."""

MARKS: Final = {Outcome.KEPT: "done", Outcome.NOT_KEPT: "attention"}
"""How a badge marks what became of a next step."""


def own_entry(session: Session, actor: Actor, public_id: str) -> LogEntry:
    """A session that the actor logged, as it is now. Raises NotFound for any other."""
    entry = session.exec(
        visible(LogEntry, actor)
        .where(LogEntry.public_id == public_id, LogEntry.coach_id == actor.person_id)
        .execution_options(populate_existing=True)
    ).first()
    if entry is None:
        raise NotFound
    return entry


def entry_row(session: Session, actor: Actor, *, public_id: str, at: datetime) -> EntryRow:
    """A session with its words, also one that was withdrawn.

    Raises NotFound for whoever is neither of the two nor leads the coach directly.
    """
    found = session.exec(
        select(LogEntry, LogBody, Commitment, CycleBody)
        .where(LogEntry.public_id == public_id, readable(actor))
        .join(LogBody, col(LogBody.log_entry_id) == col(LogEntry.id))
        .join(Commitment, col(Commitment.log_entry_id) == col(LogEntry.id), isouter=True)
        .join(CycleBody, col(CycleBody.cycle_id) == col(LogEntry.cycle_id), isouter=True)
    ).first()
    if found is None:
        raise NotFound
    entry, body, step, cycle = found
    part = _part(entry, actor)
    if part == "leader":
        audit.seen(session, READING, person_id=entry.coach_id, thing=public_id)
    names = names_of(session, {entry.coach_id, entry.coached_id or 0})
    zone = actor.time_zone
    today = local_day(at, zone)
    is_mine = part == "coach" and entry.coached_id is not None and entry.withdrawn_at is None
    is_late = is_late_to_correct(local_day(entry.logged_at, zone), today)
    words = {kind: kind_word(kind) for kind in Kind}
    return EntryRow(
        public_id=public_id,
        part=part,
        title=title_of(entry.form, kinds_of(entry)),
        coach=names[entry.coach_id],
        coached=whom(entry, names),
        day=past_day(entry.held_on, today),
        minutes=minutes_said(entry.minutes),
        kinds=minutes_words(kinds_of(entry).items(), words),
        purpose=purpose_word(entry.purpose),
        planned=planned_word(entry.planned),
        skill=cycle.skill if cycle else "",
        focus=body.focus,
        moment=body.moment,
        feedback=body.feedback,
        deal=body.deal,
        step=_step(step, actor, names, at) if step else CommitmentRow(),
        missing=missing_said(entry, body, step),
        is_specific=entry.specific,
        logged=moment(entry.logged_at, zone, at),
        changed=moment(entry.changed_at, zone, at),
        withdrawn=moment(entry.withdrawn_at, zone, at),
        why_withdrawn=body.why_withdrawn,
        may_correct=is_mine and not is_late,
        may_withdraw=is_mine,
        may_close=part != "leader" and step is not None and step.closed_at is None,
        correct_link=routes.log_correct(public_id),
    )


def answer_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> AnswerRow:
    """What the one coached said of the next step. Raises NotFound for whoever is not of the two."""
    found = session.exec(
        select(LogEntry, Commitment, LogAnswer)
        .where(sees(LogEntry, actor, None), LogEntry.public_id == public_id)
        .join(Commitment, col(Commitment.log_entry_id) == col(LogEntry.id), isouter=True)
        .join(LogAnswer, col(LogAnswer.log_entry_id) == col(LogEntry.id), isouter=True)
    ).first()
    if found is None:
        raise NotFound
    entry, step, given = found
    is_mine = entry.coached_id == actor.person_id
    if step is None or entry.withdrawn_at is not None:
        return AnswerRow(is_mine=is_mine)
    # What was said of a next step that has become another since is no answer to this one.
    stands = given is not None and given.at >= step.agreed_at
    if given is None or not stands:
        return AnswerRow(is_asked=True, is_mine=is_mine)
    return AnswerRow(
        is_asked=True,
        is_mine=is_mine,
        answer=given.answer.value,
        words=_answer_said(given.answer, is_mine=is_mine),
        given=moment(given.at, actor.time_zone, at),
    )


def _part(entry: LogEntry, actor: Actor) -> str:
    """In which part the actor reads a session."""
    if entry.coach_id == actor.person_id:
        return "coach"
    return "coached" if entry.coached_id == actor.person_id else "leader"


def _step(step: Commitment, actor: Actor, names: dict[int, str], at: datetime) -> CommitmentRow:
    today = local_day(at, actor.time_zone)
    is_open = step.closed_at is None
    return CommitmentRow(
        public_id=step.public_id,
        text=step.text,
        owner=owner_said(step, actor, names),
        due=day(step.due_on, today),
        is_open=is_open,
        is_overdue=is_open and step.due_on < today,
        outcome="" if is_open else outcome_word(step.outcome),
        mark=MARKS.get(step.outcome, "plain") if step.outcome else "plain",
    )


def _answer_said(answer: Answer, *, is_mine: bool) -> str:
    """The answer to whoever reads it."""
    said = {
        Answer.TAKEN: (
            _("You said: yes, that is what I took away."),
            _("They said: yes, that is what I took away."),
        ),
        Answer.NOT_QUITE: (
            _("You said: not quite. Talk it over when you next meet."),
            _("They said: not quite. Ask what they took away."),
        ),
    }
    return said[answer][0 if is_mine else 1]
