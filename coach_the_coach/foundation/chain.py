"""The chain over the audit log: each link holds an entry and the link before, under our key.

Whoever can write to the database and does not know the secret can change, swap or remove nothing
that is linked without `verify` finding it. What the chain alone does not show is that its end was
cut off: for that its head is published elsewhere. See docs/decisions/0024-audit-log.md.
"""

import hmac
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from threading import Event
from typing import Any, Final

from sqlalchemy import (
    Executable,
    String,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    type_coerce,
)
from sqlmodel import Session, col

from coach_the_coach.foundation import audit, clock, keys, store
from coach_the_coach.foundation.audit import (
    About,
    AuditDetail,
    AuditEntry,
    AuditLink,
    AuditWaiting,
    Told,
)
from coach_the_coach.foundation.words import _, _n

PAUSE: Final = timedelta(seconds=5)
"""How long an entry waits for its link at most, while the program runs.

Source: docs/method.md#audit.
"""

BATCH: Final = 1000
"""Entries linked in one transaction, which keeps other writers waiting no longer than a write.

Source: docs/method.md#audit.
"""

PAGE: Final = 20_000
"""Links read at once where all are verified. Source: docs/method.md#audit."""

LOCK: Final = 0x636F6163
"""PostgreSQL's lock for the one who links."""

BEGIN: Final = audit.known("audit:begin", _("began to seal the log"), Told.ADMIN)
"""The first entry of a chain, and of every stretch of it under another secret."""

_log = logging.getLogger(__name__)
_line: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

_waiting = col(AuditWaiting.entry_id)

# As text, and read by us: what somebody put in place of an instant need not be one.
_INSTANTS: Final = {
    "sqlite": type_coerce(col(AuditEntry.at), String),
    "postgresql": func.to_char(
        func.timezone("UTC", col(AuditEntry.at)), "YYYY-MM-DD HH24:MI:SS.USAD"
    ),
}
_FIELDS: Final = (
    col(AuditEntry.actor_id),
    col(AuditEntry.action),
    type_coerce(col(AuditEntry.result), String),
    col(AuditEntry.about_id),
    col(AuditEntry.thing),
    col(AuditEntry.commitment),
)


@dataclass(frozen=True)
class Head:
    """The last link: how many there are, and the hash that stands for all of them."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Verified:
    """What came of verifying the chain."""

    links: int
    """How many links were found to be whole, from the first on."""
    erased: int
    """How many of their entries say no more than themselves, because their detail was erased."""
    waiting: int
    """How many entries no link holds yet."""
    waiting_since: datetime | None
    """When the oldest of them was written."""
    broken_at: int | None = None
    """The first link that is not as it was, by its number."""
    broken: str = ""
    """What is wrong, as a sentence; empty where nothing is."""
    is_others: bool = False
    """Whether all that is wrong is that it was sealed with another secret, and so is unchecked."""

    @property
    def is_whole(self) -> bool:
        """Whether everything linked is as it was written."""
        return not self.broken


Entry = tuple[Any, ...]
"""An entry as it is linked: its id, the instant as text, then its fields as the table has them."""

NO_HEAD: Final = Head(0, "")


def fingerprint(key: bytes) -> str:
    """What the log keeps of a key, to know it again: it gives nothing of the key away."""
    return hmac.digest(key, b"fingerprint", "sha256").hex()[:32]


def link_of(key: bytes, seq: int, before: str, entry: Entry) -> str:
    """The hash of one link: of its number, the hash before, and an entry's fields in their order.

    Empty for an entry with fields that no program of ours writes.
    """
    entry_id, at, *others = entry
    # Both databases give UTC to the microsecond: 2026-03-02T09:00:00.000000+00:00.
    instant = f"{at}".removesuffix("AD").replace(" ", "T") + "+00:00"
    try:
        text = _line([seq, before, entry_id, instant, *others])
        return hmac.digest(key, text.encode(), "sha256").hex()
    except (TypeError, ValueError):
        return ""


def run_forever(stop: Event) -> None:
    """Link what waits every few seconds until `stop` is set; a fault does not end the loop."""
    while not stop.is_set():
        try:
            while not stop.is_set() and seal(clock.now()) == BATCH:
                pass
        except Exception:  # noqa: BLE001 - the loop must outlive a database that is away for a while
            _log.exception("the audit log could not be sealed; trying again in %s", PAUSE)
        stop.wait(PAUSE.total_seconds())


def seal(at: datetime) -> int:
    """Link what waits, oldest first, up to a batch; how many were linked."""
    with store.reading(store.PROGRAM) as session:
        # An idle program must not take the write lock every few seconds.
        if session.connection().execute(select(_waiting).limit(1)).first() is None:
            return 0
    with store.transaction(store.PROGRAM) as session:
        return seal_in(session, at)


def seal_in(session: Session, at: datetime) -> int:
    """As `seal`, in a transaction that may write; 0 while somebody else links."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        lock = select(func.pg_try_advisory_xact_lock(LOCK))
        if not connection.execute(lock).scalar_one():
            return 0
    key, last = keys.key("audit"), head(session)
    mine = fingerprint(key)
    if last == NO_HEAD or _newest_key(session) != mine:
        last = _begin(session, key, mine, last, at)
    waiting = connection.execute(_statements(connection.dialect.name).waiting).all()
    links, before = [], last.hash
    for row in waiting:
        # What somebody put back, is linked already: it is let go of and stops nobody.
        if not row.linked:
            seq = last.seq + len(links) + 1
            before = link_of(key, seq, before, tuple(row[1:]))
            links.append({"seq": seq, "entry_id": row.entry_id, "hash": before})
    if links:
        connection.execute(insert(AuditLink), links)
    if waiting:
        gone = [{"gone": row.entry_id} for row in waiting]
        connection.execute(delete(AuditWaiting).where(_waiting == bindparam("gone")), gone)
    return len(waiting)


