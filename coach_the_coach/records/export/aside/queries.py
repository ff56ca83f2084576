"""Short looks, own tallies, practice and plans to watch, as far as the actor may know of them."""

from typing import Any

from sqlmodel import Session, and_, col, or_, select

from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.queries import names_of
from coach_the_coach.observations.looks.tables import Look, LookBody, LookLevel
from coach_the_coach.observations.practice.tables import PracticeOffer, PracticeRound
from coach_the_coach.observations.selftally.tables import SelfCode, SelfTally, SelfTap, SelfTurn
from coach_the_coach.observations.watching.tables import ObserverPlaces, Watching, WatchingStep

HIDDEN = frozenset(
    {"id", "public_id", "look_id", "self_tally_id", "watching_id", "rubric_id", "device_id", "seq"}
)
"""Columns that say nothing about anybody."""


def looks_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Looks that were given to the actor, and those that the actor took, drafts too."""
    found = session.exec(
        select(Look, LookBody)
        .join(LookBody, col(LookBody.look_id) == col(Look.id))
        .where(
            or_(
                Look.observer_id == actor.person_id,
                and_(Look.observed_id == actor.person_id, col(Look.given_at).is_not(None)),
            )
        )
        .order_by(col(Look.id))
    ).all()
    ids = [look.id for look, _body in found]
    levels: dict[int, dict[int, int | None]] = {}
    for one in session.exec(select(LookLevel).where(col(LookLevel.look_id).in_(ids))).all():
        levels.setdefault(one.look_id, {})[one.dimension] = one.level
    people = ((look.observer_id, look.observed_id, look.coached_id) for look, _body in found)
    names = names_of(session, (id for three in people for id in three if id is not None))
    return [
        {
            "observer": names[look.observer_id],
            "observed": names[look.observed_id],
            "coached": names.get(look.coached_id or 0),
            **_plain(look, "observer_id", "observed_id", "coached_id"),
            **_plain(body),
            "levels": levels.get(look.id or 0, {}),
        }
        for look, body in found
    ]


def tallies_of(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """The actor's own tallies, with all that hangs on them."""
    found = session.exec(
        select(SelfTally).where(SelfTally.coach_id == actor.person_id).order_by(col(SelfTally.id))
    ).all()
    parts: dict[int, dict[str, list[Any]]] = {one.id or 0: {} for one in found}
    for table in (SelfTap, SelfTurn, SelfCode):
        rows = session.exec(select(table).where(col(table.self_tally_id).in_(list(parts)))).all()
        for one in rows:
            kept = parts[one.self_tally_id].setdefault(f"{table.__tablename__}s", [])
            kept.append(_plain(one))
    names = names_of(session, (one.shared_with_id for one in found if one.shared_with_id))
    return [
        {
            **_plain(one, "coach_id", "shared_with_id"),
            "shared_with": names.get(one.shared_with_id or 0),
            **parts[one.id or 0],
        }
        for one in found
    ]


def practice_of(session: Session, actor: Actor) -> dict[str, Any]:
    """The actor's rounds of practice."""
    rounds = select(PracticeRound).where(PracticeRound.person_id == actor.person_id)
    offer = select(PracticeOffer).where(PracticeOffer.person_id == actor.person_id)
    declined = session.exec(offer).first()
    return {
        "rounds": [_plain(one, "person_id") for one in session.exec(rounds).all()],
        "declined_at": declined.declined_at.isoformat() if declined else None,
    }


def plans_of(session: Session, actor: Actor) -> dict[str, Any]:
    """Plans to watch in which the actor is one of the two, or for which they asked.

    The one observed knows of one since the observer wants to; who asked, how far it has come.
    """
    me = actor.person_id
    found = session.exec(
        select(Watching)
        .where(
            or_(
                Watching.observer_id == actor.person_id,
                and_(
                    Watching.observed_id == actor.person_id, col(Watching.accepted_at).is_not(None)
                ),
                Watching.asked_by_id == actor.person_id,
            )
        )
        .order_by(col(Watching.id))
    ).all()
    steps: dict[int, list[Any]] = {}
    both = [one.id for one in found if me in (one.observer_id, one.observed_id)]
    asked = select(WatchingStep).where(col(WatchingStep.watching_id).in_(both))
    for one in session.exec(asked.order_by(col(WatchingStep.place))).all():
        steps.setdefault(one.watching_id, []).append(
            {**_plain(one, "by_id"), "by_you": one.by_id == me}
        )
    names = names_of(session, (id for one in found for id in (one.observer_id, one.observed_id)))
    said = session.exec(select(ObserverPlaces).where(ObserverPlaces.person_id == actor.person_id))
    places = said.first()
    return {
        "places_per_month": places.per_month if places else None,
        "plans": [
            {
                "observer": names[one.observer_id],
                "observed": names[one.observed_id],
                "asked_by_you": one.asked_by_id == me,
                "asked_at": one.asked_at.isoformat(),
                "state": one.state,
                **(_between(one) | {"steps": steps.get(one.id or 0, [])} if one.id in both else {}),
            }
            for one in found
        ],
    }


def _between(one: Watching) -> dict[str, Any]:
    """What the two alone know."""
    kept = ("aim", "wanted_by", "accepted_at", "purpose", "starts_at", "changed_at")
    return {name: value for name, value in _plain(one).items() if name in kept}


def _plain(row: Any, *but: str) -> dict[str, Any]:
    kept = row.model_dump(mode="json")
    return {name: value for name, value in kept.items() if name not in HIDDEN.union(but)}
