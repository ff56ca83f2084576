"""Whose calls the actor may enter, and what makes one significant."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coach_the_coach.coaching.plans.entering.rows import EntryRow, Offered
from coach_the_coach.coaching.plans.queries import own_coach
from coach_the_coach.coaching.plans.rules import LOCAL
from coach_the_coach.coaching.plans.significant.queries import reasons
from coach_the_coach.coaching.queries import team
from coach_the_coach.foundation.ids import new_id
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Actor

HALF_HOUR = timedelta(minutes=30)
"""Calls begin on the hour or the half hour, as a proposal."""


def entry(session: Session, actor: Actor, *, person: str, at: datetime) -> EntryRow:
    """What the form offers: the team, one's own call where somebody coaches one, the reasons.

    `person` is chosen where they are among them.
    """
    whose = [Offered(one.public_id, one.name) for one in team(session, actor, at=at)]
    coach = own_coach(session, actor, at=at)
    if coach is not None:
        own = _("My own, with {name}").format(name=coach.name)
        whose.append(Offered(actor.public_id, own))
    values = [one.value for one in whose]
    local = at.astimezone(ZoneInfo(actor.time_zone)) + HALF_HOUR
    first = local.replace(minute=30 * (local.minute // 30), second=0, microsecond=0)
    return EntryRow(
        public_id=new_id(),
        whose=whose,
        chosen=person if person in values else values[0] if len(values) == 1 else "",
        reasons=[
            *(Offered(one, one) for one in reasons(session, actor)),
            Offered("", _("None of these")),
        ],
        zone=actor.time_zone,
        begins=first.strftime(LOCAL),
    )
