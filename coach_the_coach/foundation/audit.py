"""The audit log: who did what, to what, about whom; written where it is done, and never changed.

An entry is written in the transaction of the act, so that neither is there without the other. What
it says beyond that is a detail of its own, salted and committed to, which may be erased while the
entry and the chain over all entries (`foundation.chain`) stay whole.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Flag, StrEnum
from typing import Any, Final, TypeVar

from sqlalchemy import Index, bindparam, insert, select
from sqlmodel import Field, Session, col

from coach_the_coach.foundation.table import Table, word

MARK: Final = "__logged__"
"""Attribute of an action that holds what it is called in the log; empty for one not logged."""

ABOUT: Final = "audit.about"
"""Key of a session's notes under which an action says what its entry is about."""

NOTHING: Final = "audit.nothing"
"""Key of a session's notes under which an action says that it changed nothing."""

SEEN: Final = "audit.seen"
"""Key of a session's notes under which a query says what was read of somebody else."""

DRAFT: Final = "what is typed into a draft is not written down one by one"
"""Why most of what is saved leaves no entry: opening, signing and closing do."""

PRIVATE: Final = "a self-tally is its maker's alone, and nobody else learns that it is there"
"""Why nothing of a self-tally is in a log that an administrator reads."""

Function = TypeVar("Function", bound=Callable[..., Any])


class Result(StrEnum):
    """What came of it."""

    DONE = "done"
    REFUSED = "refused"
    READ = "read"


class Told(Flag):
    """Who reads the entries of an action, besides whoever did it. Source: docs/access.md."""

    NOBODY = 0
    SUBJECT = 1
    """The one it is about, who knows of what was done as soon as it is."""
    ADMIN = 2
    """An administrator, whom what is between an observer and the one observed does not concern."""
    BOTH = SUBJECT | ADMIN


