"""Writing the observations: first as drafts with all that hangs on them, then signed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo import wording
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.people import Roster
from coach_the_coach.demo.plan import Meeting, Plan, Stage, Watch, key_of
from coach_the_coach.demo.shelf import Shelf, ids_of
from coach_the_coach.demo.views import View
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.seal.queries import sealed
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import (
    Observation,
    Status,
)


def add_sessions(session: Session, plan: Plan, people: dict[str, int]) -> None:
    """Write the coaching sessions, each once, whoever watched."""
    shelf = Shelf()
    for meeting in {watch.meeting.public_id: watch.meeting for watch in plan.watches}.values():
        shelf.add(CoachingSession, **session_values(meeting, people))
    shelf.write(session, CoachingSession)


def session_values(meeting: Meeting, people: Mapping[str, int]) -> dict[str, Any]:
    """A coaching session as it is stored."""
    return {
        "public_id": meeting.public_id,
        "coach_id": people[meeting.coach.public_id],
        "coached_id": people[meeting.coached.public_id],
        "purpose": meeting.purpose,
        "planned": meeting.planned,
        "held_at": meeting.held_at,
    }


def add_observations(
    session: Session,
    views: list[View],
    people: dict[str, int],
    *,
    roster: Roster,
    rubric_id: int,
    followed: Mapping[str, int],
) -> dict[str, int]:
    """Write the observations as drafts; returns ids by public id.

    `followed` says, by first version, in which talk the ONE thing was set that is looked out for.
    """
    held = ids_of(session, CoachingSession)
    shelf = Shelf()
    for view in views:
        watch = view.watch
        shelf.add(
            Observation,
            coaching_session_id=held[watch.meeting.public_id],
            followed_id=followed.get(key_of(watch)),
            rubric_id=rubric_id,
            line_of_day=_line_of_day(watch, roster),
            **observation_values(view, people),
        )
    shelf.write(session, Observation)
    return ids_of(session, Observation)


def observation_values(view: View, people: Mapping[str, int]) -> dict[str, Any]:
    """What is stored of an observation, as a draft, but for what it hangs on."""
    watch = view.watch
    live = watch.source is Source.LIVE
    stopped_at = view.started_at + timedelta(seconds=view.seconds)
    return {
        "public_id": watch.public_id,
        "observer_id": people[watch.observer.public_id],
        "observed_id": people[watch.meeting.coach.public_id],
        "aim": watch.aim,
        "buttons": watch.buttons,
        "source": watch.source,
        "both_agreed": True,
        "status": Status.DRAFT,
        "opened_at": opened_at(view),
        "started_at": view.started_at if live else None,
        "stopped_at": stopped_at if live else None,
    }


def add_corrections(session: Session, views: list[View], ids: dict[str, int]) -> None:
    """Say which observation corrects which, while they are drafts."""
    for view in views:
        if view.watch.amends:
            session.exec(
                update(Observation)
                .where(col(Observation.id) == ids[view.watch.public_id])
                .values(supersedes_id=ids[view.watch.amends], amend_reason=wording.AMEND_REASON)
            )


def sign(session: Session, views: list[View], people: dict[str, int]) -> None:
    """Sign all but the drafts; from here on the database refuses every change of them."""
    observers: dict[str, Actor] = {}
    rows = []
    for view in views:
        if view.watch.stage is Stage.DRAFT:
            continue
        observer, instant = view.watch.observer.public_id, signed_at(view)
        if observer not in observers:
            observers[observer] = actor_named(session, people[observer], instant)
        content, observation, body = sealed(
            session, observers[observer], public_id=view.watch.public_id, signed_at=instant
        )
        seal = seal_of(content, body.salt)
        rows.append(
            {
                "key": observation.id,
                "status": Status.BLIND if view.watch.stage is Stage.BLIND else Status.SIGNED,
                "signed_at": instant,
                "body_sha256": seal,
            }
        )
    signing = update(Observation).where(col(Observation.id) == bindparam("key"))
    signing = signing.values(
        status=bindparam("status"),
        signed_at=bindparam("signed_at"),
        body_sha256=bindparam("body_sha256"),
    )
    session.connection().execute(signing, rows)


def opened_at(view: View) -> datetime:
    """When it was opened: just before a live session, the day after for a transcript."""
    held_at = view.watch.meeting.held_at
    live = view.watch.source is Source.LIVE
    return held_at - timedelta(minutes=3) if live else held_at + timedelta(hours=20)


def signed_at(view: View) -> datetime:
    """When it was signed: soon after, and a corrected version a day later."""
    live = view.watch.source is Source.LIVE
    begun = view.started_at + timedelta(seconds=view.seconds) if live else opened_at(view)
    late = timedelta(days=1) if view.watch.amends else timedelta()
    return begun + late + timedelta(minutes=25 + len(view.moments))


def salt_of(watch: Watch, seed: int) -> str:
    """What is mixed into the commitment, so that short words cannot be guessed from it."""
    return public_id(chance(seed, "salt", watch.public_id))


def _line_of_day(watch: Watch, roster: Roster) -> list[str]:
    """Public ids of those above the one observed on the day of the session, the nearest first."""
    meeting = watch.meeting
    return [one.public_id for one in roster.above(meeting.coach, meeting.held_at.date())]
