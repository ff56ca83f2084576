"""The Next list, gathered from the rooms below."""

from datetime import datetime

from sqlmodel import Session

from coach_the_coach.account.invitations import queries as invitations
from coach_the_coach.home.rules import first_lines
from coach_the_coach.identity.access import Actor
from coach_the_coach.observations.waiting import queries as observations
from coach_the_coach.people.person import queries as people
from coach_the_coach.people.person.rows import Focus
from coach_the_coach.shell.rows import NextLine

ROOMS = (invitations.next_lines, observations.next_lines)
"""What each room contributes, lowest room first."""


def next_list(session: Session, actor: Actor, *, at: datetime) -> tuple[list[NextLine], int]:
    """The few lines to be shown, and how many there are in all."""
    lines = [line for room in ROOMS for line in room(session, actor, at=at)]
    return first_lines(lines), len(lines)


def own_focus(session: Session, actor: Actor, *, at: datetime) -> Focus:
    """What the actor works on now; empty where nothing is agreed."""
    return people.focus_of(session, actor, public_id=actor.public_id, at=at)
