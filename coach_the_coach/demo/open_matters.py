"""What people of the demo company have been told and have not looked at yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlmodel import Session

from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.handing import Handing, talked_at
from coach_the_coach.demo.people import Member
from coach_the_coach.demo.plan import Stage, key_of
from coach_the_coach.demo.records import signed_at
from coach_the_coach.demo.shelf import Shelf
from coach_the_coach.demo.views import View
from coach_the_coach.foundation.words import _
from coach_the_coach.notices.tables import Notice
from coach_the_coach.shell import routes

NEWS: Final = timedelta(days=9)
"""How long ago a talk may have been signed for the observer still to be told."""


def add_notices(
    session: Session,
    views: list[View],
    found: Mapping[str, Handing],
    people: dict[str, int],
    *,
    seed: int,
    at: datetime,
) -> None:
    """Write a notice for each open matter, and for each talk signed lately."""
    # Not by `tell`, whose ids are another at every load.
    shelf = Shelf()
    put_notices(shelf, views, found, people, luck=chance(seed, "notices"), at=at)
    shelf.write(session, Notice)


def put_notices(
    shelf: Shelf,
    views: list[View],
    found: Mapping[str, Handing],
    people: Mapping[str, int],
    *,
    luck: Random,
    at: datetime,
) -> None:
    """Put the notices of these observations aside."""
    for view in views:
        watch = view.watch
        coach, observer = watch.meeting.coach, watch.observer
        handing = found.get(key_of(watch))
        talk = routes.observation(watch.public_id, routes.TALK)
        if watch.stage is Stage.SIGNED:
            text = _("{name} has observed you. Rate yourself, then talk it over.")
            link = routes.observation(watch.public_id, routes.REFLECT)
            _put(shelf, luck, people, coach, text.format(name=observer.name), link, signed_at(view))
        elif watch.stage is Stage.SELF_RATED and not watch.mistaken:
            text = _("{name} has rated themself, and is ready for your talk.").format(
                name=coach.name
            )
            seen_at = signed_at(view) + timedelta(hours=18)
            _put(shelf, luck, people, observer, text.format(name=coach.name), talk, seen_at)
        elif handing and handing.is_held and at - talked_at(handing) < NEWS and not watch.amends:
            text = _("{name} has signed your talk.").format(name=coach.name)
            _put(shelf, luck, people, observer, text, talk, talked_at(handing))


def _put(
    shelf: Shelf,
    luck: Random,
    people: Mapping[str, int],
    whom: Member,
    text: str,
    link: str,
    at: datetime,
) -> None:
    shelf.add(
        Notice,
        public_id=public_id(luck),
        person_id=people[whom.public_id],
        text=text,
        link=link,
        at=at,
    )
