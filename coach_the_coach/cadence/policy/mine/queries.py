"""One's own rhythm with each of the team, and the minutes of the last days."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy.mine import rules
from coach_the_coach.cadence.policy.mine.rows import OwnRhythmRow, RepRhythm
from coach_the_coach.cadence.policy.queries import house, own_overrides, rhythm_by
from coach_the_coach.cadence.policy.rules import (
    DAYS,
    Band,
    Rhythm,
    assessment_word,
    band_sentence,
    capacity,
    days_sentence,
    hours_sentence,
    rhythm_words,
)
from coach_the_coach.cadence.tables import CadenceOverride
from coach_the_coach.coaching.log.tables import LogEntry
from coach_the_coach.coaching.queries import team
from coach_the_coach.foundation.when import local_day
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person


def own_rhythm(session: Session, actor: Actor, *, at: datetime, days: int = DAYS) -> OwnRhythmRow:
    """The rhythm with each of the actor's team by name, with one-to-ones on `days` of a week.

    In four statements. Raises NotPermitted for whoever does not coach.
    """
    actor.require(Permission.COACHING_HOLD)
    agreed = house(session, actor)
    people = team(session, actor, at=at)
    ids = [one.id or 0 for one in people]
    overrides = own_overrides(session, actor, people=ids)
    spent = own_minutes(session, actor, people=ids, at=at)
    most = max(spent.values(), default=0)
    lines = [
        _line(one, agreed.rhythm, overrides.get(one.id or 0), spent.get(one.id or 0, 0), most)
        for one in people
    ]
    rhythms = [rhythm_by(agreed.rhythm, overrides.get(who)) for who in ids]
    load = capacity(rhythms, days=days, hours=agreed.hours)
    return OwnRhythmRow(
        house=rhythm_words(agreed.rhythm),
        assessment=assessment_word(agreed.assessment),
        days=str(days),
        team=lines,
        hours=hours_sentence(load),
        band=band_sentence(load.band) if ids else "",
        mark="attention" if load.band is Band.OVER else "done",
        too_many=days_sentence(load),
        left_out=rules.left_out_sentence([one.name for one in lines if one.is_left_out])
        if ids
        else "",
    )


def own_minutes(
    session: Session, actor: Actor, *, people: Collection[int], at: datetime
) -> dict[int, int]:
    """Minutes of the actor with each of these people by id in the last 30 days; one statement.

    Of sessions in the log that lasted a quarter of an hour at least. Whoever had none is missing.
    """
    today = local_day(at, actor.time_zone)
    found = session.exec(
        select(LogEntry.coached_id, func.sum(LogEntry.minutes))
        .where(
            sees(LogEntry, actor, None),
            LogEntry.coach_id == actor.person_id,
            col(LogEntry.coached_id).in_(people),
            col(LogEntry.withdrawn_at).is_(None),
            LogEntry.minutes >= rules.LEAST,
            LogEntry.held_on >= rules.since(today),
            LogEntry.held_on <= today,
        )
        .group_by(col(LogEntry.coached_id))
    ).all()
    return {who or 0: int(minutes) for who, minutes in found}


def _line(
    person: Person, house: Rhythm, override: CadenceOverride | None, spent: int, most: int
) -> RepRhythm:
    own = rhythm_by(house, override)
    return RepRhythm(
        public_id=person.public_id,
        name=person.name,
        rhythm=rhythm_words(own),
        per_month=str(own.per_month),
        minutes=str(own.minutes),
        is_own=override is not None,
        reason=override.reason if override else "",
        share=rules.bar(spent, most),
        spent=rules.minutes_words(spent),
        is_left_out=not spent,
    )
