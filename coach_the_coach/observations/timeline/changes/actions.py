"""Changing after watching what was tapped: each change is one more tap, and none is ever lost."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from sqlmodel import Session

from coach_the_coach.foundation.audit import DRAFT, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.queries import own_countable
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.tables import Observation, Tap
from coach_the_coach.observations.tally.rules import TapMark, kept_taps
from coach_the_coach.observations.timeline.changes.queries import taps_of, watching_of
from coach_the_coach.observations.timeline.changes.rules import (
    ChangeDraft,
    TapRecord,
    Watching,
    changed,
    changes_in,
    problems_in,
    problems_in_id,
    taken_back,
)


@unlogged(DRAFT)
def keep_change(
    session: Session, actor: Actor, *, public_id: str, draft: ChangeDraft, at: datetime
) -> None:
    """Add a code, move it, give it another name or remove it; sent twice it is done once.

    Raises NotFound for what is not the actor's own draft; Conflict for one that is signed, is a
    correction, comes from a transcript, or of which somebody changed the same tap meanwhile;
    Invalid for what does not fit into what was watched.
    """
    observation, watching = _held(session, actor, public_id, at)
    if problems := problems_in(draft, watching):
        raise Invalid(problems)
    taps = taps_of(session, actor, public_id=public_id)
    if _is_kept(session, observation, draft.id):
        return
    kept = {tap.id: tap for tap in kept_taps(taps)}
    if draft.tap and draft.tap not in kept:
        raise Conflict(_("This was changed meanwhile. Look at it again."))
    old = kept.get(draft.tap)
    tap = changed(draft, old, watching, seq=_next(taps))
    if old is not None and (tap.code, tap.at) == (old.code, old.at):
        return
    _keep(session, observation, tap, at)


@unlogged(DRAFT)
def take_back(
    session: Session, actor: Actor, *, public_id: str, id: str, change: str, at: datetime
) -> None:
    """Restore what was there before a change, which stays in the list; sent twice, done once.

    Refuses as `keep_change`, and with Conflict where a later change lies over it.
    """
    observation, watching = _held(session, actor, public_id, at)
    if problems := problems_in_id(id):
        raise Invalid(problems)
    taps = taps_of(session, actor, public_id=public_id)
    if _is_kept(session, observation, id):
        return
    found = next((one for one in changes_in(taps) if one.id == change and one.last), None)
    if found is None:
        raise Conflict(_("This was changed meanwhile. Look at it again."))
    tap = taken_back(found, id=id, seq=_next(taps), at=watching.started_at)
    _keep(session, observation, tap, at)


def _held(
    session: Session, actor: Actor, public_id: str, at: datetime
) -> tuple[Observation, Watching]:
    """The actor's own draft, held so that changes come one after the other, and its time."""
    observation = own_countable(session, actor, public_id)
    if observation.source is not Source.LIVE:
        raise Conflict(_("This was coded in a transcript. Change its codes there."))
    watching = watching_of(observation, at)
    if watching is None:
        raise Conflict(_("Start the clock first."))
    return observation, watching


def _is_kept(session: Session, observation: Observation, id: str) -> bool:
    """Whether a change of this name is there. Raises Conflict for one of something else."""
    there = session.get(Tap, id)
    if there is not None and there.observation_id != observation.id:
        raise Conflict(_("Open the page anew, then change it again."))
    return there is not None


def _keep(session: Session, observation: Observation, tap: TapMark, at: datetime) -> None:
    session.add(
        Tap(
            **asdict(tap),
            observation_id=observation.id or 0,
            device_id=str(uuid5(NAMESPACE_OID, observation.public_id)),
            received_at=at,
            afterwards=True,
        )
    )
    session.flush()


def _next(taps: Sequence[TapRecord]) -> int:
    """The next number of the timeline, which counts its changes as a device counts its taps."""
    return max((tap.seq for tap in taps if tap.afterwards), default=0) + 1