@dataclass(frozen=True)
class _Statements:
    """What is asked of a database in its own words, made once."""

    waiting: Executable
    """What waits, oldest first: whether it is linked already, then the entry."""
    first_links: Executable
    """The first links of all, in order, each with its entry and detail."""
    links: Executable
    """Likewise the next after a number."""


@cache
def _statements(dialect: str) -> _Statements:
    """The statements for one kind of database."""
    entry = (_INSTANTS[dialect], *_FIELDS)
    link_entry = col(AuditLink.entry_id)
    is_linked = col(AuditLink.seq).is_not(None).label("linked")
    waiting = (
        select(is_linked, _waiting, *entry)
        .join(AuditEntry, col(AuditEntry.id) == _waiting)
        .outerjoin(AuditLink, link_entry == _waiting)
        .order_by(_waiting)
        .limit(BATCH)
    )
    of_link = (col(AuditLink.seq), col(AuditLink.hash), col(AuditEntry.id))
    links = (
        select(*of_link, col(AuditDetail.salt), col(AuditDetail.text), link_entry, *entry)
        .outerjoin(AuditEntry, col(AuditEntry.id) == link_entry)
        .outerjoin(AuditDetail, col(AuditDetail.entry_id) == link_entry)
        .order_by(col(AuditLink.seq))
        .limit(PAGE)
    )
    return _Statements(waiting, links, links.where(col(AuditLink.seq) > bindparam("after")))


def _newest_key(session: Session) -> str | None:
    """The fingerprint of the key that links were made with last."""
    newest = (
        select(col(AuditEntry.thing))
        .join(AuditLink, col(AuditLink.entry_id) == col(AuditEntry.id))
        .where(col(AuditEntry.action) == BEGIN)
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    )
    return session.connection().execute(newest).scalar()


def _begin(session: Session, key: bytes, mine: str, last: Head, at: datetime) -> Head:
    """Note with which key links are made from here on, and link that first."""
    entry_id = audit.note(session, BEGIN, actor_id=None, at=at, of=About(thing=mine))
    connection = session.connection()
    connection.execute(delete(AuditWaiting).where(_waiting == entry_id))
    fields = select(col(AuditEntry.id), _INSTANTS[connection.dialect.name], *_FIELDS)
    entry = connection.execute(fields.where(col(AuditEntry.id) == entry_id)).one()
    made = Head(last.seq + 1, link_of(key, last.seq + 1, last.hash, tuple(entry)))
    link = {"seq": made.seq, "entry_id": entry_id, "hash": made.hash}
    connection.execute(insert(AuditLink), link)
    return made


def head(session: Session) -> Head:
    """The last link; `NO_HEAD` before the first."""
    last = select(col(AuditLink.seq), col(AuditLink.hash)).order_by(col(AuditLink.seq).desc())
    row = session.connection().execute(last.limit(1)).first()
    return Head(*row) if row else NO_HEAD


