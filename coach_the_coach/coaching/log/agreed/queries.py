"""What was agreed with the actor as the one coached."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import or_
from sqlmodel import Session, col, select

from coach_the_coach.coaching.log import queries as log
from coach_the_coach.coaching.log.agreed.rows import AgreedRow, AskedLine
from coach_the_coach.coaching.log.queries import (
    listed,
    own_steps,
    owner_said,
    stands,
)
from coach_the_coach.coaching.log.rules import ANSWER_DAYS, first_day
from coach_the_coach.coaching.log.tables import Commitment, LogAnswer, LogEntry
from coach_the_coach.foundation.when import day, local_day, past_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

WAITING: Final = 20
"""Most next steps asked about at once. Source: docs/method.md#lists."""


def agreed(session: Session, actor: Actor, *, at: datetime, page: int = 0) -> AgreedRow:
    """What the actor is asked, what is open, and a page of the sessions about them."""
    about_me = col(LogEntry.coached_id) == actor.person_id
    return AgreedRow(
        asked=to_answer(session, actor, at=at),
        open=own_steps(session, actor, at=at),
        sessions=listed(session, actor, scope=(about_me, stands()), at=at, page=page),
    )


def to_answer(session: Session, actor: Actor, *, at: datetime) -> list[AskedLine]:
    """Next steps of late that the actor has not answered, the oldest first, at most `WAITING`."""
    today = local_day(at, actor.time_zone)
    found = _unanswered(session, actor, at)
    names = names_of(session, {one for step, _entry in found for one in (step.coach_id,)})
    names[actor.person_id] = actor.name
    return [
        AskedLine(
            public_id=entry.public_id,
            text=step.text,
            coach=names[step.coach_id],
            owner=owner_said(step, actor, names),
            due=day(step.due_on, today),
            day=past_day(entry.held_on, today),
            link=routes.log_entry(entry.public_id),
        )
        for step, entry in found
    ]


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor of the coaching log: to answer, and to close what is due."""
    asked = [
        NextLine(
            text=_("{name} wrote down the next step you agreed. Is it what you took away?").format(
                name=line.coach
            ),
            action=_("Answer"),
            link=line.link,
            rank=0,
            since=line.day.at,
        )
        for line in to_answer(session, actor, at=at)
    ]
    return asked + log.next_lines(session, actor, at=at)


def _unanswered(
    session: Session, actor: Actor, at: datetime
) -> Sequence[tuple[Commitment, LogEntry]]:
    since = first_day(local_day(at, actor.time_zone), ANSWER_DAYS)
    return session.exec(
        select(Commitment, LogEntry)
        .join(LogEntry, col(LogEntry.id) == col(Commitment.log_entry_id))
        .join(LogAnswer, col(LogAnswer.log_entry_id) == col(LogEntry.id), isouter=True)
        .where(Commitment.coached_id == actor.person_id, stands(), LogEntry.held_on >= since)
        .where(or_(col(LogAnswer.at).is_(None), col(LogAnswer.at) < col(Commitment.agreed_at)))
        .order_by(col(Commitment.agreed_at), col(Commitment.id))
        .limit(WAITING)
    ).all()
