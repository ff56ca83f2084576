"""The rhythm of the house, and that of each rep."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy.rows import HouseRhythmRow
from coach_the_coach.cadence.policy.rules import (
    ASSESSMENT,
    CADENCE,
    PRESETS,
    Assessment,
    Rhythm,
    assessment_of,
    preset_of,
)
from coach_the_coach.cadence.tables import CadenceOverride
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import HouseRule


def rhythm(session: Session, actor: Actor) -> Rhythm:
    """How often and how long by the rule of the house; one statement."""
    actor.require(Permission.SELF)
    value = session.exec(select(HouseRule.value).where(HouseRule.name == CADENCE)).first()
    return PRESETS[preset_of(value)]


def assessment(session: Session, actor: Actor) -> Assessment:
    """How often skills are assessed by the rule of the house; one statement."""
    actor.require(Permission.SELF)
    value = session.exec(select(HouseRule.value).where(HouseRule.name == ASSESSMENT)).first()
    return assessment_of(value)


def rhythms_of(session: Session, actor: Actor, *, people: Collection[int]) -> dict[int, Rhythm]:
    """The rhythm of the actor with each of these people by id; two statements.

    That is the newest override of the actor's which has not ended, or that of the house.
    """
    house = rhythm(session, actor)
    own = own_overrides(session, actor, people=people)
    return dict.fromkeys(people, house) | {
        who: Rhythm(one.per_month, one.minutes) for who, one in own.items()
    }


def own_overrides(
    session: Session, actor: Actor, *, people: Collection[int]
) -> dict[int, CadenceOverride]:
    """The actor's overrides with these people that have not ended, by their id; the newest each."""
    found = session.exec(
        visible(CadenceOverride, actor)
        .where(
            CadenceOverride.coach_id == actor.person_id,
            col(CadenceOverride.coached_id).in_(people),
            col(CadenceOverride.ended_at).is_(None),
        )
        .order_by(col(CadenceOverride.set_at), col(CadenceOverride.id))
    ).all()
    return {one.coached_id: one for one in found}


def house_rhythm(session: Session, actor: Actor, *, at: datetime) -> HouseRhythmRow:
    """What the house has chosen, for whoever may set it. Raises NotPermitted for others."""
    actor.require(Permission.CADENCE_WRITE)
    names = [CADENCE, ASSESSMENT]
    rules = {
        one.name: one
        for one in session.exec(select(HouseRule).where(col(HouseRule.name).in_(names))).all()
    }
    chosen = rules.get(CADENCE)
    who = chosen.set_by_id if chosen else None
    cycle = rules.get(ASSESSMENT)
    return HouseRhythmRow(
        preset=str(preset_of(chosen.value if chosen else None)),
        assessment=str(assessment_of(cycle.value if cycle else None)),
        is_own=chosen is not None,
        by=names_of(session, [who] if who else []).get(who or 0, ""),
        since=moment(chosen.set_at if chosen else None, actor.time_zone, at),
    )
