"""Who coaches one rep, and who could."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from coach_the_coach.cadence.coverage.one.rows import ChoiceRow, OneCoachRow, RecordRow
from coach_the_coach.cadence.coverage.queries import can_be_chosen
from coach_the_coach.cadence.coverage.rules import CHOICES, kind_word
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.cadence.tables import CoachOfRecord
from coach_the_coach.foundation.when import day, local_day
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.queries import names_of
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.tables import Person, Reach
from coach_the_coach.observations.queries import named_like

RECORDS: Final = 20
"""Most of what was said before that is shown. Source: docs/method.md#coach-of-record."""


def coach_of_rep(
    session: Session, actor: Actor, *, person: str, search: str, at: datetime
) -> OneCoachRow:
    """What was said of who coaches a rep, newest first, and who could whose name holds `search`.

    In seven statements. Raises NotFound, NotPermitted for whoever may not say it.
    """
    rep = visible_person(session, actor, person, Permission.COACHING_HOLD)
    found = session.exec(
        select(CoachOfRecord)
        .where(CoachOfRecord.rep_id == rep.id)
        .order_by(col(CoachOfRecord.starts_on).desc(), col(CoachOfRecord.id).desc())
        .limit(RECORDS)
    ).all()
    # One that begins and ends on the same day held on no day.
    held = [one for one in found if one.ends_on is None or one.ends_on > one.starts_on]
    above = select(Reach.ancestor_id).where(Reach.descendant_id == rep.id, Reach.depth == 1)
    manager_id = session.exec(above).first()
    named = {manager_id or 0, *(one.coach_id or 0 for one in held)}
    names = names_of(session, named | {one.set_by_id for one in held})
    today = local_day(at, actor.time_zone)
    return OneCoachRow(
        public_id=rep.public_id,
        name=rep.name,
        manager=names.get(manager_id or 0, ""),
        today=today.isoformat(),
        is_otherwise=any(one.ends_on is None or one.ends_on > today for one in held),
        records=[_record(one, names, today) for one in held],
        managers=_choices(session, actor, kind=CoachKind.MANAGER, but=rep, search=search, at=at),
        specialists=_choices(
            session, actor, kind=CoachKind.ENABLEMENT, but=rep, search=search, at=at
        ),
    )


def _choices(
    session: Session, actor: Actor, *, kind: CoachKind, but: Person, search: str, at: datetime
) -> list[ChoiceRow]:
    """Who could coach in this way, by name, at most `CHOICES`; never the rep themself."""
    found = session.exec(
        select(Person)
        .where(can_be_chosen(actor, kind, at), col(Person.id) != but.id, named_like(search))
        .order_by(col(Person.given_name), col(Person.family_name), col(Person.id))
        .limit(CHOICES)
    ).all()
    return [ChoiceRow(one.public_id, one.name) for one in found]


def _record(one: CoachOfRecord, names: dict[int, str], today: date) -> RecordRow:
    return RecordRow(
        coach=names.get(one.coach_id or 0, one.outside),
        kind=kind_word(one.kind),
        since=day(one.starts_on, today),
        until=day(one.ends_on, today),
        said_by=names.get(one.set_by_id, ""),
    )
