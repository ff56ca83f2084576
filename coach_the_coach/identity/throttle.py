"""Tries in vain, counted in the database for all processes, and how long whoever tried has to wait.

A try is counted before anybody looks whether it is right, and given back when it was: of many at
the same instant, on however many processes, no more than the limit are looked at. Nobody is ever
shut out for good, and a stranger's tries do not count for a browser that somebody has signed in
with before. See docs/decisions/0023-tries.md.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from coach_the_coach.foundation import jobs
from coach_the_coach.foundation.errors import Refusal
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.keys import key
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.visitor import network_of as network_of
from coach_the_coach.foundation.visitor import site_of
from coach_the_coach.foundation.words import _, _n
from coach_the_coach.identity.sign_in import cookie_in, host_bound
from coach_the_coach.identity.tables import Passing, Tries

SWEEP: Final = "sweep-tries"
"""The job that lets go of tries that count no more."""

KEPT: Final = timedelta(days=14)
"""How long after its last try a count is kept. Source: docs/method.md#tries."""

KNOWN_DAYS: Final = 180
"""Days for which a browser is known after somebody signed in. Source: docs/method.md#tries."""

KNOWN_PEOPLE: Final = 5
"""People by whom one browser is known at most. Source: docs/method.md#tries."""


@dataclass(frozen=True)
class Limit:
    """How often one may try; from then on each try in vain doubles the wait."""

    name: str
    free: int
    """Tries before anybody waits."""
    longest: timedelta
    """No wait is longer."""
    fades: timedelta
    """After so long one try counts no more."""
    is_shared: bool = False
    """Whether others' tries count as well, so that one success gives back one try alone."""

    def wait(self, failures: int) -> timedelta:
        """How long to wait after so many tries in vain."""
        if failures < self.free:
            return timedelta()
        # Beyond this no wait is shorter than the longest, and numbers stay numbers.
        return min(timedelta(seconds=2 ** min(failures - self.free, 30)), self.longest)


HERE: Final = Limit("here", 5, timedelta(minutes=15), timedelta(hours=1))
"""One account from one network, by browsers not known. Source: docs/method.md#tries."""

EVERYWHERE: Final = Limit("everywhere", 25, timedelta(minutes=1), timedelta(minutes=15))
"""One account from all networks, by browsers not known.

It fades as fast as one network may try at most, so that whoever tries from one network alone never
makes others wait. Source: docs/method.md#tries.
"""

NETWORK: Final = Limit("network", 50, timedelta(minutes=1), timedelta(minutes=1), is_shared=True)
"""All accounts from one network, by browsers not known. Source: docs/method.md#tries."""

SITE: Final = Limit("site", 200, timedelta(minutes=1), timedelta(seconds=15), is_shared=True)
"""All accounts from the many networks that one line may be given, by browsers not known.

Source: docs/method.md#tries.
"""

KNOWN: Final = Limit("known", 5, timedelta(minutes=15), timedelta(hours=1))
"""One account by one browser that is known. Source: docs/method.md#tries."""

NUMBER: Final = Limit("number", 5, timedelta(hours=1), timedelta(hours=12))
"""Numbers of one person's second factor, after the right password. Source: docs/method.md#tries."""

CONFIRM: Final = Limit("confirm", 5, timedelta(minutes=15), timedelta(hours=1))
"""Confirming that it is you, within one sign-in. Source: docs/method.md#tries."""

CHOICE: Final = Limit("choice", 20, timedelta(minutes=1), timedelta(minutes=1))
"""Passwords that one person chooses anew, right or not: to judge and hash one is slow on purpose.

Source: docs/method.md#tries.
"""

VAIN: Final = Limit("vain", 20, timedelta(minutes=15), timedelta(minutes=1), is_shared=True)
"""Links that are nobody's, from one network. Source: docs/method.md#tries."""


class TooMany(Refusal):
    """Tried too often; `until` is when to try again."""

    status = 429

    def __init__(self, until: datetime, at: datetime) -> None:
        """Say how long to wait from `at`."""
        self.until = until
        super().__init__(_("Too many tries. {wait}").format(wait=wait_words(until, at)))


@dataclass(frozen=True)
class Bucket:
    """What tries are counted in: a limit, and a digest of whose they are."""

    limit: Limit
    key: str


def wait_words(until: datetime, at: datetime) -> str:
    """How long to wait, as a sentence: in seconds, or minutes where they are several."""
    seconds = max(1, ceil((until - at).total_seconds()))
    if seconds <= 120:
        return _n("Wait {n} second.", "Wait {n} seconds.", seconds).format(n=seconds)
    minutes = ceil(seconds / 60)
    return _n("Wait {n} minute.", "Wait {n} minutes.", minutes).format(n=minutes)


def bucket(limit: Limit, *whose: str) -> Bucket:
    """The bucket of a limit for one account, network or browser; it names none in clear."""
    return Bucket(limit, f"{limit.name}:{_mac('tries', limit.name, *whose)[:40]}")


def for_password(email: str, network: str, known: str | None) -> tuple[Bucket, ...]:
    """What a try with a password counts for: its browser where that is known, else the others."""
    account = email.strip().lower()
    if known is not None:
        return (bucket(KNOWN, account, known),)
    return (
        bucket(HERE, account, network),
        bucket(EVERYWHERE, account),
        bucket(NETWORK, network),
        *of_site(network),
    )


