"""The clock of a tally that is counted live, and whatever is tapped while it runs."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.foundation.audit import PRIVATE, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.observations.live.actions import keep_once, tap_values
from coach_the_coach.observations.live.queries import clock_row
from coach_the_coach.observations.live.rows import KeptRow
from coach_the_coach.observations.live.rules import Batch, anchored, problems_in_taps
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.actions import settle
from coach_the_coach.observations.selftally.counting.queries import counts
from coach_the_coach.observations.selftally.queries import own_tally
from coach_the_coach.observations.selftally.tables import SelfTally, SelfTap


@unlogged(PRIVATE)
def start_counting(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Start the clock; once it runs, starting it again changes nothing.

    Raises NotFound for what is not the actor's own, Conflict for one from a transcript.
    """
    tally = _own_live(session, actor, public_id)
    if tally.started_at is None:
        tally.started_at = at
        session.add(tally)


@unlogged(PRIVATE)
def stop_counting(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """Stop the clock and say what came out. Refuses as `start_counting`, and before the start."""
    tally = _own_live(session, actor, public_id)
    started = _start_of(tally)
    if tally.stopped_at is None:
        tally.stopped_at = max(at, started)
    settle(session, tally)


@unlogged(PRIVATE)
def go_on_counting(session: Session, actor: Actor, *, public_id: str) -> None:
    """Take the stopping back; whom it is shared with sees nothing until it is finished again."""
    tally = _own_live(session, actor, public_id)
    _start_of(tally)
    tally.stopped_at, tally.tally, tally.strip = None, None, None
    session.add(tally)


@unlogged(PRIVATE)
def keep_batch(
    session: Session, actor: Actor, *, public_id: str, batch: Batch, at: datetime
) -> KeptRow:
    """Keep what a device sent and we received at `at`, each tap once, in whatever order it comes.

    What comes after the end changes what came out. Raises NotFound for what is not the actor's
    own, Conflict where no clock was started, Invalid for what is no tap of these buttons.
    """
    tally = _own_live(session, actor, public_id)
    started, number = _start_of(tally), tally.id or 0
    if batch.notes or batch.kinds:
        raise Invalid({"taps": _("Only taps are kept here.")})
    if problems := problems_in_taps(batch, tally.buttons):
        raise Invalid(problems)
    received = max(at, started)
    kept = keep_once(
        session,
        SelfTap,
        "self_tally_id",
        (
            {
                **tap_values(one),
                "self_tally_id": number,
                "at": anchored(one.at, started_at=started, received_at=received),
            }
            for one in batch.taps
        ),
    )
    if tally.stopped_at is not None:
        settle(session, tally)
    return KeptRow(
        kept=sorted(kept),
        counts=counts(session, actor, public_id=public_id),
        clock=clock_row(tally.started_at, tally.stopped_at, at),
    )


def _own_live(session: Session, actor: Actor, public_id: str) -> SelfTally:
    """The actor's own tally that is counted live, held for the transaction."""
    actor.require(Permission.COACHING_HOLD)
    tally = own_tally(session, actor, public_id)
    if tally.source is not Source.LIVE:
        raise Conflict(_("This tally is made from a transcript and has no clock."))
    return tally


def _start_of(tally: SelfTally) -> datetime:
    """When the clock was started. Raises Conflict before that."""
    if tally.started_at is None:
        raise Conflict(_("Start the clock first."))
    return tally.started_at
