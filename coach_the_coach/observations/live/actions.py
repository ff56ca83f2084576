"""The clock of a live observation, and whatever is tapped, noted and answered while it runs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.live.queries import clock_row, counts
from coach_the_coach.observations.live.rows import KeptRow
from coach_the_coach.observations.live.rules import Batch, SentTap, anchored, problems_in_taps
from coach_the_coach.observations.queries import own_countable
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import KindAnswer, Note, Observation, Tap


def start_watching(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Start the clock; once it runs, starting it again changes nothing.

    Raises NotFound for what is not the actor's own draft, Conflict for one that is signed, is a
    correction, or is made from a transcript.
    """
    observation = own_countable(session, actor, public_id)
    if observation.source is not Source.LIVE:
        raise Conflict(_("This observation is made from a transcript and has no clock."))
    if observation.started_at is None:
        observation.started_at = at
        session.add(observation)


def stop_watching(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Stop the clock; stopping again changes nothing. Refuses also before the start."""
    observation = own_countable(session, actor, public_id)
    if observation.stopped_at is None:
        observation.stopped_at = max(at, _start_of(observation))
        session.add(observation)


def resume_watching(session: Session, actor: Actor, *, public_id: str) -> None:
    """Take the stopping back, as long as nothing is signed. Refuses also before the start."""
    observation = own_countable(session, actor, public_id)
    _start_of(observation)
    observation.stopped_at = None
    session.add(observation)


def keep_batch(
    session: Session, actor: Actor, *, public_id: str, batch: Batch, at: datetime
) -> KeptRow:
    """Keep what a device sent and we received at `at`, each thing once, in whatever order it comes.

    The number of statements does not depend on the batch. Raises NotFound for what is not the
    actor's own draft, Conflict for one that is signed, is a correction, or has no clock running,
    Invalid for a code that is on none of its buttons.
    """
    # Held for the transaction, so that nobody signs it meanwhile.
    observation = own_countable(session, actor, public_id)
    started, number = _start_of(observation), observation.id or 0
    if problems := problems_in_taps(batch, observation.buttons):
        raise Invalid(problems)

    def when(claimed: datetime) -> dict[str, Any]:
        moment = anchored(claimed, started_at=started, received_at=max(at, started))
        return {"observation_id": number, "at": moment}

    taps = ({**tap_values(one), **when(one.at), "received_at": at} for one in batch.taps)
    keep_once(session, Tap, taps)
    keep_once(
        session,
        KindAnswer,
        ({"id": one.id, "kind": one.kind, **when(one.at)} for one in batch.kinds),
    )
    notes = [
        {"id": one.id, "text": _plain(one.text), "quote": _plain(one.quote), **when(one.at)}
        for one in batch.notes
    ]
    for note in notes:
        note["seconds"] = int((note["at"] - started).total_seconds())
    keep_once(session, Note, notes)
    return KeptRow(
        kept=_kept(session, number, batch.ids),
        counts=counts(session, actor, public_id=public_id),
        clock=clock_row(observation.started_at, observation.stopped_at, at),
    )


def _start_of(observation: Observation) -> datetime:
    """When the clock was started. Raises Conflict before that."""
    if observation.started_at is None:
        raise Conflict(_("Start the clock first."))
    return observation.started_at


def tap_values(one: SentTap) -> dict[str, Any]:
    """What of a tap is stored as the device sent it."""
    return one.model_dump(include={"id", "device_id", "seq", "code", "undoes"})


def _plain(text: str) -> str:
    """A note's text without NUL, which PostgreSQL does not take."""
    return text.replace("\0", "").strip()


def keep_once(session: Session, table: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows in one statement and leave alone those whose id is there already.

    They go in by id, so that two devices with the same rows never wait for each other in a ring.
    """
    ordered = sorted(rows, key=lambda row: row["id"])
    if not ordered:
        return
    connection = session.connection()
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
    connection.execute(insert(table).on_conflict_do_nothing(), ordered)


def _kept(session: Session, observation_id: int, ids: list[str]) -> list[str]:
    """Which of these ids are in the database under this observation, in order."""
    found = union_all(
        *(
            select(table.id).where(table.observation_id == observation_id, col(table.id).in_(ids))
            for table in (Tap, Note, KindAnswer)
        )
    )
    return sorted(session.connection().execute(found).scalars())