def of_site(network: str) -> tuple[Bucket, ...]:
    """What a try counts for beside its network, where whoever makes it may have many of those."""
    site = site_of(network)
    return () if site is None else (bucket(SITE, site),)


def take(session: Session, buckets: Sequence[Bucket], at: datetime) -> timedelta:
    """Count a try, before anybody looks whether it is right; returns the wait should it be wrong.

    Raises TooMany while one must wait. Nothing is counted meanwhile, so that nobody makes a wait
    longer by not waiting.
    """
    rows = _held(session, [one.key for one in buckets], at)
    waits = [row.wait_until for row in rows.values() if row.wait_until and row.wait_until > at]
    if waits:
        raise TooMany(max(waits), at)
    longest = timedelta()
    for one in buckets:
        row = rows[one.key]
        _fade(row, one.limit, at)
        row.failures += 1
        wait = one.limit.wait(row.failures)
        row.wait_until = at + wait if wait else None
        session.add(row)
        longest = max(longest, wait)
    # Of a day one job is enough, and whoever is not the first only says so again.
    due = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    jobs.enqueue(session, SWEEP, key=f"{SWEEP}:{due:%Y-%m-%d}", due_at=due, payload={})
    session.flush()
    return longest


def give_back(session: Session, buckets: Iterable[Bucket]) -> None:
    """Take back what a try counted, for it was right; what nobody shares begins anew."""
    for one in sorted(buckets, key=lambda one: one.key):
        if not one.limit.is_shared:
            session.exec(delete(Tries).where(col(Tries.key) == one.key))
        else:
            session.exec(
                update(Tries)
                .where(col(Tries.key) == one.key, col(Tries.failures) > 0)
                .values(failures=Tries.failures - 1)
            )


def known_cookie() -> str:
    """Name of the cookie by which a browser is known."""
    return host_bound("known")


def known_as(cookies: str | None, email: str, at: datetime) -> str | None:
    """The name of this browser where somebody signed in with this address before; None elsewhere.

    The cookie signs nobody in and names nobody: it holds random names with our signatures.
    """
    for mark in _marks(cookies):
        if _is_ours(mark, email, at):
            return mark.split("-")[0]
    return None


def known_from_now(cookies: str | None, email: str, at: datetime) -> str:
    """What the cookie holds once somebody signed in with this address: their mark is the first."""
    name = known_as(cookies, email, at) or new_id()
    day = str(_day(at))
    mark = f"{name}-{day}-{_signature(name, day, email)}"
    others = [one for one in _marks(cookies) if one.split("-")[0] != name]
    return ".".join([mark, *others][:KNOWN_PEOPLE])


def _held(session: Session, keys: Sequence[str], at: datetime) -> dict[str, Tries]:
    """The counts of these keys, each made where it is missing, and held for the transaction.

    All take them in the same order, so that nobody waits for each other in a ring.
    """
    new: list[dict[str, Any]] = [
        {"key": one, "failures": 0, "last_at": at, "wait_until": None} for one in sorted(keys)
    ]
    into = insert_into(session, Tries).values(new)
    session.exec(into.on_conflict_do_nothing(index_elements=["key"]))
    rows = session.exec(
        select(Tries)
        .where(col(Tries.key).in_(keys))
        .order_by(col(Tries.key))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return {row.key: row for row in rows}


def _fade(row: Tries, limit: Limit, at: datetime) -> None:
    """Count less what is long ago; `last_at` is up to when that was done."""
    faded = max(0, (at - row.last_at) // limit.fades)
    row.failures = max(0, row.failures - faded)
    row.last_at = at if row.failures == 0 else row.last_at + faded * limit.fades


def _marks(cookies: str | None) -> list[str]:
    """What the cookie of a known browser holds, whoever wrote it."""
    held = cookie_in(cookies, known_cookie()) or ""
    return [mark for mark in held.split(".") if mark.count("-") == 2][:KNOWN_PEOPLE]


def _is_ours(mark: str, email: str, at: datetime) -> bool:
    """Whether we signed this mark for this address, not too long ago."""
    name, day, signature = mark.split("-")
    if not (day.isascii() and day.isdecimal() and signature.isascii()) or len(day) > 8:
        return False
    is_recent = 0 <= _day(at) - int(day) < KNOWN_DAYS
    return is_recent and hmac.compare_digest(signature, _signature(name, day, email))


def _signature(name: str, day: str, email: str) -> str:
    """What only we can write below a browser's name."""
    return _mac("known-browser", name, day, email.strip().lower())


def _mac(purpose: str, *parts: str) -> str:
    """A digest of these parts that nobody makes without our key; none runs into another."""
    said = "\0".join(part.replace("\0", "") for part in parts)
    return hmac.digest(key(purpose), said.encode(errors="replace"), "sha256").hex()


def _day(at: datetime) -> int:
    return at.date().toordinal()


@jobs.job(SWEEP)
def sweep(session: Session, _payload: dict[str, Any], at: datetime) -> None:
    """Let go of counts nobody adds to any more, and of what was kept for minutes."""
    session.exec(delete(Tries).where(col(Tries.last_at) < at - KEPT))
    session.exec(delete(Passing).where(col(Passing.ends_at) < at))
