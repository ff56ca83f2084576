"""What is planned: who asked whom to watch, what is proposed, agreed and declined."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coach_the_coach.coaching.rules import Purpose
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import Part
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.shelf import Shelf, ids_of
from coach_the_coach.foundation.when import add_working_days
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.watching.rules import Move, State
from coach_the_coach.observations.watching.tables import ObserverPlaces, Watching, WatchingStep

PLACES: Final = ((cast.NEUTRAL, 12), (cast.SEVERE, 9), (cast.SPECIALIST, 8))
"""Who has said how many sessions a month they can watch."""


@dataclass(frozen=True)
class Intended:
    """A plan that is told: who watches whom, who asked, and the steps up to now."""

    observer: Part
    observed: Part
    state: State
    asker: Part | None = None
    """Who asked; None for the observer."""

    days_ago: int = 1
    days_ahead: int | None = None
    """On which working day from now the session is; None before one is proposed."""

    reason: str = ""


INTENDED: Final = (
    Intended(cast.NEUTRAL, cast.IMPROVING, State.AGREED, days_ago=4, days_ahead=3),
    Intended(cast.SEVERE, cast.LARGE, State.PROPOSED, days_ago=2, days_ahead=4),
    Intended(cast.SPECIALIST, cast.STALLED, State.OFFERED, asker=cast.SEVERE),
    Intended(
        cast.SPECIALIST,
        cast.CHECK,
        State.PROPOSED,
        asker=cast.NEUTRAL,
        days_ago=3,
        days_ahead=5,
    ),
    Intended(cast.CRO, cast.DRIFTING, State.ASKED, days_ago=2),
    Intended(
        cast.DRIFTING,
        cast.TRAINER,
        State.DECLINED,
        days_ago=9,
        reason="My team is at the trade fair until the end of the week. Please ask again after it.",
    ),
)
"""The plans, the agreed one first."""


def add_watches(
    session: Session, roster: Roster, people: dict[str, int], *, seed: int, at: datetime
) -> None:
    """Write the places that observers have said, and the plans with every step."""
    shelf, luck = Shelf(), chance(seed, "watches")
    for part, per_month in PLACES:
        shelf.add(
            ObserverPlaces,
            person_id=people[roster.named(part).public_id],
            per_month=per_month,
            said_at=at - timedelta(days=40),
        )
    names = [(public_id(luck), public_id(luck)) for _one in INTENDED]
    for (_watch, held), one in zip(names, INTENDED, strict=True):
        if one.days_ahead is not None:
            shelf.add(CoachingSession, public_id=held, **_session_of(one, roster, people, at))
    shelf.write(session, CoachingSession)
    sessions = ids_of(session, CoachingSession)
    for (watch, held), one in zip(names, INTENDED, strict=True):
        shelf.add(
            Watching, public_id=watch, **_watching_of(one, roster, people, sessions.get(held), at)
        )
    shelf.write(session, ObserverPlaces, Watching)
    ids = ids_of(session, Watching)
    for (watch, _held), one in zip(names, INTENDED, strict=True):
        for place, step in enumerate(_steps_of(one, roster, people, at), 1):
            shelf.add(WatchingStep, watching_id=ids[watch], place=place, **step)
    shelf.write(session, WatchingStep)


def _session_of(
    one: Intended, roster: Roster, people: dict[str, int], at: datetime
) -> dict[str, Any]:
    """The session that is proposed, with the first of the team."""
    coach = roster.named(one.observed)
    return {
        "coach_id": people[coach.public_id],
        "coached_id": people[_coached(coach, roster, at).public_id],
        "purpose": Purpose.COACH,
        "planned": True,
        "held_at": _starts_at(one, coach, at),
    }


def _watching_of(
    one: Intended, roster: Roster, people: dict[str, int], held: int | None, at: datetime
) -> dict[str, Any]:
    """The plan as it stands."""
    asked_at, coach = _asked_at(one, at), roster.named(one.observed)
    steps = _steps_of(one, roster, people, at)
    proposed = one.days_ahead is not None
    return {
        "observer_id": people[roster.named(one.observer).public_id],
        "observed_id": people[coach.public_id],
        "asked_by_id": people[roster.named(one.asker or one.observer).public_id],
        "aim": Aim.DEVELOPMENT,
        "state": one.state,
        "wanted_by": asked_at.date() + timedelta(days=21),
        "asked_at": asked_at,
        "accepted_at": None if one.state is State.OFFERED else asked_at,
        "coaching_session_id": held,
        "made_session": held is not None,
        "coached_id": people[_coached(coach, roster, at).public_id] if proposed else None,
        "purpose": Purpose.COACH if proposed else None,
        "starts_at": _starts_at(one, coach, at) if proposed else None,
        "changed_at": steps[-1]["at"],
        "steps": len(steps),
        "sequence": 0 if one.state is State.AGREED else None,
    }


def _steps_of(
    one: Intended, roster: Roster, people: dict[str, int], at: datetime
) -> list[dict[str, Any]]:
    """Every step up to now, some hours after each other."""
    observer, coach = roster.named(one.observer), roster.named(one.observed)
    asker = roster.named(one.asker or one.observer)
    taken: list[tuple[Member, Move]] = [(asker, Move.ASK)]
    if one.asker and one.state is not State.OFFERED:
        taken.append((observer, Move.ACCEPT))
    if one.days_ahead is not None:
        taken.append((coach, Move.PROPOSE))
    if one.state is State.AGREED:
        taken.append((observer, Move.AGREE))
    if one.state is State.DECLINED:
        taken.append((coach, Move.DECLINE))
    asked_at = _asked_at(one, at)
    has_time = (Move.PROPOSE, Move.AGREE)
    return [
        {
            "by_id": people[who.public_id],
            "move": move,
            "at": asked_at + timedelta(hours=2 * number),
            "starts_at": _starts_at(one, coach, at) if move in has_time else None,
            "moved": False,
            "reason": one.reason if move is Move.DECLINE else "",
        }
        for number, (who, move) in enumerate(taken)
    ]


def _asked_at(one: Intended, at: datetime) -> datetime:
    """In the morning of the day on which it was asked."""
    return (at - timedelta(days=one.days_ago)).replace(hour=8, minute=10)


def _coached(coach: Member, roster: Roster, at: datetime) -> Member:
    return roster.reports(coach, at.date())[0]


def _starts_at(one: Intended, coach: Member, at: datetime) -> datetime:
    """At ten where the manager is, so many working days from now."""
    on = add_working_days(at.date(), one.days_ahead or 0)
    return datetime.combine(on, time(10), ZoneInfo(coach.zone)).astimezone(UTC)
