"""What a calendar program reads of somebody's sessions, and the address it reads them at."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.calendar.rows import FeedRow, OpenFeed
from coach_the_coach.cadence.calendar.rules import AHEAD, BACK, Entry, feed_text
from coach_the_coach.cadence.calendar.tables import CalendarFeed
from coach_the_coach.cadence.rules import Booked, Status
from coach_the_coach.cadence.tables import Appointment, AppointmentStep
from coach_the_coach.cadence.week.queries import own_or_team
from coach_the_coach.cadence.week.rules import booked_word, our_name
from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import moment
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes

MOST: Final = 2000
"""Most entries of a calendar. Source: docs/method.md#calendars."""


def feed_behind(session: Session, *, secret: str, at: datetime) -> OpenFeed | None:
    """The address in use with this secret, of somebody who is here; None for nobody's.

    For whoever holds it: nobody is signed in.
    """
    if not secret.isascii():
        return None
    with as_program(session):
        feed = session.exec(
            select(CalendarFeed)
            .join(Person, col(Person.id) == col(CalendarFeed.person_id))
            .where(
                CalendarFeed.secret_digest == digest(secret),
                col(CalendarFeed.revoked_at).is_(None),
                in_employment(at),
            )
        ).first()
    if feed is None:
        return None
    return OpenFeed(feed.id or 0, feed.person_id, feed.with_names, feed.read_at)


def own_feed(session: Session, actor: Actor, *, at: datetime) -> FeedRow:
    """The actor's address in use, without its secret, which nobody can be shown again."""
    feed = session.exec(
        visible(CalendarFeed, actor)
        .where(
            CalendarFeed.person_id == actor.person_id,
            col(CalendarFeed.revoked_at).is_(None),
        )
        .order_by(col(CalendarFeed.id).desc())
    ).first()
    return FeedRow(
        is_there=feed is not None,
        with_names=feed is not None and feed.with_names,
        made=moment(feed.made_at if feed else None, actor.time_zone, at),
        read=moment(feed.read_at if feed else None, actor.time_zone, at),
        coaches=actor.can(Permission.COACHING_HOLD),
    )


def feed_of(session: Session, actor: Actor, *, with_names: bool, at: datetime) -> str:
    """The actor's calendar, as coach, as coached and as one of a team; in three statements.

    What a calendar of theirs was brought in from they have there already. What was removed is not
    in it; what was cancelled says so.
    """
    found = session.exec(
        select(Appointment)
        .where(
            or_(
                own_or_team(actor),
                and_(
                    col(Appointment.coach_id) == actor.person_id,
                    col(Appointment.imported).is_(False),
                ),
            ),
            col(Appointment.status) != Status.REMOVED,
            col(Appointment.starts_at).between(at - BACK, at + AHEAD),
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
        .limit(MOST)
    ).all()
    mine = [one for one in found if actor.person_id in {one.coach_id, one.coached_id}]
    changed = _changed(session, mine)
    people = {one.coach_id for one in found} | {one.coached_id or 0 for one in found}
    names = names_of(session, people) if with_names else {}
    link = settings().public_url + routes.WEEK
    return feed_text(
        Entry(
            uid=our_name(one.public_id),
            sequence=one.sequence,
            starts_at=one.starts_at,
            minutes=one.minutes,
            changed_at=changed.get(one.id or 0)
            or one.settled_at
            or one.made_at
            or one.first_at - timedelta(days=7),
            summary=_summary(one, actor, names),
            link=link,
            is_private=one.booked is Booked.BLOCK,
            is_cancelled=one.status is Status.CANCELLED,
        )
        for one in found
    )


def _changed(session: Session, appointments: Collection[Appointment]) -> dict[int, datetime]:
    """When each of these was last changed, by its id; what never was is not there."""
    steps = session.exec(
        select(AppointmentStep.appointment_id, func.max(AppointmentStep.at))
        .where(col(AppointmentStep.appointment_id).in_([one.id for one in appointments]))
        .group_by(col(AppointmentStep.appointment_id))
    ).all()
    return dict(steps)


def _summary(one: Appointment, actor: Actor, names: dict[int, str]) -> str:
    """What it is; with whom only where the address was made to say so."""
    if one.booked is not Booked.ONE_TO_ONE:
        return booked_word(one.booked)
    other = one.coached_id if one.coach_id == actor.person_id else one.coach_id
    name = names.get(other or 0, "")
    return _("Coaching session with {name}").format(name=name) if name else _("Coaching session")
