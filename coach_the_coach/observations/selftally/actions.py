"""Opening a tally of one's own session, finishing it, sharing it, taking it back, deleting it."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.audit import PRIVATE, unlogged
from coach_the_coach.foundation.errors import Conflict, Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.tables import Person
from coach_the_coach.observations.rules import Source
from coach_the_coach.observations.selftally.queries import leaders_of_actor, own_tally
from coach_the_coach.observations.selftally.rules import (
    TallyDraft,
    problems_in,
    stored_tally,
    strip,
)
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTap, SelfTurn
from coach_the_coach.observations.tally.rules import (
    Buttons,
    Code,
    TapMark,
    kept_taps,
    tally_of,
)

DELETES_WORDS: Final = "delete-self-transcript"
"""The job that lets go of the words in time; its keys begin with this and the tally's id."""


@unlogged(PRIVATE)
def open_tally(session: Session, actor: Actor, *, draft: TallyDraft, at: datetime) -> str:
    """Open a tally of a session the actor coaches; returns its public id.

    Raises NotPermitted for somebody who does not coach, Invalid for answers that are missing.
    """
    actor.require(Permission.COACHING_HOLD)
    if problems := problems_in(draft):
        raise Invalid(problems)
    tally = SelfTally(
        coach_id=actor.person_id,
        source=Source(draft.source),
        buttons=Buttons(draft.buttons),
        purpose=Purpose(draft.purpose),
        about="".join(letter for letter in draft.about if letter.isprintable()).strip(),
        opened_at=at,
    )
    session.add(tally)
    session.flush()
    return tally.public_id


def settle(session: Session, tally: SelfTally) -> None:
    """Compute what a tally came to and keep it; its callers hold it and know whose it is."""
    timed = _tapped(session, tally) if tally.source is Source.LIVE else _coded(session, tally)
    moments = [(second, code) for second, code in timed if second is not None]
    tally.tally = stored_tally(tally_of(code for _second, code in timed))
    tally.strip = strip(moments, seconds=_seconds(tally, moments))
    session.add(tally)


@unlogged(PRIVATE)
def share_tally(
    session: Session, actor: Actor, *, public_id: str, leader: str, at: datetime
) -> None:
    """Let one of those who lead the actor today see what came out, in place of another before.

    Raises NotFound for a tally that is not theirs, Conflict for one that is not finished, and
    Invalid for anybody who does not lead them.
    """
    tally = own_tally(session, actor, public_id)
    if tally.stopped_at is None:
        raise Conflict(_("Finish counting first: there is nothing to share yet."))
    if leader not in {one.value for one in leaders_of_actor(session, actor, at=at)}:
        raise Invalid({"leader": _("Choose one of those who lead you.")})
    reader = session.exec(select(Person.id).where(Person.public_id == leader)).one()
    if tally.shared_with_id != reader:
        tally.shared_with_id, tally.shared_at = reader, at
        session.add(tally)


@unlogged(PRIVATE)
def take_back(session: Session, actor: Actor, *, public_id: str) -> None:
    """Show it to nobody else from now on; once is as good as twice. Raises NotFound likewise."""
    tally = own_tally(session, actor, public_id)
    tally.shared_with_id, tally.shared_at = None, None
    session.add(tally)


@unlogged(PRIVATE)
def delete_tally(session: Session, actor: Actor, *, public_id: str) -> None:
    """Delete the actor's own tally with all that hangs on it. Raises NotFound likewise."""
    tally = own_tally(session, actor, public_id)
    for part in (SelfTap, SelfCode, SelfTurn):
        session.exec(delete(part).where(col(part.self_tally_id) == tally.id))
    jobs.forget(session, DELETES_WORDS, key=f"{DELETES_WORDS}:{public_id}:")
    session.delete(tally)
    session.flush()


def _tapped(session: Session, tally: SelfTally) -> list[tuple[float | None, Code]]:
    """Every code that was tapped and counts, with its second since the start."""
    found = session.exec(select(SelfTap).where(SelfTap.self_tally_id == tally.id)).all()
    marks = kept_taps(TapMark(one.id, one.at, one.code, one.undoes, one.seq) for one in found)
    start = tally.started_at
    return [
        ((one.at - start).total_seconds() if start else None, one.code) for one in marks if one.code
    ]


def _coded(session: Session, tally: SelfTally) -> list[tuple[float | None, Code]]:
    """Every code given to a turn, with the second at which it begins, where that is known."""
    same = (col(SelfTurn.self_tally_id) == col(SelfCode.self_tally_id)) & (
        col(SelfTurn.index) == col(SelfCode.turn_index)
    )
    found = session.exec(
        select(SelfTurn.start, SelfCode.code)
        .select_from(SelfCode)
        .join(SelfTurn, same, isouter=True)
        .where(SelfCode.self_tally_id == tally.id)
        .order_by(col(SelfCode.turn_index))
    ).all()
    return [(start, Code(code)) for start, code in found]


def _seconds(tally: SelfTally, moments: list[tuple[float, Code]]) -> float:
    """How long the session was, as far as one knows."""
    if tally.started_at is not None and tally.stopped_at is not None:
        return (tally.stopped_at - tally.started_at).total_seconds()
    return max((second for second, _code in moments), default=0.0)
