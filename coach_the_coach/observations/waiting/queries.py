"""What waits for the actor of the observations they take part in: own views, talks, promises."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from coach_the_coach.coaching.queries import coaches
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.foundation import when
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, reaches, sees, visible
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.looks import queries as looks
from coach_the_coach.observations.queries import goes_on_at
from coach_the_coach.observations.scope import (
    is_current,
    is_its_talk,
    is_signed,
    is_watched_since,
    watch_again_on,
)
from coach_the_coach.observations.tables import (
    Observation,
    ObservationBody,
    Rating,
    Status,
    Talk,
)
from coach_the_coach.observations.waiting.rules import day_within, due_within
from coach_the_coach.observations.waiting.talks.queries import LIMIT, about_me, my_talks
from coach_the_coach.observations.watching.own import queries as watching
from coach_the_coach.shell import routes
from coach_the_coach.shell.rows import NextLine

SOON: Final = timedelta(days=7)
"""A promise to watch again is shown this long before its day. Source: docs/method.md#next."""

LONG: Final = timedelta(days=45)
"""A manager not observed for this long is named to their leader. Source: docs/method.md#next."""


_observed = aliased(Person)


def next_lines(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """What waits for the actor, in ten statements at most, unsorted."""
    lines = about_me(session, actor, at=at) + looks.next_lines(session, actor, at=at)
    lines += watching.next_lines(session, actor, at=at)
    if actor.can(Permission.OBSERVATION_WRITE):
        lines += my_talks(session, actor, at=at)
        lines += my_drafts(session, actor, at=at)
        lines += my_promises(session, actor, at=at)
        lines += long_unseen(session, actor, at=at)
    return lines


def my_drafts(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """The actor's observations that are not signed yet."""
    is_rated = exists().where(col(Rating.observation_id) == col(Observation.id))
    found = session.exec(
        select(Observation, _observed, is_rated)
        .where(
            sees(Observation, actor, None),
            Observation.observer_id == actor.person_id,
            Observation.status == Status.DRAFT,
        )
        .join(_observed, col(_observed.id) == Observation.observed_id)
        .order_by(col(Observation.opened_at), col(Observation.id))
        .limit(LIMIT)
    ).all()
    return [
        NextLine(
            text=_("Your observation of {name}, opened {day}, is not signed yet.").format(
                name=person.name, day=day_within(draft.opened_at, actor.time_zone, at)
            ),
            action=_("Go on"),
            link=goes_on_at(draft, is_rated=rated),
            rank=1,
            since=draft.opened_at.isoformat(),
        )
        for draft, person, rated in found
    ]


def my_promises(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """People the actor agreed to watch again by a day that is near or past, and has not since.

    Only those whom the actor can still observe: any other promise could never be kept.
    """
    again, today = watch_again_on(), when.local_day(at, actor.time_zone)
    found = session.exec(
        select(again, Person)
        .select_from(ObservationBody)
        .join(Observation, col(Observation.id) == col(ObservationBody.observation_id))
        .join(Talk, is_its_talk(), isouter=True)
        .where(
            sees(Observation, actor, None),
            Observation.observer_id == actor.person_id,
            is_signed(),
            is_current(),
            ~is_watched_since(),
        )
        .join(Person, col(Person.id) == Observation.observed_id)
        .where(
            reaches(col(Person.id), actor, Permission.OBSERVATION_WRITE),
            coaches(at),
            in_employment(at),
            again <= today + SOON,
        )
        .order_by(again, col(Person.id))
        .limit(LIMIT)
    ).all()
    return [_promise_line(on, person, today) for on, person in found]


def long_unseen(session: Session, actor: Actor, *, at: datetime) -> list[NextLine]:
    """Those the actor leads who coach and whom nobody has observed for long, at most three."""
    recent = (
        select(Observation.id)
        .join(CoachingSession, col(CoachingSession.id) == col(Observation.coaching_session_id))
        .where(
            Observation.observed_id == Person.id,
            or_(
                (col(CoachingSession.held_at) > at - LONG)
                & (col(Observation.status) == Status.SIGNED)
                & col(Observation.supersedes_id).is_(None),
                (col(Observation.observer_id) == actor.person_id)
                & (col(Observation.status) != Status.SIGNED),
            ),
        )
        .exists()
    )
    found = session.exec(
        visible(Person, actor, Permission.OBSERVATION_NOTICE)
        .where(leads_directly(col(Person.id), actor), coaches(at), in_employment(at), ~recent)
        .order_by(col(Person.given_name), col(Person.id))
        .limit(3)
    ).all()
    return [
        NextLine(
            text=_("Nobody has observed {name} in the last {n} days.").format(
                name=person.name, n=LONG.days
            ),
            action=_("Observe"),
            link=f"{routes.NEW_OBSERVATION}?of={person.public_id}",
            rank=2,
            since="",
        )
        for person in found
    ]


def _promise_line(on: date | None, person: Person, today: date) -> NextLine:
    """A promise to watch somebody again, kept by opening an observation."""
    late = on is not None and on < today
    text = (
        _("You agreed to watch {name} again by {day}. That has passed.")
        if late
        else _("You agreed to watch {name} again by {day}.")
    )
    return NextLine(
        text=text.format(name=person.name, day=due_within(on, today)),
        action=_("Observe"),
        link=f"{routes.NEW_OBSERVATION}?of={person.public_id}",
        rank=1,
        since=on.isoformat() if on else "",
    )
