"""The clock of a live observation, and whatever is tapped, noted and answered while it runs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.audit import about, logged, nothing_done, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.sign_in import IDLE, keep_alive
from coach_the_coach.observations.live.queries import clock_row, counts
from coach_the_coach.observations.live.rows import KeptRow
from coach_the_coach.observations.live.rules import Batch, SentTap, anchored, problems_in_taps
from coach_the_coach.observations.queries import own_countable
from coach_the_coach.observations.rules import STALE_AFTER, Source
from coach_the_coach.observations.tables import KindAnswer, Note, Observation, Status, Tap

LOOK_IN: Final = "stay-signed-in"
"""The job that keeps an observer signed in while the clock runs."""


@logged("observation:start", _("started watching"))
def start_watching(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Start the clock; once it runs, starting it again changes nothing.

    Raises NotFound for what is not the actor's own draft, Conflict for one that is signed, is a
    correction, or is made from a transcript.
    """
    observation = own_countable(session, actor, public_id)
    if observation.source is not Source.LIVE:
        raise Conflict(_("This observation is made from a transcript and has no clock."))
    if observation.started_at is not None:
        nothing_done(session)
        return
    observation.started_at = at
    session.add(observation)
    _look_in(session, observation.id or 0, at)
    about(session, person_id=observation.observed_id, thing=public_id)


@logged("observation:stop", _("stopped watching"))
def stop_watching(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Stop the clock; stopping again changes nothing. Refuses also before the start."""
    observation = own_countable(session, actor, public_id)
    if observation.stopped_at is not None:
        nothing_done(session)
        return
    observation.stopped_at = max(at, _start_of(observation))
    session.add(observation)
    about(session, person_id=observation.observed_id, thing=public_id)


@logged("observation:resume", _("went on watching"))
def resume_watching(session: Session, actor: Actor, *, public_id: str) -> None:
    """Take the stopping back, as long as nothing is signed. Refuses also before the start."""
    observation = own_countable(session, actor, public_id)
    _start_of(observation)
    observation.stopped_at = None
    session.add(observation)
    about(session, person_id=observation.observed_id, thing=public_id)


@jobs.job(LOOK_IN)
def stay_signed_in(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Keep the observer's sign-in from idling out while the clock runs, though nobody taps.

    It looks in again until the clock counts as forgotten. No sign-in lasts longer for it than any.
    """
    observation = session.get(Observation, payload["observation"])
    if observation is None or observation.status is not Status.DRAFT:
        return
    started = observation.started_at
    if started is None or at - started > STALE_AFTER:
        return
    if observation.stopped_at is None:
        keep_alive(session, observation.observer_id, since=started, at=at)
    # One that is stopped may go on again.
    _look_in(session, observation.id or 0, at)


def _look_in(session: Session, observation_id: int, at: datetime) -> None:
    """Have somebody look in, well before a sign-in idles out."""
    due = at + IDLE / 3
    key = f"{LOOK_IN}:{observation_id}:{due:%Y-%m-%dT%H:%M}"
    jobs.enqueue(session, LOOK_IN, key=key, due_at=due, payload={"observation": observation_id})


@unlogged("taps and notes of a draft are not written down one by one")
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
    kinds = ({"id": one.id, "kind": one.kind, **when(one.at)} for one in batch.kinds)
    notes = [
        {"id": one.id, "text": _plain(one.text), "quote": _plain(one.quote), **when(one.at)}
        for one in batch.notes
    ]
    for note in notes:
        note["seconds"] = int((note["at"] - started).total_seconds())
    kept = (
        keep_once(session, table, "observation_id", rows)
        for table, rows in ((Tap, taps), (KindAnswer, kinds), (Note, notes))
    )
    return KeptRow(
        kept=sorted(chain.from_iterable(kept)),
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


def keep_once(
    session: Session, table: Any, owner: str, rows: Iterable[Mapping[str, Any]]
) -> Sequence[str]:
    """Insert rows in one statement and leave alone those whose id is there already.

    Returns the ids that are there now, of those that belong to the same `owner`, a column. Rows go
    in by id, so that two devices with the same rows never wait for each other in a ring.
    """
    first: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        first.setdefault(row["id"], row)
    if not first:
        return ()
    ordered = [first[id] for id in sorted(first)]
    connection = session.connection()
    insert = _insert_once(table, owner, connection.dialect.name)
    return connection.execute(insert, ordered).scalars().all()


@cache
def _insert_once(table: Any, owner: str, dialect: str) -> Any:
    """The statement of `keep_once`: made once, for making it takes longer than running it.

    What is there already is written over its own id, or it would not be among what is returned.
    """
    into = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    same = getattr(table, owner) == into.excluded[owner]
    there = into.on_conflict_do_update(
        index_elements=["id"], set_={"id": into.excluded.id}, where=same
    )
    return there.returning(table.id)
