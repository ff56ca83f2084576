"""The rhythm of the house, and that of each rep."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy.rows import House, HouseRhythmRow
from coach_the_coach.cadence.policy.rules import (
    ASSESSMENT,
    CADENCE,
    PRESETS,
    WEEK_HOURS_RULE,
    Rhythm,
    assessment_of,
    hours_of,
    preset_of,
)
from coach_the_coach.cadence.tables import CadenceOverride
from coach_the_coach.foundation.when import moment
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import visible
from coach_the_coach.identity.tables import HouseRule

NAMES: Final = (ASSESSMENT, CADENCE, WEEK_HOURS_RULE)
"""The rules of the house that are set together."""


def house(session: Session, actor: Actor) -> House:
    """What the house has agreed on now, for everybody; one statement."""
    actor.require(Permission.SELF)
    named = col(HouseRule.name).in_(NAMES)
    rules = dict(session.exec(select(HouseRule.name, HouseRule.value).where(named)).all())
    return House(
        PRESETS[preset_of(rules.get(CADENCE))],
        assessment_of(rules.get(ASSESSMENT)),
        hours_of(rules.get(WEEK_HOURS_RULE))[-1][1],
    )


def rhythms_of(session: Session, actor: Actor, *, people: Collection[int]) -> dict[int, Rhythm]:
    """The rhythm of the actor with each of these people by id; two statements.

    That is the newest override of the actor's which has not ended, or that of the house.
    """
    rhythm = house(session, actor).rhythm
    own = own_overrides(session, actor, people=people)
    return {who: rhythm_by(rhythm, own.get(who)) for who in people}


def rhythm_by(agreed: Rhythm, override: CadenceOverride | None) -> Rhythm:
    """The rhythm of an override, or that of the house where there is none."""
    return Rhythm(override.per_month, override.minutes) if override else agreed


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
    rules = {
        one.name: one
        for one in session.exec(select(HouseRule).where(col(HouseRule.name).in_(NAMES))).all()
    }
    chosen = rules.get(CADENCE)
    who = chosen.set_by_id if chosen else None
    cycle = rules.get(ASSESSMENT)
    hours = rules.get(WEEK_HOURS_RULE)
    return HouseRhythmRow(
        preset=str(preset_of(chosen.value if chosen else None)),
        assessment=str(assessment_of(cycle.value if cycle else None)),
        hours=str(hours_of(hours.value if hours else None)[-1][1]),
        is_own=chosen is not None,
        by=names_of(session, [who] if who else []).get(who or 0, ""),
        since=moment(chosen.set_at if chosen else None, actor.time_zone, at),
    )
