"""What the actor has been told."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees, visible
from coach_the_coach.notices.rows import NoticeRow
from coach_the_coach.notices.tables import Notice

NEWEST = 50
"""Most notices shown at once. Source: docs/method.md#lists."""


def unread_count(session: Session, actor: Actor) -> int:
    """How many things the actor has been told and not yet read."""
    return session.exec(
        select(func.count())
        .select_from(Notice)
        .where(sees(Notice, actor, None), col(Notice.read_at).is_(None))
    ).one()


def notices_of(session: Session, actor: Actor, *, at: datetime) -> list[NoticeRow]:
    """What the actor has been told, newest first, at most `NEWEST`."""
    found = session.exec(
        visible(Notice, actor).order_by(col(Notice.at).desc(), col(Notice.id).desc()).limit(NEWEST)
    ).all()
    return [
        NoticeRow(
            text=notice.text,
            link=notice.link,
            when=moment(notice.at, actor.time_zone, at),
            is_new=notice.read_at is None,
        )
        for notice in found
    ]
