"""Letting go, once a day and a batch at a time, of what has been kept long enough."""

import logging
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from coach_the_coach.foundation import audit, jobs
from coach_the_coach.foundation.audit import About, Told, logged
from coach_the_coach.foundation.erasing import wait_for_holds
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.actions import wait_for_lines
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import tell
from coach_the_coach.observations.actions import forget_draft
from coach_the_coach.observations.queries import goes_on_at
from coach_the_coach.observations.tables import Observation
from coach_the_coach.records.erasure.actions import end_lines, erase_person, take_what_was_held
from coach_the_coach.records.retention.queries import old_rows, people_gone, resting_drafts
from coach_the_coach.records.retention.rules import (
    BATCH,
    ERASES_LEFT,
    PEOPLE,
    TOLD_BEFORE,
    erases_left,
    told_from,
)
from coach_the_coach.settings import settings
from coach_the_coach.shell import routes

LETS_GO: Final = "let-go"
"""The kind of job that lets go of what is old."""

FORGETS: Final = "forget-draft"
"""The kind of job that discards a draft whose author was told."""

SOON: Final = timedelta(minutes=1)
"""When the next batch goes where one was full. Source: docs/method.md#retention."""

_log = logging.getLogger(__name__)


def ensure_daily(session: Session, *, at: datetime) -> None:
    """See to it that today's round takes place; the next one follows from it."""
    jobs.enqueue(session, LETS_GO, key=f"{LETS_GO}:{at:%Y-%m-%d}", due_at=at, payload={})


@jobs.job(LETS_GO)
def let_go(session: Session, _payload: dict[str, Any], at: datetime) -> None:
    """Let go of a batch of each class; where one was full the rest goes soon, else tomorrow."""
    # In the order of an erasure.
    wait_for_lines(session)
    wait_for_holds(session)
    full = [_let_go_of(session, *old) for old in old_rows(at)]
    take_what_was_held(session, at)
    gone = people_gone(session, at)
    _erase_soon(session, gone, at)
    _tell_authors(session, at)
    if any(full) or len(gone) == PEOPLE:
        key = f"{LETS_GO}:{at:%Y-%m-%dT%H%M%S}"
        jobs.enqueue(session, LETS_GO, key=key, due_at=at + SOON, payload={})
    else:
        ensure_daily(session, at=at + timedelta(days=1))


@jobs.job(ERASES_LEFT)
def erase_left(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Erase one who left; one who cannot be is asked about again tomorrow, and stops nobody."""
    for person in people_gone(session, at, public_id=payload["public_id"]):
        try:
            with session.begin_nested():
                erase_person(session, person, reason=_("left, and kept long enough"), at=at)
        except Refusal as refusal:
            _log.warning("%s has left and was not erased: %s", person.public_id, refusal)


@jobs.job(FORGETS)
@logged("observation:forget", _("discarded a draft that was left"), Told.SUBJECT)
def forget(session: Session, payload: dict[str, Any], at: datetime) -> None:
    """Discard a draft whose author was told and has left it as it was; else it stays."""
    wait_for_holds(session)
    for draft, revision, last in resting_drafts(session, at, public_id=payload["public_id"]):
        if (revision, last.isoformat()) != (payload["revision"], payload["last"]):
            continue
        observer, public_id = draft.observer_id, draft.public_id
        called_off = forget_draft(session, draft)
        if called_off is not None:
            text = _("The observation was discarded, so your fifteen minutes are called off.")
            tell(session, called_off.observed_id, text, link=routes.HOME, at=at)
        of = About(observer, public_id)
        audit.note(session, "observation:forget", actor_id=None, at=at, of=of)


def _erase_soon(session: Session, gone: list[Person], at: datetime) -> None:
    """Have each erased by a job of their own; their lines end at once, so reach is made once."""
    if gone:
        end_lines(session, [one.id for one in gone], at.date())
    for person in gone:
        key, payload = erases_left(person.public_id, at), {"public_id": person.public_id}
        jobs.enqueue(session, ERASES_LEFT, key=key, due_at=at, payload=payload)


def _let_go_of(session: Session, table: Any, key: Any, where: Any) -> bool:
    """Delete a batch of old rows; whether there may be more."""
    batch = columns(key).where(where).limit(BATCH)
    # PostgreSQL and SQLite limit no deletion, but a query within it.
    taken = session.connection().execute(delete(table).where(col(key).in_(batch)))
    return taken.rowcount >= BATCH


def _tell_authors(session: Session, at: datetime) -> None:
    """Tell those who have left a draft alone that it goes, once for each time they left it."""
    before = told_from(settings().keep["drafts"], at)
    if before is None:
        return
    found = resting_drafts(session, before)[:BATCH]
    keys = {_key(*one): one for one in found}
    told = session.exec(select(jobs.Job.key).where(col(jobs.Job.key).in_(list(keys)))).all()
    for key in keys.keys() - set(told):
        draft, revision, last = keys[key]
        payload = {
            "public_id": draft.public_id,
            "revision": revision,
            "last": last.isoformat(),
        }
        jobs.enqueue(session, FORGETS, key=key, due_at=at + TOLD_BEFORE, payload=payload)
        _tell_author(session, draft, at)


def _key(draft: Observation, revision: int, last: datetime) -> str:
    return f"{FORGETS}:{draft.public_id}:{last:%Y%m%d}:{revision}"


def _tell_author(session: Session, draft: Observation, at: datetime) -> None:
    """Tell one of them until when they can go on."""
    author = session.get_one(Person, draft.observer_id)
    observed = session.get_one(Person, draft.observed_id)
    today = local_day(at, author.time_zone)
    text = _("Your draft about {name} has rested long. It is discarded on {day}, unless you go on.")
    told = text.format(name=observed.name, day=day(today + TOLD_BEFORE, today).exact)
    tell(session, author.id or 0, told, link=goes_on_at(draft), at=at)
