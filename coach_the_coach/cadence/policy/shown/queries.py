"""A coach's rhythm for their direct leader, and for those who report to them."""

from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy.queries import house, rhythm_by
from coach_the_coach.cadence.policy.rules import (
    Rhythm,
    band_sentence,
    capacity,
    hours_sentence,
    rhythm_words,
)
from coach_the_coach.cadence.policy.shown.rows import CoachRhythmRow, RhythmLine
from coach_the_coach.cadence.tables import CadenceOverride
from coach_the_coach.coaching.queries import is_coached
from coach_the_coach.foundation.errors import NotFound
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.shell import routes


def coach_rhythm(session: Session, actor: Actor, *, person: str, at: datetime) -> CoachRhythmRow:
    """The rhythm of a coach with each of their own, or, for one of those, with themself.

    In five statements. Raises NotFound for anybody else, leaders further above among them.
    """
    leads = leads_directly(col(Person.id), actor, Permission.COACHING_READ)
    own_coaches = select(Reach.ancestor_id).where(
        Reach.descendant_id == actor.person_id, Reach.depth == 1
    )
    may_read = or_(leads, col(Person.id).in_(own_coaches))
    named = select(Person).where(Person.public_id == person, may_read, in_employment(at))
    coach = session.exec(named).first()
    if coach is None:
        raise NotFound
    is_leader = session.exec(select(Person.id).where(Person.id == coach.id, leads)).first()
    people = select(Person).where(
        col(Person.id).in_(
            select(Reach.descendant_id).where(Reach.ancestor_id == coach.id, Reach.depth == 1)
        ),
        in_employment(at),
        is_coached(at),
    )
    if not is_leader:
        people = people.where(Person.id == actor.person_id)
    by_name = people.order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
    team = session.exec(by_name).all()
    found = session.exec(
        select(CadenceOverride)
        .where(
            CadenceOverride.coach_id == coach.id,
            col(CadenceOverride.coached_id).in_([one.id for one in team]),
            col(CadenceOverride.ended_at).is_(None),
        )
        .order_by(col(CadenceOverride.set_at), col(CadenceOverride.id))
    ).all()
    overrides = {one.coached_id: one for one in found}
    agreed = house(session, actor)
    rhythms = [rhythm_by(agreed.rhythm, overrides.get(one.id or 0)) for one in team]
    load = capacity(rhythms, hours=agreed.hours)
    return CoachRhythmRow(
        coach=coach.name,
        contract=routes.interruptions(coach.public_id),
        is_leader=is_leader is not None,
        house=rhythm_words(agreed.rhythm),
        lines=[_line(one, agreed.rhythm, overrides.get(one.id or 0)) for one in team],
        hours=hours_sentence(load) if is_leader and team else "",
        band=band_sentence(load.band) if is_leader and team else "",
    )


def _line(person: Person, house: Rhythm, override: CadenceOverride | None) -> RhythmLine:
    return RhythmLine(
        name=person.name,
        rhythm=rhythm_words(rhythm_by(house, override)),
        is_own=override is not None,
        reason=override.reason if override else "",
    )
