"""The address of one's calendar: made, made anew, and taken back."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col

from coach_the_coach.cadence.calendar.tables import CalendarFeed
from coach_the_coach.foundation.audit import about, logged, nothing_done
from coach_the_coach.foundation.ids import digest, new_secret
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.turns import wait_for_people

NOTED: Final = timedelta(hours=1)
"""How often it is noted that a calendar program has looked. Source: docs/method.md#calendars."""


@logged("calendar:open", _("made an address for a calendar program"))
def make_feed(session: Session, actor: Actor, *, with_names: bool, at: datetime) -> str:
    """The secret of a new address; the one before stops working. It is shown once."""
    actor.require(Permission.SELF)
    wait_for_people(session, [actor.person_id])
    _revoke(session, actor, at)
    about(session, person_id=actor.person_id)
    secret = new_secret()
    session.add(
        CalendarFeed(
            person_id=actor.person_id,
            secret_digest=digest(secret),
            with_names=with_names,
            made_at=at,
        )
    )
    return secret


@logged("calendar:close", _("took back the address for a calendar program"))
def revoke_feed(session: Session, actor: Actor, *, at: datetime) -> None:
    """Have the address stop working at once; without one it does nothing."""
    actor.require(Permission.SELF)
    wait_for_people(session, [actor.person_id])
    about(session, person_id=actor.person_id)
    if not _revoke(session, actor, at):
        nothing_done(session)


def note_read(session: Session, feed_id: int, *, at: datetime) -> None:
    """Note that a calendar program has looked, once an hour at most."""
    with as_program(session):
        session.exec(
            update(CalendarFeed)
            .where(
                col(CalendarFeed.id) == feed_id,
                col(CalendarFeed.read_at).is_(None) | (col(CalendarFeed.read_at) < at - NOTED),
            )
            .values(read_at=at)
        )


def _revoke(session: Session, actor: Actor, at: datetime) -> int:
    """Have no address of the actor's work any more; returns how many did."""
    return session.exec(
        update(CalendarFeed)
        .where(
            col(CalendarFeed.person_id) == actor.person_id, col(CalendarFeed.revoked_at).is_(None)
        )
        .values(revoked_at=at)
    ).rowcount
