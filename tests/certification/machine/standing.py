"""How somebody stands on a path, as this test finds it from the rows; paths are plain JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from coach_the_coach.certification.credential.tables import Award
from coach_the_coach.certification.tables import PathVersion
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.identity.tables import Person
from tests.certification.machine import rows
from tests.certification.machine.rows import Scored, day, met

Asks = dict[str, Any]
"""One requirement, or a whole path, as it is kept."""


@dataclass(frozen=True)
class Found:
    """How one requirement stands."""

    key: str
    is_met: bool
    is_begun: bool
    """Whether anything counts towards it."""

    scored: tuple[Scored, ...] = ()
    """The observed sessions that count."""


@dataclass(frozen=True)
class Stands:
    """How somebody stands on one path."""

    state: str
    asking: str
    found: tuple[Found, ...]

    @property
    def missing(self) -> list[str]:
        """What is not met, in the order of the path."""
        return [one.key for one in self.found if not one.is_met]

    @property
    def scorers(self) -> frozenset[int]:
        """Who scored a session that counts."""
        return frozenset(who for one in self.found for it in one.scored for who in it.observers)


def standing(
    session: Session,
    person: Person,
    version: PathVersion,
    today: date,
    *,
    in_review: bool = False,
    before: int | None = None,
) -> Stands:
    """How somebody stands on a day; `before` leaves out a certificate and those after it.

    Of the certificates of the path itself those count that were granted by that day.
    """
    path: Asks = json.loads(version.content)
    held = [
        one
        for one in rows.awards(session, person.id or 0, path["key"], before=before)
        if one.valid_from <= today
    ]
    worth = _worth(path, held[-1], today) if held else ""
    asking = "recertify" if held else "first"
    asked = path["recertify"] if held else path["requirements"]
    if worth == "lapsed":
        asking = "restart"
        asked = [one for one in path["requirements"] if one["type"] == "observed-sessions"] or asked
    since = today - timedelta(days=path["evidence_days"])
    if held:
        since = max(since, held[-1].valid_from + timedelta(days=1))
    look = _Look(session, person, path["key"], since, today, before)
    found = tuple(look.at(one) for one in asked)
    whole = all(one.is_met for one in found)
    begun = "in-progress" if any(one.is_begun for one in found) else "not-started"
    open_ = "under-review" if in_review else "evidence-complete" if whole else worth or begun
    state = worth if worth in ("certified", "window-open", "grace") else open_
    if held and held[-1].suspended_at is not None:
        state = "suspended"
    return Stands(state, asking, found)


def _worth(path: Asks, held: Award, today: date) -> str:
    """What a certificate is worth on a day."""
    until = held.valid_until
    if until is None or today < until - timedelta(days=path["window_days"]):
        return "certified"
    if today <= until:
        return "window-open"
    return "grace" if today <= until + timedelta(days=path["grace_days"]) else "lapsed"


@dataclass(frozen=True)
class _Look:
    """Looking at requirements one by one, over some days."""

    session: Session
    person: Person
    path: str
    since: date
    until: date
    before: int | None

    def at(self, asks: Asks) -> Found:
        """How one stands."""
        look = {
            "logged-sessions": self._logged,
            "knowledge-check": self._passed,
            "learning-units": self._used,
            "observed-sessions": self._observed,
            "attested": self._signed,
            "sign-off": self._signed,
            "path-held": self._held,
        }[asks["type"]]
        return look(asks)

    @property
    def _who(self) -> int:
        return self.person.id or 0

    def _logged(self, asks: Asks) -> Found:
        held = [
            one
            for one in rows.logs(self.session, self._who)
            if one.complete and self.since <= one.held_on <= self.until
        ]
        return Found(asks["key"], _any_stretch(held, asks), bool(held))

    def _passed(self, asks: Asks) -> Found:
        is_met = asks["bank"] in self._banks(asks["percent"])
        return Found(asks["key"], is_met, is_met)

    def _used(self, asks: Asks) -> Found:
        passed = self._banks(asks["percent"])
        done = {
            one.unit
            for one in rows.uses(self.session, self._who)
            if one.unit in passed and one.used_at and self._holds(day(one.used_at, self.person))
        }
        return Found(asks["key"], len(done) >= asks["count"], bool(done))

    def _banks(self, percent: int) -> set[str]:
        return {
            one.bank
            for one in rows.tries(self.session, self._who)
            if one.finished_at
            and self._holds(day(one.finished_at, self.person))
            and one.asked
            and Fraction(one.right or 0, one.asked) * 100 >= percent
        }

    def _observed(self, asks: Asks) -> Found:
        seen: list[Scored] = met(rows.scored(self.session, self.person), self.since, self.until)
        for n in range(asks["count"], len(seen) + 1):
            newest = tuple(seen[-n:])
            if _is_seen_by_all(newest, asks):
                return Found(asks["key"], _is_good(newest, asks), True, newest)
        return Found(asks["key"], False, bool(seen), tuple(seen))

    def _signed(self, asks: Asks) -> Found:
        mine = [
            one
            for one in rows.signed_for(self.session, self._who, self.path)
            if one.requirement_key == asks["key"] and self._holds(one.on)
        ]
        return Found(asks["key"], bool(mine), bool(mine))

    def _held(self, asks: Asks) -> Found:
        stands = any(
            one.suspended_at is None
            and one.valid_from <= self.until
            and (one.valid_until is None or one.valid_until + GRACE >= self.until)
            for one in rows.awards(self.session, self._who, asks["path"], before=self.before)
        )
        return Found(asks["key"], stands, stands)

    def _holds(self, on: date) -> bool:
        return self.since <= on <= self.until


GRACE = timedelta(days=10)
"""How long a certificate of either path stands past its day: as `scene.py` has it."""


def _any_stretch(held: Sequence[LogEntry], asks: Asks) -> bool:
    """Whether enough were held, with enough people, within so many days on end."""
    for last in held:
        first = last.held_on - timedelta(days=asks["days"] - 1)
        those = [one for one in held if first <= one.held_on <= last.held_on]
        reps = {one.coached_id for one in those}
        if len(those) >= asks["count"] and len(reps) >= asks["reps"]:
            return True
    return False


def _is_seen_by_all(those: Sequence[Scored], asks: Asks) -> bool:
    """Whether everybody who is asked for saw some of these."""
    return (
        len({who for one in those for who in one.observers}) >= asks["observers"]
        and sum(one.outside for one in those) >= asks["outside"]
        and sum(one.is_double for one in those) >= asks["double"]
        and any(one.others for one in those)
    )


def _is_good(those: Sequence[Scored], asks: Asks) -> bool:
    """Whether what was seen is as it is asked for: mean, each dimension, no stop sign."""
    mean = Fraction(sum(one.total for one in those), len(those))
    for number in range(1, 9):
        levels = [one.levels[number] for one in those if number in one.levels]
        if not levels or Fraction(sum(levels), len(levels)) * 10 < asks["least_tenths"]:
            return False
    return mean * 10 >= asks["mean_tenths"] and not any(one.has_stop_sign for one in those)
