"""Quarters of an hour that are asked for: one's own, and those of one's people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from coach_the_coach.cadence.coverage.asking.rows import AskedRow, RequestRow, RequestsRow
from coach_the_coach.cadence.coverage.asking.rules import MOST, WINDOW, good_news
from coach_the_coach.cadence.coverage.queries import own_coach
from coach_the_coach.cadence.tables import QuarterHour
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine


def asked(session: Session, actor: Actor, *, at: datetime) -> AskedRow:
    """Whom the actor may ask for a quarter of an hour, and whether they wait; two statements."""
    coach = own_coach(session, actor, at=at)
    if coach is None or coach.person_id is None:
        return AskedRow(coach=coach.name if coach else "")
    one = open_request(session, actor, coach_id=coach.person_id)
    return AskedRow(
        coach=coach.name,
        may_ask=one is None,
        since=moment(one.asked_at if one else None, actor.time_zone, at),
    )


def open_request(session: Session, actor: Actor, *, coach_id: int) -> QuarterHour | None:
    """What the actor has asked of this coach and waits for; None for nothing."""
    return session.exec(
        visible(QuarterHour, actor)
        .where(
            QuarterHour.rep_id == actor.person_id,
            QuarterHour.coach_id == coach_id,
            col(QuarterHour.answered_at).is_(None),
        )
        .order_by(col(QuarterHour.id))
    ).first()


def open_requests(session: Session, actor: Actor, *, at: datetime) -> RequestsRow:
    """Who asks the actor, the oldest first, at most `MOST`; in two statements."""
    times = session.exec(
        select(func.count())
        .select_from(QuarterHour)
        .where(
            sees(QuarterHour, actor, None),
            QuarterHour.coach_id == actor.person_id,
            QuarterHour.asked_at > at - WINDOW,
            QuarterHour.asked_at <= at,
        )
    ).one()
    return RequestsRow(
        lines=[
            RequestRow(one.public_id, rep.name, moment(one.asked_at, actor.time_zone, at))
            for one, rep in _open(session, actor)
        ],
        good_news=good_news(times),
    )


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """Who waits for the actor to answer; where they answer, whatever the instant."""
    return [
        NextLine(
            text=_("{name} asks you for 15 minutes.").format(name=rep.name),
            action=_("Answer"),
            link=routes.COVERAGE,
            rank=0,
            since=one.asked_at.isoformat(),
        )
        for one, rep in _open(session, actor)
        if one.asked_at <= at
    ]


def _open(session: Session, actor: Actor) -> Sequence[tuple[QuarterHour, Person]]:
    """What the actor is asked for and has not answered, with who asks."""
    return session.exec(
        select(QuarterHour, Person)
        .join(Person, col(Person.id) == col(QuarterHour.rep_id))
        .where(
            sees(QuarterHour, actor, None),
            QuarterHour.coach_id == actor.person_id,
            col(QuarterHour.answered_at).is_(None),
        )
        .order_by(col(QuarterHour.asked_at), col(QuarterHour.id))
        .limit(MOST)
    ).all()
