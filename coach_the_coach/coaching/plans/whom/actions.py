"""Saying where a rep stands, and thirty days of planning and debriefing with one of them."""

from datetime import datetime

from sqlmodel import Session, col, select

from coach_the_coach.coaching.plans.rules import Tier
from coach_the_coach.coaching.plans.tables import Pilot, RepTier
from coach_the_coach.coaching.plans.whom.rules import last_day
from coach_the_coach.coaching.queries import coached
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly, visible
from coach_the_coach.identity.tables import Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("tier:set", _("said where somebody stands"))
def set_tier(session: Session, actor: Actor, *, rep: str, tier: str, at: datetime) -> None:
    """Say where somebody stands whom the actor leads directly; calls entered before keep theirs.

    Raises NotFound or NotPermitted for anybody else, Invalid for what is no tier.
    """
    person = _own_rep(session, actor, rep)
    if tier not in list(Tier):
        raise Invalid({"tier": _("Choose one of the four.")})
    row = {"rep_id": person.id, "tier": Tier(tier), "set_by_id": actor.person_id, "set_at": at}
    # The row may be that of the one whose place the actor takes.
    with as_program(session):
        into = insert_into(session, RepTier)
        written = {name: into.excluded[name] for name in row if name != "rep_id"}
        session.exec(
            into.values(row).on_conflict_do_update(index_elements=["rep_id"], set_=written)
        )
    about(session, person_id=person.id)


@logged("pilot:begin", _("began thirty days of planning and debriefing"), Told.SUBJECT)
def begin_pilot(session: Session, actor: Actor, *, public_id: str, rep: str, at: datetime) -> None:
    """Begin thirty days with one rep, who is told; the same public id again changes nothing.

    Raises NotFound or NotPermitted for somebody the actor does not lead directly, Conflict while
    another pilot of theirs lasts: it is one rep at a time.
    """
    person = _own_rep(session, actor, rep)
    wait_for_people(session, [actor.person_id])
    mine = visible(Pilot, actor)
    if session.exec(mine.where(Pilot.public_id == public_id)).first() is not None:
        nothing_done(session)
        return
    today = local_day(at, actor.time_zone)
    lasting = mine.where(
        Pilot.coach_id == actor.person_id,
        col(Pilot.ended_at).is_(None),
        Pilot.ends_on >= today,
    )
    if session.exec(lasting).first() is not None:
        raise Conflict(_("Your thirty days with one person are running. Finish or end them first."))
    session.add(
        Pilot(
            public_id=public_id,
            coach_id=actor.person_id,
            rep_id=person.id or 0,
            starts_on=today,
            ends_on=last_day(today),
        )
    )
    about(session, person_id=person.id, thing=public_id)
    said = _("{name} would like to plan and debrief your significant calls with you for 30 days.")
    tell(session, person.id or 0, said.format(name=actor.name), link=routes.CALLS, at=at)


@logged("pilot:end", _("ended thirty days of planning and debriefing"), Told.SUBJECT)
def end_pilot(session: Session, actor: Actor, *, public_id: str, at: datetime) -> None:
    """End a pilot of the actor's as a coach before its last day. Raises NotFound for any other."""
    actor.require(Permission.SELF)
    pilot = session.exec(
        visible(Pilot, actor)
        .where(Pilot.public_id == public_id, Pilot.coach_id == actor.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if pilot is None:
        raise NotFound
    if pilot.ended_at is not None:
        nothing_done(session)
        return
    pilot.ended_at = at
    session.add(pilot)
    about(session, person_id=pilot.rep_id, thing=public_id)


def _own_rep(session: Session, actor: Actor, rep: str) -> Person:
    """Somebody the actor leads directly. Raises NotFound, NotPermitted."""
    person = coached(session, actor, rep)
    led = leads_directly(col(Person.id), actor, Permission.COACHING_HOLD)
    if session.exec(select(Person.id).where(Person.id == person.id, led)).first() is None:
        raise NotPermitted(_("They report to somebody else."))
    return person
