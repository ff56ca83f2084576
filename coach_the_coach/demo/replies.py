"""What the ones observed made of it: their own levels, their answer, and that they have seen it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlmodel import Session

from coach_the_coach.demo import wording
from coach_the_coach.demo.cast import Eye
from coach_the_coach.demo.chance import chance
from coach_the_coach.demo.handing import Handing, talked_at
from coach_the_coach.demo.plan import Stage, Watch, key_of
from coach_the_coach.demo.records import signed_at
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.demo.views import View
from coach_the_coach.observations.rubric.rules import LEVELS, is_scored
from coach_the_coach.observations.tables import Reply, SelfRating

KINDER: Final = (0.35, 0.3)
"""How much higher people rate themselves: mean and standard deviation, in levels."""

ANSWERED: Final = 0.75
"""How often something is written in answer."""


def add_replies(
    session: Session,
    views: list[View],
    ids: dict[str, int],
    found: Mapping[str, Handing],
    *,
    seed: int,
) -> None:
    """Write own levels and replies, for those that have come so far."""
    shelf = Shelf()
    for view in views:
        rated = view.watch.stage in (Stage.SELF_RATED, Stage.TALKED)
        if rated and is_scored(view.watch.meeting.purpose):
            # A corrected version keeps the own levels given to the first.
            luck = chance(seed, "reply", view.watch.amends or view.watch.public_id)
            put_own_levels(shelf, ids[view.watch.public_id], view, seed, luck)
            put_reply(shelf, ids[view.watch.public_id], view, found[key_of(view.watch)], luck)
    shelf.write(session, SelfRating, Reply)


def put_own_levels(shelf: Shelf, key: int, view: View, seed: int, luck: Random) -> None:
    """The levels that the one observed gave themself."""
    watch = view.watch
    kinder = chance(seed, "own eye", watch.meeting.coach.public_id).gauss(*KINDER)
    others = (watch.observer.eye or Eye()).bias(watch.progress)
    for rating in view.draft.ratings:
        shelf.add(
            SelfRating,
            observation_id=key,
            dimension=rating.dimension,
            level=_own_level(rating.level, kinder - others, luck),
        )


def _own_level(level: int | None, higher: float, luck: Random) -> int | None:
    """The own level; what the observer could not see, most cannot say either."""
    chosen = luck.gauss(0, 0.45)
    if level is None:
        return 2 if chosen > 0.4 else None
    return min(LEVELS, max(1, round(level + higher + chosen)))


def put_reply(shelf: Shelf, key: int, view: View, handing: Handing, luck: Random) -> None:
    """Where the one observed stands, and what they answered."""
    done = view.watch.stage is Stage.TALKED
    answer = luck.choice(wording.ANSWERS) if luck.random() < ANSWERED and done else ""
    shelf.add(
        Reply,
        observation_id=key,
        self_rated_at=_self_rated_at(view.watch, view),
        answer=answer,
        answered_at=talked_at(handing) + timedelta(hours=2) if answer else None,
        acknowledged_at=None,
    )


def _self_rated_at(watch: Watch, view: View) -> datetime:
    """The day after; for a corrected version, when the first one was rated."""
    back = timedelta(days=1) if watch.amends else timedelta()
    return signed_at(view) - back + timedelta(hours=18)
