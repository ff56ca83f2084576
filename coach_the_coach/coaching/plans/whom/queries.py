"""With whom one plans first, and how a pilot goes."""

from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from coach_the_coach.coaching.plans.rules import PERIOD
from coach_the_coach.coaching.plans.tables import CustomerCall, Pilot, RepTier
from coach_the_coach.coaching.plans.whom.rows import PilotRow, TeamRow, TierLine
from coach_the_coach.coaching.plans.whom.rules import (
    CallDay,
    Standing,
    day_words,
    in_order,
    proposed_tier,
    streak,
    streak_words,
    tier_word,
    why_first,
)
from coach_the_coach.coaching.queries import team
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.when import begins, local_day
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.scope import sees
from coach_the_coach.identity.tables import Person
from coach_the_coach.shell import routes

_coach, _rep = aliased(Person), aliased(Person)


def team_by_tier(session: Session, actor: Actor, *, at: datetime) -> TeamRow:
    """Those who report to the actor, where each stands, and who of them comes first."""
    people = team(session, actor, at=at)
    ids = [one.id for one in people]
    # Who takes another's place says nothing of a tier and sees it all the same: it is their team.
    with as_program(session):
        said = {
            one.rep_id: one.tier
            for one in session.exec(select(RepTier).where(col(RepTier.rep_id).in_(ids))).all()
        }
    asked = set(
        session.exec(
            select(CustomerCall.rep_id).where(
                col(CustomerCall.rep_id).in_(ids),
                CustomerCall.coach_id == actor.person_id,
                col(CustomerCall.by_rep),
                CustomerCall.made_at > at - PERIOD,
            )
        ).all()
    )
    standings = {
        one.public_id: Standing(
            one.public_id,
            one.name,
            said.get(one.id or 0)
            or proposed_tier(one.starts_on, today=local_day(at, actor.time_zone)),
            asked=one.id in asked,
        )
        for one in people
    }
    is_said = {one.public_id: one.id in said for one in people}
    return TeamRow(
        reps=[_line(one, is_said[one.rep_id]) for one in standings.values()],
        first=[_line(one, is_said[one.rep_id], first=True) for one in in_order(standings.values())],
    )


def pilot_of(session: Session, actor: Actor, *, at: datetime) -> PilotRow:
    """The pilot in which the actor takes part today, as coach before as rep; empty for none."""
    today = local_day(at, actor.time_zone)
    found = session.exec(
        select(Pilot, _coach, _rep)
        .join(_coach, col(_coach.id) == col(Pilot.coach_id))
        .join(_rep, col(_rep.id) == col(Pilot.rep_id))
        .where(
            sees(Pilot, actor, None),
            col(Pilot.ended_at).is_(None),
            Pilot.starts_on <= today,
            Pilot.ends_on >= today,
        )
        .order_by((col(Pilot.coach_id) == actor.person_id).desc(), col(Pilot.id).desc())
    ).first()
    if found is None:
        return PilotRow()
    pilot, coach, rep = found
    is_mine = pilot.coach_id == actor.person_id
    today = local_day(at, coach.time_zone)
    calls = session.exec(
        select(CustomerCall).where(
            sees(CustomerCall, actor, None),
            CustomerCall.coach_id == pilot.coach_id,
            CustomerCall.rep_id == pilot.rep_id,
            col(CustomerCall.significance_id).is_not(None),
            col(CustomerCall.dropped_at).is_(None),
            CustomerCall.call_at >= begins(pilot.starts_on, coach.time_zone),
            CustomerCall.call_at <= at,
        )
    ).all()
    days = [
        CallDay(
            local_day(one.call_at, coach.time_zone),
            one.planned_at is not None and one.debriefed_at is not None,
        )
        for one in calls
    ]
    return PilotRow(
        public_id=pilot.public_id,
        name=rep.name if is_mine else coach.name,
        is_mine=is_mine,
        day=day_words(pilot.starts_on, today=today),
        streak=streak_words(streak(days, today=today)),
    )


def _line(one: Standing, is_said: bool, *, first: bool = False) -> TierLine:
    return TierLine(
        public_id=one.rep_id,
        name=one.name,
        tier=str(one.tier),
        word=tier_word(one.tier),
        is_said=is_said,
        why=why_first(one) if first else "",
        link=routes.new_call(one.rep_id),
    )
