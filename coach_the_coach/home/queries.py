"""The Next list, gathered from the rooms below."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.account.invitations import queries as invitations
from coach_the_coach.cadence.contract import queries as contract
from coach_the_coach.cadence.coverage.asking import queries as asking
from coach_the_coach.cadence.hours import queries as hours
from coach_the_coach.cadence.week import queries as week
from coach_the_coach.calibration.double import queries as double
from coach_the_coach.certification.deciding.waiting import queries as deciding
from coach_the_coach.coaching.cycles import queries as cycles
from coach_the_coach.coaching.cycles.plan import queries as action_plans
from coach_the_coach.coaching.log.agreed import queries as log
from coach_the_coach.coaching.plans import queries as calls
from coach_the_coach.coaching.practice import queries as team_practice
from coach_the_coach.home.rules import in_order
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.waiting import queries as observations
from coach_the_coach.people.person import queries as people
from coach_the_coach.people.person.rows import Focus
from coach_the_coach.pulse.tickets import queries as pulse
from coach_the_coach.selfaudit import queries as self_audit
from coach_the_coach.shell.rows import NextLine

ROOMS = (
    invitations.next_lines,
    log.next_lines,
    calls.next_lines,
    cycles.next_lines,
    action_plans.next_lines,
    team_practice.next_lines,
    observations.next_lines,
    double.next_lines,
    contract.next_lines,
    hours.next_lines,
    asking.next_lines,
    week.next_lines,
    pulse.next_lines,
    self_audit.next_lines,
    deciding.next_lines,
)
"""What each room contributes, lowest room first."""


def next_list(session: Session, actor: Actor, *, at: datetime) -> tuple[list[NextLine], int]:
    """The lines to be shown, of which the first few stand open, and how many there are in all."""
    lines = [line for room in ROOMS for line in room(session, actor, at=at)]
    return in_order(lines), len(lines)


def own_focus(session: Session, actor: Actor, *, at: datetime) -> Focus:
    """What the actor works on now; empty where nothing is agreed."""
    return people.focus_of(session, actor, public_id=actor.public_id, at=at)
