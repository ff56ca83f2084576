"""Saying who coaches a rep, where it is not simply their manager, and ending that."""

from datetime import date, datetime

from babel.dates import format_date
from sqlmodel import Session, col, or_, select

from coach_the_coach.cadence.coverage.queries import can_be_chosen
from coach_the_coach.cadence.coverage.rules import CoachDraft, problems_in
from coach_the_coach.cadence.rules import CoachKind
from coach_the_coach.cadence.tables import CoachOfRecord
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.changes import changed
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import visible_person
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("coverage:set", _("said who coaches somebody"), Told.SUBJECT)
def set_coach(
    session: Session, actor: Actor, *, person: str, draft: CoachDraft, at: datetime
) -> None:
    """Keep who coaches a rep in reach from a day on; whoever did before does so until then.

    The rep and the coach are told. The same again changes nothing. Raises NotFound, NotPermitted
    for whoever may not say it, Invalid.
    """
    rep = visible_person(session, actor, person, Permission.COACHING_HOLD)
    today = local_day(at, actor.time_zone)
    if problems := problems_in(draft, today):
        raise Invalid(problems)
    kind, starts_on = CoachKind(draft.kind), draft.starts_on or today
    coach = None if kind is CoachKind.EXTERNAL else _who_coaches(session, actor, draft, rep, at)
    outside = " ".join(draft.outside.replace("\0", "").split()) if coach is None else ""
    wait_for_people(session, [rep.id or 0])
    wanted = (kind, coach.id if coach else None, outside, starts_on)
    before = _not_over(session, rep.id or 0, starts_on)
    if any((one.kind, one.coach_id, one.outside, one.starts_on) == wanted for one in before):
        nothing_done(session)
        return
    for one in before:
        one.ends_on = max(one.starts_on, starts_on)
        session.add(one)
    record = CoachOfRecord(
        rep_id=rep.id or 0,
        kind=kind,
        coach_id=coach.id if coach else None,
        outside=outside,
        starts_on=starts_on,
        set_by_id=actor.person_id,
        set_at=at,
    )
    session.add(record)
    changed(session, [rep.id or 0], since=starts_on, at=at)
    about(session, person_id=rep.id)
    name = coach.name if coach else outside
    day = format_date(starts_on, "d MMMM y", locale="en_GB")
    text = _("{name} coaches you from {day} on.").format(name=name, day=day)
    tell(session, rep.id or 0, text, link=routes.HOME, at=at)
    if coach is not None and coach.id != actor.person_id:
        told = _("You coach {name} from {day} on.")
        tell(session, coach.id or 0, told.format(name=rep.name, day=day), link=routes.HOME, at=at)


@logged("coverage:end", _("ended who else coaches somebody"), Told.SUBJECT)
def end_coach(session: Session, actor: Actor, *, person: str, at: datetime) -> None:
    """Have a rep in reach coached by whom they report to again, from today on; they are told.

    Where it is so already it changes nothing. Raises NotFound, NotPermitted.
    """
    rep = visible_person(session, actor, person, Permission.COACHING_HOLD)
    wait_for_people(session, [rep.id or 0])
    today = local_day(at, actor.time_zone)
    before = _not_over(session, rep.id or 0, today)
    if not before:
        nothing_done(session)
        return
    for one in before:
        one.ends_on = max(one.starts_on, today)
        session.add(one)
    changed(session, [rep.id or 0], since=today, at=at)
    about(session, person_id=rep.id)
    text = _("Whom you report to coaches you again.")
    tell(session, rep.id or 0, text, link=routes.HOME, at=at)


def _not_over(session: Session, rep_id: int, day: date) -> list[CoachOfRecord]:
    """What is said of a rep for that day or for later."""
    lasts = or_(col(CoachOfRecord.ends_on).is_(None), col(CoachOfRecord.ends_on) > day)
    held = select(CoachOfRecord).where(CoachOfRecord.rep_id == rep_id, lasts)
    # One that begins and ends on the same day held on no day.
    found = session.exec(held.order_by(col(CoachOfRecord.id)).with_for_update()).all()
    return [one for one in found if one.ends_on is None or one.ends_on > one.starts_on]


def _who_coaches(
    session: Session, actor: Actor, draft: CoachDraft, rep: Person, at: datetime
) -> Person:
    """The one chosen, of those who can be. Raises Invalid for anybody else."""
    kind = CoachKind(draft.kind)
    found = session.exec(
        select(Person).where(
            Person.public_id == draft.coach,
            col(Person.id) != rep.id,
            can_be_chosen(actor, kind, at),
        )
    ).first()
    if found is None:
        raise Invalid({"coach": _("Choose somebody of the list for this way of being coached.")})
    return found