def verify(session: Session, published: Head | None = None) -> Verified:
    """Whether every link is as it was made; with a head published before, whether none is gone.

    Reads everything once, in order, and stops at the first link that is not.
    """
    walk = _Walk(published)
    for row in _rows(session):
        if not walk.takes(row):
            break
    else:
        walk.end(_left_out(session))
    waiting = select(func.count(), func.min(col(AuditEntry.at))).select_from(AuditWaiting)
    number, since = (
        session.connection().execute(waiting.join(AuditEntry, col(AuditEntry.id) == _waiting)).one()
    )
    found = walk.broken_at, walk.broken, walk.is_others
    return Verified(walk.last.seq, walk.erased, number, since, *found)


def _rows(session: Session) -> Iterator[tuple[Any, ...]]:
    """Every link with its entry and detail, in order, some thousands in the memory at once."""
    connection = session.connection()
    asked = _statements(connection.dialect.name)
    page = connection.execute(asked.first_links).all()
    while page:
        for row in page:
            yield tuple(row)
        page = connection.execute(asked.links, {"after": page[-1][0]}).all()


def _left_out(session: Session) -> int:
    """How many entries no link holds and none will: somebody took them out of the row."""
    linked = select(literal(1)).where(col(AuditLink.entry_id) == col(AuditEntry.id))
    waits = select(literal(1)).where(_waiting == col(AuditEntry.id))
    lost = select(func.count()).select_from(AuditEntry).where(~linked.exists(), ~waits.exists())
    return session.connection().execute(lost).scalar_one()


class _Walk:
    """The way along the chain: what was found so far, and the first fault."""

    def __init__(self, published: Head | None) -> None:
        self.last = NO_HEAD
        self.erased = 0
        self.broken_at: int | None = None
        self.broken = ""
        self.is_others = False
        self._published = published
        self._is_mine = False
        self._others_from = 0

    @cached_property
    def _key(self) -> bytes:
        """Asked for with the first link: a secret that is not there yet is made for none."""
        return keys.key("audit")

    def takes(self, row: tuple[Any, ...]) -> bool:
        """Go on to the next link; False where it is not as it was."""
        seq, made, found, salt, text, *entry = row
        if seq != self.last.seq + 1:
            return self._break(self.last.seq + 1, _("Link {seq} is missing."))
        if found is None:
            return self._break(seq, _("The entry of link {seq} is missing."))
        fault = self._fault_in(seq, made, tuple(entry)) or self._fault_in_detail(
            entry[COMMITMENT], salt, text
        )
        if fault:
            return self._break(seq, fault)
        published = self._published
        if published and published.seq == seq and published.hash != made:
            return self._break(seq, _("Link {seq} is not the one that was published."))
        self.last = Head(seq, made)
        return True

    def end(self, left_out: int) -> None:
        """Look at what the last link cannot show."""
        published = self._published
        if published and published.seq > self.last.seq:
            text = _(
                "Link {seq} is missing: the log was cut off before the head that was published."
            )
            self._break(self.last.seq + 1, text)
        elif left_out:
            self.broken = _n(
                "Of what was written, {number} entry is linked nowhere and waits nowhere.",
                "Of what was written, {number} entries are linked nowhere and wait nowhere.",
                left_out,
            ).format(number=left_out)
        elif self._others_from:
            self.is_others = True
            self._break(self._others_from, OTHER_SECRET)

    def _fault_in(self, seq: int, made: str, entry: Entry) -> str:
        """What is wrong with a link or its entry."""
        if entry[ACTION] == BEGIN:
            # Where another secret held, its links cannot be made again, and are followed only.
            self._is_mine = entry[THING] == fingerprint(self._key)
            self._others_from = self._others_from or (0 if self._is_mine else seq)
        elif seq == 1:
            return _("Link {seq} is not the beginning of a log.")
        if self._is_mine and link_of(self._key, seq, self.last.hash, entry) != made:
            return _(
                "Link {seq} does not fit: it, its entry or what stood before it was changed, or "
                "somebody without the secret made it."
            )
        return ""

    def _fault_in_detail(self, promised: str, salt: str | None, text: str | None) -> str:
        """What is wrong with what an entry says beyond itself; erased is not wrong."""
        if text is None:
            self.erased += bool(promised)
        elif audit.commitment(salt or "", text) != promised:
            return _("What the entry of link {seq} says in detail was changed.")
        return ""

    def _break(self, seq: int, fault: str) -> bool:
        self.broken_at, self.broken = seq, fault.format(seq=seq)
        return False


ACTION, THING, COMMITMENT = 3, 6, 7
"""Where these stand in an entry."""

OTHER_SECRET: Final = _(
    "From link {seq} on the log was sealed with another secret than this program has, so that "
    "those links cannot be checked. Set COACH_SECRET, or the file secret in the data folder, to "
    "what it was."
)
"""Said of a changed secret, which is nobody's tampering."""