class AuditEntry(Table, table=True):
    """One act, refusal or reading. Frozen by triggers from the moment it is written."""

    # A page of what concerns somebody, or of one action, is read from its end.
    __table_args__ = (
        Index("ix_audit_entry_actor_id_id", "actor_id", "id"),
        Index("ix_audit_entry_about_id_id", "about_id", "id"),
        Index("ix_audit_entry_action_id", "action", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    """Who did it; None for nobody signed in, and for the program itself."""
    action: str = Field(max_length=60)
    """`noun:verb`, as the action is marked."""
    result: Result = word(Result)
    about_id: int | None = Field(default=None, foreign_key="person.id")
    """Whom it concerns; None for nobody in particular."""
    thing: str = Field(default="", max_length=64)
    """The public id of what it was done to; empty for none."""
    commitment: str = Field(default="", max_length=64)
    """SHA-256 of the salt and the text of the detail; empty where there is none."""


class AuditDetail(Table, table=True):
    """What an entry says beyond itself. It can be erased; the entry's commitment stays."""

    entry_id: int = Field(foreign_key="audit_entry.id", primary_key=True)
    salt: str = Field(max_length=32)
    text: str
    """Canonical JSON."""


class AuditWaiting(Table, table=True):
    """An entry that no link of the chain holds yet."""

    entry_id: int = Field(foreign_key="audit_entry.id", primary_key=True)


class AuditLink(Table, table=True):
    """One link of the chain: the hash over an entry and the link before. Frozen by triggers."""

    seq: int = Field(primary_key=True)
    """From 1, without gaps."""
    entry_id: int = Field(foreign_key="audit_entry.id", unique=True)
    hash: str = Field(max_length=64)


WORDS: Final[dict[str, str]] = {}
"""What each action of the log is to a reader, by its name; filled by the marks."""

TOLD: Final[dict[str, Told]] = {}
"""Who reads of each action; of one that nobody decided about, nobody does."""


def known(action: str, words: str, told: Told = Told.NOBODY) -> str:
    """Give `action` its words and its readers, and return it: for entries that no mark writes.

    `words` say it to a reader, after a name: "signed an observation". Raises TypeError for a name
    that has other words or readers already.
    """
    if ":" not in action:
        raise TypeError(f"{action} is no noun:verb")
    if (WORDS.setdefault(action, words), TOLD.setdefault(action, told)) != (words, told):
        raise TypeError(f"{action} has other words or readers already")
    return action


def told_to(reader: Told) -> tuple[str, ...]:
    """The actions of which this reader reads, by name."""
    return tuple(sorted(action for action, told in TOLD.items() if reader in told))


def logged(action: str, words: str, told: Told = Told.NOBODY) -> Callable[[Function], Function]:
    """Mark an action: whenever the door runs it, an entry named `action` is written with it.

    Raises TypeError as `known`.
    """
    known(action, words, told)

    def mark(function: Function) -> Function:
        setattr(function, MARK, action)
        return function

    return mark


def unlogged(why: str) -> Callable[[Function], Function]:
    """Mark an action that leaves no entry, and say why. Raises TypeError without a reason."""
    if not why:
        raise TypeError("say why it leaves no entry")

    def mark(function: Function) -> Function:
        setattr(function, MARK, "")
        return function

    return mark


@dataclass(frozen=True)
class About:
    """What an entry is about."""

    person_id: int | None = None
    thing: str = ""
    detail: Mapping[str, Any] | None = None


def about(
    session: Session,
    *,
    person_id: int | None = None,
    thing: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Say, in an action, what the entry that the door writes for it is about."""
    said: About = session.info.get(ABOUT, About())
    session.info[ABOUT] = replace(
        said,
        person_id=person_id or said.person_id,
        thing=thing or said.thing,
        detail={**(said.detail or {}), **(detail or {})} or None,
    )


def nothing_done(session: Session) -> None:
    """Say, in an action, that all was as it is to be already: the door writes no entry for it."""
    session.info[NOTHING] = True


def seen(
    session: Session,
    action: str,
    *,
    person_id: int | None = None,
    thing: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Say, in a query, that something of somebody else was read; the door writes it down."""
    notes = session.info.setdefault(SEEN, [])
    if (one := (action, About(person_id, thing, detail or None))) not in notes:
        notes.append(one)


def note(
    session: Session,
    action: str,
    *,
    actor_id: int | None,
    at: datetime,
    result: Result = Result.DONE,
    of: About | None = None,
) -> int:
    """Write one entry, in the transaction of what it tells of; returns its id."""
    of = of or About()
    text, salt = (canonical(of.detail), secrets.token_hex(16)) if of.detail else ("", "")
    connection = session.connection()
    entry = {
        "at": at,
        "actor_id": actor_id,
        "action": action,
        "result": result,
        "about_id": of.person_id,
        "thing": of.thing[:64],
        "commitment": commitment(salt, text) if text else "",
    }
    entry_id: int = connection.execute(_ENTRY, entry).scalar_one()
    if text:
        connection.execute(_DETAIL, {"entry_id": entry_id, "salt": salt, "text": text})
    connection.execute(_WAITING, {"entry_id": entry_id})
    return entry_id


def was_noted(session: Session, action: str, *, actor_id: int, of: About, since: datetime) -> bool:
    """Whether the same reading by the same person was written down after `since`."""
    asked = {"who": actor_id, "action": action, "thing": of.thing[:64], "since": since}
    found = session.connection().execute(_NOTED, asked | {"about": of.person_id}).first()
    return found is not None


# Made once: building a statement takes longer than running it, and every act runs these.
_ENTRY: Final = insert(AuditEntry).returning(AuditEntry.__table__.c.id)  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it
_DETAIL: Final = insert(AuditDetail)
_WAITING: Final = insert(AuditWaiting)
# Of the newest alone: whoever has read for years must not have all of it looked through.
_newest = (
    select(AuditEntry.__table__)  # pyright: ignore[reportAttributeAccessIssue] - SQLModel does not declare it
    .where(col(AuditEntry.actor_id) == bindparam("who"))
    .order_by(col(AuditEntry.id).desc())
    .limit(100)
    .subquery()
)
_NOTED: Final = (
    select(_newest.c.id)
    .where(
        _newest.c.action == bindparam("action"),
        _newest.c.about_id.is_not_distinct_from(bindparam("about")),
        _newest.c.thing == bindparam("thing"),
        _newest.c.result == Result.READ,
        _newest.c.at > bindparam("since"),
    )
    .limit(1)
)


def canonical(detail: Mapping[str, Any]) -> str:
    """`detail` as the one text that is hashed: JSON with sorted names and no spaces."""
    return json.dumps(detail, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(salt: str, text: str) -> str:
    """What an entry keeps of its detail: it can be compared, and never turned back."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()
