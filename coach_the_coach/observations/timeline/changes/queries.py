"""Who may read what was watched, its taps, and what was changed in them afterwards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.queries import note_reading
from coach_the_coach.observations.scope import is_shown, readable
from coach_the_coach.observations.tables import Observation, Status, Tap
from coach_the_coach.observations.tally.rules import Buttons, code_word
from coach_the_coach.observations.timeline.changes.rows import ChangeRow, ChangesRow
from coach_the_coach.observations.timeline.changes.rules import (
    Change,
    Standing,
    TapRecord,
    Watching,
    change_word,
    changes_in,
    standing_changes,
)


@dataclass(frozen=True)
class Watched:
    """An observation as somebody opened it, and the version that was made while watching."""

    observation: Observation
    first: Observation
    """On it hang taps, notes and turns; a correction has none of its own."""


def open_to(actor: Actor) -> ColumnElement[bool]:
    """The condition that the actor may see what was counted in an observation.

    Its observer always; whoever else may read it whole once it is signed, and the one observed
    once both views were opened.
    """
    others = and_(
        col(Observation.status) == Status.SIGNED,
        or_(col(Observation.observed_id) != actor.person_id, is_shown()),
    )
    return and_(readable(actor), or_(col(Observation.observer_id) == actor.person_id, others))


def watched(session: Session, actor: Actor, *, public_id: str) -> Watched:
    """The observation of that id with its first version. Raises NotFound where it is not open."""
    found = session.exec(
        select(Observation).where(Observation.public_id == public_id, open_to(actor))
    ).first()
    if found is None:
        raise NotFound
    note_reading(session, actor, found)
    if found.supersedes_id is None:
        return Watched(found, found)
    first = session.exec(
        select(Observation).where(
            col(Observation.coaching_session_id) == found.coaching_session_id,
            col(Observation.observer_id) == found.observer_id,
            col(Observation.supersedes_id).is_(None),
            readable(actor),
        )
    ).one()
    return Watched(found, first)


def taps_of(session: Session, actor: Actor, *, public_id: str) -> list[TapRecord]:
    """Every tap of what was watched, in no order. Raises NotFound where it is not open."""
    return _taps(session, watched(session, actor, public_id=public_id).first)


def changes_of(session: Session, actor: Actor, *, public_id: str, at: datetime) -> ChangesRow:
    """What was changed after watching. Raises NotFound where it is not open."""
    seen = watched(session, actor, public_id=public_id)
    return change_rows(_taps(session, seen.first), seen.first, actor.time_zone, at)


def change_rows(taps: list[TapRecord], first: Observation, zone: str, at: datetime) -> ChangesRow:
    """The changes among taps that were read already; none before the clock was started."""
    watching = watching_of(first, at)
    if watching is None:
        return ChangesRow()
    found = changes_in(taps)
    rows = [_row(change, watching, zone, at) for change in found]
    return ChangesRow(standing=standing_changes(found), rows=rows)


def watching_of(first: Observation, at: datetime) -> Watching | None:
    """When was watched; None before the clock was started. One that runs has come to `at`."""
    start = first.started_at
    if start is None:
        return None
    return Watching(start, max(first.stopped_at or at, start), first.buttons)


def _taps(session: Session, first: Observation) -> list[TapRecord]:
    found = session.exec(select(Tap).where(Tap.observation_id == first.id)).all()
    fields = {"id", "at", "code", "undoes", "seq", "received_at", "afterwards"}
    return [TapRecord(**one.model_dump(include=fields)) for one in found]


def _row(change: Change, watching: Watching, zone: str, at: datetime) -> ChangeRow:
    return ChangeRow(
        id=change.id,
        word=change_word(change),
        made=moment(change.made_at, zone, at),
        before=_words(change.before, watching),
        after=_words(change.after, watching),
        is_taken_back=change.is_taken_back,
        is_last=change.last != "",
    )


def _words(standing: Standing | None, watching: Watching) -> str:
    if standing is None:
        return ""
    buttons: Buttons = watching.buttons
    return f"{watching.clock(standing.at)} {code_word(standing.code, buttons)}"
