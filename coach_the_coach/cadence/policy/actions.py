"""Setting the rhythm of the house, and another one for one rep."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from coach_the_coach.cadence.policy.queries import NAMES, own_overrides
from coach_the_coach.cadence.policy.rules import (
    ASSESSMENT,
    CADENCE,
    PROPOSED,
    WEEK_HOURS,
    WEEK_HOURS_RULE,
    Assessment,
    OverrideDraft,
    Preset,
    problem_in_hours,
    problems_in,
    rhythm_from,
    rhythm_words,
    turned,
)
from coach_the_coach.cadence.tables import CadenceOverride
from coach_the_coach.coaching.queries import coached, coaches
from coach_the_coach.evidence.actions import turn_stale, turn_stale_all
from coach_the_coach.foundation.audit import Told, about, logged, nothing_done
from coach_the_coach.foundation.errors import Invalid, NotPermitted
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.when import local_day
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor, Permission
from coach_the_coach.identity.scope import leads_directly
from coach_the_coach.identity.sign_in import in_employment
from coach_the_coach.identity.tables import HouseRule, Person
from coach_the_coach.identity.turns import wait_for_people
from coach_the_coach.notices.actions import tell
from coach_the_coach.shell import routes


@logged("cadence:set", _("set the rhythm of the house"), Told.ADMIN)
def set_cadence(
    session: Session, actor: Actor, *, preset: str, assessment: str, hours: str, at: datetime
) -> None:
    """Keep the house's rhythm, assessment and contracted hours; of two at once the later's hold.

    Rhythm and hours hold from this month on; what was due before stays as it was.

    Raises NotPermitted for whoever may not set them, Invalid for what is not to be chosen.
    """
    actor.require(Permission.CADENCE_WRITE)
    problems = {}
    if preset not in set(Preset):
        problems["preset"] = _("Choose a rhythm.")
    if assessment not in set(Assessment):
        problems["assessment"] = _("Choose how often skills are assessed.")
    if problem := problem_in_hours(hours):
        problems["hours"] = problem
    if problems:
        raise Invalid(problems)
    # In one order, so that of two who set them at once neither waits for the other.
    before = select(HouseRule).where(col(HouseRule.name).in_(NAMES)).order_by(col(HouseRule.name))
    said = {one.name: one.value for one in session.exec(before.with_for_update())}
    month = local_day(at, actor.time_zone).replace(day=1)
    kept = {
        ASSESSMENT: assessment,
        CADENCE: turned(said.get(CADENCE, PROPOSED), preset, month),
        WEEK_HOURS_RULE: turned(said.get(WEEK_HOURS_RULE, str(WEEK_HOURS)), str(int(hours)), month),
    }
    rows = [
        {"name": name, "value": value, "set_by_id": actor.person_id, "set_at": at}
        for name, value in sorted(kept.items())
    ]
    into = insert_into(session, HouseRule)
    written = {name: into.excluded[name] for name in rows[0] if name != "name"}
    session.exec(into.values(rows).on_conflict_do_update(index_elements=["name"], set_=written))
    session.expire_all()
    about(session, detail={"preset": preset, "assessment": assessment, "hours": str(int(hours))})
    # What is due and contracted this month changes for everybody who coaches.
    who = select(Person.id, Person.time_zone).where(coaches(at), in_employment(at))
    days = {person_id or 0: [local_day(at, zone)] for person_id, zone in session.exec(who).all()}
    turn_stale_all(session, days, at=at)


@logged("cadence:override", _("agreed another rhythm with somebody"), Told.SUBJECT)
def override_rhythm(
    session: Session, actor: Actor, *, person: str, draft: OverrideDraft, at: datetime
) -> None:
    """Keep another rhythm with one of one's own team, who is told and reads the reason.

    The same again changes nothing. Raises NotFound, NotPermitted for whoever is not of the team,
    Invalid.
    """
    one = _of_team(session, actor, person)
    if problems := problems_in(draft):
        raise Invalid(problems)
    rhythm, reason = rhythm_from(draft), draft.reason.replace("\0", "").strip()
    wait_for_people(session, [actor.person_id])
    who = one.id or 0
    before = own_overrides(session, actor, people=[who]).get(who)
    wanted = (rhythm.per_month, rhythm.minutes, reason)
    if before is not None and (before.per_month, before.minutes, before.reason) == wanted:
        nothing_done(session)
        return
    _end(session, actor, who, at)
    session.add(
        CadenceOverride(
            coach_id=actor.person_id,
            coached_id=who,
            per_month=rhythm.per_month,
            minutes=rhythm.minutes,
            reason=reason,
            set_at=at,
        )
    )
    about(session, person_id=who)
    turn_stale(session, actor.person_id, [local_day(at, actor.time_zone)], at=at)
    text = _("{name} has another rhythm with you: {rhythm}.")
    told = text.format(name=actor.name, rhythm=rhythm_words(rhythm))
    tell(session, who, told, link=routes.rhythm(actor.public_id), at=at)


@logged("cadence:end_override", _("went back to the house's rhythm with somebody"), Told.SUBJECT)
def end_override(session: Session, actor: Actor, *, person: str, at: datetime) -> None:
    """Go back to the house's rhythm with one of one's own team, who is told.

    Where there is no other it changes nothing. Raises NotFound, NotPermitted.
    """
    one = _of_team(session, actor, person)
    wait_for_people(session, [actor.person_id])
    who = one.id or 0
    if not _end(session, actor, who, at):
        nothing_done(session)
        return
    about(session, person_id=who)
    turn_stale(session, actor.person_id, [local_day(at, actor.time_zone)], at=at)
    text = _("{name} went back to the rhythm of the house with you.").format(name=actor.name)
    tell(session, who, text, link=routes.rhythm(actor.public_id), at=at)


def _of_team(session: Session, actor: Actor, person: str) -> Person:
    """One of those who report to the actor. Raises NotFound, NotPermitted."""
    one = coached(session, actor, person)
    directly = leads_directly(col(Person.id), actor, Permission.COACHING_HOLD)
    if session.exec(select(Person.id).where(Person.id == one.id, directly)).first() is None:
        raise NotPermitted
    return one


def _end(session: Session, actor: Actor, coached_id: int, at: datetime) -> bool:
    """End what is open with somebody; whether there was any."""
    ended = session.connection().execute(
        update(CadenceOverride)
        .where(
            col(CadenceOverride.coach_id) == actor.person_id,
            col(CadenceOverride.coached_id) == coached_id,
            col(CadenceOverride.ended_at).is_(None),
        )
        .values(ended_at=at)
    )
    session.expire_all()
    return ended.rowcount > 0
