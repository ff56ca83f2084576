"""Writing the talks: booked or held, with the ONE thing that went from one to the next."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo.chance import chance, public_id
from coach_the_coach.demo.handing import Handing, asked_of, talked_at, words_of
from coach_the_coach.demo.plan import Stage
from coach_the_coach.demo.records import signed_at
from coach_the_coach.demo.shelf import Shelf, ids_of
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.observations.seal.rules import seal_of
from coach_the_coach.observations.tables import AskedFirst, Talk, TalkBody
from coach_the_coach.observations.talk.queries import between
from coach_the_coach.observations.talk.sealing.queries import content_of


def add_talks(
    session: Session, found: Mapping[str, Handing], people: Mapping[str, int], *, seed: int
) -> dict[str, int]:
    """Write the talks as they stood before anybody signed; returns their ids by key."""
    held = ids_of(session, CoachingSession)
    shelf, places = Shelf(), {}
    for key, one in found.items():
        if one.view.watch.stage in (Stage.DRAFT, Stage.BLIND):
            continue
        values = talk_values(one, people)
        coaching = held[one.view.watch.meeting.public_id]
        places[key] = (coaching, values["observer_id"])
        shelf.add(Talk, coaching_session_id=coaching, **values)
    shelf.write(session, Talk)
    rows = session.exec(select(Talk.coaching_session_id, Talk.observer_id, Talk.id)).all()
    by_place = {(coaching, observer): number or 0 for coaching, observer, number in rows}
    ids = {key: by_place[place] for key, place in places.items()}
    for key, number in ids.items():
        shelf.add(TalkBody, talk_id=number, **body_values(found[key], seed))
    for key, answer in asked_of(found).items():
        talked = talked_at(found[key])
        shelf.add(AskedFirst, talk_id=ids[key], answer=answer, answered_at=talked)
    shelf.write(session, TalkBody, AskedFirst)
    _carry(session, found, ids)
    return ids


def talk_values(one: Handing, people: Mapping[str, int]) -> dict[str, Any]:
    """What is stored of a talk before anybody signed, but for the session it is over."""
    meeting = one.view.watch.meeting
    return {
        "observer_id": people[one.view.watch.observer.public_id],
        "observed_id": people[meeting.coach.public_id],
        "booked_for": one.booked_for,
        "booked_at": signed_at(one.view) if one.booked_for else None,
        "opened_at": one.held_at if one.is_held else None,
        "shown_at": one.held_at + timedelta(minutes=8) if one.is_held else None,
        "without_own_view": False,
        "read_alone": False,
        "watch_again_on": one.view.draft.watch_again_on if one.is_held else None,
    }


def body_values(one: Handing, seed: int) -> dict[str, Any]:
    """The words of a talk as they are stored."""
    return {
        "salt": public_id(chance(seed, "talk salt", one.key)),
        "one_thing": one.one_thing,
        "next_reason": "",
        "revision": 1,
        **words_of(one, seed),
    }


def _carry(session: Session, found: Mapping[str, Handing], ids: Mapping[str, int]) -> None:
    """Say which talks carry the ONE thing of another."""
    carried = [
        {"key": ids[key], "root": ids[one.carries]} for key, one in found.items() if one.carries
    ]
    follow = update(Talk).where(col(Talk.id) == bindparam("key"))
    session.connection().execute(follow.values(follows_id=bindparam("root")), carried)


def sign_talks(session: Session, found: Mapping[str, Handing], people: Mapping[str, int]) -> None:
    """Sign the talks that were held, by both; from here on the database refuses every change."""
    observers: dict[str, Actor] = {}
    for one in found.values():
        if not one.is_held:
            continue
        watch = one.view.watch
        observer = watch.observer.public_id
        if observer not in observers:
            observers[observer] = actor_named(session, people[observer], one.held_at)
        actor = observers[observer]
        two = between(session, actor, watch.public_id)
        if two.talk is None or two.words is None:
            raise LookupError(watch.public_id)
        two.talk.observer_signed_at = talked_at(one) - timedelta(minutes=1)
        two.talk.observed_signed_at = talked_at(one)
        two.talk.sha256 = seal_of(content_of(session, actor, two), two.words.salt)
        session.add(two.talk)
    session.flush()
